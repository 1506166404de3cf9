"""The outside parties of a month: the simulators as they are served, with a hand on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import aiohttp
from litestar.types import ASGIApp

from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import FAULTS as BKASH_FAULTS
from bdcommerce.simulators.bkash import b2c, bkash_at
from bdcommerce.simulators.bkash.desk import Desk as Bkash
from bdcommerce.simulators.couriers import pathao, redx, steadfast
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages import bulksmsbd, mimsms, phones, sslwireless
from bdcommerce.simulators.nagad import FAULTS as NAGAD_FAULTS
from bdcommerce.simulators.nagad import nagad_at
from bdcommerce.simulators.nagad.desk import Desk as Nagad
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.settling import Account
from bdcommerce.simulators.sslcommerz import FAULTS as SSLCOMMERZ_FAULTS
from bdcommerce.simulators.sslcommerz import sslcommerz_at
from bdcommerce.simulators.sslcommerz.desk import Desk as Sslcommerz
from bdcommerce.simulators.telling import Telling

_PATIENCE = (0, 0.02, 0.1)
"""Seconds before each attempt at a webhook."""
_IDLE_SECONDS = 2.0


@dataclass
class Parties:
    """Everybody outside, by name, and what was asked at whom."""

    by_name: dict[str, Party]
    till: b2c.Till
    """The account from which wallets are paid."""
    accounts: Mapping[str, Account]
    """Ours with each provider of payments."""
    bkash: Bkash
    """What it has given us to show again."""
    telling: Sequence[Telling]
    urls: set[str] = field(default_factory=set)
    """Every path with its query that somebody was asked at."""

    def served(self) -> ASGIApp:
        """All of them as one application that remembers where it was asked."""
        inner: Any = application(list(self.by_name.values()))

        async def remember(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                query = scope["query_string"].decode()
                self.urls.add(f"{scope['path']}?{query}" if query else scope["path"])
            await inner(scope, receive, send)

        return remember

    def arm(self, party: str, fault: str, value: str = "", times: int = 1) -> None:
        """The next call that it concerns suffers it."""
        self.by_name[party].faults.arm(fault, times, value)


def parties_at(url: str, hooks: str) -> Parties:
    """Everybody, reachable at `url`; they tell the marketplace at `hooks`."""
    bkash, cards = (
        Bkash(f"{url}/bkash", Faults(BKASH_FAULTS)),
        Sslcommerz(f"{url}/sslcommerz", Faults(SSLCOMMERZ_FAULTS)),
    )
    bkash.topic.telling = cards.telling = telling = Telling(_PATIENCE)
    nagad = Nagad(f"{url}/nagad", Faults(NAGAD_FAULTS))
    till, there = b2c.Till(), phones.Phones()
    till.disbursement = till.collection = Decimal(0)
    everybody = [
        bkash_at(bkash),
        b2c.party(till),
        nagad_at(nagad),
        sslcommerz_at(cards),
        pathao.party(f"{hooks}/pathao", telling),
        steadfast.party(f"{hooks}/steadfast", telling),
        redx.party(f"{hooks}/redx", telling),
        sslwireless.party(there, f"{hooks}/sms/sslwireless"),
        bulksmsbd.party(there, f"{hooks}/sms/bulksmsbd"),
        mimsms.party(there, f"{hooks}/sms/mimsms"),
        phones.party(there),
    ]
    accounts = {"bkash": bkash.account, "nagad": nagad.account, "sslcommerz": cards.account}
    return Parties({party.name: party for party in everybody}, till, accounts, bkash, [telling])


class Line:
    """The network between people and the parties: browsers, couriers' hubs, panels."""

    def __init__(self, url: str) -> None:
        self.url = url
        connector = aiohttp.TCPConnector(keepalive_timeout=_IDLE_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector)

    async def close(self) -> None:
        """Nobody calls any more."""
        await self._session.close()

    async def get(self, path: str) -> Any:
        """JSON that a party answers."""
        async with self._session.get(f"{self.url}{path}") as reply:
            reply.raise_for_status()
            return await reply.json(content_type=None)

    async def post(self, path: str, body: Any = None) -> Any:
        """The same of a POST of JSON."""
        async with self._session.post(f"{self.url}{path}", json={} if body is None else body) as reply:
            reply.raise_for_status()
            return await reply.json(content_type=None)

    async def put(self, path: str, body: Any) -> None:
        """A setting in a panel."""
        async with self._session.put(f"{self.url}{path}", json=body) as reply:
            reply.raise_for_status()

    async def fill_in(self, page: str, fields: dict[str, str]) -> tuple[str, str]:
        """A form sent from a page of a party: where the browser is led, and what it is shown."""
        async with self._session.post(page, data=fields, allow_redirects=False) as reply:
            return reply.headers.get("Location", ""), await reply.text()

    async def follow(self, url: str, fields: dict[str, str] | None = None) -> int:
        """A browser goes there, with a form or without."""
        method = "POST" if fields is not None else "GET"
        async with self._session.request(method, url, data=fields, allow_redirects=False) as reply:
            await reply.read()
            return reply.status
