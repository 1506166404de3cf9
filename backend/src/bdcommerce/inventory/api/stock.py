"""HTTP for vendors: what is in stock, what it was, and what it should be."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import domain, handlers, schemas
from bdcommerce.inventory.api.parts import PathId, ensure_own_offer, stock_view
from bdcommerce.inventory.errors import (
    BelowHeld,
    NotThere,
    UnknownBatch,
    UnknownStock,
    UnknownWarehouse,
    WarehouseClosed,
)
from bdcommerce.inventory.queries import stock as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import MovementView, StockView
from bdcommerce.inventory.schemas.fields import Id
from bdcommerce.kernel.errors import Invalid, Stale, ensure

MovementNumber = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


Low = Annotated[bool, QueryParameter(name="low", description="only what runs low")]


@get("/vendor/stock", access=vendor(), summary="The stock of all offers", raises=[Invalid])
async def list_stock(
    *, caller: Caller, deps: Edge, low: Low = False, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[StockView]:
    """The vendor's stock, by offer id; all of it, or what is below its threshold."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.stock_of_vendor(deps.reads, caller.vendor_id, after, limit + 1, low=low)
    return page(rows, limit, lambda row: (row.offer_id,))


@put(
    "/vendor/stock/{offer_id:str}",
    access=vendor(),
    summary="Count the units of an offer",
    raises=[UnknownOffer, UnknownStock, UnknownWarehouse, UnknownBatch, BelowHeld, WarehouseClosed, Stale],
)
async def count_stock(offer_id: PathId, data: schemas.CountStock, caller: Caller, deps: Edge) -> StockView:
    """Say how many units there are in a warehouse, those set aside for orders included. More than was known are put
    down without a batch; fewer are missing first from those without one, then from the batch that expires first.
    """
    await ensure_own_offer(deps, caller.vendor_id, offer_id)
    request = domain.CountStock(caller.vendor_id, offer_id, data.on_hand, data.reason, data.warehouse_id, data.batch_no)
    return await recount(deps, caller.vendor_id, offer_id, request)


@post(
    "/vendor/stock/{offer_id:str}/adjust",
    access=vendor(),
    summary="Add or take away units of an offer",
    status_code=200,
    raises=[UnknownStock, UnknownWarehouse, UnknownBatch, BelowHeld, NotThere, WarehouseClosed, Stale, Invalid],
)
async def adjust_stock(offer_id: PathId, data: schemas.AdjustStock, caller: Caller, deps: Edge) -> StockView:
    """Units were found, or were lost, damaged, given away as samples. The offer must have been counted once."""
    request = domain.AdjustStock(
        caller.vendor_id, offer_id, data.delta, data.reason, data.cause, data.warehouse_id, data.batch_no
    )
    return await recount(deps, caller.vendor_id, offer_id, request)


@get(
    "/vendor/stock/{offer_id:str}/movements",
    access=vendor(),
    summary="What happened to the stock of an offer",
    raises=[UnknownStock, Invalid],
)
async def list_movements(
    offer_id: PathId, caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[MovementView]:
    """Every movement, latest first."""
    owner = await queries.vendor_of_stock(deps.reads, offer_id)
    ensure(owner == caller.vendor_id, UnknownStock.of(offer_id))
    (before,) = decode(cursor, tuple[MovementNumber]) or (2**31 - 1,)
    rows = await queries.movements(deps.reads, domain.stream_of(offer_id), before, limit + 1)
    return page(rows, limit, lambda row: (row.number,))


@put(
    "/vendor/stock/{offer_id:str}/low-at",
    access=vendor("owner", "manager"),
    summary="Set from when on an offer runs low",
    raises=[UnknownStock],
)
async def set_low_at(offer_id: PathId, data: schemas.SetLowAt, caller: Caller, deps: Edge) -> StockView:
    """The vendor is told once when fewer units are available, and again after there were enough in between."""
    async with deps.works() as work:
        await handlers.set_own_low_at(work, caller.vendor_id, offer_id, data.low_at)
    return await stock_view(deps, caller.vendor_id, offer_id)


@get("/vendor/stock-settings", access=vendor(), summary="What holds for the stock of all offers")
async def show_settings(caller: Caller, deps: Edge) -> schemas.StockSettings:
    """The threshold of offers that have none of their own."""
    return schemas.StockSettings(low_at=await queries.low_at(deps.reads, caller.vendor_id))


@put("/vendor/stock-settings", access=vendor("owner", "manager"), summary="Set what holds for the stock of all offers")
async def set_settings(data: schemas.StockSettings, caller: Caller, deps: Edge) -> schemas.StockSettings:
    """Offers with a threshold of their own keep it."""
    async with deps.works() as work:
        await handlers.set_low_at(work, caller.vendor_id, data.low_at)
    return data


async def recount(deps: Edge, vendor_id: str, offer_id: str, request: domain.Request) -> StockView:
    """Do what the vendor says, and show what is there now."""
    async with deps.works() as work:
        await handlers.recount(work, request)
    return await stock_view(deps, vendor_id, offer_id)


ROUTES: list[HTTPRouteHandler] = [
    list_stock,
    count_stock,
    adjust_stock,
    list_movements,
    set_low_at,
    show_settings,
    set_settings,
]
