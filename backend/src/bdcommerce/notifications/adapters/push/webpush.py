"""Web Push (RFC 8030): pushes to browsers, whichever push service they use.

Whoever knows the address of a subscription may try to push to it, so these calls are in no record of exchanges.
"""

import time
from datetime import timedelta

import aiohttp
import msgspec

from bdcommerce.infra import telemetry
from bdcommerce.notifications.adapters.no_reports import NoReports
from bdcommerce.notifications.adapters.push.encryption import LONGEST, decoded, encrypted, vouched
from bdcommerce.notifications.adapters.push.settings import WebPushSettings
from bdcommerce.notifications.adapters.push.subscription import Subscription, checked
from bdcommerce.notifications.domain.delivering import Dedups, Outcome, Verdict, spoken
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import BadDevice
from bdcommerce.notifications.ports import Health, OwnKeys, Parcel

_OK, _SERVER_ERRORS = range(200, 300), 500
_VERDICTS: dict[int, Verdict] = {404: "gone", 410: "gone", 429: "unsent"}
_LONGEST_REPLY = 500


class WebPush(NoReports):
    """See ports.Gateway. A push that is sent again takes the place of the first (its `Topic` is the message's id)."""

    name = "webpush"
    dedups: Dedups = "always"

    def __init__(self, settings: WebPushSettings, keys: OwnKeys) -> None:
        self._settings, self._keys = settings, keys
        self.channel: Channel = "push"
        self.price: int | None = None

    async def send(self, parcel: Parcel) -> Outcome:
        """See ports.Gateway."""
        if parcel.device is None:
            return Outcome(verdict="gone", code="no_device", reason="the device is no longer registered")
        started = time.perf_counter()
        try:
            subscription = checked(msgspec.json.decode(parcel.device.address, type=Subscription), self._settings)
            outcome = await self._push(parcel, subscription)
        except (BadDevice, msgspec.MsgspecError):
            outcome = Outcome(verdict="gone", code="bad_device", reason="one cannot push to that address")
        except aiohttp.ClientConnectorError:
            outcome = Outcome(verdict="unsent", code="not_reached", reason="the push service cannot be reached")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            outcome = Outcome(verdict="unsure", code="no_answer", reason=type(error).__name__)
        telemetry.outside_finished(self.name, "push", outcome.verdict, time.perf_counter() - started)
        return outcome

    async def check(self) -> Health:
        """There is nobody to ask: every browser brings its own push service along."""
        await self._keys.vapid()
        return Health(working=True, said="our key is there")

    async def _push(self, parcel: Parcel, to: Subscription) -> Outcome:
        body = encrypted(content(parcel, LONGEST), decoded(to.p256dh), decoded(to.auth))
        headers = {
            "Authorization": vouched(await self._keys.vapid(), to.origin, self._settings.contact),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(self._settings.ttl),
            "Topic": parcel.message_id,
            "Urgency": "high" if parcel.urgent else "normal",
        }
        timeout = aiohttp.ClientTimeout(total=self._settings.timeout)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(to.endpoint, data=body, headers=headers, allow_redirects=False) as reply,
        ):
            said = (await reply.content.read(_LONGEST_REPLY)).decode(errors="replace")
            return _meaning(reply.status, reply.headers.get("Retry-After", ""), said)


def content(parcel: Parcel, most: int) -> bytes:
    """What the shop's service worker is given to show; a text that is too long loses its end."""
    body = parcel.text
    while True:
        shown = {"title": parcel.subject, "body": body, "id": parcel.message_id, "lang": parcel.language}
        raw = msgspec.json.encode(shown)
        if len(raw) <= most:
            return raw
        body = f"{body[: len(body) * 3 // 4]}…"


def _meaning(status: int, retry_after: str, said: str) -> Outcome:
    if status in _OK:
        return Outcome(verdict="accepted")
    seconds = min(int(retry_after), 3_600) if retry_after.isascii() and retry_after.isdigit() else 0
    verdict: Verdict = "unsure" if status >= _SERVER_ERRORS else _VERDICTS.get(status, "refused")
    return Outcome(verdict=verdict, code=f"http_{status}", reason=spoken(said), wait=timedelta(seconds=seconds))
