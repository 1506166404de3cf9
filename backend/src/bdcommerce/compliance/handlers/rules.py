"""The rule book changes."""

from datetime import date
from decimal import Decimal

from bdcommerce.compliance.domain import rules
from bdcommerce.compliance.domain.rules import RuleSpan
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.compliance import RuleChanged
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor


async def change_rule(
    work: Work, *, key: str, value: Decimal, effective_from: date, source: str, actor: Actor
) -> RuleSpan:
    """A rule has another value from a day on; what held before stays in the book. Raises BackdatedRule, Invalid."""
    history = await work.rules.lock(rules.checked_key(key))
    step = rules.succession(key, history, rules.checked_day(effective_from), clock.today())
    span = RuleSpan(
        id=ids.new_id("rul"),
        key=key,
        value=rules.checked_value(value),
        effective_from=effective_from,
        effective_to=step.effective_to,
        source=source,
        status=step.status,
        verified_by=actor.id,
        recorded_at=clock.now(),
    )
    if step.closes:
        await work.rules.close(step.closes, effective_from)
    await work.rules.add(span)
    await work.log.tell(RuleChanged(rule_key=key, effective_from=effective_from))
    return span
