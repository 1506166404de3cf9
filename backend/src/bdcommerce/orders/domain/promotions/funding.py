"""Taking a promotion out of a basket, and writing down who pays for every poisha of it.

What a vendor pays lowers what its goods cost, also when it pays for delivery: the fee itself is the operator's. What
the operator pays of a delivery fee is not charged.
"""

from collections.abc import Sequence

from bdcommerce.kernel.money import Money, allocate
from bdcommerce.orders.domain.promotions.benefits import Basket, Take, take
from bdcommerce.orders.domain.promotions.rules import Rule
from bdcommerce.orders.events import AppliedPromotion, Share, Waiver, vendor_part


def apply(rule: Rule, basket: Basket, code: str) -> AppliedPromotion:
    """What a promotion gives, taken out of the basket. The shares add up to it."""
    taken = take(rule, basket)
    by_vendor = _vendors_part(rule, basket, taken)
    for at, cut in taken.cuts.items():
        basket.left[at] -= cut
    waivers, for_delivery = _off_delivery(rule, basket, taken)
    shares = [
        Share(
            line_id=basket.items[at].line_id,
            vendor=Money(by_vendor.get(at, 0) + for_delivery.get(at, 0)),
            operator=Money(taken.cuts.get(at, 0) - by_vendor.get(at, 0)),
        )
        for at in sorted({*taken.cuts, *for_delivery})
    ]
    return AppliedPromotion(
        terms=rule.terms, code=code, shares=tuple(each for each in shares if each.amount), waivers=tuple(waivers)
    )


def _vendors_part(rule: Rule, basket: Basket, taken: Take) -> dict[int, int]:
    """What the vendor pays of the cuts: its per cent of the whole, split over the lines as the cuts are."""
    parts: dict[int, int] = {}
    for lines in basket.by_vendor(list(taken.cuts)).values():
        cuts = [taken.cuts[at] for at in lines]
        whole = vendor_part(Money(sum(cuts)), rule.terms.funding.vendor_percent).amount
        parts |= dict(zip(lines, allocate(whole, cuts), strict=True))
    return parts


def _off_delivery(rule: Rule, basket: Basket, taken: Take) -> tuple[Sequence[Waiver], dict[int, int]]:
    """What is not charged for delivery, and what vendors take off their goods instead: never more than those cost."""
    waivers: list[Waiver] = []
    for_delivery: dict[int, int] = {}
    for vendor_id, fee in taken.fees.items():
        lines = [at for at, item in enumerate(basket.items) if item.vendor_id == vendor_id]
        vendors = vendor_part(Money(fee), rule.terms.funding.vendor_percent).amount
        cuts = basket.spread(vendors, lines)
        for at, cut in cuts.items():
            basket.left[at] -= cut
        for_delivery |= cuts
        basket.fees[vendor_id] -= fee - vendors + sum(cuts.values())
        waivers.append(Waiver(vendor_order_id=basket.vendor_orders[vendor_id], amount=Money(fee - vendors)))
    return [waiver for waiver in waivers if waiver.amount], for_delivery
