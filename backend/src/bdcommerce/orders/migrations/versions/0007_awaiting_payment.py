"""Orders wait for their money."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BEFORE = """
    'placed', 'confirmed', 'accepted', 'packed', 'ready_to_ship', 'handed_over', 'in_transit', 'delivery_failed',
    'delivered', 'completed', 'returning', 'returned', 'lost', 'cancelled'
"""
_NOW = f"'awaiting_payment', {_BEFORE}"


def upgrade() -> None:
    """A status more."""
    _allow(_NOW)


def downgrade() -> None:
    """As before; nothing may be waiting."""
    _allow(_BEFORE)


def _allow(statuses: str) -> None:
    for table in ("order_view", "vendor_order_view"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_status_check")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_status_check CHECK (status IN ({statuses}))")
