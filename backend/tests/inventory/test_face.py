"""What InventoryFace promises, kept by the real one and by the in-memory twin alike."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from sqlalchemy import update

from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.inventory import (
    HoldGone,
    InventoryFace,
    OutOfStock,
    StockLine,
    StockVerdict,
    UnknownHold,
)
from bdcommerce.inventory import handlers
from bdcommerce.inventory.bootstrap import SERVICE
from bdcommerce.inventory.domain import CountStock, PlaceHold
from bdcommerce.inventory.tables import stock
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict
from support.faces.catalog import FakeCatalog
from support.faces.inventory import FakeInventory
from support.harness import Harness, service_harness

TTL = 900


class World(Protocol):
    """An inventory with its shelves open to the test."""

    face: InventoryFace

    async def stock(self, offer_id: str, units: int) -> None:
        """So many units are there."""

    async def available(self, offer_id: str) -> int:
        """Units that can be bought."""

    async def tick(self) -> None:
        """Time has passed: what is due happens."""

    async def tamper(self, offer_id: str) -> None:
        """Somebody sets a unit aside past inventory."""


class RealWorld:
    """Inventory on PostgreSQL."""

    def __init__(self, harness: Harness) -> None:
        self.harness, self.face = harness, harness.face

    async def stock(self, offer_id: str, units: int) -> None:
        async with self.harness.deps.works() as work:
            await handlers.recount(work, CountStock("ven_a", offer_id, units, "stock-take"))

    async def available(self, offer_id: str) -> int:
        async with self.harness.deps.works() as work:
            shelf = await work.stockroom.shelf([PlaceHold("a look", {offer_id: 1}, timedelta(seconds=1))])
        return int(shelf.of(offer_id).available)

    async def tick(self) -> None:
        await self.harness.settle()

    async def tamper(self, offer_id: str) -> None:
        async with self.harness.database.transaction() as tx:
            await tx.execute(update(stock).where(stock.c.offer_id == offer_id).values(held=stock.c.held + 1))


class FakeWorld:
    """The in-memory twin."""

    def __init__(self) -> None:
        self.fake = FakeInventory()
        self.face: InventoryFace = self.fake

    async def stock(self, offer_id: str, units: int) -> None:
        self.fake.on_hand[offer_id] = units

    async def available(self, offer_id: str) -> int:
        return self.fake.available(offer_id)

    async def tick(self) -> None:
        pass

    async def tamper(self, offer_id: str) -> None:
        self.fake.held[offer_id] = self.fake.held.get(offer_id, 0) + 1


class Watch:
    """A clock that goes when the test says so."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch()
    with clock.running(made):
        yield made


@pytest.fixture(params=["real", "fake"])
async def world(request: pytest.FixtureRequest, watch: Watch) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld()
        return
    url: str = request.getfixturevalue("postgres_url")
    async with service_harness(url, SERVICE, {CatalogFace: FakeCatalog()}) as harness:
        yield RealWorld(harness)


def lines(**quantities: int) -> list[StockLine]:
    return [StockLine(offer_id=offer, quantity=quantity) for offer, quantity in quantities.items()]


async def test_held_units_cannot_be_bought_by_others(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    held = await world.face.hold("h1", lines(a=3), TTL)
    assert held.expires_at == watch.at + timedelta(seconds=TTL)
    assert await world.available("a") == 2


async def test_the_same_hold_again_is_the_same_hold(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    first = await world.face.hold("h1", lines(a=3), TTL)
    watch.advance(60)
    assert await world.face.hold("h1", lines(a=3), TTL) == first
    assert await world.available("a") == 2


async def test_a_hold_that_exists_for_other_units_is_refused(world: World) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    with pytest.raises(Conflict):
        await world.face.hold("h1", lines(a=1), TTL)


async def test_a_short_line_refuses_all_of_them(world: World) -> None:
    await world.stock("a", 5)
    await world.stock("b", 1)
    with pytest.raises(OutOfStock) as refused:
        await world.face.hold("h1", lines(a=3, b=2, c=1), TTL)
    assert refused.value.data["shortages"] == {"b": 1, "c": 0}
    assert await world.available("a") == 5


async def test_committed_units_are_sold_once(world: World) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    await world.face.commit("h1")
    await world.face.commit("h1")
    assert await world.available("a") == 2


async def test_a_hold_after_its_commit_is_still_that_hold(world: World) -> None:
    await world.stock("a", 5)
    held = await world.face.hold("h1", lines(a=3), TTL)
    await world.face.commit("h1")
    assert await world.face.hold("h1", lines(a=3), TTL) == held
    assert await world.available("a") == 2


async def test_an_unknown_hold_is_neither_committed_nor_given_back(world: World) -> None:
    with pytest.raises(UnknownHold):
        await world.face.commit("h1")
    with pytest.raises(UnknownHold):
        await world.face.give_back("k1", "h1", lines(a=1), "returned")


async def test_released_units_can_be_bought_again(world: World) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    await world.face.release("h1", "customer left")
    await world.face.release("h1", "customer left")
    assert await world.available("a") == 5
    with pytest.raises(HoldGone):
        await world.face.commit("h1")
    with pytest.raises(HoldGone):
        await world.face.hold("h1", lines(a=3), TTL)


async def test_a_release_before_the_hold_refuses_the_hold(world: World) -> None:
    await world.stock("a", 5)
    await world.face.release("h1", "gave up before it began")
    with pytest.raises(HoldGone):
        await world.face.hold("h1", lines(a=3), TTL)
    assert await world.available("a") == 5


async def test_a_release_after_the_commit_brings_the_units_back(world: World) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    await world.face.commit("h1")
    await world.face.give_back("k1", "h1", lines(a=1), "line cancelled")
    await world.face.release("h1", "order failed")
    assert await world.available("a") == 5


async def test_an_expired_hold_frees_its_units(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    watch.advance(TTL - 1)
    await world.tick()
    assert await world.available("a") == 2
    watch.advance(1)
    await world.tick()
    assert await world.available("a") == 5


async def test_an_expired_hold_is_taken_anew_by_its_commit(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    watch.advance(TTL)
    await world.tick()
    await world.face.commit("h1")
    assert await world.available("a") == 2


async def test_an_expired_hold_whose_units_are_sold_is_gone(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    watch.advance(TTL)
    await world.tick()
    await world.face.hold("h2", lines(a=3), TTL)
    with pytest.raises(HoldGone):
        await world.face.commit("h1")


async def test_an_expired_hold_that_is_asked_for_again_begins_anew(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    watch.advance(TTL)
    await world.tick()
    again = await world.face.hold("h1", lines(a=3), TTL)
    assert again.expires_at == watch.at + timedelta(seconds=TTL)
    watch.advance(TTL)
    await world.tick()
    assert await world.available("a") == 5


async def test_a_release_of_an_expired_hold_refuses_what_comes_late(world: World, watch: Watch) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    watch.advance(TTL)
    await world.tick()
    await world.face.release("h1", "gave up")
    with pytest.raises(HoldGone):
        await world.face.commit("h1")
    assert await world.available("a") == 5


async def test_units_come_back_once_per_key(world: World) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    await world.face.commit("h1")
    await world.face.give_back("k1", "h1", lines(a=2), "returned")
    await world.face.give_back("k1", "h1", lines(a=2), "returned")
    assert await world.available("a") == 4


async def test_no_more_units_come_back_than_were_sold(world: World) -> None:
    await world.stock("a", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    with pytest.raises(Conflict):
        await world.face.give_back("k0", "h1", lines(a=1), "not sold yet")
    await world.face.commit("h1")
    await world.face.give_back("k1", "h1", lines(a=2), "returned")
    for key, more in (("k2", lines(a=2)), ("k3", lines(b=1))):
        with pytest.raises(Conflict):
            await world.face.give_back(key, "h1", more, "returned")
    assert await world.available("a") == 4


async def test_an_audit_looks_at_what_has_changed_since_it_agreed(world: World) -> None:
    await world.stock("a", 5)
    await world.stock("b", 5)
    await world.face.hold("h1", lines(a=3), TTL)
    assert await world.face.audit_stock() == StockVerdict(offers=2, agrees=True, differing=[])
    assert await world.face.audit_stock() == StockVerdict(offers=0, agrees=True, differing=[])
    await world.face.commit("h1")
    assert await world.face.audit_stock() == StockVerdict(offers=1, agrees=True, differing=[])


async def test_an_audit_names_what_differs_as_long_as_it_does(world: World) -> None:
    await world.stock("a", 5)
    await world.stock("b", 5)
    await world.tamper("b")
    assert await world.face.audit_stock() == StockVerdict(offers=2, agrees=False, differing=["b"])
    assert await world.face.audit_stock() == StockVerdict(offers=1, agrees=False, differing=["b"])
