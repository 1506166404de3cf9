"""Events to the register: what waits for staff, and what becomes of it."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain.media import media_ids
from bdcommerce.catalog.events import (
    ApprovalPolicySet,
    ProductPutOnSale,
    ProductSentBack,
    ProductSubmitted,
    RevisionApproved,
    RevisionRefused,
    RevisionSubmitted,
    RevisionWithdrawn,
)
from bdcommerce.catalog.projections import media, register
from bdcommerce.catalog.tables import product
from bdcommerce.catalog.tables.approvals import approval, approval_policy
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction


async def set_policy(event: ApprovalPolicySet, meta: EventMeta, tx: Transaction) -> None:
    policy = {"fields": event.fields, "edits_of": event.edits_of, "first_of": event.first_of}
    row = {"policy": policy, "version": meta.version}
    keep = upsert(approval_policy).values(row | {"one": 1})
    await tx.execute(keep.on_conflict_do_update(index_elements=["one"], set_=row))


async def submit_product(event: ProductSubmitted, meta: EventMeta, tx: Transaction) -> None:
    await register.change_product(event.product_id, {"status": "in_review", "reason": ""}, meta, tx)
    vendor_id = await tx.scalar(select(product.c.vendor_id).where(product.c.product_id == event.product_id))
    row = {
        "approval_id": event.approval_id,
        "product_id": event.product_id,
        "vendor_id": vendor_id,
        "kind": "publication",
        "status": "pending",
        "fields": [],
        "submitted_at": meta.recorded_at,
    }
    await tx.execute(insert(approval).values(row))


async def send_back(event: ProductSentBack, meta: EventMeta, tx: Transaction) -> None:
    await register.change_product(event.product_id, {"status": "draft", "reason": event.reason}, meta, tx)
    status = "refused" if event.reason else "withdrawn"
    await _decide(event.approval_id, status, event.reason, meta, tx)


async def put_on_sale(event: ProductPutOnSale, meta: EventMeta, tx: Transaction) -> None:
    """What waited for this waits no more."""
    await register.put_on_sale(event, meta, tx)
    mine = (approval.c.product_id == event.product_id) & (approval.c.kind == "publication")
    decided = {"status": "approved", "decided_at": meta.recorded_at}
    await tx.execute(update(approval).where(mine & (approval.c.status == "pending")).values(decided))


async def submit_revision(event: RevisionSubmitted, meta: EventMeta, tx: Transaction) -> None:
    await register.change_product(event.product_id, {}, meta, tx)
    row = {"fields": event.fields, "before": event.before, "sheet": event.sheet, "submitted_at": meta.recorded_at}
    new = {
        "approval_id": event.approval_id,
        "product_id": event.product_id,
        "vendor_id": event.vendor_id,
        "kind": "edit",
        "status": "pending",
    }
    keep = upsert(approval).values(row | new)
    await tx.execute(keep.on_conflict_do_update(index_elements=["approval_id"], set_=row))
    await media.show(event.approval_id, media_ids(event.sheet), meta.recorded_at, tx)


async def approve_revision(event: RevisionApproved, meta: EventMeta, tx: Transaction) -> None:
    await register.keep_sheet(event.product_id, event.sheet, meta, tx)
    await _close(event.approval_id, "approved", "", meta, tx)


async def refuse_revision(event: RevisionRefused, meta: EventMeta, tx: Transaction) -> None:
    await register.change_product(event.product_id, {}, meta, tx)
    await _close(event.approval_id, "refused", event.reason, meta, tx)


async def withdraw_revision(event: RevisionWithdrawn, meta: EventMeta, tx: Transaction) -> None:
    await register.change_product(event.product_id, {}, meta, tx)
    await _close(event.approval_id, "withdrawn", "", meta, tx)


async def _close(approval_id: str, status: str, reason: str, meta: EventMeta, tx: Transaction) -> None:
    await _decide(approval_id, status, reason, meta, tx)
    await media.show(approval_id, (), meta.recorded_at, tx)


async def _decide(approval_id: str, status: str, reason: str, meta: EventMeta, tx: Transaction) -> None:
    decided: dict[str, Any] = {"status": status, "reason": reason, "decided_at": meta.recorded_at}
    await tx.execute(update(approval).where(approval.c.approval_id == approval_id).values(decided))
