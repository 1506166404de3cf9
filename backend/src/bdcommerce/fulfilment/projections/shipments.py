"""Shipments as people see them: one row each, and one for every step; written with every event."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update

from bdcommerce.fulfilment.domain.shipment import STATUS_AFTER, Step
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CodChanged,
    CourierBooked,
    CourierGaveUp,
    DeliveryRescheduled,
    ParcelDelivered,
    ParcelHeld,
    ParcelLost,
    ParcelPartlyDelivered,
    ParcelPickedUp,
    ParcelReachedHub,
    ParcelReturned,
    ParcelWentOut,
    RestReturned,
    RestReturning,
    ReturnChecked,
    ReturnReachedHub,
    ReturnStarted,
    ShipmentCancelled,
    ShipmentPlanned,
    TrackingNumberTold,
)
from bdcommerce.fulfilment.tables import shipment_view, tracking_step
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection

_STEPS: Mapping[type, Step] = {
    DeliveryRescheduled: "rescheduled",
    ReturnReachedHub: "return_at_hub",
    ReturnChecked: "return_checked",
    ParcelHeld: "on_hold",
    CourierGaveUp: "courier_gave_up",
    RestReturning: "rest_returning",
    RestReturned: "rest_returned",
    CodChanged: "cod_changed",
}
"""Steps that leave the status as it is, or lead back; the others are called like the status they lead to."""
_EMPTY_AT_FIRST = ("courier", "tracking_no", "reason", "rider_id", "proof", "evidence_id", "return_condition")
Moved = ParcelPickedUp | ParcelWentOut
Stopped = ReturnStarted | ShipmentCancelled | ParcelLost


async def show_planned(event: ShipmentPlanned, meta: EventMeta, tx: Transaction) -> None:
    """A new row."""
    row = {
        "shipment_id": event.shipment_id,
        "order_id": event.order_id,
        "vendor_order_id": event.vendor_order_id,
        "vendor_id": event.vendor_id,
        "number": event.number,
        "weight_grams": event.weight_grams,
        "cod": event.cod.amount,
        "currency": event.cod.currency,
        "status": STATUS_AFTER[ShipmentPlanned],
        "planned_at": meta.recorded_at,
        "changed_at": meta.recorded_at,
        "attempts": 0,
        "return_confirmed": False,
        "leg": event.leg,
        "return_id": event.return_id,
        **dict.fromkeys(_EMPTY_AT_FIRST, ""),
    }
    await tx.execute(insert(shipment_view), row)
    await _step(event, meta, tx)


async def show_booked(event: CourierBooked, meta: EventMeta, tx: Transaction) -> None:
    """Who brings it."""
    await _show(event, meta, tx, courier=event.courier, tracking_no=event.tracking_no)


async def show_number(event: TrackingNumberTold, meta: EventMeta, tx: Transaction) -> None:
    """Under which number; that is no step on its way."""
    shipment_id = meta.stream.removeprefix("shipment-")
    shown = update(shipment_view).where(shipment_view.c.shipment_id == shipment_id)
    await tx.execute(shown.values(tracking_no=event.tracking_no, changed_at=meta.recorded_at))


async def show_moved(event: Moved, meta: EventMeta, tx: Transaction) -> None:
    """Where it is, and who has it."""
    await _show(event, meta, tx, rider_id=event.rider_id)


async def show_at_hub(event: ParcelReachedHub | ReturnReachedHub, meta: EventMeta, tx: Transaction) -> None:
    """In which hub it waits; no rider has it."""
    await _show(event, meta, tx, rider_id="")


async def show_delivered(event: ParcelDelivered, meta: EventMeta, tx: Transaction) -> None:
    """How that is proven."""
    await _show(event, meta, tx, proof=event.proof, evidence_id=event.evidence_id)


async def show_partly_delivered(event: ParcelPartlyDelivered, meta: EventMeta, tx: Transaction) -> None:
    """Why not all of it."""
    await _show(event, meta, tx, proof="courier", reason=event.reason)


async def show_given_up(event: CourierGaveUp, meta: EventMeta, tx: Transaction) -> None:
    """Nobody brings it now."""
    await _show(event, meta, tx, courier="", tracking_no="", reason=event.reason)


async def show_cod(event: CodChanged, meta: EventMeta, tx: Transaction) -> None:
    """What is collected."""
    await _show(event, meta, tx, cod=event.cod.amount)


async def show_step(event: ParcelHeld | RestReturning | RestReturned, meta: EventMeta, tx: Transaction) -> None:
    """That it happened."""
    await _show(event, meta, tx)


async def show_missed(event: AttemptFailed, meta: EventMeta, tx: Transaction) -> None:
    """Why, and when the next attempt is."""
    counted = shipment_view.c.attempts + 1
    await _show(event, meta, tx, reason=event.reason, attempts=counted, deliver_on=event.next_on)


async def show_rescheduled(event: DeliveryRescheduled, meta: EventMeta, tx: Transaction) -> None:
    """The day that the customer has chosen."""
    await _show(event, meta, tx, deliver_on=event.on)


async def show_stopped(event: Stopped, meta: EventMeta, tx: Transaction) -> None:
    """Where it is, and why."""
    await _show(event, meta, tx, reason=event.reason, deliver_on=None)


async def show_returned(event: ParcelReturned, meta: EventMeta, tx: Transaction) -> None:
    """Whether the vendor gave its code for it."""
    await _show(event, meta, tx, return_confirmed=event.confirmed)


async def show_checked(event: ReturnChecked, meta: EventMeta, tx: Transaction) -> None:
    """How it came back."""
    await _show(event, meta, tx, return_condition=event.condition)


async def _show(event: object, meta: EventMeta, tx: Transaction, **columns: Any) -> None:
    changed = {"changed_at": meta.recorded_at, **columns}
    if status := STATUS_AFTER.get(type(event)):
        changed["status"] = status
    shipment_id = meta.stream.removeprefix("shipment-")
    await tx.execute(update(shipment_view).where(shipment_view.c.shipment_id == shipment_id).values(changed))
    await _step(event, meta, tx)


async def _step(event: object, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "shipment_id": meta.stream.removeprefix("shipment-"),
        "version": meta.version,
        "at": meta.recorded_at,
        "what": _STEPS.get(type(event)) or STATUS_AFTER[type(event)],
        "code": getattr(event, "code", "") or getattr(event, "condition", ""),
        "reason": getattr(event, "reason", "") or getattr(event, "note", ""),
        "hub": getattr(event, "hub", ""),
        "by": meta.actor,
        "day": getattr(event, "next_on", None) or getattr(event, "on", None),
    }
    await tx.execute(insert(tracking_step), row)


SHIPMENT_VIEW = Projection(
    name="fulfilment.shipment_view",
    tables=("shipment_view", "tracking_step"),
    on={
        ShipmentPlanned: show_planned,
        CourierBooked: show_booked,
        TrackingNumberTold: show_number,
        ParcelPickedUp: show_moved,
        ParcelReachedHub: show_at_hub,
        ParcelWentOut: show_moved,
        ParcelDelivered: show_delivered,
        AttemptFailed: show_missed,
        DeliveryRescheduled: show_rescheduled,
        ReturnStarted: show_stopped,
        ReturnReachedHub: show_at_hub,
        ParcelReturned: show_returned,
        ReturnChecked: show_checked,
        ParcelPartlyDelivered: show_partly_delivered,
        ParcelHeld: show_step,
        RestReturning: show_step,
        RestReturned: show_step,
        CourierGaveUp: show_given_up,
        CodChanged: show_cod,
        ParcelLost: show_stopped,
        ShipmentCancelled: show_stopped,
    },
)
