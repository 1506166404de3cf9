"""One-time codes and sessions."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.accounts.tables.people import users

code_challenges = Table(
    "code_challenges",
    metadata,
    Column("phone_index", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("missed", Integer, nullable=False),
    CheckConstraint("purpose IN ('login', 'checkout')", name="purpose"),
    CheckConstraint("missed >= 0", name="missed"),
)


code_sendings = Table(
    "code_sendings",
    metadata,
    Column("phone_index", Text, primary_key=True),
    Column("sent_at", ARRAY(DateTime(timezone=True)), nullable=False),
    Column("last_at", DateTime(timezone=True)),
)


sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    Column("audience", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    CheckConstraint("audience IN ('shop', 'vendor', 'admin')", name="audience"),
    Index("sessions_of_user", "user_id"),
    Index("sessions_expires_at", "expires_at"),
)


refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("session_id", Text, ForeignKey(sessions.c.id, ondelete="CASCADE"), nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Index("refresh_tokens_session", "session_id"),
)
