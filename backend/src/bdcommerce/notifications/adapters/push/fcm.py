"""Firebase Cloud Messaging, HTTP v1: a push a call, under a token that a service account is granted."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from bdcommerce.infra.outside import Answer, Exchanges, NoAnswer, NotReached, Open, Outside
from bdcommerce.infra.settings import Refused
from bdcommerce.kernel import clock
from bdcommerce.notifications.adapters.no_reports import NoReports
from bdcommerce.notifications.adapters.push.settings import FcmSettings
from bdcommerce.notifications.domain.delivering import Dedups, Outcome, Verdict, spoken
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.ports import Health, Parcel

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
LONGEST = 4_096
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFE = timedelta(hours=1)
_EARLY = timedelta(minutes=1)
_MASKED = ("assertion", "title", "body")
_OK, _UNAUTHORISED = 200, 401
_VERDICTS: dict[str, Verdict] = {
    "UNREGISTERED": "gone",
    "INVALID_ARGUMENT": "refused",
    "SENDER_ID_MISMATCH": "refused",
    "QUOTA_EXCEEDED": "unsent",
    "UNAVAILABLE": "unsure",
    "INTERNAL": "unsure",
    "THIRD_PARTY_AUTH_ERROR": "misconfigured",
}
_BY_STATUS: dict[int, Verdict] = {
    400: "refused",
    401: "misconfigured",
    403: "misconfigured",
    404: "gone",
    429: "unsent",
}


class NotGranted(Exception):
    """The service account is not known there."""


class _Account(msgspec.Struct, frozen=True):
    project_id: str
    client_email: str
    private_key: str
    token_uri: str
    private_key_id: str = ""


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: int


class Fcm(NoReports):
    """See ports.Gateway. A push that is sent again takes the place of the first: its collapse key is our id."""

    name = "fcm"
    dedups: Dedups = "always"

    def __init__(self, settings: FcmSettings, exchanges: Exchanges) -> None:
        self._settings, self._account = settings, _account(settings.account)
        self._key = _key(self._account)
        limits: dict[str, Any] = {"timeout": settings.timeout, "failures": settings.breaker_failures}
        self._service = Outside("fcm", settings.url, exchanges, **limits)
        self._grants = Outside("fcm_tokens", self._account.token_uri, exchanges, **limits)
        self._token, self._until, self._asking = "", datetime.min.replace(tzinfo=clock.DHAKA), asyncio.Lock()
        self.channel: Channel = "push"
        self.price: int | None = None

    async def send(self, parcel: Parcel) -> Outcome:
        """See ports.Gateway."""
        if parcel.device is None:
            return Outcome(verdict="gone", code="no_device", reason="the device is no longer registered")
        message = self._message(parcel, parcel.device.address)
        try:
            answer = await self._ask(parcel, message)
            if answer.status == _UNAUTHORISED:
                self._token = ""
                answer = await self._ask(parcel, message)
        except NotGranted as error:
            return Outcome(verdict="misconfigured", code="not_granted", reason=spoken(str(error)))
        except (NotReached, Open):
            return Outcome(verdict="unsent", code="not_reached", reason="the push service cannot be reached")
        except NoAnswer as error:
            return Outcome(verdict="unsure", code="no_answer", reason=spoken(error.message))
        return _meaning(answer)

    async def check(self) -> Health:
        """Whether our service account is granted a token."""
        self._token = ""
        try:
            await self._granted()
        except (NotGranted, NoAnswer, Open) as error:
            return Health(working=False, said=spoken(str(error)))
        return Health(working=True)

    async def _ask(self, parcel: Parcel, message: dict[str, Any]) -> Answer:
        return await self._service.call(
            "POST",
            f"/v1/projects/{quote(self._account.project_id, safe='')}/messages:send",
            operation="send",
            headers={"Authorization": f"Bearer {await self._granted()}"},
            json=message,
            reference=parcel.message_id,
            mask=_MASKED,
        )

    async def _granted(self) -> str:
        """A token that is good for a while longer; one call asks for it, the others wait. Raises NotGranted."""
        async with self._asking:
            if not self._token or clock.now() >= self._until:
                form = {"grant_type": _GRANT, "assertion": self._assertion()}
                answer = await self._grants.call("POST", "", operation="grant", form=form, mask=_MASKED)
                if answer.status != _OK:
                    raise NotGranted(f"no token was granted (status {answer.status})")
                granted = answer.data(_Granted)
                self._token = granted.access_token
                self._until = clock.now() + timedelta(seconds=granted.expires_in) - _EARLY
            return self._token

    def _assertion(self) -> str:
        now = clock.now()
        claims = {
            "iss": self._account.client_email,
            "scope": SCOPE,
            "aud": self._account.token_uri,
            "iat": int(now.timestamp()),
            "exp": int((now + _LIFE).timestamp()),
        }
        head = {"alg": "RS256", "typ": "JWT", "kid": self._account.private_key_id}
        return jwt.encode(head, claims, self._key, algorithms=["RS256"])

    def _message(self, parcel: Parcel, token: str) -> dict[str, Any]:
        body = parcel.text
        while True:
            message = {
                "token": token,
                "notification": {"title": parcel.subject, "body": body},
                "data": {"message_id": parcel.message_id},
                "android": {
                    "priority": "HIGH" if parcel.urgent else "NORMAL",
                    "ttl": f"{self._settings.ttl}s",
                    "collapse_key": parcel.message_id,
                },
                "apns": {
                    "headers": {
                        "apns-priority": "10" if parcel.urgent else "5",
                        "apns-collapse-id": parcel.message_id,
                    }
                },
            }
            if len(msgspec.json.encode(message)) <= LONGEST:
                return {"message": message}
            body = f"{body[: len(body) * 3 // 4]}…"


def _meaning(answer: Answer) -> Outcome:
    if answer.status == _OK:
        return Outcome(verdict="accepted")
    code, said = _error(answer)
    seconds = answer.headers.get("retry-after", "")
    wait = timedelta(seconds=min(int(seconds), 3_600)) if seconds.isascii() and seconds.isdigit() else timedelta()
    verdict = _VERDICTS.get(code) or _BY_STATUS.get(answer.status, "unsure")
    return Outcome(verdict=verdict, code=code or f"http_{answer.status}", reason=spoken(said), wait=wait)


def _error(answer: Answer) -> tuple[str, str]:
    """The error code of its own and what it says; empty where there is none."""
    try:
        error = answer.data(dict[str, Any]).get("error")
    except NoAnswer:
        return "", ""
    if not isinstance(error, dict):
        return "", ""
    details = error.get("details")
    codes = [each.get("errorCode") for each in details if isinstance(each, dict)] if isinstance(details, list) else []
    return next((code for code in codes if isinstance(code, str)), ""), str(error.get("message") or "")


def _account(credentials: str) -> _Account:
    try:
        return msgspec.json.decode(credentials, type=_Account)
    except msgspec.MsgspecError as error:
        raise Refused("BDC_FCM_CREDENTIALS: is not the JSON of a service account") from error


def _key(account: _Account) -> RSAKey:
    try:
        return RSAKey.import_key(account.private_key)
    except (ValueError, JoseError) as error:
        raise Refused("BDC_FCM_CREDENTIALS: its private key cannot be read") from error
