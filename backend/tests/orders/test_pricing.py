from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.money import Money, included
from bdcommerce.orders.domain.pricing import Item, PricedOrder
from bdcommerce.orders.domain.quotes import quote_of
from bdcommerce.orders.events import PricedVendorOrder, PromotionTerms
from orders.made import RATES, amount_off, evaluated, item, percent_off, priced


def worked_example() -> PricedOrder:
    return priced(
        [item("a", "ven_a", 125000, 2), item("b", "ven_b", 89900)],
        [amount_off(10000), percent_off(10, "ven_a")],
        {"a": "8", "b": "12"},
    )


def test_the_worked_example_comes_out_figure_by_figure() -> None:
    a, b = (part.sums for part in worked_example().vendor_orders)
    assert (a.goods, b.goods) == (Money(225000), Money(89900))
    assert (a.operator_discount, b.operator_discount) == (Money(7145), Money(2855))
    assert (a.total, b.total) == (Money(223855), Money(93045))
    assert worked_example().total == Money(316900)
    assert (a.commission, b.commission) == (Money(18000), Money(10788))
    assert (a.commission_vat, b.commission_vat) == (Money(2700), Money(1618))
    assert (a.withheld_tax, b.withheld_tax) == (Money(2250), Money(899))
    assert (a.delivery_vat, b.delivery_vat) == (Money(783), Money(783))


def test_every_percentage_is_frozen_on_the_vendor_order() -> None:
    part = worked_example().vendor_orders[1]
    assert part.commission_vat_percent == RATES.commission_vat
    assert part.withheld_tax_percent == RATES.withheld_tax
    assert [line.commission_percent for line in part.lines] == [Decimal(12)]


def test_a_vendor_pays_for_a_discount_on_its_own_goods_only() -> None:
    a, b = priced([item("a", "ven_a", 10000), item("b", "ven_b", 10000)], [percent_off(25, "ven_a")]).vendor_orders
    assert (a.sums.goods, b.sums.goods) == (Money(7500), Money(10000))
    assert (a.sums.operator_discount, b.sums.operator_discount) == (Money(0), Money(0))


def test_commission_of_several_percents_is_added_exactly_and_rounded_once() -> None:
    lines = [item("x", "ven_a", 105), item("y", "ven_a", 105), item("z", "ven_a", 105)]
    (part,) = priced(lines, percents={"x": "10", "y": "10", "z": "10"}).vendor_orders
    assert part.sums.commission == Money(32)  # 31.5, not three times 10.5 rounded to 11


def test_a_percentage_of_the_operator_rounds_half_up_in_each_vendor_order() -> None:
    a, b = priced([item("a", "ven_a", 105), item("b", "ven_b", 104)], [percent_off(10)]).vendor_orders
    assert (a.sums.operator_discount, b.sums.operator_discount) == (Money(11), Money(10))


def test_a_discount_never_takes_more_than_the_goods() -> None:
    order = priced([item("a", "ven_a", 300), item("b", "ven_b", 200)], [amount_off(99999)])
    assert [part.sums.total for part in order.vendor_orders] == [Money(6000), Money(6000)]


def test_the_customer_sees_a_breakdown_that_adds_up_and_nothing_of_the_commission() -> None:
    quote = quote_of(worked_example(), evaluated([], []), [])
    assert (quote.goods, quote.discount, quote.delivery) == (Money(339900), Money(35000), Money(12000))
    assert quote.goods - quote.discount + quote.delivery == quote.total == Money(316900)
    assert "commission" not in repr(quote)


VENDORS = ["ven_a", "ven_b", "ven_c", "ven_d"]
PERCENTS = st.decimals(0, 100, places=2)
DISCOUNTS = st.one_of(
    st.builds(percent_off, PERCENTS, st.sampled_from(["", *VENDORS])),
    st.builds(amount_off, st.integers(0, 10_000_000)),
)
PRICES = st.integers(0, 100_000_000)


@st.composite
def carts(draw: st.DrawFn) -> list[Item]:
    lines = draw(st.lists(st.tuples(st.sampled_from(VENDORS), PRICES, st.integers(1, 99)), min_size=1, max_size=12))
    return [item(f"l{at}", vendor_id, unit, quantity) for at, (vendor_id, unit, quantity) in enumerate(lines)]


@given(carts(), st.lists(DISCOUNTS, max_size=4), PERCENTS, st.integers(0, 50_000))
def test_parts_always_add_up_and_nothing_is_negative(
    items: list[Item], discounts: list[PromotionTerms], commission: Decimal, fee: int
) -> None:
    order = priced(items, discounts, {each.line_id: str(commission) for each in items}, fee)
    assert sum(part.sums.total.amount for part in order.vendor_orders) == order.total.amount
    assert sorted(line.line_id for part in order.vendor_orders for line in part.lines) == sorted(
        each.line_id for each in items
    )
    for part in order.vendor_orders:
        assert_adds_up(part)
        assert part.sums.delivery_vat.amount == included(fee, RATES.delivery_vat)


def assert_adds_up(part: PricedVendorOrder) -> None:
    sums = part.sums
    assert sums.total == sums.goods + sums.delivery - sums.operator_discount
    assert sums.goods.amount == sum(line.goods.amount for line in part.lines)
    assert sums.operator_discount.amount == sum(line.operator_discount.amount for line in part.lines)
    amounts = [sums.goods, sums.operator_discount, sums.total, sums.commission, sums.commission_vat, sums.withheld_tax]
    for line in part.lines:
        amounts += [line.vendor_discount, line.goods, line.operator_discount, line.to_pay]
    assert min(amounts) >= Money(0)


@given(carts(), st.integers(1, 10_000_000))
def test_an_amount_off_the_whole_is_taken_off_in_full(items: list[Item], amount: int) -> None:
    plain, cheaper = priced(items), priced(items, [amount_off(amount)])
    goods = sum(part.sums.goods.amount for part in plain.vendor_orders)
    assert plain.total.amount - cheaper.total.amount == min(amount, goods)
