"""Buyers, lorries, people who count and goods that come in, all at the same moment on the real database."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping, func, select

from bdcommerce.contracts.inventory import InventoryFace, StockLine
from bdcommerce.inventory import handlers
from bdcommerce.inventory.domain import AdjustStock, Arrived, CountStock, Found, ReceiveStock
from bdcommerce.inventory.events import Wanted
from bdcommerce.inventory.face import Inventory
from bdcommerce.inventory.ports import Work
from bdcommerce.inventory.tables import lot, pick, transfer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from inventory.test_concurrency import held_units, row_of
from support.faces.accounts import PLACES
from support.harness import Harness

VENDOR = "ven_a"
OFFERS = ("a", "b", "c")
DESTINATIONS = (None, *PLACES.values())
EXPIRES = clock.today() + timedelta(days=60)
Act = Callable[[], Awaitable[object]]


class Bazaar:
    """Everything that may happen, chosen by chance."""

    def __init__(self, inventory: Harness, faces: tuple[InventoryFace, ...], warehouses: list[str], seed: int) -> None:
        self.inventory, self.faces, self.warehouses = inventory, faces, warehouses
        self.chance = random.Random(seed)
        self.transfers: list[str] = []
        self.counts: list[str] = []

    def anything(self) -> Awaitable[object]:
        acts: list[Act] = [self.hold, self.commit, self.release, self.give_back, self.adjust, self.count, self.receive]
        acts += [self.send, self.arrive, self.take_stock, self.close_or_reopen, self.judge]
        return self.chance.choices(acts, weights=[9, 7, 2, 3, 2, 1, 3, 3, 3, 2, 1, 1])[0]()

    async def hold(self) -> object:
        wanted = [StockLine(offer_id=each, quantity=self.chance.randint(1, 3)) for each in self.some()]
        return await self.face().hold(self.hold_id(), wanted, 900)

    async def commit(self) -> None:
        await self.face().commit(self.hold_id(), "ord_1", self.chance.choice(DESTINATIONS))

    async def release(self) -> None:
        await self.face().release(self.hold_id(), "given up")

    async def give_back(self) -> None:
        back = [StockLine(offer_id=each, quantity=1) for each in self.some()]
        await self.face().give_back(f"k{self.chance.randrange(60)}", self.hold_id(), back, "returned")

    async def adjust(self) -> object:
        request = AdjustStock(VENDOR, self.one(), self.chance.randint(-3, 2), "chance", "correction", self.where())
        return await self.do(lambda work: handlers.recount(work, request))

    async def count(self) -> object:
        request = CountStock(VENDOR, self.one(), self.chance.randint(0, 12), "chance", self.where(), "")
        return await self.do(lambda work: handlers.recount(work, request))

    async def receive(self) -> object:
        request = ReceiveStock(VENDOR, self.one(), self.chance.randint(1, 9), "chance", self.where(), "L1", EXPIRES)
        return await self.do(lambda work: handlers.receive_stock(work, request, timedelta()))

    async def send(self) -> object:
        home, to = self.chance.sample(self.warehouses, 2)
        lines = [Wanted(each, self.chance.randint(1, 4)) for each in self.some()]

        async def act(work: Work) -> None:
            made = await handlers.draft_transfer(work, VENDOR, home, to, note="", lines=lines)
            await handlers.send_transfer(work, VENDOR, made)
            self.transfers.append(made)

        return await self.do(act)

    async def arrive(self) -> object:
        if not self.transfers:
            return None
        made, found = self.chance.choice(self.transfers[-5:]), [Arrived(self.one(), "", self.chance.randint(0, 5))]
        lost = found if self.chance.random() < 0.2 else []
        return await self.do(lambda work: handlers.receive_transfer(work, VENDOR, made, lost, ""))

    async def take_stock(self) -> object:
        where, found = self.where(), [Found(self.one(), "", self.chance.randint(0, 9))]

        async def act(work: Work) -> None:
            self.counts.append(await handlers.open_count(work, VENDOR, where, ""))
            await handlers.count_lines(work, VENDOR, self.counts[-1], found)

        if self.counts and self.chance.random() < 0.6:
            end = self.chance.choice([handlers.approve_count, handlers.cancel_count])
            return await self.do(lambda work: end(work, VENDOR, self.counts[-1], ""))
        return await self.do(act)

    async def close_or_reopen(self) -> object:
        act = self.chance.choice([handlers.close_warehouse, handlers.reopen_warehouse])
        return await self.do(lambda work: act(work, VENDOR, self.warehouses[-1]))

    async def judge(self) -> object:
        margin = timedelta(days=self.chance.choice([3, 90]))
        return await self.do(lambda work: handlers.judge_batches(work, OFFERS, margin))

    async def do(self, act: Callable[[Work], Awaitable[object]]) -> object:
        async with self.inventory.deps.works() as work:
            return await act(work)

    def face(self) -> InventoryFace:
        return self.chance.choice(self.faces)

    def hold_id(self) -> str:
        return f"h{self.chance.randrange(60)}"

    def where(self) -> str:
        return self.chance.choice(self.warehouses)

    def one(self) -> str:
        return self.chance.choice(OFFERS)

    def some(self) -> list[str]:
        return self.chance.sample(OFFERS, self.chance.randint(1, 2))


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happens_at_once_everything_adds_up(inventory: Harness, elsewhere: Inventory, seed: int) -> None:
    async with inventory.deps.works() as work:
        places = list(PLACES.values())
        added = [await handlers.add_warehouse(work, VENDOR, f"Godown {n}", places[2 * n]) for n in range(2)]
    warehouses = ["whs_a", *(each.warehouse_id for each in added)]
    for offer in OFFERS:
        async with inventory.deps.works() as work:
            await handlers.recount(work, CountStock(VENDOR, offer, 30, "opening", "whs_a"))
    bazaar, seen = Bazaar(inventory, (inventory.face, elsewhere), warehouses, seed), Counter[str]()
    for _ in range(5):
        results = await asyncio.gather(*(bazaar.anything() for _ in range(80)), return_exceptions=True)
        for each in results:
            if isinstance(each, BaseException) and not isinstance(each, BdError):
                raise each
        seen += Counter(type(each).__name__ for each in results)
        verdict = await elsewhere.audit_stock()
        assert verdict.agrees, verdict.differing
    assert {"StockHeld", "NoneType", "Granted", "HoldGone"} <= seen.keys(), seen
    held, sold = await held_units(inventory, "held"), await held_units(inventory, "committed")
    async with inventory.database.transaction() as tx:
        there, left = func.sum(lot.c.on_hand), func.sum(pick.c.quantity - pick.c.given_back)
        lying = await tx.rows(select(lot.c.offer_id, there.label("units")).group_by(lot.c.offer_id))
        picked = await tx.rows(select(pick.c.offer_id, left.label("units")).group_by(pick.c.offer_id))
        arrived = await tx.scalar(select(func.count()).where(transfer.c.status == "received"))
    assert arrived
    for offer in OFFERS:
        row = await row_of(inventory, offer)
        assert (row.on_hand, row.held) == (units(lying).get(offer, 0), held[offer])
        assert units(picked).get(offer, 0) == sold[offer]


def units(rows: Sequence[RowMapping]) -> dict[str, int]:
    return {row["offer_id"]: row["units"] for row in rows}
