"""What promotions give, who pays for it, and which may stand together: without a database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.pricing import Item
from bdcommerce.orders.domain.promotions.evaluation import Buyer, Usage
from bdcommerce.orders.domain.promotions.hints import given as given_promotions
from bdcommerce.orders.domain.promotions.hints import hints
from bdcommerce.orders.events import (
    Benefit,
    BundlePart,
    Conditions,
    Funding,
    Limits,
    PromotionTerms,
    Stacking,
)
from orders.made import NOON, amount_off, evaluated, item, percent_off, priced, promotion

ON_SALE = Conditions(full_price_only=True)


def scope(*lines: str) -> PromotionScope:
    return PromotionScope(offer_ids=[f"off_{line}" for line in lines])


def free_delivery(name: str = "free", **changes: Any) -> PromotionTerms:
    return promotion(name, Benefit(kind="free_delivery", most=changes.pop("most", None)), **changes)


def buy_get(buy: int, get: int, **changes: Any) -> PromotionTerms:
    fields = {key: changes.pop(key) for key in ("percent", "times", "get_scope") if key in changes}
    benefit = Benefit(kind="buy_x_get_y", buy=buy, get=get, **{"percent": Decimal(100), **fields})
    return promotion("buy", benefit, **changes)


def bundle(price: int, *parts: tuple[str, int], times: int | None = None) -> PromotionTerms:
    wanted = tuple(BundlePart(scope=scope(line), quantity=quantity) for line, quantity in parts)
    return promotion("bundle", Benefit(kind="bundle", parts=wanted, price=Money(price), times=times))


def split(percent: str, terms: PromotionTerms) -> PromotionTerms:
    return replace(terms, funding=Funding(vendor_id="ven_a", vendor_percent=Decimal(percent)))


def shares(items: Sequence[Item], *promotions: PromotionTerms) -> dict[str, tuple[int, int]]:
    """By line what the vendor and what the operator pays."""
    found: dict[str, tuple[int, int]] = {}
    for applied in evaluated(items, promotions).applied:
        for share in applied.shares:
            vendor, operator = found.get(share.line_id, (0, 0))
            found[share.line_id] = (vendor + share.vendor.amount, operator + share.operator.amount)
    return found


def refused(items: Sequence[Item], terms: PromotionTerms, buyer: Buyer | None = None) -> str | None:
    return evaluated(items, [terms], buyer=buyer).refused.get(terms.promotion_id)


TWO = [item("a", "ven_a", 10000), item("b", "ven_b", 20000)]


def test_a_percentage_has_a_most_that_is_split_over_the_vendor_orders() -> None:
    terms = promotion("p", Benefit(kind="percentage", percent=Decimal(50), most=Money(1000)))
    assert shares(TWO, terms) == {"a": (0, 333), "b": (0, 667)}


def test_a_promotion_is_for_its_scope_only() -> None:
    assert shares(TWO, percent_off(10, scope=scope("b"))) == {"b": (0, 2000)}
    in_category = replace(TWO[0], category_path=("cat_1", "cat_2"))
    assert shares([in_category, TWO[1]], percent_off(10, scope=PromotionScope(category_ids=["cat_2"]))) == {
        "a": (0, 1000)
    }
    assert refused(TWO, percent_off(10, scope=PromotionScope(brand_ids=["brd_1"]))) == "other_goods"


def test_a_vendors_promotion_never_touches_another_vendors_goods() -> None:
    assert shares(TWO, percent_off(10, "ven_a")) == {"a": (1000, 0)}
    assert refused([TWO[1]], percent_off(10, "ven_a")) == "other_goods"
    elsewhere = percent_off(10, "ven_a", scope=PromotionScope(vendor_ids=["ven_b"]))
    assert refused(TWO, elsewhere) == "other_goods"


def test_who_pays_is_split_by_largest_remainder() -> None:
    lines = [item("a", "ven_a", 101), item("c", "ven_a", 50)]
    found = shares(lines, split("33.33", amount_off(100)))
    assert {line: sum(pair) for line, pair in found.items()} == {"a": 67, "c": 33}
    assert sum(vendor for vendor, _ in found.values()) == 33
    assert all(vendor >= 0 and operator >= 0 for vendor, operator in found.values())


def test_the_cheapest_unit_is_free_and_units_are_not_counted_one_by_one() -> None:
    lines = [item("a", "ven_a", 500, 2), item("c", "ven_a", 300, 5)]
    assert shares(lines, buy_get(2, 1)) == {"c": (0, 600)}  # seven units: two sets, two of the cheap ones
    assert shares(lines, buy_get(2, 1, times=1)) == {"c": (0, 300)}
    assert shares(lines, buy_get(2, 1, percent=Decimal(50))) == {"c": (0, 300)}
    many = [item("a", "ven_a", 500, 99_999), item("c", "ven_a", 300, 2)]
    assert shares(many, buy_get(1, 1)) == {"a": (0, 500 * (100_001 // 2 - 2)), "c": (0, 600)}


def test_what_is_got_may_come_from_another_scope() -> None:
    lines = [item("a", "ven_a", 500, 4), item("c", "ven_a", 300, 1), item("b", "ven_b", 90, 2)]
    terms = buy_get(2, 1, scope=scope("a", "b"), get_scope=scope("b", "c"))
    assert shares(lines, terms) == {"b": (0, 180)}  # b is got, not bought: four a are two sets
    short = evaluated([item("a", "ven_a", 500, 2)], [terms])
    assert [(near.units, near.goods) for near in short.near] == [(1, None)]


def test_a_bundle_takes_the_dearest_units_and_never_raises_a_price() -> None:
    lines = [item("a", "ven_a", 500, 3), item("b", "ven_b", 200, 2)]
    assert shares(lines, bundle(700, ("a", 2), ("b", 1))) == {"a": (0, 417), "b": (0, 83)}
    assert refused(lines, bundle(5000, ("a", 2), ("b", 1))) == "nothing_off"
    assert refused([lines[0]], bundle(700, ("a", 2), ("b", 1))) == "too_few"
    twice = [item("a", "ven_a", 500, 4), item("b", "ven_b", 200, 2)]
    assert sum(operator for _, operator in shares(twice, bundle(700, ("a", 2), ("b", 1))).values()) == 1000
    assert sum(operator for _, operator in shares(twice, bundle(700, ("a", 2), ("b", 1), times=1)).values()) == 500


def test_free_delivery_is_not_charged_or_comes_off_the_vendors_goods() -> None:
    (a, b) = priced(TWO, [free_delivery()]).vendor_orders
    assert (a.sums.delivery, a.sums.delivery_vat, a.delivery_waived) == (Money(0), Money(0), Money(6000))
    assert b.sums.total == Money(20000)
    (a, b) = priced(
        TWO, [replace(free_delivery(), funding=Funding(vendor_id="ven_a", vendor_percent=Decimal(100)))]
    ).vendor_orders
    assert (a.sums.goods, a.sums.delivery, a.sums.total, a.delivery_waived) == (
        Money(4000),
        Money(6000),
        Money(10000),
        Money(0),
    )
    assert b.sums.total == Money(26000)
    (a,) = priced([TWO[0]], [split("50", free_delivery())]).vendor_orders
    assert (a.sums.goods, a.sums.delivery, a.sums.total) == (Money(7000), Money(3000), Money(10000))
    capped = priced(TWO, [free_delivery(most=Money(5001))]).vendor_orders
    assert [part.delivery_waived for part in capped] == [Money(2501), Money(2500)]


def test_a_vendor_pays_for_delivery_up_to_what_its_goods_cost() -> None:
    cheap = [item("a", "ven_a", 100)]
    (a,) = priced(cheap, [split("100", free_delivery()), free_delivery("rest")]).vendor_orders
    assert (a.sums.goods, a.sums.delivery, a.sums.total) == (Money(0), Money(100), Money(100))


def test_two_free_deliveries_waive_one_fee() -> None:
    (a,) = priced([TWO[0]], [free_delivery("one"), free_delivery("other")]).vendor_orders
    assert (a.sums.delivery, a.delivery_waived) == (Money(0), Money(6000))


@pytest.mark.parametrize(
    "conditions, buyer, why",
    [
        (Conditions(min_goods=Money(30001)), {}, "below_minimum"),
        (Conditions(min_goods=Money(30000)), {}, None),
        (Conditions(min_quantity=3), {}, "too_few"),
        (Conditions(min_quantity=2), {}, None),
        (Conditions(first_order=True), {}, "not_first_order"),
        (Conditions(first_order=True), {"first_order": True}, None),
        (Conditions(first_order=True), {"customer_id": ""}, "sign_in"),
        (Conditions(list_id="vip"), {"lists": frozenset({"other"})}, "not_for_you"),
        (Conditions(list_id="vip"), {"lists": frozenset({"vip"})}, None),
        (Conditions(list_id="vip"), {"customer_id": ""}, "sign_in"),
        (Conditions(districts=("dhaka", "gazipur")), {"district": "cumilla"}, "district"),
        (Conditions(districts=("dhaka", "gazipur")), {}, "district"),
        (Conditions(districts=("dhaka", "gazipur")), {"district": "gazipur"}, None),
        (Conditions(payment_methods=("cod",)), {}, None),
        (Conditions(), {"at": NOON - timedelta(days=2)}, "not_started"),
        (Conditions(), {"at": NOON + timedelta(days=1)}, "ended"),
    ],
)
def test_a_promotion_applies_when_its_conditions_are_met(
    conditions: Conditions, buyer: dict[str, Any], why: str | None
) -> None:
    who = Buyer(**{"at": NOON, "customer_id": "usr_1", **buyer})
    assert refused(TWO, percent_off(10, conditions=conditions), who) == why


@pytest.mark.parametrize(
    "limits, used, why",
    [
        (Limits(total=5), Usage(used=5), "used_up"),
        (Limits(total=5), Usage(used=4), None),
        (Limits(per_customer=1), Usage(theirs=1), "customer_limit"),
        (Limits(per_customer=2), Usage(theirs=1), None),
        (Limits(budget=Money(3000)), Usage(spent=1), "used_up"),
        (Limits(budget=Money(3000)), Usage(spent=0), None),
    ],
)
def test_what_is_used_up_does_not_apply(limits: Limits, used: Usage, why: str | None) -> None:
    terms = percent_off(10, limits=limits)
    buyer = Buyer(at=NOON, customer_id="usr_1", usage={terms.promotion_id: used})
    assert refused(TWO, terms, buyer) == why


def test_a_first_order_counts_once_for_a_customer() -> None:
    terms = percent_off(10, conditions=Conditions(first_order=True))
    buyer = Buyer(at=NOON, customer_id="usr_1", first_order=True, usage={terms.promotion_id: Usage(theirs=1)})
    assert refused(TWO, terms, buyer) == "customer_limit"


def applied(items: Sequence[Item], *promotions: PromotionTerms) -> list[str]:
    return [each.terms.name.en for each in evaluated(items, promotions).applied]


def test_vendors_discounts_come_first_and_the_operators_are_worked_out_on_what_they_leave() -> None:
    operator, vendor = percent_off(10, name="operator"), percent_off(10, "ven_a", name="vendor")
    assert applied([TWO[0]], operator, vendor) == ["vendor", "operator"]
    assert shares([TWO[0]], operator, vendor) == {"a": (1000, 900)}


def test_of_a_group_the_best_applies_and_outside_of_it_everything() -> None:
    grouped = Stacking(group="eid")
    five, ten = percent_off(5, name="five", stacking=grouped), percent_off(10, name="ten", stacking=grouped)
    other = amount_off(100, name="other")
    assert applied(TWO, five, ten, other) == ["other", "ten"]
    assert evaluated(TWO, [five, ten]).refused == {"prm_five": "better_offer"}


def test_an_exclusive_promotion_stands_alone_or_not_at_all() -> None:
    alone = Stacking(exclusive=True)
    twenty = percent_off(20, name="twenty", stacking=alone)
    assert applied(TWO, twenty, percent_off(10, name="ten")) == ["twenty"]
    assert applied(TWO, twenty, percent_off(10, name="ten"), percent_off(15, name="fifteen")) == ["fifteen", "ten"]
    assert applied(TWO, twenty) == ["twenty"]
    assert evaluated(TWO, [twenty, percent_off(30, name="more")]).refused == {"prm_twenty": "better_offer"}


def test_a_higher_priority_is_worked_out_first() -> None:
    first = percent_off(50, name="z", stacking=Stacking(priority=5))
    assert applied(TWO, amount_off(100, name="a"), first) == ["z", "a"]


def test_goods_on_sale_neither_count_nor_get_what_is_for_full_prices() -> None:
    from bdcommerce.orders.events import Sale

    sale = Sale(promotion_id="prm_s", name=TWO[0].title, unit_cut=Money(1000), units=1, vendor_percent=Decimal(0))
    lines = [replace(TWO[0], sale=sale), TWO[1]]
    assert shares(lines, percent_off(10, conditions=ON_SALE)) == {"b": (0, 2000)}
    assert shares(lines, percent_off(10)) == {"a": (0, 900), "b": (0, 2000)}
    minimum = replace(ON_SALE, min_goods=Money(20001))
    assert refused(lines, percent_off(10, conditions=minimum)) == "below_minimum"


def test_a_customer_is_told_which_promotion_gave_what_and_what_is_missing_for_more() -> None:
    near = free_delivery(conditions=Conditions(min_goods=Money(42000)))
    far = amount_off(5000, conditions=Conditions(min_quantity=3))
    found = evaluated(TWO, [percent_off(10, name="ten"), near, far])
    (gave,) = given_promotions(found.applied)
    assert (gave.name.en, gave.goods, gave.delivery) == ("ten", Money(3000), Money(0))
    units, goods = hints(found.near)
    assert (goods.goods, goods.hint.en) == (Money(12000), "Add ৳120.00 for free delivery")
    assert goods.hint.bn == "ফ্রি ডেলিভারির জন্য আরও ৳১২০.০০ যোগ করুন"
    assert (units.units, units.hint.en) == (1, "Add 1 more item to get: amount")
    assert units.hint.bn == "আরও ১টি পণ্য যোগ করলে পাবেন: amount"


def test_before_anybody_knows_where_it_goes_free_delivery_is_promised_without_a_sum() -> None:
    from bdcommerce.orders.domain.promotions.evaluation import evaluate
    from bdcommerce.orders.domain.promotions.rules import compiled

    found = evaluate(TWO, [], [compiled(free_delivery())], {}, Buyer(at=NOON))
    assert [(each.terms.name.en, each.amount) for each in found.applied] == [("free", Money(0))]


VENDORS = ["ven_a", "ven_b", "ven_c"]
LINES = [f"l{at}" for at in range(6)]
SCOPES = st.one_of(
    st.just(PromotionScope()),
    st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map(lambda lines: scope(*lines)),
)
PERCENTS = st.decimals(1, 100, places=2)
MONEY = st.integers(1, 500_000).map(Money)
BENEFITS = st.one_of(
    st.builds(Benefit, kind=st.just("percentage"), percent=PERCENTS, most=st.none() | MONEY),
    st.builds(Benefit, kind=st.just("amount"), amount=MONEY),
    st.builds(Benefit, kind=st.just("free_delivery"), most=st.none() | MONEY),
    st.builds(
        Benefit, kind=st.just("buy_x_get_y"), buy=st.integers(1, 4), get=st.integers(1, 3), percent=PERCENTS,
        times=st.none() | st.integers(1, 3), get_scope=st.none() | SCOPES,
    ),
    st.builds(
        Benefit, kind=st.just("bundle"), price=MONEY, times=st.none() | st.integers(1, 3),
        parts=st.lists(
            st.builds(BundlePart, scope=SCOPES, quantity=st.integers(1, 3)), min_size=2, max_size=3
        ).map(tuple),
    ),
)  # fmt: skip
FUNDINGS = st.one_of(
    st.just(Funding()),
    st.builds(Funding, vendor_id=st.sampled_from(VENDORS), vendor_percent=PERCENTS | st.just(Decimal(100))),
)
STACKINGS = st.builds(
    Stacking, exclusive=st.booleans(), priority=st.integers(-2, 2), group=st.sampled_from(["", "", "x", "y"])
)
CONDITIONS = st.builds(
    Conditions, min_goods=st.integers(0, 300_000).map(Money), min_quantity=st.integers(0, 6),
    full_price_only=st.booleans(),
)  # fmt: skip


@st.composite
def promotions(draw: st.DrawFn) -> list[PromotionTerms]:
    return [
        promotion(
            f"p{at}",
            draw(BENEFITS),
            scope=draw(SCOPES),
            funding=draw(FUNDINGS),
            stacking=draw(STACKINGS),
            conditions=draw(CONDITIONS),
        )
        for at in range(draw(st.integers(0, 6)))
    ]


@st.composite
def carts(draw: st.DrawFn) -> list[Item]:
    count = draw(st.integers(1, 6))
    return [
        item(line, draw(st.sampled_from(VENDORS)), draw(st.integers(0, 200_000)), draw(st.integers(1, 12)))
        for line in LINES[:count]
    ]


@given(carts(), promotions(), st.randoms())
def test_the_order_in_which_promotions_come_changes_nothing(
    items: list[Item], terms: list[PromotionTerms], random: Any
) -> None:
    shuffled = list(terms)
    random.shuffle(shuffled)
    one, other = evaluated(items, terms), evaluated(items, shuffled)
    assert (one.applied, one.refused) == (other.applied, other.refused)
    assert set(one.refused) | {each.terms.promotion_id for each in one.applied} == {each.promotion_id for each in terms}


@given(carts(), promotions(), st.integers(0, 20_000))
def test_every_poisha_has_a_payer_and_nothing_falls_below_zero(
    items: list[Item], terms: list[PromotionTerms], fee: int
) -> None:
    found = evaluated(items, terms, fee)
    order = priced(items, terms, fee=fee)
    vendor_of = {each.line_id: each.vendor_id for each in items}
    for applied_one in found.applied:
        assert applied_one.amount > Money(0)
        for share in applied_one.shares:
            assert min(share.vendor, share.operator) >= Money(0)
            if share.vendor:
                assert applied_one.terms.funding.vendor_id == vendor_of[share.line_id]
            if applied_one.terms.funding.vendor_percent == 100:
                assert not share.operator
    for part in order.vendor_orders:
        assert min(part.sums.goods, part.sums.delivery, part.delivery_waived, part.sums.total) >= Money(0)
        assert part.sums.delivery + part.delivery_waived == Money(fee)
        assert all(line.to_pay >= Money(0) for line in part.lines)
    lines = [line for part in order.vendor_orders for line in part.lines]
    given_away = sum((each.amount for each in found.applied), Money(0))
    off_lines = sum((line.vendor_discount + line.operator_discount for line in lines), Money(0))
    waived = sum((part.delivery_waived for part in order.vendor_orders), Money(0))
    assert given_away == off_lines + waived
    full = sum((each.worth for each in items), Money(0)) + Money(fee * len(order.vendor_orders))
    assert order.total == full - given_away


@given(carts(), promotions())
def test_what_stands_together_may_and_no_other_choice_gives_more(
    items: list[Item], terms: list[PromotionTerms]
) -> None:
    found = evaluated(items, terms).applied
    exclusive = [each for each in found if each.terms.stacking.exclusive]
    assert not exclusive or len(found) == 1
    groups = [each.terms.stacking.group for each in found if each.terms.stacking.group]
    assert len(groups) == len(set(groups))
    best = sum(each.amount.amount for each in found)
    for each in (each for each in terms if each.stacking.exclusive):
        assert best >= sum(alone.amount.amount for alone in evaluated(items, [each]).applied)
