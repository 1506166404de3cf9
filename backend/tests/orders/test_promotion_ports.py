"""What the ports of promotions promise, kept by PostgreSQL and by its twin in memory."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Works
from bdcommerce.orders.adapters.memory import MemoryWorks
from bdcommerce.orders.bootstrap import SERVICE
from bdcommerce.orders.domain.promotions.claims import Claim
from bdcommerce.orders.domain.promotions.evaluation import Usage
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.errors import (
    CouponCodeTaken,
    CouponExhausted,
    PromotionSoldOut,
    UnknownCoupon,
    UnknownPromotion,
)
from bdcommerce.orders.events import Benefit, BundlePart, Conditions, Limits
from bdcommerce.orders.ports import PromotionBook, Work
from bdcommerce.orders.queries.promotions import PromotionReads
from orders.made import NOON, percent_off, promotion
from support.harness import service_harness

Ports = tuple[Works[Work], PromotionBook]
BUNDLE = promotion(
    "bundle",
    Benefit(
        kind="bundle",
        parts=(
            BundlePart(scope=PromotionScope(offer_ids=["off_1"]), quantity=1),
            BundlePart(scope=PromotionScope(category_ids=["cat_1"]), quantity=2),
        ),
        price=Money(9900),
        times=3,
    ),
    conditions=Conditions(min_goods=Money(100), districts=("dhaka",), payment_methods=("cod",)),
    limits=Limits(per_customer=2, budget=Money(10_000)),
)


@pytest.fixture(params=["memory", "postgres"])
async def ports(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[Ports]:
    with clock.frozen(NOON):
        if request.param == "memory":
            works = MemoryWorks()
            yield works, works.book
            return
        async with service_harness(postgres_url, SERVICE) as service:
            yield service.deps.works, PromotionReads(service.deps.reads)


def sale(**limits: Any) -> Promotion:
    """Running, and counted by units."""
    benefit = Benefit(kind="fixed_price", price=Money(100))
    terms = promotion("sale", benefit, level="catalogue", limits=Limits(**limits))
    return Promotion(terms=terms, state="live")


async def add(ports: Ports, made: Promotion) -> None:
    async with ports[0]() as work:
        await work.promotions.add(made)


async def claim(ports: Ports, order_id: str, units: int = 1, *, customer: str = "usr_1", offer: str = "off_1") -> Any:
    use = Claim(promotion_id="prm_sale", uses=units, amount=Money(10 * units), units={offer: units})
    async with ports[0]() as work:
        return await work.promotions.claim([use], customer, order_id, NOON)


async def give_back(ports: Ports, order_id: str, units: int, offer: str = "off_1") -> Any:
    use = Claim(promotion_id="prm_sale", uses=units, amount=Money(10 * units), units={offer: units})
    async with ports[0]() as work:
        return await work.promotions.give_back(order_id, [use])


async def usage(ports: Ports, promotion_id: str = "prm_sale", customer: str = "usr_1") -> Usage:
    return (await ports[1].usage([promotion_id], customer))[promotion_id]


async def test_a_promotion_comes_back_as_it_was_made(ports: Ports) -> None:
    made = Promotion(terms=BUNDLE, owner="ven_1", codes="shared", code="TEA")
    await add(ports, made)
    async with ports[0]() as work:
        assert await work.promotions.get(made.id) == made == await work.promotions.lock(made.id)
        assert await work.promotions.by_code("TEA") == (made, False)
        with pytest.raises(UnknownPromotion):
            await work.promotions.get("prm_none")
        with pytest.raises(UnknownCoupon):
            await work.promotions.by_code("TE")


async def test_a_changed_promotion_is_kept_once_and_its_code_with_it(ports: Ports) -> None:
    made = Promotion(terms=BUNDLE, codes="shared", code="TEA")
    await add(ports, made)
    changed = replace(made, terms=replace(BUNDLE, name=percent_off(5).name), code="CHA", version=2)
    async with ports[0]() as work:
        await work.promotions.save(changed)
    with pytest.raises(Stale):
        async with ports[0]() as work:
            await work.promotions.save(changed)
    async with ports[0]() as work:
        assert await work.promotions.by_code("CHA") == (changed, False)
        with pytest.raises(UnknownCoupon):
            await work.promotions.by_code("TEA")


async def test_a_code_belongs_to_one_promotion(ports: Ports) -> None:
    await add(ports, Promotion(terms=BUNDLE, codes="shared", code="TEA"))
    other = Promotion(terms=percent_off(5, name="other"), codes="shared", code="TEA")
    with pytest.raises(CouponCodeTaken):
        await add(ports, other)
    await add(ports, replace(other, code="CHA"))
    with pytest.raises(CouponCodeTaken):
        async with ports[0]() as work:
            await work.promotions.save(replace(other, version=2))


async def test_units_are_claimed_up_to_the_limit_and_given_back_once(ports: Ports) -> None:
    await add(ports, sale(total=3))
    assert await claim(ports, "ord_1", 2) == []
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_2", 2)
    assert await claim(ports, "ord_2", 1) == ["prm_sale"]
    async with ports[0]() as work:
        assert (await work.promotions.sold_out("prm_sale"))[0]
    assert await give_back(ports, "ord_1", 1) == ["prm_sale"]
    assert (await usage(ports)).used == 2
    for _ in range(2):
        assert await give_back(ports, "ord_1", 9) == []
    found = await usage(ports)
    assert (found.used, found.spent) == (1, 10)
    async with ports[0]() as work:
        assert await work.promotions.sold_out("prm_sale") == (False, [])


async def test_a_customers_limit_is_theirs_alone(ports: Ports) -> None:
    await add(ports, sale(per_customer=2))
    await claim(ports, "ord_1", 2)
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_2", 1)
    await claim(ports, "ord_3", 2, customer="usr_2")
    assert ((await usage(ports)).theirs, (await usage(ports, customer="usr_3")).theirs) == (2, 0)
    await give_back(ports, "ord_1", 1)
    await claim(ports, "ord_2", 1)


async def test_each_offer_has_a_limit_of_its_own(ports: Ports) -> None:
    await add(ports, sale(per_offer=2))
    assert await claim(ports, "ord_1", 2) == ["prm_sale"]
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_2", 1)
    assert await claim(ports, "ord_2", 1, offer="off_2") == []
    async with ports[0]() as work:
        assert await work.promotions.sold_out("prm_sale") == (False, ["off_1"])
    assert (await usage(ports)).by_offer == {"off_1": 2, "off_2": 1}
    assert await give_back(ports, "ord_1", 1) == ["prm_sale"]
    async with ports[0]() as work:
        assert await work.promotions.sold_out("prm_sale") == (False, [])


async def test_a_budget_is_never_overspent_and_sold_out_when_another_unit_would(ports: Ports) -> None:
    await add(ports, sale(budget=Money(35)))
    assert await claim(ports, "ord_1", 2) == []
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_2", 2)
    assert await claim(ports, "ord_2", 1) == ["prm_sale"]
    assert (await usage(ports)).spent == 30


async def test_what_does_not_run_cannot_be_claimed(ports: Ports) -> None:
    await add(ports, replace(sale(), state="paused"))
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_1")


async def test_without_a_limit_uses_are_counted_all_the_same(ports: Ports) -> None:
    await add(ports, sale())
    for at in range(5):
        await claim(ports, f"ord_{at}", 2)
    await give_back(ports, "ord_3", 2)
    assert ((await usage(ports)).used, (await usage(ports)).spent) == (8, 80)


async def test_a_limit_that_comes_later_counts_what_was_used_before(ports: Ports) -> None:
    await add(ports, sale())
    await claim(ports, "ord_1", 2)
    limited = replace(sale(total=3, per_customer=2, per_offer=2), version=2)
    async with ports[0]() as work:
        await work.promotions.save(limited)
        await work.promotions.recount("prm_sale")
    for order_id, customer, offer in (("ord_2", "usr_1", "off_2"), ("ord_3", "usr_2", "off_1")):
        with pytest.raises(PromotionSoldOut):
            await claim(ports, order_id, customer=customer, offer=offer)
    assert await claim(ports, "ord_4", customer="usr_2", offer="off_2") == ["prm_sale"]


async def test_an_order_may_take_more_of_what_it_has(ports: Ports) -> None:
    await add(ports, sale(total=3))
    await claim(ports, "ord_1", 1)
    await claim(ports, "ord_1", 2, offer="off_2")
    assert (await usage(ports)).used == 3
    await give_back(ports, "ord_1", 1)
    async with ports[0]() as work:
        await work.promotions.save(replace(sale(total=3), state="paused", version=2))
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_2")
    await claim(ports, "ord_1")
    with pytest.raises(PromotionSoldOut):
        await claim(ports, "ord_1")
    await give_back(ports, "ord_1", 3)
    assert (await usage(ports)).used == 0


async def redeem(ports: Ports, code: str, order_id: str) -> None:
    use = Claim(promotion_id="prm_percent_", uses=1, amount=Money(10), code=code)
    async with ports[0]() as work:
        await work.promotions.claim([use], "usr_1", order_id, NOON)


async def test_a_code_of_its_own_works_once_and_again_when_given_back(ports: Ports) -> None:
    await add(ports, Promotion(terms=percent_off(10), codes="unique", state="live"))
    async with ports[0]() as work:
        assert await work.promotions.add_codes("prm_percent_", ["A1", "A2"]) == 2
        assert await work.promotions.add_codes("prm_percent_", ["A2", "A3"]) == 1
        assert await work.promotions.count_codes("prm_percent_") == 3
    await redeem(ports, "A1", "ord_1")
    with pytest.raises(CouponExhausted):
        await redeem(ports, "A1", "ord_2")
    assert (await ports[1].coded("prm_percent_", "A1"))[1] == "used_up"
    assert (await ports[1].coded("prm_percent_", "A2"))[1] == ""
    async with ports[0]() as work:
        await work.promotions.give_back("ord_1", [Claim(promotion_id="prm_percent_", uses=1, amount=Money(10))])
    await redeem(ports, "A1", "ord_2")


async def test_the_book_is_what_runs_and_needs_no_code(ports: Ports) -> None:
    await add(ports, Promotion(terms=percent_off(10, name="draft")))
    await add(ports, Promotion(terms=percent_off(10, name="coded"), state="live", codes="shared", code="TEN"))
    await add(ports, Promotion(terms=percent_off(10, "ven_a", name="theirs"), state="live"))
    await add(ports, sale())
    assert set((await ports[1].current()).by_vendor) == {"ven_a"}
    running = Promotion(terms=percent_off(10, name="running"), state="live")
    await add(ports, running)
    book = await ports[1].current()
    assert [rule.terms for rule in book.anywhere] == [running.terms]
    assert set(book.catalogue) == {"prm_sale"}
    async with ports[0]() as work:
        await work.promotions.save(replace(running, state="paused", version=2))
    assert (await ports[1].current()).anywhere == ()


async def test_a_list_has_exactly_the_customers_it_was_given(ports: Ports) -> None:
    async with ports[0]() as work:
        assert not await work.customer_lists.exists("vip")
        await work.customer_lists.put("vip", "VIP", ["usr_1", "usr_2"], NOON)
        await work.customer_lists.put("vip", "VIP", ["usr_2", "usr_3"], NOON)
        assert await work.customer_lists.exists("vip")
    assert [await ports[1].lists_of(f"usr_{at}") for at in (1, 2, 3)] == [frozenset(), {"vip"}, {"vip"}]
