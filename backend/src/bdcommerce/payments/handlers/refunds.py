"""Late refunds: goods that came back after their money was released."""

from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.payments.domain import escrow, postings
from bdcommerce.payments.events import RefundGranted
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.ports import Work


async def grant_refund(
    work: Work, vendor_order_id: str, *, line_id: str, quantity: int, reason: str, by: str
) -> RefundGranted:
    """Owe a customer the price of some units, taken back from those who had got it; the vendor's balance may go below
    zero. Raises UnknownEscrow, NotReleased, UnknownLine, TooMuchRefunded.
    """
    state, version = await work.escrows.load(vendor_order_id)
    granted = escrow.refund(state, line_id=line_id, quantity=quantity, reason=reason, by=by)
    await flows.keep(work, state, version, [granted])
    return granted


async def pay_refund(work: Work, refund_id: str, by: str) -> RefundGranted:
    """The bank has paid the customer. Raises UnknownRefund, AlreadyRefunded."""
    state, version = await work.escrows.load(await work.escrows.of_refund(refund_id))
    paid, granted = escrow.pay_refund(state, refund_id, by), state.refunds[refund_id]
    await work.escrows.save(state.vendor_order_id, [paid], version)
    await work.journal.post(postings.refund_paid(granted))
    told = RefundCompleted(
        refund_id=refund_id,
        order_id=granted.order_id,
        vendor_order_id=granted.vendor_order_id,
        amount=granted.amount,
        at=paid.at,
        return_id=granted.return_id,
        dispute_id=granted.dispute_id,
    )
    await work.log.tell(told)
    return granted
