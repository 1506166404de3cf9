"""Who is calling: what an access token (or the lack of one) says, as endpoints see it."""

from dataclasses import dataclass
from typing import Any, Literal

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.text import Language

_KINDS: dict[str, Literal["customer", "vendor", "staff"]] = {"shop": "customer", "vendor": "vendor", "admin": "staff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A signed-in person in one audience, or an anonymous one (`audience` empty), perhaps with a guest's token."""

    user_id: str = ""
    audience: Literal["", "shop", "vendor", "admin"] = ""
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    vendor_id: str = ""
    session_id: str = ""
    scopes: frozenset[str] | None = None
    """What an API key is confined to (see access.confine); None: a person, or nobody."""
    guest_token: str = ""
    language: Language = "en"

    def __repr__(self) -> str:
        return f"Caller(user_id={self.user_id!r}, audience={self.audience!r})"

    def actor(self) -> Actor:
        """The caller as a decision and a timeline know it."""
        if not self.audience:
            return Actor(id="guest", kind="guest")
        return Actor(id=self.user_id, kind=_KINDS[self.audience], vendor_id=self.vendor_id)


def from_claims(claims: dict[str, Any], *, guest_token: str, language: Language) -> Caller:
    """The caller that a checked token speaks of."""
    return Caller(
        user_id=claims["sub"],
        audience=claims["aud"],
        roles=frozenset(claims.get("roles", ())),
        permissions=frozenset(claims.get("permissions", ())),
        vendor_id=claims.get("vendor_id", ""),
        session_id=claims.get("sid", ""),
        scopes=frozenset(claims["scopes"]) if "scopes" in claims else None,
        guest_token=guest_token,
        language=language,
    )


def preferred_language(accept_language: str) -> Language:
    """`bn` if the client puts Bangla before English, else `en`."""
    for part in accept_language.lower().split(","):
        if part.strip().startswith("bn"):
            return "bn"
        if part.strip().startswith("en"):
            return "en"
    return "en"
