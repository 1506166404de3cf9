"""Stock from a file, and as one: for vendors, and for staff who do it for them."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

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
from bdcommerce.infra.sheets import Kind, Unreadable
from bdcommerce.inventory.adapters import stock_file
from bdcommerce.inventory.queries import imports as queries
from bdcommerce.inventory.queries.edge import Edge

_staff = staff("catalog.manage")
Why = Annotated[
    str,
    QueryParameter(
        name="reason",
        min_length=3,
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="what the movements are put down to, in the vendor's own words",
    ),
]


@post(
    "/vendor/stock-imports",
    access=vendor(),
    summary="Bring in a file of stock",
    raises=[Unreadable, TooManyImports],
    **TAKES_TABLE,
)
async def begin_import(
    *,
    request: Request[Any, Any, State],
    caller: Caller,
    deps: Edge,
    file_format: FileFormat = "csv",
    reason: Why = "From a file",
    dry_run: DryRun = False,
) -> ImportView:
    """Units by SKU, warehouse and batch, in the columns of `/vendor/stock-import-columns`. At most 64 MB and 100,000
    rows; it is worked through in the background. What a row does not name stays as it is. A batch that is not here yet
    is received, one that is here is counted; the same file again changes nothing.
    """
    wanted = Wanted(
        vendor_id=caller.vendor_id, kind="stock", format=file_format, dry_run=dry_run, options={"reason": reason}
    )
    async with received(request) as file:
        return await deps.imports.begin(file, stock_file.StockLayout(), wanted)


@post(
    "/admin/stock-imports",
    access=_staff,
    summary="Bring in a vendor's file of stock",
    raises=[UnknownVendor, Unreadable, TooManyImports],
    **TAKES_TABLE,
)
async def begin_vendors_import(
    *,
    request: Request[Any, Any, State],
    deps: Edge,
    vendor_id: VendorId,
    file_format: FileFormat = "csv",
    reason: Why = "From a file",
    dry_run: DryRun = False,
) -> ImportView:
    """The same as the vendor can do, with the same refusals."""
    await deps.vendors.cards([vendor_id])
    wanted = Wanted(vendor_id=vendor_id, kind="stock", format=file_format, dry_run=dry_run, options={"reason": reason})
    async with received(request) as file:
        return await deps.imports.begin(file, stock_file.StockLayout(), wanted)


@get(
    "/vendor/stock-import-columns",
    access=vendor(),
    summary="The columns of a file of stock",
    operation_class=AlsoAsSheet,
)
async def list_columns(format: Format = "json") -> Response[list[ColumnView]]:  # noqa: A002 - the parameter's name
    """What each holds, in which unit and within which limits; as a file, an empty one to be filled in."""
    return documented("stock", stock_file.COLUMNS, format)


@get("/vendor/exports/stock", access=vendor(), summary="Your stock as a file", operation_class=Sheet)
async def export_stock(caller: Caller, deps: Edge, format_: SheetFormat = "csv") -> Response[Any]:
    """Units by SKU, warehouse and batch, in the columns that an import takes: brought in again, nothing changes."""
    return _stock(deps, caller.vendor_id, format_)


@get("/admin/exports/stock", access=_staff, summary="A vendor's stock as a file", operation_class=Sheet)
async def export_vendors_stock(vendor_id: VendorId, deps: Edge, format_: SheetFormat = "csv") -> Response[Any]:
    """As the vendor gets it."""
    return _stock(deps, vendor_id, format_)


def _stock(deps: Edge, vendor_id: str, kind: Kind) -> Response[Any]:
    async def pages() -> AsyncIterator[list[list[object]]]:
        warehouses = {each.id: each.name for each in await queries.all_warehouses(deps.reads, vendor_id)}
        async for page in queries.exported_stock(deps.reads, vendor_id):
            skus = await deps.catalog.skus_of_offers(sorted({each.offer_id for each in page}))
            yield [stock_file.written(each, skus[each.offer_id], warehouses) for each in page if each.offer_id in skus]

    return streamed_reply("stock", stock_file.NAMES, pages(), kind)


ROUTES: list[HTTPRouteHandler] = [
    begin_import,
    begin_vendors_import,
    *vendors_routes("/vendor/stock-imports", vendor(), vendor()),
    *staffs_routes("/admin/stock-imports", _staff),
    list_columns,
    export_stock,
    export_vendors_stock,
]
