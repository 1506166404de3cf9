"""Second factors of staff, and messages that are still to be sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create them; no session was begun with a second factor so far."""
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("secret_sealed", sa.Text, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("confirmed_at", _INSTANT),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("recovery", postgresql.ARRAY(sa.Text), nullable=False),
    )
    op.create_table(
        "owed_messages",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
    )
    op.add_column("sessions", sa.Column("second_factor", sa.Boolean, nullable=False, server_default=sa.false()))
    op.alter_column("sessions", "second_factor", server_default=None)
