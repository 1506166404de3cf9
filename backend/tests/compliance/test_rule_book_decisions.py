"""Where a new value of a rule fits into its history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.compliance.domain import rules
from bdcommerce.compliance.domain.rules import RuleSpan, RuleStatus, Succession
from bdcommerce.compliance.errors import BackdatedRule
from bdcommerce.kernel.errors import Invalid

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def span(
    begins: date, ends: date | None = None, *, number: int = 0, value: str = "5", status: RuleStatus = "operator"
) -> RuleSpan:
    return RuleSpan(
        id=f"rul_{number}",
        key="vat.standard",
        value=Decimal(value),
        effective_from=begins,
        effective_to=ends,
        source="a law",
        status=status,
        verified_by="",
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_the_first_value_of_a_key_may_begin_in_the_past() -> None:
    step = rules.succession("own.rule", [], TODAY - 400 * DAY, TODAY)

    assert step == Succession(closes="", effective_to=None, status="operator")


def test_a_new_value_closes_the_one_that_holds_on_its_first_day() -> None:
    step = rules.succession("vat.standard", [span(TODAY - 9 * DAY)], TODAY, TODAY)

    assert step == Succession(closes="rul_0", effective_to=None, status="operator")


def test_a_value_between_two_ends_where_the_later_one_begins() -> None:
    history = [span(TODAY - 9 * DAY, TODAY + 30 * DAY), span(TODAY + 30 * DAY, number=1)]

    step = rules.succession("vat.standard", history, TODAY + 5 * DAY, TODAY)

    assert step == Succession(closes="rul_0", effective_to=TODAY + 30 * DAY, status="operator")


def test_a_value_before_the_first_one_holds_until_that_begins() -> None:
    step = rules.succession("vat.standard", [span(TODAY + 30 * DAY)], TODAY, TODAY)

    assert step == Succession(closes="", effective_to=TODAY + 30 * DAY, status="operator")


def test_a_day_that_has_passed_keeps_its_value() -> None:
    with pytest.raises(BackdatedRule):
        rules.succession("vat.standard", [span(TODAY - 9 * DAY)], TODAY - DAY, TODAY)


def test_a_statutory_rule_stays_statutory_and_its_new_value_counts_as_read_in_a_source() -> None:
    step = rules.succession("vat.standard", [span(TODAY - 9 * DAY, status="unverified")], TODAY, TODAY)

    assert step.status == "seen"


@pytest.mark.parametrize("value", ["-0.01", "NaN", "Infinity", "1e15", "0.00001"])
def test_a_value_that_no_rule_can_have_is_refused(value: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_value(Decimal(value))


@pytest.mark.parametrize("key", ["vat", "Vat.standard", "vat..standard", ".vat", "vat.standard ", "6.vat", ""])
def test_a_key_that_is_not_words_joined_by_dots_is_refused(key: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_key(key)


@pytest.mark.parametrize("key", ["vat.standard", "vat.6_10_over", "dc.delivery_days_same_city"])
def test_the_law_s_own_keys_are_well_formed(key: str) -> None:
    assert rules.checked_key(key) == key


@given(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=12))
def test_whatever_is_appended_exactly_one_value_holds_on_each_day_from_the_first(offsets: list[int]) -> None:
    history: list[RuleSpan] = []
    for number, offset in enumerate(offsets):
        begins = TODAY + offset * DAY
        step = rules.succession("vat.standard", history, begins, TODAY)
        history = [
            span(old.effective_from, begins, number=int(old.id[4:])) if old.id == step.closes else old
            for old in history
        ]
        history.append(span(begins, step.effective_to, number=number))

    for offset in range(min(offsets), 62):
        holding = [one for one in history if one.holds(TODAY + offset * DAY)]
        last_said = max(begin for begin in offsets if begin <= offset)
        assert [one.effective_from for one in holding] == [TODAY + last_said * DAY]
        assert holding[0].id == f"rul_{max(n for n, begin in enumerate(offsets) if begin == last_said)}"


def test_a_day_that_has_passed_may_be_meant() -> None:
    history = [span(TODAY - 90 * DAY, TODAY - 30 * DAY), span(TODAY - 30 * DAY, number=1)]

    step = rules.succession("vat.standard", history, TODAY - 60 * DAY, TODAY, retroactive=True)

    assert step == Succession(closes="rul_0", effective_to=TODAY - 30 * DAY, status="operator")
