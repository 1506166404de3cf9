"""The life of an order: load it, decide, record what follows. Who may do what to whose order is checked here."""

from collections.abc import Collection, Sequence
from functools import reduce

from bdcommerce.contracts.fulfilment import (
    GoodsCameBack,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentMoved,
    ShipmentReturned,
)
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.orders import events
from bdcommerce.orders.domain import decisions, partial
from bdcommerce.orders.domain.announcements import timers, told
from bdcommerce.orders.domain.carts import Shopper
from bdcommerce.orders.domain.order import Order, evolve, fold
from bdcommerce.orders.domain.promotions.returns import given_back
from bdcommerce.orders.domain.reasons import Why
from bdcommerce.orders.domain.transitions import WAITING, Status
from bdcommerce.orders.errors import NotCancellable
from bdcommerce.orders.handlers import promotions
from bdcommerce.orders.ports import Work

BY_COURIER = system("fulfilment")
BY_TIMER = system("return-window")
BY_ACCEPTANCE = system("acceptance-deadline")
_NEWS: dict[str, events.ShipmentNews] = {
    "picked_up": "picked_up",
    "out_for_delivery": "out_for_delivery",
    "attempt_failed": "attempt_failed",
    "returning": "returning",
}
"""Of a parcel's other stations (planned, booked, cancelled) nothing follows for an order: the vendor still has it."""
_ENDS: dict[type, events.ShipmentNews] = {
    ShipmentDelivered: "delivered",
    ShipmentReturned: "returned",
    ShipmentLost: "lost",
}
_BEFORE: dict[Status, str] = {
    "awaiting_payment": "cancelled_before_payment",
    "awaiting_confirmation": "cancelled_before_confirmation",
}
Heard = ShipmentMoved | ShipmentDelivered | ShipmentReturned | ShipmentLost


def stream_of(order_id: str) -> str:
    """The stream that an order's events stand on."""
    return f"order-{order_id}"


async def find(work: Work, order_id: str) -> Order | None:
    """An order, if it was ever placed."""
    return fold(await work.log.history(stream_of(order_id)))


async def load(work: Work, order_id: str) -> Order:
    """An order. Raises UnknownOrder."""
    order = await find(work, order_id)
    if order is None:
        raise UnknownOrder("There is no such order.", order_id=order_id)
    return order


async def place(work: Work, placed: events.Placed) -> None:
    """Begin an order's stream."""
    await _write(work, evolve(None, placed), [placed], before=None)


async def record(work: Work, order: Order, happened: decisions.Events) -> None:
    """Store what follows from a decision, tell others, set timers, give back what it no longer has of promotions.

    Raises Stale if the order has moved on.
    """
    if happened:
        became = after(order, happened)
        await _write(work, became, happened, before=order)
        await promotions.give_back(work, order.order_id, given_back(order, became))


def after(order: Order, happened: decisions.Events) -> Order:
    """The order as these events make it."""
    return reduce(evolve, happened, order)


async def of_shopper(work: Work, order_id: str, shopper: Shopper) -> Order:
    """An order of theirs. Raises UnknownOrder."""
    order = await load(work, order_id)
    ensure(
        shopper.owns(customer_id=order.customer_id, guest_hash=order.guest_hash),
        UnknownOrder("There is no such order.", order_id=order_id),
    )
    return order


async def cancel_for_customer(
    work: Work, order_id: str, shopper: Shopper, *, vendor_order_id: str, line_ids: Collection[str], why: Why, by: Actor
) -> None:
    """The customer cancels the order, a vendor order or a line. Raises UnknownOrder, NotCancellable, Invalid."""
    order = await of_shopper(work, order_id, shopper)
    await record(work, order, _cancel(order, vendor_order_id, line_ids, why, by))


async def cancel_for_staff(
    work: Work, order_id: str, *, vendor_order_id: str, line_ids: Collection[str], why: Why, by: Actor
) -> None:
    """The operator cancels the order, a vendor order or a line. Raises UnknownOrder, NotCancellable, Invalid."""
    order = await load(work, order_id)
    await record(work, order, _cancel(order, vendor_order_id, line_ids, why, by))


async def accept_goods(work: Work, order_id: str, shopper: Shopper, vendor_order_id: str, by: Actor) -> None:
    """The customer is content. Raises UnknownOrder, WrongState."""
    order = await of_shopper(work, order_id, shopper)
    await record(work, order, decisions.accept_goods(order, vendor_order_id, by, clock.now()))


async def accept(work: Work, vendor_order_id: str, by: Actor) -> None:
    """The vendor takes the job. Raises UnknownOrder, WrongState."""
    order = await sold_by(work, vendor_order_id, by)
    await record(work, order, decisions.accept(order, vendor_order_id, by, clock.now()))


async def pack(work: Work, vendor_order_id: str, by: Actor) -> None:
    """The vendor has closed the parcel. Raises UnknownOrder, WrongState."""
    order = await sold_by(work, vendor_order_id, by)
    await record(work, order, decisions.pack(order, vendor_order_id, by, clock.now()))


async def dispatch(work: Work, vendor_order_id: str, weight_grams: int | None, by: Actor) -> None:
    """The courier may come for the parcel. Raises UnknownOrder, WrongState."""
    order = await sold_by(work, vendor_order_id, by)
    await record(work, order, decisions.make_ready(order, vendor_order_id, weight_grams, by, clock.now()))


async def cancel_for_vendor(
    work: Work, vendor_order_id: str, *, line_ids: Collection[str], why: Why, by: Actor
) -> None:
    """The vendor cannot deliver its part, or a line of it. Raises UnknownOrder, NotCancellable, Invalid."""
    order = await sold_by(work, vendor_order_id, by)
    await record(work, order, _cancel(order, vendor_order_id, line_ids, why, by))


async def hear_shipment(work: Work, heard: Heard) -> None:
    """What a parcel's way means for its vendor order; news that does not fit is noted. Raises UnknownOrder."""
    news = _news(heard)
    if news is None:
        return
    order = await load(work, heard.order_id)
    happened = decisions.hear_shipment(
        order,
        heard.vendor_order_id,
        shipment_id=heard.shipment_id,
        news=news,
        reason=getattr(heard, "reason", ""),
        by=BY_COURIER,
        at=heard.at,
        cause=getattr(heard, "code", ""),
    )
    if happened and isinstance(heard, ShipmentDelivered) and heard.partial:
        happened.append(
            events.PartlyDelivered(
                order_id=order.order_id, vendor_order_id=heard.vendor_order_id, shipment_id=heard.shipment_id,
                collected=heard.collected, by=BY_COURIER, at=heard.at,
            )
        )  # fmt: skip
    await record(work, order, happened)


async def hear_goods_back(work: Work, heard: GoodsCameBack) -> None:
    """A courier has brought back what a customer did not keep: the vendor says what that is. Raises UnknownOrder."""
    order = await load(work, heard.order_id)
    happened = partial.came_back(
        order, heard.vendor_order_id, heard.shipment_id, heard.reason, by=BY_COURIER, at=heard.at
    )
    await record(work, order, happened)


async def record_kept(
    work: Work, order: Order, vendor_order_id: str, units: Sequence[events.KeptUnits], note: str, *, by: Actor
) -> None:
    """What a customer kept of a parcel. Raises UnknownOrder, WrongState, Invalid."""
    await record(work, order, partial.record_kept(order, vendor_order_id, units, note, by=by, at=clock.now()))


async def miss_acceptance(work: Work, due: events.AcceptanceDue) -> None:
    """A vendor that has not accepted in its time loses the order. Raises UnknownOrder."""
    order = await load(work, due.order_id)
    happened = decisions.miss_acceptance(order, due.vendor_order_id, BY_ACCEPTANCE, clock.now())
    await record(work, order, happened)


async def end_return_window(work: Work, ended: events.ReturnWindowEnded) -> None:
    """The customer keeps the goods. Raises UnknownOrder, WrongState."""
    order = await load(work, ended.order_id)
    await record(work, order, decisions.end_return_window(order, ended.vendor_order_id, BY_TIMER, clock.now()))


def _cancel(order: Order, vendor_order_id: str, line_ids: Collection[str], why: Why, by: Actor) -> decisions.Events:
    now = clock.now()
    if order.status in WAITING:
        ensure(not line_ids and not vendor_order_id, NotCancellable.because({order.order_id: order.status}))
        return decisions.give_up(order, _BEFORE[order.status], by, now)
    if line_ids:
        ensure(vendor_order_id, Invalid.field("vendor_order_id", "say of which vendor order"))
        return decisions.cancel_lines(order, vendor_order_id, line_ids, why=why, by=by, at=now)
    if vendor_order_id:
        return decisions.cancel_vendor_order(order, vendor_order_id, why, by, now)
    return decisions.cancel_order(order, why, by, now)


def _news(heard: Heard) -> events.ShipmentNews | None:
    if isinstance(heard, ShipmentMoved):
        return _NEWS.get(heard.status)
    return _ENDS[type(heard)]


async def sold_by(work: Work, vendor_order_id: str, by: Actor) -> Order:
    """An order with a part of the caller's vendor. Raises UnknownOrder."""
    order = await load(work, await work.purchases.order_of(vendor_order_id))
    ensure(
        order.vendor_order(vendor_order_id).vendor_id == by.vendor_id,
        UnknownOrder("There is no such order.", vendor_order_id=vendor_order_id),
    )
    return order


async def _write(work: Work, became: Order, happened: decisions.Events, *, before: Order | None) -> None:
    await work.log.tell(*told(became, happened))
    for event, due in timers(became, happened, before):
        await work.log.later(event, due=due)
    await work.log.append(stream_of(became.order_id), happened, expected=before.version if before else 0)
