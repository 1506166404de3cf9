"""HTTP for claims: vendors and the back office open them, the back office decides."""

from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.compliance import UnknownRule
from bdcommerce.fulfilment.api.parameters import OfVendor
from bdcommerce.fulfilment.api.tracking import BACK_OFFICE
from bdcommerce.fulfilment.errors import (
    ClaimClosed,
    ClaimIsOpen,
    NotPossibleNow,
    TooLateToClaim,
    UnknownClaim,
    UnknownEvidence,
    UnknownShipment,
)
from bdcommerce.fulfilment.events import ClaimStatus
from bdcommerce.fulfilment.handlers import claims as handlers
from bdcommerce.fulfilment.handlers.claims import Complaint
from bdcommerce.fulfilment.queries import claims as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.claims import ClaimView, CourierAnswer, OpenClaim, SettleClaim
from bdcommerce.fulfilment.schemas.shipments import Why
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid

DAYS = "delivery.claim_days"
InStatus = Annotated[ClaimStatus | None, QueryParameter(name="status", description="only in this status")]
_OPENING = [Invalid, UnknownShipment, UnknownEvidence, NotPossibleNow, TooLateToClaim, ClaimIsOpen, UnknownRule]


@post("/vendor/claims", access=vendor("owner", "manager"), summary="Claim a lost or damaged parcel", raises=_OPENING)
async def open_as_vendor(data: OpenClaim, caller: Caller, deps: Edge) -> ClaimView:
    """One of our parcels: lost while a courier has it, or damaged when it was delivered or came back. Damage is claimed
    within days of that (rule book); a parcel has one open claim.
    """
    return await _open(data, caller.vendor_id, deps)


@post("/admin/claims", access=BACK_OFFICE, summary="Claim a lost or damaged parcel", raises=_OPENING)
async def open_as_staff(data: OpenClaim, deps: Edge) -> ClaimView:
    """The same for any parcel."""
    return await _open(data, "", deps)


@get("/vendor/claims", access=vendor(), summary="Claims about our parcels, the newest first", raises=[Invalid])
async def list_for_vendor(
    caller: Caller, deps: Edge, status: InStatus = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ClaimView]:
    """Whoever opened them."""
    return await _page(deps, status, caller.vendor_id, limit, cursor)


@get("/vendor/claims/{claim_id:str}", access=vendor(), summary="A claim about our parcel", raises=[UnknownClaim])
async def show_to_vendor(claim_id: PathId, caller: Caller, deps: Edge) -> ClaimView:
    """With the courier's answer and the decision, as soon as there are."""
    return await queries.one(deps.reads, claim_id, vendor_id=caller.vendor_id)


@post(
    "/vendor/claims/{claim_id:str}/withdraw",
    access=vendor("owner", "manager"),
    summary="Take our claim back",
    status_code=200,
    raises=[UnknownClaim, ClaimClosed],
)
async def withdraw_as_vendor(claim_id: PathId, data: Why, caller: Caller, deps: Edge) -> ClaimView:
    """One that we opened, until it is decided."""
    async with deps.works() as work:
        await handlers.withdraw(work, claim_id, data.reason, caller.vendor_id)
    return await queries.one(deps.reads, claim_id)


@get("/admin/claims", access=BACK_OFFICE, summary="Claims, the newest first", raises=[Invalid])
async def list_for_staff(
    deps: Edge, status: InStatus = None, vendor_id: OfVendor = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ClaimView]:
    """All of them, in one status, or about one vendor's parcels."""
    return await _page(deps, status, vendor_id, limit, cursor)


@get("/admin/claims/{claim_id:str}", access=BACK_OFFICE, summary="A claim", raises=[UnknownClaim])
async def show_to_staff(claim_id: PathId, deps: Edge) -> ClaimView:
    """With the courier's answer and the decision, as soon as there are."""
    return await queries.one(deps.reads, claim_id)


@post(
    "/admin/claims/{claim_id:str}/answer",
    access=BACK_OFFICE,
    summary="The courier has answered",
    status_code=200,
    raises=[Invalid, UnknownClaim, ClaimClosed],
)
async def answer(claim_id: PathId, data: CourierAnswer, deps: Edge) -> ClaimView:
    """What it offers, perhaps nothing. Another answer replaces it."""
    async with deps.works() as work:
        await handlers.answer(work, claim_id, data.offered, data.note)
    return await queries.one(deps.reads, claim_id)


@post(
    "/admin/claims/{claim_id:str}/settle",
    access=BACK_OFFICE,
    summary="The courier pays",
    status_code=200,
    raises=[Invalid, UnknownClaim, ClaimClosed, NotPossibleNow],
)
async def settle(claim_id: PathId, data: SettleClaim, deps: Edge) -> ClaimView:
    """So much will be remitted. A parcel that was claimed as lost is lost from now on, unless it has turned up."""
    async with deps.works() as work:
        await handlers.settle(work, claim_id, data.amount, data.reason)
    return await queries.one(deps.reads, claim_id)


@post(
    "/admin/claims/{claim_id:str}/refuse",
    access=BACK_OFFICE,
    summary="The courier does not pay",
    status_code=200,
    raises=[UnknownClaim, ClaimClosed],
)
async def refuse(claim_id: PathId, data: Why, deps: Edge) -> ClaimView:
    """The claim ends with nothing."""
    async with deps.works() as work:
        await handlers.refuse(work, claim_id, data.reason)
    return await queries.one(deps.reads, claim_id)


@post(
    "/admin/claims/{claim_id:str}/withdraw",
    access=BACK_OFFICE,
    summary="Take a claim of the operator's back",
    status_code=200,
    raises=[UnknownClaim, ClaimClosed],
)
async def withdraw_as_staff(claim_id: PathId, data: Why, deps: Edge) -> ClaimView:
    """One that staff opened, until it is decided."""
    async with deps.works() as work:
        await handlers.withdraw(work, claim_id, data.reason, "")
    return await queries.one(deps.reads, claim_id)


async def _open(data: OpenClaim, vendor_id: str, deps: Edge) -> ClaimView:
    (days,) = await deps.compliance.rules([DAYS], clock.today())
    ended_on = await queries.ended_on(deps.reads, data.shipment_id)
    complaint = Complaint(
        shipment_id=data.shipment_id,
        kind=data.kind,
        asked=data.amount,
        description=data.description,
        evidence_ids=data.evidence_ids,
        vendor_id=vendor_id,
    )
    async with deps.works() as work:
        claim_id = await handlers.open_claim(work, complaint, ended_on=ended_on, within_days=int(days.value))
    return await queries.one(deps.reads, claim_id)


async def _page(deps: Edge, status: ClaimStatus | None, vendor_id: str, limit: int, cursor: str) -> Page[ClaimView]:
    (before,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.newest(deps.reads, status, vendor_id, before, limit + 1)
    return page(rows, limit, lambda row: (row.claim_id,))


ROUTES: list[HTTPRouteHandler] = [
    open_as_vendor,
    open_as_staff,
    list_for_vendor,
    show_to_vendor,
    withdraw_as_vendor,
    list_for_staff,
    show_to_staff,
    answer,
    settle,
    refuse,
    withdraw_as_staff,
]
