"""Roles that staff compose, and staff who are kept out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table; everybody is active."""
    op.create_table(
        "roles",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("permissions", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("second_factor", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.CheckConstraint("cardinality(permissions) > 0", name="roles_permissions_check"),
    )
    op.add_column("users", sa.Column("deactivated_at", _INSTANT))
    op.create_check_constraint("users_deactivated_check", "users", "deactivated_at IS NULL OR kind = 'staff'")
