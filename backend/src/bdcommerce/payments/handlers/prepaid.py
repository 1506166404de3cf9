"""Money before delivery: what is recorded of it, and what follows in the books, in escrow, and for others."""

from functools import reduce

from bdcommerce.contracts.fulfilment import ShipmentLost
from bdcommerce.contracts.orders import OrderCancelled, OrderConfirmed, VendorOrderAmended, VendorOrderCancelled
from bdcommerce.contracts.orders import VendorOrderReturned as Returned
from bdcommerce.contracts.payments import OpenPayment, PaymentCaptured, RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import collecting, postings
from bdcommerce.payments.domain.collecting import Events
from bdcommerce.payments.domain.payment import SURPLUS, Payment, evolve
from bdcommerce.payments.events import (
    AttemptCaptured,
    Part,
    PaymentOpened,
    PrepaidReceived,
    PrepaidRefundDone,
    PrepaidRefundOwed,
    PrepaidReturned,
)
from bdcommerce.payments.handlers import escrow
from bdcommerce.payments.ports import Work

PAID_AT_THE_DOOR = "cod"


async def open_payment(work: Work, request: OpenPayment) -> None:
    """An order waits for its money. Again: nothing more."""
    payment, version = await work.payments.load(request.order_id)
    if payment.opened_at:
        return
    opened = PaymentOpened(
        order_id=request.order_id,
        payment_id=f"pmt_{request.order_id.partition('_')[2]}",
        number=request.number,
        customer_id=request.customer_id,
        guest_hash=request.guest_hash,
        parts=[
            Part(vendor_order_id=part.vendor_order_id, vendor_id=part.vendor_id, amount=part.amount)
            for part in request.parts
        ],
        pay_until=request.pay_until,
        at=clock.now(),
        advance=request.advance,
    )
    await record(work, payment, version, [opened])


async def record(work: Work, payment: Payment, version: int, happened: Events) -> Payment:
    """Store what follows from a decision, post it, and tell others. Raises Stale, TransactionTaken."""
    if not happened:
        return payment
    await work.payments.save(payment.order_id, happened, version)
    after = reduce(evolve, happened, payment)
    for event in happened:
        await _follow(work, after, event)
    if after.paid and not payment.paid and not after.closed:
        captured = next(event for event in happened if isinstance(event, AttemptCaptured))
        told = PaymentCaptured(
            order_id=after.order_id,
            payment_id=after.payment_id,
            method=captured.provider,
            amount=after.captured,
            at=captured.at,
        )
        await work.log.tell(told)
    return after


async def _follow(work: Work, payment: Payment, event: object) -> None:
    match event:
        case AttemptCaptured():
            await work.journal.post(postings.prepaid_captured(event))
            for part in _assigned(event.parts):
                received = PrepaidReceived(
                    order_id=event.order_id,
                    vendor_order_id=part.vendor_order_id,
                    vendor_id=part.vendor_id,
                    amount=part.amount,
                    at=event.at,
                )
                await escrow.hear(work, part.vendor_order_id, received)
        case PrepaidRefundOwed():
            await work.journal.post(postings.prepaid_refund_owed(event))
            for part in _assigned(event.parts):
                returned = PrepaidReturned(vendor_order_id=part.vendor_order_id, amount=part.amount, at=event.at)
                await escrow.hear(work, part.vendor_order_id, returned)
        case PrepaidRefundDone():
            await work.journal.post(postings.prepaid_refund_paid(event))
            for part in event.parts:
                await work.log.tell(_refunded(payment, event, part))


def _assigned(parts: list[Part]) -> list[Part]:
    """Always in one order, so that two payments never wait for each other."""
    return sorted((part for part in parts if part.vendor_order_id != SURPLUS), key=lambda part: part.vendor_order_id)


def _refunded(payment: Payment, event: PrepaidRefundDone, part: Part) -> RefundCompleted:
    return_id = payment.refunds[event.refund_id].return_id
    return RefundCompleted(
        refund_id=event.refund_id,
        order_id=event.order_id,
        vendor_order_id=part.vendor_order_id,
        amount=part.amount,
        at=event.at,
        return_id=return_id,
        left=payment.left_of(return_id) if return_id else Money(0),
    )


async def hint(work: Work, order_id: str, attempt_id: str) -> None:
    """Something was heard of an attempt: the sweeper asks about it next."""
    payment, version = await work.payments.load(order_id)
    await record(work, payment, version, collecting.hint(payment, attempt_id, clock.now()))


async def hear_confirmed(work: Work, order: OrderConfirmed) -> None:
    """An order that is paid at the door after all owes nothing before that, unless a part of it was asked for."""
    if order.payment_method == PAID_AT_THE_DOOR and not order.advance:
        await _close(work, order.order_id, "paid_at_the_door")


async def hear_cancelled(work: Work, order: OrderCancelled) -> None:
    """Nothing of the order will be delivered."""
    await _close(work, order.order_id, order.reason or "cancelled")


async def hear_change(work: Work, heard: VendorOrderAmended | VendorOrderCancelled | Returned | ShipmentLost) -> None:
    """Less is due for a vendor order, or nothing."""
    payment, version = await work.payments.load(heard.order_id)
    if payment.opened_at is None:
        return
    if isinstance(heard, VendorOrderAmended):
        vendor_order_id, amount, reason = heard.terms.vendor_order_id, heard.terms.total, "amended"
    else:
        vendor_order_id, amount = heard.vendor_order_id, Money(0)
        reason = {VendorOrderCancelled: "cancelled", Returned: "returned", ShipmentLost: "lost"}[type(heard)]
    happened = collecting.change_due(payment, vendor_order_id, amount, reason, heard.at)
    await record(work, payment, version, happened)


async def give_back(work: Work, order_id: str, vendor_order_id: str, amount: Money, return_id: str) -> None:
    """So much less is due for a vendor order whose goods came back: it goes back the way it came."""
    payment, version = await work.payments.load(order_id)
    now = clock.now()
    due = payment.due[vendor_order_id] - amount
    changed = collecting.change_due(payment, vendor_order_id, due, "returned", now)
    became = reduce(evolve, changed, payment)
    await record(work, payment, version, [*changed, *collecting.owe_refunds(became, now, return_id)])


async def _close(work: Work, order_id: str, reason: str) -> None:
    payment, version = await work.payments.load(order_id)
    await record(work, payment, version, collecting.close(payment, reason, clock.now()))
