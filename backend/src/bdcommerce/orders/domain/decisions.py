"""What may be done to an order: each decision answers with the events that follow from it, or refuses."""

from collections.abc import Collection
from datetime import datetime

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.orders import events
from bdcommerce.orders.domain.order import Order, VendorOrder, evolve
from bdcommerce.orders.domain.pricing import sums_of
from bdcommerce.orders.domain.reasons import Why, checked
from bdcommerce.orders.domain.transitions import LINES_CANCELLABLE, WAITING, By, Command, Outcome, may_cancel, outcome
from bdcommerce.orders.errors import EditPending, NotCancellable, WrongState
from bdcommerce.orders.events import ShipmentNews

Events = list[object]


def confirm(order: Order, by: Actor, at: datetime) -> Events:
    """The stock is committed. Raises WrongState unless every part is placed."""
    for part in order.vendor_orders:
        _permit(part, "confirm")
    return [events.Confirmed(order_id=order.order_id, by=by, at=at)]


def await_payment(
    order: Order, until: datetime, by: Actor, at: datetime, advances: tuple[events.Advance, ...] = ()
) -> Events:
    """The customer is to pay first: all of it, or these advances. Raises WrongState unless every part is placed."""
    for part in order.vendor_orders:
        _permit(part, "await_payment")
    return [events.PaymentAwaited(order_id=order.order_id, until=until, by=by, at=at, advances=advances)]


def give_up(order: Order, reason: str, by: Actor, at: datetime) -> Events:
    """It was not paid for, or not confirmed. Nothing happens unless it waits."""
    if order.status not in WAITING:
        return []
    return [events.PlacingFailed(order_id=order.order_id, reason=reason, by=by, at=at)]


def pay_at_the_door(order: Order, by: Actor, at: datetime, appraisal: events.Appraisal | None = None) -> Events:
    """The customer pays in cash after all. Raises WrongState unless it waits for its money."""
    for part in order.vendor_orders:
        ensure(part.status == "awaiting_payment", WrongState.of(part.id, part.status, "pay_at_the_door"))
    changed = events.PaymentMethodChanged(
        order_id=order.order_id, payment_method="cod", by=by, at=at, appraisal=appraisal
    )
    return [changed, *confirm(order, by, at)]


def fail(order: Order, reason: str, by: Actor, at: datetime) -> Events:
    """The checkout came to nothing. Raises WrongState once the order is confirmed."""
    for part in order.vendor_orders:
        ensure(part.status == "placed", WrongState.of(part.id, part.status, "fail"))
    return [events.PlacingFailed(order_id=order.order_id, reason=reason, by=by, at=at)]


def accept(order: Order, vendor_order_id: str, by: Actor, at: datetime) -> Events:
    """The vendor takes the job. Raises WrongState."""
    part = _permit(order.vendor_order(vendor_order_id), "accept")
    return [events.Accepted(order_id=order.order_id, vendor_order_id=part.id, by=by, at=at)]


def pack(order: Order, vendor_order_id: str, by: Actor, at: datetime) -> Events:
    """The parcel is closed. Raises WrongState, EditPending while its customer is asked about a change of it."""
    part = _permit(order.vendor_order(vendor_order_id), "pack")
    ensure(order.pending is None, EditPending.of(order.order_id))
    return [events.Packed(order_id=order.order_id, vendor_order_id=part.id, by=by, at=at)]


def make_ready(order: Order, vendor_order_id: str, weight_grams: int | None, by: Actor, at: datetime) -> Events:
    """The courier may come. Without a weight, that of the goods. Raises WrongState."""
    part = _permit(order.vendor_order(vendor_order_id), "make_ready")
    weight = part.weight_grams if weight_grams is None else weight_grams
    ready = events.MadeReadyToShip(order_id=order.order_id, vendor_order_id=part.id, weight_grams=weight, by=by, at=at)
    return [ready]


def cancel_order(order: Order, why: Why, by: Actor, at: datetime) -> Events:
    """Everything that is not cancelled yet, or nothing. Raises NotCancellable, Invalid."""
    live = [part for part in order.vendor_orders if part.status != "cancelled"]
    stuck = {part.id: part.status for part in live if not may_cancel(role_of(by), part.status)}
    ensure(live and not stuck, NotCancellable.because(dict(stuck) or _statuses(order)))
    return [*_overtaken(order, by, at), *(_cancelled(order, part, why, by, at) for part in live)]


def cancel_vendor_order(order: Order, vendor_order_id: str, why: Why, by: Actor, at: datetime) -> Events:
    """One vendor's part. Raises NotCancellable, Invalid."""
    part = order.vendor_order(vendor_order_id)
    ensure(may_cancel(role_of(by), part.status), NotCancellable.because({part.id: part.status}))
    return [*_overtaken(order, by, at), _cancelled(order, part, why, by, at)]


def cancel_lines(
    order: Order, vendor_order_id: str, line_ids: Collection[str], *, why: Why, by: Actor, at: datetime
) -> Events:
    """Some lines, before packing; with the last line goes the vendor order. Raises NotCancellable, Invalid."""
    part = order.vendor_order(vendor_order_id)
    allowed = may_cancel(role_of(by), part.status) and part.status in LINES_CANCELLABLE
    ensure(allowed, NotCancellable.because({part.id: part.status}))
    live = [line.line_id for line in part.live_lines]
    for line_id in line_ids:
        ensure(line_id in live, Invalid.field("line_id", "is no live line of this vendor order"))
    happened: Events = _overtaken(order, by, at)
    if set(line_ids) == set(live):
        return [*happened, _cancelled(order, part, why, by, at)]
    for line_id in (each for each in live if each in line_ids):
        happened.append(_line_cancelled(order, part, line_id, why=why, by=by, at=at))
        order = evolve(order, happened[-1])
        part = order.vendor_order(vendor_order_id)
    return happened


def miss_acceptance(order: Order, vendor_order_id: str, by: Actor, at: datetime) -> Events:
    """The vendor has had its time. Nothing happens if it was quicker, or somebody else has cancelled."""
    part = order.vendor_order(vendor_order_id)
    if part.status != "confirmed":
        return []
    return [*_overtaken(order, by, at), _cancelled(order, part, Why("not_accepted_in_time"), by, at)]


def hear_shipment(
    order: Order,
    vendor_order_id: str,
    *,
    shipment_id: str,
    news: ShipmentNews,
    reason: str,
    by: Actor,
    at: datetime,
    cause: str = "",
) -> Events:
    """What the courier's news means. Never refused: it moves the part, or is noted, or says nothing new."""
    part = order.vendor_order(vendor_order_id)
    follows = outcome(part.status, news)
    if follows is Outcome.PASSED_OVER:
        return []
    if follows is Outcome.NOTED:
        return [
            events.ShipmentNewsNoted(
                order_id=order.order_id, vendor_order_id=part.id, shipment_id=shipment_id, news=news,
                status=part.status, reason=reason, by=by, at=at,
            )
        ]  # fmt: skip
    return [
        events.ShipmentMovedOn(
            order_id=order.order_id, vendor_order_id=part.id, shipment_id=shipment_id, news=news, reason=reason,
            by=by, at=at, cause=cause,
        )
    ]  # fmt: skip


def accept_goods(order: Order, vendor_order_id: str, by: Actor, at: datetime) -> Events:
    """The customer is content before the return window ends. Raises WrongState unless delivered, without a return."""
    part = _permit(order.vendor_order(vendor_order_id), "complete")
    ensure(part.settled, WrongState.of(part.id, part.shown, "complete"))
    return [_completed(order, part, by, at, accepted=True)]


def end_return_window(order: Order, vendor_order_id: str, by: Actor, at: datetime) -> Events:
    """The days have passed. Nothing happens if the customer was quicker, or while a return is open."""
    if order.vendor_order(vendor_order_id).status != "completed":
        _permit(order.vendor_order(vendor_order_id), "complete")
    return completed_late(order, vendor_order_id, by, at)


def completed_late(order: Order, vendor_order_id: str, by: Actor, at: datetime) -> Events:
    """A vendor order whose return window is over is completed, unless it is already or a return of it is open."""
    part = order.vendor_order(vendor_order_id)
    if part.status != "delivered" or not part.settled:
        return []
    return [_completed(order, part, by, at, accepted=False)]


def _overtaken(order: Order, by: Actor, at: datetime) -> Events:
    """A change that waits for the customer was worked out for an order that is another one now."""
    if order.pending is None:
        return []
    edit_id, hold_id = order.pending.proposal.edit_id, order.pending.proposal.hold_id
    return [
        events.EditDropped(order_id=order.order_id, edit_id=edit_id, hold_id=hold_id, code="overtaken", by=by, at=at)
    ]


def _permit(part: VendorOrder, command: Command) -> VendorOrder:
    ensure(not isinstance(outcome(part.status, command), Outcome), WrongState.of(part.id, part.status, command))
    return part


def _cancelled(order: Order, part: VendorOrder, why: Why, by: Actor, at: datetime) -> events.Cancelled:
    given = checked(why, role_of(by))
    return events.Cancelled(
        order_id=order.order_id, vendor_order_id=part.id, reason=given.note, code=given.code, by=by, at=at
    )


def _line_cancelled(
    order: Order, part: VendorOrder, line_id: str, *, why: Why, by: Actor, at: datetime
) -> events.LineCancelled:
    given = checked(why, role_of(by))
    sums = sums_of(
        [line for line in part.live_lines if line.line_id != line_id],
        delivery=part.terms.sums.delivery,
        delivery_vat=part.terms.sums.delivery_vat,
        commission_vat_percent=part.terms.commission_vat_percent,
        withheld_tax_percent=part.terms.withheld_tax_percent,
    )
    return events.LineCancelled(
        order_id=order.order_id, vendor_order_id=part.id, line_id=line_id, sums=sums, reason=given.note,
        code=given.code, by=by, at=at,
    )  # fmt: skip


def _completed(order: Order, part: VendorOrder, by: Actor, at: datetime, *, accepted: bool) -> events.Completed:
    return events.Completed(
        order_id=order.order_id, vendor_order_id=part.id, accepted_by_customer=accepted, by=by, at=at
    )


def _statuses(order: Order) -> dict[str, str]:
    return {part.id: part.status for part in order.vendor_orders}


def role_of(by: Actor) -> By:
    """In which role somebody acts on an order; a guest is a customer."""
    return "customer" if by.kind == "guest" else by.kind
