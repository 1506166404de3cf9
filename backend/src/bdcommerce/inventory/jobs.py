"""Clocked work: holds and batches whose timer was lost end all the same; stock is held against its movements."""

from datetime import timedelta

from bdcommerce.infra.service import Job
from bdcommerce.inventory import handlers
from bdcommerce.inventory.domain import ExpireHold
from bdcommerce.inventory.queries import batches
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.queries.holds import overdue_holds
from bdcommerce.kernel import clock

AT_ONCE = 200


async def sweep_holds(deps: Edge) -> None:
    """End every hold that is overdue, some at a time."""
    while overdue := await overdue_holds(deps.reads, clock.now(), AT_ONCE):
        async with deps.works() as work:
            await handlers.settle(work, [ExpireHold(hold_id) for hold_id in overdue])
        if len(overdue) < AT_ONCE:
            return


async def judge_batches(deps: Edge) -> None:
    """Block every batch that is too near its expiry, and unblock what is not by a rule that has changed."""
    if not await batches.anything_expires(deps.reads):
        return
    margin = await handlers.expiry_margin(deps.compliance)
    while misjudged := await batches.misjudged(deps.reads, clock.today() + margin, AT_ONCE):
        async with deps.works() as work:
            await handlers.judge_batches(work, misjudged, margin)
        if len(misjudged) < AT_ONCE:
            return


async def audit_stock(deps: Edge) -> None:
    """See InventoryFace."""
    await deps.face.audit_stock()


async def forget_imports(deps: Edge) -> None:
    """Reports of files are kept for 90 days."""
    await deps.imports.forget_old()


JOBS = (
    Job("inventory.forget_imports", timedelta(days=1), forget_imports),
    Job("inventory.sweep_holds", timedelta(minutes=1), sweep_holds),
    Job("inventory.judge_batches", timedelta(hours=1), judge_batches),
    Job("inventory.audit_stock", timedelta(days=1), audit_stock),
)
