"""HTTP for vendors: what is in stock, what it was, and what it should be."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import domain, handlers, queries, schemas
from bdcommerce.inventory.errors import BelowHeld, UnknownStock
from bdcommerce.inventory.queries import Edge
from bdcommerce.inventory.schemas import MovementView, StockView
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

Id = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[a-z0-9_]*$")]
PathId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]
MovementNumber = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


@get("/vendor/stock", access=vendor(), summary="The stock of all offers", raises=[Invalid])
async def list_stock(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[StockView]:
    """The vendor's stock, by offer id."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.stock_of_vendor(deps.reads, caller.vendor_id, after, limit + 1)
    return page(rows, limit, lambda row: (row.offer_id,))


@put(
    "/vendor/stock/{offer_id:str}",
    access=vendor(),
    summary="Count the units of an offer",
    raises=[UnknownOffer, BelowHeld],
)
async def count_stock(offer_id: PathId, data: schemas.CountStock, caller: Caller, deps: Edge) -> StockView:
    """Say how many units there are, those set aside for orders included."""
    owned = await deps.catalog.owned_offers(caller.vendor_id, [offer_id])
    ensure(owned == [offer_id], UnknownOffer(f"there is no offer {offer_id}", offer_id=offer_id))
    return await _recount(deps, domain.CountStock(caller.vendor_id, offer_id, data.on_hand, data.reason))


@post(
    "/vendor/stock/{offer_id:str}/adjust",
    access=vendor(),
    summary="Add or take away units of an offer",
    status_code=200,
    raises=[UnknownStock, BelowHeld, Invalid],
)
async def adjust_stock(offer_id: PathId, data: schemas.AdjustStock, caller: Caller, deps: Edge) -> StockView:
    """Units arrived, or were lost. The offer must have been counted once."""
    return await _recount(deps, domain.AdjustStock(caller.vendor_id, offer_id, data.delta, data.reason))


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


async def _recount(deps: Edge, request: domain.CountStock | domain.AdjustStock) -> StockView:
    async with deps.works() as work:
        stock = await handlers.recount(work, request)
    return StockView(
        offer_id=stock.offer_id,
        on_hand=stock.on_hand,
        held=stock.held,
        available=stock.available,
        changed_at=clock.now(),
    )


ROUTES: list[HTTPRouteHandler] = [list_stock, count_stock, adjust_stock, list_movements]
