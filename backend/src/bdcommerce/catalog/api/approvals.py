"""What waits for staff, over HTTP: the queue, the decisions, the policy; products taken down and reinstated."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import QueryParameter
from msgspec import UNSET

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, OfStatus, PathId, etag, newest_before, read_version
from bdcommerce.catalog.errors import (
    AlreadyDecided,
    NotPublishable,
    PriceAboveMrp,
    SlugTaken,
    UnknownApproval,
    UnknownProduct,
    VariantInUse,
    WrongStatus,
)
from bdcommerce.catalog.queries import approvals as queries
from bdcommerce.catalog.schemas.approvals import (
    ApprovalPolicyView,
    ApprovalStatus,
    ApprovalSummary,
    ApprovalView,
    Approve,
    ChangeApprovalPolicy,
    Refuse,
    Reinstate,
    TakeDown,
)
from bdcommerce.catalog.schemas.products import ListedProduct, ProductView, StaffProductView
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Stale

_deciders = staff("catalog.approve")
_Status = Annotated[ApprovalStatus, QueryParameter(description="only those of this status")]
_VendorId = Annotated[str, QueryParameter(max_length=60, pattern=r"^(ven_[0-9a-z]+)?$", description="of one vendor")]


@get("/vendor/approvals", access=vendor(), summary="What of yours waits for staff, or has, the newest first")
async def list_own(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[ApprovalSummary]:
    """First publications and edits; a refusal says why."""
    rows = await queries.of_vendor(deps.reads, caller.vendor_id, newest_before(cursor, "apr"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get(
    "/vendor/approvals/{approval_id:str}",
    access=vendor(),
    summary="What an edit would change, and what became of it",
    raises=[UnknownApproval],
)
async def show_own(approval_id: PathId, caller: Caller, deps: ApiDeps) -> ApprovalView:
    """Field by field, before and after. Of a first publication, read the product itself."""
    found = await queries.approval(deps.reads, approval_id, caller.vendor_id)
    if found is None:
        raise UnknownApproval.named(approval_id)
    return found


@post(
    "/vendor/approvals/{approval_id:str}/withdraw",
    access=vendor("owner", "manager"),
    summary="Take back what waits",
    raises=[UnknownApproval, AlreadyDecided],
    status_code=200,
)
async def withdraw(approval_id: PathId, caller: Caller, deps: ApiDeps) -> ProductView:
    """A product that waits for its first publication is a draft again; an edit is forgotten."""
    async with deps.works() as work:
        return ProductView.of(await handlers.withdraw(work, caller.vendor_id, approval_id))


@get("/admin/approvals", access=_deciders, summary="What waits for a decision, the oldest first")
async def list_queue(
    deps: ApiDeps, status: _Status = "pending", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ApprovalSummary]:
    """What was decided on or taken back is listed with the newest first."""
    rows = await queries.queue(deps.reads, status, newest_before(cursor, "apr"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get(
    "/admin/approvals/{approval_id:str}",
    access=_deciders,
    summary="What waits, field by field",
    raises=[UnknownApproval],
)
async def show_waiting(approval_id: PathId, deps: ApiDeps) -> ApprovalView:
    """Before and after. `product_version` goes with the decision, so that nobody decides on what has changed."""
    found = await queries.approval(deps.reads, approval_id)
    if found is None:
        raise UnknownApproval.named(approval_id)
    return found


@post(
    "/admin/approvals/{approval_id:str}/approve",
    access=_deciders,
    summary="Approve",
    raises=[
        UnknownApproval,
        AlreadyDecided,
        Stale,
        WrongStatus,
        NotPublishable,
        PriceAboveMrp,
        VariantInUse,
        SlugTaken,
    ],
    status_code=200,
)
async def approve(approval_id: PathId, data: Approve, deps: ApiDeps) -> ProductView:
    """Customers see it from now on, if it still passes the publish gate."""
    margin = await handlers.expiry_margin(deps.compliance)
    async with deps.works() as work:
        return ProductView.of(await handlers.approve(work, approval_id, data.version, margin))


@post(
    "/admin/approvals/{approval_id:str}/refuse",
    access=_deciders,
    summary="Refuse",
    raises=[UnknownApproval, AlreadyDecided, Stale],
    status_code=200,
)
async def refuse(approval_id: PathId, data: Refuse, deps: ApiDeps) -> ProductView:
    """What customers see stays as it is; a product that waits for its first publication is a draft again."""
    async with deps.works() as work:
        return ProductView.of(await handlers.refuse(work, approval_id, data.version, data.reason))


@get("/admin/approval-policy", access=_deciders, summary="What staff want to see before customers do")
async def show_policy(deps: ApiDeps) -> Response[ApprovalPolicyView]:
    """Of first publications by the tier of the vendor, of edits by tier and field. Its version is the `ETag`."""
    found = await queries.policy(deps.reads)
    return Response(found, headers=etag(found.version))


@patch("/admin/approval-policy", access=_deciders, summary="Change what staff want to see first", raises=[Stale])
async def change_policy(data: ChangeApprovalPolicy, deps: ApiDeps, if_match: IfMatch = "") -> ApprovalPolicyView:
    """What waits already goes on waiting."""
    version = read_version(if_match, data.version)
    given = msgspec.structs.asdict(data)
    changes: dict[str, Any] = {
        name: tuple(given[name]) for name in ("fields", "edits_of", "first_of") if given[name] is not UNSET
    }
    async with deps.works() as work:
        policy = await handlers.set_policy(work, version, lambda before: replace(before, **changes))
    return ApprovalPolicyView.of(policy, version + 1)


@get("/admin/products", access=_deciders, summary="Products of a status or of a vendor, the newest first")
async def list_products(
    deps: ApiDeps,
    vendor_id: _VendorId = "",
    status: OfStatus = "",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[ListedProduct]:
    """Without a vendor and a status: what is published."""
    rows = await queries.products(deps.reads, vendor_id, status, newest_before(cursor, "prd"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get(
    "/admin/products/{product_id:str}", access=_deciders, summary="A product, whoever's it is", raises=[UnknownProduct]
)
async def show_product(product_id: PathId, deps: ApiDeps) -> StaffProductView:
    """With what waits for staff. Hidden ones, too."""
    found = await queries.product(deps.reads, product_id)
    if found is None:
        raise UnknownProduct.named(product_id)
    return found


@post(
    "/admin/products/{product_id:str}/take-down",
    access=_deciders,
    summary="Hide a product from customers",
    raises=[UnknownProduct, WrongStatus],
    status_code=200,
)
async def take_down(product_id: PathId, data: TakeDown, deps: ApiDeps) -> ProductView:
    """Its vendor reads why, and cannot publish it until it is reinstated."""
    async with deps.works() as work:
        return ProductView.of(await handlers.take_down(work, product_id, data.reason))


@post(
    "/admin/products/{product_id:str}/reinstate",
    access=_deciders,
    summary="Let a product be what it was",
    raises=[UnknownProduct, WrongStatus],
    status_code=200,
)
async def reinstate(product_id: PathId, data: Reinstate, deps: ApiDeps) -> ProductView:
    """One that was published is published again if it still passes the publish gate; its vendor publishes any other."""
    margin = await handlers.expiry_margin(deps.compliance)
    async with deps.works() as work:
        return ProductView.of(await handlers.reinstate(work, product_id, data.reason, margin))


ROUTES = (
    list_own,
    show_own,
    withdraw,
    list_queue,
    show_waiting,
    approve,
    refuse,
    show_policy,
    change_policy,
    list_products,
    show_product,
    take_down,
    reinstate,
)
