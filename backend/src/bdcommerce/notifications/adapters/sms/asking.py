"""What all SMS gateways have in common: how they are asked, what silence means, and how their reports are read."""

import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl

import msgspec

from bdcommerce.infra.outside import Answer, Exchanges, NoAnswer, NotReached, Open, Outside
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.kernel import phone
from bdcommerce.kernel.errors import Invalid
from bdcommerce.notifications.adapters.settings import SmsSettings
from bdcommerce.notifications.domain.delivering import Dedups, News, Outcome, spoken
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import UnreadableReport
from bdcommerce.notifications.ports import Health, Parcel, Told

MASKED = ("sms", "sms_body", "message", "text", "report_token", "senderid")
"""Fields that hold what a message says: nobody but its recipient reads it, neither in the record of exchanges."""
_UNAUTHORISED, _TOO_MANY, _OK = frozenset({401, 403}), 429, range(200, 300)
_LONGEST_FIELD = 100


class SmsGateway:
    """An SMS gateway over HTTP. `_send` and `_check` say what a gateway is told and what its answer means."""

    channel: Channel = "sms"
    dedups: Dedups = "never"
    tells_id = False

    def __init__(self, settings: SmsSettings, exchanges: Exchanges) -> None:
        self.name, self.price, self._common = settings.party, settings.price, settings
        self._outside = Outside(
            settings.party,
            settings.url,
            exchanges,
            timeout=settings.timeout,
            failures=settings.breaker_failures,
            pause=settings.breaker_pause,
        )

    async def send(self, parcel: Parcel) -> Outcome:
        """See ports.Gateway."""
        try:
            return await self._send(parcel)
        except (NotReached, Open):
            return Outcome(verdict="unsent", code="not_reached", reason="the gateway cannot be reached")
        except NoAnswer as error:
            return Outcome(
                verdict="unsure", code="no_answer", reason=spoken(error.message), reference=self.own_id(parcel)
            )

    async def check(self) -> Health:
        """See ports.Gateway."""
        try:
            return await self._check()
        except (NoAnswer, Open) as error:
            return Health(working=False, said=spoken(error.message))

    def own_id(self, parcel: Parcel) -> str:
        """By which the gateway knows a message from before it has answered; most are given none."""
        return parcel.message_id if self.tells_id else ""

    def believes(self, token: str) -> bool:
        """See ports.Gateway."""
        wanted = self._common.report_token.get_secret_value()
        return bool(wanted) and hmac.compare_digest(wanted.encode(), token.encode())

    def understood(self, content_type: str, body: bytes) -> Sequence[Told]:
        """See ports.Gateway."""
        return [self._told(entry) for entry in _entries(content_type, body)]

    async def _send(self, parcel: Parcel) -> Outcome:
        raise NoAnswer(f"{self.name} does not know what to say of {parcel.message_id}")

    async def _check(self) -> Health:
        raise NoAnswer("this gateway cannot be asked")

    async def _ask(
        self, method: Literal["GET", "POST"], path: str, operation: str, parcel: Parcel | None = None, **body: Any
    ) -> Answer:
        return await self._outside.call(
            method,
            path,
            operation=operation,
            reference=parcel.message_id if parcel else "",
            mask=MASKED,
            unanswered=SERVER_ERRORS,
            **body,
        )

    def _told(self, entry: Mapping[str, Any]) -> Told:
        status = _first(entry, self._common.report_status).casefold()
        number = _first(entry, self._common.report_to)
        try:
            to = phone.normalise(number) if number else ""
        except Invalid:
            to = ""
        reference = _first(entry, self._common.report_reference)
        if not status or not (reference or to):
            raise UnreadableReport.field("report", "says nothing of a message")
        return Told(news=self._news(status), reference=reference, to=to)

    def _news(self, status: str) -> News:
        if status in self._common.report_delivered:
            return "delivered"
        return "failed" if status in self._common.report_failed else "moving"


def international(e164: str) -> str:
    """`8801XXXXXXXXX`, as the gateways of this country want it."""
    return e164.removeprefix("+")


def refusal(answer: Answer) -> Outcome | None:
    """What the status alone says; None: the body says more."""
    if answer.status in _OK:
        return None
    code = f"http_{answer.status}"
    if answer.status in _UNAUTHORISED:
        return Outcome(verdict="misconfigured", code=code, reason="the gateway does not know us")
    if answer.status == _TOO_MANY:
        return Outcome(verdict="unsent", code=code, reason="too much at once", wait=retry_after(answer))
    return Outcome(verdict="elsewhere", code=code, reason="the gateway refused the call")


def retry_after(answer: Answer) -> timedelta:
    """How long we are asked to wait; dates are not understood and count as nothing, as do days."""
    seconds = answer.headers.get("retry-after", "")
    return timedelta(seconds=min(int(seconds), 3_600)) if seconds.isascii() and seconds.isdigit() else timedelta()


def _entries(content_type: str, body: bytes) -> list[Mapping[str, Any]]:
    if "json" not in content_type:
        return [dict(parse_qsl(body.decode(errors="replace")))]
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableReport.field("report", "is not JSON") from error
    entries = found if isinstance(found, list) else [found]
    if not all(isinstance(entry, dict) for entry in entries):
        raise UnreadableReport.field("report", "is neither an object nor a list of them")
    return entries


def _first(entry: Mapping[str, Any], names: Collection[str]) -> str:
    found = (
        str(entry[name]).replace("\0", "").strip()[:_LONGEST_FIELD] for name in names if entry.get(name) is not None
    )
    return next((text for text in found if text), "")
