"""What customers read is kept at the door, and dropped there by what changes it and by nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bdcommerce.catalog.projections import kept
from bdcommerce.infra.cache import InProcessCache
from bdcommerce.infra.cache.announcing import listen
from bdcommerce.infra.http import app
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.settings import DoorSettings
from catalog.market import STAFF, Market, taka
from support import tokens
from support.databases import url_of
from support.doors import door_of


@dataclass
class Shopfront:
    """The market as customers reach it: through a door."""

    market: Market
    http: httpx.AsyncClient
    cache: InProcessCache

    async def get(self, path: str) -> tuple[Any, bool]:
        """What is answered, and whether it was kept."""
        reply = await self.http.get(path)
        assert reply.status_code == 200, reply.text
        return reply.json(), "hit" in reply.headers["cache-status"]

    async def kept(self, *paths: str) -> list[bool]:
        """Which of these answers are kept; afterwards all are."""
        return [(await self.get(path))[1] for path in paths]

    async def heard(self, change: Any) -> Any:
        """What a change answers; by then the door has heard of it."""
        before = self.cache.mark()
        done = await change
        await until(lambda: self.cache.mark() > before)
        await asyncio.sleep(0.02)
        return done


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


@pytest.fixture
async def front(market: Market) -> AsyncIterator[Shopfront]:
    cache = InProcessCache(10_000_000)
    listening = asyncio.create_task(listen(url_of(market.harness.database), [cache]))
    await until(lambda: cache.ready)
    mounted = app.Mounted("catalog", market.harness.service.routes, market.harness.deps, None)  # type: ignore[arg-type]
    door = door_of(DoorSettings(limits=False), cache)
    application: Any = app.application([app.service_router(mounted)], tokens.verifier(), Turns(8, 8), door=door)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as http:
        yield Shopfront(market, http, cache)
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening


async def test_a_change_of_what_customers_see_drops_what_shows_it_and_nothing_else(front: Shopfront) -> None:
    market = front.market
    vendor, clothing = await market.vendor(), await market.category("Clothing")
    rice, offer = await market.on_sale(vendor, clothing, price=1250, stock=5, facts={"title": {"en": "Rice", "bn": ""}})
    salt, _ = await market.on_sale(vendor, clothing, stock=5, facts={"title": {"en": "Salt", "bn": ""}})
    page, other, lists, tree = f"/products/{rice['slug']}", f"/products/{salt['slug']}", "/products", "/categories"
    await asyncio.sleep(0.1)
    assert await front.kept(page, other, lists, tree) == [False] * 4
    assert await front.kept(page, other, lists, tree) == [True] * 4

    cheaper = {"version": offer["version"], "price": taka(1100)}
    path, me = f"/vendor/offers/{offer['id']}", tokens.vendor(vendor)
    await front.heard(market.harness.patch(path, cheaper, as_=me))
    (shown,) = (await front.get(page))[0]["variants"][0]["offers"]
    assert shown["price"] == taka(1100)
    assert await front.kept(page, other, lists, tree) == [True, True, False, True]

    await front.heard(market.stock(offer["id"], 4))
    assert await front.kept(page, other, lists, tree) == [False, True, True, True]
    await front.heard(market.stock(offer["id"], 0))
    assert await front.kept(page, other, lists, tree) == [False, True, False, True]

    await market.draft(vendor, clothing)
    await asyncio.sleep(0.05)
    assert await front.kept(page, other, lists, tree) == [True] * 4

    await front.heard(market.category("Food"))
    assert await front.kept(page, other, lists, tree) == [False] * 4
    assert len((await front.get(tree))[0]) == 2
    await front.heard(market.suspend(vendor))
    assert (await front.get(lists))[0]["items"] == []


async def test_brands_and_attributes_are_kept_until_they_change(front: Shopfront) -> None:
    market = front.market
    clothing = await market.category("Clothing")
    brands, attributes = "/brands", f"/categories/{clothing}/attributes"
    await asyncio.sleep(0.1)
    assert await front.kept(brands, attributes) == [False] * 2
    assert await front.kept(brands, attributes) == [True] * 2
    await front.heard(market.harness.post("/admin/brands", {"name": {"en": "Pran"}}, as_=STAFF))
    assert len((await front.get(brands))[0]["items"]) == 1
    assert await front.kept(brands, attributes) == [True] * 2
    await front.heard(market.attribute(clothing, "fabric", type="text"))
    assert len((await front.get(attributes))[0]) == 1


def test_many_products_at_once_are_dropped_all_together() -> None:
    assert kept.of_products(["prd_1", "prd_2"]) == ["products", "product:prd_1", "product:prd_2"]
    assert kept.of_products([f"prd_{number}" for number in range(101)]) == ["products", "every-product"]
