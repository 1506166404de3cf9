"""The way of a shipment: every command in every state, and the code at the door."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import (
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentMoved,
    ShipmentReturned,
    ShipmentStatus,
)
from bdcommerce.fulfilment.domain.codes import CODE_PAUSE, CODES_PER_DAY, TRIES_PER_CODE
from bdcommerce.fulfilment.domain.shipment import STATUS_AFTER, Limits, Shipment, evolve, fold
from bdcommerce.fulfilment.domain.telling import told_of
from bdcommerce.fulfilment.errors import (
    AlreadyChecked,
    AskedForLater,
    CodeJustSent,
    CodeLocked,
    NotPossibleNow,
    PhotoNotEnough,
    ReturnCodeNeeded,
    TooOftenRescheduled,
    WrongCollection,
)
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CodChanged,
    CodeIssued,
    CourierBooked,
    DeliveryRescheduled,
    ParcelDelivered,
    ParcelHeld,
    ParcelLost,
    ParcelPartlyDelivered,
    ParcelPickedUp,
    ParcelReachedHub,
    ParcelReturned,
    ParcelWentOut,
    RestReturned,
    RestReturning,
    ReturnChecked,
    ReturnCodeIssued,
    ReturnReachedHub,
    ReturnStarted,
    ShipmentCancelled,
    ShipmentEvent,
    ShipmentPlanned,
    TrackingNumberTold,
    WrongCodeTried,
    WrongReturnCodeTried,
)
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
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
BOOKED = CourierBooked(courier="own_riders", tracking_no="OR123")
CODE = CodeIssued(digest="right", at=NOW)
DELIVERED = ParcelDelivered(collected=COD, rider_id="usr_rider")
TODAY = clock.dhaka_date(NOW)
LIMITS = Limits(
    max_attempts=3, reschedules=2, reschedule_days=5, photo_max_cod=Money(50000), return_code_required=False
)
PHOTOS_WILL_DO = replace(LIMITS, photo_max_cod=COD)
MISSED = AttemptFailed(reason="", code="nobody_home", next_on=TODAY + timedelta(days=1))
GOING_BACK: list[ShipmentEvent] = [BOOKED, ParcelPickedUp(), ReturnStarted(reason="refused")]
WAY_TO: dict[ShipmentStatus, list[ShipmentEvent]] = {
    "planned": [],
    "booked": [BOOKED],
    "picked_up": [BOOKED, ParcelPickedUp()],
    "at_hub": [BOOKED, ParcelPickedUp(), ParcelReachedHub(hub="dhaka-tejgaon")],
    "out_for_delivery": [BOOKED, ParcelPickedUp(), ParcelWentOut(), CODE],
    "delivered": [BOOKED, ParcelPickedUp(), ParcelWentOut(), CODE, ParcelDelivered(collected=COD)],
    "partially_delivered": [
        BOOKED,
        ParcelPickedUp(),
        ParcelWentOut(),
        ParcelPartlyDelivered(collected=Money(50000), reason="kept one of two"),
    ],
    "attempt_failed": [BOOKED, ParcelPickedUp(), ParcelWentOut(), CODE, AttemptFailed(reason="not at home")],
    "returning": [*GOING_BACK, ReturnCodeIssued(digest="right", at=NOW)],
    "returned": [*GOING_BACK, ParcelReturned()],
    "lost": [BOOKED, ParcelPickedUp(), ParcelLost(reason="never seen again")],
    "cancelled": [ShipmentCancelled(reason="order cancelled")],
}
COMMANDS: dict[str, Callable[[Shipment], Sequence[ShipmentEvent]]] = {
    "book": lambda shipment: shipment.book("own_riders", "OR123"),
    "pick up": lambda shipment: shipment.pick_up("usr_rider"),
    "reach a hub": lambda shipment: shipment.reach_hub("dhaka-tejgaon"),
    "send out": lambda shipment: shipment.send_out("other", "usr_rider", LATER),
    "try again": lambda shipment: shipment.try_again("other", "usr_rider", LATER),
    "deliver": lambda shipment: shipment.deliver("right", shipment.cod, "usr_rider"),
    "deliver with a wrong code": lambda shipment: shipment.deliver("wrong", shipment.cod, "usr_rider"),
    "deliver by photo": lambda shipment: shipment.deliver_by_photo("evd_1", shipment.cod, "usr_rider", PHOTOS_WILL_DO),
    "miss": lambda shipment: shipment.miss(MISSED, LIMITS),
    "reschedule": lambda shipment: shipment.reschedule(TODAY + timedelta(days=1), TODAY, LIMITS),
    "refuse": lambda shipment: shipment.refuse("wrong size"),
    "give the vendor a code": lambda shipment: shipment.issue_return_code("other", LATER),
    "take back": lambda shipment: shipment.take_back("", LIMITS),
    "take back with a wrong code": lambda shipment: shipment.take_back("wrong", LIMITS),
    "check": lambda shipment: shipment.check_return("damaged", "the box is torn"),
    "lose": lambda shipment: shipment.lose("never seen again"),
    "cancel": lambda shipment: shipment.cancel("order cancelled"),
    "collect otherwise": lambda shipment: shipment.collect_otherwise(Money(100), "a line less"),
}
COLLECTED_LATER: tuple[ShipmentStatus, ...] = ("planned", "booked", "picked_up", "at_hub", "attempt_failed")
LEADS_TO: dict[tuple[str, ShipmentStatus], ShipmentStatus] = {
    ("book", "planned"): "booked",
    ("pick up", "booked"): "picked_up",
    ("reach a hub", "picked_up"): "at_hub",
    ("reach a hub", "at_hub"): "at_hub",
    ("reach a hub", "returning"): "returning",
    ("send out", "picked_up"): "out_for_delivery",
    ("send out", "at_hub"): "out_for_delivery",
    ("send out", "out_for_delivery"): "out_for_delivery",
    ("try again", "attempt_failed"): "out_for_delivery",
    ("deliver", "out_for_delivery"): "delivered",
    ("deliver with a wrong code", "out_for_delivery"): "out_for_delivery",
    ("deliver by photo", "out_for_delivery"): "delivered",
    ("miss", "out_for_delivery"): "attempt_failed",
    ("reschedule", "booked"): "booked",
    ("reschedule", "picked_up"): "picked_up",
    ("reschedule", "at_hub"): "at_hub",
    ("reschedule", "attempt_failed"): "attempt_failed",
    ("refuse", "out_for_delivery"): "returning",
    ("refuse", "attempt_failed"): "returning",
    ("give the vendor a code", "returning"): "returning",
    ("take back", "returning"): "returned",
    ("take back with a wrong code", "returning"): "returning",
    ("check", "returned"): "returned",
    ("lose", "picked_up"): "lost",
    ("lose", "at_hub"): "lost",
    ("lose", "out_for_delivery"): "lost",
    ("lose", "attempt_failed"): "lost",
    ("lose", "returning"): "lost",
    ("cancel", "planned"): "cancelled",
    ("cancel", "booked"): "cancelled",
    ("cancel", "picked_up"): "returning",
    ("cancel", "at_hub"): "returning",
    ("cancel", "out_for_delivery"): "returning",
    ("cancel", "attempt_failed"): "returning",
    **{("collect otherwise", status): status for status in COLLECTED_LATER},
}


def shipment_in(status: ShipmentStatus) -> Shipment:
    shipment = fold(PLANNED, *WAY_TO[status])
    assert shipment.status == status
    return shipment


def after(shipment: Shipment, happened: Sequence[ShipmentEvent]) -> Shipment:
    for event in happened:
        shipment = evolve(shipment, event)
    return shipment


@pytest.mark.parametrize("command, status", list(product(COMMANDS, get_args(ShipmentStatus))))
def test_every_command_in_every_state_does_something_or_refuses(command: str, status: ShipmentStatus) -> None:
    shipment = shipment_in(status)
    if (command, status) not in LEADS_TO:
        with pytest.raises(NotPossibleNow):
            COMMANDS[command](shipment)
        return
    happened = COMMANDS[command](shipment)
    assert happened
    assert after(shipment, happened).status == LEADS_TO[command, status]
    assert after(shipment, happened).version == shipment.version + len(happened)


@example(["book", "pick up", "collect otherwise", "send out", "deliver by photo"])
@given(st.lists(st.sampled_from(sorted(COMMANDS)), max_size=25))
def test_no_sequence_of_commands_leaves_the_table_of_states(commands: list[str]) -> None:
    shipment, history = fold(PLANNED), list[ShipmentEvent]()
    for command in commands:
        if (command, shipment.status) in LEADS_TO:
            try:
                happened = COMMANDS[command](shipment)
            except (CodeJustSent, CodeLocked, AskedForLater, TooOftenRescheduled, AlreadyChecked):
                continue
            history.extend(happened)
            shipment = after(shipment, happened)
    assert fold(PLANNED, *history) == shipment
    assert sum(isinstance(event, ParcelDelivered) for event in history) <= 1
    to_collect = [event.cod for event in history if isinstance(event, CodChanged)][-1:] or [COD]
    assert all(event.collected in to_collect for event in history if isinstance(event, ParcelDelivered))


def test_every_event_but_those_of_codes_and_notes_changes_the_status() -> None:
    of_doors = {CodeIssued, WrongCodeTried, ReturnCodeIssued, WrongReturnCodeTried}
    notes = {DeliveryRescheduled, ReturnReachedHub, ReturnChecked}
    notes |= {ParcelHeld, RestReturning, RestReturned, CodChanged, TrackingNumberTold}
    assert {*get_args(ShipmentEvent)} - {*STATUS_AFTER} == of_doors | notes


def test_a_refusal_at_the_door_is_a_failed_attempt_and_the_way_back() -> None:
    assert shipment_in("out_for_delivery").refuse("wrong size") == [
        AttemptFailed(reason="wrong size", code="refused"),
        ReturnStarted(reason="wrong size"),
    ]
    assert shipment_in("attempt_failed").refuse("gave up") == [ReturnStarted(reason="gave up")]


def test_the_right_code_and_the_exact_cash_deliver() -> None:
    assert shipment_in("out_for_delivery").deliver("right", COD, "usr_rider") == [DELIVERED]


@pytest.mark.parametrize("collected", [Money(0), COD - Money(1), COD + Money(1), Money(COD.amount, "USD")])
def test_other_cash_than_was_to_be_collected_is_refused(collected: Money) -> None:
    with pytest.raises(WrongCollection):
        shipment_in("out_for_delivery").deliver("right", collected, "usr_rider")


def test_a_wrong_code_counts_and_five_of_them_lock() -> None:
    shipment = shipment_in("out_for_delivery")
    for left in range(TRIES_PER_CODE - 1, -1, -1):
        happened = shipment.deliver("wrong", COD, "usr_rider")
        assert happened == [WrongCodeTried()]
        shipment = after(shipment, happened)
        assert shipment.customers_door.tries_left == left
    with pytest.raises(CodeLocked):
        shipment.deliver("right", COD, "usr_rider")


def test_a_new_code_unlocks_and_ends_the_old_one() -> None:
    locked = after(shipment_in("out_for_delivery"), [WrongCodeTried()] * TRIES_PER_CODE)
    again = after(locked, locked.send_out("newer", "usr_rider", LATER))
    assert again.customers_door.tries_left == TRIES_PER_CODE
    assert again.deliver("right", COD, "usr_rider") == [WrongCodeTried()]
    assert again.deliver("newer", COD, "usr_rider") == [DELIVERED]


def test_another_code_is_not_sent_at_once() -> None:
    shipment = shipment_in("out_for_delivery")
    with pytest.raises(CodeJustSent) as refused:
        shipment.send_out("other", "usr_rider", NOW + CODE_PAUSE - timedelta(seconds=10))
    assert refused.value.data["retry_after"] == 10
    assert shipment.send_out("other", "usr_rider", NOW + CODE_PAUSE) == [
        CodeIssued(digest="other", at=NOW + CODE_PAUSE)
    ]


def test_codes_of_a_day_are_limited() -> None:
    shipment, at = shipment_in("out_for_delivery"), NOW
    for number in range(CODES_PER_DAY - 1):
        at = NOW + (number + 1) * CODE_PAUSE
        shipment = after(shipment, shipment.send_out("other", "usr_rider", at))
    with pytest.raises(CodeJustSent) as refused:
        shipment.send_out("one too many", "usr_rider", at + timedelta(hours=1))
    free_at = at + timedelta(hours=1, seconds=refused.value.data["retry_after"])
    assert free_at == NOW + timedelta(days=1)
    assert shipment.send_out("a day later", "usr_rider", free_at)


@pytest.mark.parametrize("status", get_args(ShipmentStatus))
def test_the_world_hears_of_every_change_of_a_booked_parcel(status: ShipmentStatus) -> None:
    shipment, told = fold(PLANNED), []
    for event in WAY_TO[status]:
        shipment = evolve(shipment, event)
        told.append(told_of(shipment, event, NOW))
    heard = [type(one) for one in told if one]
    expected: dict[ShipmentStatus, list[type]] = {
        "planned": [],
        "cancelled": [],
        "booked": [ShipmentBooked],
        "picked_up": [ShipmentBooked, ShipmentMoved],
        "out_for_delivery": [ShipmentBooked, ShipmentMoved, ShipmentMoved],
        "at_hub": [ShipmentBooked, ShipmentMoved, ShipmentMoved],
        "lost": [ShipmentBooked, ShipmentMoved, ShipmentLost],
        "attempt_failed": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentMoved],
        "delivered": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentDelivered],
        "partially_delivered": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentDelivered],
        "returning": [ShipmentBooked, ShipmentMoved, ShipmentMoved],
        "returned": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentReturned],
    }
    assert heard == expected[status]
    if heard and heard[-1] is ShipmentMoved:
        last = [one for one in told if isinstance(one, ShipmentMoved)][-1]
        assert (last.status, last.code) == (status, "other" if status == "attempt_failed" else "")


def test_the_last_attempt_turns_the_parcel_round() -> None:
    shipment = shipment_in("out_for_delivery")
    for failed in range(2):
        shipment = after(shipment, shipment.miss(MISSED, LIMITS))
        assert (shipment.status, shipment.failed_attempts) == ("attempt_failed", failed + 1)
        shipment = after(shipment, shipment.try_again("x", "usr_rider", NOW + timedelta(days=failed + 1)))
    assert shipment.miss(MISSED, LIMITS) == [
        AttemptFailed(reason="", code="nobody_home", next_on=None),
        ReturnStarted(reason="not delivered in 3 attempts"),
    ]


@pytest.mark.parametrize("days, allowed", [(-1, False), (0, False), (1, True), (5, True), (6, False)])
def test_another_day_is_one_of_the_next_few(days: int, allowed: bool) -> None:
    shipment, day = shipment_in("picked_up"), TODAY + timedelta(days=days)
    if allowed:
        assert shipment.reschedule(day, TODAY, LIMITS) == [DeliveryRescheduled(on=day)]
    else:
        with pytest.raises(Invalid):
            shipment.reschedule(day, TODAY, LIMITS)


def test_another_day_is_chosen_only_so_often() -> None:
    shipment = shipment_in("attempt_failed")
    for days in (1, 2):
        shipment = after(shipment, shipment.reschedule(TODAY + timedelta(days=days), TODAY, LIMITS))
    with pytest.raises(TooOftenRescheduled):
        shipment.reschedule(TODAY + timedelta(days=3), TODAY, LIMITS)


@pytest.mark.parametrize("status, command", [("picked_up", "send out"), ("at_hub", "send out")])
def test_no_rider_goes_before_the_day_that_the_customer_chose(status: ShipmentStatus, command: str) -> None:
    shipment = shipment_in(status)
    waiting = after(shipment, shipment.reschedule(TODAY + timedelta(days=2), TODAY, LIMITS))
    with pytest.raises(AskedForLater) as refused:
        COMMANDS[command](waiting)
    assert refused.value.data["deliver_on"] == "2026-11-24"
    midnight = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # in Dhaka the 24th has begun
    assert after(waiting, waiting.send_out("x", "usr_rider", midnight)).status == "out_for_delivery"


def test_an_attempt_on_the_chosen_day_uses_the_choice_up() -> None:
    shipment = shipment_in("attempt_failed")
    waiting = after(shipment, shipment.reschedule(TODAY + timedelta(days=1), TODAY, LIMITS))
    tomorrow = NOW + timedelta(days=1)
    missed = after(waiting, waiting.try_again("x", "usr_rider", tomorrow))
    missed = after(missed, missed.miss(MISSED, LIMITS))
    assert missed.deliver_on is None
    assert missed.try_again("y", "usr_rider", tomorrow + timedelta(hours=1))


@pytest.mark.parametrize("cod, enough", [(0, True), (49999, True), (50000, True), (50001, False)])
def test_a_photo_proves_a_delivery_of_little_cash_only(cod: int, enough: bool) -> None:
    shipment = fold(replace(PLANNED, cod=Money(cod)), *WAY_TO["out_for_delivery"])
    if enough:
        assert shipment.deliver_by_photo("evd_1", Money(cod), "usr_rider", LIMITS) == [
            ParcelDelivered(collected=Money(cod), proof="photo", evidence_id="evd_1", rider_id="usr_rider")
        ]
        with pytest.raises(WrongCollection):
            shipment.deliver_by_photo("evd_1", Money(cod + 1), "usr_rider", LIMITS)
    else:
        with pytest.raises(PhotoNotEnough):
            shipment.deliver_by_photo("evd_1", Money(cod), "usr_rider", LIMITS)


def test_a_delivery_tells_how_it_is_proven() -> None:
    shipment = shipment_in("delivered")
    told = told_of(shipment, ParcelDelivered(collected=COD, proof="photo", evidence_id="evd_1"), NOW)
    assert isinstance(told, ShipmentDelivered)
    assert (told.proof, told.evidence_id) == ("photo", "evd_1")


def test_the_vendor_s_code_confirms_the_return_and_five_wrong_ones_lock() -> None:
    shipment = shipment_in("returning")
    assert shipment.take_back("right", LIMITS) == [ParcelReturned(confirmed=True)]
    for _ in range(TRIES_PER_CODE):
        shipment = after(shipment, shipment.take_back("wrong", LIMITS))
    with pytest.raises(CodeLocked):
        shipment.take_back("right", LIMITS)
    fresh = after(shipment, shipment.issue_return_code("newer", LATER))
    assert fresh.take_back("newer", LIMITS) == [ParcelReturned(confirmed=True)]


def test_a_code_that_was_never_issued_opens_nothing() -> None:
    never_issued = fold(PLANNED, *GOING_BACK)
    assert never_issued.take_back("", LIMITS) == [ParcelReturned(confirmed=False)]
    assert never_issued.take_back("anything", LIMITS) == [WrongReturnCodeTried()]
    assert shipment_in("out_for_delivery").customers_door.opens("") is False


def test_where_the_rule_wants_it_nothing_goes_back_without_the_vendor_s_code() -> None:
    strict = replace(LIMITS, return_code_required=True)
    with pytest.raises(ReturnCodeNeeded):
        shipment_in("returning").take_back("", strict)
    assert shipment_in("returning").take_back("right", strict) == [ParcelReturned(confirmed=True)]


def test_the_vendor_says_once_how_it_came_back() -> None:
    shipment = shipment_in("returned")
    checked = after(shipment, shipment.check_return("damaged", "the box is torn"))
    with pytest.raises(AlreadyChecked):
        checked.check_return("whole", "")


def test_on_its_way_back_a_hub_changes_nothing_but_the_history() -> None:
    assert shipment_in("returning").reach_hub("dhaka-tejgaon") == [ReturnReachedHub(hub="dhaka-tejgaon")]
    assert told_of(shipment_in("returning"), ReturnReachedHub(hub="dhaka-tejgaon"), NOW) is None
