"""Products that are shown otherwise because of one change elsewhere: brought up to date some at a time."""

from bdcommerce.catalog.events.shelves import Cause, ShelvesDue, ShelvesRearranged
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id

BATCH = 200


async def rearrange(work: Work, cause: Cause) -> None:
    """Have everything that shows this shown anew, beginning when this transaction has committed."""
    await work.log.later(ShelvesDue(cause=cause, after=""), due=clock.now())


async def rearrange_some(work: Work, cause: Cause, after: str) -> None:
    """Show the next products anew, and have the rest follow."""
    ids = await work.shelves.showing(cause, after, BATCH)
    if ids:
        event = ShelvesRearranged(cause=cause, product_ids=list(ids))
        await work.log.append(f"shelves-{new_id('swp')}", [event], expected=0)
    if len(ids) == BATCH:
        await work.log.later(ShelvesDue(cause=cause, after=ids[-1]), due=clock.now())
