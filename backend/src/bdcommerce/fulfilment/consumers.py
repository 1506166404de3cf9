"""What fulfilment hears: parcels that are packed, orders that went away, and its own order to send a code."""

from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.orders import VendorOrderCancelled, VendorOrderReadyToShip
from bdcommerce.fulfilment.errors import NotPossibleNow
from bdcommerce.fulfilment.events import CourierBooked, DeliveryCodeDue, ShipmentPlanned
from bdcommerce.fulfilment.handlers import shipments as handlers
from bdcommerce.fulfilment.ports import Contacts, CourierJob, Deps, Owner
from bdcommerce.fulfilment.queries import shipments as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel import ids
from bdcommerce.kernel.text import show

_log = telemetry.logger(__name__)


async def ship(event: VendorOrderReadyToShip, deps: Deps) -> None:
    """Book a courier for a packed parcel."""
    recipient = await deps.orders.recipient(event.vendor_order_id)
    pickup = await deps.vendors.pickup(event.vendor_id)
    contacts = Contacts(
        recipient=recipient.address, language=recipient.language, pickup=pickup, note=recipient.delivery_note
    )
    job = CourierJob(
        reference=event.vendor_order_id, contacts=contacts, weight_grams=event.weight_grams, cod=event.cod_amount
    )
    owner = Owner(customer_id=recipient.customer_id, guest_hash=recipient.guest_hash)
    booked = CourierBooked(courier=deps.courier.name, tracking_no=await deps.courier.book(job))
    planned = ShipmentPlanned(
        shipment_id=ids.new_id("shp"),
        order_id=event.order_id,
        vendor_order_id=event.vendor_order_id,
        vendor_id=event.vendor_id,
        number=event.number,
        weight_grams=event.weight_grams,
        cod=event.cod_amount,
    )
    async with deps.works() as work:
        await handlers.ship(work, planned, contacts, owner, booked)


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


CONSUMERS = (
    Consumer(VendorOrderReadyToShip, ship),
    Consumer(VendorOrderCancelled, call_off),
    Consumer(DeliveryCodeDue, send_code),
)
