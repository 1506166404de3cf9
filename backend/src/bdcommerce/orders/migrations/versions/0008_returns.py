"""Delivered goods may be given back."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BEFORE = """
    'placed', 'awaiting_payment', 'confirmed', 'accepted', 'packed', 'ready_to_ship', 'handed_over', 'in_transit',
    'delivery_failed', 'delivered', 'completed', 'returning', 'returned', 'lost', 'cancelled'
"""
_RETURNS = "'return_requested', 'return_refused', 'return_approved', 'return_received', 'refunded'"


def upgrade() -> None:
    """A read table of returns, and the statuses that orders have by them."""
    op.execute("""
        CREATE TABLE return_view (
            return_id text PRIMARY KEY,
            order_id text NOT NULL,
            vendor_order_id text NOT NULL,
            vendor_id text NOT NULL,
            status text NOT NULL,
            view jsonb NOT NULL
        )
    """)
    op.execute("CREATE INDEX return_view_of_order ON return_view (order_id, return_id)")
    op.execute("CREATE INDEX return_view_of_vendor ON return_view (vendor_id, return_id DESC)")
    op.execute("CREATE INDEX return_view_by_status ON return_view (status, return_id DESC)")
    op.execute("CREATE INDEX return_view_of_vendor_by_status ON return_view (vendor_id, status, return_id DESC)")
    _statuses(f"{_BEFORE}, {_RETURNS}")


def downgrade() -> None:
    """As before, where nothing was given back."""
    op.execute("DROP TABLE return_view")
    _statuses(_BEFORE)


def _statuses(statuses: str) -> None:
    for table in ("order_view", "vendor_order_view"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_status_check")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_status_check CHECK (status IN ({statuses}))")
