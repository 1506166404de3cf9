"""Messages go out: how far each is, who was asked, what it cost, and how the gateways are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0004"
down_revision = "0003"

STATES = "('none', 'queued', 'unsure', 'sent', 'delivered', 'failed', 'given_up')"


def upgrade() -> None:
    """What was kept before anything could be sent stays as it is: in the state `none`."""
    _messages()
    op.create_table(
        "attempt",
        sa.Column("message_id", sa.Text, sa.ForeignKey("message.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("gateway", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.CheckConstraint("number > 0", name="attempt_number_check"),
    )
    op.create_index(
        "attempt_reference_idx", "attempt", ["gateway", "reference"], postgresql_where=sa.text("reference <> ''")
    )
    op.create_table(
        "gateway",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("paused_until", sa.DateTime(timezone=True)),
        sa.Column("pause_reason", sa.Text, nullable=False, server_default=""),
        sa.Column("working", sa.Boolean),
        sa.Column("said", sa.Text, nullable=False, server_default=""),
        sa.Column("balance", sa.Text, nullable=False, server_default=""),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("failures >= 0", name="gateway_failures_check"),
    )
    op.create_table(
        "spending",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("gateway", sa.Text, primary_key=True),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("cost", sa.BigInteger, nullable=False),
        sa.CheckConstraint("messages >= 0 AND parts >= 0 AND cost >= 0", name="spending_sums_check"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("gateway", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.Text, nullable=False),
        sa.Column("body_sealed", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_index("report_at_idx", "report", ["at"])


def _messages() -> None:
    for column in (
        sa.Column("state", sa.Text, nullable=False, server_default="none"),
        sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rounds", sa.Integer, nullable=False, server_default="0"),
        sa.Column("gateway", sa.Text, nullable=False, server_default=""),
        sa.Column("attempting", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("tried", ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("unsure_since", sa.DateTime(timezone=True)),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("give_up_at", sa.DateTime(timezone=True)),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("reference", sa.Text, nullable=False, server_default=""),
        sa.Column("problem", sa.Text, nullable=False, server_default=""),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("encoding", sa.Text, nullable=False, server_default=""),
        sa.Column("parts", sa.Integer),
        sa.Column("cost", sa.BigInteger),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("campaign_id", sa.Text, nullable=False, server_default=""),
    ):
        op.add_column("message", column)
    op.drop_constraint("message_channel_check", "message")
    op.create_check_constraint("message_channel_check", "message", "channel IN ('sms', 'email', 'push')")
    op.create_check_constraint("message_state_check", "message", f"state IN {STATES}")
    op.create_check_constraint("message_cost_check", "message", "cost >= 0 AND parts > 0")
    op.create_check_constraint(
        "message_due_check",
        "message",
        "state NOT IN ('queued', 'unsure') OR (next_attempt_at IS NOT NULL AND give_up_at IS NOT NULL)",
    )
    waits = sa.text("state IN ('queued', 'unsure')")
    op.create_index("message_due_idx", "message", [sa.text("urgent DESC"), "next_attempt_at"], postgresql_where=waits)
    op.create_index(
        "message_trouble_idx", "message", ["id"], postgresql_where=sa.text("state IN ('failed', 'given_up', 'unsure')")
    )
    op.create_index(
        "message_of_campaign_idx", "message", ["campaign_id", "id"], postgresql_where=sa.text("campaign_id <> ''")
    )
