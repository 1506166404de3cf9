"""The book of deliveries as staff and vendors write it: zones, fees, hours, holidays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bdcommerce.fulfilment.domain.delivery import Holiday
from bdcommerce.fulfilment.domain.promise import Hours
from bdcommerce.fulfilment.domain.tariff import CATCH_ALL, FeeTable, Pair, Zone, checked_pair, checked_table
from bdcommerce.fulfilment.errors import CatchAllNeeded
from bdcommerce.fulfilment.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

HOURS_PER_DAY = 24


async def add_zone(work: Work, zone: Zone, coverage: Sequence[Pair], table: FeeTable | None, by: str) -> None:
    """A zone holds from the day its first fees do. Raises Invalid, ZoneExists, PairTaken."""
    ensure(table or zone.refusal, Invalid.field("fees", "are needed where something is delivered"))
    await work.book.add_zone(_checked(zone), _pairs(coverage), by)
    if table:
        await set_fees(work, table, by)


async def change_zone(work: Work, zone: Zone, coverage: Sequence[Pair], by: str) -> None:
    """Another name, road or coverage. Raises Invalid, UnknownZone, PairTaken, CatchAllNeeded."""
    before = await work.book.zone(zone.code)
    catches_all = CATCH_ALL in await work.book.coverage(zone.code)
    ensure(not catches_all or CATCH_ALL in coverage, CatchAllNeeded.of(zone.code))
    await work.book.change_zone(replace(_checked(zone), fee_rule=before.fee_rule), _pairs(coverage), by)


async def set_fees(work: Work, table: FeeTable, by: str) -> None:
    """Other fees from a day on; what is ordered keeps its fee. Raises Invalid, UnknownZone."""
    ensure(table.effective_from >= clock.today(), Invalid.field("effective_from", f"must be {clock.today()} or later"))
    await work.book.zone(table.zone)
    await work.book.add_table(checked_table(table), by)


async def set_hours(work: Work, vendor_id: str, hours: Hours, handover_hours: int, by: str) -> None:
    """When parcels are handed over; handling never takes longer than the law allows (DC-SHP-01). Raises Invalid."""
    most = handover_hours // HOURS_PER_DAY
    ensure(hours.handling_days <= most, Invalid.field("handling_days", f"must be {most} at most"))
    await work.book.set_hours(vendor_id, hours, by)


async def drop_hours(work: Work, vendor_id: str) -> None:
    """The operator's hours hold again."""
    await work.book.drop_hours(vendor_id)


async def put_holiday(work: Work, holiday: Holiday, by: str) -> None:
    """A day on which nobody works although the calendar does not know, or the other way round."""
    await work.book.put_holiday(holiday, by)


async def drop_holiday(work: Work, day: date) -> None:
    """The calendar holds again. Raises UnknownHoliday."""
    await work.book.drop_holiday(day)


def _checked(zone: Zone) -> Zone:
    ensure(zone.transit_min <= zone.transit_max, Invalid.field("transit_max", "must not be less than transit_min"))
    return zone


def _pairs(coverage: Sequence[Pair]) -> Sequence[Pair]:
    for index, pair in enumerate(coverage):
        checked_pair(pair, f"coverage[{index}]")
        ensure(pair not in coverage[:index], Invalid.field(f"coverage[{index}]", "is named twice"))
    return coverage
