"""What the endpoints work with, and the parameters they share."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from litestar.params import PathParameter, QueryParameter

from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped
from bdcommerce.payments.queries import ApiDeps

__all__ = ["ApiDeps", "PathId", "Reference", "begin_of", "end_of", "taka"]

PathId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]
"""An id in a path."""
Reference = Annotated[
    str,
    QueryParameter(
        name="reference",
        max_length=64,
        pattern=r"^[A-Za-z0-9_]*$",
        description="any id an entry speaks of: order, vendor order, shipment, remittance, batch, payout, refund",
    ),
]


_YEARS = range(2000, 3000)


def begin_of(day: date, field: str) -> datetime:
    """The instant at which a day begins in Bangladesh. Raises Invalid naming the field for a day far off."""
    ensure(day.year in _YEARS, Invalid.field(field, "is a day too far off"))
    return datetime.combine(day, time.min, DHAKA).astimezone(UTC)


def end_of(day: date, field: str) -> datetime:
    """The instant at which it is over. Raises Invalid naming the field for a day far off."""
    return begin_of(day, field) + timedelta(days=1)


def taka(poisha: int) -> str:
    """An amount as a file shows it: taka with two decimals, without grouping."""
    return grouped(Money(poisha)).replace(",", "")
