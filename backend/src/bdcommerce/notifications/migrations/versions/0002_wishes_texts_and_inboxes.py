"""What people want, what staff write, and where one may read it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add fates to messages; texts, preferences, inboxes."""
    _messages()
    op.create_table(
        "template_text",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("text", JSONB, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("edited_by", sa.Text, nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name="template_text_version_check"),
    )
    op.create_table(
        "preference",
        sa.Column("owner_id", sa.Text, primary_key=True),
        sa.Column("topics", JSONB, nullable=False),
        sa.Column("quiet_from", sa.Time),
        sa.Column("quiet_until", sa.Time),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="preference_quiet_check"),
        sa.CheckConstraint("digest IN ('off', 'daily')", name="preference_digest_check"),
    )
    op.create_table(
        "inbox_item",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("params_sealed", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
    )
    op.create_index("inbox_of_owner_idx", "inbox_item", ["owner_id", "id"])
    op.create_index("inbox_unread_idx", "inbox_item", ["owner_id", "id"], postgresql_where=sa.text("read_at IS NULL"))


def _messages() -> None:
    op.add_column("message", sa.Column("version", sa.Integer, nullable=False, server_default="0"))
    op.add_column("message", sa.Column("owner_id", sa.Text, nullable=False, server_default=""))
    op.add_column("message", sa.Column("fate", sa.Text, nullable=False, server_default="sent"))
    op.add_column("message", sa.Column("due_at", sa.DateTime(timezone=True)))
    op.add_column("message", sa.Column("digest_id", sa.Text))
    op.execute("UPDATE message SET due_at = at")
    op.alter_column("message", "due_at", nullable=False)
    op.create_check_constraint("message_fate_check", "message", "fate IN ('sent', 'waiting', 'gathered', 'unwanted')")
    op.create_index(
        "message_gathered_idx",
        "message",
        ["owner_id", "id"],
        postgresql_where=sa.text("fate = 'gathered' AND digest_id IS NULL"),
    )
