"""HTTP for the end of a rider's day: the rider or a cashier counts, a second person confirms."""

from datetime import date
from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.fulfilment.api.cash import CASHIER
from bdcommerce.fulfilment.api.parameters import OfRider, on
from bdcommerce.fulfilment.api.shipments import RIDER
from bdcommerce.fulfilment.domain.closing import ClosingStatus
from bdcommerce.fulfilment.errors import ClosingDecided, DayClosed, FourEyes, NothingToClose, UnknownClosing
from bdcommerce.fulfilment.handlers import closings as handlers
from bdcommerce.fulfilment.handlers.closings import OnTheTable
from bdcommerce.fulfilment.queries import runs as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.closings import (
    ClosingView,
    CountBody,
    CountForRider,
    RiderCash,
    RiderDay,
    RiderParcel,
)
from bdcommerce.fulfilment.schemas.shipments import Why
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

InStatus = Annotated[ClosingStatus | None, QueryParameter(name="status", description="only in this status")]
OnDay = Annotated[date | None, QueryParameter(name="day", description="in Bangladesh, YYYY-MM-DD; left out: today")]


@get("/admin/rider/cash", access=RIDER, summary="The cash I took on a day", raises=[Invalid])
async def my_cash(caller: Caller, deps: Edge, day: OnDay = None) -> RiderDay:
    """Parcel by parcel: what has to lie on the table when the day is counted."""
    return await _day(deps, caller.user_id, day)


@post(
    "/admin/rider/closings",
    access=RIDER,
    summary="Count my cash of a day",
    raises=[Invalid, DayClosed, NothingToClose],
)
async def count_mine(data: CountBody, caller: Caller, deps: Edge) -> ClosingView:
    """By denomination. From then on the day takes no more cash; a second person confirms or rejects it."""
    return await _count(deps, data, caller.user_id, caller)


@get("/admin/rider/closings", access=RIDER, summary="My closings, the newest first", raises=[Invalid])
async def list_mine(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[ClosingView]:
    """Counted, confirmed and rejected ones."""
    return await _page(deps, None, caller.user_id, limit, cursor)


@get("/admin/rider-cash", access=CASHIER, summary="Cash in riders' hands, by age", raises=[Invalid])
async def list_riders_cash(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[RiderCash]:
    """Poisha, by calendar days in Bangladesh since it was collected."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.riders_cash(deps.reads, after, limit + 1)
    return page(rows, limit, lambda row: (row.rider_id,))


@get("/admin/rider-cash/{rider_id:str}", access=CASHIER, summary="The cash a rider took on a day", raises=[Invalid])
async def riders_day(rider_id: PathId, deps: Edge, day: OnDay = None) -> RiderDay:
    """Parcel by parcel: what has to lie on the table. Nothing for a rider who took none."""
    return await _day(deps, rider_id, day)


@post(
    "/admin/cash-closings",
    access=CASHIER,
    summary="Count a rider's cash of a day",
    raises=[Invalid, DayClosed, NothingToClose],
)
async def count_for_rider(data: CountForRider, caller: Caller, deps: Edge) -> ClosingView:
    """As the rider could; then somebody else than you confirms it."""
    return await _count(deps, data, data.rider_id, caller)


@get("/admin/cash-closings", access=CASHIER, summary="Closings, the newest first", raises=[Invalid])
async def list_closings(
    deps: Edge, status: InStatus = None, rider_id: OfRider = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ClosingView]:
    """All of them, in one status, or of one rider."""
    return await _page(deps, status, rider_id, limit, cursor)


@get("/admin/cash-closings/{closing_id:str}", access=CASHIER, summary="A closing", raises=[UnknownClosing])
async def show_closing(closing_id: PathId, deps: Edge) -> ClosingView:
    """As it was counted, and what became of it."""
    return await queries.closing(deps.reads, closing_id)


@post(
    "/admin/cash-closings/{closing_id:str}/confirm",
    access=CASHIER,
    summary="The cash is what was counted",
    status_code=200,
    raises=[UnknownClosing, ClosingDecided, FourEyes],
)
async def confirm(closing_id: PathId, caller: Caller, deps: Edge) -> ClosingView:
    """Not by the rider, nor by whoever counted. The cash is remitted; what is short becomes shortages of the rider's
    parcels, the dearest first. The day is locked for good.
    """
    async with deps.works() as work:
        await handlers.confirm(work, closing_id, caller.user_id)
    return await queries.closing(deps.reads, closing_id)


@post(
    "/admin/cash-closings/{closing_id:str}/reject",
    access=CASHIER,
    summary="The cash is not what was counted",
    status_code=200,
    raises=[UnknownClosing, ClosingDecided, FourEyes],
)
async def reject(closing_id: PathId, data: Why, caller: Caller, deps: Edge) -> ClosingView:
    """The day is open again, and has to be counted anew."""
    async with deps.works() as work:
        await handlers.reject(work, closing_id, data.reason, caller.user_id)
    return await queries.closing(deps.reads, closing_id)


async def _day(deps: Edge, rider_id: str, day: date | None) -> RiderDay:
    asked = on(day)
    parcels: list[RiderParcel] = await queries.rider_parcels(deps.reads, rider_id, asked)
    expected = Money(sum(parcel.collected.amount for parcel in parcels))
    return RiderDay(rider_id=rider_id, day=asked, expected=expected, parcels=parcels)


async def _count(deps: Edge, data: CountBody, rider_id: str, caller: Caller) -> ClosingView:
    table = OnTheTable(
        rider_id=rider_id,
        day=on(data.day),
        count=data.count(),
        reason=data.reason,
        handed_to=data.handed_to,
        by=caller.user_id,
    )
    async with deps.works() as work:
        closing_id = await handlers.count(work, table)
    return await queries.closing(deps.reads, closing_id)


async def _page(deps: Edge, status: ClosingStatus | None, rider_id: str, limit: int, cursor: str) -> Page[ClosingView]:
    (before,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.closings(deps.reads, status, rider_id, before, limit + 1)
    return page(rows, limit, lambda row: (row.closing_id,))


ROUTES: list[HTTPRouteHandler] = [
    my_cash,
    count_mine,
    list_mine,
    list_riders_cash,
    riders_day,
    count_for_rider,
    list_closings,
    show_closing,
    confirm,
    reject,
]
