"""The audit chain grows, and is verified."""

from bdcommerce.compliance.domain import audit
from bdcommerce.compliance.domain.audit import START, Head
from bdcommerce.compliance.ports import AuditTrail, ChainExtent, Work
from bdcommerce.contracts.compliance import AuditVerdict, StaffActed
from bdcommerce.kernel import ids


async def record_staff_act(work: Work, acted: StaffActed, *, event_id: str) -> None:
    """Chain what a member of staff did into the audit log."""
    head = await work.audit.lock_head()
    await work.audit.add(audit.link(head, acted, entry_id=ids.new_id("aud"), event_id=event_id))


async def verify_audit(trail: AuditTrail) -> AuditVerdict:
    """Recompute the chain from its first entry to the one its head names, and see that nothing comes after."""
    extent = await trail.extent()
    end = extent.head or START
    reached = START
    async for entry in trail.entries(end.seq):
        if not audit.follows(reached, entry):
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
