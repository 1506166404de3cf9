"""What the public gets beside the answers: versions, less of a reply, pages of other sites, headers browsers mind."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Response
from litestar.response import Stream
from pydantic import ValidationError

from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.http.lifecycle import Deprecated
from bdcommerce.infra.http.paging import Page
from bdcommerce.infra.http.versions import KNOWN
from bdcommerce.infra.settings import DoorSettings
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from support import tokens
from support.doors import doorway, ready_cache

OTHER = date(2027, 1, 1)
CSP = "default-src 'self'"


class Item(msgspec.Struct, kw_only=True):
    id: str
    title: Localized
    price: Money | None
    attributes: dict[str, str]
    parts: list["Item"] = []
    made_by: str = msgspec.field(default="us", name="maker")


RICE = Item(id="prd_1", title=Localized("Rice", "চাল"), price=Money(12345), attributes={"grain": "long"})
BAG = Item(id="prd_2", title=Localized("Bag"), price=None, attributes={}, parts=[RICE])


@get("/items", access=public(), summary="Items", cache=Cached(seconds=60, tags=()))
async def items() -> Page[Item]:
    return Page(items=[RICE, BAG], next_cursor="x")


@get("/items/{item_id:str}", access=shop(), summary="An item")
async def item(item_id: str) -> Response[Item]:
    return Response(BAG, headers={"ETag": '"7"'})


@get(
    "/free",
    access=public(),
    summary="Anything",
    deprecated=Deprecated(since=OTHER, sunset=OTHER, instead="/api/v1/items"),
)
async def free() -> dict[str, Any]:
    return {"a": {"b": 1, "c": 2}, "d": 3}


@get("/stream", access=public(), summary="A stream")
async def stream() -> Stream:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"piece"

    return Stream(pieces(), media_type="text/csv")


@get("/page", access=public(), summary="A page", media_type="text/html")
async def page() -> Response[str]:
    return Response("<p>", headers={"Content-Security-Policy": CSP, "Cache-Control": "public, max-age=60"})


@post("/items", access=public(), summary="A new item")
async def make() -> dict[str, str]:
    return {"token": "secret"}


ROUTES = (items, item, free, stream, page, make)
MINE = {"Authorization": f"Bearer {tokens.customer()}"}


def opened(**settings: Any) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return doorway(ROUTES, cache=ready_cache(), limits=False, **settings)


async def test_a_reply_has_the_version_it_speaks() -> None:
    async with opened() as client:
        for headers in ({}, {"X-API-Version": KNOWN[0]}):
            assert (await client.get("/items", headers=headers)).headers["x-api-version"] == KNOWN[0]


@pytest.mark.parametrize("wrong", ["2020-01-01", "1", "latest", "আ"])
async def test_an_unknown_version_is_refused_with_those_there_are(wrong: str) -> None:
    async with opened() as client:
        reply = await client.get("/items", headers={b"X-API-Version": wrong.encode()})
    assert (reply.status_code, reply.json()["code"]) == (400, "unknown_version")
    assert reply.json()["data"]["known"] == list(KNOWN)


@pytest.mark.parametrize(
    "wanted, left",
    [
        ("next_cursor", {"next_cursor": "x"}),
        ("items.id", {"items": [{"id": "prd_1"}, {"id": "prd_2"}]}),
        ("items.title.bn,items.price.amount", {"items": [{"title": {"bn": "চাল"}, "price": {"amount": 12345}},
                                                         {"title": {"bn": ""}, "price": None}]}),
        ("items.attributes.grain", {"items": [{"attributes": {"grain": "long"}}, {"attributes": {}}]}),
        ("items.parts.parts.id", {"items": [{"parts": []}, {"parts": [{"parts": []}]}]}),
        ("items.maker, items.maker", {"items": [{"maker": "us"}, {"maker": "us"}]}),
    ],
)  # fmt: skip
async def test_of_a_reply_one_can_have_what_one_names(wanted: str, left: Any) -> None:
    async with opened() as client:
        assert (await client.get("/items", params={"fields": wanted})).json() == left


async def test_what_is_named_as_a_whole_comes_as_a_whole() -> None:
    async with opened() as client:
        whole = (await client.get("/items")).json()
        for wanted in ("items,next_cursor", "items.id,items,next_cursor", "items,items.id,next_cursor"):
            assert (await client.get("/items", params={"fields": wanted})).json() == whole


@pytest.mark.parametrize(
    "wanted, reason",
    [("item", "'item'"), ("items.prize", "'items.prize'"), ("items.id.x", "'items.id.x'"), ("made_by", "'made_by'"),
     ("items.price.amount.x", "amount.x"), ("", "names nothing"), (",", "names nothing"), ("items..id", "items..id"),
     ("items." * 9 + "id", "deeper"), (",".join(["next_cursor"] * 61), "more than"), ("x" * 1_001, "longer")],
)  # fmt: skip
async def test_a_field_that_is_not_there_is_named_and_refused(wanted: str, reason: str) -> None:
    async with opened() as client:
        reply = await client.get("/items", params={"fields": wanted})
    assert reply.status_code == 422
    [problem] = reply.json()["errors"]
    assert (problem["field"], reason in problem["reason"]) == ("fields", True)


async def test_where_an_answer_has_no_type_anything_may_be_named() -> None:
    async with opened() as client:
        assert (await client.get("/free?fields=a.b,e")).json() == {"a": {"b": 1}}


async def test_less_of_a_reply_has_a_validator_of_its_own_and_the_whole_is_kept() -> None:
    async with opened() as client:
        whole, less = await client.get("/items"), await client.get("/items?fields=next_cursor")
        assert whole.headers["etag"] != less.headers["etag"]
        assert less.headers["cache-status"] == "bdcommerce; hit"
        known = {"If-None-Match": less.headers["etag"]}
        assert (await client.get("/items?fields=next_cursor", headers=known)).status_code == 304


async def test_a_services_own_version_stays_the_validator() -> None:
    async with opened() as client:
        reply = await client.get("/items/a", headers=MINE)
        assert (reply.headers["etag"], reply.headers["cache-control"]) == ('"7"', "private, no-cache")
        assert (await client.get("/items/a", headers=MINE | {"If-None-Match": '"7"'})).status_code == 304
        assert (await client.get("/items/a?fields=id", headers=MINE)).json() == {"id": "prd_2"}


async def test_a_refusal_is_kept_by_nobody() -> None:
    async with opened() as client:
        for path in ("/items/a", "/nothing", "/items?fields=x"):
            reply = await client.get(path)
            assert (reply.headers["cache-control"], "etag" in reply.headers) == ("no-store", False), path
        assert (await client.post("/items")).headers["cache-control"] == "no-store"


async def test_a_stream_goes_through_piece_by_piece() -> None:
    async with opened() as client:
        reply = await client.get("/stream")
        assert (reply.content, reply.headers["cache-control"]) == (b"piecepiecepiece", "no-store")


async def test_what_goes_away_says_since_when_and_what_comes_instead() -> None:
    async with opened() as client:
        reply = await client.get("/free")
    assert reply.headers["deprecation"] == "@1798761600"
    assert reply.headers["sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert reply.headers["link"] == '</api/v1/items>; rel="successor-version"'


async def test_browsers_are_told_what_no_reply_needs() -> None:
    async with opened() as client:
        reply = await client.get("/items")
        for name, value in (
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("cross-origin-opener-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
        ):
            assert reply.headers[name] == value
        assert "camera=()" in reply.headers["permissions-policy"]
        own = await client.get("/page")
        assert own.headers.get_list("content-security-policy") == [CSP]
        assert own.headers["cache-control"] == "public, max-age=60"


async def test_https_is_insisted_on_where_it_is_spoken() -> None:
    async with opened(peer="10.0.0.1", trusted_proxies="10.0.0.0/8") as client:
        assert "strict-transport-security" not in (await client.get("/items")).headers
        secure = await client.get("/items", headers={"X-Forwarded-Proto": "https"})
        assert secure.headers["strict-transport-security"] == "max-age=31536000"


PREFLIGHT = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


async def test_a_page_of_an_allowed_site_may_call() -> None:
    async with opened(cors_origins="https://shop.example, http://localhost:5173") as client:
        mine = {"Origin": "http://localhost:5173"}
        asked = await client.options("/items", headers=mine | PREFLIGHT)
        assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "http://localhost:5173")
        assert asked.headers["access-control-allow-methods"] == "GET, POST"
        assert "Authorization" in asked.headers["access-control-allow-headers"]
        assert "access-control-allow-credentials" not in asked.headers
        for path in ("/items", "/items/a"):
            reply = await client.get(path, headers=mine)
            assert reply.headers["access-control-allow-origin"] == "http://localhost:5173", path
            assert "Origin" in reply.headers["vary"]
            assert "RateLimit" in reply.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origins", ["", "https://shop.example"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://shop.example.evil", "http://shop.example"])
async def test_a_page_of_any_other_site_may_not(origins: str, origin: str) -> None:
    async with opened(cors_origins=origins) as client:
        for reply in (
            await client.options("/items", headers={"Origin": origin} | PREFLIGHT),
            await client.get("/items", headers={"Origin": origin}),
        ):
            assert not [name for name in reply.headers if name.startswith("access-control-")]


async def test_all_sites_may_be_allowed() -> None:
    async with opened(cors_origins="*") as client:
        reply = await client.get("/items", headers={"Origin": "https://any.example"})
        assert reply.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("wrong", ["shop.example", "https://shop.example/", "https://a b", "https://*.example"])
def test_what_is_no_origin_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(ValidationError):
        DoorSettings(cors_origins=wrong)  # type: ignore[arg-type]
