"""Access tokens for tests, signed with a key of the test's own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

from bdcommerce.infra.security import ISSUER, TOKEN_ALGORITHM, TokenVerifier
from bdcommerce.kernel import clock

_KEY = OKPKey.generate_key("Ed25519", {"kid": "test", "use": "sig", "alg": TOKEN_ALGORITHM})
TTL = timedelta(hours=6)
"""Longer than any run of the tests: some are made when a module is read."""


def verifier() -> TokenVerifier:
    """Trusts this module's key."""
    return TokenVerifier(_jwks)


async def _jwks() -> dict[str, Any]:
    return {"keys": [_KEY.as_dict(private=False)]}


def of(audience: str, user_id: str, **claims: Any) -> str:
    """A token of anybody, with these claims."""
    at = int(clock.now().timestamp())
    body = {"iss": ISSUER, "aud": audience, "sub": user_id, "sid": "ses_test", "iat": at, **claims}
    body["exp"] = at + int(TTL.total_seconds())
    return jwt.encode({"alg": TOKEN_ALGORITHM, "kid": "test"}, body, _KEY, algorithms=[TOKEN_ALGORITHM])


def customer(user_id: str = "usr_customer") -> str:
    """A signed-in customer."""
    return of("shop", user_id)


def vendor(vendor_id: str, role: str = "owner", user_id: str = "usr_vendor") -> str:
    """A member of a vendor's staff."""
    return of("vendor", user_id, vendor_id=vendor_id, roles=[role])


def staff(*permissions: str, user_id: str = "usr_staff", roles: Sequence[str] = ()) -> str:
    """A member of the operator's staff with these permissions."""
    return of("admin", user_id, permissions=list(permissions), roles=list(roles))


def api_key(*scopes: str, vendor_id: str = "ven_1", permissions: Sequence[str] = ()) -> str:
    """What a vendor's API key is exchanged for; with permissions, a partner's."""
    if permissions:
        return of("admin", "key_partner", permissions=list(permissions), scopes=list(scopes))
    return of("vendor", "key_vendor", vendor_id=vendor_id, roles=["manager"], scopes=list(scopes))
