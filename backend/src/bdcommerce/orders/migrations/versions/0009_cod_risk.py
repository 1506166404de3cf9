"""What paying at the door is appraised by: parcels and their outcomes, traces of orders, listed phones, codes."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BEFORE = """
    'awaiting_payment', 'placed', 'confirmed', 'accepted', 'packed', 'ready_to_ship', 'handed_over', 'in_transit',
    'delivery_failed', 'delivered', 'completed', 'returning', 'returned', 'lost', 'cancelled',
    'return_requested', 'return_refused', 'return_approved', 'return_received', 'refunded'
"""
_NOW = f"'awaiting_confirmation', {_BEFORE}"
_BROUGHT_UP = """
UPDATE order_view SET district = coalesce(state #>> '{place,district}', ''),
    open_cash = CASE WHEN state ->> 'payment_method' <> 'cod' THEN 0 ELSE coalesce((
        SELECT sum((part #>> '{total,amount}')::bigint) FROM jsonb_array_elements(view -> 'vendor_orders') part
        WHERE part ->> 'status' IN ('placed', 'awaiting_payment', 'confirmed', 'accepted', 'packed', 'ready_to_ship',
            'handed_over', 'in_transit', 'delivery_failed', 'returning')
    ), 0) END
"""
_TABLES = """
CREATE TABLE order_trace (
    blind text NOT NULL,
    order_id text NOT NULL,
    placed_at timestamptz NOT NULL,
    PRIMARY KEY (blind, order_id)
);
CREATE INDEX order_trace_lately ON order_trace (blind, placed_at DESC);
CREATE TABLE parcel_outcome (
    vendor_order_id text PRIMARY KEY,
    order_id text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('', 'refused', 'absent')),
    outcome text NOT NULL CHECK (outcome IN ('', 'delivered', 'refused', 'absent', 'returned')),
    at timestamptz NOT NULL
);
CREATE INDEX parcel_outcome_of_order ON parcel_outcome (order_id);
CREATE TABLE listed_phone (
    id text PRIMARY KEY,
    blind text NOT NULL,
    sealed text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('blocked', 'allowed')),
    reason text NOT NULL,
    listed_by text NOT NULL,
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CHECK (expires_at > at)
);
CREATE INDEX listed_phone_by_blind ON listed_phone (blind);
CREATE TABLE order_confirmation (
    order_id text PRIMARY KEY,
    digest text NOT NULL,
    sent integer NOT NULL CHECK (sent >= 0),
    sent_at timestamptz,
    missed integer NOT NULL CHECK (missed >= 0)
);
ALTER TABLE order_view ADD COLUMN district text NOT NULL DEFAULT '';
ALTER TABLE order_view ADD COLUMN open_cash bigint NOT NULL DEFAULT 0 CHECK (open_cash >= 0);
CREATE INDEX order_view_open_cash ON order_view (district) INCLUDE (open_cash) WHERE open_cash > 0;
CREATE INDEX order_view_of_customer_open_cash ON order_view (customer_id) INCLUDE (open_cash)
    WHERE open_cash > 0 AND customer_id <> ''
"""


def upgrade() -> None:
    """Create them; orders that stand already are brought up to date."""
    _allow(_NOW)
    for statement in _TABLES.split(";"):
        op.execute(statement)
    op.execute(_BROUGHT_UP)


def downgrade() -> None:
    """As before; nothing may be waiting to be confirmed."""
    op.execute("ALTER TABLE order_view DROP COLUMN open_cash, DROP COLUMN district")
    op.execute("DROP TABLE order_confirmation, listed_phone, parcel_outcome, order_trace")
    _allow(_BEFORE)


def _allow(statuses: str) -> None:
    for table in ("order_view", "vendor_order_view"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_status_check")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_status_check CHECK (status IN ({statuses}))")
