"""What people are told when something happens. The sender's key is the event's subject, so nobody is told twice."""

from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentMoved
from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.orders import OrderConfirmed, Recipient, VendorOrderAmended, VendorOrderCancelled
from bdcommerce.contracts.payments import PayoutPaid
from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel.text import show
from bdcommerce.notifications import handlers
from bdcommerce.notifications.ports import Deps


async def on_order_confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """The customer learns that the purchase is binding."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {"number": event.number, "total": show(event.total)}
    await _text(deps, recipient, f"confirmed:{event.order_id}", "order_confirmed", **params)


async def on_vendor_order_amended(event: VendorOrderAmended, deps: Deps) -> None:
    """The customer learns what is left of a parcel, and what it costs now."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    key = f"amended:{','.join(event.cancelled_lines)}"
    await _text(deps, recipient, key, "order_amended", number=recipient.number, total=show(event.terms.total))


async def on_vendor_order_cancelled(event: VendorOrderCancelled, deps: Deps) -> None:
    """The customer learns that a parcel will not come."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    await _text(deps, recipient, f"cancelled:{event.vendor_order_id}", "order_cancelled", number=recipient.number)


async def on_shipment_moved(event: ShipmentMoved, deps: Deps) -> None:
    """Hand-over to the courier is told to the buyer (DC-SHP-02)."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    if event.status == "picked_up":
        await _text(deps, recipient, f"handed-over:{event.shipment_id}", "parcel_handed_over", number=recipient.number)


async def on_shipment_delivered(event: ShipmentDelivered, deps: Deps) -> None:
    """The customer has it in writing."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    await _text(deps, recipient, f"delivered:{event.shipment_id}", "parcel_delivered", number=recipient.number)


async def on_vendor_approved(event: VendorApproved, deps: Deps) -> None:
    """The vendor may begin."""
    await _mail(deps, event.vendor_id, f"approved:{event.vendor_id}", "vendor_approved")


async def on_payout_paid(event: PayoutPaid, deps: Deps) -> None:
    """Remittance advice."""
    params = {"amount": show(event.amount), "reference": event.payout_id}
    await _mail(deps, event.vendor_id, f"paid:{event.payout_id}", "payout_paid", **params)


async def _text(deps: Deps, recipient: Recipient, key: str, template: str, **params: str) -> None:
    message = Message(
        key=key, template=template, to=recipient.address.phone, language=recipient.language, params=params
    )
    async with deps.works() as work:
        await handlers.send(work, message)


async def _mail(deps: Deps, vendor_id: str, key: str, template: str, **params: str) -> None:
    [card] = await deps.vendors.cards([vendor_id])
    params = {"name": card.name.en, **params}
    message = Message(key=key, template=template, to=card.contact_email, language="en", params=params)
    async with deps.works() as work:
        await handlers.send(work, message)


CONSUMERS = (
    Consumer(OrderConfirmed, on_order_confirmed),
    Consumer(VendorOrderAmended, on_vendor_order_amended),
    Consumer(VendorOrderCancelled, on_vendor_order_cancelled),
    Consumer(ShipmentMoved, on_shipment_moved),
    Consumer(ShipmentDelivered, on_shipment_delivered),
    Consumer(VendorApproved, on_vendor_approved),
    Consumer(PayoutPaid, on_payout_paid),
)
