"""MIM SMS. It refuses with 200 too. It knows no id of ours, so what it perhaps took is not repeated."""

from typing import Any

import msgspec

from bdcommerce.infra.outside import Exchanges
from bdcommerce.notifications.adapters.settings import MimSmsSettings
from bdcommerce.notifications.adapters.sms.asking import SmsGateway, international, refusal
from bdcommerce.notifications.domain.delivering import Outcome, Verdict, spoken
from bdcommerce.notifications.ports import Health, Parcel


class _Reply(msgspec.Struct, rename={"status_code": "statusCode", "transaction": "trxnId", "result": "responseResult"}):
    status_code: int | str | None = None
    status: Any = None
    transaction: int | str | None = None
    result: Any = None


class MimSms(SmsGateway):
    """See ports.Gateway."""

    def __init__(self, settings: MimSmsSettings, exchanges: Exchanges) -> None:
        super().__init__(settings, exchanges)
        self._settings = settings

    async def _send(self, parcel: Parcel) -> Outcome:
        if parcel.marketing and not self._settings.campaign_id:
            return Outcome(verdict="elsewhere", code="no_campaign", reason="no approved campaign id is set")
        body = self._who() | {
            "MobileNumber": international(parcel.to),
            "SenderName": self._settings.sender_name,
            "TransactionType": "P" if parcel.marketing else "T",
            "Message": parcel.text,
        }
        if parcel.marketing:
            body["CampaignId"] = self._settings.campaign_id
        answer = await self._ask("POST", self._settings.path, "send", parcel, json=body)
        return refusal(answer) or self._meaning(answer.data(_Reply))

    async def _check(self) -> Health:
        answer = await self._ask("POST", "/api/SmsSending/balanceCheck", "balance", json=self._who())
        if refused := refusal(answer):
            return Health(working=False, said=refused.reason)
        reply = answer.data(_Reply)
        if str(reply.status_code) != "200":
            return Health(working=False, said=spoken(str(reply.result or reply.status or "")))
        return Health(working=True, balance=spoken(str(reply.result)))

    def _who(self) -> dict[str, str]:
        return {"UserName": self._settings.user_name, "Apikey": self._settings.api_key.get_secret_value()}

    def _meaning(self, reply: _Reply) -> Outcome:
        code = str(reply.status_code)
        if code == "200":
            return Outcome(verdict="accepted", reference=str(reply.transaction or ""))
        return Outcome(verdict=self._verdict(code), code=code, reason=spoken(str(reply.result or reply.status or "")))

    def _verdict(self, code: str) -> Verdict:
        if code in self._settings.misconfigured_codes:
            return "misconfigured"
        return "refused" if code in self._settings.refused_codes else "elsewhere"
