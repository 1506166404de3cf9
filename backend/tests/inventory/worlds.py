"""The inventory that the face's tests run against: the real one on PostgreSQL, and the one that others test with."""

from typing import Protocol

from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.inventory import handlers
from bdcommerce.inventory.domain import CountStock
from support.faces.inventory import FakeInventory
from support.harness import Harness


class World(Protocol):
    """An inventory with its shelves open to the test."""

    face: InventoryFace

    async def stock(self, offer_id: str, units: int) -> None:
        """So many units are there."""

    async def available(self, offer_id: str) -> int:
        """Units that can be bought."""

    async def tick(self) -> None:
        """Time has passed: what is due happens."""


class RealWorld:
    """Inventory on PostgreSQL."""

    def __init__(self, harness: Harness) -> None:
        self.harness, self.face = harness, harness.face

    async def stock(self, offer_id: str, units: int) -> None:
        async with self.harness.deps.works() as work:
            await handlers.recount(work, CountStock("ven_a", offer_id, units, "stock-take"))

    async def available(self, offer_id: str) -> int:
        async with self.harness.deps.works() as work:
            shelf = await work.stockroom.shelf([CountStock("ven_a", offer_id, 0, "look")])
        return int(shelf.of(offer_id).available)

    async def tick(self) -> None:
        await self.harness.settle()


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
