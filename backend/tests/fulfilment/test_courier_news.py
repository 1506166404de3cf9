"""What couriers say, whatever the order: the shipment ends where the last word is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.news import CourierStatus, Moment, News, Outcome, follow, moment
from bdcommerce.fulfilment.domain.shipment import Shipment, evolve, fold
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CourierBooked,
    CourierGaveUp,
    ParcelDelivered,
    ParcelPartlyDelivered,
    ParcelPickedUp,
    ParcelWentOut,
    RestReturned,
    RestReturning,
    ShipmentEvent,
    ShipmentPlanned,
)
from bdcommerce.kernel.money import Money

NOON = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
COD = Money(125000)
PLANNED = ShipmentPlanned(
    shipment_id="shp_1",
    order_id="ord_1",
    vendor_order_id="vor_1",
    vendor_id="ven_1",
    number="BD-261122-000001",
    weight_grams=400,
    cod=COD,
)
BOOKED = fold(PLANNED, CourierBooked(courier="pathao", tracking_no="DD1"))
STORIES: dict[ShipmentStatus, list[CourierStatus]] = {
    "delivered": ["pickup_requested", "picked_up", "at_hub", "out_for_delivery", "attempt_failed", "delivered"],
    "partially_delivered": ["picked_up", "in_transit", "out_for_delivery", "partially_delivered"],
    "returned": ["picked_up", "at_hub", "out_for_delivery", "attempt_failed", "returning", "returned"],
    "lost": ["picked_up", "in_transit", "on_hold", "lost"],
    "out_for_delivery": ["pending", "picked_up", "at_hub", "out_for_delivery"],
    "returning": ["picked_up", "out_for_delivery", "attempt_failed", "returning"],
    "booked": ["pending", "pickup_requested", "pickup_failed"],
}


def news(status: CourierStatus, minute: int = 0, **more: object) -> News:
    at = NOON + timedelta(minutes=minute)
    return News(status=status, said=status, at=at, key=f"{status}-{minute}", collected=COD, **more)  # type: ignore[arg-type]


def after(shipment: Shipment, *told: News) -> tuple[Shipment, list[ShipmentEvent], list[Outcome]]:
    heard: Moment | None = None
    happened: list[ShipmentEvent] = []
    outcomes: list[Outcome] = []
    for one in told:
        events, outcome = follow(shipment, one, heard)
        if outcome != "late":
            heard = max(heard, moment(one)) if heard else moment(one)
        for event in events:
            shipment = evolve(shipment, event)
        happened += events
        outcomes.append(outcome)
    return shipment, happened, outcomes


@pytest.mark.parametrize("ends", STORIES)
@given(data=st.data())
def test_a_story_told_in_any_order_and_twice_ends_as_it_was(ends: ShipmentStatus, data: st.DataObject) -> None:
    story = [news(status, minute) for minute, status in enumerate(STORIES[ends])]
    told = data.draw(st.permutations(story + data.draw(st.lists(st.sampled_from(story), max_size=3))))
    shipment, happened, outcomes = after(BOOKED, *told)
    assert shipment.status == ends
    assert sum(isinstance(event, ParcelDelivered | ParcelPartlyDelivered) for event in happened) <= 1
    assert "contradiction" not in outcomes


def test_steps_that_were_not_told_are_filled_in() -> None:
    _, happened, _ = after(BOOKED, news("delivered"))
    assert happened == [ParcelPickedUp(), ParcelWentOut(), ParcelDelivered(collected=COD, proof="courier")]
    _, happened, _ = after(BOOKED, news("attempt_failed", reason="gate closed"))
    assert happened == [ParcelPickedUp(), ParcelWentOut(), AttemptFailed(reason="gate closed")]


def test_of_two_things_in_one_second_the_later_step_holds() -> None:
    shipment, _, outcomes = after(BOOKED, news("out_for_delivery"), news("picked_up"), news("at_hub"))
    assert (shipment.status, outcomes) == ("out_for_delivery", ["applied", "late", "late"])


def test_a_courier_that_cancels_before_it_came_leaves_the_parcel_to_be_booked_again() -> None:
    shipment, happened, _ = after(BOOKED, news("cancelled", reason="no rider"))
    assert happened == [CourierGaveUp(reason="no rider")]
    assert (shipment.status, shipment.courier, shipment.tracking_no) == ("planned", "", "")


def test_a_courier_that_cancels_on_the_way_turns_round() -> None:
    assert after(BOOKED, news("picked_up"), news("cancelled", 1))[0].status == "returning"


@pytest.mark.parametrize("ends", ["delivered", "partially_delivered"])
def test_goods_that_come_back_after_a_delivery_do_not_undo_it(ends: CourierStatus) -> None:
    shipment, happened, _ = after(BOOKED, news(ends), news("returning", 1), news("returned", 2))
    assert shipment.status == ends
    assert happened[-2:] == [RestReturning(reason="returning"), RestReturned(reason="returned")]


@pytest.mark.parametrize(
    "first, then", [("lost", "delivered"), ("returned", "delivered"), ("delivered", "unclear"), ("returned", "lost")]
)
def test_what_cannot_be_is_left_to_people(first: CourierStatus, then: CourierStatus) -> None:
    shipment, happened, outcomes = after(BOOKED, news(first), news(then, 5))
    assert (shipment.status, outcomes[-1]) == (first, "contradiction")
    assert shipment == after(BOOKED, news(first))[0]
    assert happened


def test_a_parcel_may_be_delivered_after_it_had_turned_round() -> None:
    assert after(BOOKED, news("returning"), news("delivered", 1))[0].status == "delivered"
    told = after(BOOKED, news("returning", 5), news("delivered", 1))
    assert (told[0].status, told[2][-1]) == ("returning", "contradiction")
