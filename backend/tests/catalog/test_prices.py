"""Prices that change at an instant: what can be scheduled, and what an offer costs afterwards."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.catalog.domain import Offer, make_offer, revise_offer
from bdcommerce.catalog.domain.offers import ensure_fresh
from bdcommerce.catalog.domain.prices import FARTHEST, LONGEST, MOST, PriceChange, cancel, price_after, schedule
from bdcommerce.catalog.errors import PriceAboveMrp, PriceChangeOver, PriceChangesOverlap
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money, taka
from catalog.making import CLOTHING, FOOD, NOW, TODAY, offer, product, sheet, variant

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def world(mrp: Money | None = None) -> tuple[Offer, Any]:
    one = variant(mrp=mrp)
    return offer(product(sheet(one)), "1000"), one


def change(**terms: Any) -> PriceChange:
    usual: dict[str, Any] = {
        "change_id": "prc_1",
        "offer_id": "off_1",
        "product_id": "prd_1",
        "vendor_id": "ven_1",
        "price": taka(900),
        "starts_at": NOW + DAY,
        "ends_at": None,
    }
    return PriceChange(**(usual | terms))


@pytest.mark.parametrize(
    "terms, field",
    [
        ({"price": taka(0)}, "price"),
        ({"price": Money(5, "USD")}, "price"),
        ({"starts_at": NOW}, "starts_at"),
        ({"starts_at": NOW + FARTHEST + HOUR}, "starts_at"),
        ({"ends_at": NOW + DAY}, "ends_at"),
        ({"ends_at": NOW + DAY + LONGEST + HOUR}, "ends_at"),
    ],
)
def test_a_change_that_cannot_be_is_refused(terms: Any, field: str) -> None:
    made, one = world()
    with pytest.raises(Invalid) as refusal:
        schedule(change(**terms), made, one, [], NOW)
    assert set(refusal.value.data["fields"]) == {field}


def test_nobody_schedules_a_price_above_the_printed_one() -> None:
    made, one = world(taka(1000))
    with pytest.raises(PriceAboveMrp):
        schedule(change(price=taka(1001)), made, one, [], NOW)
    assert schedule(change(price=taka(1000)), made, one, [], NOW).price == taka(1000)


@pytest.mark.parametrize(
    "starts, ends, fits",
    [(1, 2, True), (1, 3, False), (2, 3, False), (3, 5, False), (4, 5, True), (2, None, False), (3, None, False),
     (4, None, True), (1, None, True)],
)  # fmt: skip
def test_of_one_offer_no_two_changes_are_under_way_at_once(starts: int, ends: int | None, fits: bool) -> None:
    made, one = world()
    known = change(change_id="prc_0", starts_at=NOW + 2 * DAY, ends_at=NOW + 4 * DAY)
    wanted = change(starts_at=NOW + starts * DAY, ends_at=NOW + ends * DAY if ends else None)
    if fits:
        schedule(wanted, made, one, [known], NOW)
        return
    with pytest.raises(PriceChangesOverlap) as refusal:
        schedule(wanted, made, one, [known], NOW)
    assert refusal.value.data["change_id"] == "prc_0"


def test_an_offer_has_so_many_changes_to_come_and_no_more() -> None:
    made, one = world()
    many = [change(change_id=f"prc_{n}", starts_at=NOW + (n + 2) * DAY) for n in range(MOST)]
    with pytest.raises(Invalid):
        schedule(change(), made, one, many, NOW)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.one_of(st.none(), st.integers(1, 10**6)))
def test_what_comes_back_never_exceeds_the_printed_price(before: int, during: int, mrp: int | None) -> None:
    made, _ = world()
    made = replace(made, price=Money(during))
    one = variant(mrp=Money(mrp) if mrp else None)
    back = price_after(change(price=Money(during), before=Money(before)), made, one)
    assert back is not None
    assert back.amount == (min(before, mrp) if mrp else before)
    assert price_after(change(price=Money(during + 1), before=Money(before)), made, one) is None


def test_what_is_over_is_not_cancelled() -> None:
    assert cancel(change()).outcome == "cancelled"
    with pytest.raises(PriceChangeOver):
        cancel(change(status="ended", outcome="done"))


@pytest.mark.parametrize(
    "dates, of_product, refused",
    [
        ({}, True, ""),
        ({}, False, "expires_on"),
        ({"expires_on": TODAY + 5 * DAY}, False, ""),
        ({"expires_on": TODAY + 3 * DAY}, False, "expires_on"),
        ({"expires_on": TODAY + 3 * DAY, "active": False}, False, ""),
        ({"expires_on": TODAY + 9 * DAY, "manufactured_on": TODAY + DAY}, False, "manufactured_on"),
        ({"expires_on": TODAY - 2 * DAY, "manufactured_on": TODAY - DAY, "active": False}, False, "expires_on"),
    ],
)
def test_perishable_goods_on_offer_are_fresh(dates: Any, of_product: bool, refused: str) -> None:
    made, _ = world()
    rules = replace(FOOD, expiry_margin=3 * DAY)
    if not refused:
        ensure_fresh(replace(made, **dates), rules, of_product=of_product, today=TODAY)
        return
    with pytest.raises(Invalid) as refusal:
        ensure_fresh(replace(made, **dates), rules, of_product=of_product, today=TODAY)
    assert set(refusal.value.data["fields"]) == {refused}


def test_goods_that_do_not_perish_need_no_day() -> None:
    made, one = world()
    ensure_fresh(made, CLOTHING, of_product=False, today=TODAY)
    dated = replace(made, expires_on=TODAY + DAY)
    assert make_offer(dated, one).expires_on == TODAY + DAY
    assert revise_offer(dated, one, taka(5), None).expires_on == TODAY + DAY
