"""What is done with a parcel on its way to the customer: look where it is, decide, store and tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.cash import CodParcel
from bdcommerce.fulfilment.domain.shipment import STATUS_AFTER, Limits, Shipment, evolve
from bdcommerce.fulfilment.domain.telling import told_of
from bdcommerce.fulfilment.events import AttemptFailed, CallOffDue, DeliveryCodeDue, ShipmentEvent
from bdcommerce.fulfilment.handlers import evidence
from bdcommerce.fulfilment.ports import Codes, Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

_DELIVERED: frozenset[ShipmentStatus] = frozenset({"delivered", "partially_delivered"})
_OVER: frozenset[ShipmentStatus] = _DELIVERED | {"returned", "lost"}


async def cancel(work: Work, vendor_order_id: str, reason: str) -> Shipment | None:
    """There is no order for the parcel any more, if there is a parcel. Raises NotPossibleNow once it is delivered."""
    shipment = await work.shipments.of_vendor_order(vendor_order_id)
    if shipment is None:
        return None
    cancelled = await record(work, shipment, shipment.cancel(reason))
    await work.log.later(CallOffDue(shipment_id=shipment.shipment_id, reason=reason), due=clock.now())
    return cancelled


async def pick_up(work: Work, shipment_id: str, rider_id: str) -> Shipment:
    """The courier has it from the vendor; whoever fetches it has it on its run."""
    shipment = await work.shipments.get(shipment_id)
    await work.runs.take(clock.today(), rider_id, shipment_id)
    return await record(work, shipment, shipment.pick_up(rider_id))


async def reach_hub(work: Work, shipment_id: str, hub: str) -> Shipment:
    """It waits in a hub, on its way there or back."""
    shipment = await work.shipments.get(shipment_id)
    return await record(work, shipment, shipment.reach_hub(hub))


async def send_out(work: Work, codes: Codes, shipment_id: str, rider_id: str) -> Shipment:
    """A rider goes to the customer, or the customer needs another code."""
    shipment = await work.shipments.get(shipment_id)
    code = codes.new()
    happened = shipment.send_out(codes.digest(shipment_id, code), rider_id, clock.now())
    await work.runs.take(clock.today(), rider_id, shipment_id)
    return await _go(work, shipment, happened, codes.seal(code))


async def try_again(work: Work, codes: Codes, shipment_id: str, rider_id: str) -> Shipment:
    """A rider goes once more after a failed attempt."""
    shipment = await work.shipments.get(shipment_id)
    code = codes.new()
    happened = shipment.try_again(codes.digest(shipment_id, code), rider_id, clock.now())
    await work.runs.take(clock.today(), rider_id, shipment_id)
    return await _go(work, shipment, happened, codes.seal(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a rider brings home from a door: the customer's code or a photo, and the cash."""

    code: str
    evidence_id: str
    collected: Money
    rider_id: str


async def deliver(work: Work, codes: Codes, shipment_id: str, proven: Proven, limits: Limits) -> Shipment:
    """The customer has it, and the rider the cash. If the code was wrong it is still out for delivery.

    Raises Invalid unless there is a code or a photo and not both, UnknownEvidence, PhotoNotEnough, and DayClosed for
    cash on a day that the rider has closed.
    """
    ensure(bool(proven.code) != bool(proven.evidence_id), Invalid.field("code", "or a photo_id is needed, not both"))
    shipment = await work.shipments.get(shipment_id)
    if proven.evidence_id:
        happened = shipment.deliver_by_photo(proven.evidence_id, proven.collected, proven.rider_id, limits)
        await evidence.ensure_shown(work, shipment_id, proven.evidence_id, "delivery")
    else:
        digest = codes.digest(shipment_id, proven.code)
        happened = shipment.deliver(digest, proven.collected, proven.rider_id)
    now = await record(work, shipment, happened)
    if now.status == "delivered" and proven.collected:
        await work.closings.ensure_open(proven.rider_id, clock.today())
        await work.cash.collect(
            CodParcel(
                shipment_id=now.shipment_id,
                vendor_order_id=now.vendor_order_id,
                courier=now.courier,
                collected=proven.collected,
                rider_id=proven.rider_id,
            )
        )
    return now


async def miss(work: Work, shipment_id: str, failed: AttemptFailed, limits: Limits) -> Shipment:
    """Nobody took it this time."""
    shipment = await work.shipments.get(shipment_id)
    return await record(work, shipment, shipment.miss(failed, limits))


async def reschedule(work: Work, shipment_id: str, on: date, limits: Limits) -> Shipment:
    """The customer wants it on another day."""
    shipment = await work.shipments.get(shipment_id)
    return await record(work, shipment, shipment.reschedule(on, clock.today(), limits))


async def refuse(work: Work, shipment_id: str, reason: str) -> Shipment:
    """The customer does not want it."""
    shipment = await work.shipments.get(shipment_id)
    return await record(work, shipment, shipment.refuse(reason))


async def record(work: Work, shipment: Shipment, happened: Sequence[ShipmentEvent]) -> Shipment:
    """Store what happened to a shipment and tell those whom it concerns. Raises Stale."""
    after = shipment
    for event in happened:
        after = evolve(after, event)
        if after.status in _OVER and after.status == STATUS_AFTER.get(type(event)):
            await work.bookings.ended(after.shipment_id, delivered=after.status in _DELIVERED)
        if told := told_of(after, event, clock.now()):
            await work.log.tell(told)
    await work.shipments.append(shipment, happened)
    return after


async def _go(work: Work, shipment: Shipment, happened: Sequence[ShipmentEvent], sealed_code: str) -> Shipment:
    gone = reduce(evolve, happened, shipment)
    due = DeliveryCodeDue(
        shipment_id=gone.shipment_id,
        nth=len(gone.customers_door.sent),
        number=gone.number,
        cod=gone.cod,
        sealed_code=sealed_code,
    )
    await work.log.later(due, due=clock.now())
    return await record(work, shipment, happened)
