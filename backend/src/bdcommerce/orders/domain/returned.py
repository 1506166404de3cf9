"""The returns of a vendor order, as its events make them: `evolve_returns` is the only code that changes one.

requested → approved | refused;  refused → escalated → approved;  approved → received → refunded
what comes to nothing: rejected (a refusal that stands), withdrawn (by the customer), lapsed (never sent)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bdcommerce.contracts.orders import ReturnCode, ReturnOutcome
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.transitions import Status
from bdcommerce.orders.events import returns as happened
from bdcommerce.orders.events.returns import GrantedUnits, InspectedUnits, ReturnedUnits

ReturnStatus = Literal["requested", "approved", "refused", "escalated", "received", ReturnOutcome]
OfReturns = Literal["return_requested", "return_refused", "return_approved", "return_received", "refunded"]
Shown = Literal[Status, OfReturns]
"""The status of a vendor order as people see it: that of its returns, where there are some."""
OPEN: frozenset[ReturnStatus] = frozenset({"requested", "refused", "escalated", "approved"})
"""Nobody knows yet whether the goods come back."""
_SHOWN: dict[ReturnStatus, OfReturns] = {
    "requested": "return_requested",
    "refused": "return_refused",
    "escalated": "return_refused",
    "approved": "return_approved",
    "received": "return_received",
}
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

    @property
    def open(self) -> bool:
        """Whether its money has to wait."""
        return self.status in OPEN

    @property
    def amount(self) -> Money:
        """What the customer gets back."""
        return sum((units.amount for units in self.granted), self.delivery)

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
    return "refunded" if units and back >= units else status


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
    return replace(one, granted=event.units, delivery=event.delivery)


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
}
EVENTS: tuple[type, ...] = (happened.ReturnAsked, *_CHANGES)
"""What happens to returns."""


def evolve_returns(returns: Returns, event: Any) -> Returns:
    """The returns of a vendor order after one more event about one of them."""
    if isinstance(event, happened.ReturnAsked):
        return _asked(returns, event)
    return tuple(_CHANGES[type(event)](one, event) if one.id == event.return_id else one for one in returns)
