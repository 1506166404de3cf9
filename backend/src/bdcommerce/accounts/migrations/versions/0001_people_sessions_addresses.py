"""People, one-time codes, sessions, addresses and signing keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create everything."""
    _people()
    _codes()
    _sessions()
    _addresses()
    _keys()


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("name_sealed", sa.Text, nullable=False),
        sa.Column("email_sealed", sa.Text),
        sa.Column("email_index", sa.Text),
        sa.Column("phone_sealed", sa.Text),
        sa.Column("phone_index", sa.Text),
        sa.Column("phone_confirmed", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text), nullable=False),
        sa.CheckConstraint("kind IN ('customer', 'staff')", name="users_kind_check"),
        sa.CheckConstraint("language IN ('bn', 'en')", name="users_language_check"),
        sa.CheckConstraint("(email_sealed IS NULL) = (email_index IS NULL)", name="users_email_check"),
        sa.CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="users_phone_check"),
        sa.CheckConstraint("NOT phone_confirmed OR phone_index IS NOT NULL", name="users_confirmed_check"),
        sa.CheckConstraint("email_index IS NOT NULL OR phone_confirmed", name="users_reachable_check"),
        sa.CheckConstraint("password_hash = '' OR email_index IS NOT NULL", name="users_password_check"),
        sa.CheckConstraint("(kind = 'staff') = (cardinality(roles) > 0)", name="users_roles_check"),
    )
    op.create_index("users_email", "users", ["email_index"], unique=True)
    op.create_index(
        "users_confirmed_phone", "users", ["phone_index"], unique=True, postgresql_where=sa.text("phone_confirmed")
    )
    op.create_index("users_staff", "users", ["id"], postgresql_where=sa.text("kind = 'staff'"))


def _codes() -> None:
    op.create_table(
        "code_challenges",
        sa.Column("phone_index", sa.Text, primary_key=True),
        sa.Column("purpose", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("missed", sa.Integer, nullable=False),
        sa.CheckConstraint("purpose IN ('login', 'checkout')", name="code_challenges_purpose_check"),
        sa.CheckConstraint("missed >= 0", name="code_challenges_missed_check"),
    )
    op.create_table(
        "code_sendings",
        sa.Column("phone_index", sa.Text, primary_key=True),
        sa.Column("sent_at", postgresql.ARRAY(_INSTANT), nullable=False),
        sa.Column("last_at", _INSTANT),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT),
        sa.CheckConstraint("audience IN ('shop', 'vendor', 'admin')", name="sessions_audience_check"),
    )
    op.create_index("sessions_of_user", "sessions", ["user_id"])
    op.create_index("sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "refresh_tokens",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("session_id", sa.Text, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("issued_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT),
    )
    op.create_index("refresh_tokens_session", "refresh_tokens", ["session_id"])


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("upazila_id", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
    )
    op.create_index("addresses_of_user", "addresses", ["user_id", "id"])
    op.create_index("addresses_default", "addresses", ["user_id"], unique=True, postgresql_where=sa.text("is_default"))


def _keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("private_sealed", sa.Text, nullable=False),
        sa.Column("public", postgresql.JSONB, nullable=False),
        sa.Column("signs_from", _INSTANT, nullable=False),
        sa.Column("retired_at", _INSTANT),
    )
    op.create_index(
        "signing_keys_newest",
        "signing_keys",
        [sa.text("(true)")],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
