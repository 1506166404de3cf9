"""The sagas that change an order, over neighbours in memory: every way they can be interrupted, and what they leave."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdcommerce.contracts import orders as contract
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.saga import Step
from bdcommerce.orders.adapters.memory import MemoryWorks
from bdcommerce.orders.adapters.memory.risk import NoDistricts
from bdcommerce.orders.consumers import expire_edit
from bdcommerce.orders.domain import decisions, editing
from bdcommerce.orders.domain.checkouts import PaymentWindow
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.events import Confirmed, EditExpires, HoldAbandoned
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.ports import Deps
from bdcommerce.orders.sagas import AGREED_STEPS, EDIT_STEPS
from orders.driving import Driver
from orders.made import COURIER, CUSTOMER, NOON, STAFF, VENDOR, item, placed, priced
from orders.test_editing import wanted
from support.faces.accounts import FakeAccounts
from support.faces.catalog import FakeCatalog
from support.faces.compliance import FakeCompliance
from support.faces.fulfilment import FakeFulfilment
from support.faces.inventory import FakeInventory
from support.faces.notifications import FakeNotifications
from support.faces.payments import FakePayments
from support.faces.vendors import FakeVendors
from support.harness import MASTER_KEY

STOCK = {"off_a1": 10, "off_b1": 10}
LESS_A_MORE_B = {"a1": 1, "b1": 2}
MORE_A = {"a1": 5}
A = "vor_ven_a"


@dataclass
class World:
    """An order that binds, about to become another one."""

    works: MemoryWorks
    inventory: FakeInventory
    driver: Driver[Edition]
    before: Order

    async def order(self) -> Order:
        async with self.works() as work:
            return await orders.load(work, "ord_1")

    async def finish(self) -> BdError | None:
        """To its end; the refusal, if it came to nothing. Its timers run then."""
        refusal = None
        try:
            await self.driver.run("edt_1")
        except BdError as error:
            refusal = error
        for event, due in list(self.works.store.timers):
            if isinstance(event, EditExpires) and refusal:
                with clock.frozen(due):
                    await expire_edit(event, self.driver.deps)
        for event, _ in self.works.store.timers:
            if isinstance(event, HoldAbandoned):
                await self.inventory.release(event.hold_id, event.reason)
        return refusal

    def told(self, event: type) -> int:
        return sum(isinstance(each, event) for each in self.works.store.told)


async def world(quantities: dict[str, int], *, agreed: bool = False) -> World:
    """Two of a1 and one of b1 were bought; the saga that changes that has just begun."""
    works, inventory = MemoryWorks(), FakeInventory(STOCK)
    deps = Deps(
        works=works,
        sagas=cast("Any", None),
        promotions=works.book,
        risk=works.risk_book,
        districts=NoDistricts(),
        seals=Sealer(MASTER_KEY),
        accounts=FakeAccounts(),
        catalog=FakeCatalog(),
        compliance=FakeCompliance(),
        fulfilment=FakeFulfilment(),
        inventory=inventory,
        notifications=FakeNotifications(),
        payments=FakePayments(),
        vendors=FakeVendors(),
        payment_window=PaymentWindow(window=timedelta(minutes=30), grace=timedelta(minutes=15)),
    )
    purchase = priced([item("a1", "ven_a", 125000, 2), item("b1", "ven_b", 89900)])
    async with works() as work:
        await orders.place(work, replace(placed(purchase), hold_id="hld_order"))
        order = await orders.load(work, "ord_1")
        await orders.record(work, order, [Confirmed(order_id="ord_1", by=COURIER, at=NOON)])
        order = await orders.load(work, "ord_1")
    inventory.on_hand |= {"off_a1": 8, "off_b1": 9}
    edition = edition_of(order, quantities)
    if agreed:
        await agree(works, inventory, order, edition)
        edition = replace(edition, version=None, expires_at=None)
    steps: tuple[Step[Edition, Deps], ...] = AGREED_STEPS if agreed else EDIT_STEPS
    return World(works, inventory, Driver(deps, edition, steps), order)


def edition_of(order: Order, quantities: dict[str, int]) -> Edition:
    proposal = editing.propose(order, wanted(quantities))
    dearer = proposal.total > proposal.was
    return Edition(
        order_id=order.order_id,
        proposal=proposal,
        stock=editing.extra_stock(order, proposal),
        version=order.version,
        expires_at=NOON + timedelta(days=1) if dearer else None,
        hold_seconds=10**9,
        sealed_contact="",
        phones=(),
        customer_key=CUSTOMER.id,
        by=STAFF,
    )


async def agree(works: MemoryWorks, inventory: FakeInventory, order: Order, edition: Edition) -> None:
    await inventory.hold(edition.proposal.hold_id, edition.stock, edition.hold_seconds)
    asked = editing.offer_it(
        order, edition.proposal, version=order.version, expires_at=NOON + timedelta(days=1), by=STAFF, at=NOON
    )
    async with works() as work:
        await orders.record(work, order, asked)
        pending = await orders.load(work, "ord_1")
        await orders.record(work, pending, editing.agree(pending, "edt_1", CUSTOMER, NOON))


async def assert_edited(seen: World, units: dict[str, int]) -> None:
    order = await seen.order()
    assert (order.edits, order.pending, order.total) == (("edt_1",), None, seen.driver.state.proposal.total)
    assert {offer: seen.inventory.on_hand[offer] for offer in STOCK} == units
    assert set(seen.inventory.held.values()) <= {0}
    assert seen.told(contract.VendorOrderAmended) == len(seen.driver.state.proposal.parts)


async def assert_as_if_never(seen: World) -> None:
    order = await seen.order()
    assert (order.edits, order.pending, order.total) == ((), None, seen.before.total)
    assert {offer: seen.inventory.available(offer) for offer in STOCK} == {"off_a1": 8, "off_b1": 9}
    assert seen.told(contract.VendorOrderAmended) == 0


async def test_an_edit_commits_what_is_added_and_frees_what_is_not_wanted() -> None:
    seen = await world(LESS_A_MORE_B)
    assert await seen.finish() is None
    await assert_edited(seen, {"off_a1": 8, "off_b1": 8})  # the freed a1 comes back by its own event


async def test_what_costs_more_ends_with_the_question_and_the_stock_set_aside() -> None:
    seen = await world(MORE_A)
    assert await seen.finish() is None
    order = await seen.order()
    assert order.pending
    assert (order.edits, order.total, seen.inventory.held) == ((), seen.before.total, {"off_a1": 3})
    assert seen.told(contract.OrderEditProposed) == 1


@pytest.mark.parametrize("step", [step.name for step in EDIT_STEPS])
@pytest.mark.parametrize("die", ["before", "after"])
async def test_a_crash_at_any_step_is_resumed(step: str, die: str) -> None:
    seen = await world(LESS_A_MORE_B)
    await seen.driver.until(step)
    await seen.driver.attempt(die=die)
    assert await seen.finish() is None
    await assert_edited(seen, {"off_a1": 8, "off_b1": 8})


@pytest.mark.parametrize("step", [step.name for step in EDIT_STEPS])
async def test_a_step_that_never_comes_about_takes_everything_back(step: str) -> None:
    seen = await world(LESS_A_MORE_B)
    await seen.driver.until(step)
    await seen.driver.attempt(late=True)
    assert await seen.finish()
    await assert_as_if_never(seen)


@pytest.mark.parametrize("step", [step.name for step in AGREED_STEPS])
async def test_what_the_customer_agreed_to_is_dropped_when_it_cannot_be_done(step: str) -> None:
    seen = await world(MORE_A, agreed=True)
    await seen.driver.until(step)
    await seen.driver.attempt(late=True)
    assert await seen.finish()
    await assert_as_if_never(seen)


async def test_an_order_that_moved_on_meanwhile_refuses_the_edit() -> None:
    seen = await world(LESS_A_MORE_B)
    await seen.driver.until("commit_added_stock")
    async with seen.works() as work:
        order = await orders.load(work, "ord_1")
        await orders.record(work, order, decisions.accept(order, A, VENDOR, NOON))
    refusal = await seen.finish()
    assert refusal is not None
    assert refusal.code == "order_moved"
    await assert_as_if_never(seen)


ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(["", "", "", "before", "after"]), st.sampled_from([False, False, False, True])),
    max_size=20,
)


@settings(max_examples=150, deadline=None)
@given(ATTEMPTS, st.booleans(), st.booleans())
def test_whatever_happens_it_is_edited_or_as_if_never(
    attempts: list[tuple[str, bool]], agreed: bool, scarce: bool
) -> None:
    asyncio.run(_whatever_happens(attempts, agreed=agreed, scarce=scarce and not agreed))


async def _whatever_happens(attempts: list[tuple[str, bool]], *, agreed: bool, scarce: bool) -> None:
    seen = await world(MORE_A if agreed else LESS_A_MORE_B, agreed=agreed)
    if scarce:
        seen.inventory.on_hand["off_b1"] = 0
    for die, late in attempts:
        if not seen.driver.ended:
            await seen.driver.attempt(die=die, late=late)
    refusal = await seen.finish()
    if scarce:
        seen.inventory.on_hand["off_b1"] += 9
    if refusal is None or (await seen.order()).edits:
        await assert_edited(seen, {"off_a1": 5, "off_b1": 9} if agreed else {"off_a1": 8, "off_b1": 8})
    else:
        await assert_as_if_never(seen)
