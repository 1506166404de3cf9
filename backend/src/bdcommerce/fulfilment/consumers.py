"""What fulfilment hears: parcels that are packed, orders that went away, and what it has told itself to do."""

from dataclasses import replace

from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.orders import ReturnEnded, ReturnParcelWanted, VendorOrderCancelled, VendorOrderReadyToShip
from bdcommerce.fulfilment.errors import CourierCannot, CourierRefused, NotPossibleNow
from bdcommerce.fulfilment.events import CallOffDue, DeliveryCodeDue, NewsHeard, ShipmentPlanned
from bdcommerce.fulfilment.handlers import bookings, choosing, return_parcels
from bdcommerce.fulfilment.handlers import shipments as handlers
from bdcommerce.fulfilment.ports import Contacts, Courier, CourierJob, Deps, Owner
from bdcommerce.fulfilment.queries import couriers as market
from bdcommerce.fulfilment.queries import shipments as queries
from bdcommerce.fulfilment.queries import tracking
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.text import show

_log = telemetry.logger(__name__)


async def ship(event: VendorOrderReadyToShip, deps: Deps) -> None:
    """Find a courier for a packed parcel; where there are only the operator's own riders, they have it at once."""
    recipient = await deps.orders.recipient(event.vendor_order_id)
    pickup = await deps.vendors.pickup(event.vendor_id)
    contacts = Contacts(
        recipient=recipient.address, language=recipient.language, pickup=pickup, note=recipient.delivery_note
    )
    owner = Owner(customer_id=recipient.customer_id, guest_hash=recipient.guest_hash)
    planned = ShipmentPlanned(
        shipment_id=ids.new_id("shp"),
        order_id=event.order_id,
        vendor_order_id=event.vendor_order_id,
        vendor_id=event.vendor_id,
        number=event.number,
        weight_grams=event.weight_grams,
        cod=event.cod_amount,
    )
    at_once = (await deps.market.policy()).book_at_once
    own = await choosing.only_local(deps) if at_once else None
    receipt = await own.book(_job(planned, contacts)) if own else None
    async with deps.works() as work:
        booking = await bookings.plan(work, planned, contacts, owner)
        if own and receipt:
            await bookings.take(work, replace(booking, courier=own.name), receipt)
        elif at_once:
            await bookings.begin(work, planned.shipment_id, "")


async def ship_of_return(event: ReturnParcelWanted, deps: Deps) -> None:
    """Find somebody who fetches goods at the customer's, or brings there what replaces them."""
    recipient = await deps.orders.recipient(event.vendor_order_id)
    vendor = await deps.vendors.pickup(event.vendor_id)
    fetched = event.leg == "pickup"
    contacts = Contacts(
        recipient=vendor if fetched else recipient.address,
        language=recipient.language,
        pickup=recipient.address if fetched else vendor,
        note="" if fetched else recipient.delivery_note,
    )
    owner = Owner(customer_id=recipient.customer_id, guest_hash=recipient.guest_hash)
    at_once = (await deps.market.policy()).book_at_once
    possible = not fetched or await choosing.fetchers(deps)
    async with deps.works() as work:
        if possible:
            await return_parcels.plan(work, event, contacts, owner, at_once=at_once)
        else:
            await return_parcels.decline(work, event)


async def call_off_return(event: ReturnEnded, deps: Deps) -> None:
    """What nobody waits for any more is not fetched."""
    async with deps.works() as work:
        await return_parcels.call_off(work, event.return_id, f"the return is {event.outcome}")


def _job(planned: ShipmentPlanned, contacts: Contacts) -> CourierJob:
    """What the operator's own riders must know."""
    return CourierJob(
        reference=planned.vendor_order_id,
        number=planned.number,
        contacts=contacts,
        weight_grams=planned.weight_grams,
        cod=planned.cod,
    )


async def call_off(event: VendorOrderCancelled, deps: Deps) -> None:
    """Stop the parcel of a cancelled vendor order, if there is one. What has arrived cannot be called off."""
    async with deps.works() as work:
        try:
            await handlers.cancel(work, event.vendor_order_id, event.reason)
        except NotPossibleNow as refusal:
            _log.warning("fulfilment.cancelled_too_late", **refusal.data)


async def send_code(event: DeliveryCodeDue, deps: Edge) -> None:
    """Send the customer the code that the rider will ask for."""
    contacts = deps.contacts.open(await queries.contacts_sealed(deps.reads, event.shipment_id))
    await deps.notifications.send(
        Message(
            key=f"{event.shipment_id}-code-{event.nth}",
            template="delivery_code",
            to=contacts.recipient.phone,
            language=contacts.language,
            params={
                "number": event.number,
                "code": deps.codes.open(event.sealed_code),
                "amount": show(event.cod, contacts.language),
            },
        )
    )


async def understand(heard: NewsHeard, deps: Deps) -> None:
    """Find out what a courier's words mean for its parcel."""
    async with deps.works() as work:
        await bookings.hear(work, heard.news_id)


async def tell_courier(due: CallOffDue, deps: Edge) -> None:
    """The courier need not fetch it, or shall bring it back. Where its API has no such call, or it says no, people do
    it; riders of our own see it in their list.
    """
    row = await market.booking(deps.reads, due.shipment_id)
    courier = deps.couriers.get(row.courier) if row else None
    if row is None or (row.status == "booked" and (courier is None or courier.can.local)):
        return
    fetched = (await tracking.one(deps.reads, due.shipment_id)).status != "cancelled"
    problem = await _called_off(courier, row.tracking_no, due.reason, fetched=fetched) if courier else None
    async with deps.works() as work:
        await bookings.call_off(work, due.shipment_id, fetched=fetched, problem=problem)


async def _called_off(courier: Courier, tracking_no: str, reason: str, *, fetched: bool) -> BdError | None:
    if fetched or not courier.can.cancels:
        return CourierCannot.of(courier.name, "turn a parcel round" if fetched else "cancel a parcel")
    try:
        await courier.cancel(tracking_no, reason)
    except CourierRefused as refusal:
        return refusal
    return None


CONSUMERS = (
    Consumer(VendorOrderReadyToShip, ship),
    Consumer(VendorOrderCancelled, call_off),
    Consumer(ReturnParcelWanted, ship_of_return),
    Consumer(ReturnEnded, call_off_return),
    Consumer(DeliveryCodeDue, send_code),
    Consumer(NewsHeard, understand),
    Consumer(CallOffDue, tell_courier),
)
