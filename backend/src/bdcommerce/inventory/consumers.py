"""What inventory hears: its own timers."""

from bdcommerce.infra.service import Consumer
from bdcommerce.inventory import handlers
from bdcommerce.inventory.domain import ExpireHold
from bdcommerce.inventory.events import HoldsFellDue
from bdcommerce.inventory.ports import Deps


async def end_holds(event: HoldsFellDue, deps: Deps) -> None:
    """Free the units of those holds that were neither committed nor released in their time."""
    async with deps.works() as work:
        await handlers.settle(work, [ExpireHold(hold_id) for hold_id in event.hold_ids])


CONSUMERS = (Consumer(HoldsFellDue, end_holds),)
