"""Parcels of returns: fetched at the customer's for the vendor, or brought to the customer in exchange."""

from bdcommerce.contracts.fulfilment import ReturnParcelMoved
from bdcommerce.contracts.orders import ReturnParcelWanted
from bdcommerce.fulfilment.domain.shipment import POSSIBLE_IN
from bdcommerce.fulfilment.events import CallOffDue, ShipmentPlanned
from bdcommerce.fulfilment.handlers import bookings
from bdcommerce.fulfilment.handlers.shipments import record
from bdcommerce.fulfilment.ports import Contacts, Owner, Work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.money import Money

NOBODY_FETCHES = "nobody fetches goods there: they are to be sent or brought"


async def plan(work: Work, wanted: ReturnParcelWanted, contacts: Contacts, owner: Owner, *, at_once: bool) -> None:
    """It waits for a courier. Again: nothing more."""
    if await work.shipments.of_return(wanted.return_id, wanted.leg):
        return
    planned = ShipmentPlanned(
        shipment_id=ids.new_id("shp"),
        order_id=wanted.order_id,
        vendor_order_id=wanted.vendor_order_id,
        vendor_id=wanted.vendor_id,
        number=wanted.number,
        weight_grams=wanted.weight_grams,
        cod=Money(0),
        leg=wanted.leg,
        return_id=wanted.return_id,
    )
    await bookings.plan(work, planned, contacts, owner)
    if at_once:
        await bookings.begin(work, planned.shipment_id, "")


async def decline(work: Work, wanted: ReturnParcelWanted) -> None:
    """No courier fetches: the customer brings the goods, or sends them."""
    told = ReturnParcelMoved(
        shipment_id="",
        return_id=wanted.return_id,
        leg=wanted.leg,
        order_id=wanted.order_id,
        vendor_order_id=wanted.vendor_order_id,
        vendor_id=wanted.vendor_id,
        status="cancelled",
        reason=NOBODY_FETCHES,
        at=clock.now(),
    )
    await work.log.tell(told)


async def call_off(work: Work, return_id: str, reason: str) -> None:
    """Nothing of a return is to be fetched any more; what has been fetched goes on."""
    shipment = await work.shipments.of_return(return_id, "pickup")
    if shipment is None or shipment.status not in POSSIBLE_IN["cancelled"]:
        return
    await record(work, shipment, shipment.cancel(reason))
    await work.log.later(CallOffDue(shipment_id=shipment.shipment_id, reason=reason), due=clock.now())
