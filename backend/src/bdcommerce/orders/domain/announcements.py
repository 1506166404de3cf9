"""What other services are told, and what this one sets itself to do, when something has happened to an order."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bdcommerce.contracts import orders as contract
from bdcommerce.kernel.money import Money
from bdcommerce.orders import events
from bdcommerce.orders.domain import return_news
from bdcommerce.orders.domain.decisions import role_of
from bdcommerce.orders.domain.editing import PATIENCE
from bdcommerce.orders.domain.order import Order, VendorOrder
from bdcommerce.orders.domain.reasons import LABELS
from bdcommerce.orders.domain.stock import freed_by_edit, freed_by_part, freed_whole
from bdcommerce.orders.domain.transitions import WAITING
from bdcommerce.orders.events import PricedLine


def told(order: Order, happened: Sequence[object]) -> list[object]:
    """The integration events that follow; `order` is what the events have made of it."""
    return [public for event in happened for public in _told_of(order, event)] + _end_of(order, happened)


def timers(order: Order, happened: Iterable[object], before: Order | None = None) -> list[tuple[object, datetime]]:
    """Private events and the instants at which they are due: freed stock at once, the return window at its end."""
    found = []
    for event in happened:
        due = _TIMERS.get(type(event))
        found += due(before or order, order, event) if due else []
    return found


Timers = list[tuple[object, datetime]]


def _acceptance(_: Order, order: Order, event: events.Confirmed) -> Timers:
    if not order.accept_hours:
        return []
    due = event.at + timedelta(hours=order.accept_hours)
    return [
        (events.AcceptanceDue(order_id=order.order_id, vendor_order_id=part.id), due) for part in order.vendor_orders
    ]


def _payment_window(_: Order, order: Order, event: events.PaymentAwaited) -> Timers:
    return [(events.PaymentWindowEnded(order_id=order.order_id), event.until)]


def _confirmation_window(_: Order, order: Order, event: events.ConfirmationAwaited) -> Timers:
    return [(events.ConfirmationWindowEnded(order_id=order.order_id), event.until)]


def _affirmation(_: Order, order: Order, event: events.Affirmed) -> Timers:
    return [(events.AffirmationFollows(order_id=order.order_id), event.at)]


def _given_up(before: Order, _: Order, event: events.PlacingFailed) -> Timers:
    """A checkout that fails gives its stock back by itself; an order that waited has only held it."""
    if before.status not in WAITING:
        return []
    abandoned = events.HoldAbandoned(order_id=before.order_id, hold_id=before.hold_id, reason=event.reason)
    return [(abandoned, event.at)]


def _after_shipment(_: Order, order: Order, event: events.ShipmentMovedOn) -> Timers:
    part = order.vendor_order(event.vendor_order_id)
    if event.news == "delivered":
        ended = events.ReturnWindowEnded(order_id=order.order_id, vendor_order_id=part.id)
        return [(ended, event.at + timedelta(days=order.return_window_days))]
    if event.news == "returned":
        return _at_once(freed_whole(order, part, part.live_lines, "returned"), event.at)
    return []


def _after_line(_: Order, order: Order, event: events.LineCancelled) -> Timers:
    part = order.vendor_order(event.vendor_order_id)
    lines = [line for line in part.terms.lines if line.line_id == event.line_id]
    return _at_once(freed_whole(order, part, lines, event.code or event.reason), event.at)


def _after_part(_: Order, order: Order, event: events.Cancelled) -> Timers:
    part = order.vendor_order(event.vendor_order_id)
    return _at_once(freed_whole(order, part, part.live_lines, event.code or event.reason), event.at)


def _patience(_: Order, order: Order, event: events.EditProposed) -> Timers:
    expires = events.EditExpires(order_id=order.order_id, edit_id=event.proposal.edit_id)
    return [(expires, event.expires_at)]


def _agreement(_: Order, order: Order, event: events.EditAgreed) -> Timers:
    return [(events.EditExpires(order_id=order.order_id, edit_id=event.edit_id), event.at + PATIENCE)]


def _abandoned(_: Order, order: Order, event: events.EditDropped) -> Timers:
    if not event.hold_id:
        return []
    abandoned = events.HoldAbandoned(order_id=order.order_id, hold_id=event.hold_id, reason=event.code)
    return [(abandoned, event.at)]


def _after_edit(before: Order, _: Order, event: events.Edited) -> Timers:
    edit_id = event.proposal.edit_id
    freed = [
        each
        for terms in event.proposal.parts
        for each in freed_by_edit(before, before.vendor_order(terms.vendor_order_id), terms.lines, edit_id)
    ]
    return _at_once(freed, event.at)


def _after_part_kept(before: Order, _: Order, event: events.PartKept) -> Timers:
    return _at_once(freed_by_part(before, before.vendor_order(event.vendor_order_id), event), event.at)


_TIMERS: dict[type, Callable[[Order, Order, Any], Timers]] = {
    events.PaymentAwaited: _payment_window,
    events.ConfirmationAwaited: _confirmation_window,
    events.Affirmed: _affirmation,
    events.PlacingFailed: _given_up,
    events.Confirmed: _acceptance,
    events.ShipmentMovedOn: _after_shipment,
    events.LineCancelled: _after_line,
    events.Cancelled: _after_part,
    events.EditProposed: _patience,
    events.EditAgreed: _agreement,
    events.EditDropped: _abandoned,
    events.Edited: _after_edit,
    events.PartKept: _after_part_kept,
    **return_news.TIMERS,
}


def _at_once(freed: Sequence[events.StockFreed], at: datetime) -> list[tuple[object, datetime]]:
    return [(each, at) for each in freed]


def _end_of(order: Order, happened: Sequence[object]) -> list[object]:
    """A purchase ends once, with the event that ends its last part."""
    if not order.ended or not any(_ends_a_part(event) for event in happened):
        return []
    statuses = {part.status for part in order.vendor_orders}
    if "completed" in statuses:
        return [contract.OrderCompleted(order_id=order.order_id)]
    if statuses == {"cancelled"}:
        return [contract.OrderCancelled(order_id=order.order_id, reason=_said(happened[-1]))]
    return []


def _said(event: object) -> str:
    """What was said about it, or else its reason in words."""
    label = LABELS.get(getattr(event, "code", ""))
    return getattr(event, "reason", "") or (label.en if label else "")


def _ends_a_part(event: object) -> bool:
    gone = isinstance(event, events.ShipmentMovedOn) and event.news in ("returned", "lost")
    return gone or isinstance(event, events.Cancelled | events.PlacingFailed | events.Completed)


def _order_placed(order: Order, _event: events.Placed) -> contract.OrderPlaced:
    return contract.OrderPlaced(
        order_id=order.order_id,
        number=order.number,
        customer_id=order.customer_id,
        payment_method=order.payment_method,
        total=order.total,
    )


def _order_confirmed(order: Order, event: events.Confirmed) -> contract.OrderConfirmed:
    return contract.OrderConfirmed(
        order_id=order.order_id,
        number=order.number,
        customer_id=order.customer_id,
        payment_method=order.payment_method,
        place=order.place,
        vendor_orders=[terms_of(part) for part in order.vendor_orders],
        total=order.total,
        at=event.at,
        channel=order.channel,
        advance=order.advance if order.advances else Money(0),
    )


def _amended(order: Order, event: events.LineCancelled) -> contract.VendorOrderAmended:
    return contract.VendorOrderAmended(
        order_id=order.order_id,
        terms=terms_of(order.vendor_order(event.vendor_order_id)),
        cancelled_lines=[event.line_id],
        reason=_said(event),
        at=event.at,
        code=event.code,
    )


def _amended_by_edit(order: Order, event: events.Edited, vendor_order_id: str) -> contract.VendorOrderAmended:
    gone = [
        change.line_id
        for change in event.proposal.changes
        if change.kind == "removed" and change.vendor_order_id == vendor_order_id
    ]
    return contract.VendorOrderAmended(
        order_id=order.order_id,
        terms=terms_of(order.vendor_order(vendor_order_id)),
        cancelled_lines=gone,
        reason=event.reason,
        at=event.at,
    )


def _part_kept(order: Order, event: events.PartKept) -> contract.VendorOrderAmended:
    return contract.VendorOrderAmended(
        order_id=order.order_id,
        terms=terms_of(order.vendor_order(event.vendor_order_id)),
        cancelled_lines=list(event.gone),
        reason=event.reason or "the customer kept a part",
        at=event.at,
    )


def _edit_proposed(order: Order, event: events.EditProposed) -> contract.OrderEditProposed:
    return contract.OrderEditProposed(
        order_id=order.order_id,
        edit_id=event.proposal.edit_id,
        number=order.number,
        customer_id=order.customer_id,
        was=event.proposal.was,
        total=event.proposal.total,
        expires_at=event.expires_at,
        at=event.at,
    )


def _cancelled(order: Order, event: events.Cancelled) -> contract.VendorOrderCancelled:
    return contract.VendorOrderCancelled(
        order_id=order.order_id,
        vendor_order_id=event.vendor_order_id,
        vendor_id=order.vendor_order(event.vendor_order_id).vendor_id,
        reason=_said(event),
        by=role_of(event.by),
        at=event.at,
        code=event.code,
    )


def _ready(order: Order, event: events.MadeReadyToShip) -> contract.VendorOrderReadyToShip:
    part = order.vendor_order(event.vendor_order_id)
    return contract.VendorOrderReadyToShip(
        order_id=order.order_id,
        vendor_order_id=part.id,
        vendor_id=part.vendor_id,
        number=order.number,
        place=order.place,
        weight_grams=event.weight_grams,
        cod_amount=order.at_the_door(part),
        at=event.at,
    )


def _completed(order: Order, event: events.Completed) -> contract.VendorOrderCompleted:
    return contract.VendorOrderCompleted(
        order_id=order.order_id,
        vendor_order_id=event.vendor_order_id,
        vendor_id=order.vendor_order(event.vendor_order_id).vendor_id,
        accepted_by_customer=event.accepted_by_customer,
        at=event.at,
    )


def _returned(order: Order, event: events.ShipmentMovedOn) -> contract.VendorOrderReturned:
    return contract.VendorOrderReturned(
        order_id=order.order_id,
        vendor_order_id=event.vendor_order_id,
        vendor_id=order.vendor_order(event.vendor_order_id).vendor_id,
        at=event.at,
    )


_PUBLIC: dict[type, Callable[[Order, Any], object]] = {
    events.Placed: _order_placed,
    events.Confirmed: _order_confirmed,
    events.LineCancelled: _amended,
    events.PartKept: _part_kept,
    events.Cancelled: _cancelled,
    events.MadeReadyToShip: _ready,
    events.Completed: _completed,
    events.EditProposed: _edit_proposed,
}


def _told_of(order: Order, event: object) -> list[object]:
    if isinstance(event, events.ShipmentMovedOn):
        return [_returned(order, event)] if event.news == "returned" else []
    if isinstance(event, events.Edited):
        return [_amended_by_edit(order, event, terms.vendor_order_id) for terms in event.proposal.parts]
    if type(event) in return_news.TOLD:
        return return_news.TOLD[type(event)](order, event)
    public = _PUBLIC.get(type(event))
    return [public(order, event)] if public else []


def terms_of(part: VendorOrder) -> contract.VendorOrderTerms:
    """The money of a vendor order as other services know it: its live lines, and what they add up to."""
    sums = part.terms.sums
    return contract.VendorOrderTerms(
        vendor_order_id=part.id,
        vendor_id=part.vendor_id,
        lines=[_line_terms(line) for line in part.live_lines],
        goods=sums.goods,
        operator_discount=sums.operator_discount,
        delivery=sums.delivery,
        delivery_vat=sums.delivery_vat,
        total=sums.total,
        commission=sums.commission,
        commission_vat=sums.commission_vat,
        withheld_tax=sums.withheld_tax,
        commission_vat_percent=part.terms.commission_vat_percent,
        withheld_tax_percent=part.terms.withheld_tax_percent,
    )


def _line_terms(line: PricedLine) -> contract.LineTerms:
    return contract.LineTerms(
        line_id=line.line_id,
        offer_id=line.offer_id,
        product_id=line.product_id,
        title=line.title,
        quantity=line.quantity,
        list_price=line.list_price,
        vendor_discount=line.vendor_discount,
        operator_discount=line.operator_discount,
        commission_percent=line.commission_percent,
        sku=line.sku,
        unit=line.unit,
        vat_percent=line.vat_percent,
    )
