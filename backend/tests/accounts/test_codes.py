"""One-time codes: how they live and die."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.accounts.domain import codes
from bdcommerce.accounts.domain.codes import Challenge, Sendings
from bdcommerce.accounts.errors import TooManyCodes
from bdcommerce.kernel import clock

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PHONE = "+8801712345678"


def blind(value: str, purpose: str) -> str:
    return hmac.new(b"a key", f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def challenge(code: str = "123456", at: datetime = MORNING) -> Challenge:
    with clock.frozen(at):
        return Challenge.of(code, PHONE, "login", "", blind)


def answered(to: Challenge, code: str, after: timedelta) -> bool:
    with clock.frozen(MORNING + after):
        return to.answered_by(code, blind)


def test_a_code_has_six_digits_and_is_not_always_the_same() -> None:
    made = {codes.new_code() for _ in range(200)}
    assert all(len(code) == 6 and code.isdecimal() for code in made)
    assert len(made) > 190


def test_the_right_code_is_good_for_five_minutes_and_no_longer() -> None:
    assert answered(challenge(), "123456", timedelta(minutes=5) - timedelta(microseconds=1))
    assert not answered(challenge(), "123456", timedelta(minutes=5))


@given(st.from_regex(r"[0-9]{6}", fullmatch=True).filter(lambda code: code != "123456"))
def test_no_other_code_is_right(code: str) -> None:
    assert not answered(challenge(), code, timedelta(0))


def test_five_misses_kill_a_code() -> None:
    missed = challenge()
    for _ in range(4):
        missed = missed.once_more_missed()
    assert answered(missed, "123456", timedelta(0))
    assert not answered(missed.once_more_missed(), "123456", timedelta(0))


def test_a_code_belongs_to_its_challenge() -> None:
    one, other = challenge(), challenge()
    assert one.digest != other.digest


def test_neither_code_nor_phone_shows() -> None:
    shown = repr(challenge("424242"))
    assert "424242" not in shown
    assert PHONE not in shown


def test_one_code_a_minute() -> None:
    with clock.frozen(MORNING):
        first = Sendings().plus_one()
    with clock.frozen(MORNING + timedelta(seconds=42)), pytest.raises(TooManyCodes) as refused:
        first.plus_one()
    assert refused.value.data["retry_after"] == 18
    with clock.frozen(MORNING + timedelta(seconds=60)):
        assert len(first.plus_one().at) == 2


def test_five_codes_an_hour() -> None:
    sendings = Sendings()
    for minute in (0, 5, 10, 20, 30):
        with clock.frozen(MORNING + timedelta(minutes=minute)):
            sendings = sendings.plus_one()
    with clock.frozen(MORNING + timedelta(minutes=45)), pytest.raises(TooManyCodes) as refused:
        sendings.plus_one()
    assert refused.value.data["retry_after"] == 15 * 60
    with clock.frozen(MORNING + timedelta(minutes=60)):
        assert len(sendings.plus_one().at) == 5


@given(st.lists(st.integers(0, 7200), max_size=60))
def test_whatever_one_tries_the_limits_hold(seconds: list[int]) -> None:
    sendings, sent = Sendings(), []
    for second in sorted(seconds):
        at = MORNING + timedelta(seconds=second)
        with clock.frozen(at):
            try:
                sendings = sendings.plus_one()
            except TooManyCodes:
                continue
        sent.append(at)
    for at in sent:
        assert sum(at <= other < at + timedelta(minutes=1) for other in sent) == 1
        assert sum(at <= other < at + timedelta(hours=1) for other in sent) <= 5


@given(st.lists(st.integers(0, 7200), min_size=1, max_size=60))
def test_waiting_as_long_as_told_is_enough(seconds: list[int]) -> None:
    sendings = Sendings()
    now = MORNING
    for second in sorted(seconds):
        now = max(now, MORNING + timedelta(seconds=second))
        with clock.frozen(now):
            try:
                sendings = sendings.plus_one()
                continue
            except TooManyCodes as refused:
                now += timedelta(seconds=refused.data["retry_after"])
        with clock.frozen(now):
            sendings = sendings.plus_one()
