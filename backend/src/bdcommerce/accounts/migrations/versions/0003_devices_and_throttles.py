"""Sessions that one can see, devices that are known, tries that are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Widen what there is, create what there is not."""
    _codes()
    _sessions()
    _counting()


def _codes() -> None:
    op.alter_column("code_challenges", "phone_index", new_column_name="target_index")
    op.add_column("code_challenges", sa.Column("source", sa.Text, nullable=False, server_default=""))
    op.alter_column("code_challenges", "source", server_default=None)
    op.drop_constraint("code_challenges_pkey", "code_challenges")
    op.create_primary_key("code_challenges_pkey", "code_challenges", ["target_index", "purpose", "source"])
    op.drop_constraint("code_challenges_purpose_check", "code_challenges")
    op.create_check_constraint(
        "code_challenges_purpose_check",
        "code_challenges",
        "purpose IN ('login', 'checkout', 'reset', 'contact_new', 'contact_old')",
    )
    op.alter_column("code_sendings", "phone_index", new_column_name="key")


def _sessions() -> None:
    for name in ("started_at", "last_used_at"):
        op.add_column("sessions", sa.Column(name, _INSTANT, nullable=False, server_default=sa.func.now()))
        op.alter_column("sessions", name, server_default=None)
    for name, before in (("agent", "an unknown device"), ("device", "")):
        op.add_column("sessions", sa.Column(name, sa.Text, nullable=False, server_default=before))
        op.alter_column("sessions", name, server_default=None)
    op.drop_index("sessions_of_user", "sessions")
    op.create_index("sessions_of_user", "sessions", ["user_id", "id"], postgresql_where=sa.text("revoked_at IS NULL"))


def _counting() -> None:
    op.create_table(
        "devices",
        sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("device", sa.Text, primary_key=True),
        sa.Column("seen_at", _INSTANT, nullable=False),
    )
    op.create_index("devices_seen_at", "devices", ["seen_at"])
    op.create_table(
        "throttles",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("amount", sa.Float, nullable=False),
        sa.Column("at", _INSTANT),
    )
    op.create_index("throttles_at", "throttles", ["at"])
