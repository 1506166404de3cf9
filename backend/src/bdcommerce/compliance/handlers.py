"""What compliance does, one function per use case."""

from datetime import date
from decimal import Decimal

from bdcommerce.compliance import domain
from bdcommerce.compliance.domain import START, Head, RuleSpan
from bdcommerce.compliance.ports import AuditTrail, ChainExtent, Work
from bdcommerce.contracts.compliance import AuditVerdict, RuleChanged, StaffActed
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor


async def change_rule(
    work: Work, *, key: str, value: Decimal, effective_from: date, source: str, actor: Actor
) -> RuleSpan:
    """A rule has another value from a day on; what held before stays in the book. Raises BackdatedRule, Invalid."""
    history = await work.rules.lock(domain.checked_key(key))
    step = domain.succession(key, history, domain.checked_day(effective_from), clock.today())
    span = RuleSpan(
        id=ids.new_id("rul"),
        key=key,
        value=domain.checked_value(value),
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


async def record_staff_act(work: Work, acted: StaffActed, *, event_id: str) -> None:
    """Chain what a member of staff did into the audit log."""
    head = await work.audit.lock_head()
    await work.audit.add(domain.link(head, acted, entry_id=ids.new_id("aud"), event_id=event_id))


async def verify_audit(trail: AuditTrail) -> AuditVerdict:
    """Recompute the chain from its first entry to the one its head names, and see that nothing comes after."""
    extent = await trail.extent()
    end = extent.head or START
    reached = START
    async for entry in trail.entries(end.seq):
        if not domain.follows(reached, entry):
            break
        reached = entry.as_head
    broken = _first_break(extent, reached)
    return AuditVerdict(
        entries=reached.seq if broken is None else broken - 1,
        ok=broken is None,
        first_broken_seq=broken,
        head_hash=end.hash,
    )


def _first_break(extent: ChainExtent, reached: Head) -> int | None:
    """The chain holds if it was followed to exactly where its head row says, and no entry lies beyond."""
    if reached == extent.head and extent.last_seq == reached.seq:
        return None
    rewritten = extent.head is not None and reached.seq == extent.head.seq and reached != extent.head
    return max(reached.seq, 1) if rewritten else reached.seq + 1
