"""Read tables of orders: each answer ready as JSON, and the timeline."""

from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.orders import events
from bdcommerce.orders.domain.order import Order, evolve
from bdcommerce.orders.schemas.orders import OrderView, VendorOrderView
from bdcommerce.orders.tables import order_view, timeline, vendor_order_view


async def show(event: Any, meta: EventMeta, tx: Transaction) -> None:
    """The order, its parts and its timeline after one more event."""
    order = evolve(await _so_far(event.order_id, tx), event)
    await _show_order(order, tx)
    if order.confirmed:
        await _show_parts(order, tx)
    await tx.execute(
        insert(timeline).values(
            order_id=order.order_id,
            version=meta.version,
            vendor_order_id=getattr(event, "vendor_order_id", ""),
            kind=_kind(event),
            actor_kind=event.by.kind,
            actor_id=event.by.id,
            reason=getattr(event, "reason", ""),
            at=event.at,
        )
    )


async def _so_far(order_id: str, tx: Transaction) -> Order | None:
    state = await tx.scalar(select(order_view.c.state).where(order_view.c.order_id == order_id))
    return msgspec.convert(state, Order, strict=False) if state else None


async def _show_order(order: Order, tx: Transaction) -> None:
    changing = {
        "status": order.status,
        "confirmed": order.confirmed,
        "view": OrderView.of(order),
        "state": order,
    }
    row = upsert(order_view).values(
        order_id=order.order_id,
        number=order.number,
        customer_id=order.customer_id,
        guest_hash=order.guest_hash,
        **changing,
    )
    await tx.execute(row.on_conflict_do_update(index_elements=["order_id"], set_=changing))


async def _show_parts(order: Order, tx: Transaction) -> None:
    """Vendors see their parts once the purchase binds."""
    rows = upsert(vendor_order_view).values(
        [
            {
                "vendor_order_id": part.id,
                "order_id": order.order_id,
                "vendor_id": part.vendor_id,
                "status": part.status,
                "view": VendorOrderView.of(order, part),
            }
            for part in order.vendor_orders
        ]
    )
    changed = {"status": rows.excluded.status, "view": rows.excluded.view}
    await tx.execute(rows.on_conflict_do_update(index_elements=["vendor_order_id"], set_=changed))


def _kind(event: object) -> str:
    if isinstance(event, events.ShipmentMovedOn):
        return f"shipment_{event.news}"
    return _KINDS[type(event)]


_KINDS: dict[type, str] = {
    events.Placed: "placed",
    events.Confirmed: "confirmed",
    events.PlacingFailed: "failed",
    events.Accepted: "accepted",
    events.Packed: "packed",
    events.MadeReadyToShip: "ready_to_ship",
    events.LineCancelled: "line_cancelled",
    events.Cancelled: "cancelled",
    events.ShipmentNewsNoted: "shipment_noted",
    events.Completed: "completed",
}

ORDERS = Projection(
    name="orders.order_view",
    tables=("order_view", "vendor_order_view", "timeline"),
    on=dict.fromkeys((*_KINDS, events.ShipmentMovedOn), show),
)
PROJECTIONS = (ORDERS,)
