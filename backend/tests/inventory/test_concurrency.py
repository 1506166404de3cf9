"""Buyers at the same moment, in one process and in several: never one unit too many, never one lost."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockChanged, StockHeld, StockLine, UnknownHold
from bdcommerce.inventory import handlers
from bdcommerce.inventory.adapters.postgres.stockroom import stock_of
from bdcommerce.inventory.domain import (
    CommitHold,
    CountStock,
    ExpireHold,
    PlaceHold,
    Position,
    Request,
    Stock,
    fold,
    stream_of,
)
from bdcommerce.inventory.errors import HoldDiffers
from bdcommerce.inventory.face import Inventory
from bdcommerce.inventory.jobs import sweep_holds
from bdcommerce.inventory.tables import hold, hold_line, pick, stock
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError, Conflict
from support.harness import Harness

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TTL = 900


def one(offer_id: str = "a", quantity: int = 1) -> list[StockLine]:
    return [StockLine(offer_id=offer_id, quantity=quantity)]


async def fill(inventory: Harness, **units: int) -> None:
    for offer_id, on_hand in units.items():
        async with inventory.deps.works() as work:
            await handlers.recount(work, CountStock("ven_a", offer_id, on_hand, "stock-take"))


async def row_of(inventory: Harness, offer_id: str = "a") -> Stock:
    async with inventory.database.transaction() as tx:
        row = await tx.row(select(stock).where(stock.c.offer_id == offer_id))
    assert row is not None
    return stock_of(row)


async def folded(inventory: Harness, offer_id: str = "a") -> Stock:
    """The stock as its movements tell it."""
    async with inventory.deps.works() as work:
        movements = await work.log.history(stream_of(offer_id))
    return fold(Position(Stock(offer_id)), movements).stock


async def held_units(inventory: Harness, *statuses: str) -> Counter[str]:
    """Units per offer in holds of these statuses, less those given back."""
    wanted = select(hold_line).join(hold, hold.c.id == hold_line.c.hold_id).where(hold.c.status.in_(statuses))
    units: Counter[str] = Counter()
    async with inventory.database.transaction() as tx:
        for row in await tx.rows(wanted):
            units[row["offer_id"]] += row["quantity"] - row["given_back"]
    return units


async def outcomes(calls: Sequence[Awaitable[object]]) -> Counter[str]:
    """How often each thing came out; anything but a refusal by name is a failure of the test."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, BdError):
            raise result
    return Counter(type(result).__name__ for result in results)


async def test_a_thousand_buyers_of_a_hundred_units_get_a_hundred(inventory: Harness) -> None:
    await fill(inventory, a=100)
    face = inventory.face
    assert await outcomes([face.hold(f"h{buyer}", one(), TTL) for buyer in range(1000)]) == {
        "StockHeld": 100,
        "OutOfStock": 900,
    }
    assert await row_of(inventory) == await folded(inventory) == Stock("a", "ven_a", 100, 100, 101)


async def test_a_thousand_buyers_in_two_processes_get_a_hundred(inventory: Harness, elsewhere: Inventory) -> None:
    await fill(inventory, a=100)
    faces = (inventory.face, elsewhere)
    assert await outcomes([faces[buyer % 2].hold(f"h{buyer}", one(), TTL) for buyer in range(1000)]) == {
        "StockHeld": 100,
        "OutOfStock": 900,
    }
    assert await row_of(inventory) == await folded(inventory) == Stock("a", "ven_a", 100, 100, 101)


async def test_buyers_who_ask_again_and_again_get_one_hold_each(inventory: Harness, elsewhere: Inventory) -> None:
    await fill(inventory, a=100)
    faces = (inventory.face, elsewhere)
    asked = [(f"h{number % 200}", faces[number % 3 % 2]) for number in range(1000)]
    results = await asyncio.gather(*(face.hold(hold_id, one(), TTL) for hold_id, face in asked), return_exceptions=True)
    answers: dict[str, set[str]] = {}
    for (hold_id, _), result in zip(asked, results, strict=True):
        assert isinstance(result, StockHeld | OutOfStock), result
        answers.setdefault(hold_id, set()).add(type(result).__name__)
    assert all(len(answer) == 1 for answer in answers.values())
    assert sum(answer == {"StockHeld"} for answer in answers.values()) == 100
    assert await row_of(inventory) == Stock("a", "ven_a", 100, 100, 101)


async def test_buyers_without_a_queue_are_safe_as_well(inventory: Harness) -> None:
    await fill(inventory, a=20)

    async def buy(buyer: int) -> object:
        async with inventory.deps.works() as work:
            granted = await handlers.settle(work, [PlaceHold(f"h{buyer}", {"a": 1}, timedelta(seconds=TTL))])
        return granted.outcomes[0]

    results = await asyncio.gather(*(buy(buyer) for buyer in range(60)))
    assert Counter(type(result).__name__ for result in results) == {"StockHeld": 20, "OutOfStock": 40}
    assert await row_of(inventory) == Stock("a", "ven_a", 20, 20, 21)


async def test_buyers_of_the_same_two_offers_in_either_order_do_not_block_each_other(
    inventory: Harness, elsewhere: Inventory
) -> None:
    await fill(inventory, a=1000, b=1000)
    there = [StockLine(offer_id="a", quantity=1), StockLine(offer_id="b", quantity=1)]
    back = list(reversed(there))
    calls = [inventory.face.hold(f"h{number}", there, TTL) for number in range(200)]
    calls += [elsewhere.hold(f"e{number}", back, TTL) for number in range(200)]
    assert await outcomes(calls) == {"StockHeld": 400}
    assert (await row_of(inventory, "a")).held == (await row_of(inventory, "b")).held == 400


async def test_one_hold_id_for_different_units_in_two_processes_holds_once(
    inventory: Harness, elsewhere: Inventory
) -> None:
    await fill(inventory, a=500, b=500)
    for number in range(20):
        results = await asyncio.gather(
            inventory.face.hold(f"h{number}", one("a"), TTL),
            elsewhere.hold(f"h{number}", one("b"), TTL),
            return_exceptions=True,
        )
        assert sorted(type(result).__name__ for result in results) == ["HoldDiffers", "StockHeld"], results
    assert (await row_of(inventory, "a")).held + (await row_of(inventory, "b")).held == 20


async def test_a_hold_and_its_release_in_two_processes_leave_nothing_behind(
    inventory: Harness, elsewhere: Inventory
) -> None:
    await fill(inventory, a=500)
    for number in range(20):
        calls: list[Awaitable[object]] = [
            inventory.face.hold(f"h{number}", one(), TTL),
            elsewhere.release(f"h{number}", "gave up"),
        ]
        held, released = await asyncio.gather(*calls, return_exceptions=True)
        assert released is None
        assert isinstance(held, StockHeld | HoldGone)
    assert (await row_of(inventory)).held == 0


async def test_stock_changes_are_told_once_per_batch(inventory: Harness) -> None:
    await fill(inventory, a=1000)
    await outcomes([inventory.face.hold(f"h{buyer}", one(), TTL) for buyer in range(1000)])
    told = await inventory.told(StockChanged)
    assert told[-1] == StockChanged(offer_id="a", vendor_id="ven_a", available=0)
    assert len(told) <= 5


async def test_when_a_batch_meets_a_broken_request_the_others_are_served(inventory: Harness) -> None:
    await fill(inventory, a=10)
    async with inventory.database.transaction() as tx:
        await tx.execute(text("ALTER TABLE hold ADD CHECK (id <> 'unlucky')"))
    calls = [inventory.face.hold(hold_id, one(), TTL) for hold_id in ("h1", "unlucky", "h2")]
    first, unlucky, second = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(first, StockHeld)
    assert isinstance(unlucky, IntegrityError)
    assert isinstance(second, StockHeld)
    assert (await row_of(inventory)).held == 2


async def test_expiry_and_commit_at_once_have_one_winner(inventory: Harness, elsewhere: Inventory) -> None:
    await fill(inventory, a=20)
    with clock.frozen(NOW):
        await outcomes([inventory.face.hold(f"h{number}", one(), TTL) for number in range(20)])
    with clock.frozen(NOW + timedelta(seconds=TTL)):
        calls: list[Awaitable[object]] = []
        for number in range(20):
            calls += [
                _expire(inventory, f"h{number}"),
                elsewhere.commit(f"h{number}"),
                inventory.face.hold(f"n{number}", one(), TTL),
            ]
        results = await outcomes(calls)
    assert set(results) <= {"NoneType", "StockHeld", "OutOfStock", "HoldGone"}
    left, sold, held = (
        await row_of(inventory),
        await held_units(inventory, "committed"),
        await held_units(inventory, "held"),
    )
    assert sold["a"] + left.on_hand == 20
    assert left.held == held["a"]
    assert sold["a"] == 20 - results["HoldGone"]
    assert left == await folded(inventory)


async def _expire(inventory: Harness, hold_id: str) -> None:
    async with inventory.deps.works() as work:
        await handlers.settle(work, [ExpireHold(hold_id)])


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_happens_at_once_no_unit_is_lost_or_sold_twice(
    inventory: Harness, elsewhere: Inventory, seed: int
) -> None:
    chance = random.Random(seed)
    await fill(inventory, a=30, b=30, c=30)
    faces = (inventory.face, elsewhere)

    def anything() -> Awaitable[object]:
        face, hold_id = chance.choice(faces), f"h{chance.randrange(40)}"
        offers = [
            StockLine(offer_id=offer, quantity=1 + ord(hold_id[-1]) % 3) for offer in "abc"[: 1 + len(hold_id) % 3]
        ]
        acts: list[Callable[[], Awaitable[object]]] = [
            lambda: face.hold(hold_id, offers, TTL),
            lambda: face.commit(hold_id),
            lambda: face.release(hold_id, "given up"),
            lambda: face.give_back(f"k{chance.randrange(9)}", hold_id, offers[:1], "returned"),
            lambda: _expire(inventory, hold_id),
        ]
        return chance.choices(acts, weights=[5, 3, 1, 2, 2])[0]()

    for round_ in range(6):
        with clock.frozen(NOW + timedelta(seconds=TTL * round_)):
            seen = await outcomes([anything() for _ in range(100)])
        refusals = {HoldGone, OutOfStock, UnknownHold, HoldDiffers, Conflict}
        assert set(seen) <= {"NoneType", "StockHeld", "NotGivenBack", *(cls.__name__ for cls in refusals)}, seen
    held, sold = await held_units(inventory, "held"), await held_units(inventory, "committed")
    for offer_id in "abc":
        left = await row_of(inventory, offer_id)
        assert left == await folded(inventory, offer_id)
        assert (left.held, left.on_hand) == (held[offer_id], 30 - sold[offer_id])


async def test_a_hold_that_is_sold_in_the_batch_it_begins_in_is_picked_like_any_other(inventory: Harness) -> None:
    await fill(inventory, a=5)
    async with inventory.deps.works() as work:
        requests: list[Request] = [PlaceHold("h1", {"a": 3}, timedelta(seconds=TTL)), CommitHold("h1", "ord_1")]
        granted = await handlers.settle(work, requests)
    assert [type(each).__name__ for each in granted.outcomes] == ["StockHeld", "NoneType"]
    async with inventory.database.transaction() as tx:
        (picked,) = await tx.rows(select(pick))
    assert (picked["hold_id"], picked["quantity"], picked["reference"]) == ("h1", 3, "ord_1")


async def test_a_hold_ends_by_its_timer(inventory: Harness) -> None:
    await fill(inventory, a=5)
    with clock.frozen(NOW):
        await inventory.face.hold("h1", one(quantity=3), TTL)
        await inventory.settle()
        assert (await row_of(inventory)).held == 3
    with clock.frozen(NOW + timedelta(seconds=TTL)):
        await inventory.settle()
        assert (await row_of(inventory)).held == 0
    assert (await inventory.told(StockChanged))[-1].available == 5


async def test_holds_whose_timer_was_lost_are_swept(inventory: Harness) -> None:
    await fill(inventory, a=500)
    with clock.frozen(NOW):
        await outcomes([inventory.face.hold(f"h{number}", one(), TTL) for number in range(300)])
        await inventory.face.hold("longer", one(), TTL + 1)
    with clock.frozen(NOW + timedelta(seconds=TTL)):
        await sweep_holds(inventory.deps)
    assert (await row_of(inventory)).held == 1
    assert await row_of(inventory) == await folded(inventory)
