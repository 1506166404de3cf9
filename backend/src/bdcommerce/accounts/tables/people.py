"""People and where they live."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.people import Kind, Person
from bdcommerce.accounts.domain.roles import Role
from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.text import Language

NAME, EMAIL, PHONE = "accounts.users.name", "accounts.users.email", "accounts.users.phone"
ADDRESS = "accounts.addresses.sealed"
"""What a text is sealed for; the names of its columns."""

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("language", Text, nullable=False),
    Column("name_sealed", Text, nullable=False),
    Column("email_sealed", Text),
    Column("email_index", Text),
    Column("email_confirmed", Boolean, nullable=False),
    Column("phone_sealed", Text),
    Column("phone_index", Text),
    Column("phone_confirmed", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("deactivated_at", DateTime(timezone=True)),
    CheckConstraint("kind IN ('customer', 'staff')", name="kind"),
    CheckConstraint("language IN ('bn', 'en')", name="language"),
    CheckConstraint("(email_sealed IS NULL) = (email_index IS NULL)", name="email"),
    CheckConstraint("NOT email_confirmed OR email_index IS NOT NULL", name="email_confirmed"),
    CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone"),
    CheckConstraint("NOT phone_confirmed OR phone_index IS NOT NULL", name="confirmed"),
    CheckConstraint("email_index IS NOT NULL OR phone_confirmed", name="reachable"),
    CheckConstraint("password_hash = '' OR email_index IS NOT NULL", name="password"),
    CheckConstraint("(kind = 'staff') = (cardinality(roles) > 0)", name="roles"),
    CheckConstraint("deactivated_at IS NULL OR kind = 'staff'", name="deactivated"),
    Index("users_email", "email_index", unique=True),
    Index("users_confirmed_phone", "phone_index", unique=True, postgresql_where=text("phone_confirmed")),
    Index("users_staff", "id", postgresql_where=text("kind = 'staff'")),
)


addresses = Table(
    "addresses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("upazila_id", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Index("addresses_of_user", "user_id", "id"),
    Index("addresses_default", "user_id", unique=True, postgresql_where=text("is_default")),
)


roles = Table(
    "roles",
    metadata,
    Column("name", Text, primary_key=True),
    Column("description", Text, nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    Column("second_factor", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("cardinality(permissions) > 0", name="permissions"),
)

contact_changes = Table(
    "contact_changes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("to_sealed", Text, nullable=False),
    Column("old_sealed", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("kind IN ('email', 'phone')", name="kind"),
    Index("contact_changes_of_user", "user_id", "kind", unique=True),
    Index("contact_changes_expires_at", "expires_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A row of `users`."""

    id: str
    kind: Kind
    created_at: datetime
    language: Language
    name_sealed: str
    email_sealed: str | None
    email_confirmed: bool
    phone_sealed: str | None
    phone_confirmed: bool
    password_hash: str
    roles: list[str]
    deactivated_at: datetime | None

    def opened(self, sealer: Sealer) -> Person:
        """The person it is about."""
        return Person(
            id=self.id,
            kind=self.kind,
            created_at=self.created_at,
            language=self.language,
            name=sealer.open(self.name_sealed, NAME),
            email=sealer.open(self.email_sealed, EMAIL) if self.email_sealed else "",
            email_confirmed=self.email_confirmed,
            phone=sealer.open(self.phone_sealed, PHONE) if self.phone_sealed else "",
            phone_confirmed=self.phone_confirmed,
            password_hash=self.password_hash,
            roles=frozenset(self.roles),
            deactivated_at=self.deactivated_at,
        )


def sealed_address(saved: SavedAddress, sealer: Sealer) -> str:
    """Everything of an entry but where it lies, in one sealed piece."""
    texts = {field.name: getattr(saved.address, field.name) for field in fields(Address) if field.name != "place"}
    return sealer.seal(msgspec.json.encode({**texts, "label": saved.label}).decode(), ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """A row of `addresses`."""

    id: str
    user_id: str
    created_at: datetime
    upazila_id: str
    sealed: str
    is_default: bool

    def opened(self, sealer: Sealer, place: Callable[[str], Place]) -> SavedAddress:
        """The entry; where it lies is asked of the geography."""
        texts: dict[str, Any] = msgspec.json.decode(sealer.open(self.sealed, ADDRESS))
        label = texts.pop("label")
        return SavedAddress(
            id=self.id,
            user_id=self.user_id,
            address=Address(place=place(self.upazila_id), **texts),
            label=label,
            is_default=self.is_default,
            created_at=self.created_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A row of `roles`."""

    name: str
    description: str
    permissions: list[str]
    second_factor: bool
    version: int
    changed_at: datetime

    def role(self) -> Role:
        """The role, as staff composed it."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return Role(**{**plain, "permissions": frozenset(self.permissions)})
