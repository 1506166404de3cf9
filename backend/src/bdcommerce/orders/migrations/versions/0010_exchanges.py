"""What came back may be exchanged."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BEFORE = """
    'awaiting_confirmation', 'awaiting_payment', 'placed', 'confirmed', 'accepted', 'packed', 'ready_to_ship',
    'handed_over', 'in_transit', 'delivery_failed', 'delivered', 'completed', 'returning', 'returned', 'lost',
    'cancelled', 'return_requested', 'return_refused', 'return_approved', 'return_received', 'refunded'
"""


def upgrade() -> None:
    """The status of a vendor order whose units were all replaced, or replaced and paid back."""
    _statuses(f"{_BEFORE}, 'exchanged'")


def downgrade() -> None:
    """As before, where nothing was exchanged."""
    _statuses(_BEFORE)


def _statuses(statuses: str) -> None:
    for table in ("order_view", "vendor_order_view"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_status_check")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_status_check CHECK (status IN ({statuses}))")
