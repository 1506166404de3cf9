"""HTTP for vendors: stock-takes."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import handlers
from bdcommerce.inventory.api.parts import LAST, PathId
from bdcommerce.inventory.domain import Found
from bdcommerce.inventory.errors import (
    AlreadyCounting,
    BelowHeld,
    CountEnded,
    NotThere,
    UnknownBatch,
    UnknownCount,
    UnknownStock,
    UnknownWarehouse,
)
from bdcommerce.inventory.queries import counts as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import CountLines, CountLineView, CountView, EndNote, OpenCount
from bdcommerce.inventory.schemas.fields import BatchNo, Id
from bdcommerce.kernel.errors import Invalid, Stale


@get("/vendor/counts", access=vendor(), summary="Stock-takes", raises=[Invalid])
async def list_counts(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[CountView]:
    """The vendor's stock-takes, latest first."""
    (before,) = decode(cursor, tuple[Id]) or (LAST,)
    rows = await queries.counts(deps.reads, caller.vendor_id, before, limit + 1)
    return page(rows, limit, lambda row: (row.id,))


@get("/vendor/counts/{count_id:str}", access=vendor(), summary="A stock-take", raises=[UnknownCount])
async def show_count(count_id: PathId, caller: Caller, deps: Edge) -> CountView:
    """How much was counted and how much of it differs."""
    return await _view(deps, caller, count_id)


@get(
    "/vendor/counts/{count_id:str}/lines",
    access=vendor(),
    summary="What was counted in a stock-take",
    raises=[UnknownCount, Invalid],
)
async def list_count_lines(
    count_id: PathId, caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[CountLineView]:
    """By offer and batch: what was found, and what the books said at the moment it was."""
    await _view(deps, caller, count_id)
    after = decode(cursor, tuple[Id, BatchNo]) or ("", "")
    rows = await queries.count_lines(deps.reads, count_id, after, limit + 1)
    return page(rows, limit, lambda row: (row.offer_id, row.batch_no))


@post(
    "/vendor/counts",
    access=vendor(),
    summary="Open a stock-take",
    raises=[UnknownWarehouse, AlreadyCounting],
)
async def open_count(data: OpenCount, caller: Caller, deps: Edge) -> CountView:
    """One at a time in a warehouse. The shop goes on selling meanwhile."""
    async with deps.works() as work:
        count_id = await handlers.open_count(work, caller.vendor_id, data.warehouse_id, data.note)
    return await _view(deps, caller, count_id)


@put(
    "/vendor/counts/{count_id:str}/lines",
    access=vendor(),
    summary="Note what was counted",
    raises=[UnknownCount, CountEnded, UnknownStock, UnknownBatch, Stale],
)
async def count_lines(count_id: PathId, data: CountLines, caller: Caller, deps: Edge) -> CountView:
    """Each line is held against what is expected at this moment, so send it when it was counted. At most 200 at a time.
    What is sold or comes in afterwards changes nothing about the difference.
    """
    found = [Found(each.offer_id, each.batch_no, each.counted) for each in data.lines]
    async with deps.works() as work:
        await handlers.count_lines(work, caller.vendor_id, count_id, found)
    return await _view(deps, caller, count_id)


@post(
    "/vendor/counts/{count_id:str}/approve",
    access=vendor("owner", "manager"),
    summary="Adjust stock by what a stock-take found",
    status_code=200,
    raises=[UnknownCount, CountEnded, BelowHeld, NotThere, UnknownBatch, Stale],
)
async def approve_count(count_id: PathId, data: EndNote, caller: Caller, deps: Edge) -> CountView:
    """All differences or none. Refused while units that were found missing are set aside for customers, or were sold
    since: count those lines anew.
    """
    async with deps.works() as work:
        await handlers.approve_count(work, caller.vendor_id, count_id, data.note)
    return await _view(deps, caller, count_id)


@post(
    "/vendor/counts/{count_id:str}/cancel",
    access=vendor("owner", "manager"),
    summary="Forget a stock-take",
    status_code=200,
    raises=[UnknownCount, CountEnded, Stale],
)
async def cancel_count(count_id: PathId, data: EndNote, caller: Caller, deps: Edge) -> CountView:
    """Stock stays as it is."""
    async with deps.works() as work:
        await handlers.cancel_count(work, caller.vendor_id, count_id, data.note)
    return await _view(deps, caller, count_id)


async def _view(deps: Edge, caller: Caller, count_id: str) -> CountView:
    found = await queries.count(deps.reads, caller.vendor_id, count_id)
    if found is None:
        raise UnknownCount.of(count_id)
    return found


ROUTES: list[HTTPRouteHandler] = [
    list_counts,
    show_count,
    list_count_lines,
    open_count,
    count_lines,
    approve_count,
    cancel_count,
]
