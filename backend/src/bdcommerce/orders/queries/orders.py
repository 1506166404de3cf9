"""Reads of orders, vendor orders and their timelines."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.orders.domain.contacts import CONTEXT, Contact, from_text
from bdcommerce.orders.domain.reasons import LABELS as REASON_LABELS
from bdcommerce.orders.domain.return_reasons import RETURN_LABELS
from bdcommerce.orders.domain.returned import Shown
from bdcommerce.orders.events import EditChange
from bdcommerce.orders.ports import Seals
from bdcommerce.orders.schemas.labels import DROPPED, LABELS
from bdcommerce.orders.schemas.orders import OrderView, StaffTimelineEntry, TimelineEntry, VendorOrderView

LONGEST_TIMELINE = 1000


class OrderRow(msgspec.Struct, frozen=True):
    """An order with what says whose it is."""

    customer_id: str
    guest_hash: str
    confirmed: bool
    view: OrderView
    sealed: str

    def contact(self, seals: Seals) -> Contact:
        """To whom it goes."""
        return from_text(seals.open(self.sealed, CONTEXT))


class HeldRow(msgspec.Struct, frozen=True):
    """What has to be known of an order to commit its stock."""

    status: Shown
    hold_id: str
    place: Place


class VendorOrderRow(msgspec.Struct, frozen=True):
    """A vendor order with its recipient."""

    vendor_id: str
    view: VendorOrderView
    language: Language
    sealed: str

    def contact(self, seals: Seals) -> Contact:
        """To whom it goes."""
        return from_text(seals.open(self.sealed, CONTEXT))


class _View(msgspec.Struct, frozen=True):
    view: OrderView


class _VendorView(msgspec.Struct, frozen=True):
    view: VendorOrderView


class _Happened(msgspec.Struct, frozen=True):
    version: int
    vendor_order_id: str
    kind: str
    actor_kind: Literal["guest", "customer", "vendor", "staff", "system"]
    actor_id: str
    code: str
    reason: str
    at: datetime
    changes: list[EditChange]


_ORDER = Query(
    "orders.order",
    """
    SELECT customer_id, guest_hash, confirmed, view, sealed FROM order_view JOIN order_contact USING (order_id)
    WHERE order_id = $1
    """,
    OrderRow,
)
_OF_CUSTOMER = Query(
    "orders.of_customer",
    """
    SELECT view FROM order_view WHERE customer_id = $1 AND customer_id <> '' AND order_id < $2
    ORDER BY order_id DESC LIMIT $3
    """,
    _View,
)
_TIMELINE = Query(
    "orders.timeline",
    """
    SELECT version, vendor_order_id, kind, actor_kind, actor_id, code, reason, at, changes FROM timeline
    WHERE order_id = $1 AND version > $2 ORDER BY version LIMIT $3
    """,
    _Happened,
)
_TIMELINE_FOR_CUSTOMER = Query(
    "orders.timeline_for_customer",
    """
    SELECT version, vendor_order_id, kind, actor_kind, actor_id, code, reason, at, changes FROM timeline
    WHERE order_id = $1 AND version > $2 AND kind <> 'shipment_noted' ORDER BY version LIMIT $3
    """,
    _Happened,
)
_VENDOR_ORDER = Query(
    "orders.vendor_order",
    """
    SELECT part.vendor_id, part.view, state ->> 'language' AS language, sealed
    FROM vendor_order_view part JOIN order_view USING (order_id) JOIN order_contact USING (order_id)
    WHERE vendor_order_id = $1
    """,
    VendorOrderRow,
)
_PARTS = Query("orders.parts", "SELECT view FROM vendor_order_view WHERE order_id = $1", _VendorView)


_HELD = Query(
    "orders.held_stock",
    "SELECT status, state ->> 'hold_id' AS hold_id, state -> 'place' AS place FROM order_view WHERE order_id = $1",
    HeldRow,
)


async def held(reads: Reads, order_id: str) -> HeldRow | None:
    """Under which hold the stock of an order is, and where it goes."""
    return await reads.one(_HELD, order_id)


async def order(reads: Reads, order_id: str) -> OrderRow | None:
    """An order."""
    return await reads.one(_ORDER, order_id)


async def orders_of_customer(reads: Reads, customer_id: str, before: str, limit: int) -> list[OrderView]:
    """A customer's orders, the latest first."""
    return [row.view for row in await reads.all(_OF_CUSTOMER, customer_id, before, limit)]


async def timeline(reads: Reads, order_id: str, after: int, limit: int) -> list[TimelineEntry]:
    """What a customer is told of what happened. News that does not fit is for staff to make sense of."""
    rows = await reads.all(_TIMELINE_FOR_CUSTOMER, order_id, after, limit)
    return [TimelineEntry(**_entry(row)) for row in rows]


async def timeline_for_staff(reads: Reads, order_id: str) -> list[StaffTimelineEntry]:
    """Everything that happened."""
    rows = await reads.all(_TIMELINE, order_id, 0, LONGEST_TIMELINE)
    return [StaffTimelineEntry(**_entry(row), actor_id=row.actor_id) for row in rows]


async def vendor_order(reads: Reads, vendor_order_id: str) -> VendorOrderRow | None:
    """A vendor order."""
    return await reads.one(_VENDOR_ORDER, vendor_order_id)


async def parts(reads: Reads, order_id: str) -> list[VendorOrderView]:
    """The vendor orders of an order that binds."""
    return [row.view for row in await reads.all(_PARTS, order_id)]


def _entry(row: _Happened) -> dict[str, Any]:
    return {
        "number": row.version,
        "at": row.at,
        "kind": row.kind,
        "label": LABELS[row.kind],
        "vendor_order_id": row.vendor_order_id,
        "by": row.actor_kind,
        "code": row.code,
        "why": _why(row),
        "changes": row.changes,
        "reason": row.reason,
    }


def _why(row: _Happened) -> Localized | None:
    if row.kind.startswith("return_"):
        return RETURN_LABELS.get(row.code)
    return REASON_LABELS.get(row.code) or DROPPED.get(row.code)
