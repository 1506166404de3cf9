"""HTTP for those who say which area of a courier's each of our places is."""

from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.fulfilment.api.couriers import PLANNER, CourierName
from bdcommerce.fulfilment.errors import CourierAway, CourierSilent, UnknownArea, UnknownCourier
from bdcommerce.fulfilment.handlers import areas as handlers
from bdcommerce.fulfilment.queries import couriers as queries
from bdcommerce.fulfilment.queries.couriers import MappedRow, TheirRow
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.couriers import (
    AreasConfirmed,
    AreasFetched,
    ConfirmAreas,
    MapArea,
    MappedView,
    TheirAreaView,
    UnmapArea,
    UnmappedView,
)
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid

Proposed = Annotated[bool, QueryParameter(name="proposed", description="only those that nobody has confirmed")]
Begins = Annotated[
    str, QueryParameter(name="begins", max_length=60, pattern=r"^[^\x00]*$", description="names that begin so")
]


@post(
    "/admin/couriers/{courier:str}/areas/fetch",
    access=PLANNER,
    summary="Fetch a courier's areas",
    status_code=200,
    raises=[UnknownCourier, CourierSilent, CourierAway],
)
async def fetch_areas(courier: CourierName, deps: Edge) -> AreasFetched:
    """Its list as it is now; for each of our places the likeliest area is proposed. What is confirmed stays, unless the
    area is gone.
    """
    done = await handlers.fetch(deps, courier)
    return AreasFetched(areas=done.areas, proposals=done.proposals)


@get(
    "/admin/couriers/{courier:str}/areas",
    access=PLANNER,
    summary="Which areas of a courier our places are",
    raises=[Invalid, UnknownCourier],
)
async def list_mappings(
    courier: CourierName, deps: Edge, *, proposed: Proposed = False, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[MappedView]:
    """Confirmed ones and proposals, by our level and id."""
    handlers.courier(deps, courier)
    level, our_id = decode(cursor, tuple[str, str]) or ("", "")
    query = queries.UNCONFIRMED if proposed else queries.MAPPINGS
    rows: list[MappedRow] = await deps.reads.all(query, courier, level, our_id, limit + 1)
    return page([_mapped(row) for row in rows], limit, lambda row: (row.level, row.our_id))


@get(
    "/admin/couriers/{courier:str}/their-areas",
    access=PLANNER,
    summary="A courier's own list of areas",
    raises=[Invalid, UnknownCourier],
)
async def list_theirs(
    courier: CourierName, deps: Edge, begins: Begins = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[TheirAreaView]:
    """As it was fetched last."""
    handlers.courier(deps, courier)
    level, their_id = decode(cursor, tuple[str, str]) or ("", "")
    query, called = (queries.THEIRS_CALLED, (begins,)) if begins else (queries.THEIRS, ())
    rows: list[TheirRow] = await deps.reads.all(query, courier, level, their_id, limit + 1, *called)
    views = [
        TheirAreaView(level=row.level, their_id=row.their_id, name=row.name, parent=row.parent, within=row.within)
        for row in rows
    ]
    return page(views, limit, lambda row: (row.level, row.their_id))


@get(
    "/admin/couriers/{courier:str}/unmapped",
    access=PLANNER,
    summary="Our places for which a courier cannot be booked",
    raises=[Invalid, UnknownCourier],
)
async def list_unmapped(
    courier: CourierName, deps: Edge, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[UnmappedView]:
    """By level and id. Whoever brings nothing there is not missing anything: a courier may leave places out."""
    after = decode(cursor, tuple[str, str]) or ("", "")
    found = sorted(await handlers.unmapped(deps, courier), key=lambda area: (area.level, area.id))
    rest = [area for area in found if (area.level, area.id) > tuple(after)]
    views = [
        UnmappedView(level=area.level, our_id=area.id, name=area.name.en, name_bn=area.name.bn)
        for area in rest[: limit + 1]
    ]
    return page(views, limit, lambda row: (row.level, row.our_id))


@post(
    "/admin/couriers/{courier:str}/areas/map",
    access=PLANNER,
    summary="Say which area one of our places is",
    status_code=200,
    raises=[UnknownCourier, UnknownArea],
)
async def map_area(courier: CourierName, data: MapArea, caller: Caller, deps: Edge) -> AreasConfirmed:
    """A proposal, or another area of the courier's list."""
    await handlers.confirm(deps, courier, data.level, data.our_id, data.their_id, by=caller.user_id)
    return AreasConfirmed(confirmed=1)


@post(
    "/admin/couriers/{courier:str}/areas/confirm",
    access=PLANNER,
    summary="Confirm all proposals that are sure enough",
    status_code=200,
    raises=[UnknownCourier],
)
async def confirm_areas(courier: CourierName, data: ConfirmAreas, caller: Caller, deps: Edge) -> AreasConfirmed:
    """100 per cent: names that sound the same, once, in the same district where the list says which."""
    handlers.courier(deps, courier)
    async with deps.works() as work:
        return AreasConfirmed(confirmed=await work.couriers.confirm_all(courier, data.least, caller.user_id))


@post(
    "/admin/couriers/{courier:str}/areas/unmap",
    access=PLANNER,
    summary="Take back which area one of our places is",
    status_code=200,
    raises=[UnknownCourier, UnknownArea],
)
async def unmap_area(courier: CourierName, data: UnmapArea, deps: Edge) -> AreasConfirmed:
    """Parcels to there are refused until another one is confirmed."""
    handlers.courier(deps, courier)
    async with deps.works() as work:
        await work.couriers.unmap(courier, data.level, data.our_id)
    return AreasConfirmed(confirmed=0)


def _mapped(row: MappedRow) -> MappedView:
    return MappedView(
        level=row.level,
        our_id=row.our_id,
        their_id=row.their_id,
        name=row.name,
        likeness=row.likeness,
        confirmed_by=row.confirmed_by,
    )


ROUTES: list[HTTPRouteHandler] = [
    fetch_areas,
    list_mappings,
    list_theirs,
    list_unmapped,
    map_area,
    confirm_areas,
    unmap_area,
]
