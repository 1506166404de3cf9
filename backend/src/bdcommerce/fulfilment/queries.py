"""Named reads, and how their rows become answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.errors import UnknownShipment
from bdcommerce.fulfilment.ports import Deps
from bdcommerce.fulfilment.schemas import CashParcelView, ShortageView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money


class ShipmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A shipment as it is stored for reading, its contacts still sealed."""

    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    status: ShipmentStatus
    courier: str
    tracking_no: str
    cod: Money
    reason: str
    weight_grams: int
    changed_at: datetime
    contacts_sealed: str


class CashTotal(msgspec.Struct, frozen=True, kw_only=True):
    """What a courier has in hands, and what is short of what it handed over."""

    in_hands: int
    parcels: int
    oldest: datetime | None
    short: int


_SHIPMENTS = """
    SELECT v.shipment_id, v.vendor_order_id, v.vendor_id, v.number, v.status, v.courier, v.tracking_no,
           jsonb_build_object('amount', v.cod, 'currency', v.currency) AS cod, v.reason, v.weight_grams, v.changed_at,
           p.contacts_sealed
    FROM shipment_view v JOIN parcel p USING (shipment_id)
"""
SHIPMENTS = Query(
    "fulfilment.shipments",
    f"{_SHIPMENTS} WHERE v.shipment_id > $1 ORDER BY v.shipment_id LIMIT $2",
    ShipmentRow,
)
SHIPMENTS_IN_STATUS = Query(
    "fulfilment.shipments_in_status",
    f"{_SHIPMENTS} WHERE v.status = $3 AND v.shipment_id > $1 ORDER BY v.shipment_id LIMIT $2",
    ShipmentRow,
)

CONTACTS = Query("fulfilment.contacts", "SELECT contacts_sealed FROM parcel WHERE shipment_id = $1", dict[str, str])

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


@dataclass(frozen=True)
class Edge(Deps):
    """What the edges of fulfilment work with: the ports, and the read pool."""

    reads: Reads


async def shipments(reads: Reads, status: ShipmentStatus | None, after: str, limit: int) -> list[ShipmentRow]:
    """Shipments in the order they were made, after one of them; those in one status, if it is given."""
    if status:
        return await reads.all(SHIPMENTS_IN_STATUS, after, limit, status)
    return await reads.all(SHIPMENTS, after, limit)


async def contacts_sealed(reads: Reads, shipment_id: str) -> str:
    """The sealed contacts of a shipment. Raises UnknownShipment."""
    row = await reads.one(CONTACTS, shipment_id)
    if row is None:
        raise UnknownShipment.of(shipment_id)
    return row["contacts_sealed"]


async def shortages(reads: Reads, status: Literal["open"] | None, after: str, limit: int) -> list[ShortageView]:
    """Shortages in the order they were opened, after one of them."""
    return await reads.all(OPEN_SHORTAGES if status else SHORTAGES, after, limit)


async def cash_total(reads: Reads, courier: str) -> CashTotal:
    """What a courier holds and owes."""
    return (await reads.all(CASH_TOTAL, courier))[0]


async def cash_parcels(reads: Reads, courier: str, after: str, limit: int) -> list[CashParcelView]:
    """Parcels whose cash a courier still holds, in the order of shipments, after one of them."""
    return await reads.all(CASH_PARCELS, courier, after, limit, clock.today())
