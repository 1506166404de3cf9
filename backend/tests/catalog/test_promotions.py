"""Promotions of single units: which offers they are for, and what these cost."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain.promotions import Known, Place, best, cut, fits, gate, percent_off, step
from bdcommerce.catalog.events.promotions import Promotion, PromotionClosed, PromotionOpened, Scope
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized
from catalog.making import NOW

PLACE = Place(
    offer_id="off_1", product_id="prd_1", vendor_id="ven_1", brand_ids=("brd_1",), path=["cat_root", "cat_leaf"]
)


def promotion(**terms: Any) -> Promotion:
    usual: dict[str, Any] = {
        "promotion_id": "prm_1",
        "name": Localized("Eid"),
        "scope": Scope(),
        "starts_at": NOW,
        "ends_at": NOW + timedelta(days=1),
    }
    cheaper = {} if {"amount_off", "fixed_price"} & terms.keys() else {"percent": Decimal(10)}
    return Promotion(**(usual | cheaper | terms))


@pytest.mark.parametrize(
    "scope, there",
    [
        (Scope(), True),
        (Scope(offer_ids=["off_1", "off_2"]), True),
        (Scope(offer_ids=["off_2"]), False),
        (Scope(category_ids=["cat_root"]), True),
        (Scope(category_ids=["cat_other"], vendor_ids=["ven_1"]), False),
        (Scope(product_ids=["prd_1"], brand_ids=["brd_1"], vendor_ids=["ven_1"]), True),
        (Scope(brand_ids=["brd_2"]), False),
    ],
)
def test_an_offer_fits_every_list_that_is_not_empty(scope: Scope, there: bool) -> None:
    assert fits(promotion(scope=scope), PLACE) is there


def test_a_vendor_pays_for_its_own_offers_only() -> None:
    assert fits(promotion(funded_by="ven_1"), PLACE)
    assert not fits(promotion(funded_by="ven_2"), PLACE)


SCOPES = st.builds(
    Scope,
    offer_ids=st.lists(st.sampled_from(["off_1", "off_2"]), max_size=2),
    product_ids=st.lists(st.sampled_from(["prd_1", "prd_2"]), max_size=2),
    category_ids=st.lists(st.sampled_from(["cat_root", "cat_leaf", "cat_other"]), max_size=2),
    brand_ids=st.lists(st.sampled_from(["brd_1", "brd_2"]), max_size=2),
    vendor_ids=st.lists(st.sampled_from(["ven_1", "ven_2"]), max_size=2),
)


@given(SCOPES, st.sampled_from(["", "ven_1", "ven_2"]))
def test_whatever_fits_is_found_by_the_gate(scope: Scope, funded_by: str) -> None:
    told = promotion(scope=scope, funded_by=funded_by)
    if fits(told, PLACE):
        assert PLACE.keys & set(gate(told)[1])


@pytest.mark.parametrize(
    "terms, price, cheaper",
    [
        ({"percent": Decimal(10)}, 12_345, 11_110),
        ({"percent": Decimal("33.3")}, 10_000, 6_670),
        ({"percent": Decimal(100)}, 10_000, None),
        ({"amount_off": taka(50)}, 10_000, 5_000),
        ({"amount_off": taka(100)}, 10_000, None),
        ({"fixed_price": taka(99)}, 10_000, 9_900),
        ({"fixed_price": taka(101)}, 10_000, None),
        ({"fixed_price": taka(100)}, 10_000, None),
    ],
)
def test_a_promotion_cuts_a_price_and_never_raises_it(terms: Any, price: int, cheaper: int | None) -> None:
    assert cut(promotion(**terms), price) == cheaper


@given(st.integers(1, 10**12), st.decimals(min_value=0, max_value=100, places=2), st.integers(0, 10**12))
def test_what_is_cut_lies_between_nothing_and_the_price(price: int, percent: Decimal, amount: int) -> None:
    for terms in ({"percent": percent}, {"amount_off": Money(amount)}, {"fixed_price": Money(amount)}):
        cheaper = cut(promotion(**terms), price)
        assert cheaper is None or 0 < cheaper < price
        assert cheaper is None or 0 <= percent_off(price, cheaper) <= 100


def test_priority_goes_before_price() -> None:
    mild, deep = promotion(percent=Decimal(5), priority=2), promotion(promotion_id="prm_2", percent=Decimal(50))
    assert best([deep, mild], PLACE, 10_000) == (mild, 9_500)
    level = replace(mild, priority=0)
    assert best([level, deep], PLACE, 10_000) == (deep, 5_000)
    nothing = promotion(fixed_price=taka(500), priority=9)
    assert best([nothing, level], PLACE, 10_000) == (level, 9_500)
    assert best([nothing], PLACE, 10_000) is None


def test_the_clock_opens_and_closes_a_promotion_once() -> None:
    known = Known(promotion=promotion(), revision=1, is_open=False, is_over=False, version=1)
    assert step(known, NOW - timedelta(seconds=1)) is None
    assert isinstance(step(known, NOW), PromotionOpened)
    assert step(replace(known, is_open=True), NOW) is None
    assert isinstance(step(replace(known, is_open=True), NOW + timedelta(days=1)), PromotionClosed)
    assert isinstance(step(known, NOW + timedelta(days=2)), PromotionClosed)
    assert step(replace(known, is_over=True), NOW) is None
