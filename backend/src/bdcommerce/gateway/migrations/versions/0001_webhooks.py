"""Webhooks: who wants to be told, and what became of every message."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", ARRAY(sa.Text), sa.CheckConstraint("cardinality(events) > 0"), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("secret_sealed", sa.Text, nullable=False),
        sa.Column("old_secret_sealed", sa.Text, nullable=False),
        sa.Column("old_secret_until", _INSTANT),
        sa.Column(
            "disabled", sa.Text, sa.CheckConstraint("disabled IN ('', 'by_owner', 'failing', 'gone')"), nullable=False
        ),
        sa.Column("failures", sa.Integer, sa.CheckConstraint("failures >= 0"), nullable=False),
        sa.Column("failing_since", _INSTANT),
        sa.Column("open_until", _INSTANT),
        sa.Column("version", sa.Integer, sa.CheckConstraint("version > 0"), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.CheckConstraint("(failures > 0) = (failing_since IS NOT NULL)", name="failing_since"),
        sa.CheckConstraint("(old_secret_sealed <> '') = (old_secret_until IS NOT NULL)", name="old_secret"),
    )
    op.create_index("webhook_of_owner", "webhook", ["vendor_id", "id"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("webhook_id", sa.Text, sa.ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column(
            "status", sa.Text, sa.CheckConstraint("status IN ('pending', 'delivered', 'failed')"), nullable=False
        ),
        sa.Column("attempts", sa.Integer, sa.CheckConstraint("attempts >= 0"), nullable=False),
        sa.Column("next_attempt_at", _INSTANT, nullable=False),
        sa.Column("give_up_at", _INSTANT, nullable=False),
        sa.Column("held_until", _INSTANT),
        sa.Column("created_at", _INSTANT, nullable=False),
    )
    op.create_index("delivery_log", "delivery", ["webhook_id", "id"])
    op.create_index(
        "delivery_due",
        "delivery",
        ["webhook_id", "next_attempt_at", "id"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index("delivery_old", "delivery", ["created_at"], postgresql_where=sa.text("status <> 'pending'"))
    op.create_table(
        "attempt",
        sa.Column("delivery_id", sa.Text, sa.ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, sa.CheckConstraint("number > 0"), primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("status_code", sa.Integer),
        sa.Column("milliseconds", sa.Integer, sa.CheckConstraint("milliseconds >= 0"), nullable=False),
        sa.Column("reply", sa.Text, sa.CheckConstraint("octet_length(reply) <= 4096"), nullable=False),
    )


def downgrade() -> None:
    for table in ("attempt", "delivery", "webhook"):
        op.drop_table(table)
