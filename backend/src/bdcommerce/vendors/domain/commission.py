"""What share of the goods value the operator keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.vendors.errors import BackdatedPlan

OPERATOR = ""
"""Whose plan holds for every vendor without a rate of its own."""
LAST_DAY = date(2199, 12, 31)
DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Rates from a day on, until the next plan of the same owner begins. Per cent of the goods value."""

    owner: str
    """A vendor's id, or OPERATOR."""
    effective_from: date
    default_percent: Decimal | None
    """For categories that are not named; None: the operator's plan decides."""
    by_category: Mapping[str, Decimal]

    def percent(self, category_path: Sequence[str]) -> Decimal | None:
        """The rate of the most specific category (the path is root first) that has one."""
        named = (self.by_category[category] for category in reversed(category_path) if category in self.by_category)
        return next(named, self.default_percent)


def checked_plan(plan: Plan, today: date) -> Plan:
    """Raises BackdatedPlan, Invalid: a rate that is none, or an operator's plan that leaves a gap."""
    ensure(plan.effective_from >= today, BackdatedPlan.on(today))
    ensure(plan.effective_from <= LAST_DAY, Invalid.field("effective_from", f"must be {LAST_DAY} or earlier"))
    ensure(
        plan.owner != OPERATOR or plan.default_percent is not None,
        Invalid.field("default_percent", "is needed: some rate has to hold where no other does"),
    )
    if plan.default_percent is not None:
        _check_percent("default_percent", plan.default_percent)
    for category, percent in plan.by_category.items():
        ensure(is_id(category, "cat"), Invalid.field(f"by_category.{category}", "is no category id"))
        _check_percent(f"by_category.{category}", percent)
    return plan


def percent_due(own: Plan | None, operators: Plan | None, category_path: Sequence[str]) -> Decimal | None:
    """The vendor's rate of the most specific category, its default, the operator's rate, the operator's default."""
    rates = (plan.percent(category_path) for plan in (own, operators) if plan)
    return next((rate for rate in rates if rate is not None), None)


def _check_percent(field: str, percent: Decimal) -> None:
    ensure(percent.is_finite() and 0 <= percent <= 100, Invalid.field(field, "must be from 0 to 100"))  # noqa: PLR2004
    ensure(percent == round(percent, DECIMALS), Invalid.field(field, f"has more than {DECIMALS} decimals"))
