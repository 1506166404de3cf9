"""Carts of guests may be merged into a customer's."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A cart says where its lines went; a customer's open cart and guests' old ones are found by index."""
    op.execute("ALTER TABLE cart ADD COLUMN merged_into text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE cart DROP CONSTRAINT cart_status_check, DROP CONSTRAINT cart_check1")
    op.execute("""
        ALTER TABLE cart
            ADD CONSTRAINT cart_status_check CHECK (status IN ('open', 'checking_out', 'ordered', 'merged')),
            ADD CONSTRAINT cart_order_check CHECK ((status IN ('open', 'merged')) = (order_id = '')),
            ADD CONSTRAINT cart_merged_check CHECK ((status = 'merged') = (merged_into <> ''))
    """)
    op.execute(
        "CREATE INDEX cart_open_of_customer ON cart (customer_id, id) WHERE status = 'open' AND customer_id <> ''"
    )
    op.execute("""
        CREATE INDEX cart_of_guest ON cart (changed_at) WHERE customer_id = '' AND status IN ('open', 'merged')
    """)


def downgrade() -> None:
    """As before; merged carts are forgotten."""
    op.execute("DELETE FROM cart WHERE status = 'merged'")
    op.execute("DROP INDEX cart_of_guest, cart_open_of_customer")
    op.execute("""
        ALTER TABLE cart
            DROP CONSTRAINT cart_merged_check, DROP CONSTRAINT cart_order_check, DROP CONSTRAINT cart_status_check,
            DROP COLUMN merged_into
    """)
    op.execute("""
        ALTER TABLE cart
            ADD CONSTRAINT cart_status_check CHECK (status IN ('open', 'checking_out', 'ordered')),
            ADD CONSTRAINT cart_check1 CHECK ((status = 'open') = (order_id = ''))
    """)
