"""What happened to an order says by a code why; a parcel may be lost."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATUSES = """
    'placed', 'confirmed', 'accepted', 'packed', 'ready_to_ship', 'handed_over', 'in_transit', 'delivery_failed',
    'delivered', 'completed', 'returning', 'returned', 'lost', 'cancelled'
"""


def upgrade() -> None:
    """One more column, one more status."""
    op.execute("ALTER TABLE timeline ADD COLUMN code text NOT NULL DEFAULT ''")
    for table in ("order_view", "vendor_order_view"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_status_check")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_status_check CHECK (status IN ({_STATUSES}))")


def downgrade() -> None:
    """As before, where no parcel is lost."""
    op.execute("ALTER TABLE timeline DROP COLUMN code")
    for table in ("order_view", "vendor_order_view"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_status_check")
        before = _STATUSES.replace("'lost', ", "")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_status_check CHECK (status IN ({before}))")
