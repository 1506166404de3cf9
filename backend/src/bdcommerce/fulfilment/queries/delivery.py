"""The book of deliveries as quotes read it: whole, kept in memory, and read again whenever there is a new edition."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from bdcommerce.fulfilment.domain.delivery import OPERATOR, Book, Holiday, put_right
from bdcommerce.fulfilment.domain.promise import Hours
from bdcommerce.fulfilment.domain.tariff import Area, FeeTable, Level, Pair, Tariff, WeightStep, Zone
from bdcommerce.fulfilment.ports import PublicHolidays
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


class EditionRow(msgspec.Struct, frozen=True, kw_only=True):
    """Which edition of the book is the newest, and the hours of those who were asked about."""

    revision: int
    hours: dict[str, Hours]


class ZoneRow(msgspec.Struct, frozen=True, kw_only=True):
    """A zone as it is stored."""

    code: str
    name: Localized
    transit_min: int
    transit_max: int
    rest_days: list[int]
    fee_rule: str
    refusal: Localized | None
    changed_at: datetime
    changed_by: str


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pair of areas and its zone."""

    origin_level: Level
    origin_key: str
    destination_level: Level
    destination_key: str
    zone: str


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A weight step; the fee in poisha."""

    up_to_grams: int
    fee: int


class FeeTableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A fee table as it is stored."""

    zone: str
    effective_from: date
    steps: list[StepRow]
    extra_per_kg: int
    set_at: datetime
    set_by: str


class HolidayRow(msgspec.Struct, frozen=True, kw_only=True):
    """What staff know better than the calendar."""

    day: date
    closed: bool
    name: Localized
    set_at: datetime
    set_by: str


EDITION = Query(
    "fulfilment.book_edition",
    """
    SELECT revision, (SELECT coalesce(jsonb_object_agg(vendor_id, to_jsonb(h)), '{}')
                      FROM dispatch_hours h WHERE vendor_id = ANY($1::text[])) AS hours
    FROM delivery_book WHERE sole
    """,
    EditionRow,
)
_ZONE = "SELECT code, name, transit_min, transit_max, rest_days, fee_rule, refusal, changed_at, changed_by FROM zone"
_COVERAGE = "SELECT origin_level, origin_key, destination_level, destination_key, zone FROM zone_coverage"
_ORDER = "ORDER BY destination_level, destination_key, origin_level, origin_key"
_TABLE = "SELECT zone, effective_from, steps, extra_per_kg, set_at, set_by FROM fee_table"
ZONES = Query("fulfilment.zones", _ZONE, ZoneRow)
COVERAGE = Query("fulfilment.coverage", _COVERAGE, CoverageRow)
TABLES = Query("fulfilment.fee_tables", f"{_TABLE} ORDER BY effective_from DESC, revision DESC", FeeTableRow)
HOLIDAYS = Query(
    "fulfilment.holiday_overrides",
    "SELECT day, closed, name, set_at, set_by FROM holiday_override WHERE day BETWEEN $1 AND $2 ORDER BY day",
    HolidayRow,
)
ZONES_AFTER = Query("fulfilment.zones_after", f"{_ZONE} WHERE code > $1 ORDER BY code LIMIT $2", ZoneRow)
ZONES_FROM = Query("fulfilment.zones_from", f"{_ZONE} WHERE code >= $1 ORDER BY code LIMIT $2", ZoneRow)
COVERAGE_OF = Query("fulfilment.coverage_of", f"{_COVERAGE} WHERE zone = ANY($1::text[]) {_ORDER}", CoverageRow)
TABLES_OF = Query(
    "fulfilment.fee_tables_of",
    f"{_TABLE} WHERE zone = ANY($1::text[]) ORDER BY zone, effective_from DESC, revision DESC LIMIT 2000",
    FeeTableRow,
)
HOURS_OF = Query(
    "fulfilment.hours_of",
    "SELECT cut_off_minutes, rest_days, handling_days FROM dispatch_hours WHERE vendor_id = $1",
    Hours,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBook:
    """The newest edition, with the hours of the vendors that were asked about."""

    book: Book
    hours: Mapping[str, Hours]

    def hours_of(self, vendor_id: str) -> Hours:
        """A vendor's own, or the operator's."""
        return self.hours.get(vendor_id) or self.hours[OPERATOR]


class DeliveryBooks:
    """Opens the newest edition: one small read tells whether the one in memory still is it."""

    def __init__(self, reads: Reads, calendar: PublicHolidays) -> None:
        self._reads, self._calendar = reads, calendar
        self._edition: tuple[int, int] = (0, 0)
        self._book = Book(tariff=Tariff(zones={}, coverage={}, tables={}), holidays={})

    async def open(self, vendor_ids: Collection[str]) -> OpenBook:
        """The book of this year and the next, and the hours of these vendors."""
        year = clock.today().year
        newest = (await self._reads.all(EDITION, [OPERATOR, *vendor_ids]))[0]
        if self._edition != (newest.revision, year):
            self._book = Book(tariff=await self._tariff(), holidays=await self._holidays(year))
            self._edition = (newest.revision, year)
        return OpenBook(book=self._book, hours=newest.hours)

    async def _tariff(self) -> Tariff:
        tables: dict[str, list[FeeTable]] = {}
        for row in await self._reads.all(TABLES):
            tables.setdefault(row.zone, []).append(table_of(row))
        return Tariff(
            zones={row.code: zone_of(row) for row in await self._reads.all(ZONES)},
            coverage={pair_of(row): row.zone for row in await self._reads.all(COVERAGE)},
            tables=tables,
        )

    async def _holidays(self, year: int) -> dict[date, Localized]:
        foretold = {**await self._calendar.of(year), **await self._calendar.of(year + 1)}
        return put_right(foretold, await overrides(self._reads, date(year, 1, 1), date(year + 1, 12, 31)))


async def overrides(reads: Reads, first: date, last: date) -> list[Holiday]:
    """What staff have put right between two days."""
    rows = await reads.all(HOLIDAYS, first, last)
    return [Holiday(day=row.day, closed=row.closed, name=row.name) for row in rows]


async def zone_page(
    reads: Reads, after: str, limit: int, *, including: bool = False
) -> Sequence[tuple[ZoneRow, list[CoverageRow], list[FeeTableRow]]]:
    """Zones by code, after one of them (or from it on), each with its pairs of areas and its latest fee tables."""
    zones = await reads.all(ZONES_FROM if including else ZONES_AFTER, after, limit)
    codes = [row.code for row in zones]
    coverage, tables = await reads.all(COVERAGE_OF, codes), await reads.all(TABLES_OF, codes)
    return [
        (row, [each for each in coverage if each.zone == row.code], [each for each in tables if each.zone == row.code])
        for row in zones
    ]


async def hours_of(reads: Reads, vendor_id: str) -> Hours | None:
    """The hours that a vendor (or the operator) has set itself."""
    return await reads.one(HOURS_OF, vendor_id)


def zone_of(row: ZoneRow) -> Zone:
    """The zone of a row."""
    return Zone(
        code=row.code,
        name=row.name,
        transit_min=row.transit_min,
        transit_max=row.transit_max,
        rest_days=frozenset(row.rest_days),
        fee_rule=row.fee_rule,
        refusal=row.refusal,
    )


def pair_of(row: CoverageRow) -> Pair:
    """The pair of areas of a row."""
    return Pair(
        origin=Area(level=row.origin_level, key=row.origin_key),
        destination=Area(level=row.destination_level, key=row.destination_key),
    )


def table_of(row: FeeTableRow) -> FeeTable:
    """The fee table of a row."""
    return FeeTable(
        zone=row.zone,
        effective_from=row.effective_from,
        steps=tuple(WeightStep(up_to_grams=step.up_to_grams, fee=Money(step.fee)) for step in row.steps),
        extra_per_kg=Money(row.extra_per_kg),
    )
