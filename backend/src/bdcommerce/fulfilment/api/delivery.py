"""HTTP for those who say where parcels are brought and what that costs."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.fulfilment import AreaNotServed, DeliveryQuestion
from bdcommerce.fulfilment.domain import delivery
from bdcommerce.fulfilment.domain.delivery import Worked
from bdcommerce.fulfilment.domain.promise import DAY
from bdcommerce.fulfilment.domain.tariff import Pair
from bdcommerce.fulfilment.errors import CatchAllNeeded, PairTaken, UnknownZone, ZoneExists
from bdcommerce.fulfilment.handlers import book as handlers
from bdcommerce.fulfilment.ports import Deps
from bdcommerce.fulfilment.queries import delivery as queries
from bdcommerce.fulfilment.queries.delivery import CoverageRow, FeeTableRow, ZoneRow
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.delivery import (
    AreaBody,
    Enquiry,
    EnquiryView,
    FeesBody,
    FeeTableView,
    HolidayOn,
    NewZone,
    PairBody,
    StepBody,
    ZoneBody,
    ZonePath,
    ZoneView,
)
from bdcommerce.fulfilment.schemas.words import Id
from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

PLANNER = staff("delivery.manage")
AHEAD = timedelta(days=180)


@get("/admin/delivery/zones", access=PLANNER, summary="Delivery zones, by code", raises=[Invalid])
async def list_zones(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[ZoneView]:
    """Each with the pairs of areas it covers and its fees, the latest first."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.zone_page(deps.reads, after, limit + 1)
    return page([_zone_view(*row) for row in rows], limit, lambda zone: (zone.code,))


@post(
    "/admin/delivery/zones",
    access=PLANNER,
    summary="Add a delivery zone",
    raises=[Invalid, ZoneExists, PairTaken],
)
async def add_zone(data: NewZone, caller: Caller, deps: Edge) -> ZoneView:
    """It holds from the day its fees do, where no more specific zone covers both places."""
    pairs = await _known(deps, data.pairs())
    table = data.fees.table(data.code) if data.fees else None
    async with deps.works() as work:
        await handlers.add_zone(work, data.zone(data.code), pairs, table, caller.user_id)
    return await _shown(deps, data.code)


@put(
    "/admin/delivery/zones/{code:str}",
    access=PLANNER,
    summary="Change what a zone is and covers",
    raises=[Invalid, UnknownZone, PairTaken, CatchAllNeeded],
)
async def change_zone(code: ZonePath, data: ZoneBody, caller: Caller, deps: Edge) -> ZoneView:
    """What is left out of the coverage falls to the next zone that covers it. Fees stay as they are."""
    pairs = await _known(deps, data.pairs())
    async with deps.works() as work:
        await handlers.change_zone(work, data.zone(code), pairs, caller.user_id)
    return await _shown(deps, code)


@post(
    "/admin/delivery/zones/{code:str}/fees",
    access=PLANNER,
    summary="Set a zone's fees from a day on",
    raises=[Invalid, UnknownZone],
)
async def set_fees(code: ZonePath, data: FeesBody, caller: Caller, deps: Edge) -> ZoneView:
    """Poisha, VAT included. What was ordered before keeps its fee; of two tables for one day the later one holds."""
    async with deps.works() as work:
        await handlers.set_fees(work, data.table(code), caller.user_id)
    return await _shown(deps, code)


@post(
    "/admin/delivery/preview",
    access=PLANNER,
    summary="What would a delivery cost, and when would it be there?",
    status_code=200,
    raises=[Invalid, AreaNotServed],
)
async def preview(data: Enquiry, deps: Edge) -> EnquiryView:
    """The quote a customer would get, with the zone, the fee table and the holidays that lead to it."""
    now = data.ordered_at or clock.now()
    ensure(now.tzinfo, Invalid.field("ordered_at", "needs its offset from UTC"))
    within = clock.now() - DAY <= now <= clock.now() + AHEAD
    ensure(within, Invalid.field("ordered_at", f"must lie within the next {AHEAD.days} days"))
    origin = await _place(deps, data.origin_upazila_id, "origin_upazila_id")
    destination = await _place(deps, data.destination_upazila_id, "destination_upazila_id")
    question = DeliveryQuestion(
        vendor_id=data.vendor_id, origin=origin, destination=destination, weight_grams=data.weight_grams
    )
    rules = {rule.key: rule.value for rule in await deps.compliance.rules(delivery.RULES, clock.dhaka_date(now))}
    opened = await deps.books.open([data.vendor_id])
    worked = delivery.work_out(question, opened.book, opened.hours_of(data.vendor_id), rules, now)
    between = [
        HolidayOn(day=day, name=name)
        for day, name in sorted(opened.book.holidays.items())
        if clock.dhaka_date(now) <= day <= worked.promise.last
    ]
    return _enquiry_view(worked, between)


async def _shown(deps: Edge, code: str) -> ZoneView:
    (found,) = await queries.zone_page(deps.reads, code, 1, including=True)
    return _zone_view(*found)


async def _known(deps: Deps, pairs: Sequence[Pair]) -> Sequence[Pair]:
    """The same pairs, every upazila of which accounts knows. Raises Invalid."""
    asked = {
        area.key: f"coverage[{index}].{name}.key"
        for index, pair in enumerate(pairs)
        for name, area in (("origin", pair.origin), ("destination", pair.destination))
        if area.level == "upazila"
    }
    await asyncio.gather(*(_place(deps, key, field) for key, field in asked.items()))
    return pairs


async def _place(deps: Deps, upazila_id: str, field: str) -> Place:
    try:
        return await deps.accounts.place(upazila_id)
    except Invalid as error:
        raise Invalid.field(field, "is no upazila or thana") from error


def _zone_view(row: ZoneRow, coverage: Sequence[CoverageRow], tables: Sequence[FeeTableRow]) -> ZoneView:
    return ZoneView(
        code=row.code,
        name=row.name,
        transit_min=row.transit_min,
        transit_max=row.transit_max,
        rest_days=row.rest_days,
        fee_rule=row.fee_rule,
        refusal=row.refusal,
        coverage=[_pair_body(queries.pair_of(each)) for each in coverage],
        fees=[_fee_table_view(each) for each in tables],
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _pair_body(pair: Pair) -> PairBody:
    origin, destination = pair.origin, pair.destination
    return PairBody(
        origin=AreaBody(level=origin.level, key=origin.key),
        destination=AreaBody(level=destination.level, key=destination.key),
    )


def _fee_table_view(row: FeeTableRow) -> FeeTableView:
    return FeeTableView(
        effective_from=row.effective_from,
        steps=[StepBody(up_to_grams=step.up_to_grams, fee=Money(step.fee)) for step in row.steps],
        extra_per_kg=Money(row.extra_per_kg),
        set_at=row.set_at,
        set_by=row.set_by,
    )


def _enquiry_view(worked: Worked, holidays: list[HolidayOn]) -> EnquiryView:
    found, promise = worked.found, worked.promise
    return EnquiryView(
        zone=found.zone.code,
        covered_by=_pair_body(found.pair),
        fee=worked.fee,
        fees_from=found.table.effective_from if found.table else None,
        order_before=promise.order_before,
        handed_over=promise.handed_over,
        promised_from=promise.first,
        promised_by=promise.last,
        limited_by_law=promise.limited,
        holidays=holidays,
    )


ROUTES: list[HTTPRouteHandler] = [list_zones, add_zone, change_zone, set_fees, preview]
