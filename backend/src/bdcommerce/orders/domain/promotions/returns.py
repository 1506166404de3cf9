"""What an order has of promotions as things stand, and so what it gives back when lines of it are cancelled."""

from dataclasses import replace

from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.promotions.claims import Claim, claims_of
from bdcommerce.orders.events import AppliedPromotion


def live_claims(order: Order) -> dict[str, Claim]:
    """Its claims for what is not cancelled, by promotion."""
    parts = [part for part in order.vendor_orders if part.status != "cancelled"]
    lines = [line for part in parts for line in part.live_lines]
    line_ids, part_ids = {line.line_id for line in lines}, {part.id for part in parts}
    applied = [_live(each, line_ids, part_ids) for each in order.promotions]
    return {claim.promotion_id: claim for claim in claims_of(lines, [each for each in applied if each.amount])}


def given_back(before: Order, after: Order) -> list[Claim]:
    """What it has no more of now than it had before."""
    left, freed = live_claims(after), []
    for promotion_id, had in sorted(live_claims(before).items()):
        has = left.get(promotion_id)
        if has != had:
            freed.append(_less(had, has) if has else had)
    return [claim for claim in freed if claim.uses > 0 or claim.amount.amount > 0]


def claimed_more(before: Order, after: Order) -> list[Claim]:
    """What it has more of now than it had before."""
    return given_back(after, before)


def _less(had: Claim, has: Claim) -> Claim:
    units = {offer_id: units - has.units.get(offer_id, 0) for offer_id, units in had.units.items()}
    return replace(had, uses=had.uses - has.uses, amount=had.amount - has.amount, units=units)


def _live(applied: AppliedPromotion, line_ids: set[str], part_ids: set[str]) -> AppliedPromotion:
    return replace(
        applied,
        shares=tuple(share for share in applied.shares if share.line_id in line_ids),
        waivers=tuple(waiver for waiver in applied.waivers if waiver.vendor_order_id in part_ids),
    )
