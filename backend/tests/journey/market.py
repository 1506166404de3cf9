"""A lived-in marketplace inside the test's own process, door and all, that anybody may be in front of."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import pytest
from argon2 import PasswordHasher

from bdcommerce.accounts.domain.roles import PERMISSIONS
from bdcommerce.cli.assembly import Assembly, assembled
from bdcommerce.cli.services import BY_NAME, SERVICES
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.demo.client import Api, until
from bdcommerce.gateway.bootstrap import door, own_routes
from bdcommerce.infra.http import app
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel import ids
from journey import mutations
from journey.mutations import Call, Document
from journey.samples import TABLE
from journey.things import Things, things_of
from support import changes, tokens
from support.lived import Lived
from support.wire import JSON, Reply, Request, send


@dataclass(slots=True)
class Market:
    """The services once more in this process, what they hold, and who asks."""

    application: Any
    document: Document
    things: Things
    callers: dict[str, str]
    lived: Lived

    def calls(self) -> list[Call]:
        """Every operation."""
        return mutations.calls(self.document, self.things.of_customer)

    async def reply(self, request: Request, token: str) -> Reply:
        """What the caller of a token gets."""
        bearer = [(b"authorization", f"Bearer {token}".encode())] if token else []
        return await send(self.application, replace(request, headers=[*bearer, *request.headers]))

    async def answer(self, call: Call, request: Request, who: str = "") -> Reply:
        """What whoever the call is for gets, or who is named; the next request will be as valid as this one was:
        versions rise, and an address book is full one day.
        """
        reply = await self.reply(request, self.token(call, who))
        if call.method == "PATCH" and reply.status == 200:
            call.version = reply.json().get("version", 1)
        if call.name == "POST /me/addresses" and reply.status == 201:
            kept = Request(method="DELETE", target=f"/api/v1/me/addresses/{reply.json()['id']}")
            await self.reply(kept, self.callers["shop"])
        return reply

    def token(self, call: Call, who: str = "") -> str:
        """Of whoever the call is for, or who is named. Nobody applies twice."""
        if call.name == "POST /vendor-applications" and not who:
            return tokens.customer(ids.new_id("usr"))
        return self.callers[who or TABLE[call.name].caller]

    async def json(self, method: str, path: str, body: Any, token: str) -> Any:
        """The JSON of a call that must succeed."""
        request = Request(method=method, target=f"/api/v1{path}", headers=[JSON], body=json.dumps(body).encode())
        reply = await self.reply(request, token)
        assert reply.status < 300, (request, reply.body)
        return reply.json()


@asynccontextmanager
async def market_of(lived: Lived) -> AsyncIterator[Market]:
    """Over the database and the files of a marketplace that has lived, whose own process goes on working."""
    things = await things_of(lived)
    me = tokens.customer(_who(things.customer))
    admin, approver = [
        tokens.staff(*PERMISSIONS, user_id=_who(each), roles=["admin"])
        for each in (lived.walk.admin, lived.walk.approver)
    ]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in lived.environment.items():
            patch.setenv(name, value)
        settings = Settings()
        async with assembled(settings, lived.database_url, SERVICES) as assembly:
            _hash_passwords_fast(assembly)
            accounts = assembly.find(AccountsFace)
            async with door(settings, lived.database_url, accounts) as front:
                routes = [*assembly.routers(), *own_routes(SERVICES, accounts)]
                application: Any = app.application(
                    routes, tokens.verifier(), assembly.turns(), origins=assembly.origins(), door=front
                )
                document = await send(application, Request(method="GET", target="/openapi.json"))
                yield Market(
                    application=application,
                    document=document.json(),
                    things=things,
                    callers={
                        "anybody": "",
                        "customer or guest": me,
                        "shop": me,
                        "signed in": me,
                        "any staff": admin,
                        "vendor": tokens.vendor(things.of_customer["vendor_id"], user_id=_who(things.vendor)),
                        "admin": admin,
                        "admin again": approver,
                    },
                    lived=lived,
                )


def _who(api: Api) -> str:
    """The person who signed in, as their token says."""
    claims = api._headers["Authorization"].split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"])


def _hash_passwords_fast(assembly: Assembly) -> None:
    """Argon2 is slow on purpose, and not what is tried here."""
    assembly.wired["accounts"].deps.passwords._hasher = PasswordHasher(1, 8, 1)


RETRIED = '"last":false'
"""Of an error in the log: the event was handed out again."""


async def still_sound(market: Market) -> None:
    """What was accepted was also digested: no event is stuck, no saga hangs, the books and the audit log are whole."""
    await changes.when_quiet(market.lived.database_url, seconds=120)
    await until(lambda: _digested(market.lived.database_url), "every event to be handled and every saga to end")
    admin = market.callers["admin"]
    assert (await market.json("GET", "/admin/audit/verify", None, admin))["ok"]
    assert (await market.json("GET", "/admin/ledger/verify", None, admin))["holds"]
    assert [line for line in market.lived.process.lines if '"level":"error"' in line and RETRIED not in line] == []


async def _digested(url: str) -> bool:
    """Whether no message has been tried in vain and no saga is on its way."""
    sagas = " UNION ALL ".join(f"SELECT id FROM {service}.saga WHERE ended_at IS NULL" for service in BY_NAME)
    failing = "SELECT key FROM bus.lane WHERE dead_at IS NOT NULL OR attempts > 0"
    connection = await asyncpg.connect(url)
    try:
        return not await connection.fetch(f"{failing} UNION ALL {sagas}")
    finally:
        await connection.close()
