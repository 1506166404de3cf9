"""Orders as tables. Amounts are in poisha; nothing in them says who a customer is."""

from collections.abc import Iterator, Sequence
from typing import Any

from bdcommerce.infra.http.exports import sheet_reply
from bdcommerce.infra.sheets import Kind
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.orders.schemas.orders import OrderView, VendorOrderView

MOST_ORDERS = 10_000
"""Of one file; for more one asks for fewer days at a time."""
ORDERS = (
    "number", "order_id", "placed_at", "status", "vendor", "vendor_order_id", "vendor_order_status", "delivery",
    "total",
)  # fmt: skip
LINES = (
    "number", "vendor_order_id", "placed_at", "promised_by", "status", "sku", "title", "quantity", "unit_price",
    "list_price", "vendor_discount", "operator_discount", "commission_percent", "cancelled",
)  # fmt: skip


def orders_sheet(orders: Sequence[OrderView], kind: Kind) -> Any:
    """One row per vendor order. Raises Invalid for too many."""
    _fits(len(orders))
    return sheet_reply("orders", ORDERS, _orders(orders), kind)


def lines_sheet(orders: Sequence[VendorOrderView], kind: Kind) -> Any:
    """One row per line. Raises Invalid for too many."""
    _fits(len(orders))
    return sheet_reply("orders", LINES, _lines(orders), kind)


def _fits(count: int) -> None:
    ensure(count <= MOST_ORDERS, Invalid.field("from", f"leaves more than {MOST_ORDERS} orders: ask for fewer days"))


def _orders(orders: Sequence[OrderView]) -> Iterator[tuple[object, ...]]:
    for order in orders:
        for part in order.vendor_orders:
            yield (
                order.number, order.id, order.placed_at.isoformat(), order.status, part.vendor_name.en, part.id,
                part.status, part.delivery.amount, part.total.amount,
            )  # fmt: skip


def _lines(orders: Sequence[VendorOrderView]) -> Iterator[tuple[object, ...]]:
    for order in orders:
        for line in order.lines:
            yield (
                order.number, order.id, order.placed_at.isoformat(), order.promised_by.isoformat(), order.status,
                line.sku, line.title.en, line.quantity, line.unit_price.amount, line.list_price.amount,
                line.vendor_discount.amount, line.operator_discount.amount, str(line.commission_percent),
                "yes" if line.cancelled else "",
            )  # fmt: skip
