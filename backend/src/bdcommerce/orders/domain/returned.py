"""The returns of a vendor order, as its events make them: `evolve_returns` is the only code that changes one.

requested → approved | refused;  refused → escalated → approved;  approved → received → refunded
what is fetched: approved → picked_up → arrived → received;  what is replaced: received → exchanging → exchanged, or
where there is no replacement: received → refunded
what comes to nothing: rejected (a refusal that stands), withdrawn (by the customer), lapsed (never sent)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.contracts.orders import ReturnCode, ReturnOutcome
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.transitions import Status
from bdcommerce.orders.events import exchanges as exchanged
from bdcommerce.orders.events import returns as happened
from bdcommerce.orders.events.exchanges import Replacement
from bdcommerce.orders.events.returns import GrantedUnits, InspectedUnits, ReturnedUnits

ReturnStatus = Literal[
    "requested", "approved", "refused", "escalated", "picked_up", "arrived", "received", "exchanging", ReturnOutcome
]  # fmt: skip
OfReturns = Literal["return_requested", "return_refused", "return_approved", "return_received", "refunded", "exchanged"]
Shown = Literal[Status, OfReturns]
"""The status of a vendor order as people see it: that of its returns, where there are some."""
COMING: frozenset[ReturnStatus] = frozenset({"approved", "picked_up", "arrived"})
"""The goods may come back, or are here and nobody has looked at them."""
OPEN: frozenset[ReturnStatus] = COMING | {"requested", "refused", "escalated", "exchanging"}
"""Nobody knows yet what becomes of its money."""
_SHOWN: dict[ReturnStatus, OfReturns] = {
    "requested": "return_requested",
    "refused": "return_refused",
    "escalated": "return_refused",
    "approved": "return_approved",
    "picked_up": "return_approved",
    "arrived": "return_approved",
    "received": "return_received",
    "exchanging": "return_received",
}
CUSTOMERS_OWN: frozenset[ReturnCode] = frozenset({"size", "changed_mind"})
"""Reasons for which the vendor can do nothing."""
NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Which:
    """A return, by the vendor order that it belongs to."""

    vendor_order_id: str
    return_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Units of a vendor order that somebody wants to give back."""

    id: str
    units: tuple[ReturnedUnits, ...]
    code: ReturnCode
    reason: str
    silence_approves: bool
    escalate_hours: int
    send_days: int
    asked_at: datetime
    answer_by: datetime | None
    status: ReturnStatus = "requested"
    answer: str = ""
    """What the vendor said, or staff."""
    stands_at: datetime | None = None
    send_by: datetime | None = None
    photos: tuple[str, ...] = ()
    inspected: tuple[InspectedUnits, ...] = ()
    granted: tuple[GrantedUnits, ...] = ()
    delivery: Money = NOTHING
    paid: Money = NOTHING
    refunds: tuple[str, ...] = ()
    wish: happened.ReturnWish = "refund"
    swaps: tuple[happened.Swap, ...] = ()
    fetch: bool = False
    """Whether it is to be fetched, or was."""
    fetch_fee: Money = NOTHING
    fetch_vat_percent: Decimal = Decimal(0)
    fetch_paid_by: happened.PickupPayer = ""
    fetched: bool = False
    """Whether a courier has, or had, it from the customer."""
    fee: Money = NOTHING
    """What the customer bears of that."""
    hold_id: str = ""
    """Of the stock that replaces it."""
    replacements: tuple[Replacement, ...] = ()
    replacement: ShipmentStatus | None = None
    """Where the replacement's parcel is."""

    @property
    def open(self) -> bool:
        """Whether its money has to wait."""
        return self.status in OPEN

    @property
    def amount(self) -> Money:
        """What the customer gets back."""
        return sum((units.amount for units in self.granted), self.delivery) - self.fee

    def quantity_of(self, line_id: str) -> int:
        """How many units of a line it is about: none once the customer keeps them."""
        if self.status in ("rejected", "withdrawn", "lapsed"):
            return 0
        return sum(units.quantity for units in self.units if units.line_id == line_id)

    def granted_of(self, line_id: str) -> int:
        """How many units of a line it has paid back."""
        return sum(units.quantity for units in self.granted if units.line_id == line_id)


Returns = tuple[Return, ...]


def shown(status: Status, returns: Sequence[Return], units: int) -> Shown:
    """A vendor order of so many units: an unfinished return is what counts first, then that nothing is left of it."""
    unfinished = [each.status for each in returns if each.status in _SHOWN]
    if unfinished:
        return _SHOWN[min(unfinished, key=tuple(_SHOWN).index)]
    back = sum(taken.quantity for each in returns for taken in each.granted)
    replaced = sum(sent.quantity for each in returns if each.status == "exchanged" for sent in each.replacements)
    if not units or back + replaced < units:
        return status
    return "exchanged" if replaced else "refunded"


def _asked(returns: Returns, event: happened.ReturnAsked) -> Returns:
    asked = Return(
        id=event.return_id,
        units=event.units,
        code=event.code,
        reason=event.reason,
        silence_approves=event.silence_approves,
        escalate_hours=event.escalate_hours,
        send_days=event.send_days,
        asked_at=event.at,
        answer_by=event.answer_by,
        wish=event.wish,
        swaps=event.swaps,
        fetch=event.fetch,
        fetch_fee=event.fetch_fee,
        fetch_vat_percent=event.fetch_vat_percent,
        fetch_paid_by=event.fetch_paid_by,
    )
    return (*returns, asked)


def _photographed(one: Return, event: happened.ReturnPhotoAdded) -> Return:
    return replace(one, photos=(*one.photos, event.photo))


def _approved(one: Return, event: happened.ReturnApproved) -> Return:
    return replace(one, status="approved", answer=event.reason, send_by=event.send_by)


def _refused(one: Return, event: happened.ReturnRefused) -> Return:
    return replace(one, status="refused", answer=event.reason, stands_at=event.stands_at)


def _escalated(one: Return, _: happened.ReturnEscalated) -> Return:
    return replace(one, status="escalated")


def _closed(one: Return, event: happened.ReturnClosed) -> Return:
    return replace(one, status=event.code)


def _received(one: Return, event: happened.ReturnReceived) -> Return:
    return replace(one, status="received", inspected=event.units)


def _granted(one: Return, event: happened.ReturnGranted) -> Return:
    return replace(one, status="received", granted=event.units, delivery=event.delivery, fee=event.pickup_fee)


def _preferred(one: Return, _: exchanged.RefundPreferred) -> Return:
    return replace(one, wish="refund")


def _promised(one: Return, event: exchanged.ExchangePromised) -> Return:
    return replace(one, status="exchanging", hold_id=event.hold_id, replacements=event.replacements)


def _sent(one: Return, _: exchanged.ReplacementSent) -> Return:
    return replace(one, replacement="planned")


def _failed(one: Return, _: exchanged.ReplacementFailed) -> Return:
    return replace(one, status="received", wish="refund")


def _exchanged(one: Return, _: exchanged.ReturnExchanged) -> Return:
    return replace(one, status="exchanged")


_FETCHED: dict[ShipmentStatus, ReturnStatus] = {"picked_up": "picked_up", "delivered": "arrived"}
_NOT_FETCHED: frozenset[ShipmentStatus] = frozenset({"cancelled", "returned"})


def _seen(one: Return, event: exchanged.ReturnParcelSeen) -> Return:
    if event.leg == "replacement":
        return replace(one, replacement=event.status)
    if one.status not in COMING:
        return one
    if event.status in _NOT_FETCHED:
        return replace(one, status="approved", fetch=False, fetched=False)
    return replace(one, status=_FETCHED.get(event.status, one.status), fetched=one.fetched or event.status in _FETCHED)


def _refunded(one: Return, event: happened.ReturnRefunded) -> Return:
    paid = replace(one, paid=one.paid + event.amount, refunds=(*one.refunds, event.refund_id))
    return paid if event.left else replace(paid, status="refunded")


_CHANGES: dict[type, Callable[[Return, Any], Return]] = {
    happened.ReturnPhotoAdded: _photographed,
    happened.ReturnApproved: _approved,
    happened.ReturnRefused: _refused,
    happened.ReturnEscalated: _escalated,
    happened.ReturnClosed: _closed,
    happened.ReturnReceived: _received,
    happened.ReturnGranted: _granted,
    happened.ReturnRefunded: _refunded,
    exchanged.RefundPreferred: _preferred,
    exchanged.ExchangePromised: _promised,
    exchanged.ReplacementSent: _sent,
    exchanged.ReplacementFailed: _failed,
    exchanged.ReturnExchanged: _exchanged,
    exchanged.ReturnParcelSeen: _seen,
}
EVENTS: tuple[type, ...] = (happened.ReturnAsked, *_CHANGES)
"""What happens to returns."""


def evolve_returns(returns: Returns, event: Any) -> Returns:
    """The returns of a vendor order after one more event about one of them."""
    if isinstance(event, happened.ReturnAsked):
        return _asked(returns, event)
    return tuple(_CHANGES[type(event)](one, event) if one.id == event.return_id else one for one in returns)
