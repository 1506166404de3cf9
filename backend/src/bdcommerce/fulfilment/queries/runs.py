"""Named reads of riders' runs, closings, and the cash that riders hold."""

from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.closing import ClosingStatus
from bdcommerce.fulfilment.errors import UnknownClosing
from bdcommerce.fulfilment.schemas.closings import ClosingView, RiderCash, RiderParcel
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.money import Money

NEWEST = "cls_~"
"""Sorts behind every closing id."""


class StopRow(msgspec.Struct, frozen=True, kw_only=True):
    """A stop of a run, its contacts still sealed."""

    position: int
    shipment_id: str
    number: str
    status: ShipmentStatus
    tracking_no: str
    cod: Money
    deliver_on: date | None
    contacts_sealed: str


class RunTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A run in figures; amounts in poisha."""

    stops: int
    to_collect: int


RUN = Query(
    "fulfilment.run",
    """
    SELECT r.position, r.shipment_id, v.number, v.status, v.tracking_no,
           jsonb_build_object('amount', v.cod, 'currency', v.currency) AS cod, v.deliver_on, p.contacts_sealed
    FROM run_stop r JOIN shipment_view v USING (shipment_id) JOIN parcel p USING (shipment_id)
    WHERE r.rider_id = $1 AND r.day = $2 AND (r.position, r.shipment_id) > ($3, $4)
    ORDER BY r.position, r.shipment_id LIMIT $5
    """,
    StopRow,
)
RUN_TOTAL = Query(
    "fulfilment.run_total",
    """
    SELECT count(*) AS stops, CAST(coalesce(sum(v.cod) FILTER (
        WHERE v.status IN ('booked', 'picked_up', 'at_hub', 'out_for_delivery', 'attempt_failed')), 0) AS bigint)
        AS to_collect
    FROM run_stop r JOIN shipment_view v USING (shipment_id) WHERE r.rider_id = $1 AND r.day = $2
    """,
    RunTotal,
)
RIDER_PARCELS = Query(
    "fulfilment.rider_parcels",
    """
    SELECT shipment_id, vendor_order_id, jsonb_build_object('amount', collected, 'currency', currency) AS collected,
           collected_at
    FROM cod_parcel
    WHERE rider_id = $1 AND NOT remitted AND collected_at >= $2 AND collected_at < $3
    ORDER BY collected_at, shipment_id LIMIT 1000
    """,
    RiderParcel,
)
RIDERS_CASH = Query(
    "fulfilment.riders_cash",
    """
    SELECT rider_id, count(*) AS parcels,
           jsonb_build_object('amount', coalesce(sum(collected), 0)) AS in_hands,
           jsonb_build_object('amount', coalesce(sum(collected) FILTER (WHERE age <= 0), 0)) AS today,
           jsonb_build_object('amount', coalesce(sum(collected) FILTER (WHERE age = 1), 0)) AS one_day,
           jsonb_build_object('amount', coalesce(sum(collected) FILTER (WHERE age BETWEEN 2 AND 3), 0))
               AS two_or_three_days,
           jsonb_build_object('amount', coalesce(sum(collected) FILTER (WHERE age > 3), 0)) AS longer,
           max(age) AS oldest_days
    FROM (SELECT rider_id, collected,
                 CAST($3 AS date) - CAST(collected_at AT TIME ZONE 'Asia/Dhaka' AS date) AS age
          FROM cod_parcel WHERE NOT remitted AND rider_id <> '' AND rider_id > $1) AS held
    GROUP BY rider_id ORDER BY rider_id LIMIT $2
    """,
    RiderCash,
)
_MONEY = "jsonb_build_object('amount', {0}, 'currency', currency)"
_CLOSING = f"""
    SELECT id AS closing_id, rider_id, courier, day, status, {_MONEY.format("expected")} AS expected,
           {_MONEY.format("counted")} AS counted, {_MONEY.format("greatest(expected - counted, 0)")} AS short,
           {_MONEY.format("greatest(counted - expected, 0)")} AS over, pieces, reason, handed_to, counted_by,
           counted_at, decided_by, decided_at, decision, remittance_id
    FROM cash_closing
"""  # noqa: S608 - no value is interpolated
_PAGE = "ORDER BY id DESC LIMIT $2"
CLOSING = Query("fulfilment.closing", f"{_CLOSING} WHERE id = $1", ClosingView)
CLOSINGS = Query("fulfilment.closings", f"{_CLOSING} WHERE id < $1 {_PAGE}", ClosingView)
CLOSINGS_IN_STATUS = Query(
    "fulfilment.closings_in_status", f"{_CLOSING} WHERE status = $3 AND id < $1 {_PAGE}", ClosingView
)
CLOSINGS_OF_RIDER = Query(
    "fulfilment.closings_of_rider",
    f"{_CLOSING} WHERE rider_id = $3 AND id < $1 AND ($4 = '' OR status = $4) {_PAGE}",
    ClosingView,
)


async def run(reads: Reads, rider_id: str, day: date, after: tuple[int, str], limit: int) -> list[StopRow]:
    """A rider's stops on a day, in order, after one of them."""
    return await reads.all(RUN, rider_id, day, *after, limit)


async def run_total(reads: Reads, rider_id: str, day: date) -> RunTotal:
    """A rider's day in figures."""
    return (await reads.all(RUN_TOTAL, rider_id, day))[0]


async def rider_parcels(reads: Reads, rider_id: str, day: date) -> list[RiderParcel]:
    """The cash that a rider took on a day and still holds, parcel by parcel."""
    begin, end = (datetime.combine(each, time(), tzinfo=DHAKA) for each in (day, day + timedelta(days=1)))
    return await reads.all(RIDER_PARCELS, rider_id, begin, end)


async def riders_cash(reads: Reads, after: str, limit: int) -> list[RiderCash]:
    """What every rider holds, by age; in the order of riders, after one of them."""
    return await reads.all(RIDERS_CASH, after, limit, clock.today())


async def closings(
    reads: Reads, status: ClosingStatus | None, rider_id: str, before: str, limit: int
) -> list[ClosingView]:
    """Closings, the newest first, before one of them; of a rider or in a status, if these are given."""
    position: tuple[Any, ...] = (before or NEWEST, limit)
    if rider_id:
        return await reads.all(CLOSINGS_OF_RIDER, *position, rider_id, status or "")
    if status:
        return await reads.all(CLOSINGS_IN_STATUS, *position, status)
    return await reads.all(CLOSINGS, *position)


async def closing(reads: Reads, closing_id: str, *, rider_id: str = "") -> ClosingView:
    """A closing; with a rider, one of that rider. Raises UnknownClosing."""
    found = await reads.one(CLOSING, closing_id)
    if found is None or rider_id not in {"", found.rider_id}:
        raise UnknownClosing.of(closing_id)
    return found
