"""BulkSMSBD (bulksmsbd.net/api). It knows no id of ours, so what it perhaps took is not repeated.

It takes the number in a form as well as in the address; a form it is. Its balance it says only to a GET with the key in
the address (docs/decisions): the record of exchanges masks that.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from bdcommerce.infra.outside import Exchanges
from bdcommerce.notifications.adapters.settings import BulkSmsBdSettings
from bdcommerce.notifications.adapters.sms.asking import SmsGateway, international, refusal
from bdcommerce.notifications.domain.delivering import Outcome, Verdict, spoken
from bdcommerce.notifications.ports import Health, Parcel

_ACCEPTED = 202
_US = (1002, 1006, 1007, 1011, 1013, 1014, 1015, 1016, 1017, 1018, 1019, 1020, 1021, 1031, 1032)
"""Sender id, balance, account, prices, our address: what is wrong is not the message."""
_VERDICTS: Mapping[int, Verdict] = {
    1001: "refused",
    1003: "elsewhere",
    1005: "unsure",
    1012: "elsewhere",
    **dict.fromkeys(_US, "misconfigured"),
}


class _Reply(msgspec.Struct):
    response_code: int = 0
    message_id: int | str | None = None
    error_message: Any = None
    balance: float | str | None = None


class BulkSmsBd(SmsGateway):
    """See ports.Gateway."""

    def __init__(self, settings: BulkSmsBdSettings, exchanges: Exchanges) -> None:
        super().__init__(settings, exchanges)
        self._settings = settings

    async def _send(self, parcel: Parcel) -> Outcome:
        form = {
            "api_key": self._settings.api_key.get_secret_value(),
            "senderid": self._settings.sender_id,
            "number": international(parcel.to),
            "message": parcel.text,
            "type": "text",
        }
        answer = await self._ask("POST", "/api/smsapi", "send", parcel, form=form)
        return refusal(answer) or _meaning(answer.data(_Reply))

    async def _check(self) -> Health:
        query = {"api_key": self._settings.api_key.get_secret_value()}
        answer = await self._ask("GET", "/api/getBalanceApi", "balance", query=query)
        refused = refusal(answer)
        reply = answer.data(_Reply)
        if refused or reply.balance is None:
            return Health(working=False, said=spoken(str(reply.error_message or "the gateway said no balance")))
        return Health(working=True, balance=str(reply.balance))


def _meaning(reply: _Reply) -> Outcome:
    if reply.response_code == _ACCEPTED:
        return Outcome(verdict="accepted", reference=str(reply.message_id or ""))
    verdict = _VERDICTS.get(reply.response_code, "elsewhere")
    return Outcome(verdict=verdict, code=str(reply.response_code), reason=spoken(str(reply.error_message or "")))
