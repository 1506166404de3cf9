"""What is recorded of money, before delivery and in escrow, and what follows from the one for the other.

What a provider has taken is heard by escrow; what escrow grants goes back through a provider: they follow each other in
one transaction, each with its entries in the books.
"""

from collections.abc import Sequence
from functools import reduce

from bdcommerce.contracts.payments import FundsReleased, PaymentCaptured, RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import collecting, escrow, postings
from bdcommerce.payments.domain.collecting import Events
from bdcommerce.payments.domain.escrow import Escrow, Fact
from bdcommerce.payments.domain.payment import SURPLUS, Payment, evolve
from bdcommerce.payments.events import (
    AttemptCaptured,
    AwardLapsed,
    EscrowReleased,
    Part,
    PrepaidReceived,
    PrepaidRefundDone,
    PrepaidRefundOwed,
    PrepaidReturned,
    RefundGranted,
)
from bdcommerce.payments.ports import Work


async def hear(work: Work, vendor_order_id: str, fact: Fact) -> None:
    """Take a fact in, and release if it was the last one. Raises AlreadyReleased."""
    state, version = await work.escrows.load(vendor_order_id)
    await keep(work, state, version, escrow.hear(state, fact))


async def keep(work: Work, state: Escrow, version: int, happened: Sequence[object]) -> Escrow:
    """Store what follows from a decision over escrow, post it, and tell others. Raises Stale."""
    late = [event for event in happened if isinstance(event, RefundGranted) and event.after_release]
    if late:
        await work.hold(*{event.vendor_id for event in late})
    await work.escrows.save(state.vendor_order_id, happened, version)
    after = reduce(escrow.evolve, happened, state)
    for event in happened:
        match event:
            case EscrowReleased():
                await _release(work, after, event)
            case RefundGranted():
                await owe(work, event)
            case AwardLapsed():
                await work.log.tell(_lapsed(after, event))
    return after


async def owe(work: Work, granted: RefundGranted) -> None:
    """Post what is owed to a customer; what came through a provider goes back through it by itself."""
    await work.journal.post(postings.refund_owed(granted))
    if granted.by_provider:
        await _give_back(work, granted)


def _lapsed(state: Escrow, lapsed: AwardLapsed) -> RefundCompleted:
    return RefundCompleted(
        refund_id=lapsed.dispute_id,
        order_id=state.order_id,
        vendor_order_id=state.vendor_order_id,
        amount=Money(0),
        at=lapsed.at,
        dispute_id=lapsed.dispute_id,
    )


async def _release(work: Work, state: Escrow, released: EscrowReleased) -> None:
    if state.left:
        await work.journal.post(postings.released(released.order_id, state.left))
    told = FundsReleased(
        order_id=released.order_id,
        vendor_order_id=released.vendor_order_id,
        vendor_id=released.vendor_id,
        vendor_amount=released.vendor_amount,
        commission=released.commission,
        at=released.at,
    )
    await work.log.tell(told)


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
                await hear(work, part.vendor_order_id, received)
        case PrepaidRefundOwed():
            await work.journal.post(postings.prepaid_refund_owed(event))
            for part in _assigned(event.parts):
                returned = PrepaidReturned(vendor_order_id=part.vendor_order_id, amount=part.amount, at=event.at)
                await hear(work, part.vendor_order_id, returned)
        case PrepaidRefundDone():
            await work.journal.post(postings.prepaid_refund_paid(event))
            for part in event.parts:
                await work.log.tell(_refunded(payment, event, part))


def _assigned(parts: list[Part]) -> list[Part]:
    """Always in one order, so that two payments never wait for each other."""
    return sorted((part for part in parts if part.vendor_order_id != SURPLUS), key=lambda part: part.vendor_order_id)


def _refunded(payment: Payment, event: PrepaidRefundDone, part: Part) -> RefundCompleted:
    refund = payment.refunds[event.refund_id]
    return RefundCompleted(
        refund_id=event.refund_id,
        order_id=event.order_id,
        vendor_order_id=part.vendor_order_id,
        amount=part.amount,
        at=event.at,
        return_id=refund.return_id,
        dispute_id=refund.dispute_id,
        left=payment.left_of(refund.cause) if refund.cause else Money(0),
    )


async def _give_back(work: Work, granted: RefundGranted) -> None:
    """So much less is due for a vendor order: it goes back the way it came."""
    payment, version = await work.payments.load(granted.order_id)
    now = clock.now()
    due = payment.due[granted.vendor_order_id] - granted.amount
    changed = collecting.change_due(payment, granted.vendor_order_id, due, "returned", now)
    became = reduce(evolve, changed, payment)
    owed = collecting.owe_refunds(became, now, return_id=granted.return_id, dispute_id=granted.dispute_id)
    await record(work, payment, version, [*changed, *owed])
