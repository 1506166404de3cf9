"""The rule book changes: one person proposes, another one approves. What held before stays in the book."""

from datetime import date
from decimal import Decimal

from bdcommerce.compliance.domain import changes, rules
from bdcommerce.compliance.domain.changes import RuleChange
from bdcommerce.compliance.domain.rules import RuleSpan, Succession
from bdcommerce.compliance.errors import UnknownChange
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.compliance import RuleChanged
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor


async def propose(
    work: Work,
    *,
    key: str,
    value: Decimal,
    effective_from: date,
    source: str,
    reason: str,
    retroactive: bool,
    by: Actor,
) -> RuleChange:
    """A rule should have another value from a day on. Raises BackdatedRule, Invalid."""
    change = RuleChange(
        id=ids.new_id("chg"),
        key=rules.checked_key(key),
        value=rules.checked_value(value),
        effective_from=rules.checked_day(effective_from),
        source=source,
        reason=reason,
        retroactive=retroactive,
        status="proposed",
        proposed_by=by.id,
        proposed_at=clock.now(),
    )
    _fitting(change, await work.rules.history(change.key))
    await work.changes.add(change)
    return change


async def approve(work: Work, change_id: str, note: str, by: Actor) -> RuleChange:
    """A second person agrees: the value stands in the book. Raises UnknownChange, ChangeClosed, SecondPersonNeeded,
    BackdatedRule when its day has passed meanwhile, Stale.
    """
    change = await _load(work, change_id)
    rule_id = ids.new_id("rul")
    approved = changes.approved(change, by.id, clock.now(), note, rule_id)
    step = _fitting(change, await work.rules.lock(change.key))
    if step.closes:
        await work.rules.close(step.closes, change.effective_from)
    await work.rules.add(_span(change, step, rule_id, by))
    await work.changes.save(approved)
    await work.log.tell(RuleChanged(rule_key=change.key, effective_from=change.effective_from))
    return approved


async def refuse(work: Work, change_id: str, note: str, by: Actor) -> RuleChange:
    """A second person does not agree. Raises UnknownChange, ChangeClosed, SecondPersonNeeded."""
    refused = changes.refused(await _load(work, change_id), by.id, clock.now(), note)
    await work.changes.save(refused)
    return refused


async def withdraw(work: Work, change_id: str, by: Actor) -> RuleChange:
    """Who proposed it does not want it any more. Raises UnknownChange, ChangeClosed, SecondPersonNeeded."""
    withdrawn = changes.withdrawn(await _load(work, change_id), by.id, clock.now())
    await work.changes.save(withdrawn)
    return withdrawn


def _fitting(change: RuleChange, history: list[RuleSpan]) -> Succession:
    return rules.succession(change.key, history, change.effective_from, clock.today(), retroactive=change.retroactive)


def _span(change: RuleChange, step: Succession, rule_id: str, by: Actor) -> RuleSpan:
    return RuleSpan(
        id=rule_id,
        key=change.key,
        value=change.value,
        effective_from=change.effective_from,
        effective_to=step.effective_to,
        source=change.source,
        status=step.status,
        verified_by=by.id,
        recorded_at=clock.now(),
    )


async def _load(work: Work, change_id: str) -> RuleChange:
    change = await work.changes.lock(change_id)
    if change is None:
        raise UnknownChange("There is no such change.")
    return change
