"""Where a message goes after each attempt: never twice, to the next gateway only when that is safe, and to an end."""

from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.notifications.domain.delivering import (
    MISCONFIGURED_PAUSE,
    MOST_SILENT,
    Dedups,
    Delivery,
    Outcome,
    Route,
    Verdict,
    spoken,
)

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
ALMOST_MIDNIGHT = datetime(2026, 11, 22, 17, 59, 58, tzinfo=UTC)
A, B, C = Route(name="a", dedups="day"), Route(name="b", dedups="never"), Route(name="c", dedups="always")
ROUTES = (A, B, C)


def fresh(*, urgent: bool = False, at: datetime = NOW) -> Delivery:
    return Delivery.new("msg_1", "sms", at, urgent=urgent, brief=urgent)


def tried(delivery: Delivery, gateway: str, verdict: Verdict, now: datetime = NOW) -> Delivery:
    return delivery.begun(gateway).after(Outcome(verdict=verdict), ROUTES, now)


@pytest.mark.parametrize("verdict", ["unsent", "elsewhere", "misconfigured"])
def test_what_was_certainly_not_taken_goes_to_the_next_gateway_at_once(verdict: Verdict) -> None:
    after = tried(fresh(), "a", verdict)
    assert (after.state, after.next_attempt_at) == ("queued", NOW)
    assert after.choice(ROUTES, NOW) == B


def test_after_all_gateways_it_waits_and_begins_with_the_first_again() -> None:
    delivery = fresh()
    for name in "abc":
        delivery = tried(delivery, name, "unsent")
    assert delivery.next_attempt_at > NOW
    assert delivery.choice(ROUTES, delivery.next_attempt_at) == A


def test_what_was_perhaps_taken_is_repeated_where_it_is_known_by_its_id_and_nowhere_else() -> None:
    delivery = tried(fresh(), "a", "unsure")
    assert (delivery.state, delivery.choice(ROUTES, delivery.next_attempt_at)) == ("queued", A)
    for verdict in ("unsent", "misconfigured", "elsewhere", "unsure"):
        again = tried(delivery, "a", verdict, delivery.next_attempt_at)
        assert again.choice(ROUTES, again.next_attempt_at) in {A, None}


def test_over_midnight_the_id_is_forgotten_and_so_the_report_is_awaited() -> None:
    delivery = tried(fresh(at=ALMOST_MIDNIGHT), "a", "unsure", ALMOST_MIDNIGHT)
    assert (delivery.state, delivery.pinned) == ("unsure", True)


def test_a_repetition_that_itself_comes_after_midnight_is_none() -> None:
    evening = ALMOST_MIDNIGHT - timedelta(minutes=20)
    delivery = tried(fresh(at=evening), "a", "unsure", evening)
    assert delivery.overdue(ROUTES, evening + timedelta(minutes=5)) is delivery
    assert delivery.overdue(ROUTES, evening + timedelta(minutes=25)).state == "unsure"


def test_what_was_perhaps_taken_by_a_gateway_that_knows_no_ids_waits_for_its_report() -> None:
    delivery = tried(fresh(), "b", "unsure")
    assert delivery.state == "unsure"
    assert delivery.overdue(ROUTES, delivery.next_attempt_at).state == "given_up"


def test_a_report_that_it_did_not_arrive_frees_it_for_another_gateway() -> None:
    after = tried(fresh(), "b", "unsure").reported("failed", ROUTES, NOW)
    assert (after.state, after.choice(ROUTES, NOW)) == ("queued", A)
    assert "b" in after.tried


def test_a_code_that_comes_too_late_is_not_sent_at_all() -> None:
    delivery = fresh(urgent=True)
    assert delivery.overdue(ROUTES, NOW + timedelta(minutes=5)).state == "given_up"
    late = tried(
        tried(tried(fresh(urgent=True), "a", "unsent"), "b", "unsent"), "c", "unsent", NOW + timedelta(minutes=4)
    )
    assert late.next_attempt_at < late.give_up_at or late.state == "given_up"


def test_an_attempt_that_was_cut_off_counts_as_perhaps_taken() -> None:
    assert fresh().begun("b").overdue(ROUTES, NOW).state == "unsure"
    assert fresh().begun("a").overdue(ROUTES, NOW).choice(ROUTES, NOW + timedelta(minutes=1)) == A


def test_a_message_that_no_gateway_wants_fails_after_some_rounds() -> None:
    delivery, now = fresh(), NOW
    for _ in range(20):
        if delivery.state != "queued":
            break
        now = max(now, delivery.next_attempt_at)
        found = delivery.choice(ROUTES, now)
        assert found
        delivery = tried(delivery, found.name, "elsewhere", now)
    assert delivery.state == "failed"


def test_a_gateway_that_does_not_know_us_is_left_alone() -> None:
    judged = A.judged(Outcome(verdict="misconfigured"), NOW)
    assert judged.paused_until == NOW + MISCONFIGURED_PAUSE
    assert fresh().choice((judged, B), NOW) == B


def test_a_gateway_that_is_silent_again_and_again_is_left_alone_longer_each_time() -> None:
    route = A
    for _ in range(MOST_SILENT - 1):
        route = route.judged(Outcome(verdict="unsent"), NOW)
        assert route.open_at(NOW)
    pauses = list[datetime]()
    for _ in range(3):
        route = route.judged(Outcome(verdict="unsure"), NOW)
        assert route.paused_until
        pauses.append(route.paused_until)
    assert pauses == sorted(set(pauses))
    assert route.judged(Outcome(verdict="refused"), NOW) == A


@pytest.mark.parametrize("state", ["sent", "given_up", "failed"])
@pytest.mark.parametrize("news", ["delivered", "failed", "moving"])
def test_a_report_that_it_has_arrived_holds_whatever_was_known_and_is_not_taken_back(state: str, news: str) -> None:
    arrived = fresh().ended(state, "x").reported("delivered", ROUTES, NOW)  # type: ignore[arg-type]
    assert arrived.state == "delivered"
    assert arrived.reported(news, ROUTES, NOW) == arrived  # type: ignore[arg-type]


VERDICTS = st.sampled_from(
    ["accepted", "repeated", "refused", "gone", "elsewhere", "misconfigured", "unsent", "unsure"]
)
STEPS = st.lists(st.tuples(VERDICTS, st.booleans(), st.integers(0, 4_000)), max_size=60)


@given(STEPS, st.booleans(), st.sampled_from([NOW, ALMOST_MIDNIGHT, ALMOST_MIDNIGHT - timedelta(minutes=20)]))
def test_whatever_happens_nobody_is_sent_the_same_twice(
    steps: list[tuple[Verdict, bool, int]], urgent: bool, at: datetime
) -> None:
    """`taken` says, of an attempt nobody knows the end of, whether the gateway took it. A gateway that knows ids takes
    nothing twice on a day; no other one may be given what was perhaps taken.
    """
    delivery, now, given_to = fresh(urgent=urgent, at=at), at, set[tuple[str, str]]()
    for verdict, taken, seconds in steps:
        now = max(now, delivery.next_attempt_at) + timedelta(seconds=seconds * delivery.attempts)
        overdue = delivery.overdue(ROUTES, now)
        if overdue is not delivery or delivery.state != "queued":
            delivery = overdue
            break
        route = delivery.choice(ROUTES, now)
        if route is None:
            break
        if verdict in {"accepted", "repeated"} or (verdict == "unsure" and taken):
            given_to.add((route.name, "" if route.dedups == "always" else _day(now, route.dedups)))
        delivery = tried(delivery, route.name, verdict, now)
    assert len(given_to) <= 1


def _day(now: datetime, dedups: Dedups) -> str:
    return str((now + timedelta(hours=6)).date()) if dedups == "day" else now.isoformat()


@given(st.lists(VERDICTS, min_size=1, max_size=12), st.booleans())
def test_every_message_comes_to_an_end_within_its_time(verdicts: list[Verdict], urgent: bool) -> None:
    delivery, now = fresh(urgent=urgent), NOW
    steps = cycle(verdicts)
    while delivery.state in {"queued", "unsure"}:
        now = max(now, delivery.next_attempt_at)
        delivery = delivery.overdue(ROUTES, now)
        route = delivery.choice(ROUTES, now)
        if delivery.state == "queued" and route:
            delivery = tried(delivery, route.name, next(steps), now)
    assert now - NOW <= (timedelta(minutes=5) if urgent else timedelta(hours=24, minutes=30))


def test_nothing_like_a_number_is_kept_of_what_a_gateway_says() -> None:
    assert spoken("Invalid number 8801712345678,\n+880 1712-345678") == "Invalid number …, …"
