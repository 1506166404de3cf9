"""No input makes a 500: every call of the API with everything odd that its description leads one to."""

import json
import os
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from bdcommerce.accounts.domain.roles import PERMISSIONS
from bdcommerce.cli.assembly import Assembly, assembled
from bdcommerce.cli.services import BY_NAME, SERVICES
from bdcommerce.demo.client import until
from bdcommerce.infra.http import app
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel import ids
from journey import generated, mutations, odd
from journey.mutations import Call, Document, Odd
from journey.samples import TABLE, derived
from journey.samples.words import ADDRESS
from journey.things import Ids, things_of
from support import changes, processes, tokens
from support.lived import Lived
from support.wire import JSON, Reply, Request, send

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow, pytest.mark.timeout(600)]

SHARE = 1 if os.environ.get("FUZZ") == "all" else 6
"""Of so many odd requests one is sent in every run, another one for each call; all of them by `make fuzz`."""
LEAKS = ("Traceback", "sqlalchemy", "asyncpg", "/backend/")
OTHERWISE = {
    "starts_at": {"ends_at"}, "address_id": {"address"}, "to": {"from"}, "words": {"key"}, "alt": {"en"}, "bn": {"en"},
    "transit_min": {"transit_max"},
}  # fmt: skip
"""Fields of which a rule speaks that concerns two: the other one is named."""
RETRIED = '"last":false'
"""Of an error in the log: the event was handed out again."""
NO_ROUTE = "there is nothing at this path"


@dataclass(slots=True)
class Market:
    """A lived-in marketplace, its services once more in this process, and who asks."""

    application: Any
    document: Document
    things: Ids
    callers: dict[str, str]
    lived: Lived

    def calls(self) -> list[Call]:
        """Every operation."""
        return mutations.calls(self.document, self.things)

    async def reply(self, request: Request, token: str) -> Reply:
        """What the caller of a token gets."""
        bearer = [(b"authorization", f"Bearer {token}".encode())] if token else []
        return await send(self.application, replace(request, headers=[*bearer, *request.headers]))

    async def json(self, method: str, path: str, body: Any, token: str) -> Any:
        """The JSON of a call that must succeed."""
        request = Request(method=method, target=f"/api/v1{path}", headers=[JSON], body=json.dumps(body).encode())
        reply = await self.reply(request, token)
        assert reply.status < 300, (request, reply.body)
        return reply.json()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def market(lived: Lived, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Market]:
    things = await things_of(lived)
    me = tokens.customer((await things.customer.get("/me"))["id"])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in processes.environment(lived.database_url, tmp_path_factory.mktemp("data")).items():
            patch.setenv(name, value)
        async with assembled(Settings(), lived.database_url, SERVICES) as assembly:
            _hash_passwords_fast(assembly)
            yield Market(
                application=app.application(assembly.routers(), tokens.verifier(), assembly.turns()),
                document=derived.document(),
                things=things.of_customer,
                callers={
                    "anybody": "",
                    "customer or guest": me,
                    "shop": me,
                    "signed in": me,
                    "any staff": tokens.staff(*PERMISSIONS),
                    "vendor": tokens.vendor(things.of_customer["vendor_id"]),
                    "admin": tokens.staff(*PERMISSIONS),
                },
                lived=lived,
            )


def _hash_passwords_fast(assembly: Assembly) -> None:
    """Argon2 is slow on purpose, and not what is tried here."""
    assembly.wired["accounts"].deps.passwords._hasher = PasswordHasher(1, 8, 1)


async def trouble(market: Market, odds: Iterable[tuple[Call, Odd]], who: str = "") -> list[str]:
    """What is wrong with the replies, once per call and kind of complaint, with a request that shows it."""
    found: dict[str, str] = {}
    for call, each in odds:
        reply = await market.reply(each.request, await _token(market, call, who))
        for complaint in complaints(call, each, reply):
            found.setdefault(f"{call.name}: {complaint}", str(each.request))
        await _go_on(market, call, reply)
    return [f"{what} ← {request}" for what, request in found.items()]


async def _token(market: Market, call: Call, who: str) -> str:
    if call.name == "POST /vendor-applications" and not who:
        return tokens.customer(ids.new_id("usr"))
    return market.callers[who or TABLE[call.name].caller]


async def _go_on(market: Market, call: Call, reply: Reply) -> None:
    """Keep the next request as valid as this one was: versions rise, and an address book is full one day."""
    if call.method == "PATCH" and reply.status == 200:
        call.version = reply.json().get("version", 1)
    if call.name == "POST /me/addresses" and reply.status == 201:
        kept = Request(method="DELETE", target=f"/api/v1/me/addresses/{reply.json()['id']}")
        await market.reply(kept, market.callers["shop"])


def complaints(call: Call, each: Odd, reply: Reply) -> Iterator[str]:
    """What a reply has against the rules: crashes, refusals without words, secrets, what the document does not know."""
    text = reply.body.decode(errors="replace")
    if reply.status >= 500 and reply.status != 503:
        yield f"{reply.status}"
    if leaked := [word for word in LEAKS if word in text]:
        yield f"shows {leaked}"
    if "x-request-id" not in reply.headers:
        yield "has no request id"
    if reply.status >= 400 and each.request.method != "HEAD":
        yield from _of_refusal(call, each, reply)
    elif each.request.method == call.method and str(reply.status) not in call.operation["responses"]:
        yield f"{reply.status} is not in the document"


def _of_refusal(call: Call, each: Odd, reply: Reply) -> Iterator[str]:
    if reply.headers.get("content-type") != "application/problem+json":
        yield f"{reply.status} is {reply.headers.get('content-type')}"
        return
    problem = reply.json()
    if missing := [name for name in ("code", "detail", "trace_id", "title") if not problem.get(name)]:
        yield f"{reply.status} without {missing}"
    wrong = [one for one in problem.get("errors", []) if one["field"] and one["reason"]]
    if reply.status == 422 and not wrong:
        yield f"422 {problem['code']} names no field: {problem['detail']}"
    told = [one["field"] for one in wrong]
    if reply.status == 422 and each.field and not any(_speaks_of(each.field, one, call) for one in told):
        yield f"422 for {each.field} names {told}"
    known = call.operation["responses"].get(str(reply.status), {}).get("description", "").removeprefix("code: ")
    elsewhere = each.request.method != call.method or problem["detail"] == NO_ROUTE
    if reply.status < 500 and not elsewhere and problem["code"] not in known.split(", "):
        yield f"{reply.status} {problem['code']} is not in the document"


def _speaks_of(field: str, named: str, call: Call) -> bool:
    """Whether the two are one, or one is further in than the other, or both stand in one object; or the sample has
    nothing where they both are.
    """
    asked, told = field.split("."), [part for part in re.split(r"\.|\[.*?\]", named) if not part.isdecimal() and part]
    known = OTHERWISE.get(asked[-1], set())
    near = asked[-1] in told or (bool(told) and told[-1] in asked) or bool(known & set(told))
    near = near or (len(asked) > 1 and asked[:-1] == told[:-1])
    return near or (len(asked) > 1 and told[:1] == asked[:1] and asked[0] not in (call.sample.body or {}))


def _all(market: Market) -> Iterator[tuple[Call, Odd]]:
    for number, call in enumerate(market.calls()):
        kinds = (
            mutations.in_paths(call),
            mutations.in_queries(call),
            mutations.in_bodies(call, market.document),
            mutations.in_files(call),
            mutations.in_transport(call, number),
        )
        for place, kind in enumerate(kinds):
            yield from ((call, each) for each in islice(kind, (number + place) % SHARE, None, SHARE))


async def test_nothing_odd_in_any_place_of_a_request_makes_a_crash(market: Market) -> None:
    found = await trouble(market, _all(market))
    assert not found, "\n".join(found)
    await still_sound(market)


async def test_no_cursor_makes_a_crash(market: Market) -> None:
    lists = [call for call in market.calls() if "cursor" in call.parameters("query")]
    assert len(lists) > 20
    found: list[str] = []
    for call in lists:
        first = await market.reply(call.page(), market.callers[TABLE[call.name].caller])
        real = first.json().get("next_cursor") or ""
        found += await trouble(market, ((call, each) for each in mutations.in_cursors(call, real)))
    assert not found, "\n".join(found)


async def test_requests_made_up_from_the_document_crash_nothing_whoever_sends_them(market: Market) -> None:
    made_up = generated.made_up(market.document, market.calls())
    assert len(made_up) > len(TABLE)
    found = await trouble(market, made_up)
    assert not found, "\n".join(found)
    for number, who in enumerate(("anybody", "shop", "vendor", "admin")):
        found = await trouble(market, made_up[number::4], who)
    assert not found, "\n".join(found)
    await still_sound(market)


async def test_odd_texts_go_the_whole_way_from_a_checkout_to_a_courier(market: Market) -> None:
    """In a shop that the other tests leave alone."""
    walk, customer, bought = market.lived.walk, market.callers["shop"], 0
    vendor = tokens.vendor(walk.shops["crafts"].vendor_id)
    for text in odd.TEXTS:
        cart = await market.json("POST", "/carts", {}, customer)
        line = {"offer_id": walk.offers["cushion"].offer_id, "quantity": 1}
        await market.json("POST", f"/carts/{cart['id']}/lines", line, customer)
        quote = await market.json("POST", f"/carts/{cart['id']}/quote", {"address": ADDRESS}, customer)
        placed = await _order(market, cart["id"], quote["total"], text, customer)
        for action in ("accept", "pack", "dispatch") if placed else ():
            await market.json("POST", f"/vendor/orders/{placed}/{action}", {}, vendor)
        bought += bool(placed)
    assert bought > 5
    await still_sound(market)
    shipped = await market.json("GET", "/admin/shipments?status=booked&limit=100", None, market.callers["admin"])
    assert len(shipped["items"]) >= bought


async def _order(market: Market, cart_id: str, total: Any, text: str, customer: str) -> str:
    """A checkout with that text wherever one may write; the id of what the vendor has to do, if it went through."""
    address = {**ADDRESS, "recipient_name": text, "line1": f"House 1 {text}", "landmark": text}
    body = {"cart_id": cart_id, "payment_method": "cod", "expected_total": total, "contact": {"name": text}}
    for where in (address, ADDRESS):
        content = json.dumps({**body, "address": where}).encode()
        request = Request(method="POST", target="/api/v1/checkout", headers=[JSON], body=content)
        reply = await market.reply(request, customer)
        assert reply.status in {201, 400, 422}, (text, reply.body)
        if reply.status == 201:
            return str(reply.json()["order"]["vendor_orders"][0]["id"])
    return ""


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
