"""Tables of notifications."""

from sqlalchemy import Column, DateTime, Table, Text

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
    Column("channel", Text, nullable=False),
    Column("to_sealed", Text, nullable=False),
    Column("to_index", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("params_sealed", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
