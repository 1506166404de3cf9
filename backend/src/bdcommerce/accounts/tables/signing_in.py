"""One-time codes and sessions."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, DateTime, Float, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.accounts.tables.people import users
from bdcommerce.kernel.actor import Audience

code_challenges = Table(
    "code_challenges",
    metadata,
    Column("target_index", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("missed", Integer, nullable=False),
    CheckConstraint("purpose IN ('login', 'checkout', 'reset', 'contact_new', 'contact_old')", name="purpose"),
    CheckConstraint("missed >= 0", name="missed"),
)


code_sendings = Table(
    "code_sendings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("sent_at", ARRAY(DateTime(timezone=True)), nullable=False),
    Column("last_at", DateTime(timezone=True)),
)


sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    Column("audience", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("last_used_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("agent", Text, nullable=False),
    Column("device", Text, nullable=False),
    CheckConstraint("audience IN ('shop', 'vendor', 'admin')", name="audience"),
    Index("sessions_of_user", "user_id", "id", postgresql_where=text("revoked_at IS NULL")),
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


devices = Table(
    "devices",
    metadata,
    Column("user_id", Text, ForeignKey(users.c.id, ondelete="CASCADE"), primary_key=True),
    Column("device", Text, primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Index("devices_seen_at", "seen_at"),
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", Text, primary_key=True),
    Column("amount", Float, nullable=False),
    Column("at", DateTime(timezone=True)),
    Index("throttles_at", "at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A row of `sessions`."""

    id: str
    user_id: str
    audience: Audience
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    agent: str
    device: str

    def session(self) -> Session:
        """The session."""
        plain = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "revoked_at"}
        return Session(**plain, revoked=self.revoked_at is not None)
