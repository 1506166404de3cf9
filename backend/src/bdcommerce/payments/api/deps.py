"""What the endpoints work with, and the parameters they share."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.infra.postgres import Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.payments.ports import Deps

Reference = Annotated[
    str,
    QueryParameter(
        name="reference",
        max_length=64,
        pattern=r"^[A-Za-z0-9_]*$",
        description="any id an entry speaks of: order, vendor order, shipment, remittance, batch, payout, refund",
    ),
]


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What handlers need, and what is only read."""

    reads: Reads
    sealer: Sealer


def begin_of(day: date) -> datetime:
    """The instant at which a day begins in Bangladesh."""
    return datetime.combine(day, time.min, DHAKA).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant at which it is over."""
    return begin_of(day) + timedelta(days=1)
