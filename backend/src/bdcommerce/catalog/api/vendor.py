"""The vendor centre: products and offers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response
from litestar.params import QueryParameter
from msgspec import UNSET

from bdcommerce.catalog import handlers
from bdcommerce.catalog.adapters.markup import safe_html
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, etag, read_version
from bdcommerce.catalog.errors import (
    NotPublishable,
    OfferExists,
    PriceAboveMrp,
    SkuTaken,
    SlugTaken,
    UnknownProduct,
    UnknownVariant,
    VariantInUse,
    WrongStatus,
)
from bdcommerce.catalog.events import Facts, ProductSheet, Variant
from bdcommerce.catalog.queries import vendor as queries
from bdcommerce.catalog.schemas import (
    ChangeOffer,
    ChangeProduct,
    Checklist,
    DraftProduct,
    FactsInput,
    ListedOffer,
    MakeOffer,
    OfferView,
    ProductSummary,
    ProductView,
    VariantInput,
)
from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.ids import is_id, new_id
from bdcommerce.kernel.text import Localized

_sellers = vendor("owner", "manager")
_ProductId = Annotated[str, QueryParameter(max_length=60, pattern=r"^(prd_[0-9a-z]+)?$")]


@post("/vendor/products", access=_sellers, summary="Draft a product")
async def draft_product(data: DraftProduct, caller: Caller, deps: ApiDeps) -> ProductView:
    """Nothing needs to be complete yet; the checklist says what publishing will ask for."""
    sheet = ProductSheet(
        category_id=data.category_id,
        options=data.options,
        variants=_variants(data.variants, []),
        facts=_facts(Facts(), data.facts),
    )
    async with deps.works() as work:
        return ProductView.of(await handlers.draft_product(work, caller.vendor_id, sheet))


@get("/vendor/products", access=vendor(), summary="Your products, the newest first")
async def list_products(
    caller: Caller,
    deps: ApiDeps,
    status: Literal["", "draft", "published", "unpublished"] = "",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[ProductSummary]:
    rows = await queries.products(deps.reads, caller.vendor_id, status, _before(cursor, "prd"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get("/vendor/products/{product_id:str}", access=vendor(), summary="One of your products", raises=[UnknownProduct])
async def show_product(product_id: PathId, caller: Caller, deps: ApiDeps) -> Response[ProductView]:
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
    """A published product must stay complete."""
    version = read_version(if_match, data.version)
    async with deps.works() as work:
        changed = await handlers.change_product(
            work, caller.vendor_id, product_id, version, lambda sheet: _changed(sheet, data)
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
    async with deps.works() as work:
        return ProductView.of(await handlers.publish_product(work, caller.vendor_id, product_id))


@post(
    "/vendor/products/{product_id:str}/unpublish",
    access=_sellers,
    summary="Hide a product from customers",
    raises=[UnknownProduct, WrongStatus],
    status_code=200,
)
async def unpublish_product(product_id: PathId, caller: Caller, deps: ApiDeps) -> ProductView:
    async with deps.works() as work:
        return ProductView.of(await handlers.unpublish_product(work, caller.vendor_id, product_id))


@get(
    "/vendor/products/{product_id:str}/checklist",
    access=vendor(),
    summary="What publishing still asks for",
    raises=[UnknownProduct],
)
async def show_checklist(product_id: PathId, caller: Caller, deps: ApiDeps) -> Checklist:
    found = await queries.gate(deps.reads, caller.vendor_id, product_id, clock.today())
    if found is None:
        raise UnknownProduct.named(product_id)
    return found


@post(
    "/vendor/offers",
    access=_sellers,
    summary="Offer a variant",
    raises=[UnknownVariant, PriceAboveMrp, OfferExists, SkuTaken],
)
async def make_offer(data: MakeOffer, caller: Caller, deps: ApiDeps) -> OfferView:
    """Of a product of yours, or of another vendor's that customers can see."""
    async with deps.works() as work:
        made = await handlers.offer_variant(
            work, caller.vendor_id, data.variant_id, data.sku, data.price, active=data.active
        )
    return OfferView.of(made)


@get("/vendor/offers", access=vendor(), summary="Your offers, the newest first")
async def list_offers(
    caller: Caller, deps: ApiDeps, product: _ProductId = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ListedOffer]:
    rows = await queries.offers(deps.reads, caller.vendor_id, product, _before(cursor, "off"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@patch(
    "/vendor/offers/{offer_id:str}",
    access=_sellers,
    summary="Ask another price, stop or go on selling",
    raises=[UnknownOffer, Stale, PriceAboveMrp],
)
async def change_offer(
    offer_id: PathId, data: ChangeOffer, caller: Caller, deps: ApiDeps, if_match: IfMatch = ""
) -> OfferView:
    version = read_version(if_match, data.version)
    async with deps.works() as work:
        changed = await handlers.change_offer(
            work, caller.vendor_id, offer_id, version, price=data.price, active=data.active
        )
    return OfferView.of(changed)


def _before(cursor: str, kind: str) -> str:
    (before,) = paging.decode(cursor, tuple[str]) or ("",)
    ensure(not before or is_id(before, kind), Invalid.field("cursor", "is not a cursor of this list"))
    return before


def _changed(sheet: ProductSheet, data: ChangeProduct) -> ProductSheet:
    changes: dict[str, Any] = {}
    if data.category_id is not UNSET:
        changes["category_id"] = data.category_id
    if data.options is not UNSET:
        changes["options"] = data.options
    if data.variants is not UNSET:
        changes["variants"] = _variants(data.variants, sheet.variants)
    if data.facts is not UNSET:
        changes["facts"] = _facts(sheet.facts, data.facts)
    return replace(sheet, **changes)


def _variants(given: Sequence[VariantInput], known: Sequence[Variant]) -> list[Variant]:
    """Variants with ids: those that are named keep theirs. Raises Invalid for an id that is not there, or is twice."""
    free = {each.variant_id for each in known}
    made = []
    for number, each in enumerate(given):
        ensure(
            each.id is None or each.id in free, Invalid.field(f"variants.{number}.id", "is no variant of this product")
        )
        free.discard(each.id or "")
        made.append(
            Variant(
                variant_id=each.id or new_id("var"),
                options=each.options,
                weight_grams=each.weight_grams,
                mrp=each.mrp,
            )
        )
    return made


def _facts(known: Facts, given: FactsInput) -> Facts:
    changes = {name: value for name, value in msgspec.structs.asdict(given).items() if value is not UNSET}
    if described := changes.get("description"):
        changes["description"] = Localized(safe_html(described.en), safe_html(described.bn))
    return replace(known, **changes)


ROUTES = (
    draft_product,
    list_products,
    show_product,
    change_product,
    publish_product,
    unpublish_product,
    show_checklist,
    make_offer,
    list_offers,
    change_offer,
)
