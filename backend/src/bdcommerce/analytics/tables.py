"""The figures, projected from what was heard."""

from sqlalchemy import BigInteger, Column, Date, Table, Text

from bdcommerce.infra import postgres

COUNTS = (
    "orders", "units", "cancelled", "cancelled_units", "returned", "returned_units", "delivered", "delivered_units",
)  # fmt: skip
"""Vendor orders and units: confirmed, then cancelled, returned undelivered, or delivered for good."""
AMOUNTS = (
    "goods", "delivery", "vendor_discounts", "operator_discounts", "cancelled_goods", "returned_goods",
    "delivered_goods", "vendor_amount", "commission",
)  # fmt: skip
"""Poisha. `goods` to `operator_discounts` as confirmed; `vendor_amount` and `commission` as released."""

read_metadata = postgres.read_metadata()

sales_by_day_vendor = Table(
    "sales_by_day_vendor",
    read_metadata,
    Column("day", Date, primary_key=True),
    Column("vendor_id", Text, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in (*COUNTS, *AMOUNTS)),
)
