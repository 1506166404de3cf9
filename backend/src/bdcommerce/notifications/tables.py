"""Tables of notifications."""

from sqlalchemy import Column, DateTime, Integer, Table, Text, Time
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra import postgres

metadata = postgres.metadata("notifications")

TO = "notifications.message.to"
"""What the sealed recipient is bound to."""
PARAMS = "notifications.message.params"
"""What the sealed values are bound to."""

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
