"""What compliance does about what others tell, and about its own timers."""

from typing import Any

from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.letters import Customer
from bdcommerce.compliance.domain.sales import REFERENCES
from bdcommerce.compliance.events import ClocksDue, CommissionMonthEnded, InvoiceDue, NoteDue
from bdcommerce.compliance.handlers import clocks, commissions, disputes, invoices, notes, sales
from bdcommerce.compliance.handlers.audit import record_staff_act
from bdcommerce.compliance.ports import Deps
from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentLost, ShipmentMoved, ShipmentReturned
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnAccepted,
    ReturnMoved,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
)
from bdcommerce.contracts.payments import FundsReleased, PayoutFailed, PayoutPaid, PayoutReturned, RefundCompleted
from bdcommerce.infra import delivery
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel.events import name_of


async def audit(acted: StaffActed, deps: Deps) -> None:
    """Chain it into the audit log, under the id of the event that told it."""
    async with deps.works() as work:
        await record_staff_act(work, acted, event_id=_event_id())


async def order_confirmed(event: OrderConfirmed, deps: Deps) -> None:
    """Hand-over and delivery are owed from now on."""
    book = await deps.rule_book.book()
    cards = await deps.vendors.cards([terms.vendor_id for terms in event.vendor_orders])
    dispatch = {card.vendor_id: card.dispatch for card in cards}
    async with deps.works() as work:
        await sales.confirm(work, book, event, _proof(event), dispatch)


async def vendor_order_moved(event: Any, deps: Deps) -> None:
    """What starts and stops the clocks of a vendor order."""
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await sales.hear(work, book, event, _proof(event))


async def payout_paid(event: PayoutPaid, deps: Deps) -> None:
    """Vendors have their money."""
    async with deps.works() as work:
        await clocks.hear_payout(work, event, _proof(event))


async def payout_came_back(event: PayoutReturned | PayoutFailed, deps: Deps) -> None:
    """They have not."""
    async with deps.works() as work:
        await clocks.hear_payout_back(work, event)


async def return_moved(event: ReturnMoved, deps: Deps) -> None:
    """A refusal that a customer contradicts becomes a dispute."""
    if event.status != "escalated":
        return
    book, recipient = await deps.rule_book.book(), await deps.orders.recipient(event.vendor_order_id)
    customer = Customer(customer_id=recipient.customer_id, guest_hash=recipient.guest_hash)
    async with deps.works() as work:
        await disputes.open_for_return(work, book, event, customer)


async def clocks_due(due: ClocksDue, deps: Deps) -> None:
    """The instant to look at some clocks has come."""
    async with deps.works() as work:
        await clocks.look(work, due)


async def invoice_due(due: InvoiceDue, deps: Deps) -> None:
    """Goods have left a vendor: its invoice names who issues it and who gets the goods."""
    book = await deps.rule_book.book()
    issuer = await deps.vendors.issuer(due.vendor_id)
    recipient = await deps.orders.recipient(due.vendor_order_id)
    async with deps.works() as work:
        await invoices.issue(work, due, book=book, issuer=issuer, recipient=recipient)


async def note_due(due: NoteDue, deps: Deps) -> None:
    """What an invoice says of goods is not so any more."""
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await notes.issue(work, due, book)


async def commission_month_ended(ended: CommissionMonthEnded, deps: Deps) -> None:
    """A vendor's commission of a month is complete. Without the operator's identity it waits until that is on file."""
    vendor = await deps.vendors.issuer(ended.vendor_id)
    async with deps.works() as work:
        if await work.operator.current():
            await commissions.bill(work, ended, vendor)


def _proof(event: Any) -> Evidence:
    reference: str = getattr(event, REFERENCES[type(event)])
    return Evidence(event=name_of(event), event_id=_event_id(), at=event.at, reference=reference)


def _event_id() -> str:
    message = delivery.current("compliance")
    assert message is not None  # noqa: S101 - consumers run only inside a delivery
    return message.event_id


CONSUMERS = (
    Consumer(StaffActed, audit),
    Consumer(OrderConfirmed, order_confirmed),
    Consumer(VendorOrderAmended, vendor_order_moved),
    Consumer(VendorOrderCancelled, vendor_order_moved),
    Consumer(VendorOrderReturned, vendor_order_moved),
    Consumer(VendorOrderCompleted, vendor_order_moved),
    Consumer(ShipmentMoved, vendor_order_moved),
    Consumer(ShipmentDelivered, vendor_order_moved),
    Consumer(ShipmentReturned, vendor_order_moved),
    Consumer(ShipmentLost, vendor_order_moved),
    Consumer(FundsReleased, vendor_order_moved),
    Consumer(RefundCompleted, vendor_order_moved),
    Consumer(ReturnAccepted, vendor_order_moved),
    Consumer(ReturnMoved, return_moved),
    Consumer(PayoutPaid, payout_paid),
    Consumer(PayoutReturned, payout_came_back),
    Consumer(PayoutFailed, payout_came_back),
    Consumer(ClocksDue, clocks_due),
    Consumer(InvoiceDue, invoice_due),
    Consumer(NoteDue, note_due),
    Consumer(CommissionMonthEnded, commission_month_ended),
)
