"""Brands over HTTP: found by customers, proposed by vendors, kept by staff."""

from dataclasses import replace
from typing import Annotated

import msgspec
from litestar.params import PathParameter, QueryParameter
from msgspec import UNSET

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, newest_before, read_version
from bdcommerce.catalog.errors import BrandMergedAway, BrandTaken, SlugTaken, UnknownBrand, WrongStatus
from bdcommerce.catalog.events.brands import BrandStatus
from bdcommerce.catalog.queries import brands as queries
from bdcommerce.catalog.schemas.brands import AddBrand, BrandView, ChangeBrand, MergeBrand, ProposeBrand, RefuseBrand
from bdcommerce.catalog.schemas.shop import BrandPage
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import get, paging, patch, post
from bdcommerce.infra.http.access import public, staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Stale

_keepers = staff("catalog.manage")
_Slug = Annotated[str, PathParameter(max_length=120, pattern=r"^[^\x00]+$", description="its path in the shop")]
_Status = Annotated[BrandStatus, QueryParameter(description="only those of this status")]
_KEPT = Cached(seconds=600, stale_seconds=60, tags=("brands",))


@get("/brands", access=public(), summary="Brands, in the order of their paths", cache=_KEPT)
async def list_brands(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[BrandPage]:
    """Those that staff have approved."""
    (after,) = paging.decode(cursor, tuple[str]) or ("",)
    return paging.page(await queries.shown(deps.reads, after, limit + 1), limit, lambda row: (row.slug,))


@get("/brands/{slug:str}", access=public(), summary="A brand", raises=[UnknownBrand], cache=_KEPT)
async def show_brand(slug: _Slug, deps: ApiDeps) -> BrandPage:
    """The path of a brand that was merged into another leads there. `/products?brand=` lists what it makes."""
    found = await queries.page(deps.reads, slug)
    if found is None:
        raise UnknownBrand.named(slug)
    return found


@post("/vendor/brands", access=vendor("owner", "manager"), summary="Propose a brand", raises=[BrandTaken])
async def propose_brand(data: ProposeBrand, caller: Caller, deps: ApiDeps) -> BrandView:
    """It can be used at once; staff approve or refuse it. Naming a new brand in a product proposes it too."""
    async with deps.works() as work:
        return BrandView.of(await handlers.add_brand(work, data.name, proposed_by=caller.vendor_id))


@get("/vendor/brands", access=vendor(), summary="Brands you have proposed, the newest first")
async def list_proposed(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[BrandView]:
    """With what staff decided, and why."""
    rows = await queries.proposed_by(deps.reads, caller.vendor_id, newest_before(cursor, "brd"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get("/admin/brands", access=_keepers, summary="Brands of a status, the newest first")
async def list_by_status(
    deps: ApiDeps, status: _Status = "proposed", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[BrandView]:
    """Those that wait for a decision, unless another status is asked for."""
    rows = await queries.with_status(deps.reads, status, newest_before(cursor, "brd"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@post("/admin/brands", access=_keepers, summary="Add a brand", raises=[BrandTaken, SlugTaken])
async def add_brand(data: AddBrand, deps: ApiDeps) -> BrandView:
    """It is approved at once. Without a slug its name becomes one."""
    async with deps.works() as work:
        return BrandView.of(await handlers.add_brand(work, data.name, data.slug or "", logo=data.logo))


@patch(
    "/admin/brands/{brand_id:str}",
    access=_keepers,
    summary="Change a brand",
    raises=[UnknownBrand, Stale, BrandTaken, SlugTaken, BrandMergedAway],
)
async def change_brand(brand_id: PathId, data: ChangeBrand, deps: ApiDeps, if_match: IfMatch = "") -> BrandView:
    """Cards and pages of its products follow within seconds."""
    version = read_version(if_match, data.version)
    changes = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET}
    del changes["version"]
    async with deps.works() as work:
        return BrandView.of(
            await handlers.change_brand(work, brand_id, version, lambda entry: replace(entry, **changes))
        )


@post(
    "/admin/brands/{brand_id:str}/approve",
    access=_keepers,
    summary="Approve a brand",
    raises=[UnknownBrand, BrandMergedAway, WrongStatus],
    status_code=200,
)
async def approve_brand(brand_id: PathId, deps: ApiDeps) -> BrandView:
    """Also one that was refused. Customers find it by its path from now on."""
    async with deps.works() as work:
        return BrandView.of(await handlers.decide_brand(work, brand_id, "approved"))


@post(
    "/admin/brands/{brand_id:str}/refuse",
    access=_keepers,
    summary="Refuse a brand",
    raises=[UnknownBrand, BrandMergedAway, WrongStatus],
    status_code=200,
)
async def refuse_brand(brand_id: PathId, data: RefuseBrand, deps: ApiDeps) -> BrandView:
    """Nothing new is published under it. What is on sale stays."""
    async with deps.works() as work:
        return BrandView.of(await handlers.decide_brand(work, brand_id, "refused", data.reason))


@post(
    "/admin/brands/{brand_id:str}/merge",
    access=_keepers,
    summary="Merge a brand into another",
    raises=[UnknownBrand, BrandMergedAway],
    status_code=200,
)
async def merge_brand(brand_id: PathId, data: MergeBrand, deps: ApiDeps) -> BrandView:
    """Its names, its path and its products lead to the other brand from now on, which is what is returned."""
    async with deps.works() as work:
        return BrandView.of(await handlers.merge_brand(work, brand_id, data.into))


ROUTES = (
    list_brands,
    show_brand,
    propose_brand,
    list_proposed,
    list_by_status,
    add_brand,
    change_brand,
    approve_brand,
    refuse_brand,
    merge_brand,
)
