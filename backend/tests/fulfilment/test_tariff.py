"""Which zone holds for two places, and what a weight costs there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import AreaNotServed
from bdcommerce.fulfilment.domain.tariff import (
    ANYWHERE,
    CATCH_ALL,
    Area,
    FeeTable,
    Level,
    Pair,
    Tariff,
    WeightStep,
    Zone,
    checked_pair,
    checked_table,
    fee_of,
    in_one_city,
)
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

DAY = date(2026, 11, 22)
DHANMONDI = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")
GULSHAN = Place(division="dhaka", district="dhaka", upazila="dhaka/gulshan", city_key="dhaka")
SAVAR = Place(division="dhaka", district="dhaka", upazila="dhaka/savar")
PANCHLAISH = Place(division="chattogram", district="chattogram", upazila="chattogram/panchlaish", city_key="chattogram")
CHANDINA = Place(division="chattogram", district="cumilla", upazila="cumilla/chandina")
RULES = {"delivery.fee_same_city": 6000, "delivery.fee_other": 12000}


def zone(code: str, **changed: object) -> Zone:
    made = Zone(code=code, name=Localized(code), transit_min=1, transit_max=2, fee_rule="delivery.fee_other")
    return replace(made, **changed)  # type: ignore[arg-type]


def to(level: Level, key: str = "", origin: Area = ANYWHERE) -> Pair:
    return Pair(origin=origin, destination=Area(level=level, key=key))


def tariff(coverage: dict[Pair, str], *tables: FeeTable, **zones: Zone) -> Tariff:
    by_zone: dict[str, list[FeeTable]] = {}
    for table in sorted(tables, key=lambda table: table.effective_from, reverse=True):
        by_zone.setdefault(table.zone, []).append(table)
    known = {code: zones.get(code, zone(code)) for code in coverage.values()}
    return Tariff(zones=known, coverage=coverage, tables=by_zone)


def fees(code: str, *steps: tuple[int, int], since: date = DAY, extra: int = 2000) -> FeeTable:
    made = tuple(WeightStep(up_to_grams=grams, fee=Money(fee)) for grams, fee in steps)
    return FeeTable(zone=code, effective_from=since, steps=made, extra_per_kg=Money(extra))


EVERY_LEVEL = {
    CATCH_ALL: "anywhere",
    to("division", "dhaka"): "division",
    to("district", "dhaka"): "district",
    to("same_city"): "same_city",
    to("city", "dhaka"): "city",
    to("upazila", "dhaka/gulshan"): "upazila",
}


@pytest.mark.parametrize(
    "left_out, expected",
    [
        ((), "upazila"),
        (("upazila",), "city"),
        (("upazila", "city"), "same_city"),
        (("upazila", "city", "same_city"), "district"),
        (("upazila", "city", "same_city", "district"), "division"),
        (("upazila", "city", "same_city", "district", "division"), "anywhere"),
    ],
)
def test_the_most_specific_destination_holds(left_out: tuple[str, ...], expected: str) -> None:
    covered = {pair: code for pair, code in EVERY_LEVEL.items() if code not in left_out}

    assert tariff(covered).find(DHANMONDI, GULSHAN, DAY).zone.code == expected


def test_of_one_destination_the_most_specific_origin_holds() -> None:
    from_dhaka = to("district", "dhaka", Area(level="division", key="dhaka"))
    from_city = to("district", "dhaka", Area(level="city", key="dhaka"))
    zones = tariff({CATCH_ALL: "far", from_dhaka: "near", from_city: "nearest"})

    assert zones.find(DHANMONDI, SAVAR, DAY).zone.code == "nearest"
    assert zones.find(SAVAR, SAVAR, DAY).zone.code == "near"
    assert zones.find(CHANDINA, SAVAR, DAY).zone.code == "far"


def test_a_precise_destination_goes_before_a_precise_origin() -> None:
    zones = tariff(
        {to("upazila", "dhaka/savar"): "to", to("division", "dhaka", Area(level="upazila", key="x")): "from"}
    )

    assert zones.find(replace(DHANMONDI, upazila="x"), SAVAR, DAY).zone.code == "to"


@pytest.mark.parametrize(
    "origin, destination, near",
    [
        (DHANMONDI, GULSHAN, True),
        (DHANMONDI, PANCHLAISH, False),
        (DHANMONDI, SAVAR, False),
        (SAVAR, DHANMONDI, False),
        (SAVAR, SAVAR, False),
    ],
)
def test_two_places_are_in_one_city_only_if_both_lie_in_it(origin: Place, destination: Place, near: bool) -> None:
    zones = tariff({CATCH_ALL: "other", to("same_city"): "same_city"})

    assert in_one_city(origin, destination) is near
    assert zones.find(origin, destination, DAY).zone.code == ("same_city" if near else "other")


def test_a_zone_holds_from_the_day_its_first_fees_do() -> None:
    tomorrow = fees("new", (1000, 9000), since=date(2026, 11, 23))
    zones = tariff({CATCH_ALL: "other", to("district", "cumilla"): "new"}, tomorrow, new=zone("new", fee_rule=""))

    assert zones.find(DHANMONDI, CHANDINA, DAY).zone.code == "other"
    assert zones.find(DHANMONDI, CHANDINA, date(2026, 11, 23)).zone.code == "new"


def test_where_nothing_is_delivered_the_reason_is_given() -> None:
    refusal = Localized("the road is under water", "রাস্তা পানির নিচে")
    zones = tariff({CATCH_ALL: "other", to("district", "cumilla"): "flood"}, flood=zone("flood", refusal=refusal))

    with pytest.raises(AreaNotServed) as refused:
        zones.find(DHANMONDI, CHANDINA, DAY)

    assert refused.value.data["fields"] == {"address": "the road is under water"}
    assert refused.value.data["reason_bn"] == "রাস্তা পানির নিচে"


def test_where_no_zone_has_a_fee_nobody_delivers() -> None:
    with pytest.raises(AreaNotServed):
        tariff({CATCH_ALL: "new"}, new=zone("new", fee_rule="")).find(DHANMONDI, CHANDINA, DAY)


@pytest.mark.parametrize(
    "grams, fee",
    [
        (1, 6000),
        (500, 6000),
        (501, 8000),
        (2000, 8000),
        (2001, 10000),
        (3000, 10000),
        (3001, 12000),
        (12_345, 8000 + 11 * 2000),
    ],
)
def test_a_weight_costs_its_step_and_every_started_kilogram_above_the_last(grams: int, fee: int) -> None:
    assert fees("z", (500, 6000), (2000, 8000)).fee(grams) == Money(fee)


@given(st.lists(st.integers(1, 50_000), min_size=2, max_size=2))
def test_a_heavier_parcel_never_costs_less_where_steps_rise(weights: list[int]) -> None:
    table = fees("z", (500, 6000), (2000, 8000), (5000, 8000))

    assert table.fee(min(weights)).amount <= table.fee(max(weights)).amount


def test_the_rule_book_s_fee_holds_until_a_table_does_and_the_later_table_then() -> None:
    rules = {key: Decimal(value) for key, value in RULES.items()}
    later = fees("other", (1000, 15000), since=date(2026, 12, 1))
    zones = tariff({CATCH_ALL: "other"}, fees("other", (1000, 13000), since=date(2026, 11, 25)), later)

    def fee(on: date) -> int:
        return fee_of(zones.find(DHANMONDI, CHANDINA, on), 800, rules).amount

    assert [fee(date(2026, 11, 24)), fee(date(2026, 11, 25)), fee(date(2026, 12, 1))] == [12000, 13000, 15000]


@pytest.mark.parametrize(
    "table, field",
    [
        (fees("z", (500, 6000), (500, 7000)), "steps[1].up_to_grams"),
        (fees("z", (500, -1)), "steps[0].fee"),
        (fees("z", (500, 10_000_001)), "steps[0].fee"),
        (fees("z", (500, 1), extra=-1), "extra_per_kg"),
        (replace(fees("z", (500, 1)), extra_per_kg=Money(1, "USD")), "extra_per_kg"),
    ],
)
def test_a_fee_table_that_makes_no_sense_is_refused(table: FeeTable, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_table(table)
    assert list(refused.value.data["fields"]) == [field]


@pytest.mark.parametrize(
    "pair, field",
    [
        (Pair(origin=Area(level="same_city"), destination=ANYWHERE), "c.origin.level"),
        (Pair(origin=Area(level="district"), destination=ANYWHERE), "c.origin.key"),
        (to("same_city", "dhaka"), "c.destination.key"),
        (to("anywhere", "dhaka"), "c.destination.key"),
        (to("city"), "c.destination.key"),
    ],
)
def test_an_area_has_a_key_where_its_level_needs_one(pair: Pair, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_pair(pair, "c")
    assert list(refused.value.data["fields"]) == [field]
