"""What may be done about returns: each decision answers with the events that follow from it, or refuses.

A return is asked for within the return window (staff may ask for one later). Its vendor answers in its time, or the
rule book answers for it; who is refused may have staff decide, in a dispute. What came back is looked at, and paid back
as it was paid: never more than that, however many returns there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bdcommerce.contracts.orders import ReturnCode, ReturnOutcome, portion
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel import ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money, included
from bdcommerce.orders import events
from bdcommerce.orders.domain.decisions import Events, completed_late, role_of
from bdcommerce.orders.domain.order import Order, VendorOrder, evolve
from bdcommerce.orders.domain.returned import COMING, CUSTOMERS_OWN, NOTHING, OPEN, Return, ReturnStatus, Which
from bdcommerce.orders.errors import NotReturnable, TooManyReturnPhotos, UnknownReturn, WrongReturnState
from bdcommerce.orders.events import (
    GrantedUnits,
    InspectedUnits,
    PickupPayer,
    PricedLine,
    ReturnedUnits,
    ReturnWish,
    Swap,
)

MOST_PHOTOS = 10
"""Of one return."""
MOST_RETURNS = 50
"""Of one vendor order: more than a window has days for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the rule book says of returns today."""

    answer_hours: int
    silence_approves: bool
    escalate_hours: int
    send_days: int
    pickup_fee: Money = NOTHING
    """What it costs to have goods fetched, VAT included."""
    pickup_vat_percent: Decimal = Decimal(0)
    customer_pays_pickup: bool = True
    """Who only changed their mind bears it; else the operator."""
    vendor_pays_pickup: bool = True
    """Whose fault it is bears it; else the operator."""

    def payer(self, code: ReturnCode) -> PickupPayer:
        """Who bears the fee of a pick-up."""
        if code in CUSTOMERS_OWN:
            return "customer" if self.customer_pays_pickup else ""
        return "vendor" if self.vendor_pays_pickup else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to give back, and why."""

    units: tuple[ReturnedUnits, ...]
    code: ReturnCode
    reason: str
    wish: ReturnWish = "refund"
    swaps: tuple[Swap, ...] = ()
    fetch: bool = False


def ask(order: Order, vendor_order_id: str, wanted: Wanted, terms: Terms, *, by: Actor, at: datetime) -> Events:
    """A return begins; one that staff ask for is approved at once, and may come after the window.

    Raises NotReturnable, Invalid.
    """
    part, staff = order.vendor_order(vendor_order_id), by.kind == "staff"
    _returnable(order, part, wanted, at, staff=staff)
    asked = events.ReturnAsked(
        order_id=order.order_id,
        vendor_order_id=part.id,
        return_id=ids.new_id("ret"),
        units=wanted.units,
        code=wanted.code,
        reason=wanted.reason,
        answer_by=None if staff else at + timedelta(hours=terms.answer_hours),
        silence_approves=terms.silence_approves,
        escalate_hours=terms.escalate_hours,
        send_days=terms.send_days,
        by=by,
        at=at,
        wish=wanted.wish,
        swaps=wanted.swaps,
        fetch=wanted.fetch,
        fetch_fee=terms.pickup_fee if wanted.fetch else NOTHING,
        fetch_vat_percent=terms.pickup_vat_percent,
        fetch_paid_by=terms.payer(wanted.code) if wanted.fetch else "",
    )
    if not staff:
        return [asked]
    return [asked, *approve(evolve(order, asked), Which(part.id, asked.return_id), "", by=by, at=at)]


def _returnable(order: Order, part: VendorOrder, wanted: Wanted, at: datetime, *, staff: bool) -> None:
    delivered = part.status in ("delivered", "completed") and part.delivered_at is not None
    ensure(delivered, NotReturnable.because(part.id, "not_delivered"))
    ensure(part.partly is None, NotReturnable.because(part.id, "partly_delivered"))
    ensure(staff or at < window_end(order, part), NotReturnable.because(part.id, "window_over"))
    content = part.status == "completed" and wanted.code in CUSTOMERS_OWN
    ensure(staff or not content, NotReturnable.because(part.id, "goods_were_accepted"))
    ensure(len(part.returns) < MOST_RETURNS, NotReturnable.because(part.id, "too_many_returns"))
    lines = [units.line_id for units in wanted.units]
    ensure(lines and len(set(lines)) == len(lines), Invalid.field("lines", "must name each line once"))
    swapped = wanted.wish == "exchange" or not wanted.swaps
    ensure(swapped, Invalid.field("lines", "name other offers only where an exchange is wanted"))
    for units in wanted.units:
        left = returnable_units(part, units.line_id)
        gone = not left and any(line.line_id == units.line_id for line in part.live_lines)
        ensure(not gone, NotReturnable.because(part.id, "all_in_returns"))
        ensure(0 < units.quantity <= left, Invalid.field("lines", f"{units.line_id}: at most {left} can be returned"))


def window_end(order: Order, part: VendorOrder) -> datetime:
    """Until when the customer may ask for a return."""
    return (part.delivered_at or order.placed_at) + timedelta(days=order.return_window_days)


def returnable_units(part: VendorOrder, line_id: str) -> int:
    """How many units of a line are not in a return already."""
    line = next((each for each in part.live_lines if each.line_id == line_id), None)
    return line.quantity - sum(one.quantity_of(line_id) for one in part.returns) if line else 0


def add_photo(order: Order, which: Which, photo: str, *, by: Actor, at: datetime) -> Events:
    """The customer shows what is wrong. Raises UnknownReturn, WrongReturnState, TooManyReturnPhotos."""
    part, one = find(order, which)
    permit(one, OPEN, "show")
    ensure(len(one.photos) < MOST_PHOTOS, TooManyReturnPhotos.than(MOST_PHOTOS))
    if photo in one.photos:
        return []
    added = events.ReturnPhotoAdded(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, photo=photo, by=by, at=at
    )
    return [added]


def approve(order: Order, which: Which, reason: str, *, by: Actor, at: datetime) -> Events:
    """The goods may come back. Raises UnknownReturn, WrongReturnState."""
    part, one = find(order, which)
    permit(one, ("requested", "refused", "escalated") if role_of(by) != "vendor" else ("requested",), "approve")
    approved = events.ReturnApproved(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id,
        send_by=at + timedelta(days=one.send_days), reason=reason, by=by, at=at,
    )  # fmt: skip
    return [approved]


def refuse(order: Order, which: Which, reason: str, *, by: Actor, at: datetime) -> Events:
    """The vendor does not agree; the customer may have staff decide. Raises UnknownReturn, WrongReturnState."""
    part, one = find(order, which)
    permit(one, ("requested",), "refuse")
    refused = events.ReturnRefused(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, reason=reason,
        stands_at=at + timedelta(hours=one.escalate_hours), by=by, at=at,
    )  # fmt: skip
    return [refused]


def escalate(order: Order, which: Which, reason: str, *, by: Actor, at: datetime) -> Events:
    """Staff shall decide. Raises UnknownReturn, WrongReturnState."""
    part, one = find(order, which)
    permit(one, ("refused",), "escalate")
    return [_escalated(order, part, one, reason, by=by, at=at)]


def withdraw(order: Order, which: Which, *, by: Actor, at: datetime) -> Events:
    """The customer keeps the goods. Raises UnknownReturn, WrongReturnState once staff decide or goods are back."""
    part, one = find(order, which)
    permit(one, ("requested", "refused", "approved"), "withdraw")
    return _closing(order, part, one, "withdrawn", by=by, at=at)


def decide(order: Order, which: Which, *, for_customer: bool, by: Actor, at: datetime) -> Events:
    """Staff have decided over a refused return. Said again, it is nothing new. Raises UnknownReturn."""
    part, one = find(order, which)
    if one.status != "escalated":
        return []
    if for_customer:
        return approve(order, which, "", by=by, at=at)
    return _closing(order, part, one, "rejected", by=by, at=at)


def miss(order: Order, due: events.ReturnDue, by: Actor, at: datetime) -> Events:
    """What was waited for has had its time. Nothing happens if it came, or is waited for until later by now."""
    part, one = find(order, Which(due.vendor_order_id, due.return_id))
    if due.wait == "answer" and one.status == "requested":
        if one.silence_approves:
            return approve(order, Which(part.id, one.id), "", by=by, at=at)
        return [_escalated(order, part, one, "", by=by, at=at)]
    if due.wait == "refusal" and one.status == "refused":
        return _closing(order, part, one, "rejected", by=by, at=at)
    if due.wait == "goods" and one.status == "approved" and one.send_by and at >= one.send_by:
        return _closing(order, part, one, "lapsed", by=by, at=at)
    return []


def receive(
    order: Order, which: Which, inspected: Sequence[InspectedUnits], note: str, *, by: Actor, at: datetime
) -> Events:
    """What came back was looked at, and is paid for as is due. Raises UnknownReturn, WrongReturnState, Invalid."""
    part, one = find(order, which)
    permit(one, COMING, "receive")
    asked = {units.line_id: units.quantity for units in one.units}
    found = {each.line_id: each.as_described + each.damaged + each.missing for each in inspected}
    ensure(len(found) == len(inspected) and found == asked, Invalid.field("lines", "must tell of every unit once"))
    received = events.ReturnReceived(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, units=tuple(inspected), reason=note,
        by=by, at=at,
    )  # fmt: skip
    looked_at = evolve(order, received)
    units = _granted(part, one, inspected)
    if not units:
        return [received, *_closing(looked_at, part, one, "rejected", by=by, at=at)]
    if one.wish == "exchange":
        return [received, _promised(order, part, one, units, by=by, at=at)]
    return [received, *grant(looked_at, which, units, by=by, at=at)]


def grant(order: Order, which: Which, units: Sequence[GrantedUnits], *, by: Actor, at: datetime) -> Events:
    """So much is paid back: the delivery fee with it where nothing is left by the vendor's fault, and without what the
    customer bears of the pick-up, as far as there is something to take it from.
    """
    part, one = find(order, which)
    nothing_left = _nothing_left(part, units)
    whole = one.code not in CUSTOMERS_OWN and nothing_left
    delivery = part.terms.sums.delivery if whole else NOTHING
    most = sum((each.amount for each in units), delivery)
    fee = min(one.fetch_fee, most) if one.fetched and one.fetch_paid_by == "customer" else NOTHING
    granted = events.ReturnGranted(
        order_id=order.order_id,
        vendor_order_id=part.id,
        return_id=one.id,
        units=tuple(units),
        delivery=delivery,
        delivery_vat=part.terms.sums.delivery_vat if whole else NOTHING,
        by=by,
        at=at,
        pickup_fee=fee,
        pickup_fee_vat=Money(included(fee.amount, one.fetch_vat_percent)),
        because=one.code,
        nothing_left=nothing_left,
    )
    return and_completed(order, part, [granted], by, at)


def inspected_units(part: VendorOrder, one: Return) -> tuple[GrantedUnits, ...]:
    """What is to be paid for what came back, now."""
    return _granted(part, one, one.inspected)


def all_units(part: VendorOrder, one: Return) -> tuple[GrantedUnits, ...]:
    """What is to be paid for all units, whatever became of them."""
    lines = {line.line_id: line for line in part.live_lines}
    return tuple(price_of(part, lines[units.line_id], units.quantity) for units in one.units)


def refunded(order: Order, which: Which, refund: RefundCompleted, *, by: Actor, at: datetime) -> Events:
    """The customer has the money, or a part of it. Said again, it is nothing new. Raises UnknownReturn."""
    part, one = find(order, which)
    if refund.refund_id in one.refunds:
        return []
    paid = events.ReturnRefunded(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, refund_id=refund.refund_id,
        amount=refund.amount, left=refund.left,
        by=by, at=at,
    )  # fmt: skip
    return [paid]


def price_of(part: VendorOrder, line: PricedLine, quantity: int) -> GrantedUnits:
    """What was paid for the next so many units of a line, after those that were paid back already."""
    before = sum(one.granted_of(line.line_id) for one in part.returns)

    def share(whole: Money) -> Money:
        return Money(portion(whole.amount, before, before + quantity, line.quantity), whole.currency)

    return GrantedUnits(
        line_id=line.line_id,
        quantity=quantity,
        goods=share(line.goods),
        operator_discount=share(line.operator_discount),
    )


def worth(part: VendorOrder, one: Return) -> Money:
    """What the customer paid for the units of a return, or gets back for them."""
    if one.granted:
        return one.amount
    lines = {line.line_id: line for line in part.live_lines}
    return sum((price_of(part, lines[units.line_id], units.quantity).amount for units in one.units), NOTHING)


def _granted(part: VendorOrder, one: Return, inspected: Sequence[InspectedUnits]) -> tuple[GrantedUnits, ...]:
    """What is missing is not paid for; what is worse than it was sent only where that is why it was given back."""
    lines, found = {line.line_id: line for line in part.live_lines}, []
    for each in inspected:
        damaged = 0 if one.code in CUSTOMERS_OWN else each.damaged
        if quantity := each.as_described + damaged:
            found.append(price_of(part, lines[each.line_id], quantity))
    return tuple(found)


def _promised(
    order: Order, part: VendorOrder, one: Return, units: Sequence[GrantedUnits], *, by: Actor, at: datetime
) -> events.ExchangePromised:
    others = {swap.line_id: swap.offer_id for swap in one.swaps}
    bought = {line.line_id: line.offer_id for line in part.live_lines}
    return events.ExchangePromised(
        order_id=order.order_id,
        vendor_order_id=part.id,
        return_id=one.id,
        hold_id=f"hld_{one.id.partition('_')[2]}",
        replacements=tuple(
            events.Replacement(
                line_id=each.line_id,
                offer_id=others.get(each.line_id, bought[each.line_id]),
                quantity=each.quantity,
            )
            for each in units
        ),
        by=by,
        at=at,
    )


def _nothing_left(part: VendorOrder, units: Sequence[GrantedUnits]) -> bool:
    back = sum(each.quantity for each in units) + sum(
        granted.quantity for one in part.returns for granted in one.granted
    )
    return back >= sum(line.quantity for line in part.live_lines)


def _closing(
    order: Order, part: VendorOrder, one: Return, outcome: ReturnOutcome, *, by: Actor, at: datetime
) -> Events:
    closed = events.ReturnClosed(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, code=outcome, by=by, at=at
    )
    return and_completed(order, part, [closed], by, at)


def and_completed(order: Order, part: VendorOrder, happened: Events, by: Actor, at: datetime) -> Events:
    """With the last open return of a vendor order whose window is over, it is completed."""
    for event in happened:
        order = evolve(order, event)
    if at < window_end(order, part):
        return happened
    return [*happened, *completed_late(order, part.id, by, at)]


def _escalated(
    order: Order, part: VendorOrder, one: Return, reason: str, *, by: Actor, at: datetime
) -> events.ReturnEscalated:
    return events.ReturnEscalated(
        order_id=order.order_id, vendor_order_id=part.id, return_id=one.id, reason=reason, by=by, at=at
    )


def find(order: Order, which: Which) -> tuple[VendorOrder, Return]:
    """A return and its vendor order. Raises UnknownOrder, UnknownReturn."""
    part = order.vendor_order(which.vendor_order_id)
    for one in part.returns:
        if one.id == which.return_id:
            return part, one
    raise UnknownReturn.of(which.return_id)


def permit(one: Return, statuses: Sequence[ReturnStatus] | frozenset[ReturnStatus], step: str) -> None:
    """Raises WrongReturnState unless it is in one of these."""
    ensure(one.status in statuses, WrongReturnState.of(one.id, one.status, step))
