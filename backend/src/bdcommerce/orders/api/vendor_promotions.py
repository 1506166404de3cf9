"""Promotions of a vendor on its own goods, which it pays for."""

from decimal import Decimal

from litestar import Response

from bdcommerce.infra.http import get, paging, post, put
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, before
from bdcommerce.orders.api.promotion_codes import codes_reply
from bdcommerce.orders.domain.filling import Wanted
from bdcommerce.orders.domain.promotions.checks import of_vendor
from bdcommerce.orders.errors import CouponCodeTaken, PromotionFixed, PromotionOver, UnknownPromotion
from bdcommerce.orders.events import Funding, PromotionTerms
from bdcommerce.orders.handlers import previewing, promotions
from bdcommerce.orders.handlers.previewing import Preview
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.promotions import CodesMade, CodeView, MakeCodes, PromotionView, VendorPromotion
from bdcommerce.orders.schemas.requests import AskPreview

DECIDE = vendor("owner", "manager")


@post("/vendor/promotions", access=DECIDE, summary="Draft a promotion of your own goods", raises=[CouponCodeTaken])
async def draft_vendor_promotion(data: VendorPromotion, caller: Caller, deps: ApiDeps) -> PromotionView:
    """A draft: nobody gets it before it is started. You pay for all of it; what commission is taken from is lower by as
    much. It is for your goods only, whatever the scope says.
    """
    terms = await _terms(deps, ids.new_id("prm"), data, caller)
    async with deps.works() as work:
        made = await promotions.draft(work, caller.vendor_id, terms, codes=data.codes, code=data.code or "")
    return PromotionView.of(made)


@get("/vendor/promotions", access=vendor(), summary="Your promotions, the latest first", raises=[Invalid])
async def list_vendor_promotions(
    caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[PromotionView]:
    """Drafts and those that have ended among them, with what was used of each so far."""
    rows = await queries.promotions.promotions(deps.reads, caller.vendor_id, before(cursor), limit + 1)
    return paging.page([PromotionView.of_row(row) for row in rows], limit, lambda promotion: (promotion.id,))


@get(
    "/vendor/promotions/{promotion_id:str}",
    access=vendor(),
    summary="One of your promotions",
    raises=[UnknownPromotion],
)
async def read_vendor_promotion(promotion_id: Id, caller: Caller, deps: ApiDeps) -> PromotionView:
    """With what was used of it so far: orders or units in `used`, what it has cost in `spent`."""
    return await _view(deps, promotion_id, caller)


@put(
    "/vendor/promotions/{promotion_id:str}",
    access=DECIDE,
    summary="Change a draft or a paused promotion",
    raises=[UnknownPromotion, PromotionFixed, PromotionOver, CouponCodeTaken, Stale],
)
async def revise_vendor_promotion(
    promotion_id: Id, data: VendorPromotion, caller: Caller, deps: ApiDeps
) -> PromotionView:
    """All of its terms anew. Orders that have it keep the terms they were placed with."""
    await queries.promotions.promotion(deps.reads, promotion_id, caller.vendor_id)
    terms = await _terms(deps, promotion_id, data, caller)
    async with deps.works() as work:
        await promotions.revise(work, caller.vendor_id, promotion_id, terms, codes=data.codes, code=data.code or "")
    return await _view(deps, promotion_id, caller)


@post(
    "/vendor/promotions/{promotion_id:str}/start",
    access=DECIDE,
    summary="Let a promotion run, or run on",
    status_code=200,
    raises=[UnknownPromotion, PromotionOver, PromotionFixed, Stale],
)
async def start_vendor_promotion(promotion_id: Id, caller: Caller, deps: ApiDeps) -> PromotionView:
    """It holds within its window; before that it is `scheduled`. Promotional prices are shown from then on."""
    async with deps.works() as work:
        await promotions.start(work, caller.vendor_id, promotion_id)
    return await _view(deps, promotion_id, caller)


@post(
    "/vendor/promotions/{promotion_id:str}/pause",
    access=DECIDE,
    summary="Stop a promotion for a while",
    status_code=200,
    raises=[UnknownPromotion, PromotionOver, PromotionFixed, Stale],
)
async def pause_vendor_promotion(promotion_id: Id, caller: Caller, deps: ApiDeps) -> PromotionView:
    """Nobody gets it until it is started again."""
    async with deps.works() as work:
        await promotions.pause(work, caller.vendor_id, promotion_id)
    return await _view(deps, promotion_id, caller)


@post(
    "/vendor/promotions/{promotion_id:str}/end",
    access=DECIDE,
    summary="Stop a promotion for good",
    status_code=200,
    raises=[UnknownPromotion, PromotionOver, Stale],
)
async def end_vendor_promotion(promotion_id: Id, caller: Caller, deps: ApiDeps) -> PromotionView:
    """Nobody gets it any more."""
    async with deps.works() as work:
        await promotions.end(work, caller.vendor_id, promotion_id)
    return await _view(deps, promotion_id, caller)


@post(
    "/vendor/promotions/{promotion_id:str}/preview",
    access=DECIDE,
    summary="What a promotion would do",
    status_code=200,
    raises=[UnknownPromotion],
)
async def preview_vendor_promotion(promotion_id: Id, data: AskPreview, caller: Caller, deps: ApiDeps) -> Preview:
    """At which prices it would show the offers of its scope and of these lines, and what a cart of these lines would
    cost, with everything that runs. A customer cannot be named here.
    """
    row = await queries.promotions.promotion(deps.reads, promotion_id, caller.vendor_id)
    lines = [Wanted(offer_id=line.offer_id, quantity=line.quantity) for line in data.lines]
    return await previewing.preview(deps, row.promotion, lines, customer_id="", upazila_id=data.upazila_id)


@post(
    "/vendor/promotions/{promotion_id:str}/codes",
    access=DECIDE,
    summary="Make codes that work once each",
    raises=[UnknownPromotion, PromotionFixed],
)
async def make_vendor_codes(promotion_id: Id, data: MakeCodes, caller: Caller, deps: ApiDeps) -> CodesMade:
    """At most 5,000 at once and 100,000 in all; nobody can guess one. The promotion was drafted with `unique_codes`."""
    async with deps.works() as work:
        made = await promotions.make_codes(
            work, caller.vendor_id, promotion_id, how_many=data.how_many, prefix=data.prefix
        )
    return CodesMade(made=made)


@get(
    "/vendor/promotions/{promotion_id:str}/codes",
    access=DECIDE,
    summary="The codes of a promotion, and which are used",
    raises=[UnknownPromotion, Invalid],
    operation_class=AlsoAsSheet,
)
async def list_vendor_codes(
    *,
    promotion_id: Id,
    caller: Caller,
    deps: ApiDeps,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[CodeView]]:
    """Page by page, or all of them as a file."""
    await queries.promotions.promotion(deps.reads, promotion_id, caller.vendor_id)
    return await codes_reply(deps, promotion_id, limit, cursor, format)


async def _terms(deps: ApiDeps, promotion_id: str, data: VendorPromotion, caller: Caller) -> PromotionTerms:
    """What a vendor may promise. Raises Invalid naming the field."""
    terms = data.terms(promotion_id, Funding(vendor_id=caller.vendor_id, vendor_percent=Decimal(100)))
    offer_ids = terms.scope.offer_ids
    theirs = await deps.catalog.owned_offers(caller.vendor_id, offer_ids) if offer_ids else []
    ensure(set(theirs) == set(offer_ids), Invalid.field("scope.offer_ids", "must all be your own"))
    ensure(not terms.conditions.list_id, Invalid.field("conditions.list_id", "is for the operator"))
    ensure(terms.stacking.priority <= 0, Invalid.field("stacking.priority", "above 0 is for the operator"))
    return of_vendor(terms, caller.vendor_id)


async def _view(deps: ApiDeps, promotion_id: str, caller: Caller) -> PromotionView:
    row = await queries.promotions.promotion(deps.reads, promotion_id, caller.vendor_id)
    return PromotionView.of_row(row)


ROUTES = (
    draft_vendor_promotion,
    list_vendor_promotions,
    read_vendor_promotion,
    revise_vendor_promotion,
    start_vendor_promotion,
    pause_vendor_promotion,
    end_vendor_promotion,
    preview_vendor_promotion,
    make_vendor_codes,
    list_vendor_codes,
)
