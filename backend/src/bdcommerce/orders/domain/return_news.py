"""What others are told of returns, and what orders sets itself to do about them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from bdcommerce.contracts import orders as contract
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
    )
    return [accepted, _ended(order, event, "refunded")]


def _closed(order: Order, event: events.ReturnClosed) -> list[object]:
    return [_ended(order, event, event.code)]


def _ended(order: Order, event: Any, outcome: contract.ReturnOutcome) -> contract.ReturnEnded:
    return contract.ReturnEnded(**_whose(order, event), number=order.number, outcome=outcome, at=event.at)


TOLD: dict[type, Callable[[Order, Any], list[object]]] = {
    events.ReturnAsked: _asked,
    **dict.fromkeys(_STATUS, _moved),
    events.ReturnGranted: _granted,
    events.ReturnClosed: _closed,
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


TIMERS: dict[type, Callable[[Order, Order, Any], Timers]] = {
    events.ReturnAsked: _answer,
    events.ReturnRefused: _refusal,
    events.ReturnApproved: _goods,
    events.ReturnReceived: _restocked,
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
