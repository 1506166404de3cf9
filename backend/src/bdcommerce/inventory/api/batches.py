"""HTTP for vendors: goods come in, and expire."""

from datetime import date, timedelta
from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import domain, handlers
from bdcommerce.inventory.api.parts import PathId, ensure_own_offer, stock_view
from bdcommerce.inventory.errors import BatchDiffers, UnknownStock, UnknownWarehouse, WarehouseClosed
from bdcommerce.inventory.queries import batches as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import LotView, ReceiveStock, StockView
from bdcommerce.inventory.schemas.fields import BatchNo, Id
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale

Within = Annotated[int, QueryParameter(name="within_days", ge=0, le=3650, description="days from today (Asia/Dhaka)")]


@post(
    "/vendor/stock/{offer_id:str}/receive",
    access=vendor(),
    summary="Receive goods",
    status_code=200,
    raises=[UnknownOffer, UnknownStock, UnknownWarehouse, WarehouseClosed, BatchDiffers, Stale],
)
async def receive_stock(offer_id: PathId, data: ReceiveStock, caller: Caller, deps: Edge) -> StockView:
    """Units came in from outside, with their batch and its day of expiry if they have one. What expires first is sold
    first, and nothing within the last days (rule `inventory.expiry_margin_days`): what comes in later than that is
    refused.
    """
    await ensure_own_offer(deps, caller.vendor_id, offer_id)
    margin = await handlers.expiry_margin(deps.compliance) if data.expires_on else timedelta()
    request = domain.ReceiveStock(
        caller.vendor_id,
        offer_id,
        data.quantity,
        data.reason,
        data.warehouse_id,
        data.batch_no,
        data.expires_on,
        unsold_until=clock.today() + margin,
    )
    async with deps.works() as work:
        await handlers.receive_stock(work, request, margin)
    return await stock_view(deps, caller.vendor_id, offer_id)


@get("/vendor/batches", access=vendor(), summary="What expires soon", raises=[Invalid])
async def list_batches(
    *, caller: Caller, deps: Edge, within_days: Within = 30, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[LotView]:
    """Lots with a day of expiry up to then, the soonest first, what has expired already included. `blocked` ones are
    not for sale any more: take them out with an adjustment (`cause` `expired`).
    """
    after = decode(cursor, tuple[date, Id, Id, BatchNo, bool]) or (date.min, "", "", "", False)
    until = clock.today() + timedelta(days=within_days)
    rows = await queries.batches(deps.reads, caller.vendor_id, until, after, limit + 1)
    return page(rows, limit, _position)


def _position(row: LotView) -> tuple[str, str, str, str, bool]:
    expires_on = (row.expires_on or date.max).isoformat()
    return (expires_on, row.offer_id, row.warehouse_id, row.batch_no, row.blocked)


ROUTES: list[HTTPRouteHandler] = [receive_stock, list_batches]
