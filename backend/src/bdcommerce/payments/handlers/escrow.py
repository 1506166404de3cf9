"""What is heard of a vendor order's money is posted and taken in; the fact that completes the picture releases it."""

from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.fulfilment import (
    ClaimSettled,
    CodRemitted,
    CodShortageSettled,
    RemittedParcel,
    ShipmentDelivered,
    ShipmentLost,
)
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
)
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import differences, escrow, postings
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.events import (
    CashAccounted,
    CashClaimed,
    CashCollected,
    DisputeEnded,
    EscrowAmended,
    EscrowClosed,
    EscrowDisputed,
    EscrowOpened,
    GoodsAccepted,
    ShortfallBorne,
)
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.ports import Work


async def open_escrows(work: Work, order: OrderConfirmed, payout_days: int) -> None:
    """A purchase is binding: from now on its money is expected, vendor order by vendor order."""
    for terms in order.vendor_orders:
        fact = EscrowOpened(order_id=order.order_id, terms=terms, payout_days=payout_days, at=order.at)
        await flows.hear(work, terms.vendor_order_id, fact)


async def amend_escrow(work: Work, amended: VendorOrderAmended) -> None:
    """Less is bought than was agreed at first."""
    fact = EscrowAmended(order_id=amended.order_id, terms=amended.terms, at=amended.at)
    await flows.hear(work, amended.terms.vendor_order_id, fact)


async def close_escrow(work: Work, ended: VendorOrderCancelled | VendorOrderReturned | ShipmentLost) -> None:
    """Nothing will be delivered after all."""
    reasons = {VendorOrderReturned: "returned undelivered", ShipmentLost: "lost by the courier"}
    reason = ended.reason if isinstance(ended, VendorOrderCancelled) else reasons[type(ended)]
    await flows.hear(work, ended.vendor_order_id, EscrowClosed(vendor_order_id=ended.vendor_order_id, reason=reason))


async def collect_cash(work: Work, parcel: ShipmentDelivered) -> None:
    """A courier has handed over a parcel and taken cash for it."""
    await work.journal.post(postings.collected(parcel))
    fact = CashCollected(
        order_id=parcel.order_id,
        vendor_order_id=parcel.vendor_order_id,
        vendor_id=parcel.vendor_id,
        shipment_id=parcel.shipment_id,
        courier=parcel.courier,
        amount=parcel.collected,
        at=parcel.at,
    )
    await flows.hear(work, parcel.vendor_order_id, fact)


async def account_for_remittance(work: Work, remittance: CodRemitted) -> None:
    """A courier has handed over cash; always in one order, so that two remittances never wait for each other."""
    for parcel in sorted(remittance.parcels, key=lambda item: item.vendor_order_id):
        await _account_for_parcel(work, remittance, parcel)


async def _account_for_parcel(work: Work, remittance: CodRemitted, parcel: RemittedParcel) -> None:
    await work.journal.post(postings.remitted(remittance, parcel))
    handed_over = parcel.arrived + parcel.charge
    fact = CashAccounted(vendor_order_id=parcel.vendor_order_id, courier=remittance.courier, amount=handed_over)
    await flows.hear(work, parcel.vendor_order_id, fact)


async def settle_shortage(work: Work, shortage: CodShortageSettled) -> None:
    """What a courier was short is made good, or borne by the operator."""
    await work.journal.post(postings.shortage_settled(shortage))
    fact = CashAccounted(vendor_order_id=shortage.vendor_order_id, courier=shortage.courier, amount=shortage.amount)
    await flows.hear(work, shortage.vendor_order_id, fact)


async def accept_claim(work: Work, claim: ClaimSettled) -> None:
    """A courier answers for a parcel; nothing is posted for a claim that came to nothing."""
    if not claim.amount:
        return
    await work.journal.post(postings.claim_settled(claim))
    fact = CashClaimed(
        vendor_order_id=claim.vendor_order_id, vendor_id=claim.vendor_id, courier=claim.courier, amount=claim.amount
    )
    await flows.hear(work, claim.vendor_order_id, fact)


async def dispute(work: Work, opened: DisputeOpened) -> None:
    """The money stays where it is."""
    fact = EscrowDisputed(
        dispute_id=opened.dispute_id,
        order_id=opened.order_id,
        vendor_order_id=opened.vendor_order_id,
        vendor_id=opened.vendor_id,
        at=opened.at,
    )
    await flows.hear(work, opened.vendor_order_id, fact)


async def end_dispute(work: Work, decided: DisputeDecided) -> None:
    """Staff have decided: what they gave the customer is owed, and the rest may go on. Goods of a return are paid for
    when they are back.
    """
    fact = DisputeEnded(
        dispute_id=decided.dispute_id,
        vendor_order_id=decided.vendor_order_id,
        at=decided.at,
        refund=Money(0) if decided.return_id else decided.refund,
    )
    await flows.hear(work, decided.vendor_order_id, fact)


async def accept_goods(work: Work, completed: VendorOrderCompleted) -> None:
    """The customer keeps the goods."""
    fact = GoodsAccepted(vendor_order_id=completed.vendor_order_id, at=completed.at)
    await flows.hear(work, completed.vendor_order_id, fact)


async def freeze(work: Work, vendor_order_id: str, reason: str, by: str) -> Escrow:
    """Staff hold the money back. Raises UnknownEscrow, AlreadyReleased."""
    state, version = await work.escrows.load(vendor_order_id)
    return await flows.keep(work, state, version, escrow.freeze(state, reason, by))


async def thaw(work: Work, vendor_order_id: str, by: str) -> Escrow:
    """Staff let it go again. Raises UnknownEscrow, AlreadyReleased."""
    state, version = await work.escrows.load(vendor_order_id)
    return await flows.keep(work, state, version, escrow.thaw(state, by))


async def settle_difference(work: Work, vendor_order_id: str, reason: str, by: str) -> Escrow:
    """Staff settle what was collected too much, or too little; it is released if nothing else was missing.

    Raises UnknownEscrow, AlreadyReleased, NoDifference.
    """
    state, version = await work.escrows.load(vendor_order_id)
    settled = differences.settle(state, reason, by)
    if isinstance(settled, ShortfallBorne):
        await work.journal.post(postings.shortfall_borne(settled))
    return await flows.keep(work, state, version, [settled, *escrow.release(escrow.evolve(state, settled))])
