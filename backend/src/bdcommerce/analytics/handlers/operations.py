"""How far visits get, how long vendors wait to be let in, how processes do."""

from collections.abc import Sequence
from datetime import date

from bdcommerce.analytics.domain import visits
from bdcommerce.analytics.events import ProcessHeard, Step, VendorOnboarded
from bdcommerce.contracts.analytics import ProcessSampled
from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.kernel.work import Work


async def visit(work: Work, session: str, day: date, seen: Sequence[Step]) -> None:
    """A browser got to these steps on that day; what was known is not stored again. Raises Stale."""
    stream = f"visit-{day}-{session}"
    history = await work.log.history(stream)
    if news := visits.go_on(session, day, history, seen):
        await work.log.append(stream, [news], expected=len(history))


async def onboard(work: Work, approved: VendorApproved) -> None:
    """A vendor may sell. Those approved before this was told count nowhere."""
    if approved.submitted_at is None or approved.at is None:
        return
    seconds = max(int((approved.at - approved.submitted_at).total_seconds()), 0)
    stream = f"vendor-{approved.vendor_id}"
    history = await work.log.history(stream)
    onboarded = VendorOnboarded(vendor_id=approved.vendor_id, seconds=seconds, at=approved.at)
    await work.log.append(stream, [onboarded], expected=len(history))


async def hear_process(work: Work, sampled: ProcessSampled) -> None:
    """A process says how it does."""
    heard = ProcessHeard(
        process_id=sampled.process_id,
        since=sampled.since,
        at=sampled.at,
        routes=sampled.routes,
        queries=sampled.queries,
    )
    await work.log.append(f"process-{sampled.process_id}-{sampled.at.timestamp():.6f}", [heard], expected=0)
