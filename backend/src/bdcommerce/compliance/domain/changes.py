"""A change of the rule book: proposed by one person, approved or refused by another."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.compliance.errors import ChangeClosed, SecondPersonNeeded
from bdcommerce.kernel.errors import ensure

ChangeStatus = Literal["proposed", "approved", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A value that a rule should have from a day on, where that is said, and why it is wanted."""

    id: str
    key: str
    value: Decimal
    effective_from: date
    source: str
    reason: str
    retroactive: bool
    """Meant for days that have passed. What was done by the old value stays as it was done."""
    status: ChangeStatus
    proposed_by: str
    proposed_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
    rule_id: str = ""
    """The span of the book that it made."""


def approved(change: RuleChange, by: str, at: datetime, note: str, rule_id: str) -> RuleChange:
    """A second person agrees. Raises ChangeClosed, SecondPersonNeeded."""
    _open(change)
    ensure(change.proposed_by != by, SecondPersonNeeded.to_decide())
    return replace(change, status="approved", decided_by=by, decided_at=at, note=note, rule_id=rule_id)


def refused(change: RuleChange, by: str, at: datetime, note: str) -> RuleChange:
    """A second person does not agree. Raises ChangeClosed, SecondPersonNeeded."""
    _open(change)
    ensure(change.proposed_by != by, SecondPersonNeeded.to_decide())
    return replace(change, status="refused", decided_by=by, decided_at=at, note=note)


def withdrawn(change: RuleChange, by: str, at: datetime) -> RuleChange:
    """Who proposed it does not want it any more. Raises ChangeClosed, SecondPersonNeeded."""
    _open(change)
    ensure(change.proposed_by == by, SecondPersonNeeded("only who proposed it can withdraw it: refuse it instead"))
    return replace(change, status="withdrawn", decided_by=by, decided_at=at)


def _open(change: RuleChange) -> None:
    ensure(change.status == "proposed", ChangeClosed.of(change.status))
