import itertools
from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.orders.domain.transitions import (
    COMMANDS,
    ENDED,
    LEADS_TO,
    NEWS,
    Outcome,
    Status,
    Step,
    may_cancel,
    outcome,
)

STATUSES: tuple[Status, ...] = get_args(Status)
STEPS: list[Step] = [*COMMANDS, *NEWS]


@pytest.mark.parametrize("status, step", list(itertools.product(STATUSES, STEPS)))
def test_every_step_in_every_status_has_exactly_one_outcome(status: Status, step: Step) -> None:
    follows = outcome(status, step)
    if step in COMMANDS:
        assert follows in {LEADS_TO[step], Outcome.REFUSED}
    else:
        assert follows in {LEADS_TO[step], Outcome.PASSED_OVER, Outcome.NOTED}
    assert follows != status


def test_the_way_of_a_parcel_that_arrives() -> None:
    status: Status | Outcome = "placed"
    steps: list[Step] = [
        "confirm", "accept", "pack", "make_ready", "picked_up", "out_for_delivery", "attempt_failed",
        "out_for_delivery", "delivered", "complete",
    ]  # fmt: skip
    for step in steps:
        assert not isinstance(status, Outcome)
        status = outcome(status, step)
    assert status == "completed"


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_has_ended_takes_no_step(status: Status) -> None:
    assert all(isinstance(outcome(status, step), Outcome) for step in STEPS)


def test_a_courier_is_never_refused() -> None:
    assert Outcome.REFUSED not in {outcome(status, news) for status in STATUSES for news in NEWS}


def test_news_about_a_parcel_that_was_cancelled_is_noted() -> None:
    assert {outcome("cancelled", news) for news in NEWS} == {Outcome.NOTED}


@pytest.mark.parametrize("last", ["delivered", "returned"])
@given(st.permutations(["picked_up", "out_for_delivery", "attempt_failed"]), st.integers(0, 3))
def test_news_in_any_order_and_twice_ends_where_the_parcel_did(last: Step, earlier: Sequence[Step], at: int) -> None:
    status: Status = "ready_to_ship"
    for news in [*earlier[:at], last, *earlier[at:], last]:
        follows = outcome(status, news)
        assert follows is not Outcome.NOTED
        status = status if isinstance(follows, Outcome) else follows
    assert status == last


def test_who_may_cancel_until_when() -> None:
    may = {by: {status for status in STATUSES if may_cancel(by, status)} for by in ("customer", "vendor", "staff")}
    assert may["customer"] == {"confirmed", "accepted"}
    assert may["vendor"] == may["staff"] == {"confirmed", "accepted", "packed", "ready_to_ship"}
    assert all(outcome(status, "cancel") == "cancelled" for status in may["vendor"])
