"""The way of a shipment: every command in every state, and the code at the door."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.fulfilment import (
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentMoved,
    ShipmentReturned,
    ShipmentStatus,
)
from bdcommerce.fulfilment.domain.shipment import (
    CODE_PAUSE,
    CODES_PER_DAY,
    STATUS_AFTER,
    TRIES_PER_CODE,
    Shipment,
    evolve,
    fold,
)
from bdcommerce.fulfilment.domain.telling import told_of
from bdcommerce.fulfilment.errors import CodeJustSent, CodeLocked, NotPossibleNow, WrongCollection
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CodeIssued,
    CourierBooked,
    ParcelDelivered,
    ParcelPickedUp,
    ParcelReturned,
    ParcelWentOut,
    ReturnStarted,
    ShipmentCancelled,
    ShipmentEvent,
    ShipmentPlanned,
    WrongCodeTried,
)
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
WAY_TO: dict[ShipmentStatus, list[ShipmentEvent]] = {
    "planned": [],
    "booked": [BOOKED],
    "picked_up": [BOOKED, ParcelPickedUp()],
    "out_for_delivery": [BOOKED, ParcelPickedUp(), ParcelWentOut(), CODE],
    "delivered": [BOOKED, ParcelPickedUp(), ParcelWentOut(), CODE, ParcelDelivered(collected=COD)],
    "attempt_failed": [BOOKED, ParcelPickedUp(), ParcelWentOut(), CODE, AttemptFailed(reason="not at home")],
    "returning": [BOOKED, ParcelPickedUp(), ReturnStarted(reason="refused")],
    "returned": [BOOKED, ParcelPickedUp(), ReturnStarted(reason="refused"), ParcelReturned()],
    "cancelled": [ShipmentCancelled(reason="order cancelled")],
}
COMMANDS: dict[str, Callable[[Shipment], Sequence[ShipmentEvent]]] = {
    "book": lambda shipment: shipment.book("own_riders", "OR123"),
    "pick up": lambda shipment: shipment.pick_up(),
    "send out": lambda shipment: shipment.send_out("other", LATER),
    "try again": lambda shipment: shipment.try_again("other", LATER),
    "deliver": lambda shipment: shipment.deliver("right", COD),
    "deliver with a wrong code": lambda shipment: shipment.deliver("wrong", COD),
    "miss": lambda shipment: shipment.miss("not at home"),
    "refuse": lambda shipment: shipment.refuse("wrong size"),
    "take back": lambda shipment: shipment.take_back(),
    "cancel": lambda shipment: shipment.cancel("order cancelled"),
}
LEADS_TO: dict[tuple[str, ShipmentStatus], ShipmentStatus] = {
    ("book", "planned"): "booked",
    ("pick up", "booked"): "picked_up",
    ("send out", "picked_up"): "out_for_delivery",
    ("send out", "out_for_delivery"): "out_for_delivery",
    ("try again", "attempt_failed"): "out_for_delivery",
    ("deliver", "out_for_delivery"): "delivered",
    ("deliver with a wrong code", "out_for_delivery"): "out_for_delivery",
    ("miss", "out_for_delivery"): "attempt_failed",
    ("refuse", "out_for_delivery"): "returning",
    ("refuse", "attempt_failed"): "returning",
    ("take back", "returning"): "returned",
    ("cancel", "planned"): "cancelled",
    ("cancel", "booked"): "cancelled",
    ("cancel", "picked_up"): "returning",
    ("cancel", "out_for_delivery"): "returning",
    ("cancel", "attempt_failed"): "returning",
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


@given(st.lists(st.sampled_from(sorted(COMMANDS)), max_size=25))
def test_no_sequence_of_commands_leaves_the_table_of_states(commands: list[str]) -> None:
    shipment, history = fold(PLANNED), list[ShipmentEvent]()
    for command in commands:
        if (command, shipment.status) in LEADS_TO:
            try:
                happened = COMMANDS[command](shipment)
            except (CodeJustSent, CodeLocked):
                continue
            history.extend(happened)
            shipment = after(shipment, happened)
    assert fold(PLANNED, *history) == shipment
    assert sum(isinstance(event, ParcelDelivered) for event in history) <= 1


def test_every_event_but_those_of_the_code_changes_the_status() -> None:
    assert {*get_args(ShipmentEvent)} - {*STATUS_AFTER} == {CodeIssued, WrongCodeTried}


def test_a_refusal_at_the_door_is_a_failed_attempt_and_the_way_back() -> None:
    assert shipment_in("out_for_delivery").refuse("wrong size") == [
        AttemptFailed(reason="wrong size"),
        ReturnStarted(reason="wrong size"),
    ]
    assert shipment_in("attempt_failed").refuse("gave up") == [ReturnStarted(reason="gave up")]


def test_the_right_code_and_the_exact_cash_deliver() -> None:
    assert shipment_in("out_for_delivery").deliver("right", COD) == [ParcelDelivered(collected=COD)]


@pytest.mark.parametrize("collected", [Money(0), COD - Money(1), COD + Money(1), Money(COD.amount, "USD")])
def test_other_cash_than_was_to_be_collected_is_refused(collected: Money) -> None:
    with pytest.raises(WrongCollection):
        shipment_in("out_for_delivery").deliver("right", collected)


def test_a_wrong_code_counts_and_five_of_them_lock() -> None:
    shipment = shipment_in("out_for_delivery")
    for left in range(TRIES_PER_CODE - 1, -1, -1):
        happened = shipment.deliver("wrong", COD)
        assert happened == [WrongCodeTried()]
        shipment = after(shipment, happened)
        assert shipment.tries_left == left
    with pytest.raises(CodeLocked):
        shipment.deliver("right", COD)


def test_a_new_code_unlocks_and_ends_the_old_one() -> None:
    locked = after(shipment_in("out_for_delivery"), [WrongCodeTried()] * TRIES_PER_CODE)
    again = after(locked, locked.send_out("newer", LATER))
    assert again.tries_left == TRIES_PER_CODE
    assert again.deliver("right", COD) == [WrongCodeTried()]
    assert again.deliver("newer", COD) == [ParcelDelivered(collected=COD)]


def test_another_code_is_not_sent_at_once() -> None:
    shipment = shipment_in("out_for_delivery")
    with pytest.raises(CodeJustSent) as refused:
        shipment.send_out("other", NOW + CODE_PAUSE - timedelta(seconds=10))
    assert refused.value.data["retry_after"] == 10
    assert shipment.send_out("other", NOW + CODE_PAUSE) == [CodeIssued(digest="other", at=NOW + CODE_PAUSE)]


def test_codes_of_a_day_are_limited() -> None:
    shipment, at = shipment_in("out_for_delivery"), NOW
    for number in range(CODES_PER_DAY - 1):
        at = NOW + (number + 1) * CODE_PAUSE
        shipment = after(shipment, shipment.send_out("other", at))
    with pytest.raises(CodeJustSent) as refused:
        shipment.send_out("one too many", at + timedelta(hours=1))
    free_at = at + timedelta(hours=1, seconds=refused.value.data["retry_after"])
    assert free_at == NOW + timedelta(days=1)
    assert shipment.send_out("a day later", free_at)


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
        "attempt_failed": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentMoved],
        "delivered": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentDelivered],
        "returning": [ShipmentBooked, ShipmentMoved, ShipmentMoved],
        "returned": [ShipmentBooked, ShipmentMoved, ShipmentMoved, ShipmentReturned],
    }
    assert heard == expected[status]
    if heard and heard[-1] is ShipmentMoved:
        last = [one for one in told if isinstance(one, ShipmentMoved)][-1]
        assert last.status == status
