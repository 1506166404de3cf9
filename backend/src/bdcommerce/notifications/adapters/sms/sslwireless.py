"""SSL Wireless iSMS Plus v3. Our id (`csms_id`) is good for a day: asked again, it sends nothing again."""

from typing import Any

import msgspec

from bdcommerce.infra.outside import Exchanges, NoAnswer
from bdcommerce.notifications.adapters.settings import SslWirelessSettings
from bdcommerce.notifications.adapters.sms.asking import SmsGateway, international, refusal
from bdcommerce.notifications.domain.delivering import Dedups, Outcome, Verdict, spoken
from bdcommerce.notifications.ports import Health, Parcel

_LONGEST_ID = 20
_MISCONFIGURED = frozenset({"4001", "4003"})
"""Unauthorised; our address is not allowed."""


class _Info(msgspec.Struct):
    sms_status: str | None = None
    status_message: Any = None


class _Reply(msgspec.Struct):
    status: str | None = None
    status_code: int | str | None = None
    error_message: Any = None
    smsinfo: list[_Info] | None = None


class SslWireless(SmsGateway):
    """See ports.Gateway."""

    dedups: Dedups = "day"

    def __init__(self, settings: SslWirelessSettings, exchanges: Exchanges) -> None:
        super().__init__(settings, exchanges)
        self._settings = settings

    def own_id(self, parcel: Parcel) -> str:
        """The last twenty characters of the message's id: a hundred bits of it."""
        return parcel.message_id[-_LONGEST_ID:]

    async def _send(self, parcel: Parcel) -> Outcome:
        body = {
            "api_token": self._settings.api_token.get_secret_value(),
            "sid": self._settings.sid,
            "msisdn": international(parcel.to),
            "sms": parcel.text,
            "csms_id": self.own_id(parcel),
        }
        answer = await self._ask("POST", "/api/v3/send-sms", "send", parcel, json=body)
        return refusal(answer) or self._meaning(answer.data(_Reply), self.own_id(parcel))

    async def _check(self) -> Health:
        """There is no call that asks for nothing but who we are: an empty message to nobody is refused for what is
        wrong with us first.
        """
        body = {"api_token": self._settings.api_token.get_secret_value(), "sid": self._settings.sid}
        answer = await self._ask("POST", "/api/v3/send-sms", "check", json=body)
        refused = refusal(answer)
        if refused and refused.verdict == "misconfigured":
            return Health(working=False, said=refused.reason)
        try:
            reply = answer.data(_Reply)
        except NoAnswer:
            return Health(working=False, said="the answer is not what was agreed")
        known = str(reply.status_code) not in _MISCONFIGURED
        return Health(working=known, said="" if known else spoken(str(reply.error_message or "it does not know us")))

    def _meaning(self, reply: _Reply, own_id: str) -> Outcome:
        code = str(reply.status_code or "")
        info = reply.smsinfo[0] if reply.smsinfo else _Info()
        if reply.status == "SUCCESS" and info.sms_status in {None, "", "SUCCESS"}:
            return Outcome(verdict="accepted", reference=own_id)
        reason = spoken(str(reply.error_message or info.status_message or ""))
        return Outcome(verdict=self._verdict(code), code=code, reason=reason, reference=own_id)

    def _verdict(self, code: str) -> Verdict:
        if code in self._settings.duplicate_codes:
            return "repeated"
        if code in self._settings.refused_codes:
            return "refused"
        return "misconfigured" if code in _MISCONFIGURED else "elsewhere"
