"""Devices that are pushed to, what people allowed, and campaigns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

PURPOSES = "('marketing_sms', 'marketing_email', 'marketing_push', 'profiling')"


def upgrade() -> None:
    """Nobody is known to allow anything until it is told."""
    op.create_table(
        "device",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, sa.CheckConstraint("kind IN ('fcm', 'webpush')"), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.Column("address_index", sa.Text, nullable=False, unique=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("device_of_owner_idx", "device", ["owner_id", "id"])
    op.create_table(
        "own_key",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "consent",
        sa.Column("owner_id", sa.Text, primary_key=True),
        sa.Column("purpose", sa.Text, sa.CheckConstraint(f"purpose IN {PURPOSES}"), primary_key=True),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsubscribed_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "consent_granted_idx",
        "consent",
        ["purpose", "owner_id"],
        postgresql_where=sa.text("granted AND unsubscribed_at IS NULL"),
    )
    op.create_table(
        "customer",
        sa.Column("owner_id", sa.Text, primary_key=True),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("last_order_at", sa.DateTime(timezone=True), nullable=False),
    )
    _campaigns()


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, sa.CheckConstraint("channel IN ('sms', 'email', 'push')"), nullable=False),
        sa.Column("subject", JSONB, nullable=False),
        sa.Column("text", JSONB, nullable=False),
        sa.Column("segment", JSONB, nullable=False),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("reached", sa.Text, nullable=False),
        sa.Column("written", sa.Integer, nullable=False),
        sa.Column("last_batch_at", sa.DateTime(timezone=True)),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'scheduled', 'sending', 'done', 'cancelled')", name="campaign_state_check"
        ),
        sa.CheckConstraint("per_minute BETWEEN 1 AND 6000", name="campaign_throttle_check"),
        sa.CheckConstraint("written >= 0 AND version > 0", name="campaign_counts_check"),
        sa.CheckConstraint("state = 'draft' OR starts_at IS NOT NULL", name="campaign_start_check"),
    )
    op.create_index(
        "campaign_due_idx", "campaign", ["starts_at"], postgresql_where=sa.text("state IN ('scheduled', 'sending')")
    )
