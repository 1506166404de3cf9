"""The way of a shipment: a command looks at where it is and says what happens, or refuses.

planned -> booked -> picked_up -> out_for_delivery -> delivered or attempt_failed; attempt_failed -> out_for_delivery
or returning; returning -> returned. It is cancelled before it is picked up; when its order goes away later, it turns
round. What may happen in which state stands in POSSIBLE_IN, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from hmac import compare_digest

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.errors import CodeJustSent, CodeLocked, NotPossibleNow, WrongCollection
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CodeIssued,
    CourierBooked,
    ParcelDelivered,
    ParcelPickedUp,
    ParcelReturned,
    ParcelWentOut,
    ReturnStarted,
    ShipmentCancelled,
    ShipmentEvent,
    ShipmentPlanned,
    WrongCodeTried,
)
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money

TRIES_PER_CODE = 5
CODE_PAUSE = timedelta(seconds=60)
CODES_PER_DAY = 10

POSSIBLE_IN: dict[str, frozenset[ShipmentStatus]] = {
    "booked": frozenset({"planned"}),
    "picked up": frozenset({"booked"}),
    "sent out": frozenset({"picked_up", "out_for_delivery"}),
    "tried again": frozenset({"attempt_failed"}),
    "delivered": frozenset({"out_for_delivery"}),
    "missed": frozenset({"out_for_delivery"}),
    "refused": frozenset({"out_for_delivery", "attempt_failed"}),
    "recalled": frozenset({"picked_up", "out_for_delivery", "attempt_failed"}),
    "returned": frozenset({"returning"}),
    "cancelled": frozenset({"planned", "booked"}),
}

STATUS_AFTER: dict[type, ShipmentStatus] = {
    ShipmentPlanned: "planned",
    CourierBooked: "booked",
    ParcelPickedUp: "picked_up",
    ParcelWentOut: "out_for_delivery",
    ParcelDelivered: "delivered",
    AttemptFailed: "attempt_failed",
    ReturnStarted: "returning",
    ParcelReturned: "returned",
    ShipmentCancelled: "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel on its way. `version` is that of its stream."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    cod: Money
    status: ShipmentStatus = "planned"
    courier: str = ""
    tracking_no: str = ""
    code_digest: str = ""
    codes_sent: tuple[datetime, ...] = ()
    wrong_codes: int = 0
    reason: str = ""
    version: int = 0

    @property
    def tries_left(self) -> int:
        """How many more codes may be tried before a new one must be sent."""
        return TRIES_PER_CODE - self.wrong_codes

    def book(self, courier: str, tracking_no: str) -> Sequence[ShipmentEvent]:
        """A courier takes the job."""
        self._possible("booked")
        return [CourierBooked(courier=courier, tracking_no=tracking_no)]

    def pick_up(self) -> Sequence[ShipmentEvent]:
        """The courier has it from the vendor."""
        self._possible("picked up")
        return [ParcelPickedUp()]

    def send_out(self, code_digest: str, now: datetime) -> Sequence[ShipmentEvent]:
        """A rider goes to the customer, who is sent a code; again while out, only another code is sent.

        Raises CodeJustSent.
        """
        self._possible("sent out")
        issued = self._issue(code_digest, now)
        return [issued] if self.status == "out_for_delivery" else [ParcelWentOut(), issued]

    def try_again(self, code_digest: str, now: datetime) -> Sequence[ShipmentEvent]:
        """A rider goes once more after a failed attempt. Raises CodeJustSent."""
        self._possible("tried again")
        return [ParcelWentOut(), self._issue(code_digest, now)]

    def deliver(self, code_digest: str, collected: Money) -> Sequence[ShipmentEvent]:
        """The customer takes it. A wrong code is an event too: it counts. Raises CodeLocked, WrongCollection."""
        self._possible("delivered")
        ensure(self.tries_left > 0, CodeLocked.of(self.shipment_id))
        ensure(collected == self.cod, WrongCollection.of(self.cod))
        if not compare_digest(code_digest, self.code_digest):
            return [WrongCodeTried()]
        return [ParcelDelivered(collected=collected)]

    def miss(self, reason: str) -> Sequence[ShipmentEvent]:
        """Nobody took it this time."""
        self._possible("missed")
        return [AttemptFailed(reason=reason)]

    def refuse(self, reason: str) -> Sequence[ShipmentEvent]:
        """The customer does not want it: it goes back."""
        self._possible("refused")
        return self._turn_round(reason)

    def take_back(self) -> Sequence[ShipmentEvent]:
        """The vendor has it back."""
        self._possible("returned")
        return [ParcelReturned()]

    def cancel(self, reason: str) -> Sequence[ShipmentEvent]:
        """There is no order for it any more. Before it is picked up nothing moves; on its way it turns round."""
        if self.status in POSSIBLE_IN["recalled"]:
            return self._turn_round(reason)
        self._possible("cancelled")
        return [ShipmentCancelled(reason=reason)]

    def _possible(self, wanted: str) -> None:
        refusal = NotPossibleNow.of(self.shipment_id, self.status, wanted)
        ensure(self.status in POSSIBLE_IN[wanted], refusal)

    def _turn_round(self, reason: str) -> Sequence[ShipmentEvent]:
        failed = [AttemptFailed(reason=reason)] if self.status == "out_for_delivery" else []
        return [*failed, ReturnStarted(reason=reason)]

    def _issue(self, code_digest: str, now: datetime) -> CodeIssued:
        """A new code, unless one was sent a moment ago or too many were: a code could be found by trying."""
        today = [at for at in self.codes_sent if at > now - timedelta(days=1)]
        if today:
            ensure(now >= today[-1] + CODE_PAUSE, CodeJustSent.of(today[-1] + CODE_PAUSE - now))
        if len(today) >= CODES_PER_DAY:
            raise CodeJustSent.of(today[-CODES_PER_DAY] + timedelta(days=1) - now)
        return CodeIssued(digest=code_digest, at=now)


def plan(planned: ShipmentPlanned) -> Shipment:
    """A new shipment."""
    return Shipment(
        shipment_id=planned.shipment_id,
        order_id=planned.order_id,
        vendor_order_id=planned.vendor_order_id,
        vendor_id=planned.vendor_id,
        number=planned.number,
        cod=planned.cod,
        version=1,
    )


def evolve(shipment: Shipment, event: ShipmentEvent) -> Shipment:
    """The shipment after an event; the only code that changes one."""
    changed = replace(shipment, version=shipment.version + 1)
    match event:
        case CourierBooked(courier=courier, tracking_no=tracking_no):
            return replace(changed, status="booked", courier=courier, tracking_no=tracking_no)
        case CodeIssued(digest=digest, at=at):
            return replace(changed, code_digest=digest, codes_sent=(*changed.codes_sent, at), wrong_codes=0)
        case WrongCodeTried():
            return replace(changed, wrong_codes=changed.wrong_codes + 1)
        case AttemptFailed(reason=reason) | ReturnStarted(reason=reason) | ShipmentCancelled(reason=reason):
            return replace(changed, status=STATUS_AFTER[type(event)], reason=reason)
        case _:
            return replace(changed, status=STATUS_AFTER[type(event)])


def fold(planned: ShipmentPlanned, *happened: ShipmentEvent) -> Shipment:
    """The shipment as its events tell it."""
    return reduce(evolve, happened, plan(planned))
