"""Prices that change at an instant: for good, or until another instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bdcommerce.catalog.domain.offers import Offer, ensure_below_mrp, ensure_price
from bdcommerce.catalog.errors import PriceChangeOver, PriceChangesOverlap
from bdcommerce.catalog.events import Variant
from bdcommerce.catalog.events.prices import PriceChangeEnded, PriceChangeScheduled
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

FARTHEST, LONGEST = timedelta(days=366), timedelta(days=92)
MOST = 20
"""Changes of one offer that are still to come or under way."""
ChangeStatus = Literal["scheduled", "running", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """A price change as it stands."""

    change_id: str
    offer_id: str
    product_id: str
    vendor_id: str
    price: Money
    starts_at: datetime
    ends_at: datetime | None
    status: ChangeStatus = "scheduled"
    before: Money | None = None
    """What the offer cost when it began."""
    outcome: str = ""
    version: int = 1


def schedule(
    wanted: PriceChange, offer: Offer, variant: Variant, others: Iterable[PriceChange], now: datetime
) -> PriceChangeScheduled:
    """Let an offer cost otherwise from an instant on. Of one offer no two changes are under way at once.

    Raises Invalid, PriceAboveMrp, PriceChangesOverlap.
    """
    ensure_price(wanted.price)
    ensure_below_mrp("price", wanted.price, variant)
    starts = wanted.starts_at
    ensure(now < starts <= now + FARTHEST, Invalid.field("starts_at", f"must lie within the next {FARTHEST.days} days"))
    if wanted.ends_at is not None:
        lasts = wanted.ends_at - starts
        ensure(timedelta(0) < lasts <= LONGEST, Invalid.field("ends_at", f"must follow within {LONGEST.days} days"))
    pending = list(others)
    ensure(len(pending) < MOST, Invalid.field("starts_at", f"an offer has at most {MOST} price changes to come"))
    for each in pending:
        ensure(_apart(wanted, each), PriceChangesOverlap.of(each.change_id))
    return PriceChangeScheduled(
        change_id=wanted.change_id,
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        vendor_id=offer.vendor_id,
        price=wanted.price,
        starts_at=starts,
        ends_at=wanted.ends_at,
    )


def is_missed(change: PriceChange, now: datetime) -> bool:
    """Whether its time had passed before it could begin."""
    return change.ends_at is not None and change.ends_at <= now


def price_after(change: PriceChange, offer: Offer, variant: Variant) -> Money | None:
    """What the offer costs when a change that is under way ends: what it did before, as far as the maximum retail price
    still allows it (CR-07); None if the vendor has set another price meanwhile, which stays.
    """
    if change.before is None or offer.price != change.price:
        return None
    return min(change.before, variant.mrp) if variant.mrp else change.before


def cancel(change: PriceChange) -> PriceChangeEnded:
    """Let nothing more come of it. Raises PriceChangeOver."""
    ensure(change.status != "ended", PriceChangeOver.named(change.change_id))
    return PriceChangeEnded(change_id=change.change_id, outcome="cancelled")


def _apart(one: PriceChange, other: PriceChange) -> bool:
    first, second = sorted((one, other), key=lambda each: each.starts_at)
    return (first.ends_at or first.starts_at) <= second.starts_at and first.starts_at != second.starts_at
