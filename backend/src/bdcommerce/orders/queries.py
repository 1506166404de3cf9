"""Named reads over the projections, and what endpoints are given to make them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from bdcommerce.contracts.orders import Recipient
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language
from bdcommerce.orders.domain.carts import Cart, CartLine, CartStatus, Shopper
from bdcommerce.orders.domain.contacts import CONTEXT, Contact, from_text
from bdcommerce.orders.domain.coupons import Coupon
from bdcommerce.orders.domain.transitions import Status
from bdcommerce.orders.errors import UnknownCart
from bdcommerce.orders.ports import Deps, Seals
from bdcommerce.orders.schemas.carts import CouponView
from bdcommerce.orders.schemas.labels import LABELS
from bdcommerce.orders.schemas.orders import OrderView, StaffTimelineEntry, TimelineEntry, VendorOrderView

LAST = "zzz"
"""Sorts after every id: where a list that shows the latest first begins."""

LONGEST_TIMELINE = 1000


@dataclass(frozen=True, kw_only=True)
class ApiDeps(Deps):
    """What endpoints are given beside the ports: the read pool."""

    reads: Reads


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


class VendorOrderRow(msgspec.Struct, frozen=True):
    """A vendor order with its recipient."""

    vendor_id: str
    view: VendorOrderView
    sealed: str

    def contact(self, seals: Seals) -> Contact:
        """To whom it goes."""
        return from_text(seals.open(self.sealed, CONTEXT))


class _CartLineRow(msgspec.Struct, frozen=True):
    line_id: str
    offer_id: str
    quantity: int
    price_seen: int


class _CartRow(msgspec.Struct, frozen=True):
    customer_id: str
    guest_hash: str
    status: CartStatus
    order_id: str
    coupon_id: str
    coupon_code: str
    version: int
    merged_into: str
    lines: list[_CartLineRow]


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
    reason: str
    at: datetime


class _RecipientRow(msgspec.Struct, frozen=True):
    vendor_order_id: str
    order_id: str
    number: str
    customer_id: str
    language: Language
    sealed: str


_CART = Query(
    "orders.cart",
    """
    SELECT customer_id, guest_hash, status, order_id, coupon_id, coupon_code, version, merged_into, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'line_id', id, 'offer_id', offer_id, 'quantity', quantity, 'price_seen', price_seen) ORDER BY id), '[]')
        FROM cart_line WHERE cart_id = cart.id) AS lines
    FROM cart WHERE id = $1
    """,
    _CartRow,
)
_OPEN_CART = Query(
    "orders.open_cart",
    """
    SELECT id FROM cart WHERE customer_id = $1 AND customer_id <> '' AND status = 'open' ORDER BY id DESC LIMIT 1
    """,
    dict[str, str],
)
_STALLED = Query(
    "orders.stalled_checkouts",
    """
    SELECT id AS cart_id, order_id FROM cart WHERE status = 'checking_out' AND changed_at < $1
    ORDER BY changed_at LIMIT 100
    """,
    dict[str, str],
)
_COUPON = Query(
    "orders.coupon",
    """
    SELECT id AS coupon_id, code, percent, vendor_id, starts_at, ends_at, total_limit, per_customer_limit,
           jsonb_build_object('amount', min_goods) AS min_goods, used
    FROM coupon WHERE id = $1
    """,
    Coupon,
)
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
    SELECT version, vendor_order_id, kind, actor_kind, actor_id, reason, at FROM timeline
    WHERE order_id = $1 AND version > $2 ORDER BY version LIMIT $3
    """,
    _Happened,
)
_TIMELINE_FOR_CUSTOMER = Query(
    "orders.timeline_for_customer",
    """
    SELECT version, vendor_order_id, kind, actor_kind, actor_id, reason, at FROM timeline
    WHERE order_id = $1 AND version > $2 AND kind <> 'shipment_noted' ORDER BY version LIMIT $3
    """,
    _Happened,
)
_VENDOR_ORDER = Query(
    "orders.vendor_order",
    """
    SELECT vendor_id, view, sealed FROM vendor_order_view JOIN order_contact USING (order_id)
    WHERE vendor_order_id = $1
    """,
    VendorOrderRow,
)
_PARTS = Query("orders.parts", "SELECT view FROM vendor_order_view WHERE order_id = $1", _VendorView)
_OF_VENDOR = Query(
    "orders.of_vendor",
    """
    SELECT view FROM vendor_order_view WHERE vendor_id = $1 AND vendor_order_id < $2
    ORDER BY vendor_order_id DESC LIMIT $3
    """,
    _VendorView,
)
_OF_VENDOR_BY_STATUS = Query(
    "orders.of_vendor_by_status",
    """
    SELECT view FROM vendor_order_view WHERE vendor_id = $1 AND vendor_order_id < $2 AND status = $4
    ORDER BY vendor_order_id DESC LIMIT $3
    """,
    _VendorView,
)


def _for_staff(name: str, condition: str) -> Query[_View]:
    """One query per way to filter, so that each is a range of the index that fits it."""
    return Query(
        f"orders.for_staff{name}",
        f"SELECT view FROM order_view WHERE order_id < $1 {condition} ORDER BY order_id DESC LIMIT $2",  # noqa: S608 - conditions stand below
        _View,
    )


_FOR_STAFF = {
    (False, False): _for_staff("", ""),
    (True, False): _for_staff("_by_status", "AND status = $3"),
    (False, True): _for_staff("_by_number", "AND number ~>=~ $3 AND number ~<~ ($3 || '~')"),
    (True, True): _for_staff("_by_status_and_number", "AND status = $3 AND number ~>=~ $4 AND number ~<~ ($4 || '~')"),
}
_COUPONS = Query(
    "orders.coupons",
    """
    SELECT id, code, percent, nullif(vendor_id, '') AS vendor_id, starts_at, ends_at, total_limit, per_customer_limit,
           jsonb_build_object('amount', min_goods) AS min_goods, used
    FROM coupon WHERE id < $1 ORDER BY id DESC LIMIT $2
    """,
    CouponView,
)
_RECIPIENT_OF_ORDER = Query(
    "orders.recipient_of_order",
    """
    SELECT '' AS vendor_order_id, order_id, number, customer_id, state ->> 'language' AS language, sealed
    FROM order_view JOIN order_contact USING (order_id) WHERE order_id = $1
    """,
    _RecipientRow,
)
_RECIPIENT = Query(
    "orders.recipient",
    """
    SELECT vendor_order_id, order_id, number, customer_id, state ->> 'language' AS language, sealed
    FROM vendor_order_view JOIN order_view USING (order_id) JOIN order_contact USING (order_id)
    WHERE vendor_order_id = $1
    """,
    _RecipientRow,
)


async def cart(reads: Reads, cart_id: str, shopper: Shopper) -> Cart:
    """A cart of theirs. Raises UnknownCart."""
    row = await reads.one(_CART, cart_id)
    if row is None:
        raise UnknownCart.of(cart_id)
    columns = msgspec.structs.asdict(row)
    lines = [
        CartLine(
            line_id=line.line_id, offer_id=line.offer_id, quantity=line.quantity, price_seen=Money(line.price_seen)
        )
        for line in columns.pop("lines")
    ]
    return Cart(cart_id=cart_id, lines=tuple(lines), **columns).of(shopper)


async def open_cart(reads: Reads, shopper: Shopper) -> Cart:
    """The newest open cart of a customer, whichever device it was filled on. Raises UnknownCart."""
    found = await reads.one(_OPEN_CART, shopper.customer_id)
    if found is None:
        raise UnknownCart.of("mine")
    return await cart(reads, found["id"], shopper)


async def stalled_checkouts(reads: Reads, before: datetime) -> list[tuple[str, str]]:
    """Carts that were closed for an order before an instant and have not become it, with the id of that order."""
    return [(row["cart_id"], row["order_id"]) for row in await reads.all(_STALLED, before)]


async def coupon_of(reads: Reads, of: Cart) -> Coupon | None:
    """The coupon that was entered for a cart."""
    if not of.coupon_id:
        return None
    return await reads.one(_COUPON, of.coupon_id)


async def order(reads: Reads, order_id: str) -> OrderRow | None:
    """An order."""
    return await reads.one(_ORDER, order_id)


async def orders_of_customer(reads: Reads, customer_id: str, before: str, limit: int) -> list[OrderView]:
    """A customer's orders, the latest first."""
    return [row.view for row in await reads.all(_OF_CUSTOMER, customer_id, before, limit)]


async def orders_for_staff(
    reads: Reads, *, status: Status | None, number: str, before: str, limit: int
) -> list[OrderView]:
    """All orders, the latest first; of a status, or with a number that begins like this."""
    given = [text for text in (status, number) if text]
    return [row.view for row in await reads.all(_FOR_STAFF[bool(status), bool(number)], before, limit, *given)]


async def timeline(reads: Reads, order_id: str, after: int, limit: int) -> list[TimelineEntry]:
    """What a customer is told of what happened. News that does not fit is for staff to make sense of."""
    rows = await reads.all(_TIMELINE_FOR_CUSTOMER, order_id, after, limit)
    return [TimelineEntry(**_entry(row)) for row in rows]


async def timeline_for_staff(reads: Reads, order_id: str) -> list[StaffTimelineEntry]:
    """Everything that happened."""
    rows = await reads.all(_TIMELINE, order_id, 0, LONGEST_TIMELINE)
    return [StaffTimelineEntry(**_entry(row), actor_id=row.actor_id) for row in rows]


async def vendor_orders(
    reads: Reads, vendor_id: str, *, status: Status | None, before: str, limit: int
) -> list[VendorOrderView]:
    """A vendor's orders, the latest first."""
    if status is None:
        return [row.view for row in await reads.all(_OF_VENDOR, vendor_id, before, limit)]
    return [row.view for row in await reads.all(_OF_VENDOR_BY_STATUS, vendor_id, before, limit, status)]


async def vendor_order(reads: Reads, vendor_order_id: str) -> VendorOrderRow | None:
    """A vendor order."""
    return await reads.one(_VENDOR_ORDER, vendor_order_id)


async def parts(reads: Reads, order_id: str) -> list[VendorOrderView]:
    """The vendor orders of an order that binds."""
    return [row.view for row in await reads.all(_PARTS, order_id)]


async def coupons(reads: Reads, before: str, limit: int) -> list[CouponView]:
    """All coupons, the latest first."""
    return await reads.all(_COUPONS, before, limit)


async def recipient_of_order(reads: Reads, seals: Seals, order_id: str) -> Recipient | None:
    """To whom an order goes."""
    row = await reads.one(_RECIPIENT_OF_ORDER, order_id)
    return _recipient(row, seals) if row else None


async def recipient(reads: Reads, seals: Seals, vendor_order_id: str) -> Recipient | None:
    """To whom a vendor order goes."""
    row = await reads.one(_RECIPIENT, vendor_order_id)
    return _recipient(row, seals) if row else None


def _entry(row: _Happened) -> dict[str, Any]:
    return {
        "number": row.version,
        "at": row.at,
        "kind": row.kind,
        "label": LABELS[row.kind],
        "vendor_order_id": row.vendor_order_id,
        "by": row.actor_kind,
        "reason": row.reason,
    }


def _recipient(row: _RecipientRow, seals: Seals) -> Recipient:
    return Recipient(
        vendor_order_id=row.vendor_order_id,
        order_id=row.order_id,
        number=row.number,
        customer_id=row.customer_id,
        address=from_text(seals.open(row.sealed, CONTEXT)).address,
        language=row.language,
    )
