"""An order as its events make it: `evolve` is the only code that changes its state."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any

from bdcommerce.contracts.orders import Channel, PaymentMethod, UnknownOrder
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language
from bdcommerce.orders import events
from bdcommerce.orders.domain import returned
from bdcommerce.orders.domain.returned import Returns, Shown, evolve_returns
from bdcommerce.orders.domain.transitions import ENDED, LEADS_TO, Status, Step
from bdcommerce.orders.events import Advance, AppliedPromotion, Appraisal, PricedLine, PricedVendorOrder, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorOrder:
    """The part that one vendor fulfils. `terms` keep every line ever placed; their sums are those of the live ones."""

    terms: PricedVendorOrder
    status: Status = "placed"
    cancelled_lines: tuple[str, ...] = ()
    delivered_at: datetime | None = None
    returns: Returns = ()
    partly: Money | None = None
    """What was paid at the door for a part of it, until it is known which part."""

    @property
    def id(self) -> str:
        return self.terms.vendor_order_id

    @property
    def vendor_id(self) -> str:
        return self.terms.vendor_id

    @property
    def live_lines(self) -> tuple[PricedLine, ...]:
        """The lines that were not cancelled one by one."""
        return tuple(line for line in self.terms.lines if line.line_id not in self.cancelled_lines)

    @property
    def settled(self) -> bool:
        """Whether it is known what the customer has, and no return of it is open."""
        return self.partly is None and not any(one.open for one in self.returns)

    @property
    def shown(self) -> Shown:
        """Its status as people see it: that of its returns, where there are some."""
        return returned.shown(self.status, self.returns, sum(line.quantity for line in self.live_lines))

    @property
    def weight_grams(self) -> int:
        """What the goods of the live lines weigh."""
        return sum(line.unit_weight_grams * line.quantity for line in self.live_lines)

    @property
    def owed(self) -> Money:
        """What the customer pays, or has paid, for this part: nothing if it never arrives."""
        return Money(0) if self.status in ("cancelled", "returned", "lost") else self.terms.sums.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An edit that the customer is asked about, and whether they have said yes."""

    proposal: Proposal
    expires_at: datetime
    agreed_at: datetime | None = None

    @property
    def agreed(self) -> bool:
        """Whether it is being carried out."""
        return self.agreed_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One purchase. `version` is that of its stream."""

    order_id: str
    number: str
    customer_id: str
    guest_hash: str
    language: Language
    payment_method: PaymentMethod
    hold_id: str
    place: Place
    return_window_days: int
    vendor_orders: tuple[VendorOrder, ...]
    placed_at: datetime
    promotions: tuple[AppliedPromotion, ...] = ()
    accept_hours: int = 0
    channel: Channel = "web"
    edits: tuple[str, ...] = ()
    """Those that have been carried out, by id."""
    pending: Pending | None = None
    """The one that waits for the customer."""
    awaited_until: datetime | None = None
    """Until when it waits, or waited, for its money; None: it is paid at the door."""
    advances: tuple[Advance, ...] = ()
    """What is paid before anything is sent, if it is not all or nothing."""
    appraisal: Appraisal | None = None
    """What paying at the door was thought to risk."""
    confirm_until: datetime | None = None
    """Until when it waits, or waited, to be confirmed by its customer."""
    affirmed: events.Affirmed | None = None
    """Who said that it is meant."""
    confirmed: bool = False
    """Whether the purchase has ever bound anybody; a checkout that failed leaves an order that never did."""
    version: int = 1

    @property
    def total(self) -> Money:
        """What the customer pays as things stand."""
        return sum((part.owed for part in self.vendor_orders), Money(0))

    @property
    def prepaid(self) -> bool:
        """Whether it is paid before anything is sent."""
        return self.payment_method != "cod"

    @property
    def stands(self) -> bool:
        """Whether its checkout has come to its end: it binds, or waits (or has waited) for its money or its customer's
        word.
        """
        return self.confirmed or self.awaited_until is not None or self.confirm_until is not None

    def before_delivery(self, part: VendorOrder) -> Money:
        """What is paid for a part before it is sent."""
        if not self.advances:
            return part.owed if self.prepaid else Money(0)
        asked = (each.amount for each in self.advances if each.vendor_order_id == part.id)
        return min(sum(asked, Money(0)), part.owed)

    def at_the_door(self, part: VendorOrder) -> Money:
        """What the rider takes for a part."""
        return part.owed - self.before_delivery(part)

    @property
    def advance(self) -> Money:
        """What is paid before anything is sent, as things stand."""
        return sum((self.before_delivery(part) for part in self.vendor_orders), Money(0))

    @property
    def open_cash(self) -> Money:
        """What is still to be taken at doors."""
        open_parts = (part for part in self.vendor_orders if part.status not in _CASH_TAKEN)
        return sum((self.at_the_door(part) for part in open_parts), Money(0))

    @property
    def status(self) -> Shown:
        """That of the part which is furthest from its end; of the ended ones, the happiest."""
        return min((part.shown for part in self.vendor_orders), key=_FURTHEST_FROM_END.index)

    @property
    def ended(self) -> bool:
        """Whether no part moves any more."""
        return all(part.status in ENDED for part in self.vendor_orders)

    def vendor_order(self, vendor_order_id: str) -> VendorOrder:
        """The part with that id. Raises UnknownOrder."""
        for part in self.vendor_orders:
            if part.id == vendor_order_id:
                return part
        raise UnknownOrder("The order has no such part.", order_id=self.order_id, vendor_order_id=vendor_order_id)


_CASH_TAKEN: frozenset[Status] = ENDED | {"delivered"}
_FURTHEST_FROM_END: tuple[Shown, ...] = (
    "placed", "awaiting_payment", "awaiting_confirmation", "confirmed", "accepted", "packed", "ready_to_ship",
    "handed_over", "in_transit", "delivery_failed", "returning", "return_requested", "return_refused",
    "return_approved", "return_received", "delivered", "completed", "exchanged", "refunded", "returned", "lost",
    "cancelled",
)  # fmt: skip


def fold(history: Iterable[object]) -> Order | None:
    """The order that a stream tells of; None for an empty one."""
    return reduce(evolve, history, None)


def evolve(order: Order | None, event: object) -> Order:
    """The order after one more event of its stream."""
    if isinstance(event, events.Placed):
        return _placed(event)
    if order is None:
        raise ValueError(f"a stream cannot begin with {event!r}")
    return replace(_changed(order, event), version=order.version + 1)


def _placed(event: events.Placed) -> Order:
    return Order(
        order_id=event.order_id,
        number=event.number,
        customer_id=event.customer_id,
        guest_hash=event.guest_hash,
        language=event.language,
        payment_method=event.payment_method,
        hold_id=event.hold_id,
        place=event.place,
        return_window_days=event.return_window_days,
        vendor_orders=tuple(VendorOrder(terms=terms) for terms in event.vendor_orders),
        placed_at=event.at,
        promotions=event.promotions,
        accept_hours=event.accept_hours,
        channel=event.channel,
        appraisal=event.appraisal,
    )


_STEPS: dict[type, Step] = {
    events.Accepted: "accept",
    events.Packed: "pack",
    events.MadeReadyToShip: "make_ready",
    events.Cancelled: "cancel",
    events.Completed: "complete",
}


def _changed(order: Order, event: Any) -> Order:
    change = _CHANGES.get(type(event))
    return change(order, event) if change else _moved(order, event.vendor_order_id, _STEPS[type(event)])


def _payment_awaited(order: Order, event: events.PaymentAwaited) -> Order:
    return replace(_all(order, "await_payment"), awaited_until=event.until, advances=event.advances)


def _confirmation_awaited(order: Order, event: events.ConfirmationAwaited) -> Order:
    return replace(_all(order, "await_confirmation"), confirm_until=event.until)


def _affirmed(order: Order, event: events.Affirmed) -> Order:
    return replace(order, affirmed=event, advances=())


def _method_changed(order: Order, event: events.PaymentMethodChanged) -> Order:
    return replace(order, payment_method=event.payment_method, appraisal=event.appraisal, advances=())


def _confirmed(order: Order, _: events.Confirmed) -> Order:
    return replace(_all(order, "confirm"), confirmed=True)


def _failed(order: Order, _: events.PlacingFailed) -> Order:
    return _all(order, "cancel")


def _line_cancelled(order: Order, event: events.LineCancelled) -> Order:
    return _part(order, _without_line(order.vendor_order(event.vendor_order_id), event))


def _shipment_moved(order: Order, event: events.ShipmentMovedOn) -> Order:
    moved = _moved(order, event.vendor_order_id, event.news)
    if event.news != "delivered":
        return moved
    return _part(moved, replace(moved.vendor_order(event.vendor_order_id), delivered_at=event.at))


def _partly_delivered(order: Order, event: events.PartlyDelivered) -> Order:
    return _part(order, replace(order.vendor_order(event.vendor_order_id), partly=event.collected))


def _part_kept(order: Order, event: events.PartKept) -> Order:
    part = order.vendor_order(event.vendor_order_id)
    now = {line.line_id: line for line in event.lines}
    terms = replace(part.terms, lines=tuple(now.get(line.line_id, line) for line in part.terms.lines), sums=event.sums)
    gone = (*part.cancelled_lines, *event.gone)
    return _part(order, replace(part, terms=terms, cancelled_lines=gone, partly=None))


def _return_moved(order: Order, event: Any) -> Order:
    part = order.vendor_order(event.vendor_order_id)
    return _part(order, replace(part, returns=evolve_returns(part.returns, event)))


def _noted(order: Order, _: events.ShipmentNewsNoted | events.RestCameBack) -> Order:
    return order


def _edit_proposed(order: Order, event: events.EditProposed) -> Order:
    return replace(order, pending=Pending(proposal=event.proposal, expires_at=event.expires_at))


def _edit_agreed(order: Order, event: events.EditAgreed) -> Order:
    return replace(order, pending=replace(order.pending, agreed_at=event.at) if order.pending else None)


def _edit_dropped(order: Order, _: events.EditDropped) -> Order:
    return replace(order, pending=None)


def _edited(order: Order, event: events.Edited) -> Order:
    proposal = event.proposal
    for terms in proposal.parts:
        order = _part(order, _with_lines(order.vendor_order(terms.vendor_order_id), terms))
    return replace(
        order,
        promotions=proposal.promotions,
        place=proposal.place,
        edits=(*order.edits, proposal.edit_id),
        pending=None,
    )


_CHANGES: dict[type, Callable[[Order, Any], Order]] = {
    events.PaymentAwaited: _payment_awaited,
    events.ConfirmationAwaited: _confirmation_awaited,
    events.Affirmed: _affirmed,
    events.PaymentMethodChanged: _method_changed,
    events.Confirmed: _confirmed,
    events.PlacingFailed: _failed,
    events.LineCancelled: _line_cancelled,
    events.ShipmentMovedOn: _shipment_moved,
    events.ShipmentNewsNoted: _noted,
    events.EditProposed: _edit_proposed,
    events.EditAgreed: _edit_agreed,
    events.EditDropped: _edit_dropped,
    events.Edited: _edited,
    events.PartlyDelivered: _partly_delivered,
    events.RestCameBack: _noted,
    events.PartKept: _part_kept,
    **dict.fromkeys(returned.EVENTS, _return_moved),
}


def _moved(order: Order, vendor_order_id: str, step: Step) -> Order:
    return _part(order, _stepped(order.vendor_order(vendor_order_id), step))


def _stepped(part: VendorOrder, step: Step) -> VendorOrder:
    return replace(part, status=LEADS_TO[step])


def _without_line(part: VendorOrder, event: events.LineCancelled) -> VendorOrder:
    return replace(
        part,
        terms=replace(part.terms, sums=event.sums),
        cancelled_lines=(*part.cancelled_lines, event.line_id),
    )


def _with_lines(part: VendorOrder, terms: PricedVendorOrder) -> VendorOrder:
    """Lines that are not among the new ones stay, as cancelled ones."""
    kept = {line.line_id: line for line in terms.lines}
    before = {line.line_id: line for line in part.terms.lines}
    gone = [line_id for line_id in before if line_id not in kept and line_id not in part.cancelled_lines]
    lines = tuple((before | kept).values())
    return replace(part, terms=replace(terms, lines=lines), cancelled_lines=(*part.cancelled_lines, *gone))


def _part(order: Order, changed: VendorOrder) -> Order:
    parts = tuple(changed if part.id == changed.id else part for part in order.vendor_orders)
    return replace(order, vendor_orders=parts)


def _all(order: Order, step: Step) -> Order:
    return replace(order, vendor_orders=tuple(_stepped(part, step) for part in order.vendor_orders))
