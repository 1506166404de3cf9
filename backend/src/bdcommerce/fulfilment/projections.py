"""Shipments as staff see them, one row each, written with every event."""

from typing import Any

from sqlalchemy import insert, update

from bdcommerce.fulfilment.domain.shipment import STATUS_AFTER
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CourierBooked,
    ParcelDelivered,
    ParcelPickedUp,
    ParcelReturned,
    ParcelWentOut,
    ReturnStarted,
    ShipmentCancelled,
    ShipmentPlanned,
)
from bdcommerce.fulfilment.tables import shipment_view
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection

Moved = ParcelPickedUp | ParcelWentOut | ParcelDelivered | ParcelReturned
Stopped = AttemptFailed | ReturnStarted | ShipmentCancelled


async def show_planned(event: ShipmentPlanned, meta: EventMeta, tx: Transaction) -> None:
    """A new row."""
    row = {
        "shipment_id": event.shipment_id,
        "vendor_order_id": event.vendor_order_id,
        "vendor_id": event.vendor_id,
        "number": event.number,
        "weight_grams": event.weight_grams,
        "cod": event.cod.amount,
        "currency": event.cod.currency,
        "status": STATUS_AFTER[ShipmentPlanned],
        "courier": "",
        "tracking_no": "",
        "reason": "",
        "changed_at": meta.recorded_at,
    }
    await tx.execute(insert(shipment_view), row)


async def show_booked(event: CourierBooked, meta: EventMeta, tx: Transaction) -> None:
    """Who brings it."""
    await _show(event, meta, tx, courier=event.courier, tracking_no=event.tracking_no)


async def show_moved(event: Moved, meta: EventMeta, tx: Transaction) -> None:
    """Where it is."""
    await _show(event, meta, tx)


async def show_stopped(event: Stopped, meta: EventMeta, tx: Transaction) -> None:
    """Where it is, and why."""
    await _show(event, meta, tx, reason=event.reason)


async def _show(event: object, meta: EventMeta, tx: Transaction, **columns: Any) -> None:
    changed = {"status": STATUS_AFTER[type(event)], "changed_at": meta.recorded_at, **columns}
    shipment_id = meta.stream.removeprefix("shipment-")
    await tx.execute(update(shipment_view).where(shipment_view.c.shipment_id == shipment_id).values(changed))


SHIPMENT_VIEW = Projection(
    name="fulfilment.shipment_view",
    tables=("shipment_view",),
    on={
        ShipmentPlanned: show_planned,
        CourierBooked: show_booked,
        ParcelPickedUp: show_moved,
        ParcelWentOut: show_moved,
        ParcelDelivered: show_moved,
        ParcelReturned: show_moved,
        AttemptFailed: show_stopped,
        ReturnStarted: show_stopped,
        ShipmentCancelled: show_stopped,
    },
)
