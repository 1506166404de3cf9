"""Named reads of claims."""

from datetime import date

from bdcommerce.fulfilment.errors import UnknownClaim
from bdcommerce.fulfilment.events import ClaimStatus
from bdcommerce.fulfilment.queries.tracking import steps
from bdcommerce.fulfilment.schemas.claims import ClaimView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock

NEWEST = "clm_~"
"""Sorts behind every claim id."""
_MONEY = "jsonb_build_object('amount', {0}, 'currency', currency)"
_CLAIM = f"""
    SELECT claim_id, shipment_id, vendor_order_id, vendor_id, courier, number, kind, status,
           {_MONEY.format("asked")} AS asked,
           CASE WHEN offered IS NOT NULL THEN {_MONEY.format("offered")} END AS offered,
           CASE WHEN settled IS NOT NULL THEN {_MONEY.format("settled")} END AS settled,
           description, answer, reason, evidence_ids, opened_by, opened_at, changed_at
    FROM claim_view
"""  # noqa: S608 - no value is interpolated
_PAGE = "ORDER BY claim_id DESC LIMIT $2"
CLAIM = Query("fulfilment.claim", f"{_CLAIM} WHERE claim_id = $1", ClaimView)
CLAIMS = Query("fulfilment.claims", f"{_CLAIM} WHERE claim_id < $1 {_PAGE}", ClaimView)
CLAIMS_IN_STATUS = Query(
    "fulfilment.claims_in_status", f"{_CLAIM} WHERE status = $3 AND claim_id < $1 {_PAGE}", ClaimView
)
CLAIMS_OF_VENDOR = Query(
    "fulfilment.claims_of_vendor", f"{_CLAIM} WHERE vendor_id = $3 AND claim_id < $1 {_PAGE}", ClaimView
)
CLAIMS_OF_VENDOR_IN_STATUS = Query(
    "fulfilment.claims_of_vendor_in_status",
    f"{_CLAIM} WHERE vendor_id = $3 AND status = $4 AND claim_id < $1 {_PAGE}",
    ClaimView,
)


async def newest(reads: Reads, status: ClaimStatus | None, vendor_id: str, before: str, limit: int) -> list[ClaimView]:
    """Claims, the newest first, before one of them; of a vendor and in a status, if these are given."""
    position = (before or NEWEST, limit)
    if vendor_id and status:
        return await reads.all(CLAIMS_OF_VENDOR_IN_STATUS, *position, vendor_id, status)
    if vendor_id:
        return await reads.all(CLAIMS_OF_VENDOR, *position, vendor_id)
    if status:
        return await reads.all(CLAIMS_IN_STATUS, *position, status)
    return await reads.all(CLAIMS, *position)


async def one(reads: Reads, claim_id: str, *, vendor_id: str = "") -> ClaimView:
    """A claim; with a vendor, one about that vendor's parcel. Raises UnknownClaim."""
    found = await reads.one(CLAIM, claim_id)
    if found is None or vendor_id not in {"", found.vendor_id}:
        raise UnknownClaim.of(claim_id)
    return found


async def ended_on(reads: Reads, shipment_id: str) -> date | None:
    """The day on which a parcel was delivered or returned, if it was."""
    ends = [step.at for step in await steps(reads, shipment_id) if step.what in {"delivered", "returned"}]
    return clock.dhaka_date(ends[-1]) if ends else None
