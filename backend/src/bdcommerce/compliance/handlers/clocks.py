"""Clocks follow the facts, payouts, and time."""

from collections.abc import Sequence
from dataclasses import replace

from bdcommerce.compliance.domain import clocks
from bdcommerce.compliance.domain.clocks import Clock, Wanted
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.events import ClocksDue
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid, PayoutReturned
from bdcommerce.kernel import clock, ids


async def hear_payout(work: Work, event: PayoutPaid, proof: Evidence) -> None:
    """Money has reached a vendor: the clocks of all that it covers stop."""
    until = event.released_until or event.at
    await work.payouts.lock(event.vendor_id)
    await work.payouts.add(event.vendor_id, proof, until)
    before = await work.clocks.lock_unpaid(event.vendor_id, until)
    await _settle(work, before, [replace(unpaid, stopped=proof) for unpaid in before])


async def hear_payout_back(work: Work, event: PayoutReturned | PayoutFailed) -> None:
    """Money has not reached a vendor after all: the clocks that it had stopped go on, unless another payout covers
    them.
    """
    await work.payouts.lock(event.vendor_id)
    await work.payouts.take_back(event.payout_id, event.at)
    paid = await work.clocks.lock_paid_by(event.vendor_id, event.payout_id)
    if not paid:
        return
    others = await work.payouts.standing(event.vendor_id, min(released_at for _, released_at in paid))
    after = []
    for clock_, released_at in paid:
        covering = next((proof for until, proof in others if until >= released_at), None)
        after.append(clocks.reopened(clock_, covering))
    await _settle(work, [clock_ for clock_, _ in paid], after)


async def look(work: Work, due: ClocksDue) -> None:
    """Time has passed."""
    before = await work.clocks.lock(due.clock_ids)
    await _settle(work, before, before)


async def run(work: Work, wanted: Sequence[Wanted], *, fresh: bool = False) -> None:
    """Let clocks be as the facts want them now. `fresh`: there can be none of them yet."""
    before = [] if fresh or not wanted else await work.clocks.lock_of([(each.kind, each.subject_id) for each in wanted])
    known = {(each.kind, each.subject_id): each for each in before}
    after = [
        clocks.follow(known.get((each.kind, each.subject_id)), each, clock_id=ids.new_id("clk")) for each in wanted
    ]
    await _settle(work, before, after)


async def _settle(work: Work, before: Sequence[Clock], after: Sequence[Clock]) -> None:
    judged, told = [], list[clocks.Told]()
    for each in after:
        now_is, says = clocks.judge(each, clock.now())
        judged.append(now_is)
        told += says
    old = {each.id: each for each in before}
    await work.clocks.save([each for each in judged if each != old.get(each.id)])
    await work.log.tell(*told)
    for at, clock_ids in clocks.wakes(before, judged).items():
        await work.log.later(ClocksDue(clock_ids=clock_ids), due=at)
