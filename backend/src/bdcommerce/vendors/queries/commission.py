"""What commission is due, and which plans there are."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from bdcommerce.contracts.vendors import CommissionQuestion, CommissionTerms, UnknownVendor
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.vendors.domain import commission
from bdcommerce.vendors.domain.commission import OPERATOR, Plan
from bdcommerce.vendors.errors import NoCommissionPlan
from bdcommerce.vendors.schemas import PlanView

# Percentages are read as text, because the driver makes 1E+1 of the number 10.


class _InForce(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor (or the operator) and its plan of the day, if it has one."""

    owner: str
    effective_from: date | None
    default_percent: Decimal | None
    by_category: dict[str, Decimal] | None

    def plan(self) -> Plan | None:
        if self.effective_from is None:
            return None
        return Plan(
            owner=self.owner,
            effective_from=self.effective_from,
            default_percent=self.default_percent,
            by_category=self.by_category or {},
        )


_IN_FORCE = Query(
    "vendors.plans_in_force",
    """
    SELECT asked.owner, plan.effective_from, plan.default_percent::text, plan.by_category
    FROM (SELECT vendor_id AS owner FROM vendor WHERE vendor_id = ANY($1::text[]) UNION ALL SELECT '') AS asked
    LEFT JOIN LATERAL (
        SELECT effective_from, default_percent, by_category FROM commission_plan
        WHERE owner = asked.owner AND effective_from <= $2 ORDER BY effective_from DESC, revision DESC LIMIT 1
    ) AS plan ON true
    """,
    _InForce,
)
_SINCE = Query(
    "vendors.plans_since",
    """
    SELECT DISTINCT ON (effective_from) revision, effective_from, default_percent::text, by_category, set_by, set_at
    FROM commission_plan
    WHERE owner = $1 AND effective_from >= coalesce(
        (SELECT max(effective_from) FROM commission_plan WHERE owner = $1 AND effective_from <= $2), $2)
    ORDER BY effective_from, revision DESC
    """,
    PlanView,
)
_PAGE = Query(
    "vendors.plans_page",
    """
    SELECT revision, effective_from, default_percent::text, by_category, set_by, set_at
    FROM commission_plan WHERE owner = $1 AND (effective_from, revision) < ($2, $3)
    ORDER BY effective_from DESC, revision DESC LIMIT $4
    """,
    PlanView,
)


async def terms(reads: Reads, questions: Sequence[CommissionQuestion], on: date) -> list[CommissionTerms]:
    """The rates that hold on a day, in the order of the questions. Raises UnknownVendor, NoCommissionPlan."""
    rows = await reads.all(_IN_FORCE, list({question.vendor_id for question in questions}), on)
    plans = {row.owner: row.plan() for row in rows}
    return [CommissionTerms(vendor_id=ask.vendor_id, percent=_percent(plans, ask)) for ask in questions]


def _percent(plans: Mapping[str, Plan | None], ask: CommissionQuestion) -> Decimal:
    if ask.vendor_id not in plans or ask.vendor_id == OPERATOR:
        raise UnknownVendor("There is no such vendor.", vendor_id=ask.vendor_id)
    due = commission.percent_due(plans[ask.vendor_id], plans[OPERATOR], ask.category_path)
    if due is None:
        raise NoCommissionPlan.of(ask.vendor_id)
    return due


async def plans_since(reads: Reads, owner: str, on: date) -> list[PlanView]:
    """The plan that holds on a day and those to come after it."""
    return await reads.all(_SINCE, owner, on)


async def plans(reads: Reads, owner: str, before: tuple[date, int], limit: int) -> list[PlanView]:
    """All plans there have been, the latest day first."""
    return await reads.all(_PAGE, owner, *before, limit)
