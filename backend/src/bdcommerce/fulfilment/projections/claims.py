"""Claims as vendors and the back office see them: one row each."""

from typing import Any

from sqlalchemy import insert, update

from bdcommerce.fulfilment.domain.claim import STATUS_AFTER
from bdcommerce.fulfilment.events import ClaimAgreed, ClaimOpened, ClaimRefused, ClaimWithdrawn, CourierAnswered
from bdcommerce.fulfilment.tables import claim_view
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection


async def show_opened(event: ClaimOpened, meta: EventMeta, tx: Transaction) -> None:
    """A new row."""
    row = {
        "claim_id": event.claim_id,
        "shipment_id": event.shipment_id,
        "vendor_order_id": event.vendor_order_id,
        "vendor_id": event.vendor_id,
        "courier": event.courier,
        "number": event.number,
        "kind": event.kind,
        "status": STATUS_AFTER[ClaimOpened],
        "asked": event.asked.amount,
        "currency": event.asked.currency,
        "description": event.description,
        "evidence_ids": event.evidence_ids,
        "answer": "",
        "reason": "",
        "opened_by": "vendor" if event.by_vendor else "staff",
        "opened_at": meta.recorded_at,
        "changed_at": meta.recorded_at,
    }
    await tx.execute(insert(claim_view), row)


async def show_answered(event: CourierAnswered, meta: EventMeta, tx: Transaction) -> None:
    """What the courier says."""
    await _show(event, meta, tx, offered=event.offered.amount, answer=event.note)


async def show_agreed(event: ClaimAgreed, meta: EventMeta, tx: Transaction) -> None:
    """What it will pay."""
    await _show(event, meta, tx, settled=event.amount.amount, reason=event.reason)


async def show_refused(event: ClaimRefused, meta: EventMeta, tx: Transaction) -> None:
    """Nothing."""
    await _show(event, meta, tx, settled=0, reason=event.reason)


async def show_withdrawn(event: ClaimWithdrawn, meta: EventMeta, tx: Transaction) -> None:
    """There is nothing to decide."""
    await _show(event, meta, tx, reason=event.reason)


async def _show(event: object, meta: EventMeta, tx: Transaction, **columns: Any) -> None:
    changed = {"status": STATUS_AFTER[type(event)], "changed_at": meta.recorded_at, **columns}
    claim_id = meta.stream.removeprefix("claim-")
    await tx.execute(update(claim_view).where(claim_view.c.claim_id == claim_id).values(changed))


CLAIM_VIEW = Projection(
    name="fulfilment.claim_view",
    tables=("claim_view",),
    on={
        ClaimOpened: show_opened,
        CourierAnswered: show_answered,
        ClaimAgreed: show_agreed,
        ClaimRefused: show_refused,
        ClaimWithdrawn: show_withdrawn,
    },
)
