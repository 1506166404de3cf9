"""HTTP for bookings of many parcels at once: begun, watched, reported row by row."""

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.api.bookings import BACK_OFFICE
from bdcommerce.fulfilment.errors import UnknownBulk, UnknownCourier
from bdcommerce.fulfilment.handlers import bookings as handlers
from bdcommerce.fulfilment.handlers.areas import courier
from bdcommerce.fulfilment.queries import couriers as queries
from bdcommerce.fulfilment.queries.couriers import BulkLine
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.bookings import BookMany, BulkRowView, BulkView
from bdcommerce.fulfilment.schemas.words import PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid, ensure

COLUMNS = ("row", "shipment_id", "status", "courier", "tracking_no", "problem")
MOST = 200


@post(
    "/admin/bulk-bookings",
    access=BACK_OFFICE,
    summary="Give many parcels to couriers",
    status_code=202,
    raises=[Invalid, UnknownCourier],
)
async def begin(data: BookMany, caller: Caller, deps: Edge) -> BulkView:
    """At most 200: each to the courier that is named, or to the one that the rule chooses. What cannot be booked is
    said in its row; the others go on.
    """
    for at, shipment_id in enumerate(data.shipment_ids):
        twice = shipment_id in data.shipment_ids[:at]
        ensure(not twice, Invalid.field(f"shipment_ids[{at}]", "is named twice"))
    if data.courier:
        courier(deps, data.courier)
    async with deps.works() as work:
        bulk_id = await handlers.begin_many(work, data.shipment_ids, data.courier, caller.user_id)
    return await _show(deps, bulk_id)


@get(
    "/admin/bulk-bookings/{bulk_id:str}",
    access=BACK_OFFICE,
    summary="How far a bulk booking is",
    raises=[UnknownBulk],
)
async def show(bulk_id: PathId, deps: Edge) -> BulkView:
    """It is over when `done` is `rows`."""
    return await _show(deps, bulk_id)


@get(
    "/admin/bulk-bookings/{bulk_id:str}/rows",
    access=BACK_OFFICE,
    summary="What came of each parcel of a bulk booking",
    raises=[Invalid, UnknownBulk],
    operation_class=AlsoAsSheet,
)
async def list_rows(
    bulk_id: PathId,
    deps: Edge,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[BulkRowView]]:
    """In the order in which they were named."""
    await _show(deps, bulk_id)
    if format != "json":
        lines: list[BulkLine] = await deps.reads.all(queries.BULK_ROWS, bulk_id, 0, MOST)
        cells = ([getattr(line, name) for name in COLUMNS] for line in lines)
        return sheet_reply("bulk-booking", COLUMNS, cells, format)
    (after,) = decode(cursor, tuple[int]) or (0,)
    rows = await deps.reads.all(queries.BULK_ROWS, bulk_id, after, limit + 1)
    views = [BulkRowView(**{name: getattr(row, name) for name in COLUMNS}) for row in rows]
    return Response(page(views, limit, lambda row: (row.row,)))


async def _show(deps: Edge, bulk_id: str) -> BulkView:
    row = await deps.reads.one(queries.BULK, bulk_id)
    if row is None:
        raise UnknownBulk.of(bulk_id)
    names = ("bulk_id", "courier", "begun_at", "begun_by", "rows", "done", "booked", "left")
    return BulkView(**{name: getattr(row, name) for name in names})


ROUTES: list[HTTPRouteHandler] = [begin, show, list_rows]
