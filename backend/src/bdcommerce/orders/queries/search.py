"""Looking for orders: staff among all of them, vendors among their own. One query per way to look, so that each is a
range of the index that fits it; what narrows it further is checked on the rows of that range.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.orders.domain.returned import Shown
from bdcommerce.orders.schemas.orders import OrderView, VendorOrderView

BY_ID, BY_STATUS, BY_NUMBER, BY_BOTH = "", "_by_status", "_by_number", "_by_status_and_number"
_SLACK = timedelta(hours=1)
"""An id is made a moment before its order is placed."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What orders should be like; what is empty does not matter. The days are instants: from, and up to."""

    placed_from: datetime
    placed_before: datetime
    status: Shown | None = None
    number: str = ""
    """How it begins."""
    vendor_id: str = ""
    customer_id: str = ""
    phone: str = ""
    """The blind index of the recipient's number, or of the one that a guest confirmed."""

    def between(self, kind: str, before: str) -> tuple[str, str]:
        """The ids among which the orders are, read from one that stands before the page."""
        return min(before, _edge(kind, self.placed_before + _SLACK)), _edge(kind, self.placed_from - _SLACK)


class _View(msgspec.Struct, frozen=True):
    view: OrderView


class _VendorView(msgspec.Struct, frozen=True):
    view: VendorOrderView


_SPAN = "o.order_id < $1 AND o.order_id >= $3 AND o.placed_at >= $4 AND o.placed_at < $5"


def _for_staff(way: str, condition: str) -> Query[_View]:
    return Query(
        f"orders.for_staff{way}",
        f"SELECT view FROM order_view o WHERE {_SPAN} {condition} ORDER BY o.order_id DESC LIMIT $2",  # noqa: S608 - conditions stand below
        _View,
    )


FOR_STAFF = {
    BY_ID: _for_staff(BY_ID, ""),
    BY_STATUS: _for_staff(BY_STATUS, "AND status = $6"),
    BY_NUMBER: _for_staff(BY_NUMBER, "AND number ~>=~ $6 AND number ~<~ ($6 || '~')"),
    BY_BOTH: _for_staff(BY_BOTH, "AND status = $6 AND number ~>=~ $7 AND number ~<~ ($7 || '~')"),
}
_NARROWED = "AND ($6 = '' OR o.status = $6) AND starts_with(o.number, $7)"
OF_CUSTOMER = Query(
    "orders.for_staff_of_customer",
    f"""
    SELECT view FROM order_view o WHERE o.customer_id = $8 AND o.customer_id <> '' AND {_SPAN} {_NARROWED}
    ORDER BY o.order_id DESC LIMIT $2
    """,  # noqa: S608 - no value is interpolated
    _View,
)
BY_PHONE = Query(
    "orders.for_staff_by_phone",
    f"""
    SELECT o.view FROM order_phone p JOIN order_view o USING (order_id)
    WHERE p.blind = $8 AND p.order_id < $1 AND p.order_id >= $3 AND {_SPAN} {_NARROWED}
    ORDER BY p.order_id DESC LIMIT $2
    """,  # noqa: S608 - no value is interpolated
    _View,
)
_OF_VENDOR = f"""
    SELECT o.view FROM vendor_order_view v JOIN order_view o USING (order_id)
    WHERE v.vendor_id = $8 AND v.order_id < $1 AND v.order_id >= $3 AND {_SPAN} AND starts_with(o.number, $7)
"""  # noqa: S608 - no value is interpolated
OF_VENDOR = {
    BY_ID: Query("orders.for_staff_of_vendor", f"{_OF_VENDOR} AND $6 = '' ORDER BY v.order_id DESC LIMIT $2", _View),
    BY_STATUS: Query(
        "orders.for_staff_of_vendor_by_status",
        f"{_OF_VENDOR} AND v.status = $6 ORDER BY v.order_id DESC LIMIT $2",
        _View,
    ),
}


def _for_vendor(way: str, condition: str) -> Query[_VendorView]:
    return Query(
        f"orders.of_vendor{way}",
        f"""
        SELECT view FROM vendor_order_view WHERE vendor_id = $6 AND vendor_order_id < $1 AND vendor_order_id >= $3
        AND placed_at >= $4 AND placed_at < $5 {condition} ORDER BY vendor_order_id DESC LIMIT $2
        """,  # noqa: S608 - conditions stand below
        _VendorView,
    )


FOR_VENDOR = {
    BY_ID: _for_vendor(BY_ID, ""),
    BY_STATUS: _for_vendor(BY_STATUS, "AND status = $7"),
    BY_NUMBER: _for_vendor(BY_NUMBER, "AND number ~>=~ $7 AND number ~<~ ($7 || '~')"),
    BY_BOTH: _for_vendor(BY_BOTH, "AND status = $7 AND number ~>=~ $8 AND number ~<~ ($8 || '~')"),
}


async def orders(reads: Reads, sought: Sought, before: str, limit: int) -> list[OrderView]:
    """All orders that are like this, the latest first. With a vendor the status is that of its part."""
    upper, lower = sought.between("ord", before)
    span = (upper, limit, lower, sought.placed_from, sought.placed_before)
    narrowed = (sought.status or "", sought.number)
    if sought.phone:
        rows = await reads.all(BY_PHONE, *span, *narrowed, sought.phone)
    elif sought.customer_id:
        rows = await reads.all(OF_CUSTOMER, *span, *narrowed, sought.customer_id)
    elif sought.vendor_id:
        query = OF_VENDOR[BY_STATUS if sought.status else BY_ID]
        rows = await reads.all(query, *span, *narrowed, sought.vendor_id)
    else:
        given = [text for text in narrowed if text]
        rows = await reads.all(FOR_STAFF[_way(sought)], *span, *given)
    return [row.view for row in rows]


async def vendor_orders(reads: Reads, sought: Sought, before: str, limit: int) -> list[VendorOrderView]:
    """A vendor's orders that are like this, the latest first."""
    upper, lower = sought.between("vor", before)
    given: list[Any] = [text for text in (sought.status, sought.number) if text]
    span = (upper, limit, lower, sought.placed_from, sought.placed_before)
    return [row.view for row in await reads.all(FOR_VENDOR[_way(sought)], *span, sought.vendor_id, *given)]


def _way(sought: Sought) -> str:
    if sought.status and sought.number:
        return BY_BOTH
    return BY_STATUS if sought.status else BY_NUMBER if sought.number else BY_ID


def _edge(kind: str, at: datetime) -> str:
    """The lowest id of a kind that could have been made at an instant (see kernel.ids: 48 bits of time lead)."""
    value = max(int(at.timestamp() * 1000), 0) << 80
    return f"{kind}_" + "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))
