"""What the ports of orders promise, kept by PostgreSQL and by its twin in memory."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Works
from bdcommerce.orders.adapters.memory import MemoryWorks
from bdcommerce.orders.bootstrap import SERVICE
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.domain.risk.listings import Listing, Verdict
from bdcommerce.orders.errors import CartClosed, CodExposureExceeded, UnknownCart, UnknownListing
from bdcommerce.orders.events import Confirmed
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.ports import Work
from orders.made import COURIER, NOON, item, placed, priced
from support.harness import service_harness

CART = Cart(cart_id="crt_1", customer_id="usr_1")


@pytest.fixture(params=["memory", "postgres"])
async def works(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[Works[Work]]:
    if request.param == "memory":
        yield MemoryWorks()
        return
    async with service_harness(postgres_url, SERVICE) as service:
        yield service.deps.works


def line(at: int, quantity: int = 1, price: int = 100) -> CartLine:
    return CartLine(line_id=f"cln_{at}", offer_id=f"off_{at}", quantity=quantity, price_seen=Money(price))


async def test_a_cart_comes_back_as_it_was_kept(works: Works[Work]) -> None:
    changed = CART.with_units(line(1, 2), 99).with_units(line(2), 99)
    async with works() as work:
        await work.carts.add(CART)
        await work.carts.save(replace(changed, version=1))
    async with works() as work:
        assert await work.carts.lock("crt_1") == replace(changed, version=1)
        kept = replace(changed, version=1).with_quantity("cln_2", 7, Money(90), 99)
        await work.carts.save(kept)
        less = kept.without("cln_1")
        await work.carts.save(less)
        coupled = less.with_coupon("cpn_1", "EID10")
        await work.carts.save(coupled)
        assert await work.carts.lock("crt_1") == coupled


async def test_a_cart_that_moved_on_is_not_overwritten(works: Works[Work]) -> None:
    async with works() as work:
        await work.carts.add(CART)
        await work.carts.save(CART.with_units(line(1), 99))
    with pytest.raises(Stale):
        async with works() as work:
            await work.carts.save(CART.with_units(line(2), 99))
    async with works() as work:
        assert [each.line_id for each in (await work.carts.lock("crt_1")).lines] == ["cln_1"]


async def test_an_unknown_cart_is_named(works: Works[Work]) -> None:
    with pytest.raises(UnknownCart):
        async with works() as work:
            await work.carts.lock("crt_none")


CLOSED = replace(CART.with_units(line(1), 99).checked_out("ord_1"), version=1)


async def closed_cart(works: Works[Work]) -> None:
    async with works() as work:
        await work.carts.add(CART)
        await work.carts.save(CART.with_units(line(1), 99))
        await work.carts.close(replace(CLOSED, version=2))


async def cart_now(works: Works[Work]) -> tuple[str, str]:
    async with works() as work:
        cart = await work.carts.lock("crt_1")
    assert cart.lines == CLOSED.lines
    return cart.status, cart.order_id


async def claim(works: Works[Work], order_id: str) -> bool:
    async with works() as work:
        return await work.purchases.claim("crt_1", order_id, "sealed", ["blind"])


async def test_one_cart_makes_one_order_and_only_the_one_it_was_closed_for(works: Works[Work]) -> None:
    await closed_cart(works)
    with pytest.raises(CartClosed):
        await claim(works, "ord_2")
    assert await cart_now(works) == ("checking_out", "ord_1")
    assert await claim(works, "ord_1")
    assert not await claim(works, "ord_1")
    with pytest.raises(CartClosed):
        await claim(works, "ord_2")
    assert await cart_now(works) == ("ordered", "ord_1")


async def test_a_cart_is_opened_again_only_after_its_order_came_to_nothing(works: Works[Work]) -> None:
    await closed_cart(works)
    await claim(works, "ord_1")
    async with works() as work:
        await work.carts.reopen("crt_1", "ord_1")
        await work.purchases.disclaim("crt_1", "ord_2")
    assert await cart_now(works) == ("ordered", "ord_1")
    async with works() as work:
        await work.purchases.disclaim("crt_1", "ord_1")
        await work.carts.reopen("crt_1", "ord_2")
    assert await cart_now(works) == ("checking_out", "ord_1")
    async with works() as work:
        await work.carts.reopen("crt_1", "ord_1")
    assert await cart_now(works) == ("open", "")
    with pytest.raises(CartClosed):
        await claim(works, "ord_1")


async def test_a_cart_that_moved_on_is_not_closed(works: Works[Work]) -> None:
    async with works() as work:
        await work.carts.add(CART)
        await work.carts.save(CART.with_units(line(1), 99))
    with pytest.raises(Stale):
        async with works() as work:
            await work.carts.close(CLOSED)


async def take_a_number_and_fail(works: Works[Work], day: date) -> None:
    async with works() as work:
        await work.purchases.next_number(day)
        raise CartClosed.of("crt_1", "open")


async def test_numbers_count_by_day_and_go_back_with_their_transaction(works: Works[Work]) -> None:
    today, tomorrow = date(2026, 11, 22), date(2026, 11, 23)
    async with works() as work:
        assert [await work.purchases.next_number(day) for day in (today, today, tomorrow)] == [1, 2, 1]
    with pytest.raises(CartClosed):
        await take_a_number_and_fail(works, today)
    async with works() as work:
        assert await work.purchases.next_number(today) == 3


async def test_a_vendor_order_leads_to_its_order(works: Works[Work]) -> None:
    async with works() as work:
        await orders.place(work, placed(priced([item("a1", "ven_a", 100)])))
        order = await orders.load(work, "ord_1")
        await orders.record(work, order, [Confirmed(order_id="ord_1", by=COURIER, at=NOON)])
    async with works() as work:
        assert await work.purchases.order_of("vor_ven_a") == "ord_1"
        with pytest.raises(UnknownOrder):
            await work.purchases.order_of("vor_ven_b")


async def test_two_decisions_on_the_same_version_do_not_both_happen(works: Works[Work]) -> None:
    async with works() as work:
        await orders.place(work, placed(priced([item("a1", "ven_a", 100)])))
    async with works() as work:
        order = await orders.load(work, "ord_1")
    confirmed = Confirmed(order_id="ord_1", by=COURIER, at=NOON)
    async with works() as work:
        await orders.record(work, order, [confirmed])
    with pytest.raises(Stale):
        async with works() as work:
            await orders.record(work, order, [confirmed])
    async with works() as work:
        assert (await orders.load(work, "ord_1")).version == 2


async def test_streams_that_are_appended_together_are_kept_together_or_not_at_all(works: Works[Work]) -> None:
    one = placed(priced([item("a1", "ven_a", 100)]))
    other = replace(placed(priced([item("b1", "ven_b", 100)])), order_id="ord_2", number="BD-261122-000002")
    both = {f"order-{order_id}": [Confirmed(order_id=order_id, by=COURIER, at=NOON)] for order_id in ("ord_1", "ord_2")}
    async with works() as work:
        await work.log.append_many({"order-ord_1": [one], "order-ord_2": [other]}, expected=dict.fromkeys(both, 0))
    with pytest.raises(Stale):
        async with works() as work:
            await work.log.append_many(both, expected={"order-ord_1": 1, "order-ord_2": 0})
    async with works() as work:
        await work.log.append_many(both, expected=dict.fromkeys(both, 1))
    async with works() as work:
        assert [len(await work.log.history(stream)) for stream in both] == [2, 2]


async def test_codes_of_an_order_are_kept(works: Works[Work]) -> None:
    async with works() as work:
        first = await work.risk.confirmation("ord_1", NOON)
        assert (first.sent, first.missed) == (0, 0)
        await work.risk.keep(replace(first, digest="d", sent=1, sent_at=NOON, missed=2))
    async with works() as work:
        kept = await work.risk.confirmation("ord_1", NOON)
        assert (kept.digest, kept.sent, kept.sent_at, kept.missed, kept.to_phone) == ("d", 1, NOON, 2, 0)


async def test_codes_are_counted_by_phone_whatever_was_ordered(works: Works[Work]) -> None:
    for name, order_id in (("crt_1", "ord_1"), ("crt_2", "ord_2")):
        cart = replace(CART, cart_id=name)
        async with works() as work:
            await work.carts.add(cart)
            await work.carts.save(cart.with_units(line(1), 99))
            await work.carts.close(replace(cart.with_units(line(1), 99).checked_out(order_id), version=2))
            await work.purchases.claim(name, order_id, "sealed", ["blind"])
    async with works() as work:
        await work.risk.keep(replace(await work.risk.confirmation("ord_1", NOON), sent=3, sent_at=NOON))
    async with works() as work:
        assert (await work.risk.confirmation("ord_2", NOON - timedelta(seconds=1))).to_phone == 3
        assert (await work.risk.confirmation("ord_2", NOON)).to_phone == 0


def listing(listing_id: str, verdict: Verdict) -> Listing:
    return Listing(
        listing_id=listing_id, blind="blind", sealed="sealed", verdict=verdict, reason="because", listed_by="usr_1",
        at=NOON, expires_at=NOON + timedelta(days=1),
    )  # fmt: skip


async def test_a_phone_is_listed_once(works: Works[Work]) -> None:
    async with works() as work:
        await work.risk.list_phone(listing("lph_1", "blocked"))
        await work.risk.list_phone(listing("lph_2", "allowed"))
    async with works() as work:
        with pytest.raises(UnknownListing):
            await work.risk.unlist("lph_1")
        await work.risk.unlist("lph_2")


@pytest.mark.parametrize("limits", [{"of_customer": Money(200_000)}, {"in_area": Money(200_000)}])
async def test_cash_on_its_way_is_counted_by_phone_account_and_district(
    works: Works[Work], limits: dict[str, Money]
) -> None:
    await closed_cart(works)
    exposure = Exposure(
        of_customer=limits.get("of_customer"), in_area=limits.get("in_area"), phones=("another",), customer_id="usr_1",
        district="dhaka", amount=Money(100_000),
    )  # fmt: skip
    async with works() as work:
        await work.purchases.claim("crt_1", "ord_1", "sealed", ["blind"])
        await work.risk.claim(exposure)
        await orders.place(work, placed(priced([item("a1", "ven_a", 125000)])))
    async with works() as work:
        with pytest.raises(CodExposureExceeded):
            await work.risk.claim(exposure)
        elsewhere = replace(exposure, customer_id="usr_9", district="cumilla")
        await work.risk.claim(elsewhere)
        if "of_customer" in limits:
            with pytest.raises(CodExposureExceeded):
                await work.risk.claim(replace(elsewhere, phones=("blind",)))
