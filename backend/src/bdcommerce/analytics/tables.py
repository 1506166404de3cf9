"""The figures, projected from what was heard."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

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
STEPS = ("views", "carts", "checkouts", "orders", "delivered")
"""How far people get: visits that saw a product, filled a cart, began to check out; purchases; purchases received."""

read_metadata = postgres.read_metadata()

# `by` says what `key` is: a vendor, a category (and each above it), a district, a channel; or everything (empty key).
sales_by_day = Table(
    "sales_by_day",
    read_metadata,
    Column("by", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("key", Text, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in (*COUNTS, *AMOUNTS)),
)

reason_by_day = Table(
    "reason_by_day",
    read_metadata,
    Column("kind", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("vendor_id", Text, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("orders", Integer, nullable=False),
)

funnel_by_day = Table(
    "funnel_by_day",
    read_metadata,
    Column("day", Date, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in STEPS),
)

satisfaction_by_day = Table(
    "satisfaction_by_day",
    read_metadata,
    Column("day", Date, primary_key=True),
    Column("vendor_id", Text, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("asked", "answered", "points")),
)

comment = Table(
    "comment",
    read_metadata,
    Column("vendor_order_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("comment_sealed", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

onboarding_by_day = Table(
    "onboarding_by_day",
    read_metadata,
    Column("day", Date, primary_key=True),
    Column("vendors", Integer, nullable=False),
    Column("seconds", BigInteger, nullable=False),
    Column("within_a_day", Integer, nullable=False),
)

api_by_hour = Table(
    "api_by_hour",
    read_metadata,
    Column("hour", DateTime(timezone=True), primary_key=True),
    Column("method", Text, primary_key=True),
    Column("route", Text, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in ("answered", "failed", "microseconds")),
    Column("classes", ARRAY(BigInteger), nullable=False),
)

query_by_hour = Table(
    "query_by_hour",
    read_metadata,
    Column("hour", DateTime(timezone=True), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("runs", BigInteger, nullable=False),
    Column("microseconds", BigInteger, nullable=False),
)

up_minute = Table("up_minute", read_metadata, Column("minute", DateTime(timezone=True), primary_key=True))
