"""Identifiers: UUIDv7 in TypeID clothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel import clock, ids

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
kinds = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive by Hypothesis' rule


def bits(identifier: str) -> int:
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    value = 0
    for letter in identifier.partition("_")[2]:
        value = value << 5 | alphabet.index(letter)
    return value


@given(kinds, moments)
def test_every_identifier_tells_its_kind_and_is_well_formed(kind: str, at: datetime) -> None:
    with clock.frozen(at):
        made = ids.new_id(kind)
    assert re.fullmatch(rf"{kind}_[0-9a-hjkmnp-tv-z]{{26}}", made)
    assert ids.is_id(made, kind)
    assert not ids.is_id(made, f"{kind}x")


@given(moments)
def test_an_identifier_is_a_uuid_of_version_seven_born_at_that_millisecond(at: datetime) -> None:
    with clock.frozen(at):
        value = bits(ids.new_id("ord"))
    assert value >> 80 == int(at.timestamp() * 1000)
    assert value >> 76 & 0xF == 7
    assert value >> 62 & 0b11 == 0b10


@given(moments, st.integers(1, 10**6))
def test_later_ones_sort_after_earlier_ones(at: datetime, later_by: int) -> None:
    with clock.frozen(at):
        first = ids.new_id("ord")
    with clock.frozen(at + timedelta(milliseconds=later_by)):
        second = ids.new_id("ord")
    assert first < second


def test_two_of_the_same_millisecond_differ() -> None:
    with clock.frozen(MORNING):
        assert len({ids.new_id("ord") for _ in range(1000)}) == 1000


def test_a_test_can_own_the_randomness() -> None:
    with clock.frozen(MORNING), ids.seeded(lambda size: b"\x01" * size):
        assert ids.new_id("ord") == ids.new_id("ord")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ord",
        "ord_",
        "ord_01h455vb4pex5vsknk084sn02",
        "ord_81h455vb4pex5vsknk084sn02q",
        "ord_01H455VB4PEX5VSKNK084SN02Q",
        "ord_01h455vb4pex5vsknk084sn02u",
        "ord_01h455vb4pex5vsknk084sn02q\n",
    ],
)
def test_what_only_looks_like_an_identifier_is_none(text: str) -> None:
    assert not ids.is_id(text, "ord")


def test_the_well_known_example_is_an_identifier() -> None:
    assert ids.is_id("ord_01h455vb4pex5vsknk084sn02q", "ord")
