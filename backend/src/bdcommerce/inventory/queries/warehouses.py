"""Warehouses, what lies in them, and what orders are picked from."""

from datetime import date, datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.schemas import LotView, WarehouseView

_LOT = """
    SELECT offer_id, warehouse_id, batch_no, nullif(expires_on, 'infinity') AS expires_on, blocked, on_hand
    FROM lot
"""


class PickRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a pick list."""

    hold_id: str
    offer_id: str
    warehouse_id: str
    warehouse: str
    batch_no: str
    expires_on: date | None
    quantity: int
    given_back: int
    picked_at: datetime


_WAREHOUSE = """
    SELECT id, name, open, coalesce(place, '{}') AS place,
           id = 'whs_' || regexp_replace(vendor_id, '^ven_', '') AS own, created_at
    FROM warehouse
"""

WAREHOUSES = Query(
    "inventory.warehouses",
    f"{_WAREHOUSE} WHERE vendor_id = $1 AND id > $2 ORDER BY id LIMIT $3",
    WarehouseView,
)

WAREHOUSE = Query("inventory.warehouse", f"{_WAREHOUSE} WHERE vendor_id = $1 AND id = $2", WarehouseView)

LOTS_OF_WAREHOUSE = Query(
    "inventory.lots_of_warehouse",
    f"""
    {_LOT}
    WHERE warehouse_id = $1 AND vendor_id = $2
      AND (offer_id, batch_no, expires_on, blocked) > ($3, $4, $5, $6)
    ORDER BY offer_id, batch_no, lot.expires_on, blocked
    LIMIT $7
    """,
    LotView,
)

PICKS = Query(
    "inventory.picks",
    """
    SELECT p.hold_id, p.offer_id, p.warehouse_id, w.name AS warehouse, p.batch_no,
           nullif(p.expires_on, 'infinity') AS expires_on, p.quantity - p.given_back AS quantity, p.given_back,
           p.picked_at
    FROM pick p JOIN warehouse w ON w.id = p.warehouse_id
    WHERE p.vendor_id = $1 AND p.reference = $2
      AND (p.warehouse_id, p.offer_id, p.expires_on, p.batch_no, p.hold_id) > ($3, $4, $5, $6, $7)
    ORDER BY p.warehouse_id, p.offer_id, p.expires_on, p.batch_no, p.hold_id
    LIMIT $8
    """,
    PickRow,
)


async def warehouses(reads: Reads, vendor_id: str, after: str, limit: int) -> list[WarehouseView]:
    """A vendor's warehouses, after one of them."""
    return await reads.all(WAREHOUSES, vendor_id, after, limit)


async def warehouse(reads: Reads, vendor_id: str, warehouse_id: str) -> WarehouseView | None:
    """One of a vendor's warehouses."""
    return await reads.one(WAREHOUSE, vendor_id, warehouse_id)


async def lots_of_warehouse(
    reads: Reads, vendor_id: str, warehouse_id: str, after: tuple[str, str, date, bool], limit: int
) -> list[LotView]:
    """What lies in a vendor's warehouse by offer and batch, after one lot."""
    return await reads.all(LOTS_OF_WAREHOUSE, warehouse_id, vendor_id, *after, limit)


async def picks(
    reads: Reads, vendor_id: str, reference: str, after: tuple[str, str, date, str, str], limit: int
) -> list[PickRow]:
    """What a vendor has to pick for an order, in the order of a walk through the warehouses, after one line."""
    return await reads.all(PICKS, vendor_id, reference, *after, limit)
