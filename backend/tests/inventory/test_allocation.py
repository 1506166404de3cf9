"""Which warehouses an order is picked from, and which lots."""

from collections.abc import Mapping
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdcommerce.inventory.domain import Lots, Pick, Warehouse, allocate, own_warehouse
from bdcommerce.inventory.domain.warehouses import metres
from bdcommerce.inventory.events import Lot
from bdcommerce.kernel.address import Place

TODAY = date(2026, 11, 22)
DHAKA, GAZIPUR, CUMILLA, CHATTOGRAM = (23.7115, 90.4111), (24.0023, 90.4264), (23.4683, 91.1788), (22.3351, 91.8341)


def place(upazila: str, at: tuple[float, float] = (0, 0), division: str = "dhaka", city: str = "") -> Place:
    district = upazila.partition("/")[0]
    return Place(division=division, district=district, upazila=upazila, city_key=city, lat=at[0], lon=at[1])


PLACES = {
    "dha": place("dhaka/savar", DHAKA),
    "gaz": place("gazipur/kaliakair", GAZIPUR),
    "com": place("cumilla/chandina", CUMILLA, "chattogram"),
    "ctg": place("chattogram/panchlaish", CHATTOGRAM, "chattogram"),
}
WAREHOUSES = {name: Warehouse(name, "ven_a", name, where) for name, where in PLACES.items()}
TO_CUMILLA = place("cumilla/debidwar", CUMILLA, "chattogram")


def lying(**offers: Mapping[str, int]) -> dict[str, Lots]:
    return {offer: {Lot(where): units for where, units in units_by.items()} for offer, units_by in offers.items()}


def picked(
    wanted: dict[str, int],
    lots: Mapping[str, Lots],
    destination: Place | None = TO_CUMILLA,
    warehouses: Mapping[str, Warehouse] = WAREHOUSES,
) -> dict[tuple[str, str], int]:
    picks = allocate(wanted, lots, warehouses, destination, TODAY)
    assert picks is not None
    return {(each.offer_id, each.lot.warehouse_id): each.quantity for each in picks}


def test_the_nearest_warehouse_that_has_everything_is_picked_from() -> None:
    lots = lying(a={"dha": 5, "ctg": 5, "com": 5}, b={"dha": 5, "ctg": 5})
    assert picked({"a": 2, "b": 1}, lots) == {("a", "dha"): 2, ("b", "dha"): 1}
    to_chattogram = place("chattogram/hathazari", CHATTOGRAM, "chattogram")
    assert picked({"a": 2, "b": 1}, lots, to_chattogram) == {("a", "ctg"): 2, ("b", "ctg"): 1}


def test_else_as_few_as_possible_and_of_those_the_nearest() -> None:
    lots = lying(a={"com": 5, "gaz": 9}, b={"dha": 1, "gaz": 1}, c={"ctg": 1, "dha": 1})
    assert picked({"a": 6, "b": 1, "c": 1}, lots) == {("a", "gaz"): 6, ("b", "dha"): 1, ("c", "dha"): 1}


def test_a_line_that_no_warehouse_can_fill_alone_is_split_from_the_nearest_on() -> None:
    lots = lying(a={"com": 2, "dha": 3, "ctg": 4})
    assert picked({"a": 5}, lots) == {("a", "com"): 2, ("a", "dha"): 3}
    assert picked({"a": 9}, lots) == {("a", "com"): 2, ("a", "dha"): 3, ("a", "ctg"): 4}


def test_more_warehouses_than_are_tried_whole_are_put_together_step_by_step() -> None:
    lots = lying(a={"com": 1, "dha": 1, "gaz": 1, "ctg": 1})
    assert picked({"a": 4}, lots) == {("a", each): 1 for each in ("com", "dha", "gaz", "ctg")}


@pytest.mark.parametrize("lots", [{}, lying(a={"dha": 1}), {"a": {Lot("dha", "L1", TODAY): 9}}])
def test_what_is_not_for_sale_in_such_numbers_is_not_picked(lots: Mapping[str, Lots]) -> None:
    assert allocate({"a": 2}, lots, WAREHOUSES, None, TODAY) is None


def test_what_expires_first_goes_first_and_what_never_does_last() -> None:
    soon, later = Lot("dha", "L2", date(2026, 12, 1)), Lot("dha", "L1", date(2027, 1, 1))
    lots = {"a": {Lot("dha"): 9, later: 2, soon: 3, Lot("dha", "L0", TODAY): 9, Lot("dha", "L3", None, True): 9}}
    assert allocate({"a": 6}, lots, WAREHOUSES, None, TODAY) == [
        Pick("a", soon, 3),
        Pick("a", later, 2),
        Pick("a", Lot("dha"), 1),
    ]


def test_a_near_warehouse_goes_before_an_old_batch_far_away() -> None:
    lots = {"a": {Lot("com", "L2", date(2027, 6, 1)): 5, Lot("ctg", "L1", date(2026, 12, 1)): 5}}
    assert picked({"a": 1}, lots) == {("a", "com"): 1}


def test_where_nothing_is_known_of_the_distance_the_hierarchy_decides() -> None:
    there = place("dhaka/dhanmondi", city="dhaka")
    homes = {
        "1 far": place("cumilla/chandina", division="chattogram"),
        "2 division": place("gazipur/kaliakair"),
        "3 district": place("dhaka/savar"),
        "4 city": place("dhaka/gulshan", city="dhaka"),
        "5 same": place("dhaka/dhanmondi", city="dhaka"),
    }
    warehouses = {name: Warehouse(name, "ven_a", name, home) for name, home in homes.items()}
    warehouses["0 nowhere"] = Warehouse("0 nowhere", "ven_a", "0 nowhere")
    left = sorted(warehouses)
    while left:
        (((_, first), _),) = picked({"a": 1}, lying(a=dict.fromkeys(left, 1)), there, warehouses).items()
        assert first == max(left) if max(left) > "1 far" else first in left
        left.remove(first)


def test_within_a_district_which_has_but_one_middle_the_same_upazila_is_nearer() -> None:
    warehouses = {
        "a": Warehouse("a", "ven_a", "a", place("dhaka/savar", DHAKA)),
        "b": Warehouse("b", "ven_a", "b", place("dhaka/dhanmondi", DHAKA, city="dhaka")),
    }
    there = place("dhaka/dhanmondi", DHAKA, city="dhaka")
    assert picked({"x": 1}, lying(x={"a": 1, "b": 1}), there, warehouses) == {("x", "b"): 1}


def test_ties_go_to_the_warehouse_that_is_older() -> None:
    assert picked({"x": 1}, lying(x={"gaz": 1, "dha": 1}), None) == {("x", "dha"): 1}


@pytest.mark.parametrize("a, b, kilometres", [(DHAKA, CHATTOGRAM, 211), (DHAKA, GAZIPUR, 32), (DHAKA, DHAKA, 0)])
def test_distances_are_great_circles(a: tuple[float, float], b: tuple[float, float], kilometres: int) -> None:
    assert round(metres(place("x/x", a), place("y/y", b)) / 1000) == kilometres


def test_every_vendor_has_a_warehouse_whose_id_is_known() -> None:
    assert own_warehouse("ven_01h455vb4pex5vsknk084sn02q") == "whs_01h455vb4pex5vsknk084sn02q"
    assert Warehouse("whs_a", "ven_a", "Main").own
    assert not Warehouse("whs_b", "ven_a", "Another").own


names = st.sampled_from(sorted(WAREHOUSES))
dates = st.sampled_from([None, TODAY, date(2026, 12, 1), date(2027, 1, 1)])
some_lots = st.dictionaries(st.builds(Lot, names, st.sampled_from(["", "L1"]), dates, st.booleans()), st.integers(1, 4))
orders = st.dictionaries(st.sampled_from("abc"), st.integers(1, 5), min_size=1)


@settings(deadline=None)
@given(orders, st.fixed_dictionaries(dict.fromkeys("abc", some_lots)), st.sampled_from([None, *PLACES.values()]))
def test_all_of_an_order_is_picked_once_from_what_is_for_sale_in_as_few_warehouses_as_can_be(
    wanted: dict[str, int], lots: dict[str, Lots], destination: Place | None
) -> None:
    fresh = {
        offer: {lot: units for lot, units in there.items() if not lot.blocked and lot.expires_on != TODAY}
        for offer, there in lots.items()
    }

    def enough(some: tuple[str, ...]) -> bool:
        return all(
            sum(units for lot, units in fresh[offer].items() if lot.warehouse_id in some) >= quantity
            for offer, quantity in wanted.items()
        )

    picks = allocate(wanted, lots, WAREHOUSES, destination, TODAY)
    fewest = next((size for size in range(5) if any(map(enough, combinations(sorted(WAREHOUSES), size)))), None)
    assert (picks is None) == (fewest is None)
    if picks is not None:
        assert len({each.lot.warehouse_id for each in picks}) <= (fewest or 0)
        assert len({(each.offer_id, each.lot) for each in picks}) == len(picks)
        assert all(each.quantity <= fresh[each.offer_id][each.lot] for each in picks)
        for offer, quantity in wanted.items():
            assert sum(each.quantity for each in picks if each.offer_id == offer) == quantity
        assert picks == allocate(wanted, lots, WAREHOUSES, destination, TODAY)
