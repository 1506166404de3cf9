"""What waits for staff, as they and vendors read it; products as staff read them."""

from datetime import datetime
from typing import Any

import msgspec

from bdcommerce.catalog.domain.approvals import ApprovalPolicy
from bdcommerce.catalog.queries.vendor import PRODUCT_ROWS, ProductRow
from bdcommerce.catalog.schemas.approvals import (
    ApprovalKind,
    ApprovalPolicyView,
    ApprovalStatus,
    ApprovalSummary,
    ApprovalView,
    FieldChange,
)
from bdcommerce.catalog.schemas.products import ListedProduct, ProductView, StaffProductView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.text import Localized

_FACTS = "facts."


class _ApprovalRow(msgspec.Struct):
    approval_id: str
    kind: ApprovalKind
    status: ApprovalStatus
    product_id: str
    vendor_id: str
    version: int
    title: Localized
    fields: list[str]
    before: dict[str, Any] | None
    sheet: dict[str, Any] | None
    submitted_at: datetime
    decided_at: datetime | None
    reason: str


class _PolicyRow(msgspec.Struct):
    policy: ApprovalPolicy
    version: int


_SUMMARY = """
    SELECT a.approval_id AS id, a.kind, a.status, a.product_id, a.vendor_id, p.title, a.fields, a.submitted_at,
           a.decided_at, a.reason
    FROM approval a JOIN product p USING (product_id)
"""
WAITING = Query(
    "catalog.approvals_waiting",
    f"{_SUMMARY} WHERE a.status = 'pending' AND a.approval_id > $1 ORDER BY a.approval_id LIMIT $2",
    ApprovalSummary,
)
DECIDED = Query(
    "catalog.approvals_decided",
    f"{_SUMMARY} WHERE a.status = $1 AND a.approval_id < $2 ORDER BY a.approval_id DESC LIMIT $3",
    ApprovalSummary,
)
OF_VENDOR = Query(
    "catalog.approvals_of_vendor",
    f"{_SUMMARY} WHERE a.vendor_id = $1 AND a.approval_id < $2 ORDER BY a.approval_id DESC LIMIT $3",
    ApprovalSummary,
)
APPROVAL = Query(
    "catalog.approval",
    """
    SELECT a.approval_id, a.kind, a.status, a.product_id, a.vendor_id, p.version, p.title, a.fields, a.before, a.sheet,
           a.submitted_at, a.decided_at, a.reason
    FROM approval a JOIN product p USING (product_id) WHERE a.approval_id = $1 AND ($2 = '' OR a.vendor_id = $2)
    """,
    _ApprovalRow,
)
POLICY = Query("catalog.approval_policy", "SELECT policy, version FROM approval_policy", _PolicyRow)
_LISTED = "product_id AS id, vendor_id, version, status, slug, category_id, title, changed_at, reason"
PRODUCTS = Query(
    "catalog.products_by_status",
    f"""
    SELECT {_LISTED} FROM product WHERE status = $1 AND product_id < $2 ORDER BY product_id DESC LIMIT $3
    """,  # noqa: S608 - only the columns above are put in
    ListedProduct,
)
PRODUCTS_OF = Query(
    "catalog.products_of_vendor",
    f"""
    SELECT {_LISTED} FROM product WHERE vendor_id = $1 AND product_id < $2 AND ($3 = '' OR status = $3)
    ORDER BY product_id DESC LIMIT $4
    """,  # noqa: S608 - only the columns above are put in
    ListedProduct,
)
PRODUCT = Query("catalog.product_for_staff", f"{PRODUCT_ROWS} WHERE p.product_id = $1", ProductRow)


async def queue(reads: Reads, status: ApprovalStatus, after: str, limit: int) -> list[ApprovalSummary]:
    """What waits, the oldest first; what does not any more, the newest first."""
    if status == "pending":
        return await reads.all(WAITING, after, limit)
    return await reads.all(DECIDED, status, after or "~", limit)


async def of_vendor(reads: Reads, vendor_id: str, before: str, limit: int) -> list[ApprovalSummary]:
    """What of a vendor waits, or has waited, the newest first."""
    return await reads.all(OF_VENDOR, vendor_id, before or "~", limit)


async def approval(reads: Reads, approval_id: str, vendor_id: str = "") -> ApprovalView | None:
    """Something that waits or has waited, for staff or for its vendor, field by field."""
    row = await reads.one(APPROVAL, approval_id, vendor_id)
    if row is None:
        return None
    return ApprovalView(
        id=row.approval_id,
        kind=row.kind,
        status=row.status,
        product_id=row.product_id,
        product_version=row.version,
        vendor_id=row.vendor_id,
        title=row.title,
        changes=[_change(each, row.before or {}, row.sheet or {}) for each in row.fields],
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        reason=row.reason,
    )


async def policy(reads: Reads) -> ApprovalPolicyView:
    """The policy that holds."""
    row = await reads.one(POLICY)
    return ApprovalPolicyView.of(row.policy, row.version) if row else ApprovalPolicyView.of(ApprovalPolicy(), 0)


async def products(reads: Reads, vendor_id: str, status: str, before: str, limit: int) -> list[ListedProduct]:
    """Products of a vendor, or of a status, the newest first."""
    if vendor_id:
        return await reads.all(PRODUCTS_OF, vendor_id, before or "~", status, limit)
    return await reads.all(PRODUCTS, status or "published", before or "~", limit)


async def product(reads: Reads, product_id: str) -> StaffProductView | None:
    """Any product."""
    row = await reads.one(PRODUCT, product_id)
    return StaffProductView(vendor_id=row.vendor_id, product=ProductView.of(row.product(product_id))) if row else None


def _change(name: str, before: dict[str, Any], after: dict[str, Any]) -> FieldChange:
    return FieldChange(field=name, before=_value(name, before), after=_value(name, after))


def _value(name: str, sheet: dict[str, Any]) -> Any:
    return sheet.get("facts", {}).get(name.removeprefix(_FACTS)) if name.startswith(_FACTS) else sheet.get(name)
