"""Which rate holds: the vendor's most specific category first, the operator's default last."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import Invalid
from bdcommerce.vendors.domain import commission
from bdcommerce.vendors.domain.commission import OPERATOR, Plan
from bdcommerce.vendors.errors import BackdatedPlan

TODAY = date(2026, 11, 22)
PHONES, MOBILES, CASES = "cat_phones", "cat_mobiles", "cat_cases"
PATH = [PHONES, MOBILES, CASES]


def plan(owner: str, default: str | None, **by_category: str) -> Plan:
    return Plan(
        owner=owner,
        effective_from=TODAY,
        default_percent=None if default is None else Decimal(default),
        by_category={f"cat_{name}": Decimal(percent) for name, percent in by_category.items()},
    )


@pytest.mark.parametrize(
    "own, operators, due",
    [
        (plan("ven_1", "8", phones="7", cases="5"), plan(OPERATOR, "12", cases="1"), "5"),
        (plan("ven_1", "8", phones="7"), plan(OPERATOR, "12", cases="1"), "7"),
        (plan("ven_1", "8", books="1"), plan(OPERATOR, "12", cases="1"), "8"),
        (plan("ven_1", None, books="1"), plan(OPERATOR, "12", phones="3", mobiles="2"), "2"),
        (plan("ven_1", None), plan(OPERATOR, "12", books="1"), "12"),
        (None, plan(OPERATOR, "12", cases="1"), "1"),
        (None, plan(OPERATOR, "12"), "12"),
        (plan("ven_1", "0"), plan(OPERATOR, "12"), "0"),
    ],
)
def test_the_most_specific_rate_wins(own: Plan | None, operators: Plan, due: str) -> None:
    assert commission.percent_due(own, operators, PATH) == Decimal(due)


def test_without_any_plan_nothing_is_due_and_that_is_not_zero() -> None:
    assert commission.percent_due(None, None, PATH) is None


def test_a_plan_may_begin_today_but_not_yesterday() -> None:
    begins_today = plan("ven_1", "8")

    assert commission.checked_plan(begins_today, TODAY) is begins_today
    with pytest.raises(BackdatedPlan):
        commission.checked_plan(begins_today, TODAY + timedelta(days=1))


@pytest.mark.parametrize("percent", ["-0.01", "100.01", "NaN", "8.125"])
def test_a_rate_that_is_no_percentage_is_refused(percent: str) -> None:
    with pytest.raises(Invalid):
        commission.checked_plan(plan("ven_1", percent), TODAY)


def test_a_rate_needs_a_category_that_can_exist() -> None:
    real = Plan(owner="ven_1", effective_from=TODAY, default_percent=None, by_category={ids.new_id("cat"): Decimal(8)})

    assert commission.checked_plan(real, TODAY) is real
    with pytest.raises(Invalid):
        commission.checked_plan(plan("ven_1", None, phones="8"), TODAY)


def test_the_operator_s_plan_leaves_no_gap() -> None:
    with pytest.raises(Invalid):
        commission.checked_plan(plan(OPERATOR, None), TODAY)
