"""One-time codes and sessions."""

from dataclasses import dataclass, fields
from datetime import datetime

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.second_factors import SecondFactor
from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.accounts.tables.people import users
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.actor import Audience

SECRET, OWED = "accounts.second_factors.secret_sealed", "accounts.owed_messages.sealed"
"""What they are sealed for."""

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
    Column("second_factor", Boolean, nullable=False),
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

second_factors = Table(
    "second_factors",
    metadata,
    Column("user_id", Text, ForeignKey(users.c.id, ondelete="CASCADE"), primary_key=True),
    Column("secret_sealed", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("last_step", BigInteger, nullable=False),
    Column("recovery", ARRAY(Text), nullable=False),
)

owed_messages = Table(
    "owed_messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", Text, primary_key=True),
    Column("amount", Integer, nullable=False),
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
    second_factor: bool

    def session(self) -> Session:
        """The session."""
        plain = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "revoked_at"}
        return Session(**plain, revoked=self.revoked_at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRow:
    """A row of `second_factors`."""

    user_id: str
    secret_sealed: str
    created_at: datetime
    confirmed_at: datetime | None
    last_step: int
    recovery: list[str]

    def opened(self, sealer: Sealer) -> SecondFactor:
        """The second factor, able to check a code."""
        return SecondFactor(
            user_id=self.user_id,
            secret=sealer.open(self.secret_sealed, SECRET),
            created_at=self.created_at,
            confirmed_at=self.confirmed_at,
            last_step=self.last_step,
            recovery=frozenset(self.recovery),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMessageRow:
    """A row of `owed_messages`."""

    id: str
    sealed: str

    def opened(self, sealer: Sealer) -> OwedMessage:
        """The message."""
        return msgspec.json.decode(sealer.open(self.sealed, OWED), type=OwedMessage)
