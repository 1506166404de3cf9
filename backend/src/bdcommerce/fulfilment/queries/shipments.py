"""Named reads of shipments."""

from datetime import datetime

import msgspec

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.errors import UnknownShipment
from bdcommerce.fulfilment.events import Leg
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money


class ShipmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A shipment as it is stored for reading, its contacts still sealed."""

    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    leg: Leg
    status: ShipmentStatus
    courier: str
    tracking_no: str
    cod: Money
    reason: str
    weight_grams: int
    changed_at: datetime
    contacts_sealed: str


_SHIPMENTS = """
    SELECT v.shipment_id, v.vendor_order_id, v.vendor_id, v.number, v.leg, v.status, v.courier, v.tracking_no,
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
