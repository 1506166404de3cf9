"""API keys: how a program of a vendor or of a partner comes in, and how little of the house it may see."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Self

from bdcommerce.accounts.domain.people import normal_name
from bdcommerce.accounts.errors import CannotGrant
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure

KeyAudience = Literal["vendor", "admin"]
SERVICES = (
    "analytics", "catalog", "compliance", "fulfilment", "gateway", "inventory", "notifications", "orders", "payments",
    "vendors",
)  # fmt: skip
"""What a key can be good for. Accounts is not among them: no key signs in, reads a person or makes another key."""
SCOPES = frozenset(f"{service}:{right}" for service in SERVICES for right in ("read", "write"))
NEVER = frozenset({"staff.manage", "api_keys.manage"})
"""Permissions that no key carries: with them it could make itself more."""
ROLE = "manager"
"""What a vendor's key is in the vendor centre: what only an owner may do, no program may."""
TOKEN_LIFE = timedelta(minutes=5)
MOST_KEYS = 20
_MARK = "bdc_"
_BYTES = 32
_HINT = 4


def digest(secret: str) -> str:
    """How a key is stored. It is random, so a plain hash of it cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants a key for."""

    name: str
    scopes: frozenset[str]
    life: timedelta
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What we know of a key; the key itself is shown once and not kept."""

    id: str
    audience: KeyAudience
    vendor_id: str
    name: str
    scopes: frozenset[str]
    permissions: frozenset[str]
    hint: str
    digest: str = field(repr=False)
    created_by: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    @classmethod
    def of_vendor(cls, vendor_id: str, by: str, wish: Wish) -> tuple[Self, str]:
        """A key of a vendor's, and its secret. Raises Invalid."""
        ensure(not wish.permissions, Invalid.field("permissions", "are for partners' keys"))
        return cls._new("vendor", vendor_id, by, wish)

    @classmethod
    def of_partner(cls, by: str, held: frozenset[str], wish: Wish) -> tuple[Self, str]:
        """A key of a partner of the operator's, and its secret. Raises Invalid; CannotGrant beyond what is `held`."""
        beyond = wish.permissions - (held - NEVER)
        ensure(not beyond, CannotGrant.beyond(beyond))
        return cls._new("admin", "", by, wish)

    @classmethod
    def _new(cls, audience: KeyAudience, vendor_id: str, by: str, wish: Wish) -> tuple[Self, str]:
        secret = f"{_MARK}{secrets.token_urlsafe(_BYTES)}"
        made = cls(
            id=ids.new_id("key"),
            audience=audience,
            vendor_id=vendor_id,
            name=_named(wish.name),
            scopes=known_scopes(wish.scopes),
            permissions=wish.permissions,
            hint=secret[-_HINT:],
            digest=digest(secret),
            created_by=by,
            created_at=clock.now(),
            expires_at=clock.now() + wish.life,
        )
        return made, secret

    @property
    def alive(self) -> bool:
        """Neither over nor withdrawn."""
        return self.revoked_at is None and clock.now() < self.expires_at

    def revoked(self) -> Self:
        """Withdrawn now, or since long."""
        return self if self.revoked_at else replace(self, revoked_at=clock.now())

    def claims(self) -> dict[str, Any]:
        """What an access token in exchange for the key says: like a person's, and what it is confined to."""
        issued = int(clock.now().timestamp())
        until = min(clock.now() + TOKEN_LIFE, self.expires_at)
        return {
            "sub": self.id,
            "sid": "",
            "aud": self.audience,
            "jti": secrets.token_urlsafe(12),
            "iat": issued,
            "exp": int(until.timestamp()),
            "roles": [ROLE] if self.audience == "vendor" else [],
            "permissions": sorted(self.permissions),
            "vendor_id": self.vendor_id,
            "scopes": sorted(self.scopes),
        }


def known_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """The scopes, if there are any and all of them exist. Raises Invalid naming `scopes`."""
    wanted = frozenset(scopes)
    ensure(wanted, Invalid.field("scopes", "at least one scope is needed"))
    ensure(wanted <= SCOPES, Invalid.field("scopes", f"a scope is <service>:read or :write of {', '.join(SERVICES)}"))
    return wanted


def _named(name: str) -> str:
    named = normal_name(name)
    ensure(named, Invalid.field("name", "is needed, to tell this key from the others"))
    return named
