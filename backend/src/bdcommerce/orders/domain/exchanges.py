"""Returns that end in an exchange, and what the parcels of returns mean: decisions that answer with events.

A replacement is the same offer, or another variant of the same product at the same price. Its stock is held when what
came back was looked at. Where there is none, or it never arrives, the customer is paid back as for any other return.
What was exchanged once is not exchanged or given back again: who is not content then opens a dispute.
"""

from datetime import datetime

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.fulfilment import ReturnParcelMoved
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders import events
from bdcommerce.orders.domain.decisions import Events
from bdcommerce.orders.domain.order import Order, VendorOrder, evolve
from bdcommerce.orders.domain.returned import COMING, Return, Which
from bdcommerce.orders.domain.returns import all_units, and_completed, find, grant, inspected_units, permit
from bdcommerce.orders.events import ExchangeDue, Swap

GONE = "out_of_stock"


def swap(line_id: str, bought: OfferTerms, other: OfferTerms) -> Swap:
    """Another variant for a line. Raises Invalid naming `lines` where it is no like for like."""
    alike = (bought.product_id, bought.vendor_id, bought.vat_rule) == (
        other.product_id, other.vendor_id, other.vat_rule,
    )  # fmt: skip
    ensure(alike, Invalid.field("lines", f"{other.offer_id} is no variant of the same product, of the same vendor"))
    ensure(_price(bought) == _price(other), Invalid.field("lines", f"{other.offer_id} has another price"))
    ensure(other.sellable, Invalid.field("lines", f"{other.offer_id} is not sold now"))
    return Swap(line_id=line_id, offer_id=other.offer_id, title=other.title, sku=other.sku)


def prefer_refund(order: Order, which: Which, *, by: Actor, at: datetime) -> Events:
    """The customer wants the money after all. Again: nothing more. Raises UnknownReturn, WrongReturnState once what
    came back was looked at.
    """
    part, one = find(order, which)
    permit(one, COMING | {"requested", "refused", "escalated"}, "refund")
    if one.wish == "refund":
        return []
    preferred = events.RefundPreferred(order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, by=by, at=at)
    return [preferred]


def replace_it(order: Order, due: ExchangeDue, *, gone: bool, by: Actor, at: datetime) -> Events:
    """Its stock is taken, or `gone`. Said again, it is nothing new. Raises UnknownReturn."""
    part, one = find(order, Which(due.vendor_order_id, due.return_id))
    if one.status != "exchanging" or one.replacement:
        return []
    if gone:
        return _paid_instead(order, part, one, GONE, came_back=False, by=by, at=at)
    sent = events.ReplacementSent(order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, by=by, at=at)
    return [sent]


def hear_parcel(order: Order, moved: ReturnParcelMoved, *, by: Actor) -> Events:
    """What the way of a parcel means for its return. Raises UnknownReturn."""
    part, one = find(order, Which(moved.vendor_order_id, moved.return_id))
    seen = events.ReturnParcelSeen(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, leg=moved.leg,
        shipment_id=moved.shipment_id, status=moved.status, reason=moved.reason, by=by, at=moved.at,
    )  # fmt: skip
    follows = _pickup if moved.leg == "pickup" else _replacement
    return [seen, *follows(evolve(order, seen), Which(part.id, one.id), moved, by)]


def _pickup(order: Order, which: Which, moved: ReturnParcelMoved, by: Actor) -> Events:
    """Whoever handed goods to our courier does not bear that it loses them."""
    part, one = find(order, which)
    if moved.status != "lost" or one.status not in COMING:
        return []
    return grant(order, which, all_units(part, one), by=by, at=moved.at)


def _replacement(order: Order, which: Which, moved: ReturnParcelMoved, by: Actor) -> Events:
    part, one = find(order, which)
    if one.status != "exchanging":
        return []
    if moved.status == "delivered":
        done = events.ReturnExchanged(
            order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, by=by, at=moved.at
        )
        return and_completed(order, part, [done], by, moved.at)
    if moved.status in ("returned", "lost", "cancelled"):
        kept = moved.status != "lost"
        return _paid_instead(order, part, one, moved.status, came_back=kept, by=by, at=moved.at)
    return []


def _paid_instead(
    order: Order, part: VendorOrder, one: Return, reason: str, *, came_back: bool, by: Actor, at: datetime
) -> Events:
    failed = events.ReplacementFailed(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, reason=reason, came_back=came_back,
        by=by, at=at,
    )  # fmt: skip
    units = inspected_units(part, one)
    return [failed, *grant(evolve(order, failed), Which(part.id, one.id), units, by=by, at=at)]


def _price(offer: OfferTerms) -> Money:
    return offer.promotion.was if offer.promotion else offer.price
