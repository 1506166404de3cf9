"""Which courier gets a parcel: price, arrivals, cash, licence; and how that is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.fulfilment.domain.booking import (
    Account,
    Candidate,
    Policy,
    Price,
    Record,
    candidate,
    choose,
    problem_of,
    success_pct,
    whole_taka,
)
from bdcommerce.kernel.money import Money
from fulfilment.courier_ground import Market
from support import tokens

POLICY = Policy(failure_cost=Money(15000), prior_success_pct=80, prior_weight=10, book_at_once=True)
TODAY = date(2026, 11, 22)


def compared(courier: str, fee: int, record: Record, problem: str = "") -> Candidate:
    price = Price(delivery=Money(fee), cod_charge=Money(0), source="tariff")
    return candidate(Account(courier=courier, enabled=True), price, record, POLICY, problem)


def test_the_cheapest_is_taken_where_all_arrive_alike() -> None:
    choice = choose([compared("dear", 9000, Record()), compared("cheap", 7000, Record())])
    assert (choice.courier, choice.why) == ("cheap", "the lowest price with the cost of failures")


def test_arrivals_weigh_more_than_a_small_difference_in_price() -> None:
    reliable = compared("reliable", 8000, Record(delivered=190, failed=10))
    cheap = compared("cheap", 7000, Record(delivered=120, failed=80))
    assert choose([cheap, reliable]).courier == "reliable"
    assert (reliable.success_pct, cheap.success_pct) == (94, 60)
    assert (reliable.expected, cheap.expected) == (Money(8900), Money(13000))


def test_little_history_hardly_moves_what_is_believed() -> None:
    assert success_pct(Record(), POLICY) == 80
    assert success_pct(Record(failed=1), POLICY) == 72
    assert success_pct(Record(delivered=1000), POLICY) == 99


@given(delivered=st.integers(0, 10**6), failed=st.integers(0, 10**6))
def test_a_rate_is_between_0_and_100(delivered: int, failed: int) -> None:
    assert 0 <= success_pct(Record(delivered=delivered, failed=failed), POLICY) <= 100


def test_who_cannot_have_it_is_not_chosen_however_cheap() -> None:
    choice = choose([compared("blocked", 100, Record(), "blocked: strike"), compared("other", 9000, Record())])
    assert (choice.courier, choice.why) == ("other", "the only one that can have it")
    assert choose([compared("blocked", 100, Record(), "blocked: strike")]).courier == ""


@pytest.mark.parametrize(
    "account, problem",
    [
        (Account(courier="a", enabled=True), ""),
        (Account(courier="a", enabled=True, blocked="strike"), "blocked: strike"),
        (Account(courier="a", enabled=True, cod_limit=Money(100000)), "collects at most 1000 taka"),
        (Account(courier="a", enabled=True, cod_limit=Money(125000)), ""),
        (Account(courier="a", enabled=True, licence_expires=date(2026, 11, 21)), "its licence expired on 2026-11-21"),
        (Account(courier="a", enabled=True, licence_expires=TODAY), ""),
    ],
)
def test_blocks_licences_and_cash_limits_hold(account: Account, problem: str) -> None:
    assert problem_of(account, Money(125000), TODAY) == problem


@pytest.mark.parametrize("poisha, taka", [(125000, 1250), (125049, 1250), (125050, 1251), (0, 0), (99, 1)])
def test_couriers_collect_whole_taka(poisha: int, taka: int) -> None:
    assert whole_taka(Money(poisha)) == Money(taka * 100)


async def test_staff_and_vendors_compare_and_the_choice_is_explained(market: Market) -> None:
    await market.ready("pathao", "steadfast", "redx")
    body = {
        "destination_upazila_id": "dhaka/dhanmondi",
        "weight_grams": 400,
        "cod": {"amount": 125000, "currency": "BDT"},
    }
    rates = await market.post("/admin/courier-rates", {**body, "origin_upazila_id": "dhaka/dhanmondi"})
    shown = {each["courier"]: (each["total"] and each["total"]["amount"], each["source"]) for each in rates["items"]}
    # RedX says 65 taka and one per cent of the cash; Pathao prices by pick-up point, so its table holds here.
    assert shown == {"pathao": (7000, "tariff"), "redx": (7750, "courier"), "steadfast": (7000, "tariff")}
    vendor = tokens.vendor(market.parcels.vendor_id)
    theirs = await market.service.post("/vendor/courier-rates", body, as_=vendor)
    assert (theirs.status_code, theirs.json()["chosen"]) == (200, rates["chosen"])
    booking = await market.packed()
    story = await market.again(booking)
    assert (story["booking"]["courier"], story["choice"]["chosen"]) == ("pathao", "pathao")
    assert {each["courier"] for each in story["choice"]["items"]} == {"pathao", "redx", "steadfast"}


async def test_a_limit_of_cash_and_a_block_move_parcels_to_another(market: Market) -> None:
    await market.ready("pathao", "steadfast")
    await market.put("/admin/couriers/pathao", {"enabled": True, "cod_limit": {"amount": 100000, "currency": "BDT"}})
    assert (await market.packed())["courier"] == "steadfast"
    await market.put("/admin/couriers/steadfast", {"enabled": True, "blocked": "strike in Dhaka"})
    left = await market.packed()
    assert (left["status"], left["problem"]["code"]) == ("refused", "no_courier")
    assert left["problem"]["said"] == {"pathao": "collects at most 1000 taka", "steadfast": "blocked: strike in Dhaka"}
    again = await market.service.post(
        f"/admin/bookings/{left['shipment_id']}/book", {}, as_=tokens.staff("shipments.manage")
    )
    assert again.status_code == 202
    await market.quiet()
    assert (await market.again(left))["booking"]["status"] == "refused"
    await market.put("/admin/couriers/steadfast", {"enabled": True})
    await market.post(f"/admin/bookings/{left['shipment_id']}/book", {"courier": "steadfast"}, 202)
    await market.quiet()
    story = await market.again(left)
    assert (story["booking"]["status"], story["choice"]["why"]) == ("booked", "named by staff")


async def test_a_courier_that_cannot_fetch_it_there_is_not_chosen(market: Market) -> None:
    await market.ready("redx", "steadfast")
    unmapped = {"level": "upazila", "our_id": "dhaka/dhanmondi"}
    await market.post("/admin/couriers/redx/areas/unmap", unmapped)
    body = {
        "origin_upazila_id": "dhaka/dhanmondi",
        "destination_upazila_id": "dhaka/dhanmondi",
        "weight_grams": 400,
        "cod": {"amount": 0, "currency": "BDT"},
    }
    rates = await market.post("/admin/courier-rates", body)
    problems = {each["courier"]: each["problem"] for each in rates["items"]}
    assert (rates["chosen"], "has no area of redx" in problems["redx"]) == ("steadfast", True)


async def test_what_arrives_counts_for_the_courier_in_that_district(market: Market) -> None:
    await market.ready("steadfast")
    booking = await market.packed()
    await market.moves(booking, "pending", "delivered")
    other = await market.packed()
    await market.moves(other, "pending", "cancelled")
    await market.ground.move("steadfast", (await market.again(other))["booking"]["tracking_no"], "return_completed")
    await market.quiet()
    record = await market.service.deps.market.record("steadfast", "dhaka")
    assert record == Record(delivered=1, failed=1)
