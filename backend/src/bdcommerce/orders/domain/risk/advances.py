"""How much of a purchase is paid before anything is sent, and how that is divided over its parts."""

from collections.abc import Sequence
from decimal import Decimal

from bdcommerce.kernel.money import Money, allocate, percentage
from bdcommerce.orders.events import PricedVendorOrder
from bdcommerce.orders.events.risk import Advance


def advance_of(parts: Sequence[PricedVendorOrder], percent: Decimal, *, delivery: bool) -> tuple[Advance, ...]:
    """So many per cent of the whole, with `delivery` at least what bringing it costs; no more than the whole. Divided
    by what is to be paid for each part, by largest remainder.
    """
    totals = [part.sums.total.amount for part in parts]
    fees = sum(part.sums.delivery.amount for part in parts)
    asked = max(percentage(sum(totals), percent), fees if delivery else 0)
    shares = allocate(min(asked, sum(totals)), totals)
    return tuple(
        Advance(vendor_order_id=part.vendor_order_id, amount=Money(share))
        for part, share in zip(parts, shares, strict=True)
    )


def sum_of(advances: Sequence[Advance]) -> Money:
    """All of it."""
    return sum((each.amount for each in advances), Money(0))
