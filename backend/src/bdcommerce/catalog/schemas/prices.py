"""Prices that change at an instant, and what offers have cost."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.catalog.domain.prices import ChangeStatus, PriceChange
from bdcommerce.kernel.money import Money

Instant = Annotated[datetime, Meta(tz=True, description="with its offset", examples=["2026-12-16T00:00:00+06:00"])]


class SchedulePrice(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What one will cost, all taxes included, from an instant on, at most a year ahead. Without an end it stays; with
    one, at most 92 days later, the offer costs then what it did before.
    """

    price: Money
    starts_at: Instant
    ends_at: Instant | None = None


class PriceChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A price change, as the vendor reads it."""

    id: str
    offer_id: str
    price: Money
    starts_at: datetime
    ends_at: datetime | None
    status: ChangeStatus
    outcome: str
    """Of an ended one: `done`; `cancelled`; `kept` (another price was set meanwhile, and stayed); or why it never
    began: `price_above_mrp`, `missed`."""

    @classmethod
    def of(cls, change: PriceChange) -> "PriceChangeView":
        """A price change that was just decided on."""
        return cls(
            id=change.change_id,
            offer_id=change.offer_id,
            price=change.price,
            starts_at=change.starts_at,
            ends_at=change.ends_at,
            status=change.status,
            outcome=change.outcome,
        )


class PastPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What one has cost since an instant, without promotions."""

    price: Money
    since: datetime
    reason: str
    """`made` with the offer, set by the `vendor`, a `schedule` that began, or `schedule_over`."""
    version: int
    """The version of the offer that began it."""
