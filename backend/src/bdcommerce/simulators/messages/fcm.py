"""Firebase Cloud Messaging, HTTP v1, with the token endpoint that it asks for: both check what they are given."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from litestar import MediaType, Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from bdcommerce.kernel import clock, ids
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages.phones import delay
from bdcommerce.simulators.pages import page, table
from bdcommerce.simulators.party import Party

PROJECT, ROBOT = "bdcommerce-simulator", "robot@bdcommerce-simulator.example"
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GONE = "gone"
"""A token that begins like this belongs to an app that was removed."""
FAULTS = {
    "expired": "a token is not good any more (401)",
    "quota": "too much at once (429, Retry-After `value`)",
    "unavailable": "503, Retry-After `value`",
    "internal": "500",
    "not_granted": "the service account is not known",
    "slow": "the push is taken, and the answer comes `value` seconds late",
}
_LONGEST, _HOUR = 4_096, 3_600
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_TTL = re.compile(r"[0-9]+(\.[0-9]+)?s")
_TARGETS, _PARTS = (
    ("token", "topic", "condition"),
    {"notification", "data", "android", "apns", "webpush", "fcm_options"},
)


@dataclass
class Firebase:
    """What the service knows: its one account, the tokens it granted, the pushes it took."""

    url: str
    faults: Faults = field(default_factory=lambda: Faults(FAULTS))
    granted: dict[str, float] = field(default_factory=dict)
    grants: int = 0
    pushed: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        """Of the account; made when somebody first wants it, for it takes a while."""
        return rsa.generate_private_key(65_537, 2_048)

    @cached_property
    def account(self) -> dict[str, str]:
        """The service account, as a console would give it."""
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "simulator",
            "private_key": pem,
            "client_email": ROBOT,
            "token_uri": f"{self.url}/fcm/token",
        }

    def grant(self, form: Mapping[str, Any]) -> Response[dict[str, Any]]:
        """A token for who proves to be the account (RFC 7523)."""
        why = "unsupported_grant_type" if form.get("grant_type") != _GRANT else self._doubts(str(form.get("assertion")))
        if why or self.faults.happens("not_granted"):
            return Response({"error": why or "invalid_grant"}, status_code=400)
        token = ids.new_id("tok")
        self.grants += 1
        self.granted[token] = clock.now().timestamp() + _HOUR
        return Response({"access_token": token, "expires_in": _HOUR, "token_type": "Bearer"})

    def known(self, authorization: str) -> bool:
        """Whether a token is good."""
        token = authorization.removeprefix("Bearer ")
        if self.faults.happens("expired"):
            self.granted.pop(token, None)
        return self.granted.get(token, 0) > clock.now().timestamp()

    def _doubts(self, assertion: str) -> str:
        try:
            claims = jwt.decode(assertion, RSAKey.import_key(self.account["private_key"]), algorithms=["RS256"]).claims
        except (JoseError, ValueError):
            return "invalid_grant"
        now, asked = clock.now().timestamp(), (claims.get("iss"), claims.get("aud"), claims.get("scope"))
        begins, ends = claims.get("iat", 0), claims.get("exp", 0)
        in_time = now - _HOUR < begins <= now + 60 and now < ends <= begins + _HOUR
        return "" if in_time and asked == (ROBOT, f"{self.url}/fcm/token", SCOPE) else "invalid_grant"

    def forget(self) -> None:
        """Nothing was granted, nothing was pushed."""
        self.granted.clear()
        self.pushed.clear()


def party(firebase: Firebase) -> Party:
    """The service, its token endpoint, and its console."""

    @post("/token", status_code=200)
    async def grant(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return firebase.grant(dict(await request.form()))

    @post("/v1/projects/{project:str}/messages:send", status_code=200)
    async def send(project: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        if not firebase.known(request.headers.get("authorization", "")):
            return _error(401, "UNAUTHENTICATED", "the token is not good")
        if project != PROJECT:
            return _error(403, "SENDER_ID_MISMATCH", "not your project")
        if trouble := _trouble(firebase.faults):
            return trouble
        body = await request.body()
        message = _message(body)
        if message is None or _wrong(message) or len(body) > _LONGEST + 100:
            return _error(400, "INVALID_ARGUMENT", _wrong(message or {}) or "not a message")
        if message["token"].startswith(GONE):
            return _error(404, "UNREGISTERED", "Requested entity was not found.")
        firebase.pushed.append(message)
        await delay(firebase.faults, "slow")
        return Response({"name": f"projects/{PROJECT}/messages/{ids.new_id('fcm')}"})

    @get("/service-account")
    async def account() -> dict[str, str]:
        return firebase.account

    @get("/", media_type=MediaType.HTML)
    async def pushes() -> str:
        shown = [each.get("notification", {}) for each in reversed(firebase.pushed)]
        return page(
            "Pushes to apps", table(("title", "text"), [(each.get("title"), each.get("body")) for each in shown])
        )

    return Party(
        name="fcm",
        about="Firebase Cloud Messaging HTTP v1 (push to apps)",
        routes=[grant, send, account, pushes],
        faults=firebase.faults,
        forget=firebase.forget,
    )


def _trouble(faults: Faults) -> Response[dict[str, Any]] | None:
    for name, status, code in (("quota", 429, "QUOTA_EXCEEDED"), ("unavailable", 503, "UNAVAILABLE")):
        if armed := faults.happens(name):
            return _error(status, code, "later", {"Retry-After": armed.value or "30"})
    return _error(500, "INTERNAL", "internal error") if faults.happens("internal") else None


def _message(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    message = found.get("message") if isinstance(found, dict) and found.keys() <= {"message", "validate_only"} else None
    return message if isinstance(message, dict) else None


def _wrong(message: Mapping[str, Any]) -> str:
    if [name for name in _TARGETS if message.get(name)] != ["token"]:
        return "exactly one of token, topic, condition; here only tokens are known"
    strange = message.keys() - _PARTS - {"token", "name"}
    data = message.get("data", {})
    if strange or not all(isinstance(value, str) for value in data.values()):
        return f"unknown: {', '.join(sorted(strange))}" if strange else "data: strings only"
    android = message.get("android", {})
    if not _TTL.fullmatch(android.get("ttl", "0s")) or android.get("priority", "NORMAL") not in {"NORMAL", "HIGH"}:
        return "android: ttl or priority"
    size = len(json.dumps(message, ensure_ascii=False).encode())
    return "too big" if size > _LONGEST + 200 else ""


def _error(status: int, code: str, why: str, headers: dict[str, str] | None = None) -> Response[dict[str, Any]]:
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
    error = {"code": status, "message": why, "status": code, "details": details}
    return Response({"error": error}, status_code=status, headers=headers)
