from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain import Offer, Standing, buy_box, make_offer, revise_offer, why_not_sellable
from bdcommerce.catalog.errors import PriceAboveMrp
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money, taka
from catalog.making import NOW, offer, product, sheet, variant

STANDINGS = st.builds(
    Standing,
    offer_id=st.builds(lambda: new_id("off")),
    price=st.integers(1, 5),
    sellable=st.booleans(),
    available=st.integers(0, 3),
    made_at=st.integers(0, 5).map(lambda days: NOW + timedelta(days=days)),
)


@given(offers=st.lists(STANDINGS, max_size=8))
def test_the_buy_box_prefers_what_can_be_bought_then_the_price_then_who_came_first(offers: list[Standing]) -> None:
    order = buy_box(offers)
    assert sorted(order, key=id) == sorted(offers, key=id)
    buyable = [each for each in offers if each.sellable and each.available > 0]
    if buyable:
        cheapest = [each for each in buyable if each.price == min(rival.price for rival in buyable)]
        assert order[0] in cheapest
        assert order[0].made_at == min(each.made_at for each in cheapest)
    assert [each.in_stock for each in order] == sorted((each.in_stock for each in order), reverse=True)


@given(offers=st.lists(STANDINGS, max_size=8), seed=st.randoms())
def test_the_buy_box_does_not_depend_on_the_order_of_reading(offers: list[Standing], seed: Random) -> None:
    shuffled = list(offers)
    seed.shuffle(shuffled)
    assert buy_box(shuffled) == buy_box(offers)


@pytest.mark.parametrize(
    "active, published, prohibited, vendor_sells, reason",
    [
        (True, True, False, True, ""),
        (False, True, False, True, "inactive"),
        (True, False, False, True, "unpublished"),
        (True, True, True, True, "prohibited"),
        (True, True, False, False, "vendor_suspended"),
    ],
)
def test_an_offer_sells_only_if_nothing_speaks_against_it(
    active: bool, published: bool, prohibited: bool, vendor_sells: bool, reason: str
) -> None:
    found = why_not_sellable(active=active, published=published, prohibited=prohibited, vendor_sells=vendor_sells)
    assert found == reason


def made(price: Money, mrp: Money | None = None, sku: str = "A-1") -> object:
    described = product(sheet(variant(mrp=mrp)))
    wanted = Offer(
        offer_id=new_id("off"),
        product_id=described.product_id,
        variant_id=described.sheet.variants[0].variant_id,
        vendor_id=described.vendor_id,
        sku=sku,
        price=price,
    )
    return make_offer(wanted, described.sheet.variants[0])


@pytest.mark.parametrize("price", [Money(0), Money(-1), Money(10**12 + 1), Money(100, "USD")])
def test_a_price_is_a_positive_amount_of_taka(price: Money) -> None:
    with pytest.raises(Invalid):
        made(price)


@pytest.mark.parametrize("sku", ["", " ", "x" * 101, "a\nb"])
def test_a_sku_is_a_short_line_of_text(sku: str) -> None:
    with pytest.raises(Invalid):
        made(taka(10), sku=sku)


def test_nobody_sells_above_the_printed_price() -> None:
    with pytest.raises(PriceAboveMrp) as refusal:
        made(taka("100.01"), mrp=taka(100))
    assert "CR-07" in refusal.value.data["fields"]["price"]
    assert made(taka(100), mrp=taka(100))


def test_a_price_raised_above_the_printed_one_is_refused() -> None:
    described = product(sheet(variant(mrp=taka(1300))))
    standing = offer(described, "1250")
    with pytest.raises(PriceAboveMrp):
        revise_offer(standing, described.sheet.variants[0], taka(1301), None)


def test_a_change_keeps_what_it_does_not_name() -> None:
    described = product()
    standing = offer(described, "1250", active=False)
    cheaper = revise_offer(standing, described.sheet.variants[0], taka(1000), None)
    assert (cheaper.price, cheaper.active) == (taka(1000), False)
    awake = revise_offer(standing, described.sheet.variants[0], None, True)
    assert (awake.price, awake.active) == (taka(1250), True)
