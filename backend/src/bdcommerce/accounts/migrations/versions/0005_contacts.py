"""E-mail addresses are confirmed; phones and e-mail addresses change by codes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody's address counts as confirmed but staff's, for which the operator vouches."""
    op.add_column("users", sa.Column("email_confirmed", sa.Boolean, nullable=False, server_default=sa.false()))
    op.alter_column("users", "email_confirmed", server_default=None)
    op.execute("UPDATE users SET email_confirmed = true WHERE kind = 'staff' AND email_index IS NOT NULL")
    op.create_check_constraint("users_email_confirmed_check", "users", "NOT email_confirmed OR email_index IS NOT NULL")
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("to_sealed", sa.Text, nullable=False),
        sa.Column("old_sealed", sa.Text, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('email', 'phone')", name="contact_changes_kind_check"),
    )
    op.create_index("contact_changes_of_user", "contact_changes", ["user_id", "kind"], unique=True)
    op.create_index("contact_changes_expires_at", "contact_changes", ["expires_at"])
