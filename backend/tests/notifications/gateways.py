"""SMS gateways against their simulators, for tests: what each is set to, and what is on the phones."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import SecretStr

from bdcommerce.infra.outside import Exchange, Exchanges
from bdcommerce.notifications.adapters.settings import (
    BulkSmsBdSettings,
    MimSmsSettings,
    SmsHttpSettings,
    SmsSettings,
    SslWirelessSettings,
)
from bdcommerce.notifications.adapters.sms import BulkSmsBd, MimSms, SmsHttp, SslWireless
from bdcommerce.notifications.adapters.sms.asking import SmsGateway
from bdcommerce.notifications.ports import Parcel
from bdcommerce.simulators.application import application
from bdcommerce.simulators.messages import bulksmsbd, mimsms, sslwireless
from bdcommerce.simulators.messages.phones import REPORT_TOKEN, Phones
from bdcommerce.simulators.party import Party
from support.servers import serving

NUMBER = "+8801712345678"
_FIELDS = ("number={to}", "message={text}", "api_key={key}", "senderid={sender}", "type=text")


class Recorded(Exchanges):
    """The record of exchanges, in memory."""

    def __init__(self) -> None:
        self.kept: list[Exchange] = []

    async def keep(self, exchange: Exchange) -> None:
        self.kept.append(exchange)


@dataclass
class Simulated:
    """The SMS gateways of the country, on loopback."""

    url: str
    phones: Phones
    parties: Mapping[str, Party]
    record: Recorded = field(default_factory=Recorded)

    def arm(self, name: str, fault: str, times: int = 1, value: str = "") -> None:
        """Let a fault happen at the gateway that an adapter speaks to."""
        self.parties[_BEHIND.get(name, name)].faults.arm(fault, times, value)

    def forget(self) -> None:
        """Begin anew."""
        self.record.kept.clear()
        for party in self.parties.values():
            party.faults.disarm()
            party.forget()

    def on_phone(self, number: str = NUMBER) -> list[str]:
        """What the phone has received, the oldest first."""
        return [sms.text for sms in reversed(self.phones.of(number.removeprefix("+")))]

    def gateway(self, name: str, **changed: Any) -> SmsGateway:
        """An adapter that speaks to its simulator, as it would be set."""
        party = _BEHIND.get(name, name)
        common = {"url": f"{self.url}/{party}", "timeout": 2.0, "report_token": SecretStr(REPORT_TOKEN)}
        shape, made = _KINDS[name]
        given = {key: _typed(shape, key, value) for key, value in shape.simulated.items()} | common
        return cast("SmsGateway", made(shape(**{**given, **_EXTRA.get(name, {}), **changed}), self.record))


_BEHIND = {"smshttp": "bulksmsbd"}
_KINDS: Mapping[str, tuple[type[SmsSettings], Any]] = {
    "sslwireless": (SslWirelessSettings, SslWireless),
    "bulksmsbd": (BulkSmsBdSettings, BulkSmsBd),
    "mimsms": (MimSmsSettings, MimSms),
    "smshttp": (SmsHttpSettings, SmsHttp),
}
NAMES = tuple(_KINDS)
_EXTRA: Mapping[str, dict[str, Any]] = {
    "smshttp": {
        "path": "/api/smsapi", "fields": _FIELDS, "key": SecretStr(bulksmsbd.KEY), "sender": bulksmsbd.SENDER,
        "price": 25, "success_field": "response_code", "success_values": ("202",), "refused_values": ("1001",),
        "misconfigured_values": ("1002", "1007", "1011", "1032"),
    }
}  # fmt: skip


def _typed(shape: type[SmsSettings], key: str, value: str) -> Any:
    return SecretStr(value) if shape.model_fields[key].annotation is SecretStr else value


@asynccontextmanager
async def simulated(report_url: str = "") -> AsyncIterator[Simulated]:
    """All SMS gateways, on a port of their own."""
    phones = Phones()
    made = [
        sslwireless.party(phones, f"{report_url}/sslwireless" if report_url else ""),
        bulksmsbd.party(phones, f"{report_url}/bulksmsbd" if report_url else ""),
        mimsms.party(phones, f"{report_url}/mimsms" if report_url else ""),
    ]
    async with serving(application(made)) as url:
        yield Simulated(url, phones, {party.name: party for party in made})


def parcel(text: str = "482913 is your code.", to: str = NUMBER, **changed: Any) -> Parcel:
    """A message for a gateway."""
    made: dict[str, Any] = {
        "message_id": "msg_01m81xqaz6e8zvnbqzdzp2w16j", "to": to, "device": None, "language": "en", "subject": "",
        "text": text, "urgent": True, "marketing": False, "unsubscribe": "",
        "leave_page": "",
    }  # fmt: skip
    return Parcel(**made | changed)
