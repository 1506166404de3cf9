"""Tables of notifications."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, Table, Text, Time
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra import postgres

metadata = postgres.metadata("notifications")

TO = "notifications.message.to"
"""What the sealed recipient is bound to."""
PARAMS = "notifications.message.params"
"""What the sealed values are bound to."""
REPORT = "notifications.report.body"
"""What a sealed report is bound to."""
ADDRESS = "notifications.device.address"
"""What a sealed device address is bound to."""
KEY = "notifications.own_key"
"""What a sealed key of our own is bound to."""

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("template", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("to_sealed", Text, nullable=False),
    Column("to_index", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("params_sealed", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("fate", Text, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("digest_id", Text),
    Column("state", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("gateway", Text, nullable=False),
    Column("attempting", Boolean, nullable=False),
    Column("tried", ARRAY(Text), nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("unsure_since", DateTime(timezone=True)),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("give_up_at", DateTime(timezone=True)),
    Column("held_until", DateTime(timezone=True)),
    Column("reference", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("parts", Integer),
    Column("cost", BigInteger),
    Column("sent_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Column("campaign_id", Text, nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("gateway", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reference", Text, nullable=False),
)

gateway = Table(
    "gateway",
    metadata,
    Column("name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("paused_until", DateTime(timezone=True)),
    Column("pause_reason", Text, nullable=False),
    Column("working", Boolean),
    Column("said", Text, nullable=False),
    Column("balance", Text, nullable=False),
    Column("checked_at", DateTime(timezone=True)),
)

spending = Table(
    "spending",
    metadata,
    Column("day", Date, primary_key=True),
    Column("gateway", Text, primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("cost", BigInteger, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True),
    Column("gateway", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("content_type", Text, nullable=False),
    Column("body_sealed", Text, nullable=False),
    Column("outcome", Text, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("address_sealed", Text, nullable=False),
    Column("address_index", Text, nullable=False, unique=True),
    Column("registered_at", DateTime(timezone=True), nullable=False),
)

own_key = Table(
    "own_key",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

consent = Table(
    "consent",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("granted", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("unsubscribed_at", DateTime(timezone=True)),
)

customer = Table(
    "customer",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("district", Text, nullable=False),
    Column("last_order_at", DateTime(timezone=True), nullable=False),
)

campaign = Table(
    "campaign",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("subject", JSONB, nullable=False),
    Column("text", JSONB, nullable=False),
    Column("segment", JSONB, nullable=False),
    Column("per_minute", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True)),
    Column("reached", Text, nullable=False),
    Column("written", Integer, nullable=False),
    Column("last_batch_at", DateTime(timezone=True)),
    Column("made_by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
)

template_text = Table(
    "template_text",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text", JSONB, nullable=False),
    Column("note", Text, nullable=False),
    Column("edited_by", Text, nullable=False),
    Column("edited_at", DateTime(timezone=True), nullable=False),
)

preference = Table(
    "preference",
    metadata,
    Column("owner_id", Text, primary_key=True),
    Column("topics", JSONB, nullable=False),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("digest", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

inbox_item = Table(
    "inbox_item",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("params_sealed", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("read_at", DateTime(timezone=True)),
)
