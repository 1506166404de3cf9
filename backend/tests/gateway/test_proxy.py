"""Behind the gateway a service answers as it would alone: over real HTTP, calls and replies go through unchanged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
import msgspec
import pytest
from litestar import Request, Response
from litestar.response import Stream

from bdcommerce.gateway import bootstrap as gateway
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import app, get, post
from bdcommerce.infra.http.access import public, shop, vendor
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.service import Service, Wired
from bdcommerce.infra.settings import DoorSettings
from bdcommerce.kernel.errors import Conflict
from support import tokens
from support.doors import GATEWAY_TOKEN, NoDatabase, NoKeys, door_of, ready_cache
from support.servers import serving

MINE = {"Authorization": f"Bearer {tokens.customer()}"}


class Note(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    text: str


ASKED: list[str] = []


@get("/things/{name:str}", access=public(), summary="A thing", cache=Cached(seconds=60, tags=("thing:{id}",)))
async def thing(name: str, q: str = "") -> dict[str, str]:
    ASKED.append(name)
    return {"id": f"thg_{name}", "q": q, "more": "x" * 2_000}


@post("/notes", access=shop(), summary="A note", raises=[Conflict])
async def note(data: Note, caller: Caller) -> dict[str, str]:
    if data.text == "again":
        raise Conflict("not again", since="yesterday")
    return {"text": data.text, "by": caller.user_id}


@post("/files", access=shop(), summary="A file", streamed=True)
async def keep(request: Request[Any, Any, Any]) -> dict[str, int]:
    return {"bytes": sum([len(piece) async for piece in request.stream()])}


@get("/export", access=shop(), summary="An export")
async def export() -> Stream:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 50_000

    return Stream(pieces(), media_type="text/csv", headers={"Content-Disposition": "attachment"})


@get("/where", access=public(), summary="Where from")
async def where(request: Request[Any, Any, Any]) -> dict[str, Any]:
    names = ("x-api-key", "x-gateway-token", "x-odd")
    client = request.client.host if request.client else ""
    return {"client": client, "seen": [name for name in names if name in request.headers]}


@get("/versioned", access=vendor(), summary="Something with a version")
async def versioned(caller: Caller) -> Response[dict[str, str]]:
    return Response({"vendor": caller.vendor_id}, headers={"ETag": '"3"'})


ROUTES = (thing, note, keep, export, where, versioned)
SERVICE = Service(name="toy", build=lambda _: Wired(None), routes=ROUTES)


@asynccontextmanager
async def behind(url: str = "", keys: Any = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a gateway in front of the service, whose process listens at another port (or at `url`)."""
    origins = Origins((), "x-forwarded-for", GATEWAY_TOKEN)
    stored = IdempotencyKeys(NoDatabase(), Sealer("k1:" + "A" * 43 + "="))
    router = app.service_router(app.Mounted("toy", ROUTES, None, stored))
    service = app.application([router], tokens.verifier(), Turns(8, 8), origins=origins)
    async with serving(service) as there, aiohttp.ClientSession(auto_decompress=False) as session:
        passed = gateway.proxy_routes([SERVICE], {"toy": url or there}, gateway.Behind(session, GATEWAY_TOKEN))
        door = door_of(DoorSettings(limits=False), ready_cache(), keys or NoKeys())
        front: Any = app.application(passed, tokens.verifier(), Turns(8, 8), origins=origins, door=door)
        transport = httpx.ASGITransport(front, client=("203.0.113.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
            yield client


async def test_calls_and_refusals_go_through() -> None:
    async with behind() as client:
        made = await client.post("/notes", json={"text": "চাল"}, headers=MINE)
        assert (made.status_code, made.json()) == (201, {"text": "চাল", "by": "usr_customer"})
        refused = await client.post("/notes", json={"text": "again"}, headers=MINE | {"X-Request-Id": "my-own-id"})
        assert (refused.status_code, refused.json()["data"]) == (409, {"since": "yesterday"})
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers.get_list("x-request-id") == ["my-own-id"]
        assert (await client.post("/notes", json={}, headers=MINE)).json()["errors"][0]["field"] == "text"
        assert (await client.post("/notes", json={"text": ""})).status_code == 401


async def test_what_is_the_same_for_everybody_is_kept_at_the_gateway() -> None:
    ASKED.clear()
    async with behind() as client:
        for query in ("?q=1", "?q=1", "?q=1&unknown=2"):
            await client.get(f"/things/a%20b{query}")
        reply = await client.get("/things/a%20b?q=2")
        assert (reply.json()["id"], reply.headers["content-encoding"]) == ("thg_a b", "gzip")
        assert (
            await client.get("/things/a%20b?q=2", headers={"If-None-Match": reply.headers["etag"]})
        ).status_code == 304
    assert len(ASKED) == 2


async def test_bodies_and_replies_of_any_length_stream_through() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 50_000

    async with behind() as client:
        assert (await client.post("/files", content=pieces(), headers=MINE)).json() == {"bytes": 2_000_000}
        export = await client.get("/export", headers=MINE)
        assert (len(export.content), export.headers["content-disposition"]) == (1_000_000, "attachment")
        assert export.headers["content-type"].startswith("text/csv")


async def test_the_service_knows_where_the_caller_comes_from_and_sees_no_header_it_should_not() -> None:
    async with behind() as client:
        odd = {"X-Odd": "1", "X-Forwarded-For": "9.9.9.9", "X-Client-Address": "9.9.9.9", "X-Gateway-Token": "guess"}
        assert (await client.get("/where", headers=odd)).json() == {
            "client": "203.0.113.7", "seen": ["x-gateway-token"],
        }  # fmt: skip


async def test_a_services_version_comes_back_as_it_said_it() -> None:
    class Keys:
        async def token_of(self, _: str) -> str:
            return tokens.api_key("toy:read")

    async with behind(keys=Keys()) as client:
        reply = await client.get("/versioned", headers={"X-Api-Key": "bdc_key"})
        assert (reply.json(), reply.headers["etag"]) == ({"vendor": "ven_1"}, '"3"')


@pytest.mark.parametrize("path", ["/export", "/where"])
async def test_a_service_that_is_away_is_unavailable(path: str) -> None:
    async with behind("http://127.0.0.1:9") as client:
        reply = await client.get(path, headers=MINE)
    assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (503, "unavailable", "2")
