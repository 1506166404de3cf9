"""Named reads of the cash in couriers' hands."""

from datetime import datetime
from typing import Literal

import msgspec

from bdcommerce.contracts.fulfilment import CodStanding
from bdcommerce.fulfilment.schemas.cash import CashParcelView, ShortageView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock


class CashTotal(msgspec.Struct, frozen=True, kw_only=True):
    """What a courier has in hands, and what is short of what it handed over."""

    in_hands: int
    parcels: int
    oldest: datetime | None
    short: int


_SHORTAGES = """
    SELECT s.id AS shortage_id, c.courier, s.shipment_id, c.vendor_order_id, r.reference,
           jsonb_build_object('amount', s.amount, 'currency', c.currency) AS amount, s.opened_at, s.how, s.reason,
           s.settled_at
    FROM shortage s
    JOIN remitted_parcel p USING (shipment_id)
    JOIN cod_parcel c USING (shipment_id)
    JOIN remittance r ON r.id = p.remittance_id
"""
SHORTAGES = Query("fulfilment.shortages", f"{_SHORTAGES} WHERE s.id > $1 ORDER BY s.id LIMIT $2", ShortageView)
OPEN_SHORTAGES = Query(
    "fulfilment.open_shortages",
    f"{_SHORTAGES} WHERE s.settled_at IS NULL AND s.id > $1 ORDER BY s.id LIMIT $2",
    ShortageView,
)

CASH_TOTAL = Query(
    "fulfilment.cash_total",
    """
    SELECT CAST(coalesce(sum(collected), 0) AS bigint) AS in_hands, count(*) AS parcels, min(collected_at) AS oldest,
           (SELECT CAST(coalesce(sum(s.amount), 0) AS bigint) FROM shortage s JOIN cod_parcel c USING (shipment_id)
            WHERE c.courier = $1 AND s.settled_at IS NULL) AS short
    FROM cod_parcel
    WHERE courier = $1 AND NOT remitted
    """,
    CashTotal,
)
CASH_PARCELS = Query(
    "fulfilment.cash_parcels",
    """
    SELECT shipment_id, vendor_order_id, jsonb_build_object('amount', collected, 'currency', currency) AS collected,
           collected_at, CAST($4 AS date) - CAST(collected_at AT TIME ZONE 'Asia/Dhaka' AS date) AS age_days
    FROM cod_parcel
    WHERE courier = $1 AND NOT remitted AND shipment_id > $2
    ORDER BY shipment_id
    LIMIT $3
    """,
    CashParcelView,
)


STANDING = Query(
    "fulfilment.cash_standing",
    """
    SELECT asked.reference, found.shipment_id, found.vendor_order_id,
           CASE WHEN cash.shipment_id IS NOT NULL
                THEN jsonb_build_object('amount', cash.collected, 'currency', cash.currency) END AS collected,
           coalesce(remittance.reference, '') AS remitted_as
    FROM unnest($2::text[]) AS asked(reference)
    CROSS JOIN LATERAL (
        SELECT shipment_id, vendor_order_id FROM booking
        WHERE tracking_no = asked.reference AND tracking_no <> '' AND courier = $1
        UNION
        SELECT shipment_id, vendor_order_id FROM booking WHERE reference = asked.reference AND courier = $1
        UNION
        SELECT shipment_id, vendor_order_id FROM cod_parcel WHERE shipment_id = asked.reference AND courier = $1
        UNION
        SELECT shipment_id, vendor_order_id FROM cod_parcel
        WHERE courier = $1 AND shipment_id = (
            SELECT shipment_id FROM parcel WHERE parcel.vendor_order_id = asked.reference AND leg = 'delivery'
        )
    ) AS found
    LEFT JOIN cod_parcel AS cash ON cash.shipment_id = found.shipment_id AND cash.courier = $1
    LEFT JOIN remitted_parcel AS handed ON handed.shipment_id = cash.shipment_id
    LEFT JOIN remittance ON remittance.id = handed.remittance_id
    ORDER BY asked.reference, found.shipment_id
    """,
    CodStanding,
)


async def standing(reads: Reads, courier: str, references: list[str]) -> list[CodStanding]:
    """How it stands with the cash of parcels that a courier's statement names."""
    return await reads.all(STANDING, courier, references)


async def shortages(reads: Reads, status: Literal["open"] | None, after: str, limit: int) -> list[ShortageView]:
    """Shortages in the order they were opened, after one of them."""
    return await reads.all(OPEN_SHORTAGES if status else SHORTAGES, after, limit)


async def cash_total(reads: Reads, courier: str) -> CashTotal:
    """What a courier holds and owes."""
    return (await reads.all(CASH_TOTAL, courier))[0]


async def cash_parcels(reads: Reads, courier: str, after: str, limit: int) -> list[CashParcelView]:
    """Parcels whose cash a courier still holds, in the order of shipments, after one of them."""
    return await reads.all(CASH_PARCELS, courier, after, limit, clock.today())
