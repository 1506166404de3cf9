"""HTTP for the back office: parcels given to couriers, one by one, and what couriers say of them."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.fulfilment.api.couriers import rate_list
from bdcommerce.fulfilment.api.shipments import state
from bdcommerce.fulfilment.domain.booking import BookingStatus, Choice
from bdcommerce.fulfilment.errors import (
    CourierCannot,
    NotPossibleNow,
    NotToBook,
    TrackingNumberUsed,
    UnknownBooking,
    UnknownCourier,
    UnknownShipment,
)
from bdcommerce.fulfilment.handlers import bookings as handlers
from bdcommerce.fulfilment.handlers.areas import courier
from bdcommerce.fulfilment.queries import couriers as queries
from bdcommerce.fulfilment.queries.couriers import BookingRow, NewsRow
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.bookings import (
    Book,
    BookingStory,
    BookingView,
    ChangeCod,
    NewsView,
    ProblemView,
    Resolve,
)
from bdcommerce.fulfilment.schemas.shipments import ShipmentState
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

BACK_OFFICE = staff("shipments.manage")
LAST = "~"
"""After every id."""
Status = Annotated[BookingStatus | None, QueryParameter(name="status", description="only in this status")]
For = Annotated[
    str,
    QueryParameter(
        name="outcome",
        pattern="^(contradiction|mismatch|unknown|late|noted|applied)$",
        description="what came of the news: `contradiction`, `mismatch` and `unknown` wait for people",
    ),
]


@get("/admin/bookings", access=BACK_OFFICE, summary="Bookings with couriers, oldest first", raises=[Invalid])
async def list_bookings(
    deps: Edge, status: Status = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[BookingView]:
    """All of them or those in one status: `refused`, `unanswered` and `calling_off` wait for people."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    if status:
        rows = await deps.reads.all(queries.BOOKINGS_IN_STATUS, after, limit + 1, status)
    else:
        rows = await deps.reads.all(queries.BOOKINGS, after, limit + 1)
    return page([view(row) for row in rows], limit, lambda row: (row.shipment_id,))


@get(
    "/admin/bookings/{shipment_id:str}",
    access=BACK_OFFICE,
    summary="A booking with its story",
    raises=[UnknownBooking],
)
async def show_booking(shipment_id: PathId, deps: Edge) -> BookingStory:
    """Why this courier, and all that it has said."""
    row = await _row(deps, shipment_id)
    choice = msgspec.convert(row.choice, Choice) if row.choice else None
    news = await deps.reads.all(queries.NEWS_OF, shipment_id)
    return BookingStory(
        booking=view(row), choice=rate_list(choice) if choice else None, news=[_news(each) for each in news]
    )


@post(
    "/admin/bookings/{shipment_id:str}/book",
    access=BACK_OFFICE,
    summary="Give a parcel to a courier",
    status_code=202,
    raises=[Invalid, UnknownBooking, UnknownCourier, NotToBook],
)
async def book(shipment_id: PathId, data: Book, deps: Edge) -> BookingView:
    """Begins; look again for what came of it. For parcels that wait (`wanted`) or were refused."""
    if data.courier:
        courier(deps, data.courier)
    async with deps.works() as work:
        await handlers.begin(work, shipment_id, data.courier)
    return view(await _row(deps, shipment_id))


@post(
    "/admin/bookings/{shipment_id:str}/resolve",
    access=BACK_OFFICE,
    summary="Say whether a courier that did not answer has the parcel",
    status_code=200,
    raises=[UnknownBooking, NotToBook, TrackingNumberUsed],
)
async def resolve(shipment_id: PathId, data: Resolve, deps: Edge) -> BookingView:
    """After a look into its panel: the number it has the parcel under, or none; then it can be booked again."""
    async with deps.works() as work:
        await handlers.resolve(work, shipment_id, data.tracking_no)
    return view(await _row(deps, shipment_id))


@post(
    "/admin/shipments/{shipment_id:str}/cod",
    access=BACK_OFFICE,
    summary="Have another amount collected",
    status_code=200,
    raises=[Invalid, UnknownShipment, NotPossibleNow, CourierCannot, UnknownBooking],
)
async def change_cod(shipment_id: PathId, data: ChangeCod, deps: Edge) -> ShipmentState:
    """Where the courier can still be told: our own riders, and parcels that no courier has yet."""
    row = await _row(deps, shipment_id)
    asked = deps.couriers.get(row.courier)
    if row.courier and not (asked and asked.can.changes_cod):
        raise CourierCannot.of(row.courier, "change what is collected")
    async with deps.works() as work:
        return state(await handlers.change_cod(work, shipment_id, data.cod, data.reason))


@get("/admin/courier-news", access=BACK_OFFICE, summary="What couriers said, the latest first", raises=[Invalid])
async def list_news(
    deps: Edge, outcome: For = "contradiction", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[NewsView]:
    """By what came of it: `contradiction`, `mismatch` (of cash) and `unknown` (parcels) wait for people."""
    (before,) = decode(cursor, tuple[Id]) or (LAST,)
    rows = await deps.reads.all(queries.NEWS_BY_OUTCOME, outcome, before, limit + 1)
    return page([_news(row) for row in rows], limit, lambda row: (row.news_id,))


async def _row(deps: Edge, shipment_id: str) -> BookingRow:
    row = await queries.booking(deps.reads, shipment_id)
    if row is None:
        raise UnknownBooking.of(shipment_id)
    return row


def view(row: BookingRow) -> BookingView:
    """A booking as staff see it."""
    names = ("shipment_id", "vendor_order_id", "vendor_id", "courier", "reference", "tracking_no", "district", "cod")
    return BookingView(
        **{name: getattr(row, name) for name in (*names, "attempts", "heard_at", "changed_at")},
        status=row.status,
        charge=None if row.charge is None else Money(row.charge),
        problem=_problem(row),
    )


def _problem(row: BookingRow) -> ProblemView | None:
    if row.problem is None:
        return None
    said = {**row.problem.get("said", {}), **row.problem.get("problems", {})}
    return ProblemView(code=row.problem["code"], message=row.problem["message"], said=said)


def _news(row: NewsRow) -> NewsView:
    return msgspec.convert(row, NewsView, from_attributes=True)


ROUTES: list[HTTPRouteHandler] = [list_bookings, show_booking, book, resolve, change_cod, list_news]
