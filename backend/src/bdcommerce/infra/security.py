"""Keys at work: sealing of sensitive fields, blind indexes to find them again, and access tokens checked.

AES-256-GCM (NIST SP 800-38D) under a key derived per context by HKDF-SHA256 from a master key; the id of the master
key stands in the sealed text, so that keys can be rotated: the newest seals, all of the ring open.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import KeySet

from bdcommerce.infra.settings import Refused
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unauthenticated

ISSUER = "bdcommerce"
TOKEN_ALGORITHM = "Ed25519"  # noqa: S105 - a name, not a secret
"""EdDSA over Curve25519 by its fully specified name (RFC 9864)."""
_AUDIENCES = ("shop", "vendor", "admin")
_KEY_BYTES = 32
_NONCE_BYTES = 12
_JWKS_SECONDS = 30.0


class Unreadable(Exception):
    """A sealed text was changed, belongs to another context, or its key is not on the ring."""


class Sealer:
    """Seals short texts. The context (`accounts.user.phone`) is bound in: a text cannot be moved to another column."""

    def __init__(self, key_ring: str) -> None:
        """`key_ring` is `id:base64-of-32-bytes`, comma-separated, the newest first. Raises Refused."""
        keys = [_parse(part) for part in key_ring.split(",") if part.strip()]
        self._keys = dict(keys)
        if not keys:
            raise Refused("BDC_MASTER_KEYS: at least one key is needed")
        if len(self._keys) < len(keys):
            raise Refused("BDC_MASTER_KEYS: two keys have the same id; a new key needs a new one")
        self._newest = next(iter(self._keys))

    def seal(self, plaintext: str, context: str) -> str:
        """The text, encrypted: `key-id.base64url`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher(self._newest, context).encrypt(nonce, plaintext.encode(), context.encode())
        return f"{self._newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, context: str) -> str:
        """The text again. Raises Unreadable."""
        key_id, _, body = sealed.partition(".")
        if key_id not in self._keys:
            raise Unreadable(f"key {key_id} is not on the ring")
        try:
            raw = base64.b64decode(body, altchars=b"-_", validate=True)
            opened = self._cipher(key_id, context).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"not a sealed {context}") from error
        return opened.decode()

    def blind(self, value: str, purpose: str) -> str:
        """A keyed fingerprint of a value, the same for the same value: what an index on a sealed column holds.

        Made with the oldest key of the ring, so that it outlives a rotation.
        """
        oldest = next(reversed(self._keys))
        return hmac.new(_derive(self._keys[oldest], f"blind:{purpose}"), value.encode(), hashlib.sha256).hexdigest()

    def _cipher(self, key_id: str, context: str) -> AESGCM:
        return AESGCM(_derive(self._keys[key_id], f"seal:{context}"))


def _parse(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise Refused("BDC_MASTER_KEYS: a key is not base64") from error
    if len(key) != _KEY_BYTES or not key_id.isalnum():
        raise Refused("BDC_MASTER_KEYS: write each key as id:base64-of-32-bytes")
    return key_id, key


@lru_cache(maxsize=1024)
def _derive(master: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info.encode()).derive(master)


class TokenVerifier:
    """Checks access tokens against the public keys that accounts publishes."""

    def __init__(self, jwks: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        self._jwks = jwks
        self._keys: KeySet | None = None
        self._read_at = -_JWKS_SECONDS

    async def claims(self, token: str) -> dict[str, Any]:
        """The claims of a valid token. Raises Unauthenticated."""
        claims = _signed(token, await self._key_set())
        if claims is None and await self._refreshed():
            claims = _signed(token, await self._key_set())
        if claims is None:
            raise Unauthenticated("the access token is not valid")
        if claims.get("iss") != ISSUER or claims.get("aud") not in _AUDIENCES:
            raise Unauthenticated("the access token is not for this marketplace")
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise Unauthenticated("the access token names nobody")
        if not isinstance(claims.get("exp"), int) or claims["exp"] <= clock.now().timestamp():
            raise Unauthenticated("the access token has expired", reason="expired")
        return claims

    async def _key_set(self) -> KeySet:
        if self._keys is None:
            await self._read()
        assert self._keys is not None  # noqa: S101 - _read sets it or raises
        return self._keys

    async def _refreshed(self) -> bool:
        """A key we have not seen may be a new one: ask again, but not for every forged token."""
        if time.monotonic() - self._read_at < _JWKS_SECONDS:
            return False
        await self._read()
        return True

    async def _read(self) -> None:
        self._keys = KeySet.import_key_set(await self._jwks())  # type: ignore[arg-type]
        self._read_at = time.monotonic()


def _signed(token: str, keys: KeySet) -> dict[str, Any] | None:
    """The claims of a token that one of these keys has signed."""
    try:
        claims: dict[str, Any] = jwt.decode(token, keys, algorithms=[TOKEN_ALGORITHM]).claims
    except Exception:  # noqa: BLE001 - a forged header may trip the library anywhere, and it is a forgery all the same
        return None
    return claims
