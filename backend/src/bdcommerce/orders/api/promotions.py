"""Promotions of the operator, and lists of the customers that they may be meant for."""

from litestar import Response

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, paging, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, Stale
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, ListId, before
from bdcommerce.orders.api.promotion_codes import codes_reply
from bdcommerce.orders.domain.filling import Wanted
from bdcommerce.orders.errors import (
    CouponCodeTaken,
    PromotionFixed,
    PromotionOver,
    UnknownCustomerList,
    UnknownPromotion,
)
from bdcommerce.orders.handlers import previewing, promotions
from bdcommerce.orders.handlers.previewing import Preview
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.promotions import (
    CodesMade,
    CodeView,
    CustomerListInput,
    CustomerListView,
    MakeCodes,
    OperatorPromotion,
    PromotionView,
)
from bdcommerce.orders.schemas.requests import AskPreviewFor

MANAGE = staff("promotions.manage")
OPERATOR = ""


@post(
    "/admin/promotions",
    access=MANAGE,
    summary="Draft a promotion",
    raises=[CouponCodeTaken, UnknownVendor, UnknownCustomerList],
)
async def draft_promotion(data: OperatorPromotion, deps: ApiDeps) -> PromotionView:
    """A draft: nobody gets it before it is started. Every poisha that it gives is paid by its `funder`: the operator, a
    vendor (on its own goods only), or both by per cent.
    """
    await _check_vendor(deps, data)
    terms = data.terms(ids.new_id("prm"), data.funding)
    async with deps.works() as work:
        made = await promotions.draft(work, OPERATOR, terms, codes=data.codes, code=data.code or "")
    return PromotionView.of(made)


@get("/admin/promotions", access=MANAGE, summary="All promotions, vendors' too, the latest first", raises=[Invalid])
async def list_promotions(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[PromotionView]:
    """Drafts, coupons and those that have ended among them, with what was used of each so far."""
    rows = await queries.promotions.promotions(deps.reads, None, before(cursor), limit + 1)
    return paging.page([PromotionView.of_row(row) for row in rows], limit, lambda promotion: (promotion.id,))


@get("/admin/promotions/{promotion_id:str}", access=MANAGE, summary="A promotion", raises=[UnknownPromotion])
async def read_promotion(promotion_id: Id, deps: ApiDeps) -> PromotionView:
    """With what was used of it so far: orders or units in `used`, what it has cost in `spent`."""
    return await _view(deps, promotion_id)


@put(
    "/admin/promotions/{promotion_id:str}",
    access=MANAGE,
    summary="Change a draft or a paused promotion",
    raises=[
        UnknownPromotion, PromotionFixed, PromotionOver, CouponCodeTaken, UnknownVendor, UnknownCustomerList, Stale,
    ],
)  # fmt: skip
async def revise_promotion(promotion_id: Id, data: OperatorPromotion, deps: ApiDeps) -> PromotionView:
    """All of its terms anew. Orders that have it keep the terms they were placed with."""
    await _check_vendor(deps, data)
    terms = data.terms(promotion_id, data.funding)
    async with deps.works() as work:
        await promotions.revise(work, OPERATOR, promotion_id, terms, codes=data.codes, code=data.code or "")
    return await _view(deps, promotion_id)


@post(
    "/admin/promotions/{promotion_id:str}/start",
    access=MANAGE,
    summary="Let a promotion run, or run on",
    status_code=200,
    raises=[UnknownPromotion, PromotionOver, PromotionFixed, Stale],
)
async def start_promotion(promotion_id: Id, deps: ApiDeps) -> PromotionView:
    """It holds within its window; before that it is `scheduled`. Promotional prices are shown from then on."""
    async with deps.works() as work:
        await promotions.start(work, OPERATOR, promotion_id)
    return await _view(deps, promotion_id)


@post(
    "/admin/promotions/{promotion_id:str}/pause",
    access=MANAGE,
    summary="Stop a promotion for a while",
    status_code=200,
    raises=[UnknownPromotion, PromotionOver, PromotionFixed, Stale],
)
async def pause_promotion(promotion_id: Id, deps: ApiDeps) -> PromotionView:
    """Nobody gets it until it is started again. Also a vendor's."""
    async with deps.works() as work:
        await promotions.pause(work, OPERATOR, promotion_id)
    return await _view(deps, promotion_id)


@post(
    "/admin/promotions/{promotion_id:str}/end",
    access=MANAGE,
    summary="Stop a promotion for good",
    status_code=200,
    raises=[UnknownPromotion, PromotionOver, Stale],
)
async def end_promotion(promotion_id: Id, deps: ApiDeps) -> PromotionView:
    """Also a vendor's."""
    async with deps.works() as work:
        await promotions.end(work, OPERATOR, promotion_id)
    return await _view(deps, promotion_id)


@post(
    "/admin/promotions/{promotion_id:str}/preview",
    access=MANAGE,
    summary="What a promotion would do",
    status_code=200,
    raises=[UnknownPromotion],
)
async def preview_promotion(promotion_id: Id, data: AskPreviewFor, deps: ApiDeps) -> Preview:
    """At which prices a catalogue promotion would show the offers of its scope and of these lines, and what a cart of
    these lines would cost, with everything that runs. Its code counts as entered, its limits as unused by others.
    """
    row = await queries.promotions.promotion(deps.reads, promotion_id, OPERATOR)
    lines = [Wanted(offer_id=line.offer_id, quantity=line.quantity) for line in data.lines]
    return await previewing.preview(
        deps, row.promotion, lines, customer_id=data.customer_id, upazila_id=data.upazila_id
    )


@post(
    "/admin/promotions/{promotion_id:str}/codes",
    access=MANAGE,
    summary="Make codes that work once each",
    raises=[UnknownPromotion, PromotionFixed],
)
async def make_codes(promotion_id: Id, data: MakeCodes, deps: ApiDeps) -> CodesMade:
    """At most 5,000 at once and 100,000 in all; nobody can guess one. The promotion was drafted with `unique_codes`."""
    async with deps.works() as work:
        made = await promotions.make_codes(work, OPERATOR, promotion_id, how_many=data.how_many, prefix=data.prefix)
    return CodesMade(made=made)


@get(
    "/admin/promotions/{promotion_id:str}/codes",
    access=MANAGE,
    summary="The codes of a promotion, and which are used",
    raises=[UnknownPromotion, Invalid],
    operation_class=AlsoAsSheet,
)
async def list_codes(
    *,
    promotion_id: Id,
    deps: ApiDeps,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[CodeView]]:
    """Page by page, or all of them as a file."""
    await queries.promotions.promotion(deps.reads, promotion_id, OPERATOR)
    return await codes_reply(deps, promotion_id, limit, cursor, format)


@put(
    "/admin/customer-lists/{list_id:str}",
    access=MANAGE,
    summary="Say who is on a list of customers",
)
async def put_customer_list(list_id: ListId, data: CustomerListInput, deps: ApiDeps) -> CustomerListView:
    """A new list under an id of one's own choice, or other customers for it. Promotions name it by that id."""
    async with deps.works() as work:
        await work.customer_lists.put(list_id, data.name, data.customer_ids, clock.now())
    return await queries.promotions.customer_list(deps.reads, list_id)


@get(
    "/admin/customer-lists/{list_id:str}",
    access=MANAGE,
    summary="A list of customers",
    raises=[UnknownCustomerList],
)
async def read_customer_list(list_id: ListId, deps: ApiDeps) -> CustomerListView:
    """Its name and how many are on it."""
    return await queries.promotions.customer_list(deps.reads, list_id)


async def _check_vendor(deps: ApiDeps, data: OperatorPromotion) -> None:
    if data.funding.vendor_id:
        await deps.vendors.cards([data.funding.vendor_id])


async def _view(deps: ApiDeps, promotion_id: str) -> PromotionView:
    return PromotionView.of_row(await queries.promotions.promotion(deps.reads, promotion_id, OPERATOR))


ROUTES = (
    draft_promotion,
    list_promotions,
    read_promotion,
    revise_promotion,
    start_promotion,
    pause_promotion,
    end_promotion,
    preview_promotion,
    make_codes,
    list_codes,
    put_customer_list,
    read_customer_list,
)
