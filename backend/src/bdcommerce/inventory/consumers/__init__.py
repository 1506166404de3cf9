"""What inventory hears: its own timers, and that a vendor may sell."""

from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.infra.service import Consumer
from bdcommerce.inventory import handlers
from bdcommerce.inventory.consumers.imports import import_due
from bdcommerce.inventory.domain import ExpireHold
from bdcommerce.inventory.events import BatchFellDue, HoldsFellDue, ImportDue, OfferCameBack
from bdcommerce.inventory.ports import Deps


async def end_holds(event: HoldsFellDue, deps: Deps) -> None:
    """Free the units of those holds that were neither committed nor released in their time."""
    async with deps.works() as work:
        await handlers.settle(work, [ExpireHold(hold_id) for hold_id in event.hold_ids])


async def open_own_warehouse(event: VendorApproved, deps: Deps) -> None:
    """A vendor's own warehouse is where its parcels are picked up."""
    (card,) = await deps.vendors.cards([event.vendor_id])
    async with deps.works() as work:
        await handlers.open_own_warehouse(work, event.vendor_id, card.dispatch)


async def tell_waiting(event: OfferCameBack, deps: Deps) -> None:
    """Those who wait for an offer hear that it can be bought again, some at a time."""
    async with deps.works() as work:
        await handlers.tell_waiting(work, event.offer_id)


async def end_sale_of_batch(event: BatchFellDue, deps: Deps) -> None:
    """Block what is too near its expiry by today's rule."""
    margin = await handlers.expiry_margin(deps.compliance)
    async with deps.works() as work:
        await handlers.judge_batches(work, [event.offer_id], margin)


CONSUMERS = (
    Consumer(BatchFellDue, end_sale_of_batch),
    Consumer(HoldsFellDue, end_holds),
    Consumer(ImportDue, import_due),
    Consumer(OfferCameBack, tell_waiting),
    Consumer(VendorApproved, open_own_warehouse),
)
