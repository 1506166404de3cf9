"""Returns of goods: their money waits until it is clear what becomes of them, and goes back when they came back."""

from bdcommerce.contracts.orders import ReturnAccepted, ReturnEnded, ReturnPickupCharged, ReturnRequested
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import postings, returns
from bdcommerce.payments.events import EscrowReturnEnded, EscrowReturnOpened, RefundGranted, RefundPaid
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.ports import Work


async def open_return(work: Work, asked: ReturnRequested) -> None:
    """The money stays where it is."""
    fact = EscrowReturnOpened(
        return_id=asked.return_id,
        order_id=asked.order_id,
        vendor_order_id=asked.vendor_order_id,
        vendor_id=asked.vendor_id,
        at=asked.at,
    )
    await flows.hear(work, asked.vendor_order_id, fact)


async def end_return(work: Work, ended: ReturnEnded) -> None:
    """It may go on."""
    fact = EscrowReturnEnded(return_id=ended.return_id, vendor_order_id=ended.vendor_order_id, at=ended.at)
    await flows.hear(work, ended.vendor_order_id, fact)


async def refund(work: Work, accepted: ReturnAccepted) -> None:
    """The customer is owed what was paid for what came back: out of escrow, or from those who have got it since; then
    the vendor's balance may go below zero. Through a provider it goes back by itself.
    """
    state, version = await work.escrows.load(accepted.vendor_order_id)
    granted = returns.grant(state, accepted)
    if granted is None:
        await _nothing_left(work, accepted)
        return
    await flows.keep(work, state, version, _happened(granted))
    if not granted.amount:
        await _nothing_left(work, accepted)


async def charge_pickup(work: Work, charged: ReturnPickupCharged) -> None:
    """The vendor bears that goods were fetched; its balance may go below zero."""
    await work.hold(charged.vendor_id)
    await work.journal.post(postings.pickup_charged(charged))


def _happened(granted: RefundGranted) -> list[object]:
    """Goods that cost the customer nothing are paid for at once."""
    if granted.amount:
        return [granted]
    paid = RefundPaid(
        refund_id=granted.refund_id,
        vendor_order_id=granted.vendor_order_id,
        amount=granted.amount,
        by=granted.by,
        at=granted.at,
    )
    return [granted, paid]


async def _nothing_left(work: Work, accepted: ReturnAccepted) -> None:
    """All of it was paid back before, in another way; or nothing was paid for it."""
    told = RefundCompleted(
        refund_id=accepted.return_id,
        order_id=accepted.order_id,
        vendor_order_id=accepted.vendor_order_id,
        amount=Money(0),
        at=clock.now(),
        return_id=accepted.return_id,
    )
    await work.log.tell(told)
