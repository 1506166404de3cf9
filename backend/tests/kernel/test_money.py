"""Money: nothing is lost when it is split, and roundings are the ones the law wants."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.money import Money, allocate, half_up, included, percentage, taka

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=20)
rates = st.decimals(0, 100, places=2)


@given(amounts, weights)
def test_the_parts_add_up_to_the_whole(total: int, shares: list[int]) -> None:
    parts = allocate(total, shares)
    assert sum(parts) == total
    assert len(parts) == len(shares)


@given(amounts, weights.filter(any))
def test_no_part_is_a_whole_poisha_from_its_exact_share(total: int, shares: list[int]) -> None:
    for part, share in zip(allocate(total, shares), shares, strict=True):
        assert abs(part * sum(shares) - total * share) < sum(shares)


@given(amounts, weights)
def test_a_negative_amount_is_split_like_a_positive_one(total: int, shares: list[int]) -> None:
    assert allocate(-total, shares) == [-part for part in allocate(total, shares)]


@given(st.integers(0, 10**12), weights.filter(any))
def test_whoever_weighs_nothing_gets_nothing(total: int, shares: list[int]) -> None:
    assert all(part == 0 for part, share in zip(allocate(total, shares), shares, strict=True) if share == 0)


def test_equal_remainders_go_to_the_earlier_part() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]


def test_without_weight_the_first_part_takes_all() -> None:
    assert allocate(500, [0, 0]) == [500, 0]


def test_the_discount_of_the_worked_example_is_split_as_written() -> None:
    assert allocate(10_000, [225_000, 89_900]) == [7145, 2855]


@pytest.mark.parametrize("shares", [[], [1, -1]])
def test_nothing_can_be_split_by_no_or_negative_weights(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(1, shares)


@pytest.mark.parametrize(
    "exact, rounded", [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("2.4999", 2), ("0", 0)]
)
def test_halves_go_away_from_zero(exact: str, rounded: int) -> None:
    assert half_up(Decimal(exact)) == rounded


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_rounding_is_never_off_by_more_than_half(exact: Decimal) -> None:
    assert abs(half_up(exact) - exact) <= Decimal("0.5")
    assert half_up(-exact) == -half_up(exact)


@pytest.mark.parametrize(
    "amount, percent, share", [(10_788, "15", 1618), (18_000, "15", 2700), (89_900, "1", 899), (50, "1", 1)]
)
def test_percentages_are_rounded_half_up(amount: int, percent: str, share: int) -> None:
    assert percentage(amount, Decimal(percent)) == share


def test_the_vat_inside_a_delivery_fee_is_the_one_of_the_worked_example() -> None:
    assert included(6000, Decimal(15)) == 783


@given(st.integers(0, 10**12), rates)
def test_the_tax_inside_an_amount_is_the_tax_on_what_is_left(gross: int, rate: Decimal) -> None:
    tax = included(gross, rate)
    assert 0 <= tax <= gross
    assert abs(percentage(gross - tax, rate) - tax) <= 1


@given(amounts, amounts)
def test_what_is_added_can_be_taken_away(left: int, right: int) -> None:
    assert Money(left) + Money(right) - Money(right) == Money(left)
    assert Money(left) - Money(right) == -(Money(right) - Money(left))


@given(amounts, st.integers(0, 99))
def test_a_quantity_is_repeated_addition(amount: int, quantity: int) -> None:
    assert Money(amount) * quantity == sum((Money(amount) for _ in range(quantity)), Money(0))


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="cannot mix BDT and USD"):
        Money(1) + Money(1, "USD")


def test_only_nothing_is_false() -> None:
    assert not Money(0)
    assert Money(-1)


@pytest.mark.parametrize("text, poisha", [("1250.50", 125_050), (7, 700), ("0.01", 1), ("-3.5", -350)])
def test_taka_are_read_to_the_poisha(text: str | int, poisha: int) -> None:
    assert taka(text) == Money(poisha)


def test_a_third_decimal_is_refused() -> None:
    with pytest.raises(ValueError, match="more than two decimals"):
        taka("1.005")
