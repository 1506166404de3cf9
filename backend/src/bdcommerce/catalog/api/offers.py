"""The vendor centre: offers."""

from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, newest_before, read_version
from bdcommerce.catalog.errors import (
    OfferExists,
    PriceAboveMrp,
    SkuTaken,
    UnknownVariant,
)
from bdcommerce.catalog.queries import vendor as queries
from bdcommerce.catalog.schemas.offers import ChangeOffer, ListedOffer, MakeOffer, OfferView
from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Stale

_sellers = vendor("owner", "manager")


_ProductId = Annotated[str, QueryParameter(max_length=60, pattern=r"^(prd_[0-9a-z]+)?$")]


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
    rows = await queries.offers(deps.reads, caller.vendor_id, product, newest_before(cursor, "off"), limit + 1)
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


ROUTES = (make_offer, list_offers, change_offer)
