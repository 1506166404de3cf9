"""How much of a purchase is paid before anything is sent: what risk asks for, and what the law allows.

A parcel that is not ready to ship may only be paid in advance up to a few per cent of its goods (DC-ADV-02, DC-ADV-04),
unless the money stands in an escrow that Bangladesh Bank has approved (DC-ADV-03).
"""

from collections.abc import Sequence
from decimal import Decimal

from bdcommerce.kernel.money import Money, allocate, percentage
from bdcommerce.orders.events import PricedVendorOrder
from bdcommerce.orders.events.risk import Advance

EVERYTHING = Decimal(100)


def advance_of(
    parts: Sequence[PricedVendorOrder], percent: Decimal, *, delivery: bool, not_ready: Decimal = EVERYTHING
) -> tuple[Advance, ...]:
    """So many per cent of the whole, with `delivery` at least what bringing it costs; no more than the whole. Divided
    by what is to be paid for each part, by largest remainder, and of none more than the law allows: of goods that are
    not ready so many per cent.
    """
    totals = [part.sums.total.amount for part in parts]
    fees = sum(part.sums.delivery.amount for part in parts)
    asked = max(percentage(sum(totals), percent), fees if delivery else 0)
    shares = allocate(min(asked, sum(totals)), totals)
    return tuple(
        Advance(vendor_order_id=part.vendor_order_id, amount=min(Money(share), most_of(part, not_ready)))
        for part, share in zip(parts, shares, strict=True)
    )


def lawful(parts: Sequence[PricedVendorOrder], not_ready: Decimal) -> tuple[Advance, ...]:
    """As much as may be paid in advance, part by part; empty where that is everything."""
    if not_ready >= EVERYTHING or all(part.ready_to_ship for part in parts):
        return ()
    return tuple(Advance(vendor_order_id=part.vendor_order_id, amount=most_of(part, not_ready)) for part in parts)


def most_of(part: PricedVendorOrder, not_ready: Decimal) -> Money:
    """How much of a part may be paid in advance. Never a poisha above the percentage."""
    if not_ready >= EVERYTHING or part.ready_to_ship:
        return part.sums.total
    goods = part.sums.goods - part.sums.operator_discount
    return min(Money(int(goods.amount * not_ready / 100)), part.sums.total)


def sum_of(advances: Sequence[Advance]) -> Money:
    """All of it."""
    return sum((each.amount for each in advances), Money(0))
