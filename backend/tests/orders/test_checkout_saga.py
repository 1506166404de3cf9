"""The checkout saga over neighbours in memory: every way it can be interrupted, and what it leaves behind."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.inventory import HoldGone, OutOfStock
from bdcommerce.infra.sagas import OutOfTime
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.money import Money
from bdcommerce.orders.adapters.memory import MemoryWorks
from bdcommerce.orders.adapters.memory.risk import NoDistricts
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.checkouts import HOLD_SECONDS, Checkout, PaymentWindow
from bdcommerce.orders.domain.contacts import CONTEXT, Contact, to_text
from bdcommerce.orders.domain.order import Order, fold
from bdcommerce.orders.domain.promotions.claims import Claim
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.errors import CodExposureExceeded, PromotionSoldOut
from bdcommerce.orders.events import ConfirmationCodeDue, Limits
from bdcommerce.orders.handlers import checkout as handlers
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.ports import Deps
from bdcommerce.orders.sagas import DEADLINE, STEPS, finish
from orders.driving import Driver
from orders.made import CUSTOMER, DHANMONDI, NOON, evaluated, item, percent_off, priced
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


@dataclass
class World:
    """A cart about to become an order, and what there is around it."""

    works: MemoryWorks
    inventory: FakeInventory
    driver: Driver[Checkout]
    checkout: Checkout

    async def finish(self) -> BdError | None:
        """The attempt comes to its end; the refusal, if it came to nothing."""
        try:
            await finish(replace(self.driver.deps, sagas=self.driver), self.checkout.cart_id, self.checkout.order_id)
        except BdError as refusal:
            return refusal
        return None

    def order(self) -> Order | None:
        return fold(self.works.store.streams.get(orders.stream_of(self.checkout.order_id), []))

    @property
    def cart(self) -> Cart:
        return self.works.store.carts["crt_1"]

    @property
    def coupon_used(self) -> int:
        return sum(promotion_id == "prm_1" for _, promotion_id in self.works.store.redemptions)

    def told(self, event: type) -> int:
        return sum(isinstance(each, event) for each in self.works.store.told)


async def world(*, total_limit: int = 1, asked: bool = False) -> World:
    """A checkout that has just begun; `asked`: of a purchase that its customer has to confirm."""
    works, inventory, seals = MemoryWorks(), FakeInventory(STOCK), Sealer(MASTER_KEY)
    deps = Deps(
        works=works,
        promotions=works.book,
        risk=works.risk_book,
        districts=NoDistricts(),
        sagas=cast("Any", None),
        seals=seals,
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
    address = Address(recipient_name="Rahima", phone="+8801712345678", line1="House 7", place=DHANMONDI)
    contact = Contact(name="", phone="", email="", address=address)
    items = [item("a1", "ven_a", 125000, 2), item("b1", "ven_b", 89900)]
    made = Checkout(
        order_id="ord_1",
        cart_id="crt_1",
        customer_id=CUSTOMER.id,
        guest_hash="",
        language="bn",
        payment_method="cod",
        promotions=evaluated(items, [coupon(total_limit).terms]).applied,
        customer_key=CUSTOMER.id,
        place=DHANMONDI,
        sealed_contact=seals.seal(to_text(contact), CONTEXT),
        phones=("blind",),
        vendor_orders=priced(items, [coupon(total_limit).terms]).vendor_orders,
        return_window_days=7,
        accept_hours=24,
        by=CUSTOMER,
        confirm_until=clock.now() + timedelta(hours=24) if asked else None,
        hold_seconds=HOLD_SECONDS + (24 * 3600 if asked else 0),
        exposure=EXPOSURE,
    )
    line = CartLine(line_id="cln_1", offer_id="off_a1", quantity=2, price_seen=Money(125000))
    cart = Cart(cart_id="crt_1", customer_id=CUSTOMER.id, coupon_id="prm_1", coupon_code="EID10", lines=(line,))
    async with works() as work:
        await work.carts.add(cart)
        await work.promotions.add(coupon(total_limit))
        await handlers.begin(work, cart, made)
    return World(works, inventory, Driver(deps, works.store.sagas["ord_1"], STEPS), works.store.sagas["ord_1"])


EXPOSURE = Exposure(
    phones=("blind",), customer_id=CUSTOMER.id, district="dhaka", amount=Money(327_905), of_customer=Money(400_000),
    in_area=None,
)  # fmt: skip


def coupon(total_limit: int) -> Promotion:
    terms = percent_off(10, name="1", limits=Limits(total=total_limit))
    return Promotion(terms=terms, state="live", codes="shared", code="EID10")


QUICKER = [Claim(promotion_id="prm_1", uses=1, amount=Money(1))]


async def somebody_quicker(seen: World, *, gives_back: bool) -> None:
    async with seen.works() as work:
        if gives_back:
            await work.promotions.give_back("ord_quicker", QUICKER)
        else:
            await work.promotions.claim(QUICKER, "usr_quicker", "ord_quicker", NOON)


def assert_ordered(seen: World) -> None:
    order = seen.order()
    assert order
    assert (order.confirmed, order.status) == (True, "confirmed")
    assert {offer_id: seen.inventory.on_hand[offer_id] for offer_id in STOCK} == {"off_a1": 8, "off_b1": 9}
    assert set(seen.inventory.held.values()) <= {0}
    assert (seen.cart.status, seen.cart.order_id, seen.coupon_used) == ("ordered", "ord_1", 1)
    assert seen.told(contract.OrderPlaced) == seen.told(contract.OrderConfirmed) == 1
    assert seen.told(contract.OrderCancelled) == 0


def assert_waits(seen: World) -> None:
    """For its customer, with one code on its way and its stock held."""
    order = seen.order()
    assert order
    assert (order.confirmed, order.status) == (False, "awaiting_confirmation")
    assert seen.inventory.on_hand == STOCK
    assert {offer_id: seen.inventory.available(offer_id) for offer_id in STOCK} == {"off_a1": 8, "off_b1": 9}
    assert (seen.cart.status, seen.coupon_used) == ("ordered", 1)
    assert seen.works.store.confirmations["ord_1"].sent == 1
    assert sum(isinstance(event, ConfirmationCodeDue) for event, _ in seen.works.store.timers) == 1
    assert seen.told(contract.OrderConfirmed) == seen.told(contract.OrderCancelled) == 0


def assert_as_if_never(seen: World) -> None:
    order = seen.order()
    assert order is None or (order.confirmed, order.status) == (False, "cancelled")
    assert {offer_id: seen.inventory.available(offer_id) for offer_id in STOCK} == STOCK
    assert (seen.cart.status, seen.cart.order_id, seen.coupon_used) == ("open", "", 0)
    assert seen.works.store.cart_orders == {}
    assert seen.told(contract.OrderConfirmed) == 0
    assert seen.told(contract.OrderPlaced) == seen.told(contract.OrderCancelled)


async def test_nothing_goes_wrong() -> None:
    seen = await world()
    assert await seen.finish() is None
    assert_ordered(seen)


async def test_a_refused_hold_leaves_an_open_cart() -> None:
    seen = await world()
    seen.inventory.on_hand["off_b1"] = 0
    assert isinstance(await seen.finish(), OutOfStock)
    seen.inventory.on_hand["off_b1"] = 10
    assert_as_if_never(seen)


async def test_a_refused_placing_gives_the_stock_back() -> None:
    seen = await world()
    await somebody_quicker(seen, gives_back=False)
    assert isinstance(await seen.finish(), PromotionSoldOut)
    await somebody_quicker(seen, gives_back=True)
    assert_as_if_never(seen)


async def test_a_refused_commit_cancels_the_order() -> None:
    with clock.frozen(NOON):
        seen = await world()
        await seen.driver.until("commit_stock")
    with clock.frozen(NOON + timedelta(seconds=HOLD_SECONDS + 1)):
        seen.inventory.on_hand["off_a1"] = 1  # the hold has expired, and somebody else was quicker
        assert isinstance(await seen.finish(), HoldGone)
        seen.inventory.on_hand["off_a1"] = 10
        assert seen.order() is not None
        assert_as_if_never(seen)


@pytest.mark.parametrize("step", [step.name for step in STEPS])
async def test_a_step_that_never_comes_about_takes_everything_back(step: str) -> None:
    seen = await world()
    await seen.driver.until(step)
    await seen.driver.attempt(late=True)
    assert isinstance(await seen.finish(), OutOfTime)
    assert_as_if_never(seen)


async def test_an_order_that_binds_stands_even_if_nobody_noted_so_in_time() -> None:
    seen = await world()
    await seen.driver.until("confirm_order")
    await seen.driver.attempt(die="after")
    await seen.driver.attempt(late=True)
    assert await seen.finish() is None
    assert_ordered(seen)


async def test_a_cart_whose_checkout_failed_makes_an_order_the_next_time() -> None:
    seen = await world()
    await seen.driver.until("confirm_order")
    await seen.driver.attempt(late=True)
    await seen.finish()
    again = replace(seen.checkout, order_id="ord_2")
    async with seen.works() as work:
        await handlers.begin(work, seen.cart, again)
    await Driver(seen.driver.deps, again, STEPS).run("ord_2")
    assert (seen.cart.status, seen.cart.order_id, seen.coupon_used) == ("ordered", "ord_2", 1)
    assert seen.inventory.on_hand["off_a1"] == 8


async def test_a_failed_attempt_does_not_open_the_cart_of_the_next_one() -> None:
    seen = await world()
    await seen.driver.attempt(late=True)
    await seen.finish()
    async with seen.works() as work:
        await handlers.begin(work, seen.cart, replace(seen.checkout, order_id="ord_2"))
    await seen.finish()
    assert (seen.cart.status, seen.cart.order_id) == ("checking_out", "ord_2")


def test_the_stock_is_held_longer_than_a_checkout_may_take() -> None:
    assert timedelta(seconds=HOLD_SECONDS) > 5 * DEADLINE


@pytest.mark.parametrize("step", [step.name for step in STEPS])
@pytest.mark.parametrize("die", ["before", "after"])
async def test_a_crash_at_any_step_is_resumed(step: str, die: str) -> None:
    seen = await world()
    await seen.driver.until(step)
    await seen.driver.attempt(die=die)
    assert await seen.finish() is None
    assert_ordered(seen)


@pytest.mark.parametrize("step", [step.name for step in STEPS])
@pytest.mark.parametrize("die", ["before", "after"])
async def test_a_crash_at_any_step_asks_the_customer_once(step: str, die: str) -> None:
    seen = await world(asked=True)
    await seen.driver.until(step)
    await seen.driver.attempt(die=die)
    assert await seen.finish() is None
    assert_waits(seen)


async def test_an_order_that_waits_for_its_customer_stands_even_if_nobody_noted_so_in_time() -> None:
    seen = await world(asked=True)
    await seen.driver.until("confirm_order")
    await seen.driver.attempt(die="after")
    await seen.driver.attempt(late=True)
    assert await seen.finish() is None
    assert_waits(seen)


async def test_too_much_cash_on_its_way_takes_everything_back() -> None:
    seen = await world()
    less = replace(EXPOSURE, of_customer=Money(300_000))
    seen.driver.state = replace(seen.driver.state, exposure=less)
    assert isinstance(await seen.finish(), CodExposureExceeded)
    assert_as_if_never(seen)


ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(["", "", "", "before", "after"]), st.sampled_from([False, False, False, True])),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(ATTEMPTS, st.booleans(), st.booleans())
def test_whatever_happens_it_is_an_order_or_as_if_never(
    attempts: list[tuple[str, bool]], scarce: bool, used_up: bool
) -> None:
    asyncio.run(_whatever_happens(attempts, scarce=scarce, used_up=used_up))


async def _whatever_happens(attempts: list[tuple[str, bool]], *, scarce: bool, used_up: bool) -> None:
    seen = await world(total_limit=1)
    if used_up:
        await somebody_quicker(seen, gives_back=False)
    with short_of_stock(seen, scarce=scarce):
        for die, late in attempts:
            if not seen.driver.ended:
                await seen.driver.attempt(die=die, late=late)
        refusal = await seen.finish()
    if used_up:
        await somebody_quicker(seen, gives_back=True)
    if refusal is None:
        assert_ordered(seen)
    else:
        assert_as_if_never(seen)


@contextmanager
def short_of_stock(seen: World, *, scarce: bool) -> Iterator[None]:
    """While the saga runs there may be too few units."""
    if scarce:
        seen.inventory.on_hand["off_b1"] = 0
    yield
    if scarce:
        seen.inventory.on_hand["off_b1"] += STOCK["off_b1"]
