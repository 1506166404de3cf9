"""The vendor centre: offers."""

from dataclasses import replace
from typing import Annotated

from litestar.params import QueryParameter
from msgspec import UNSET

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, PriceChangeId, newest_before, read_version
from bdcommerce.catalog.domain import Offer
from bdcommerce.catalog.errors import (
    OfferExists,
    PriceAboveMrp,
    PriceChangeOver,
    PriceChangesOverlap,
    SkuTaken,
    UnknownPriceChange,
    UnknownVariant,
)
from bdcommerce.catalog.queries import prices
from bdcommerce.catalog.queries import vendor as queries
from bdcommerce.catalog.schemas.offers import ChangeOffer, ListedOffer, MakeOffer, OfferView
from bdcommerce.catalog.schemas.prices import PastPrice, PriceChangeView, SchedulePrice
from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Stale

_sellers = vendor("owner", "manager")


_ProductId = Annotated[str, QueryParameter(max_length=60, pattern=r"^(prd_[0-9a-z]+)?$", description="id of a product")]


@post(
    "/vendor/offers",
    access=_sellers,
    summary="Offer a variant",
    raises=[UnknownVariant, PriceAboveMrp, OfferExists, SkuTaken],
)
async def make_offer(data: MakeOffer, caller: Caller, deps: ApiDeps) -> OfferView:
    """Of a product of yours, or of another vendor's that customers can see."""
    margin = await handlers.expiry_margin(deps.compliance)
    wanted = Offer(
        offer_id="",
        product_id="",
        variant_id=data.variant_id,
        vendor_id=caller.vendor_id,
        sku=data.sku,
        price=data.price,
        active=data.active,
        manufactured_on=data.manufactured_on,
        expires_on=data.expires_on,
        ready_to_ship=data.ready_to_ship,
    )
    async with deps.works() as work:
        return OfferView.of(await handlers.offer_variant(work, wanted, margin))


@get("/vendor/offers", access=vendor(), summary="Your offers, the newest first")
async def list_offers(
    caller: Caller, deps: ApiDeps, product: _ProductId = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ListedOffer]:
    """Of all products or of one, with the stock that was last heard of and why one does not sell."""
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
    """An offer that has stopped because its goods expire goes on with `active` and a later `expires_on`."""
    version, margin = read_version(if_match, data.version), await handlers.expiry_margin(deps.compliance)
    kept = {"price": None, "active": None, "manufactured_on": UNSET, "expires_on": UNSET, "ready_to_ship": None}
    given = {name: getattr(data, name) for name, unsaid in kept.items() if getattr(data, name) is not unsaid}
    async with deps.works() as work:
        changed = await handlers.change_offer(
            work, caller.vendor_id, offer_id, version, lambda before: replace(before, **given), margin=margin
        )
    return OfferView.of(changed)


@post(
    "/vendor/offers/{offer_id:str}/price-changes",
    access=_sellers,
    summary="Let an offer cost otherwise from an instant on",
    raises=[UnknownOffer, PriceAboveMrp, PriceChangesOverlap],
)
async def schedule_price(offer_id: PathId, data: SchedulePrice, caller: Caller, deps: ApiDeps) -> PriceChangeView:
    """Prices in poisha. The maximum retail price holds now and when it begins: if it has been lowered by then, nothing
    comes of the change.
    """
    async with deps.works() as work:
        change = await handlers.schedule_price(
            work, caller.vendor_id, offer_id, data.price, starts_at=data.starts_at, ends_at=data.ends_at
        )
    return PriceChangeView.of(change)


@get(
    "/vendor/offers/{offer_id:str}/price-changes",
    access=vendor(),
    summary="Price changes of an offer, the newest first",
)
async def list_price_changes(
    offer_id: PathId, caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[PriceChangeView]:
    """Those that have come and gone among them; of another vendor's offer, none."""
    before = newest_before(cursor, "prc")
    rows = await prices.changes(deps.reads, offer_id, caller.vendor_id, before, limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@post(
    "/vendor/price-changes/{change_id:str}/cancel",
    access=_sellers,
    summary="Cancel a price change",
    raises=[UnknownPriceChange, PriceChangeOver],
    status_code=200,
)
async def cancel_price(change_id: PriceChangeId, caller: Caller, deps: ApiDeps) -> PriceChangeView:
    """One that is under way is taken back at once."""
    async with deps.works() as work:
        return PriceChangeView.of(await handlers.cancel_price(work, caller.vendor_id, change_id))


@get("/vendor/offers/{offer_id:str}/price-history", access=vendor(), summary="What an offer has cost, the newest first")
async def list_price_history(
    offer_id: PathId, caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[PastPrice]:
    """The vendor's own price, without promotions."""
    (before,) = paging.decode(cursor, tuple[int]) or (0,)
    rows = await prices.history(deps.reads, offer_id, caller.vendor_id, before, limit + 1)
    return paging.page(rows, limit, lambda row: (row.version,))


ROUTES = (
    make_offer,
    list_offers,
    change_offer,
    schedule_price,
    list_price_changes,
    cancel_price,
    list_price_history,
)
