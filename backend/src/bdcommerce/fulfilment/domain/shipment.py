"""The way of a shipment: a command looks at where it is and says what happens, or refuses.

planned -> booked -> picked_up -> at_hub -> out_for_delivery -> delivered or attempt_failed; attempt_failed ->
out_for_delivery or returning; returning -> returned; lost from wherever a courier has it. It is cancelled before it is
picked up; when its order goes away later, it turns round. An outside courier may also deliver a part of it, or give up
before fetching it: then it is planned again. What may happen in which state stands in POSSIBLE_IN, and
nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Literal

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.codes import Door
from bdcommerce.fulfilment.errors import (
    AlreadyChecked,
    AskedForLater,
    CodeLocked,
    NotPossibleNow,
    PhotoNotEnough,
    ReturnCodeNeeded,
    TooOftenRescheduled,
    WrongCollection,
)
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CodChanged,
    CodeIssued,
    Condition,
    CourierBooked,
    CourierGaveUp,
    DeliveryRescheduled,
    Leg,
    ParcelDelivered,
    ParcelLost,
    ParcelPartlyDelivered,
    ParcelPickedUp,
    ParcelReachedHub,
    ParcelReturned,
    ParcelWentOut,
    ReturnChecked,
    ReturnCodeIssued,
    ReturnReachedHub,
    ReturnStarted,
    ShipmentCancelled,
    ShipmentEvent,
    ShipmentPlanned,
    TrackingNumberTold,
    WrongCodeTried,
    WrongReturnCodeTried,
)
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

ON_THE_ROAD: frozenset[ShipmentStatus] = frozenset({"picked_up", "at_hub", "out_for_delivery", "attempt_failed"})
POSSIBLE_IN: dict[str, frozenset[ShipmentStatus]] = {
    "booked": frozenset({"planned"}),
    "picked up": frozenset({"booked"}),
    "brought to a hub": frozenset({"picked_up", "at_hub", "returning"}),
    "sent out": frozenset({"picked_up", "at_hub", "out_for_delivery"}),
    "tried again": frozenset({"attempt_failed"}),
    "delivered": frozenset({"out_for_delivery"}),
    "missed": frozenset({"out_for_delivery"}),
    "rescheduled": frozenset({"booked", "picked_up", "at_hub", "attempt_failed"}),
    "refused": frozenset({"out_for_delivery", "attempt_failed"}),
    "recalled": ON_THE_ROAD,
    "given a return code": frozenset({"returning"}),
    "returned": frozenset({"returning"}),
    "checked": frozenset({"returned"}),
    "lost": ON_THE_ROAD | {"returning"},
    "cancelled": frozenset({"planned", "booked"}),
    "paid for otherwise": frozenset({"planned", "booked", "picked_up", "at_hub", "attempt_failed"}),
}

STATUS_AFTER: dict[type, ShipmentStatus] = {
    ShipmentPlanned: "planned",
    CourierBooked: "booked",
    ParcelPickedUp: "picked_up",
    ParcelReachedHub: "at_hub",
    ParcelWentOut: "out_for_delivery",
    ParcelDelivered: "delivered",
    ParcelPartlyDelivered: "partially_delivered",
    CourierGaveUp: "planned",
    AttemptFailed: "attempt_failed",
    ReturnStarted: "returning",
    ParcelReturned: "returned",
    ParcelLost: "lost",
    ShipmentCancelled: "cancelled",
}

_EXPLAINED = (AttemptFailed, ReturnStarted, ShipmentCancelled, ParcelLost, ParcelPartlyDelivered, CourierGaveUp)
"""Events that say why."""

Step = Literal[
    "planned", "booked", "picked_up", "at_hub", "out_for_delivery", "delivered", "attempt_failed", "rescheduled",
    "returning", "return_at_hub", "returned", "return_checked", "lost", "cancelled", "partially_delivered", "on_hold",
    "courier_gave_up", "rest_returning", "rest_returned", "cod_changed",
]  # fmt: skip
"""What a history tells: a status, or something that left it as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the rule book allows on the way."""

    max_attempts: int
    reschedules: int
    reschedule_days: int
    photo_max_cod: Money
    """Up to this cash a photo proves a delivery."""
    return_code_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel on its way. `version` is that of its stream."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    cod: Money
    leg: Leg = "delivery"
    return_id: str = ""
    status: ShipmentStatus = "planned"
    courier: str = ""
    tracking_no: str = ""
    customers_door: Door = Door()  # noqa: RUF009 - frozen
    vendors_door: Door = Door()  # noqa: RUF009 - frozen
    failed_attempts: int = 0
    rescheduled: int = 0
    deliver_on: date | None = None
    """The day the customer has chosen."""
    checked: bool = False
    reason: str = ""
    version: int = 0

    def book(self, courier: str, tracking_no: str) -> Sequence[ShipmentEvent]:
        """A courier takes the job."""
        self._possible("booked")
        return [CourierBooked(courier=courier, tracking_no=tracking_no)]

    def pick_up(self, rider_id: str) -> Sequence[ShipmentEvent]:
        """The courier has it from the vendor."""
        self._possible("picked up")
        return [ParcelPickedUp(rider_id=rider_id)]

    def reach_hub(self, hub: str) -> Sequence[ShipmentEvent]:
        """It waits in a hub, on its way there or back."""
        self._possible("brought to a hub")
        return [ReturnReachedHub(hub=hub) if self.status == "returning" else ParcelReachedHub(hub=hub)]

    def send_out(self, code_digest: str, rider_id: str, now: datetime) -> Sequence[ShipmentEvent]:
        """A rider goes to the customer, who is sent a code; again while out, only another code is sent.

        Raises AskedForLater, CodeJustSent.
        """
        self._possible("sent out")
        if self.status == "out_for_delivery":
            return [self._issue(code_digest, now)]
        return self._go(code_digest, rider_id, now)

    def try_again(self, code_digest: str, rider_id: str, now: datetime) -> Sequence[ShipmentEvent]:
        """A rider goes once more after a failed attempt. Raises AskedForLater, CodeJustSent."""
        self._possible("tried again")
        return self._go(code_digest, rider_id, now)

    def deliver(self, code_digest: str, collected: Money, rider_id: str) -> Sequence[ShipmentEvent]:
        """The customer takes it. A wrong code is an event too: it counts. Raises CodeLocked, WrongCollection."""
        self._possible("delivered")
        ensure(self.customers_door.tries_left > 0, CodeLocked.of(self.shipment_id))
        ensure(collected == self.cod, WrongCollection.of(self.cod))
        if not self.customers_door.opens(code_digest):
            return [WrongCodeTried()]
        return [ParcelDelivered(collected=collected, rider_id=rider_id)]

    def deliver_by_photo(
        self, evidence_id: str, collected: Money, rider_id: str, limits: Limits
    ) -> Sequence[ShipmentEvent]:
        """It is left where the photo shows. Raises PhotoNotEnough, WrongCollection."""
        self._possible("delivered")
        ensure(self.cod.amount <= limits.photo_max_cod.amount, PhotoNotEnough.above(limits.photo_max_cod))
        ensure(collected == self.cod, WrongCollection.of(self.cod))
        return [ParcelDelivered(collected=collected, proof="photo", evidence_id=evidence_id, rider_id=rider_id)]

    def miss(self, failed: AttemptFailed, limits: Limits) -> Sequence[ShipmentEvent]:
        """Nobody took it this time; after the last attempt it goes back."""
        self._possible("missed")
        if self.failed_attempts + 1 < limits.max_attempts:
            return [failed]
        given_up = f"not delivered in {self.failed_attempts + 1} attempts"
        return [replace(failed, next_on=None), ReturnStarted(reason=given_up)]

    def reschedule(self, on: date, today: date, limits: Limits) -> Sequence[ShipmentEvent]:
        """The customer wants it on another day. Raises Invalid, TooOftenRescheduled."""
        self._possible("rescheduled")
        latest = today + timedelta(days=limits.reschedule_days)
        ensure(today < on <= latest, Invalid.field("on", f"must be a day after {today}, {latest} at the latest"))
        ensure(self.rescheduled < limits.reschedules, TooOftenRescheduled.after(limits.reschedules))
        return [DeliveryRescheduled(on=on)]

    def refuse(self, reason: str) -> Sequence[ShipmentEvent]:
        """The customer does not want it: it goes back."""
        self._possible("refused")
        return self._turn_round(reason)

    def issue_return_code(self, code_digest: str, now: datetime) -> Sequence[ShipmentEvent]:
        """The vendor has a code to give for it. Raises CodeJustSent."""
        self._possible("given a return code")
        self.vendors_door.ensure_sendable(now)
        return [ReturnCodeIssued(digest=code_digest, at=now)]

    def take_back(self, code_digest: str, limits: Limits) -> Sequence[ShipmentEvent]:
        """The vendor has it back; its code (empty: none was given) confirms that. A wrong one is an event: it counts.

        Raises ReturnCodeNeeded, CodeLocked.
        """
        self._possible("returned")
        if not code_digest:
            ensure(not limits.return_code_required, ReturnCodeNeeded.of(self.shipment_id))
            return [ParcelReturned()]
        ensure(self.vendors_door.tries_left > 0, CodeLocked.of(self.shipment_id))
        return [ParcelReturned(confirmed=True) if self.vendors_door.opens(code_digest) else WrongReturnCodeTried()]

    def check_return(self, condition: Condition, note: str) -> Sequence[ShipmentEvent]:
        """The vendor says how it came back. Raises AlreadyChecked."""
        self._possible("checked")
        ensure(not self.checked, AlreadyChecked.of(self.shipment_id))
        return [ReturnChecked(condition=condition, note=note)]

    def collect_otherwise(self, cod: Money, reason: str) -> Sequence[ShipmentEvent]:
        """Another amount is collected at the door. Raises Invalid."""
        self._possible("paid for otherwise")
        fits = cod.currency == self.cod.currency and cod.amount >= 0
        ensure(fits, Invalid.field("cod", f"must be {self.cod.currency}, not negative"))
        return [CodChanged(cod=cod, reason=reason)] if cod != self.cod else []

    def lose(self, reason: str) -> Sequence[ShipmentEvent]:
        """It is gone."""
        self._possible("lost")
        return [ParcelLost(reason=reason)]

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
        failed = [AttemptFailed(reason=reason, code="refused")] if self.status == "out_for_delivery" else []
        return [*failed, ReturnStarted(reason=reason)]

    def _go(self, code_digest: str, rider_id: str, now: datetime) -> Sequence[ShipmentEvent]:
        if self.deliver_on and clock.dhaka_date(now) < self.deliver_on:
            raise AskedForLater.on(self.deliver_on)
        return [ParcelWentOut(rider_id=rider_id), self._issue(code_digest, now)]

    def _issue(self, code_digest: str, now: datetime) -> CodeIssued:
        self.customers_door.ensure_sendable(now)
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
        leg=planned.leg,
        return_id=planned.return_id,
        version=1,
    )


def evolve(shipment: Shipment, event: ShipmentEvent) -> Shipment:
    """The shipment after an event; the only code that changes one."""
    status = STATUS_AFTER.get(type(event), shipment.status)
    changed = replace(shipment, version=shipment.version + 1, status=status)
    match event:
        case CourierBooked(courier=courier, tracking_no=tracking_no):
            changed = replace(changed, courier=courier, tracking_no=tracking_no)
        case TrackingNumberTold(tracking_no=tracking_no):
            changed = replace(changed, tracking_no=tracking_no)
        case CourierGaveUp():
            changed = replace(changed, courier="", tracking_no="")
        case CodChanged(cod=cod):
            changed = replace(changed, cod=cod)
        case DeliveryRescheduled(on=on):
            changed = replace(changed, deliver_on=on, rescheduled=changed.rescheduled + 1)
        case AttemptFailed():
            changed = replace(changed, failed_attempts=changed.failed_attempts + 1, deliver_on=None)
        case ReturnChecked():
            changed = replace(changed, checked=True)
        case _:
            changed = _at_the_doors(changed, event)
    return replace(changed, reason=event.reason) if isinstance(event, _EXPLAINED) else changed


def _at_the_doors(shipment: Shipment, event: ShipmentEvent) -> Shipment:
    match event:
        case CodeIssued(digest=digest, at=at):
            return replace(shipment, customers_door=shipment.customers_door.issued(digest, at))
        case WrongCodeTried():
            return replace(shipment, customers_door=shipment.customers_door.mistaken())
        case ReturnCodeIssued(digest=digest, at=at):
            return replace(shipment, vendors_door=shipment.vendors_door.issued(digest, at))
        case WrongReturnCodeTried():
            return replace(shipment, vendors_door=shipment.vendors_door.mistaken())
        case _:
            return shipment


def fold(planned: ShipmentPlanned, *happened: ShipmentEvent) -> Shipment:
    """The shipment as its events tell it."""
    return reduce(evolve, happened, plan(planned))
