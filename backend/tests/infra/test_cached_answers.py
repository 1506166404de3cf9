"""Answers that are the same for everybody are made once, never for somebody in particular, never out of date."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
import pytest
from litestar import Request, Response
from litestar.params import QueryParameter

from bdcommerce.infra.cache import Cached, InProcessCache
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import public
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import NotFound
from support import tokens
from support.doors import doorway, ready_cache


@dataclass
class Shop:
    """Counts how often it was asked, and can be made to wait."""

    asked: int = 0
    price: int = 100
    gone: bool = False
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self) -> int:
        self.asked += 1
        price = self.price
        await self.go.wait()
        if self.gone:
            raise NotFound("sold")
        return price


@get("/products", access=public(), summary="Products", cache=Cached(seconds=60, tags=("products",)))
async def products(deps: Shop, page: Annotated[int, QueryParameter(name="p")] = 1, sort: str = "new") -> dict[str, Any]:
    return {"price": await deps.answer(), "page": page, "sort": sort}


@get(
    "/products/{slug:str}",
    access=public(),
    summary="A product",
    raises=[NotFound],
    cache=Cached(seconds=60, stale_seconds=60, tags=("product:{id}", "page:{slug}"), vary="language"),
)
async def product(slug: str, deps: Shop, caller: Caller) -> dict[str, Any]:
    return {"id": f"prd_{slug}", "price": await deps.answer(), "language": caller.language, "user": caller.user_id}


@get("/anything", access=public(), summary="Anything", cache=Cached(seconds=60, tags=()))
async def anything(deps: Shop, request: Request[Any, Any, Any]) -> dict[str, Any]:
    await deps.answer()
    return dict(request.query_params)


@get("/sifted", access=public(), summary="Sifted", cache=Cached(seconds=60, tags=(), prefixes=("attr.",)))
async def sifted(deps: Shop, request: Request[Any, Any, Any], sort: str = "new") -> dict[str, Any]:
    await deps.answer()
    return {name: value for name, value in request.query_params.items() if name.startswith("attr.")} | {"sort": sort}


@get("/cookie", access=public(), summary="A cookie", cache=Cached(seconds=60, tags=()))
async def cookie(deps: Shop) -> Response[dict[str, Any]]:
    await deps.answer()
    return Response({}, headers={"Set-Cookie": "a=b"})


@get("/areas", access=public(), summary="Areas", cache=Cached(seconds=60, tags=("areas",), browser_seconds=3600))
async def areas() -> list[str]:
    return ["Dhaka " * 300]


@get("/orders", access=public(), summary="Orders")
async def orders() -> list[str]:
    return ["an order " * 300]


ROUTES = (products, product, anything, sifted, cookie, areas, orders)


class Watch:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def shops(
    cache: InProcessCache | None = None, turns: Turns | None = None
) -> AsyncIterator[tuple[httpx.AsyncClient, Shop, InProcessCache]]:
    shop, cache = Shop(), cache or ready_cache()
    shop.go.set()
    async with doorway(ROUTES, deps=shop, cache=cache, turns=turns, limits=False) as client:
        yield client, shop, cache


async def test_an_answer_is_made_once() -> None:
    async with shops() as (client, shop, _):
        first, second = await client.get("/products"), await client.get("/products")
    assert (first.json(), shop.asked) == (second.json(), 1)
    assert (first.headers["cache-status"], second.headers["cache-status"]) == (
        "bdcommerce; fwd=miss", "bdcommerce; hit",
    )  # fmt: skip
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_what_differs_is_kept_apart_and_what_makes_no_difference_is_not() -> None:
    async with shops() as (client, shop, _):
        for query in ("", "p=2", "sort=old", "p=2&sort=old", "sort=old&p=2", "utm_source=x", "page=7", "p=2&q=%FF"):
            await client.get(f"/products?{query}")
        assert shop.asked == 4
        assert (await client.get("/products?p=2")).json()["page"] == 2


async def test_an_endpoint_that_reads_the_whole_request_is_kept_by_the_whole_query() -> None:
    async with shops() as (client, _, __):
        assert (await client.get("/anything?a=1")).json() == {"a": "1"}
        assert (await client.get("/anything?a=2")).json() == {"a": "2"}


async def test_of_what_an_endpoint_reads_itself_it_may_say_how_it_begins() -> None:
    async with shops() as (client, shop, _):
        for query in ("attr.a=1", "attr.a=2", "attr.a=1&sort=old", "attr.a=1&bust=7"):
            await client.get(f"/sifted?{query}")
        assert (await client.get("/sifted?bust=8&attr.a=1")).json() == {"attr.a": "1", "sort": "new"}
    assert shop.asked == 3


async def test_a_refused_query_is_refused_every_time_and_kept_never() -> None:
    async with shops() as (client, _, cache):
        assert [(await client.get("/products?p=x")).status_code for _ in range(2)] == [422, 422]
    assert len(cache._entries) == 0


async def test_readers_of_two_languages_get_what_they_read() -> None:
    async with shops() as (client, shop, _):
        for language in ("bn", "en", "bn-BD", "en-GB"):
            reply = await client.get("/products/rice", headers={"Accept-Language": language})
            assert reply.json()["language"] == language[:2]
    assert shop.asked == 2


@pytest.mark.parametrize(
    "header, value",
    [
        ("authorization", f"Bearer {tokens.customer()}"),
        ("x-guest-token", "guest-token-1"),
        ("authorization", "Basic x"),
    ],
)
async def test_what_somebody_in_particular_gets_is_neither_kept_nor_given_from_what_is_kept(
    header: str, value: str
) -> None:
    async with shops() as (client, shop, cache):
        await client.get("/products/rice", headers={header: value})
        assert len(cache._entries) == 0
        await client.get("/products/rice")
        reply = await client.get("/products/rice", headers={header: value})
        assert (shop.asked, "cache-status" in reply.headers) == (3, False)


async def test_an_answer_that_sets_a_cookie_is_not_kept() -> None:
    async with shops() as (client, shop, _):
        await client.get("/cookie")
        await client.get("/cookie")
    assert shop.asked == 2


async def test_a_dropped_tag_makes_the_next_reader_see_what_is_true_now() -> None:
    async with shops() as (client, shop, cache):
        await client.get("/products/rice")
        await client.get("/products/salt")
        shop.price = 90
        await cache.drop(["product:prd_rice"])
        assert (await client.get("/products/rice")).json()["price"] == 90
        assert (await client.get("/products/salt")).json()["price"] == 100
        await cache.drop(["page:salt"])
        assert (await client.get("/products/salt")).json()["price"] == 90


async def test_an_answer_that_was_begun_before_a_drop_is_given_to_nobody_who_came_after_it() -> None:
    async with shops() as (client, shop, cache):
        shop.go.clear()
        early = asyncio.create_task(client.get("/products/rice"))
        await when(lambda: shop.asked == 1)
        shop.price = 90
        await cache.drop(["product:prd_rice"])
        late = asyncio.create_task(client.get("/products/rice"))
        await asyncio.sleep(0.01)
        shop.go.set()
        assert (await early).json()["price"] == 100
        assert (await late).json()["price"] == 90
        assert (await client.get("/products/rice")).json()["price"] == 90


async def test_a_stampede_asks_once() -> None:
    async with shops(turns=Turns(2, 2)) as (client, shop, _):
        shop.go.clear()
        crowd = [asyncio.create_task(client.get("/products/rice")) for _ in range(50)]
        await when(lambda: shop.asked == 1)
        shop.go.set()
        replies = await asyncio.gather(*crowd)
    assert {reply.status_code for reply in replies} == {200}
    assert shop.asked == 1


async def test_a_stampede_to_what_is_not_there_asks_once_and_keeps_nothing() -> None:
    async with shops() as (client, shop, cache):
        shop.go.clear()
        shop.gone = True
        crowd = [asyncio.create_task(client.get("/products/rice")) for _ in range(20)]
        await when(lambda: shop.asked == 1)
        shop.go.set()
        replies = await asyncio.gather(*crowd)
    assert {reply.status_code for reply in replies} == {404}
    assert (shop.asked, len(cache._entries)) == (1, 0)


async def test_an_answer_past_its_freshness_is_given_once_more_and_made_anew_behind_it() -> None:
    watch = Watch()
    async with shops(ready_cache(now=watch)) as (client, shop, _):
        door_now(client, watch)
        await client.get("/products/rice")
        shop.price, watch.now = 90, 1_061
        stale = await client.get("/products/rice")
        assert (stale.json()["price"], stale.headers["cache-status"]) == (100, "bdcommerce; hit; detail=stale")
        await when(lambda: shop.asked == 2)
        await asyncio.sleep(0)
        assert (await client.get("/products/rice")).json()["price"] == 90
        shop.price, watch.now = 80, 1_300
        assert (await client.get("/products/rice")).json()["price"] == 80


async def test_validators_save_the_body() -> None:
    async with shops() as (client, _, __):
        full = await client.get("/areas", headers={"Accept-Encoding": "identity"})
        etag = full.headers["etag"]
        assert not etag.startswith("W/")
        for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            again = await client.get("/areas", headers={"If-None-Match": known, "Accept-Encoding": "identity"})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag), known
            assert again.headers["cache-control"] == "max-age=3600, public"
        other = await client.get("/areas", headers={"If-None-Match": '"another"'})
        assert other.status_code == 200
        head = await client.head("/areas", headers={"Accept-Encoding": "identity"})
        assert (head.headers["etag"], head.headers["content-length"]) == (etag, full.headers["content-length"])


async def test_also_what_is_not_kept_has_a_validator() -> None:
    async with shops() as (client, _, __):
        reply = await client.get("/orders")
        assert reply.headers["cache-control"] == "private, no-cache"
        known = {"If-None-Match": reply.headers["etag"]}
        assert (await client.get("/orders", headers=known)).status_code == 304


async def test_compressed_is_what_is_the_same_for_everybody_and_long_enough() -> None:
    async with shops() as (client, _, __):
        plain = await client.get("/areas", headers={"Accept-Encoding": "identity"})
        request = client.build_request("GET", "/areas", headers={"Accept-Encoding": "gzip"})
        zipped = await client.send(request, stream=True)
        raw = b"".join([piece async for piece in zipped.aiter_raw()])
        assert (zipped.headers["content-encoding"], zipped.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert gzip.decompress(raw) == plain.content
        assert zipped.headers["etag"] == f"W/{plain.headers['etag']}"
        assert plain.headers["vary"] == "Accept-Encoding"
        refused = await client.get("/areas", headers={"Accept-Encoding": "gzip;q=0, br"})
        assert "content-encoding" not in refused.headers
        for path in ("/orders", "/products"):
            assert "content-encoding" not in (await client.get(path)).headers


async def test_without_a_cache_that_hears_of_drops_everything_is_made_anew() -> None:
    async with shops(InProcessCache(1_000_000)) as (client, shop, _):
        await client.get("/products")
        await client.get("/products")
    assert shop.asked == 2


async def when(holds: Any) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0)


def door_now(client: httpx.AsyncClient, watch: Watch) -> None:
    """Let the door go by this watch too."""
    client._transport.app._door.caching._now = watch  # type: ignore[attr-defined]
