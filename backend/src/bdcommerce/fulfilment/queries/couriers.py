"""Named reads of couriers: what choosing needs, and what staff see."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from bdcommerce.fulfilment.domain.areas import AreaLevel
from bdcommerce.fulfilment.domain.booking import Account, BookingStatus, Policy, Price, Record
from bdcommerce.fulfilment.domain.prices import CourierTariff, Reach, of_tariffs
from bdcommerce.fulfilment.domain.tariff import WeightStep
from bdcommerce.fulfilment.errors import AreaUnmapped
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money

QUIET = timedelta(hours=2)
"""So long after something was heard or asked last a courier is asked where a parcel is."""


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator says of a courier."""

    courier: str
    enabled: bool
    blocked: str
    fetches: bool
    cod_limit: int | None
    licence_no: str
    licence_expires: date | None
    changed_at: datetime
    changed_by: str


class PolicyRow(msgspec.Struct, frozen=True, kw_only=True):
    """How is chosen."""

    failure_cost: int
    prior_success_pct: int
    prior_weight: int
    book_at_once: bool


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A weight step; the fee in poisha."""

    up_to_grams: int
    fee: int


class TariffRow(msgspec.Struct, frozen=True, kw_only=True):
    """A courier's table of prices."""

    courier: str
    reach: Reach
    effective_from: date
    steps: list[StepRow]
    extra_per_kg: int
    cod_basis_points: int


class MappedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Which area of a courier's one of our places is."""

    level: AreaLevel
    our_id: str
    their_id: str
    name: str
    likeness: int
    confirmed_by: str


class OurRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place of ours."""

    level: AreaLevel
    our_id: str


class TheirRow(msgspec.Struct, frozen=True, kw_only=True):
    """An area of a courier's."""

    level: AreaLevel
    their_id: str
    name: str
    parent: str
    within: str


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel that its courier has."""

    shipment_id: str
    tracking_no: str
    reference: str


class BookingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel's booking with why it is where it is."""

    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    status: BookingStatus
    reference: str
    tracking_no: str
    district: str
    cod: Money
    charge: int | None
    attempts: int
    choice: dict[str, Any] | None
    problem: dict[str, Any] | None
    heard_at: datetime | None
    changed_at: datetime


class BulkRow(msgspec.Struct, frozen=True, kw_only=True):
    """How far a bulk booking is."""

    bulk_id: str
    courier: str
    begun_at: datetime
    begun_by: str
    rows: int
    done: int
    booked: int
    left: int


class BulkLine(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one parcel of it."""

    row: int
    shipment_id: str
    status: str
    courier: str
    tracking_no: str
    problem: str


class NewsRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a courier said."""

    news_id: str
    courier: str
    source: str
    status: str
    said: str
    reason: str
    told_at: datetime
    heard_at: datetime
    outcome: str
    shipment_id: str
    tracking_no: str
    reference: str


_ACCOUNT = "SELECT courier, enabled, blocked, fetches, cod_limit, licence_no, licence_expires, changed_at, changed_by"
ACCOUNTS = Query("fulfilment.courier_accounts", f"{_ACCOUNT} FROM courier_account ORDER BY courier", AccountRow)
POLICY = Query(
    "fulfilment.courier_policy",
    "SELECT failure_cost, prior_success_pct, prior_weight, book_at_once FROM courier_policy WHERE sole",
    PolicyRow,
)
RECORD = Query(
    "fulfilment.courier_record",
    "SELECT delivered, failed FROM courier_record WHERE courier = $1 AND district = $2",
    Record,
)
TARIFFS = Query(
    "fulfilment.courier_tariffs",
    """
    SELECT courier, reach, effective_from, steps, extra_per_kg, cod_basis_points FROM courier_tariff
    WHERE courier = $1 AND effective_from <= $2 ORDER BY effective_from DESC, revision DESC LIMIT 100
    """,
    TariffRow,
)
ALL_TARIFFS = Query(
    "fulfilment.courier_tariffs_all",
    """
    SELECT courier, reach, effective_from, steps, extra_per_kg, cod_basis_points FROM courier_tariff
    WHERE courier = $1 ORDER BY effective_from DESC, revision DESC LIMIT 100
    """,
    TariffRow,
)
MAPPED = Query(
    "fulfilment.courier_area_ids",
    """
    SELECT m.level, m.our_id, m.their_id, a.name, m.likeness, m.confirmed_by
    FROM area_mapping m JOIN courier_area a USING (courier, level, their_id)
    WHERE m.courier = $1 AND m.level = ANY($2::text[]) AND m.our_id = ANY($3::text[]) AND m.confirmed_by <> ''
    """,
    MappedRow,
)
MAPPED_ALL = Query(
    "fulfilment.courier_areas_mapped",
    "SELECT level, our_id FROM area_mapping WHERE courier = $1 AND confirmed_by <> ''",
    OurRow,
)
_THEIRS = """
    SELECT level, their_id, name, parent, within FROM courier_area WHERE courier = $1 AND (level, their_id) > ($2, $3)
"""
THEIRS = Query("fulfilment.courier_areas", f"{_THEIRS} ORDER BY level, their_id LIMIT $4", TheirRow)
THEIRS_CALLED = Query(
    "fulfilment.courier_areas_called",
    f"{_THEIRS} AND starts_with(lower(name), lower($5)) ORDER BY level, their_id LIMIT $4",
    TheirRow,
)
MAPPINGS = Query(
    "fulfilment.courier_area_mappings",
    """
    SELECT m.level, m.our_id, m.their_id, a.name, m.likeness, m.confirmed_by
    FROM area_mapping m JOIN courier_area a USING (courier, level, their_id)
    WHERE m.courier = $1 AND (m.level, m.our_id) > ($2, $3) ORDER BY m.level, m.our_id LIMIT $4
    """,
    MappedRow,
)
UNCONFIRMED = Query(
    "fulfilment.courier_area_proposals",
    """
    SELECT m.level, m.our_id, m.their_id, a.name, m.likeness, m.confirmed_by
    FROM area_mapping m JOIN courier_area a USING (courier, level, their_id)
    WHERE m.courier = $1 AND (m.level, m.our_id) > ($2, $3) AND m.confirmed_by = ''
    ORDER BY m.level, m.our_id LIMIT $4
    """,
    MappedRow,
)
PICKUP_POINT = Query(
    "fulfilment.courier_pickup_point",
    "SELECT their_id FROM pickup_point WHERE courier = $1 AND key = $2",
    dict[str, str],
)
WAITING = Query(
    "fulfilment.bookings_waiting",
    """
    SELECT shipment_id, tracking_no, reference FROM booking
    WHERE courier = $1 AND status = 'booked' AND polled_at < $2 ORDER BY polled_at LIMIT $3
    """,
    WaitingRow,
)
_BOOKING = """
    SELECT shipment_id, vendor_order_id, vendor_id, courier, status, reference, tracking_no, district,
           jsonb_build_object('amount', cod, 'currency', currency) AS cod, charge, attempts, choice, problem, heard_at,
           changed_at
    FROM booking
"""
BOOKING = Query("fulfilment.booking", f"{_BOOKING} WHERE shipment_id = $1", BookingRow)
BOOKINGS = Query("fulfilment.bookings", f"{_BOOKING} WHERE shipment_id > $1 ORDER BY shipment_id LIMIT $2", BookingRow)
BOOKINGS_IN_STATUS = Query(
    "fulfilment.bookings_in_status",
    f"{_BOOKING} WHERE status = $3 AND shipment_id > $1 ORDER BY shipment_id LIMIT $2",
    BookingRow,
)
_BULK = """
    FROM bulk_booking b JOIN bulk_booking_row r ON r.bulk_id = b.id LEFT JOIN booking k ON k.shipment_id = r.shipment_id
    WHERE b.id = $1
"""
BULK = Query(
    "fulfilment.bulk_booking",
    f"""
    SELECT b.id AS bulk_id, b.courier, b.begun_at, b.begun_by, count(*) AS rows,
           count(*) FILTER (WHERE r.problem <> '' OR k.status <> 'asking') AS done,
           count(*) FILTER (WHERE r.problem = '' AND k.status IN ('booked', 'ended')) AS booked,
           count(*) FILTER (WHERE r.problem <> '' OR k.status NOT IN ('asking', 'booked', 'ended')) AS left
    {_BULK} GROUP BY b.id
    """,
    BulkRow,
)
BULK_ROWS = Query(
    "fulfilment.bulk_booking_rows",
    f"""
    SELECT r.row, r.shipment_id, CASE WHEN r.problem <> '' THEN 'not_begun' ELSE k.status END AS status,
           coalesce(k.courier, '') AS courier, coalesce(k.tracking_no, '') AS tracking_no,
           coalesce(nullif(r.problem, ''), k.problem ->> 'message', '') AS problem
    {_BULK} AND r.row > $2 ORDER BY r.row LIMIT $3
    """,
    BulkLine,
)
_NEWS = """
    SELECT id AS news_id, courier, source, status, said, reason, told_at, heard_at, outcome, shipment_id, tracking_no,
           reference
    FROM courier_news
"""
NEWS_OF = Query("fulfilment.courier_news_of", f"{_NEWS} WHERE shipment_id = $1 ORDER BY id LIMIT 500", NewsRow)
NEWS_BY_OUTCOME = Query(
    "fulfilment.courier_news_by_outcome",
    f"{_NEWS} WHERE outcome = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
    NewsRow,
)


class Market:
    """See ports.CourierReads."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def accounts(self) -> Sequence[Account]:
        """See ports.CourierReads."""
        return [account_of(row) for row in await self._reads.all(ACCOUNTS)]

    async def policy(self) -> Policy:
        """See ports.CourierReads."""
        row = (await self._reads.all(POLICY))[0]
        return Policy(
            failure_cost=Money(row.failure_cost),
            prior_success_pct=row.prior_success_pct,
            prior_weight=row.prior_weight,
            book_at_once=row.book_at_once,
        )

    async def record(self, courier: str, district: str) -> Record:
        """See ports.CourierReads."""
        return await self._reads.one(RECORD, courier, district) or Record()

    async def tariff(
        self, courier: str, origin: Place, destination: Place, weight_grams: int, cod: Money
    ) -> Price | None:
        """See ports.CourierReads."""
        tariffs = [tariff_of(row) for row in await self._reads.all(TARIFFS, courier, clock.today())]
        found = of_tariffs(tariffs, origin, destination)
        return found.price(weight_grams, cod) if found else None

    async def their_ids(self, courier: str, levels: Sequence[AreaLevel], place: Place) -> Mapping[AreaLevel, str]:
        """See ports.CourierReads."""
        if not levels:
            return {}
        ours: dict[AreaLevel, str] = {"district": place.district, "upazila": place.upazila}
        rows = await self._reads.all(MAPPED, courier, list(levels), list(ours.values()))
        found = {row.level: row.their_id for row in rows if ours[row.level] == row.our_id}
        for level in levels:
            if level not in found:
                raise AreaUnmapped.of(courier, level, ours[level])
        return found

    async def mapped(self, courier: str) -> Collection[tuple[AreaLevel, str]]:
        """See ports.CourierReads."""
        return {(row.level, row.our_id) for row in await self._reads.all(MAPPED_ALL, courier)}

    async def known_pickup_point(self, courier: str, key: str) -> str:
        """See ports.CourierReads."""
        row = await self._reads.one(PICKUP_POINT, courier, key)
        return row["their_id"] if row else ""

    async def waiting(self, courier: str, limit: int) -> Sequence[tuple[str, str, str]]:
        """See ports.CourierReads."""
        rows = await self._reads.all(WAITING, courier, clock.now() - QUIET, limit)
        return [(row.shipment_id, row.tracking_no, row.reference) for row in rows]


async def booking(reads: Reads, shipment_id: str) -> BookingRow | None:
    """A parcel's booking, if it has one."""
    return await reads.one(BOOKING, shipment_id)


def account_of(row: AccountRow) -> Account:
    """The account of a row."""
    return Account(
        courier=row.courier,
        enabled=row.enabled,
        blocked=row.blocked,
        fetches=row.fetches,
        cod_limit=None if row.cod_limit is None else Money(row.cod_limit),
        licence_no=row.licence_no,
        licence_expires=row.licence_expires,
    )


def tariff_of(row: TariffRow) -> CourierTariff:
    """The tariff of a row."""
    return CourierTariff(
        courier=row.courier,
        reach=row.reach,
        effective_from=row.effective_from,
        steps=tuple(WeightStep(up_to_grams=step.up_to_grams, fee=Money(step.fee)) for step in row.steps),
        extra_per_kg=Money(row.extra_per_kg),
        cod_basis_points=row.cod_basis_points,
    )
