"""API keys."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from bdcommerce.accounts.domain.api_keys import SCOPES, SERVICES, ApiKey, Wish

Scopes = Annotated[
    list[Annotated[str, msgspec.Meta(max_length=40)]],
    msgspec.Meta(
        max_length=len(SCOPES),
        description=f"`<service>:read`, or `<service>:write`, which reads too, of {', '.join(SERVICES)}",
        examples=[["orders:read", "inventory:write"]],
    ),
]


KeyName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=80, description="tells it from others", examples=["Stock feed"])
]


Days = Annotated[int, msgspec.Meta(ge=1, le=366, description="days until the key is over", examples=[90])]


class NewApiKey(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A key for a program."""

    name: KeyName
    scopes: Scopes
    expires_in_days: Days = 90

    def wish(self) -> Wish:
        """What is wanted."""
        life = timedelta(days=self.expires_in_days)
        return Wish(name=self.name, scopes=frozenset(self.scopes), life=life)


class NewPartnerKey(NewApiKey, forbid_unknown_fields=True, kw_only=True):
    """A key for a partner's program."""

    permissions: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=60)]],
        msgspec.Meta(max_length=100, description="permissions of staff it acts with", examples=[["orders.read"]]),
    ]

    def wish(self) -> Wish:
        """What is wanted, permissions among it."""
        return replace(super().wish(), permissions=frozenset(self.permissions))


class ApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a key."""

    id: str
    name: str
    hint: Annotated[str, msgspec.Meta(description="its last four characters")]
    scopes: list[str]
    permissions: list[str]
    created_by: Annotated[str, msgspec.Meta(description="whose doing it is: a person's id")]
    created_at: datetime
    expires_at: datetime
    last_used_at: Annotated[datetime | None, msgspec.Meta(description="to within five minutes; null: never")]
    revoked_at: datetime | None
    active: Annotated[bool, msgspec.Meta(description="neither over nor withdrawn")]

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyView":
        """Without its digest."""
        return cls(
            id=key.id,
            name=key.name,
            hint=key.hint,
            scopes=sorted(key.scopes),
            permissions=sorted(key.permissions),
            created_by=key.created_by,
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
            revoked_at=key.revoked_at,
            active=key.alive,
        )


class ApiKeySecret(msgspec.Struct, frozen=True, kw_only=True):
    """A new key, shown this once."""

    api_key: Annotated[str, msgspec.Meta(description="keep it like a password", examples=["bdc_Zm9v…"])]
    key: ApiKeyView
