"""Any gateway that takes a token, a number and a text over HTTP: what it is sent and answers is set."""

from typing import Any

from bdcommerce.infra.outside import Exchanges
from bdcommerce.notifications.adapters.settings import SmsHttpSettings
from bdcommerce.notifications.adapters.sms.asking import SmsGateway, refusal
from bdcommerce.notifications.domain.delivering import Outcome, Verdict, spoken
from bdcommerce.notifications.ports import Health, Parcel


class SmsHttp(SmsGateway):
    """See ports.Gateway."""

    def __init__(self, settings: SmsHttpSettings, exchanges: Exchanges) -> None:
        super().__init__(settings, exchanges)
        self._settings, self.dedups = settings, settings.dedups
        self.tells_id = any("{id}" in field for field in settings.fields)

    async def _send(self, parcel: Parcel) -> Outcome:
        fields, kind = self._filled(parcel), self._settings.kind
        method = "GET" if kind == "query" else "POST"
        answer = await self._ask(method, self._settings.path, "send", parcel, **{kind: fields})  # type: ignore[arg-type]
        return refusal(answer) or self._meaning(answer.data(dict[str, Any]), parcel)

    async def _check(self) -> Health:
        """Nothing is known that it could be asked, so only whether there is one is known."""
        return Health(working=True, said="this gateway can only be tried with a message")

    def _filled(self, parcel: Parcel) -> dict[str, str]:
        values = {
            "{to}": self._settings.number_form + parcel.to.removeprefix("+880"),
            "{text}": parcel.text,
            "{key}": self._settings.key.get_secret_value(),
            "{sender}": self._settings.sender,
            "{id}": parcel.message_id,
        }
        pairs = (field.partition("=") for field in self._settings.fields)
        return {name: values.get(value, value) for name, _, value in pairs}

    def _meaning(self, reply: dict[str, Any], parcel: Parcel) -> Outcome:
        code = str(reply.get(self._settings.success_field, "")).casefold()
        if code in self._settings.success_values:
            reference = reply.get(self._settings.reference_field) or self.own_id(parcel)
            return Outcome(verdict="accepted", reference=str(reference))
        reason = spoken(str(reply.get(self._settings.reason_field) or ""))
        return Outcome(verdict=self._verdict(code), code=code[:50], reason=reason)

    def _verdict(self, code: str) -> Verdict:
        if code in self._settings.refused_values:
            return "refused"
        return "misconfigured" if code in self._settings.misconfigured_values else "elsewhere"
