"""The tables of orders. Those of the projections carry no schema, so that a rebuild can fill shadows of them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra import postgres

metadata = postgres.metadata("orders")
read_metadata = postgres.read_metadata()

cart = sa.Table(
    "cart",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("guest_hash", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("coupon_id", sa.Text, nullable=False),
    sa.Column("coupon_code", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
)
cart_line = sa.Table(
    "cart_line",
    metadata,
    sa.Column("cart_id", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("offer_id", sa.Text, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("price_seen", sa.BigInteger, nullable=False),
)
cart_order = sa.Table(
    "cart_order",
    metadata,
    sa.Column("cart_id", sa.Text, primary_key=True),
    sa.Column("order_id", sa.Text, nullable=False),
)
coupon = sa.Table(
    "coupon",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("percent", sa.Numeric, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("total_limit", sa.Integer, nullable=False),
    sa.Column("per_customer_limit", sa.Integer),
    sa.Column("min_goods", sa.BigInteger, nullable=False),
    sa.Column("used", sa.Integer, nullable=False),
)
coupon_use = sa.Table(
    "coupon_use",
    metadata,
    sa.Column("order_id", sa.Text, primary_key=True),
    sa.Column("coupon_id", sa.Text, nullable=False),
    sa.Column("customer", sa.Text, nullable=False),
    sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
)
order_number = sa.Table(
    "order_number",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)
order_contact = sa.Table(
    "order_contact",
    metadata,
    sa.Column("order_id", sa.Text, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
)

order_view = sa.Table(
    "order_view",
    read_metadata,
    sa.Column("order_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("guest_hash", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False),
    sa.Column("view", JSONB, nullable=False),
    sa.Column("state", JSONB, nullable=False),
)
vendor_order_view = sa.Table(
    "vendor_order_view",
    read_metadata,
    sa.Column("vendor_order_id", sa.Text, primary_key=True),
    sa.Column("order_id", sa.Text, nullable=False),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("view", JSONB, nullable=False),
)
timeline = sa.Table(
    "timeline",
    read_metadata,
    sa.Column("order_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("vendor_order_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
