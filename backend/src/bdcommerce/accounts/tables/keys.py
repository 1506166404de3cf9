"""Keys: those that sign, and those of programs."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.accounts.domain.api_keys import ApiKey, KeyAudience
from bdcommerce.accounts.domain.sessions import SigningKey
from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.infra.security import Sealer

PRIVATE_KEY = "accounts.signing_keys.private_sealed"
"""What it is sealed for."""

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("private_sealed", Text, nullable=False),
    Column("public", JSONB, nullable=False),
    Column("signs_from", DateTime(timezone=True), nullable=False),
    Column("retired_at", DateTime(timezone=True)),
    Index("signing_keys_newest", text("(true)"), unique=True, postgresql_where=text("retired_at IS NULL")),
)


api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    Column("hint", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    CheckConstraint("audience IN ('vendor', 'admin')", name="audience"),
    CheckConstraint("(audience = 'vendor') = (vendor_id <> '')", name="vendor"),
    CheckConstraint("cardinality(scopes) > 0", name="scopes"),
    CheckConstraint("audience = 'admin' OR cardinality(permissions) = 0", name="permissions"),
    Index("api_keys_digest", "digest", unique=True),
    Index("api_keys_of_owner", "vendor_id", "id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A row of `signing_keys`."""

    id: str
    private_sealed: str
    public: dict[str, str]
    signs_from: datetime
    retired_at: datetime | None

    def opened(self, sealer: Sealer) -> SigningKey:
        """The key, able to sign."""
        return SigningKey(
            id=self.id,
            private=sealer.open(self.private_sealed, PRIVATE_KEY),
            public=self.public,
            signs_from=self.signs_from,
            retired_at=self.retired_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRow:
    """A row of `api_keys`."""

    id: str
    audience: KeyAudience
    vendor_id: str
    name: str
    scopes: list[str]
    permissions: list[str]
    hint: str
    digest: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def key(self) -> ApiKey:
        """The key."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return ApiKey(**{**plain, "scopes": frozenset(self.scopes), "permissions": frozenset(self.permissions)})
