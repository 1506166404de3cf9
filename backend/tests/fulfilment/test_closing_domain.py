"""What lies on the table at the end of a rider's day, and for which parcels it arrives."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.fulfilment.domain.cash import CodParcel
from bdcommerce.fulfilment.domain.closing import DENOMINATIONS, Closing, Count, count
from bdcommerce.fulfilment.errors import ClosingDecided, FourEyes, NothingToClose
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

DAY = date(2026, 11, 22)


def parcel(number: int, amount: int) -> CodParcel:
    return CodParcel(
        shipment_id=f"shp_{number}",
        vendor_order_id=f"vor_{number}",
        courier="own_riders",
        collected=Money(amount),
        rider_id="usr_rider",
    )


def counted(parcels: list[CodParcel], amount: int, *, reason: str = "a torn note", day: date = DAY) -> Closing:
    return count(
        "cls_1",
        parcels,
        Count(pieces={}, small_change=amount),
        rider_id="usr_rider",
        day=day,
        today=DAY,
        reason=reason,
        handed_to="usr_cashier",
        by="usr_rider",
    )


def test_notes_coins_and_small_change_add_up() -> None:
    assert Count(pieces={1000: 2, 500: 1, 20: 3, 1: 4}, small_change=55).total == Money(256455)
    assert Count(pieces={}).total == Money(0)


@pytest.mark.parametrize("denomination", [0, 3, 25, 2000, -1])
def test_a_note_that_nobody_prints_is_refused(denomination: int) -> None:
    with pytest.raises(Invalid):
        count(
            "cls_1",
            [parcel(1, 100)],
            Count(pieces={denomination: 1}),
            rider_id="usr_rider",
            day=DAY,
            today=DAY,
            reason="x",
            handed_to="usr_cashier",
            by="usr_rider",
        )


@pytest.mark.parametrize(
    "amount, reason, fine", [(300, "", True), (299, "", False), (301, "", False), (299, "torn", True)]
)
def test_more_or_less_than_was_collected_needs_a_reason(amount: int, reason: str, fine: bool) -> None:
    parcels = [parcel(1, 100), parcel(2, 200)]
    if fine:
        assert counted(parcels, amount, reason=reason).expected == Money(300)
    else:
        with pytest.raises(Invalid):
            counted(parcels, amount, reason=reason)


def test_nothing_is_counted_where_nothing_was_taken_or_before_the_day() -> None:
    with pytest.raises(NothingToClose):
        counted([], 0)
    with pytest.raises(Invalid):
        counted([parcel(1, 100)], 100, day=DAY + timedelta(days=1))


@pytest.mark.parametrize(
    "amount, arrived",
    [
        (600, {"shp_1": 100, "shp_2": 200, "shp_3": 300}),
        (550, {"shp_1": 100, "shp_2": 200, "shp_3": 250}),
        (250, {"shp_1": 100, "shp_2": 150, "shp_3": 0}),
        (0, {"shp_1": 0, "shp_2": 0, "shp_3": 0}),
        (700, {"shp_1": 100, "shp_2": 200, "shp_3": 300}),
    ],
)
def test_what_is_short_is_taken_from_the_dearest_parcels(amount: int, arrived: dict[str, int]) -> None:
    parcels = [parcel(1, 100), parcel(2, 200), parcel(3, 300)]

    handed = counted(parcels, amount).hand_over(parcels)

    assert {one.shipment_id: one.arrived.amount for one in handed} == arrived
    assert all(one.charge == Money(0) for one in handed)


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=30), st.integers(0, 10**8))
def test_what_arrives_is_what_was_counted_and_never_more_than_was_collected(amounts: list[int], on_table: int) -> None:
    parcels = [parcel(number, amount) for number, amount in enumerate(amounts)]

    closing = counted(parcels, on_table)
    handed = closing.hand_over(parcels)

    arrived = sum(one.arrived.amount for one in handed)
    assert arrived == min(on_table, sum(amounts)) == closing.expected.amount - closing.short.amount
    by_id = {one.shipment_id: one for one in handed}
    assert all(0 <= by_id[one.shipment_id].arrived.amount <= one.collected.amount for one in parcels)
    partly = [one for one in parcels if 0 < by_id[one.shipment_id].arrived.amount < one.collected.amount]
    assert len(partly) <= 1


def test_four_eyes_are_two_people_and_neither_is_the_rider() -> None:
    closing = replace(counted([parcel(1, 100)], 100), counted_by="usr_first")
    for somebody in ("usr_first", "usr_rider"):
        with pytest.raises(FourEyes):
            closing.ensure_decidable(somebody)
    closing.ensure_decidable("usr_second")
    for status in ("confirmed", "rejected"):
        with pytest.raises(ClosingDecided):
            replace(closing, status=status).ensure_decidable("usr_second")


def test_every_denomination_counts_what_it_says() -> None:
    assert Count(pieces=dict.fromkeys(DENOMINATIONS, 1)).total == Money(188800)
