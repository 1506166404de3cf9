"""HTTP for vendors: where they keep stock."""

from datetime import date

from litestar.handlers import HTTPRouteHandler

from bdcommerce.infra.http import get, patch, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import handlers
from bdcommerce.inventory.api.parts import PathId
from bdcommerce.inventory.domain import Warehouse
from bdcommerce.inventory.errors import TooManyWarehouses, UnknownWarehouse, WarehouseInUse
from bdcommerce.inventory.queries import warehouses as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import AddWarehouse, ChangeWarehouse, LotView, WarehouseView
from bdcommerce.inventory.schemas.fields import BatchNo, Id
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import nfc


@get("/vendor/warehouses", access=vendor(), summary="The vendor's warehouses", raises=[Invalid])
async def list_warehouses(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[WarehouseView]:
    """All of them, closed ones too, by id. The one that every vendor has is there once something was counted."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.warehouses(deps.reads, caller.vendor_id, after, limit + 1)
    return page(rows, limit, lambda row: (row.id,))


@post(
    "/vendor/warehouses",
    access=vendor("owner", "manager"),
    summary="Open a warehouse",
    raises=[TooManyWarehouses],
)
async def add_warehouse(data: AddWarehouse, caller: Caller, deps: Edge) -> WarehouseView:
    """Orders are picked from the nearest warehouse that has everything, so its place matters."""
    place = await deps.accounts.place(data.upazila_id)
    async with deps.works() as work:
        added = await handlers.add_warehouse(work, caller.vendor_id, nfc(data.name), place)
    return await _view(deps, added)


@patch(
    "/vendor/warehouses/{warehouse_id:str}",
    access=vendor("owner", "manager"),
    summary="Rename or move a warehouse",
    raises=[UnknownWarehouse],
)
async def change_warehouse(warehouse_id: PathId, data: ChangeWarehouse, caller: Caller, deps: Edge) -> WarehouseView:
    """What is left out stays as it is."""
    place = await deps.accounts.place(data.upazila_id) if data.upazila_id else None
    name = nfc(data.name) if data.name else None
    async with deps.works() as work:
        changed = await handlers.change_warehouse(work, caller.vendor_id, warehouse_id, name, place)
    return await _view(deps, changed)


@post(
    "/vendor/warehouses/{warehouse_id:str}/close",
    access=vendor("owner", "manager"),
    summary="Close an empty warehouse",
    status_code=200,
    raises=[UnknownWarehouse, WarehouseInUse],
)
async def close_warehouse(warehouse_id: PathId, caller: Caller, deps: Edge) -> WarehouseView:
    """Nothing lies in it and nothing is on its way to it. The one that every vendor has stays open."""
    async with deps.works() as work:
        closed = await handlers.close_warehouse(work, caller.vendor_id, warehouse_id)
    return await _view(deps, closed)


@post(
    "/vendor/warehouses/{warehouse_id:str}/reopen",
    access=vendor("owner", "manager"),
    summary="Reopen a closed warehouse",
    status_code=200,
    raises=[UnknownWarehouse, TooManyWarehouses],
)
async def reopen_warehouse(warehouse_id: PathId, caller: Caller, deps: Edge) -> WarehouseView:
    """An open one stays open."""
    async with deps.works() as work:
        reopened = await handlers.reopen_warehouse(work, caller.vendor_id, warehouse_id)
    return await _view(deps, reopened)


@get(
    "/vendor/warehouses/{warehouse_id:str}/lots",
    access=vendor(),
    summary="What lies in a warehouse",
    raises=[UnknownWarehouse, Invalid],
)
async def list_lots(
    warehouse_id: PathId, caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[LotView]:
    """Units by offer and batch. What a stock-take expects."""
    await _known(deps, caller.vendor_id, warehouse_id)
    after = decode(cursor, tuple[Id, BatchNo, date, bool]) or ("", "", date.min, False)
    rows = await queries.lots_of_warehouse(deps.reads, caller.vendor_id, warehouse_id, after, limit + 1)
    return page(
        rows, limit, lambda row: (row.offer_id, row.batch_no, (row.expires_on or date.max).isoformat(), row.blocked)
    )


async def _known(deps: Edge, vendor_id: str, warehouse_id: str) -> WarehouseView:
    found = await queries.warehouse(deps.reads, vendor_id, warehouse_id)
    if found is None:
        raise UnknownWarehouse.of(warehouse_id)
    return found


async def _view(deps: Edge, one: Warehouse) -> WarehouseView:
    return await _known(deps, one.vendor_id, one.warehouse_id)


ROUTES: list[HTTPRouteHandler] = [
    list_warehouses,
    add_warehouse,
    change_warehouse,
    close_warehouse,
    reopen_warehouse,
    list_lots,
]
