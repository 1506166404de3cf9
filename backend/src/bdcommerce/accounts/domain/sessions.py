"""Sessions: what a signed-in person may do where, for how long, and the tokens that say so."""

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Self

from bdcommerce.accounts.domain import devices
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.errors import NotStaff, NotVendorStaff
from bdcommerce.contracts.vendors import Membership
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Audience
from bdcommerce.kernel.errors import ensure

ACCESS_LIFE = timedelta(minutes=10)
SESSION_LIFE: dict[Audience, timedelta] = {
    "shop": timedelta(days=30),
    "vendor": timedelta(hours=12),
    "admin": timedelta(hours=12),
}
"""From sign-in to the next one; refreshing does not lengthen it."""
_TOKEN_BYTES = 32
KEY_LEAD = timedelta(minutes=1)
"""A new signing key is published this long before it signs: verifiers look for new keys twice a minute."""
_KEY_OVERLAP = ACCESS_LIFE + timedelta(minutes=1)
SecondStep = Literal["not_needed", "proven", "missing"]
"""Of a session of the admin: whether it was begun with a second factor. Where that is missing it may do nothing there,
but its owner can set one up.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a person may do in one audience."""

    audience: Audience
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    vendor_id: str = ""
    second_step: SecondStep = "not_needed"


def grant(
    person: Person,
    audience: Audience,
    membership: Membership | None,
    *,
    held: frozenset[str] = frozenset(),
    second_step: SecondStep = "not_needed",
) -> Grant:
    """`held` is what the roles of a member of staff allow. Raises NotVendorStaff, NotStaff."""
    if audience == "vendor":
        if membership is None:
            raise NotVendorStaff.refused()
        return Grant(audience="vendor", roles=frozenset({membership.role}), vendor_id=membership.vendor_id)
    if audience == "admin":
        ensure(person.active, NotStaff.refused())
        permissions = held if second_step != "missing" else frozenset[str]()
        return Grant(audience="admin", roles=person.roles, permissions=permissions, second_step=second_step)
    return Grant(audience="shop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sign-in: the family of all refresh tokens that descend from it."""

    id: str
    user_id: str
    audience: Audience
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    agent: str = devices.UNKNOWN
    """See domain.devices.described."""
    device: str = ""
    second_factor: bool = False
    """Whether it was begun, or gone on with, by a code of a second factor."""
    revoked: bool = False

    @classmethod
    def of(cls, person: Person, audience: Audience, origin: Origin, *, second_factor: bool = False) -> Self:
        """A sign-in of this moment."""
        now = clock.now()
        return cls(
            id=ids.new_id("ses"),
            user_id=person.id,
            audience=audience,
            started_at=now,
            last_used_at=now,
            expires_at=now + SESSION_LIFE[audience],
            agent=origin.agent,
            device=origin.device or devices.new_device(),
            second_factor=second_factor,
        )

    @property
    def alive(self) -> bool:
        """Neither over nor revoked."""
        return not self.revoked and clock.now() < self.expires_at

    def claims(self, granted: Grant) -> dict[str, Any]:
        """What the access token of this moment says (RFC 9068, with our own words for roles)."""
        issued = int(clock.now().timestamp())
        return {
            "sub": self.user_id,
            "sid": self.id,
            "aud": self.audience,
            "jti": secrets.token_urlsafe(12),
            "iat": issued,
            "exp": issued + int(ACCESS_LIFE.total_seconds()),
            "roles": sorted(granted.roles),
            "permissions": sorted(granted.permissions),
            "vendor_id": granted.vendor_id,
        }


def new_refresh_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest(refresh_token: str) -> str:
    """How a refresh token is stored. It is random, so a plain hash of it cannot be turned round."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What somebody who signed in takes home."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    session: Session
    person: Person
    second_step: SecondStep


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """An Ed25519 key. It signs from `signs_from` until `retired_at`, and is published until its last token is over."""

    id: str
    private: str = field(repr=False)
    """JSON Web Key, private part included."""
    public: dict[str, str]
    signs_from: datetime
    retired_at: datetime | None = None

    def is_due(self, period: timedelta) -> bool:
        """Whether it has signed for that long."""
        return clock.now() >= self.signs_from + period

    def retired(self, at: datetime) -> Self:
        """Signing no more from that instant."""
        return replace(self, retired_at=at)


def published_since() -> datetime:
    """Keys retired before this instant have no valid token left."""
    return clock.now() - _KEY_OVERLAP
