"""HTTP for the days and hours on which people work: vendors' own, the operator's, and public holidays."""

from datetime import date
from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.fulfilment.domain.delivery import OPERATOR, Holiday
from bdcommerce.fulfilment.domain.promise import MINUTES_PER_HOUR
from bdcommerce.fulfilment.errors import UnknownHoliday
from bdcommerce.fulfilment.handlers import book as handlers
from bdcommerce.fulfilment.ports import Deps
from bdcommerce.fulfilment.queries import delivery as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.delivery import DayPath, HolidayBody, HolidayView, HoursBody, HoursView
from bdcommerce.infra.http import delete, get, put
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid

PLANNER = staff("delivery.manage")
HANDOVER = "dc.handover_hours"
Year = Annotated[int, QueryParameter(name="year", ge=2020, le=2099, description="of the Gregorian calendar")]


@get("/vendor/dispatch-hours", access=vendor(), summary="When we hand parcels over")
async def show_our_hours(caller: Caller, deps: Edge) -> HoursView:
    """Our own hours, or the operator's where we have set none."""
    return await _hours(deps, caller.vendor_id)


@put(
    "/vendor/dispatch-hours",
    access=vendor("owner", "manager"),
    summary="Say when we hand parcels over",
    raises=[Invalid],
)
async def set_our_hours(data: HoursBody, caller: Caller, deps: Edge) -> HoursView:
    """Promises to customers follow from it. Handling may not take longer than the law allows (48 hours)."""
    await _set_hours(deps, caller.vendor_id, data, caller.user_id)
    return await _hours(deps, caller.vendor_id)


@delete("/vendor/dispatch-hours", access=vendor("owner", "manager"), summary="Keep the operator's hours")
async def drop_our_hours(caller: Caller, deps: Edge) -> None:
    """Those we had set no longer hold."""
    async with deps.works() as work:
        await handlers.drop_hours(work, caller.vendor_id)


@get("/admin/delivery/hours", access=PLANNER, summary="Hours of vendors that have set none")
async def show_hours(deps: Edge) -> HoursView:
    """The operator's own."""
    return await _hours(deps, OPERATOR)


@put("/admin/delivery/hours", access=PLANNER, summary="Set the hours of vendors that have set none", raises=[Invalid])
async def set_hours(data: HoursBody, caller: Caller, deps: Edge) -> HoursView:
    """Handling may not take longer than the law allows (48 hours)."""
    await _set_hours(deps, OPERATOR, data, caller.user_id)
    return await _hours(deps, OPERATOR)


@get("/admin/delivery/holidays", access=PLANNER, summary="Holidays of a year", raises=[Invalid])
async def list_holidays(deps: Edge, year: Year) -> Page[HolidayView]:
    """Those the calendar foretells (moon-sighted ones are estimates) and what staff have put right. One page."""
    known = {
        day: HolidayView(day=day, name=name, closed=True, source="calendar")
        for day, name in (await deps.holidays.of(year)).items()
    }
    for one in await queries.overrides(deps.reads, date(year, 1, 1), date(year, 12, 31)):
        known[one.day] = HolidayView(day=one.day, name=one.name, closed=one.closed, source="staff")
    return Page(items=[known[day] for day in sorted(known)], next_cursor=None)


@put("/admin/delivery/holidays/{day:str}", access=PLANNER, summary="Put a day right", raises=[Invalid])
async def put_holiday(day: DayPath, data: HolidayBody, caller: Caller, deps: Edge) -> HolidayView:
    """When the moon was sighted earlier or later, or for a day by executive order. Quotes follow at once."""
    holiday = Holiday(day=_day(day), closed=data.closed, name=data.name.text())
    async with deps.works() as work:
        await handlers.put_holiday(work, holiday, caller.user_id)
    return HolidayView(day=holiday.day, name=holiday.name, closed=holiday.closed, source="staff")


@delete(
    "/admin/delivery/holidays/{day:str}",
    access=PLANNER,
    summary="Let the calendar hold again",
    raises=[Invalid, UnknownHoliday],
)
async def drop_holiday(day: DayPath, deps: Edge) -> None:
    """What staff had put right on that day is forgotten."""
    async with deps.works() as work:
        await handlers.drop_holiday(work, _day(day))


async def _hours(deps: Edge, vendor_id: str) -> HoursView:
    own = await queries.hours_of(deps.reads, vendor_id)
    hours = own or (await deps.books.open([])).hours_of(OPERATOR)
    hour, minute = divmod(hours.cut_off_minutes, MINUTES_PER_HOUR)
    return HoursView(
        cut_off=f"{hour:02d}:{minute:02d}",
        rest_days=sorted(hours.rest_days),
        handling_days=hours.handling_days,
        own=own is not None,
    )


async def _set_hours(deps: Deps, vendor_id: str, data: HoursBody, by: str) -> None:
    (handover,) = await deps.compliance.rules([HANDOVER], clock.today())
    async with deps.works() as work:
        await handlers.set_hours(work, vendor_id, data.hours(), int(handover.value), by)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid.field("day", "is not a day of the calendar") from error


ROUTES: list[HTTPRouteHandler] = [
    show_our_hours,
    set_our_hours,
    drop_our_hours,
    show_hours,
    set_hours,
    list_holidays,
    put_holiday,
    drop_holiday,
]
