"""The vendor centre: products."""

from datetime import date

from litestar import Response

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, OfStatus, PathId, etag, newest_before, read_version
from bdcommerce.catalog.api.sheets import changed_sheet, drafted_sheet
from bdcommerce.catalog.errors import (
    NotPublishable,
    PriceAboveMrp,
    SlugTaken,
    UnknownProduct,
    VariantInUse,
    WrongStatus,
)
from bdcommerce.catalog.queries import vendor as queries
from bdcommerce.catalog.schemas.products import (
    ChangeProduct,
    Checklist,
    DraftProduct,
    Expiring,
    ProductSummary,
    ProductView,
)
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale

_sellers = vendor("owner", "manager")


@post("/vendor/products", access=_sellers, summary="Draft a product")
async def draft_product(data: DraftProduct, caller: Caller, deps: ApiDeps) -> ProductView:
    """Nothing needs to be complete yet; the checklist says what publishing will ask for."""
    sheet = drafted_sheet(data)
    async with deps.works() as work:
        return ProductView.of(await handlers.draft_product(work, caller.vendor_id, sheet))


@get("/vendor/products", access=vendor(), summary="Your products, the newest first")
async def list_products(
    caller: Caller,
    deps: ApiDeps,
    status: OfStatus = "",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[ProductSummary]:
    """Drafts and what was taken down among them, or those of one status."""
    rows = await queries.products(deps.reads, caller.vendor_id, status, newest_before(cursor, "prd"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get("/vendor/products/{product_id:str}", access=vendor(), summary="One of your products", raises=[UnknownProduct])
async def show_product(product_id: PathId, caller: Caller, deps: ApiDeps) -> Response[ProductView]:
    """As it is to be described: with what waits for staff beside what customers see. Its version is the `ETag`."""
    found = await queries.product(deps.reads, caller.vendor_id, product_id)
    if found is None:
        raise UnknownProduct.named(product_id)
    return Response(found, headers=etag(found.version))


@patch(
    "/vendor/products/{product_id:str}",
    access=_sellers,
    summary="Describe a product otherwise",
    raises=[UnknownProduct, Stale, VariantInUse, PriceAboveMrp, NotPublishable],
)
async def change_product(
    product_id: PathId, data: ChangeProduct, caller: Caller, deps: ApiDeps, if_match: IfMatch = ""
) -> ProductView:
    """A published product must stay complete. Of an approved one, what staff want to see first waits for them: it is in
    `waiting` of the reply, and the next change goes on from it.
    """
    version, margin = read_version(if_match, data.version), await handlers.expiry_margin(deps.compliance)
    async with deps.works() as work:
        changed = await handlers.change_product(
            work, caller.vendor_id, product_id, version, lambda sheet: changed_sheet(sheet, data), margin=margin
        )
    return ProductView.of(changed)


@post(
    "/vendor/products/{product_id:str}/publish",
    access=_sellers,
    summary="Let customers see a product",
    raises=[UnknownProduct, WrongStatus, NotPublishable, SlugTaken],
    status_code=200,
)
async def publish_product(product_id: PathId, caller: Caller, deps: ApiDeps) -> ProductView:
    """Of vendors whose products staff want to see first, it is `in_review` until they have."""
    margin = await handlers.expiry_margin(deps.compliance)
    async with deps.works() as work:
        return ProductView.of(await handlers.publish_product(work, caller.vendor_id, product_id, margin))


@post(
    "/vendor/products/{product_id:str}/unpublish",
    access=_sellers,
    summary="Hide a product from customers",
    raises=[UnknownProduct, WrongStatus],
    status_code=200,
)
async def unpublish_product(product_id: PathId, caller: Caller, deps: ApiDeps) -> ProductView:
    """Its offers sell no more, until it is published again; orders that were placed go on."""
    async with deps.works() as work:
        return ProductView.of(await handlers.unpublish_product(work, caller.vendor_id, product_id))


@get("/vendor/expiring", access=vendor(), summary="Goods that leave the shop soon, the first to go first")
async def list_expiring(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[Expiring]:
    """Products and offers that expire within 30 days, and those on sale no more because they expire: state fresher
    goods, or take them away.
    """
    margin = await handlers.expiry_margin(deps.compliance)
    after = paging.decode(cursor, tuple[date, str])
    rows = await queries.expiring(deps.reads, caller.vendor_id, margin, after, limit + 1)
    return paging.page(rows, limit, lambda row: (row.expires_on.isoformat(), row.offer_id or row.product_id))


@get(
    "/vendor/products/{product_id:str}/checklist",
    access=vendor(),
    summary="What publishing still asks for",
    raises=[UnknownProduct],
)
async def show_checklist(product_id: PathId, caller: Caller, deps: ApiDeps) -> Checklist:
    """Every demand of the publish gate, with the rule it comes from and why it is not met."""
    margin = await handlers.expiry_margin(deps.compliance)
    found = await queries.gate(deps.reads, caller.vendor_id, product_id, clock.today(), margin)
    if found is None:
        raise UnknownProduct.named(product_id)
    return found


ROUTES = (
    draft_product,
    list_products,
    show_product,
    change_product,
    publish_product,
    unpublish_product,
    list_expiring,
    show_checklist,
)
