"""Placed orders can be changed before they are packed."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Edits that wait for their customers; what was changed stands in the timeline."""
    op.execute("""
        CREATE TABLE order_edit (
            id text PRIMARY KEY,
            order_id text NOT NULL,
            edition jsonb NOT NULL,
            at timestamptz NOT NULL
        )
    """)
    op.execute("ALTER TABLE timeline ADD COLUMN changes jsonb NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    """As before."""
    op.execute("ALTER TABLE timeline DROP COLUMN changes")
    op.execute("DROP TABLE order_edit")
