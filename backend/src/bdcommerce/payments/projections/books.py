"""What is read of escrow, refunds and holds, kept beside the events that say it."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.payments.events import (
    CashAccounted,
    CashClaimed,
    CashCollected,
    DisputeEnded,
    EscrowDisputed,
    EscrowReleased,
    EscrowReturnEnded,
    EscrowReturnOpened,
    PayoutHoldLifted,
    PayoutHoldPlaced,
    PrepaidReceived,
    PrepaidReturned,
    RefundGranted,
    RefundPaid,
    ShortfallBorne,
)
from bdcommerce.payments.tables import escrow, payout_hold, refund


async def collected(event: CashCollected, _: EventMeta, tx: Transaction) -> None:
    """Cash in a courier's hands."""
    amount = event.amount.amount
    new = insert(escrow).values(vendor_order_id=event.vendor_order_id, vendor_id=event.vendor_id, courier=event.courier)
    row = {
        "vendor_id": event.vendor_id,
        "courier": event.courier,
        "collected": escrow.c.collected + amount,
        "collected_at": event.at,
    }
    new = new.values(collected=amount, collected_at=event.at)
    await tx.execute(new.on_conflict_do_update(index_elements=["vendor_order_id"], set_=row))


async def accounted(event: CashAccounted, _: EventMeta, tx: Transaction) -> None:
    """Cash no longer owed by the courier."""
    amount = event.amount.amount
    new = insert(escrow).values(vendor_order_id=event.vendor_order_id, courier=event.courier, accounted=amount)
    changed = {"accounted": escrow.c.accounted + amount}
    await tx.execute(new.on_conflict_do_update(index_elements=["vendor_order_id"], set_=changed))


async def received(event: PrepaidReceived, _: EventMeta, tx: Transaction) -> None:
    """A provider has the money, which is as good as arrived."""
    amount = event.amount.amount
    new = insert(escrow).values(vendor_order_id=event.vendor_order_id, vendor_id=event.vendor_id)
    row = {
        "vendor_id": event.vendor_id,
        "collected": escrow.c.collected + amount,
        "accounted": escrow.c.accounted + amount,
        "collected_at": event.at,
    }
    new = new.values(collected=amount, accounted=amount, collected_at=event.at)
    await tx.execute(new.on_conflict_do_update(index_elements=["vendor_order_id"], set_=row))


async def returned(event: PrepaidReturned, _: EventMeta, tx: Transaction) -> None:
    """Some of it goes back."""
    amount = event.amount.amount
    change = update(escrow).where(escrow.c.vendor_order_id == event.vendor_order_id)
    await tx.execute(change.values(collected=escrow.c.collected - amount, accounted=escrow.c.accounted - amount))


async def claimed(event: CashClaimed, _: EventMeta, tx: Transaction) -> None:
    """A courier owes more."""
    amount = event.amount.amount
    new = insert(escrow).values(vendor_order_id=event.vendor_order_id, vendor_id=event.vendor_id, courier=event.courier)
    changed = {"claimed": escrow.c.claimed + amount, "courier": event.courier, "vendor_id": event.vendor_id}
    await tx.execute(new.values(claimed=amount).on_conflict_do_update(index_elements=["vendor_order_id"], set_=changed))


async def disputed(event: EscrowDisputed | EscrowReturnOpened, _: EventMeta, tx: Transaction) -> None:
    """A dispute is open, or a return."""
    new = insert(escrow).values(vendor_order_id=event.vendor_order_id, vendor_id=event.vendor_id, open_disputes=1)
    changed = {"open_disputes": escrow.c.open_disputes + 1, "vendor_id": event.vendor_id}
    await tx.execute(new.on_conflict_do_update(index_elements=["vendor_order_id"], set_=changed))


async def dispute_ended(event: DisputeEnded | EscrowReturnEnded, _: EventMeta, tx: Transaction) -> None:
    """One dispute less; one that was never heard of to be open counts below zero until it is."""
    new = insert(escrow).values(vendor_order_id=event.vendor_order_id, open_disputes=-1)
    changed = {"open_disputes": escrow.c.open_disputes - 1}
    await tx.execute(new.on_conflict_do_update(index_elements=["vendor_order_id"], set_=changed))


async def released(event: EscrowReleased, _: EventMeta, tx: Transaction) -> None:
    """Owed to the vendor from now on."""
    change = update(escrow).where(escrow.c.vendor_order_id == event.vendor_order_id)
    row = {
        "released_at": event.at,
        "vendor_amount": event.vendor_amount.amount,
        "payout_due_on": event.payout_due_on,
        "commission": event.commission.amount,
        "goods": event.goods.amount if event.goods else None,
        "commission_vat": event.commission_vat.amount if event.commission_vat else None,
        "withheld_tax": event.withheld_tax.amount if event.withheld_tax else None,
    }
    await tx.execute(change.values(row))


async def refund_granted(event: RefundGranted, _: EventMeta, tx: Transaction) -> None:
    """Owed to the customer; what a provider pays back stands among its refunds."""
    gone = event.pickup_fee if event.by_provider else event.worth
    if gone and not event.after_release:
        change = update(escrow).where(escrow.c.vendor_order_id == event.vendor_order_id)
        await tx.execute(change.values(refunded=escrow.c.refunded + gone.amount))
    if event.by_provider:
        return
    row = {
        "refund_id": event.refund_id,
        "order_id": event.order_id,
        "vendor_order_id": event.vendor_order_id,
        "vendor_id": event.vendor_id,
        "line_id": event.line_id,
        "quantity": event.quantity,
        "amount": event.amount.amount,
        "goods": event.goods.amount,
        "commission": event.commission.amount,
        "commission_vat": event.commission_vat.amount,
        "withheld_tax": event.withheld_tax.amount,
        "reason": event.reason,
        "granted_by": event.by,
        "granted_at": event.at,
    }
    await tx.execute(insert(refund).values(row))


async def shortfall_borne(event: ShortfallBorne, _: EventMeta, tx: Transaction) -> None:
    """More is in escrow than was collected."""
    change = update(escrow).where(escrow.c.vendor_order_id == event.vendor_order_id)
    await tx.execute(change.values(refunded=escrow.c.refunded - event.amount.amount))


async def refund_paid(event: RefundPaid, _: EventMeta, tx: Transaction) -> None:
    """The customer has it."""
    change = update(refund).where(refund.c.refund_id == event.refund_id)
    await tx.execute(change.values(paid_by=event.by, paid_at=event.at))


async def hold_placed(event: PayoutHoldPlaced, _: EventMeta, tx: Transaction) -> None:
    """Kept back."""
    row = {
        "hold_id": event.hold_id,
        "vendor_id": event.vendor_id,
        "amount": event.amount.amount if event.amount else None,
        "reason": event.reason,
        "until": event.until,
        "placed_by": event.by,
        "placed_at": event.at,
    }
    await tx.execute(insert(payout_hold).values(row))


async def hold_lifted(event: PayoutHoldLifted, _: EventMeta, tx: Transaction) -> None:
    """No longer."""
    change = update(payout_hold).where(payout_hold.c.hold_id == event.hold_id)
    await tx.execute(change.values(lifted_by=event.by, lifted_at=event.at, lifted_because=event.reason))


ESCROW = Projection(
    name="payments.escrow",
    tables=("escrow", "refund"),
    on={
        CashCollected: collected,
        CashAccounted: accounted,
        CashClaimed: claimed,
        PrepaidReceived: received,
        PrepaidReturned: returned,
        EscrowDisputed: disputed,
        DisputeEnded: dispute_ended,
        EscrowReturnOpened: disputed,
        EscrowReturnEnded: dispute_ended,
        EscrowReleased: released,
        RefundGranted: refund_granted,
        RefundPaid: refund_paid,
        ShortfallBorne: shortfall_borne,
    },
)
HOLDS = Projection(
    name="payments.holds",
    tables=("payout_hold",),
    on={PayoutHoldPlaced: hold_placed, PayoutHoldLifted: hold_lifted},
)
