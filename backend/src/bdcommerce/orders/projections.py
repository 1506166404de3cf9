"""Read tables of orders: each answer ready as JSON, and the timeline."""

from typing import Any

import msgspec
from sqlalchemy import text

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.orders import events
from bdcommerce.orders.domain.order import Order, evolve
from bdcommerce.orders.domain.returned import EVENTS as OF_RETURNS
from bdcommerce.orders.domain.risk.outcomes import cause_of, given_back
from bdcommerce.orders.schemas.orders import OrderView, VendorOrderView
from bdcommerce.orders.schemas.returns import ReturnView

_STATE = text("SELECT state FROM order_view WHERE order_id = :order_id")
_SHOW = text("""
    WITH part AS (
        INSERT INTO vendor_order_view AS shown (vendor_order_id, order_id, vendor_id, status, view, number, placed_at)
        SELECT vendor_order_id, :order_id, vendor_id, status, view, :number, CAST(:placed_at AS timestamptz)
        FROM jsonb_to_recordset(CAST(:parts AS jsonb))
            AS part (vendor_order_id text, vendor_id text, status text, view jsonb)
        ON CONFLICT (vendor_order_id) DO UPDATE SET status = excluded.status, view = excluded.view
    ), happened AS (
        INSERT INTO timeline (order_id, version, vendor_order_id, kind, actor_kind, actor_id, code, reason, at, changes)
        VALUES (:order_id, :version, :vendor_order_id, :kind, :actor_kind, :actor_id, :code, :reason, :at,
                CAST(:changes AS jsonb))
    )
    INSERT INTO order_view (order_id, number, customer_id, guest_hash, status, confirmed, view, state, placed_at,
                            district, open_cash)
    VALUES (:order_id, :number, :customer_id, :guest_hash, :status, :confirmed, CAST(:view AS jsonb),
            CAST(:state AS jsonb), CAST(:placed_at AS timestamptz), :district, :open_cash)
    ON CONFLICT (order_id) DO UPDATE
    SET status = excluded.status, confirmed = excluded.confirmed, view = excluded.view, state = excluded.state,
        district = excluded.district, open_cash = excluded.open_cash
""")
_SHOW_RETURN = text("""
    INSERT INTO return_view (return_id, order_id, vendor_order_id, vendor_id, status, view)
    VALUES (:return_id, :order_id, :vendor_order_id, :vendor_id, :status, CAST(:view AS jsonb))
    ON CONFLICT (return_id) DO UPDATE SET status = excluded.status, view = excluded.view
""")


async def show(event: Any, meta: EventMeta, tx: Transaction) -> None:
    """The order, its parts and its timeline after one more event."""
    before = None if isinstance(event, events.Placed) else await _so_far(event.order_id, tx)
    order = evolve(before, event)
    shown = {
        "order_id": order.order_id,
        "number": order.number,
        "customer_id": order.customer_id,
        "guest_hash": order.guest_hash,
        "status": order.status,
        "confirmed": order.confirmed,
        "placed_at": order.placed_at,
        "district": order.place.district,
        "open_cash": order.open_cash.amount,
        "view": _json(OrderView.of(order)),
        "state": _json(order),
        "parts": _json(_parts(order)),
        "version": meta.version,
        "vendor_order_id": getattr(event, "vendor_order_id", ""),
        "kind": _kind(event),
        "actor_kind": event.by.kind,
        "actor_id": event.by.id,
        "code": getattr(event, "code", ""),
        "reason": _reason(event),
        "changes": _json(_changes(event)),
        "at": event.at,
    }
    await tx.execute(_SHOW, shown)
    if isinstance(event, OF_RETURNS):
        await _show_return(order, event, tx)


async def _show_return(order: Order, event: Any, tx: Transaction) -> None:
    part = order.vendor_order(event.vendor_order_id)
    one = next(each for each in part.returns if each.id == event.return_id)
    shown = {
        "return_id": one.id,
        "order_id": order.order_id,
        "vendor_order_id": part.id,
        "vendor_id": part.vendor_id,
        "status": one.status,
        "view": _json(ReturnView.of(order, part, one)),
    }
    await tx.execute(_SHOW_RETURN, shown)


async def _so_far(order_id: str, tx: Transaction) -> Order | None:
    state = await tx.scalar(_STATE, {"order_id": order_id})
    return msgspec.convert(state, Order, strict=False) if state else None


def _parts(order: Order) -> list[dict[str, Any]]:
    """Vendors see their parts once the purchase binds."""
    if not order.confirmed:
        return []
    return [
        {
            "vendor_order_id": part.id,
            "vendor_id": part.vendor_id,
            "status": part.shown,
            "view": VendorOrderView.of(order, part),
        }
        for part in order.vendor_orders
    ]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _reason(event: object) -> str:
    return event.proposal.reason if isinstance(event, events.EditProposed) else getattr(event, "reason", "")


def _changes(event: object) -> tuple[events.EditChange, ...]:
    return event.proposal.changes if isinstance(event, events.EditProposed | events.Edited) else ()


def _kind(event: object) -> str:
    if isinstance(event, events.ShipmentMovedOn):
        return f"shipment_{event.news}"
    if isinstance(event, events.ReturnParcelSeen):
        return f"{event.leg}_{event.status}"
    return _KINDS[type(event)]


_KINDS: dict[type, str] = {
    events.Placed: "placed",
    events.PaymentAwaited: "payment_awaited",
    events.ConfirmationAwaited: "confirmation_awaited",
    events.Affirmed: "affirmed",
    events.PaymentMethodChanged: "payment_method_changed",
    events.Confirmed: "confirmed",
    events.PlacingFailed: "failed",
    events.Accepted: "accepted",
    events.Packed: "packed",
    events.MadeReadyToShip: "ready_to_ship",
    events.LineCancelled: "line_cancelled",
    events.Cancelled: "cancelled",
    events.ShipmentNewsNoted: "shipment_noted",
    events.Completed: "completed",
    events.EditProposed: "edit_proposed",
    events.EditAgreed: "edit_agreed",
    events.EditDropped: "edit_dropped",
    events.Edited: "edited",
    events.PartlyDelivered: "partly_delivered",
    events.RestCameBack: "rest_came_back",
    events.PartKept: "part_kept",
    events.ReturnAsked: "return_requested",
    events.ReturnPhotoAdded: "return_photo_added",
    events.ReturnApproved: "return_approved",
    events.ReturnRefused: "return_refused",
    events.ReturnEscalated: "return_escalated",
    events.ReturnClosed: "return_closed",
    events.ReturnReceived: "return_received",
    events.ReturnGranted: "return_granted",
    events.ReturnRefunded: "return_refunded",
    events.RefundPreferred: "refund_preferred",
    events.ExchangePromised: "exchange_promised",
    events.ReplacementSent: "replacement_sent",
    events.ReplacementFailed: "replacement_failed",
    events.ReturnExchanged: "return_exchanged",
}

_PARCEL = text("""
    INSERT INTO parcel_outcome AS parcel (vendor_order_id, order_id, cause, outcome, at)
    VALUES (:vendor_order_id, :order_id, :cause, :outcome, :at)
    ON CONFLICT (vendor_order_id) DO UPDATE
    SET cause = coalesce(nullif(excluded.cause, ''), parcel.cause), at = excluded.at,
        outcome = CASE excluded.outcome WHEN 'returned'
            THEN coalesce(nullif(excluded.cause, ''), nullif(parcel.cause, ''), 'returned')
            ELSE coalesce(nullif(excluded.outcome, ''), parcel.outcome) END
""")


async def remember_parcel(event: events.ShipmentMovedOn, _: EventMeta, tx: Transaction) -> None:
    """What became of a parcel: received, or back, and then why."""
    if event.news not in _TELLING:
        return
    cause = cause_of(event.cause, event.reason) if event.news != "delivered" else ""
    outcome = event.news if event.news in ("delivered", "returned") else ""
    about = {
        "vendor_order_id": event.vendor_order_id,
        "order_id": event.order_id,
        "cause": cause,
        "outcome": cause if cause and outcome == "returned" else outcome,
        "at": event.at,
    }
    await tx.execute(_PARCEL, about)


async def remember_return(event: events.ReturnGranted, _: EventMeta, tx: Transaction) -> None:
    """What was received and came back whole, for no fault, was received for nothing."""
    if given_back(event):
        about = {"vendor_order_id": event.vendor_order_id, "order_id": event.order_id, "cause": "", "at": event.at}
        await tx.execute(_PARCEL, {**about, "outcome": "given_back"})


_TELLING = ("attempt_failed", "returning", "delivered", "returned")
ORDERS = Projection(
    name="orders.order_view",
    tables=("order_view", "vendor_order_view", "timeline", "return_view"),
    on=dict.fromkeys((*_KINDS, events.ShipmentMovedOn, events.ReturnParcelSeen), show),
)
PARCELS = Projection(
    name="orders.parcel_outcome",
    tables=("parcel_outcome",),
    on={events.ShipmentMovedOn: remember_parcel, events.ReturnGranted: remember_return},
)
PROJECTIONS = (ORDERS, PARCELS)
