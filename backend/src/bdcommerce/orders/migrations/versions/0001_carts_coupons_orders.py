"""Carts, coupons, what is unique about purchases, and the projections of orders."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATUSES = """
    'placed', 'confirmed', 'accepted', 'packed', 'ready_to_ship', 'handed_over', 'in_transit', 'delivery_failed',
    'delivered', 'completed', 'returning', 'returned', 'cancelled'
"""
_TABLES = f"""
CREATE TABLE cart (
    id text PRIMARY KEY,
    customer_id text NOT NULL,
    guest_hash text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'checking_out', 'ordered')),
    order_id text NOT NULL,
    coupon_id text NOT NULL,
    coupon_code text NOT NULL,
    version integer NOT NULL CHECK (version >= 0),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK ((customer_id = '') <> (guest_hash = '')),
    CHECK ((status = 'open') = (order_id = '')),
    CHECK ((coupon_id = '') = (coupon_code = ''))
);
CREATE INDEX cart_checking_out ON cart (changed_at) WHERE status = 'checking_out';
CREATE TABLE cart_line (
    cart_id text NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
    id text NOT NULL,
    offer_id text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    price_seen bigint NOT NULL CHECK (price_seen >= 0),
    PRIMARY KEY (cart_id, id),
    UNIQUE (cart_id, offer_id)
);
CREATE TABLE cart_order (
    cart_id text PRIMARY KEY REFERENCES cart (id),
    order_id text NOT NULL UNIQUE
);
CREATE TABLE coupon (
    id text PRIMARY KEY,
    code text NOT NULL UNIQUE,
    percent numeric NOT NULL CHECK (percent > 0 AND percent <= 100),
    vendor_id text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    total_limit integer NOT NULL CHECK (total_limit > 0),
    per_customer_limit integer CHECK (per_customer_limit > 0),
    min_goods bigint NOT NULL CHECK (min_goods >= 0),
    used integer NOT NULL DEFAULT 0 CHECK (used >= 0),
    CHECK (starts_at <= ends_at),
    CHECK (used <= total_limit)
);
CREATE TABLE coupon_use (
    order_id text PRIMARY KEY,
    coupon_id text NOT NULL REFERENCES coupon (id),
    customer text NOT NULL,
    used_at timestamptz NOT NULL
);
CREATE INDEX coupon_use_by_customer ON coupon_use (coupon_id, customer);
CREATE TABLE order_number (
    day date PRIMARY KEY,
    last integer NOT NULL CHECK (last > 0)
);
CREATE TABLE order_contact (
    order_id text PRIMARY KEY,
    sealed text NOT NULL
);

CREATE TABLE order_view (
    order_id text PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer_id text NOT NULL,
    guest_hash text NOT NULL,
    status text NOT NULL CHECK (status IN ({_STATUSES})),
    confirmed boolean NOT NULL,
    view jsonb NOT NULL,
    state jsonb NOT NULL
);
CREATE INDEX order_view_of_customer ON order_view (customer_id, order_id DESC) WHERE customer_id <> '';
CREATE INDEX order_view_by_status ON order_view (status, order_id DESC);
CREATE INDEX order_view_by_number ON order_view (number text_pattern_ops);
CREATE TABLE vendor_order_view (
    vendor_order_id text PRIMARY KEY,
    order_id text NOT NULL,
    vendor_id text NOT NULL,
    status text NOT NULL CHECK (status IN ({_STATUSES})),
    view jsonb NOT NULL
);
CREATE INDEX vendor_order_view_of_order ON vendor_order_view (order_id);
CREATE INDEX vendor_order_view_of_vendor ON vendor_order_view (vendor_id, vendor_order_id DESC);
CREATE INDEX vendor_order_view_by_status ON vendor_order_view (vendor_id, status, vendor_order_id DESC);
CREATE TABLE timeline (
    order_id text NOT NULL,
    version integer NOT NULL,
    vendor_order_id text NOT NULL,
    kind text NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (order_id, version)
);
"""


def upgrade() -> None:
    """Create everything."""
    for statement in _TABLES.split(";"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    op.execute("DROP TABLE timeline, vendor_order_view, order_view, order_contact, order_number")
    op.execute("DROP TABLE coupon_use, coupon, cart_order, cart_line, cart")
