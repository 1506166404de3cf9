"""HTTP for riders' days: what is before them, in order."""

from datetime import date
from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.api.closings import OnDay
from bdcommerce.fulfilment.api.parameters import on
from bdcommerce.fulfilment.api.shipments import CLOSED, RIDER
from bdcommerce.fulfilment.api.tracking import BACK_OFFICE
from bdcommerce.fulfilment.errors import NotPossibleNow, UnknownShipment
from bdcommerce.fulfilment.handlers import runs as handlers
from bdcommerce.fulfilment.ports import ContactsSeal
from bdcommerce.fulfilment.queries import runs as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.queries.runs import StopRow
from bdcommerce.fulfilment.schemas.closings import PersonView, PlanRun, RunView, StopView
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra.http import get, put
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, decode, page
from bdcommerce.kernel import phone
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money

Position = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


@get("/admin/rider/run", access=RIDER, summary="My day", raises=[Invalid])
async def my_run(caller: Caller, deps: Edge, day: OnDay = None, limit: Limit = PAGE, cursor: Cursor = "") -> RunView:
    """Stops in order: those the back office planned, then whatever I fetched beside. A customer's phone is shown in
    full once I am on the way to them.
    """
    return await _run(deps, caller.user_id, on(day), limit, cursor)


@get("/admin/riders/{rider_id:str}/run", access=BACK_OFFICE, summary="A rider's day", raises=[Invalid])
async def show_run(
    rider_id: PathId, deps: Edge, day: OnDay = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> RunView:
    """As the rider sees it."""
    return await _run(deps, rider_id, on(day), limit, cursor)


@put(
    "/admin/riders/{rider_id:str}/run",
    access=BACK_OFFICE,
    summary="Plan a rider's day",
    raises=[Invalid, UnknownShipment, NotPossibleNow],
)
async def plan_run(rider_id: PathId, data: PlanRun, deps: Edge) -> RunView:
    """The whole day, in order. A parcel is with one rider a day: here it leaves another rider's run."""
    async with deps.works() as work:
        await handlers.plan(work, rider_id, on(data.day), data.shipment_ids)
    return await _run(deps, rider_id, data.day, PAGE, "")


async def _run(deps: Edge, rider_id: str, day: date, limit: int, cursor: str) -> RunView:
    after = decode(cursor, tuple[Position, Id]) or (0, "")
    total = await queries.run_total(deps.reads, rider_id, day)
    parcels = await queries.rider_parcels(deps.reads, rider_id, day)
    rows = await queries.run(deps.reads, rider_id, day, after, limit + 1)
    listed = page(rows, limit, lambda row: (row.position, row.shipment_id))
    return RunView(
        day=day,
        stops=total.stops,
        to_collect=Money(total.to_collect),
        collected=Money(sum(parcel.collected.amount for parcel in parcels)),
        items=[_stop(row, deps.contacts) for row in listed.items],
        next_cursor=listed.next_cursor,
    )


def _stop(row: StopRow, seal: ContactsSeal) -> StopView:
    contacts = None if row.status in CLOSED else seal.open(row.contacts_sealed)
    on_the_way = row.status == "out_for_delivery"
    fetching = row.status in {"booked", "returning"}
    return StopView(
        position=row.position,
        shipment_id=row.shipment_id,
        number=row.number,
        status=row.status,
        tracking_no=row.tracking_no,
        cod=row.cod,
        deliver_on=row.deliver_on,
        pickup=_person(contacts.pickup, masked=False) if contacts and fetching else None,
        recipient=_person(contacts.recipient, masked=not on_the_way) if contacts else None,
        note=contacts.note if contacts else "",
    )


def _person(address: Address, *, masked: bool) -> PersonView:
    return PersonView(
        name=address.recipient_name,
        phone=phone.masked(address.phone) if masked else address.phone,
        line1=address.line1,
        area=address.area,
        upazila=address.place.upazila,
        landmark=address.landmark,
    )


ROUTES: list[HTTPRouteHandler] = [my_run, show_run, plan_run]
