"""A push service for browsers (RFC 8030) together with the browsers behind it: they decrypt what they are sent
(RFC 8291), and the service believes nobody who does not prove who they are (RFC 8292).
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from litestar import MediaType, Request, delete, get, post
from litestar.params import FromPath
from litestar.response import Response

from bdcommerce.kernel import clock, ids
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages.phones import delay
from bdcommerce.simulators.pages import page, table
from bdcommerce.simulators.party import Party

FAULTS = {
    "busy": "too much at once (429, Retry-After `value`)",
    "down": "503",
    "slow": "the push is taken, and the answer comes `value` seconds late",
}
_LONGEST, _DAY = 4_096, 86_400
_SALT, _POINT = 16, 65
_URGENCIES = {"very-low", "low", "normal", "high"}


@dataclass
class Browser:
    """One subscription, and what only its browser knows."""

    wanted_from: str
    """The key of the shop, base64url."""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By topic: a later push of the same topic takes the place of the earlier one."""
    pushes: int = 0

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def read(self, body: bytes) -> dict[str, Any]:
        """What was pushed. Raises ValueError, InvalidTag."""
        salt, size, length = body[:_SALT], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        if length != _POINT or size < 18 or len(sealed) > size:  # noqa: PLR2004 - RFC 8188, 2.1
            raise ValueError("not one record of aes128gcm")
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        keying = _expand(_mac(self.secret, shared), b"WebPush: info\0" + self.public + sender, 32)
        seed = _mac(salt, keying)
        key, nonce = (
            _expand(seed, b"Content-Encoding: aes128gcm\0", 16),
            _expand(seed, b"Content-Encoding: nonce\0", 12),
        )
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        if not plain.endswith(b"\x02"):
            raise ValueError("not the last record")
        found = json.loads(plain[:-1])
        return found if isinstance(found, dict) else {"body": found}


class Service:
    """All browsers, by the address one pushes to."""

    def __init__(self, url: str) -> None:
        self.url, self.faults = url, Faults(FAULTS)
        self.browsers: dict[str, Browser] = {}

    def subscribe(self, wanted_from: str) -> dict[str, Any]:
        """A browser lets a shop push to it; what its `PushSubscription` says."""
        name, browser = ids.new_id("push"), Browser(wanted_from)
        self.browsers[name] = browser
        keys = {"p256dh": _text(browser.public), "auth": _text(browser.secret)}
        return {"endpoint": f"{self.url}/webpush/send/{name}", "expirationTime": None, "keys": keys}

    def refuses(self, name: str, headers: Any, body: bytes) -> tuple[int, str]:
        """The status of a refusal and why; 0: none."""
        browser = self.browsers.get(name)
        if browser is None:
            return 410, "push subscription has unsubscribed or expired"
        if headers.get("content-encoding") != "aes128gcm":
            return 400, "content-encoding"
        if not headers.get("ttl", "").isdigit() or headers.get("urgency", "normal") not in _URGENCIES:
            return 400, "ttl or urgency"
        if len(headers.get("topic", "")) > 32:  # noqa: PLR2004 - RFC 8030, 5.4
            return 400, "topic"
        if len(body) > _LONGEST:
            return 413, "too big"
        return self._unknown(headers.get("authorization", ""), browser)

    def _unknown(self, authorization: str, browser: Browser) -> tuple[int, str]:
        kind, _, rest = authorization.partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if kind.lower() != "vapid" or given.keys() != {"t", "k"}:
            return 401, "vapid"
        if given["k"] != browser.wanted_from:
            return 403, "the subscription is another shop's"
        claims = _claims(given["t"], given["k"])
        if claims is None:
            return 403, "the signature is wrong"
        now, parts = clock.now().timestamp(), urlsplit(self.url)
        in_time = now < claims.get("exp", 0) <= now + _DAY
        right = claims.get("aud") == f"{parts.scheme}://{parts.netloc}" and str(claims.get("sub", "")).startswith(
            "mailto:"
        )
        return (0, "") if in_time and right else (403, "aud, exp or sub")


def party(service: Service) -> Party:
    """The service, and what its browsers show."""

    @post("/subscribe", status_code=201)
    async def subscribe(request: Request[Any, Any, Any]) -> dict[str, Any]:
        return service.subscribe(request.query_params.get("key", ""))

    @delete("/subscriptions/{name:str}")
    async def unsubscribe(name: FromPath[str]) -> None:
        service.browsers.pop(name, None)

    @post("/send/{name:str}", status_code=201)
    async def push(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[str]:
        if busy := service.faults.happens("busy"):
            return Response("busy", status_code=429, headers={"Retry-After": busy.value or "30"})
        if service.faults.happens("down"):
            return Response("down", status_code=503)
        body = await request.body()
        status, why = service.refuses(name, request.headers, body)
        if status:
            return Response(why, status_code=status)
        browser = service.browsers[name]
        try:
            shown = browser.read(body)
        except (ValueError, InvalidTag):
            return Response("nobody can read that", status_code=400)
        browser.pushes += 1
        browser.shown[request.headers.get("topic", ids.new_id("top"))] = shown
        await delay(service.faults, "slow")
        return Response("", status_code=201)

    @get("/", media_type=MediaType.HTML)
    async def everything() -> str:
        shown = [each for browser in service.browsers.values() for each in browser.shown.values()]
        return page(
            "Pushes to browsers", table(("title", "text"), [(each.get("title"), each.get("body")) for each in shown])
        )

    return Party(
        name="webpush",
        about="a push service (Web Push) and its browsers",
        routes=[subscribe, unsubscribe, push, everything],
        faults=service.faults,
        forget=service.browsers.clear,
    )


def _claims(token: str, key: str) -> dict[str, Any] | None:
    """What an ES256 token says; None if somebody else signed it."""
    try:
        head, claims, signature = token.split(".")
        raw = _bytes(signature)
        signed = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
        public.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        found = json.loads(_bytes(claims))
        known = json.loads(_bytes(head)).get("alg") == "ES256"
    except (ValueError, InvalidSignature):
        return None
    return found if known and isinstance(found, dict) else None


def _mac(key: bytes, data: bytes) -> bytes:
    """HKDF-Extract (RFC 5869)."""
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(data)
    return made.finalize()


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand of at most 32 bytes."""
    return _mac(key, info + b"\x01")[:length]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
