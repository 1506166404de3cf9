"""What people are told when something happens. The sender's key is the event's subject, so nobody is told twice."""

from datetime import datetime

from bdcommerce.contracts.accounts import ConsentChanged
from bdcommerce.contracts.compliance import ComplaintMoved, DeadlineAtRisk, DisputeDecided, DisputeOpened, RuleBreached
from bdcommerce.contracts.fulfilment import GoodsCameBack, ShipmentDelivered, ShipmentMoved
from bdcommerce.contracts.inventory import BackInStock, StockLow
from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    OrderEditProposed,
    Recipient,
    ReturnEnded,
    ReturnMoved,
    ReturnRequested,
    VendorOrderAmended,
    VendorOrderCancelled,
)
from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid, PayoutReturned, RefundCompleted
from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.text import show
from bdcommerce.notifications.errors import NoSuchGateway, UnreadableReport
from bdcommerce.notifications.events import MessageDue, ReportArrived
from bdcommerce.notifications.handlers import delivering, sending
from bdcommerce.notifications.handlers.delivering import ways_of
from bdcommerce.notifications.ports import Deps


async def on_order_confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """The customer learns that the purchase is binding; where and when somebody bought last is known for campaigns."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {"number": event.number, "total": show(event.total)}
    template = "order_confirmed" if event.payment_method == "cod" else "order_confirmed_paid"
    if event.advance:
        template, params["amount"] = "order_confirmed_advance", show(event.total - event.advance)
    message = _message(recipient, f"confirmed:{event.order_id}", template, params)
    async with deps.works() as work:
        await sending.send(work, message)
        if recipient.customer_id:
            await work.consents.bought(recipient.customer_id, recipient.address.place.district, clock.now())


async def on_consent_changed(event: ConsentChanged, deps: Deps) -> None:
    """What somebody allows, or does not allow any more, holds from now on."""
    async with deps.works() as work:
        await work.consents.heard(event.user_id, event.purpose, granted=event.granted, at=event.at)


async def on_vendor_order_amended(event: VendorOrderAmended, deps: Deps) -> None:
    """The customer learns what is left of a parcel, or what was changed in it, and what it costs now."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    template = "order_amended" if event.code else "order_changed"
    key = f"amended:{event.terms.vendor_order_id}:{','.join(event.cancelled_lines)}:{event.at.isoformat()}"
    await _text(deps, recipient, key, template, number=recipient.number, total=show(event.terms.total))


async def on_order_edit_proposed(event: OrderEditProposed, deps: Deps) -> None:
    """The customer is asked about a change that makes an order dearer."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {
        "number": event.number,
        "was": show(event.was),
        "total": show(event.total),
        "until": _instant(event.expires_at),
    }
    await _text(deps, recipient, f"proposed:{event.edit_id}", "order_edit_proposed", **params)


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


async def on_goods_came_back(event: GoodsCameBack, deps: Deps) -> None:
    """The vendor is to say what the customer kept: until then nobody is paid for it."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    await _mail(deps, event.vendor_id, f"rest:{event.shipment_id}", "rest_came_back", number=recipient.number)


async def on_vendor_approved(event: VendorApproved, deps: Deps) -> None:
    """The vendor may begin."""
    await _mail(deps, event.vendor_id, f"approved:{event.vendor_id}", "vendor_approved")


async def on_payout_paid(event: PayoutPaid, deps: Deps) -> None:
    """Remittance advice: by what the bank or wallet knows it. What it is made of lies in the vendor centre."""
    known_as = " ".join(filter(None, (_RAILS.get(event.rail, ""), event.reference)))
    reference = f"{event.payout_id} ({known_as})" if known_as else event.payout_id
    params = {"amount": show(event.amount), "reference": reference}
    await _mail(deps, event.vendor_id, f"paid:{event.payout_id}", "payout_paid", **params)


async def on_payout_failed(event: PayoutFailed, deps: Deps) -> None:
    """The vendor can mend what it was paid to."""
    params = {"amount": show(event.amount), "reference": event.payout_id}
    await _mail(deps, event.vendor_id, f"unpaid:{event.payout_id}", "payout_failed", **params)


async def on_payout_returned(event: PayoutReturned, deps: Deps) -> None:
    """The same, later."""
    params = {"amount": show(event.amount), "reference": event.payout_id}
    await _mail(deps, event.vendor_id, f"returned:{event.payout_id}", "payout_returned", **params)


async def on_refund_completed(event: RefundCompleted, deps: Deps) -> None:
    """The customer is told of the money that comes back (DC-REF-05)."""
    if not event.amount:
        return
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {"number": recipient.number, "amount": show(event.amount)}
    await _text(deps, recipient, f"refunded:{event.refund_id}", "refund_completed", **params)


async def on_return_requested(event: ReturnRequested, deps: Deps) -> None:
    """The vendor has to answer, in its time; the customer knows that it was heard."""
    if event.answer_by is None:
        return
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {"number": event.number, "due": _instant(event.answer_by)}
    letter = await _letter(deps, event.vendor_id, f"return-due:{event.return_id}", "return_to_answer", params)
    heard = _message(recipient, f"return:{event.return_id}", "return_requested", {"number": event.number})
    async with deps.works() as work:
        await sending.send(work, letter)
        await sending.send(work, heard)


async def on_return_moved(event: ReturnMoved, deps: Deps) -> None:
    """The customer hears what the vendor says; the vendor, that staff look at it."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    key = f"return-{event.status}:{event.return_id}:{event.at.isoformat()}"
    await _text(deps, recipient, key, f"return_{event.status}", number=event.number)


async def on_return_ended(event: ReturnEnded, deps: Deps) -> None:
    """The vendor knows what became of it; the customer, that nothing did."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    key, params = f"return-ended:{event.return_id}", {"number": event.number}
    letter = await _letter(deps, event.vendor_id, f"{key}:v", "return_ended", {**params, "outcome": event.outcome})
    async with deps.works() as work:
        await sending.send(work, letter)
        if event.outcome in ("rejected", "lapsed"):
            await sending.send(work, _message(recipient, key, "return_not_accepted", params))


async def on_stock_low(event: StockLow, deps: Deps) -> None:
    """The vendor may buy more in time."""
    [offer] = await deps.catalog.offers([event.offer_id])
    key = f"low:{event.offer_id}:{clock.today()}"
    await _mail(deps, event.vendor_id, key, "stock_low", sku=offer.sku, available=str(event.available))


async def on_back_in_stock(event: BackInStock, deps: Deps) -> None:
    """Who asked is told."""
    try:
        contact = await deps.accounts.contact(event.user_id)
    except NotFound:
        return
    message = Message(
        key=f"back:{event.offer_id}:{event.user_id}:{clock.today()}",
        template="back_in_stock",
        to=contact.phone,
        language=contact.language,
        params={"title": event.title.to(contact.language)},
        owner_id=event.user_id,
    )
    if contact.phone:
        async with deps.works() as work:
            await sending.send(work, message)


async def on_deadline_at_risk(event: DeadlineAtRisk, deps: Deps) -> None:
    """The vendor still has some time."""
    await _deadline(deps, event, "deadline_at_risk")


async def on_rule_breached(event: RuleBreached, deps: Deps) -> None:
    """The vendor is late."""
    await _deadline(deps, event, "deadline_missed")


async def on_complaint_moved(event: ComplaintMoved, deps: Deps) -> None:
    """Who complained hears that something was done (DC-CMP-02)."""
    if not event.user_id:
        return
    contact = await deps.accounts.contact(event.user_id)
    template = {"open": "complaint_opened"}.get(event.status, f"complaint_{event.status}")
    message = Message(
        key=f"complaint:{event.complaint_id}:{event.status}:{event.at.timestamp():.0f}",
        template=template,
        to=contact.phone,
        language=contact.language,
        params={"number": event.number},
        owner_id=event.user_id,
    )
    if contact.phone:
        async with deps.works() as work:
            await sending.send(work, message)


async def on_dispute_opened(event: DisputeOpened, deps: Deps) -> None:
    """The vendor has to answer."""
    await _mail(deps, event.vendor_id, f"dispute:{event.dispute_id}", "dispute_opened")


async def on_dispute_decided(event: DisputeDecided, deps: Deps) -> None:
    """The customer hears what staff decided."""
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {"number": recipient.number, "amount": show(event.refund)}
    await _text(deps, recipient, f"decided:{event.dispute_id}", "dispute_decided", **params)


async def on_message_due(event: MessageDue, deps: Deps) -> None:
    """It is morning."""
    async with deps.works() as work:
        await work.outbox.let_go(event.message_id)


async def on_report_arrived(event: ReportArrived, deps: Deps) -> None:
    """What a gateway reported holds for the messages that it is about."""
    ways = ways_of(deps)
    async with deps.works() as work:
        report = await work.reports.get(event.report_id)
        try:
            told = ways.named(report.gateway).understood(report.content_type, report.body)
        except (UnreadableReport, NoSuchGateway) as error:
            await work.reports.settled(report.id, error.code)
            return
        await delivering.believe(work, ways, report, told)


async def _deadline(deps: Deps, event: DeadlineAtRisk | RuleBreached, template: str) -> None:
    """Of clocks that a vendor has to keep; the operator's own are on its desk."""
    if not event.vendor_id or event.kind not in _VENDORS_CLOCKS:
        return
    recipient = await deps.orders.recipient_of_order(event.order_id)
    params = {
        "what": _VENDORS_CLOCKS[event.kind],
        "number": recipient.number,
        "due": _instant(event.due_at),
    }
    await _mail(deps, event.vendor_id, f"{template}:{event.clock_id}", template, **params)


_RAILS = {"beftn": "BEFTN", "npsb": "NPSB", "bkash": "bKash"}
_VENDORS_CLOCKS = {"handover": "hand-over", "delivery": "delivery"}


async def _text(deps: Deps, recipient: Recipient, key: str, template: str, **params: str) -> None:
    async with deps.works() as work:
        await sending.send(work, _message(recipient, key, template, params))


def _message(recipient: Recipient, key: str, template: str, params: dict[str, str]) -> Message:
    return Message(
        key=key,
        template=template,
        to=recipient.address.phone,
        language=recipient.language,
        params=params,
        owner_id=recipient.customer_id,
    )


def _instant(at: datetime) -> str:
    return at.astimezone(DHAKA).strftime("%d/%m/%Y %H:%M")


async def _mail(deps: Deps, vendor_id: str, key: str, template: str, **params: str) -> None:
    message = await _letter(deps, vendor_id, key, template, params)
    async with deps.works() as work:
        await sending.send(work, message)


async def _letter(deps: Deps, vendor_id: str, key: str, template: str, params: dict[str, str]) -> Message:
    [card] = await deps.vendors.cards([vendor_id])
    params = {"name": card.name.en, **params}
    return Message(key=key, template=template, to=card.contact_email, language="en", params=params, owner_id=vendor_id)


CONSUMERS = (
    Consumer(ConsentChanged, on_consent_changed),
    Consumer(OrderConfirmed, on_order_confirmed),
    Consumer(VendorOrderAmended, on_vendor_order_amended),
    Consumer(OrderEditProposed, on_order_edit_proposed),
    Consumer(VendorOrderCancelled, on_vendor_order_cancelled),
    Consumer(ShipmentMoved, on_shipment_moved),
    Consumer(ShipmentDelivered, on_shipment_delivered),
    Consumer(GoodsCameBack, on_goods_came_back),
    Consumer(VendorApproved, on_vendor_approved),
    Consumer(PayoutPaid, on_payout_paid),
    Consumer(PayoutFailed, on_payout_failed),
    Consumer(PayoutReturned, on_payout_returned),
    Consumer(RefundCompleted, on_refund_completed),
    Consumer(ReturnRequested, on_return_requested),
    Consumer(ReturnMoved, on_return_moved),
    Consumer(ReturnEnded, on_return_ended),
    Consumer(StockLow, on_stock_low),
    Consumer(BackInStock, on_back_in_stock),
    Consumer(DeadlineAtRisk, on_deadline_at_risk),
    Consumer(RuleBreached, on_rule_breached),
    Consumer(ComplaintMoved, on_complaint_moved),
    Consumer(DisputeOpened, on_dispute_opened),
    Consumer(DisputeDecided, on_dispute_decided),
    Consumer(MessageDue, on_message_due),
    Consumer(ReportArrived, on_report_arrived),
)
