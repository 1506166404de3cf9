"""What others are told of returns, and what orders sets itself to do about them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.fulfilment import ReturnLeg
from bdcommerce.kernel.money import Money, included
from bdcommerce.orders import events
from bdcommerce.orders.domain.order import Order, VendorOrder
from bdcommerce.orders.domain.returned import Return
from bdcommerce.orders.domain.returns import worth
from bdcommerce.orders.domain.stock import freed_by_return

Timers = list[tuple[object, datetime]]


def _asked(order: Order, event: events.ReturnAsked) -> list[object]:
    told = contract.ReturnRequested(
        **_whose(order, event),
        number=order.number,
        code=event.code,
        units=sum(units.quantity for units in event.units),
        answer_by=event.answer_by,
        at=event.at,
    )
    return [told]


_Moved = events.ReturnApproved | events.ReturnRefused | events.ReturnEscalated | events.ReturnReceived
_STATUS: dict[type, Literal["approved", "refused", "escalated", "received"]] = {
    events.ReturnApproved: "approved",
    events.ReturnRefused: "refused",
    events.ReturnEscalated: "escalated",
    events.ReturnReceived: "received",
}


def _moved(order: Order, event: _Moved) -> list[object]:
    part, one = _of(order, event)
    told = contract.ReturnMoved(
        **_whose(order, event),
        number=order.number,
        status=_STATUS[type(event)],
        reason=event.reason,
        code=one.code,
        worth=worth(part, one),
        at=event.at,
    )
    return [told]


def _granted(order: Order, event: events.ReturnGranted) -> list[object]:
    _, one = _of(order, event)
    accepted = contract.ReturnAccepted(
        **_whose(order, event),
        code=one.code,
        lines=[
            contract.ReturnedLine(
                line_id=units.line_id,
                quantity=units.quantity,
                goods=units.goods,
                operator_discount=units.operator_discount,
            )
            for units in event.units
        ],
        delivery=event.delivery,
        delivery_vat=event.delivery_vat,
        amount=one.amount,
        at=event.at,
        pickup_fee=event.pickup_fee,
        pickup_fee_vat=event.pickup_fee_vat,
    )
    return [accepted, *_charged(order, event), _ended(order, event, "refunded")]


def _exchanged(order: Order, event: events.ReturnExchanged) -> list[object]:
    return [*_charged(order, event), _ended(order, event, "exchanged")]


def _charged(order: Order, event: events.ReturnGranted | events.ReturnExchanged) -> list[object]:
    """Whose fault it was bears the pick-up."""
    _, one = _of(order, event)
    if not (one.fetched and one.fetch_paid_by == "vendor" and one.fetch_fee):
        return []
    vat = Money(included(one.fetch_fee.amount, one.fetch_vat_percent))
    return [contract.ReturnPickupCharged(**_whose(order, event), fee=one.fetch_fee, fee_vat=vat, at=event.at)]


def _approved(order: Order, event: events.ReturnApproved) -> list[object]:
    part, one = _of(order, event)
    quantities = {units.line_id: units.quantity for units in one.units}
    wanted = [_parcel(order, event, part, "pickup", quantities)] if one.fetch else []
    return [*_moved(order, event), *wanted]


def _sent(order: Order, event: events.ReplacementSent) -> list[object]:
    part, one = _of(order, event)
    quantities = {each.line_id: each.quantity for each in one.replacements}
    return [_parcel(order, event, part, "replacement", quantities)]


def _parcel(
    order: Order, event: Any, part: VendorOrder, leg: ReturnLeg, quantities: Mapping[str, int]
) -> contract.ReturnParcelWanted:
    weight = sum(line.unit_weight_grams * quantities.get(line.line_id, 0) for line in part.live_lines)
    return contract.ReturnParcelWanted(
        **_whose(order, event), leg=leg, number=order.number, weight_grams=max(weight, 1), at=event.at
    )


def _closed(order: Order, event: events.ReturnClosed) -> list[object]:
    return [_ended(order, event, event.code)]


def _ended(order: Order, event: Any, outcome: contract.ReturnOutcome) -> contract.ReturnEnded:
    return contract.ReturnEnded(**_whose(order, event), number=order.number, outcome=outcome, at=event.at)


TOLD: dict[type, Callable[[Order, Any], list[object]]] = {
    events.ReturnAsked: _asked,
    **dict.fromkeys(_STATUS, _moved),
    events.ReturnApproved: _approved,
    events.ReturnGranted: _granted,
    events.ReturnClosed: _closed,
    events.ReplacementSent: _sent,
    events.ReturnExchanged: _exchanged,
}


def _answer(_: Order, __: Order, event: events.ReturnAsked) -> Timers:
    return [(_due(event, "answer"), event.answer_by)] if event.answer_by else []


def _refusal(_: Order, __: Order, event: events.ReturnRefused) -> Timers:
    return [(_due(event, "refusal"), event.stands_at)]


def _goods(_: Order, __: Order, event: events.ReturnApproved) -> Timers:
    return [(_due(event, "goods"), event.send_by)]


def _restocked(before: Order, _: Order, event: events.ReturnReceived) -> Timers:
    """What came back as it was can be sold again; it is in stock at once."""
    part = before.vendor_order(event.vendor_order_id)
    return [(freed, event.at) for freed in freed_by_return(before, part, event.return_id, event.units)]


def _replacing(_: Order, order: Order, event: events.ExchangePromised) -> Timers:
    """It is taken from stock at once."""
    due = events.ExchangeDue(
        order_id=event.order_id,
        vendor_order_id=event.vendor_order_id,
        return_id=event.return_id,
        hold_id=event.hold_id,
        replacements=event.replacements,
        place=order.place,
    )
    return [(due, event.at)]


def _not_replaced(before: Order, _: Order, event: events.ReplacementFailed) -> Timers:
    """What was not taken is in stock again."""
    if not event.came_back:
        return []
    one = _of(before, event)[1]
    lines = tuple(
        events.FreedLine(key=f"{one.id}/{each.line_id}/replacement", offer_id=each.offer_id, quantity=each.quantity)
        for each in one.replacements
    )
    freed = events.StockFreed(
        order_id=before.order_id, hold_id=one.hold_id, lines=lines, reason="replacement_not_taken"
    )
    return [(freed, event.at)]


TIMERS: dict[type, Callable[[Order, Order, Any], Timers]] = {
    events.ReturnAsked: _answer,
    events.ReturnRefused: _refusal,
    events.ReturnApproved: _goods,
    events.ReturnReceived: _restocked,
    events.ExchangePromised: _replacing,
    events.ReplacementFailed: _not_replaced,
}


def _due(event: Any, wait: events.ReturnWait) -> events.ReturnDue:
    return events.ReturnDue(
        order_id=event.order_id, vendor_order_id=event.vendor_order_id, return_id=event.return_id, wait=wait
    )


def _of(order: Order, event: Any) -> tuple[VendorOrder, Return]:
    part = order.vendor_order(event.vendor_order_id)
    return part, next(one for one in part.returns if one.id == event.return_id)


def _whose(order: Order, event: Any) -> dict[str, Any]:
    return {
        "return_id": event.return_id,
        "order_id": order.order_id,
        "vendor_order_id": event.vendor_order_id,
        "vendor_id": order.vendor_order(event.vendor_order_id).vendor_id,
    }
