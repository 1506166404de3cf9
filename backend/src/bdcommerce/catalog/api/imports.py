"""Products and offers from a file, and as one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.catalog import handlers
from bdcommerce.catalog.adapters.intake import columns, writing
from bdcommerce.catalog.adapters.intake.categories import category_of
from bdcommerce.catalog.adapters.intake.kinds import Kind, Options, layout
from bdcommerce.catalog.api.deps import ApiDeps
from bdcommerce.catalog.queries import imports as queries
from bdcommerce.catalog.queries.shop import category_tree
from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import AlsoAsSheet, Sheet
from bdcommerce.infra.http.exports import Format, streamed_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.imports import Wanted
from bdcommerce.infra.imports.arriving import TAKES_TABLE, received
from bdcommerce.infra.imports.columns import ColumnView, documented
from bdcommerce.infra.imports.engine import TooManyImports
from bdcommerce.infra.imports.routes import DryRun, FileFormat, SheetFormat, VendorId, staffs_routes, vendors_routes
from bdcommerce.infra.imports.views import ImportView
from bdcommerce.infra.sheets import Kind as SheetKind
from bdcommerce.infra.sheets import Unreadable
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT

_KIND: Any = QueryParameter(
    name="kind",
    description="`products` and `offers` have our own columns, see `/vendor/import-columns`; `shopify` and "
    "`woocommerce` are the product files that those shops export",
)
_Kind = Annotated[Kind, _KIND]
_OwnKind = Annotated[Literal["products", "offers"], QueryParameter(name="kind", description="of which kind of file")]
_CategoryId = Annotated[
    str,
    QueryParameter(
        max_length=60, pattern=r"^(cat_[0-9a-z]+)?$", description="of new products that name no category of ours"
    ),
]
_Currency = Annotated[
    str, QueryParameter(pattern=r"^[A-Z]{3}$", description="of the prices in a file of `shopify` or `woocommerce`")
]
_Rate = Annotated[
    str, QueryParameter(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$", description="taka for one unit of that currency")
]
_Dispatch = Annotated[
    str, QueryParameter(max_length=200, pattern=r"^[^\x00]*$", description="delivery time of products that state none")
]
_Mrp = Annotated[
    bool,
    QueryParameter(
        description="Compare At Price (`shopify`) or Regular price (`woocommerce`) is the maximum retail price printed "
        "on the goods"
    ),
]
_Map = Annotated[
    list[Annotated[str, msgspec.Meta(max_length=300, pattern=r"^[^\x00]*$")]] | None,
    QueryParameter(
        name="map",
        description="a category of theirs and the slug or id of ours, as `Clothing > Shirts=shirts`; once for each",
        max_items=200,
    ),
]
_sellers = vendor("owner", "manager")
_staff = staff("catalog.manage")


@post(
    "/vendor/imports",
    access=_sellers,
    summary="Bring in a file of products or offers",
    raises=[Unreadable, TooManyImports],
    **TAKES_TABLE,
)
async def begin_import(
    *,
    request: Request[Any, Any, State],
    caller: Caller,
    deps: ApiDeps,
    kind: _Kind = "shopify",
    file_format: FileFormat = "csv",
    category_id: _CategoryId = "",
    currency: _Currency = BDT,
    rate: _Rate = "1",
    dispatch: _Dispatch = "",
    dispatch_bn: _Dispatch = "",
    compare_at_is_mrp: _Mrp = False,
    map_: _Map = None,
    dry_run: DryRun = False,
) -> ImportView:
    """At most 64 MB and 100,000 rows, as the body or as the field `file` of a form. It is worked through in the
    background: ask for it until it is `done`, and read its rows. The same file again changes nothing. What is wrong is
    refused by row, with the reasons that the API has; what staff want to see first waits for them. Quantities of a
    foreign file are handed back in the rows, for a file of stock.
    """
    options = Options(
        category_id=category_id,
        rate=_checked_rate(currency, rate),
        dispatch=dispatch,
        dispatch_bn=dispatch_bn,
        compare_at_is_mrp=compare_at_is_mrp,
        categories=_mapped(map_ or []),
    )
    wanted = Wanted(vendor_id=caller.vendor_id, kind=kind, format=file_format, dry_run=dry_run)
    return await _begin(request, deps, wanted, options)


@post(
    "/admin/imports",
    access=_staff,
    summary="Bring in a vendor's file of products or offers",
    raises=[UnknownVendor, Unreadable, TooManyImports],
    **TAKES_TABLE,
)
async def begin_vendors_import(
    *,
    request: Request[Any, Any, State],
    deps: ApiDeps,
    vendor_id: VendorId,
    kind: _Kind = "products",
    file_format: FileFormat = "csv",
    category_id: _CategoryId = "",
    currency: _Currency = BDT,
    rate: _Rate = "1",
    dispatch: _Dispatch = "",
    dispatch_bn: _Dispatch = "",
    compare_at_is_mrp: _Mrp = False,
    map_: _Map = None,
    dry_run: DryRun = False,
) -> ImportView:
    """The same as a vendor can do, with the same refusals and the same approvals."""
    unknown = UnknownVendor(f"there is no vendor {vendor_id}", vendor_id=vendor_id)
    ensure(await queries.is_vendor(deps.reads, vendor_id), unknown)
    options = Options(
        category_id=category_id,
        rate=_checked_rate(currency, rate),
        dispatch=dispatch,
        dispatch_bn=dispatch_bn,
        compare_at_is_mrp=compare_at_is_mrp,
        categories=_mapped(map_ or []),
    )
    wanted = Wanted(vendor_id=vendor_id, kind=kind, format=file_format, dry_run=dry_run)
    return await _begin(request, deps, wanted, options)


@get(
    "/vendor/import-columns",
    access=vendor(),
    summary="The columns of our files",
    operation_class=AlsoAsSheet,
)
async def list_columns(
    kind: _OwnKind = "products",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[list[ColumnView]]:
    """What each holds, in which unit and within which limits; as a file, an empty one to be filled in. Columns may be
    left out and stand in any order. An empty cell leaves what is there, `(none)` takes it away.
    """
    found = columns.PRODUCTS if kind == "products" else columns.OFFERS
    return documented(kind, found, format)


@get("/vendor/exports/products", access=vendor(), summary="Your products as a file", operation_class=Sheet)
async def export_products(caller: Caller, deps: ApiDeps, format_: SheetFormat = "csv") -> Response[Any]:
    """All of them, with your offers of them, in the columns that an import takes: brought in again, nothing changes."""
    return _products(deps, caller.vendor_id, format_)


@get("/vendor/exports/offers", access=vendor(), summary="Your offers as a file", operation_class=Sheet)
async def export_offers(caller: Caller, deps: ApiDeps, format_: SheetFormat = "csv") -> Response[Any]:
    """All of them, those of other vendors' products too, in the columns that an import takes."""
    return _offers(deps, caller.vendor_id, format_)


@get("/admin/exports/products", access=_staff, summary="A vendor's products as a file", operation_class=Sheet)
async def export_vendors_products(vendor_id: VendorId, deps: ApiDeps, format_: SheetFormat = "csv") -> Response[Any]:
    """As the vendor gets it."""
    return _products(deps, vendor_id, format_)


@get("/admin/exports/offers", access=_staff, summary="A vendor's offers as a file", operation_class=Sheet)
async def export_vendors_offers(vendor_id: VendorId, deps: ApiDeps, format_: SheetFormat = "csv") -> Response[Any]:
    """As the vendor gets it."""
    return _offers(deps, vendor_id, format_)


def _products(deps: ApiDeps, vendor_id: str, kind: SheetKind) -> Response[Any]:
    async def pages() -> AsyncIterator[list[list[object]]]:
        async for page in queries.exported_products(deps.reads, vendor_id):
            yield [line for found in page for line in writing.product_lines(*found)]

    return streamed_reply("products", writing.PRODUCTS, pages(), kind)


def _offers(deps: ApiDeps, vendor_id: str, kind: SheetKind) -> Response[Any]:
    async def pages() -> AsyncIterator[list[list[object]]]:
        async for page in queries.exported_offers(deps.reads, vendor_id):
            yield [writing.offer_line(each) for each in page]

    return streamed_reply("offers", writing.OFFERS, pages(), kind)


async def _begin(request: Request[Any, Any, State], deps: ApiDeps, wanted: Wanted, options: Options) -> ImportView:
    find = category_of(await category_tree(deps.reads), {})
    unknown = [ours for ours in options.categories.values() if not find(ours)]
    ensure(not unknown, Invalid.field("map", f"there is no category {', '.join(unknown[:5])}"))
    if options.category_id:
        async with deps.works() as work:
            await handlers.ensure_category(work, options.category_id)
    wanted = replace(wanted, options=msgspec.to_builtins(options))
    async with received(request) as file:
        return await deps.imports.begin(file, layout(wanted.kind), wanted)


def _checked_rate(currency: str, rate: str) -> str:
    factor = Decimal(rate)
    ensure(factor > 0, Invalid.field("rate", "must be more than nothing"))
    if currency == BDT:
        ensure(factor == 1, Invalid.field("rate", "a taka is a taka"))
    else:
        ensure(rate != "1", Invalid.field("rate", f"say what one {currency} is in taka"))
    return rate


def _mapped(given: list[str]) -> dict[str, str]:
    pairs = [each.rpartition("=") for each in given]
    ensure(all(theirs and ours for theirs, _, ours in pairs), Invalid.field("map", "must be theirs=ours"))
    return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}


ROUTES = (
    begin_import,
    begin_vendors_import,
    *vendors_routes("/vendor/imports", vendor(), _sellers),
    *staffs_routes("/admin/imports", _staff),
    list_columns,
    export_products,
    export_offers,
    export_vendors_products,
    export_vendors_offers,
)
