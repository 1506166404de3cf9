"""What people want is done: which topics, where, and when they sleep."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bdcommerce.kernel.clock import DHAKA
from bdcommerce.notifications.domain.preferences import Preferences, Where, after_quiet, decide
from bdcommerce.notifications.domain.texts import TEMPLATES

DAY, NIGHT = datetime(2026, 11, 22, 6, tzinfo=UTC), datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Noon, and eleven at night, in Bangladesh."""
MORNING = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "quiet, local, ends",
    [
        ((time(22), time(8)), "2026-11-22 21:59", None),
        ((time(22), time(8)), "2026-11-22 22:00", "2026-11-23 08:00"),
        ((time(22), time(8)), "2026-11-23 07:59", "2026-11-23 08:00"),
        ((time(22), time(8)), "2026-11-23 08:00", None),
        ((time(13), time(15)), "2026-11-22 14:00", "2026-11-22 15:00"),
        ((time(13), time(15)), "2026-11-22 15:00", None),
        ((time(0), time(0)), "2026-11-22 00:00", None),
        (None, "2026-11-22 23:00", None),
    ],
)
def test_quiet_hours_end_when_they_say(quiet: tuple[time, time] | None, local: str, ends: str | None) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=DHAKA)
    expected = datetime.fromisoformat(ends).replace(tzinfo=DHAKA) if ends else now
    assert after_quiet(quiet, now) == expected


@given(st.times(), st.times(), st.datetimes(timezones=st.just(DHAKA)))
def test_nobody_waits_longer_than_a_day(begin: time, end: time, now: datetime) -> None:
    assume(1900 < now.year < 3000)
    due = after_quiet((begin, end), now)
    assert now <= due <= now + timedelta(days=1)
    assert after_quiet((begin, end), due) == due


def test_codes_come_at_night_and_whatever_was_wished() -> None:
    nothing = Preferences(topics=dict.fromkeys(("orders", "feedback", "business"), frozenset()))
    assert decide(TEMPLATES["otp"], nothing, NIGHT).fate == "sent"


def test_a_delivery_code_does_not_wait_for_the_morning() -> None:
    assert decide(TEMPLATES["delivery_code"], Preferences(), NIGHT).fate == "sent"


def test_what_can_wait_waits_for_the_morning() -> None:
    decision = decide(TEMPLATES["order_confirmed"], Preferences(), NIGHT)
    assert (decision.fate, decision.due_at) == ("waiting", MORNING)
    assert decide(TEMPLATES["order_confirmed"], Preferences(), DAY).fate == "sent"
    assert decide(TEMPLATES["order_confirmed"], Preferences(quiet=None), NIGHT).fate == "sent"


def test_what_is_not_wanted_is_still_in_the_inbox() -> None:
    quiet = Preferences(topics={"orders": frozenset()})
    decision = decide(TEMPLATES["parcel_handed_over"], quiet, DAY)
    assert (decision.fate, decision.inbox) == ("unwanted", True)


def test_a_code_is_in_no_inbox() -> None:
    assert not decide(TEMPLATES["delivery_code"], Preferences(), DAY).inbox


def test_mail_that_can_wait_is_gathered_for_whoever_wants_that() -> None:
    daily = Preferences(digest="daily")
    assert decide(TEMPLATES["stock_low"], daily, NIGHT).fate == "gathered"
    assert decide(TEMPLATES["order_confirmed"], daily, DAY).fate == "sent"
    assert decide(TEMPLATES["second_factor_reset"], daily, DAY).fate == "sent"


def test_devices_are_told_as_somebody_wishes_and_never_of_codes_or_at_night() -> None:
    def wishing(*places: Where) -> Preferences:
        return Preferences(topics={"orders": frozenset(places)})

    order, code = TEMPLATES["order_confirmed"], TEMPLATES["otp"]
    assert decide(order, Preferences(), DAY).push_at == DAY
    assert decide(order, wishing("direct", "inbox"), DAY).push_at is None
    only_push = decide(order, wishing("push"), NIGHT)
    assert (only_push.fate, only_push.push_at) == ("unwanted", after_quiet(Preferences().quiet, NIGHT))
    assert decide(code, Preferences(), DAY).push_at is None
