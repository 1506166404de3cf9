"""What orders does about the way of parcels, about its own timers, and about stock that nobody gets."""

from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentLost, ShipmentMoved, ShipmentReturned
from bdcommerce.contracts.inventory import StockLine
from bdcommerce.infra.service import Consumer
from bdcommerce.orders.events import AcceptanceDue, EditExpires, HoldAbandoned, ReturnWindowEnded, StockFreed
from bdcommerce.orders.handlers import editing, orders
from bdcommerce.orders.ports import Deps


async def hear_shipment(heard: orders.Heard, deps: Deps) -> None:
    """Move the vendor order, or note what does not fit."""
    async with deps.works() as work:
        await orders.hear_shipment(work, heard)


async def miss_acceptance(due: AcceptanceDue, deps: Deps) -> None:
    """Cancel the vendor order, if its vendor has not accepted it in time."""
    async with deps.works() as work:
        await orders.miss_acceptance(work, due)


async def end_return_window(ended: ReturnWindowEnded, deps: Deps) -> None:
    """Complete the vendor order, if its customer has not done so."""
    async with deps.works() as work:
        await orders.end_return_window(work, ended)


async def expire_edit(due: EditExpires, deps: Deps) -> None:
    """Drop a change that the customer has not agreed to in time."""
    async with deps.works() as work:
        await editing.expire(work, due)


async def release_hold(abandoned: HoldAbandoned, deps: Deps) -> None:
    """Others may buy what was set aside for a change that came to nothing."""
    await deps.inventory.release(abandoned.hold_id, abandoned.reason)


async def give_stock_back(freed: StockFreed, deps: Deps) -> None:
    """Put sold units back to stock. Every line has its own key, so saying it again gives back nothing more."""
    for line in freed.lines:
        stock = StockLine(offer_id=line.offer_id, quantity=line.quantity)
        await deps.inventory.give_back(line.key, freed.hold_id, [stock], freed.reason)


CONSUMERS = (
    Consumer(ShipmentMoved, hear_shipment),
    Consumer(ShipmentDelivered, hear_shipment),
    Consumer(ShipmentReturned, hear_shipment),
    Consumer(ShipmentLost, hear_shipment),
    Consumer(AcceptanceDue, miss_acceptance),
    Consumer(ReturnWindowEnded, end_return_window),
    Consumer(StockFreed, give_stock_back),
    Consumer(EditExpires, expire_edit),
    Consumer(HoldAbandoned, release_hold),
)
