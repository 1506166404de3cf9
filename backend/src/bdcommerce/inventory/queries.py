"""Named reads. Movements are read where they are kept: on the offer's stream in the event log."""

from dataclasses import dataclass
from datetime import datetime

from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.ports import Deps
from bdcommerce.inventory.schemas import MovementView, StockView


@dataclass(frozen=True)
class Edge(Deps):
    """What the edges of inventory work with: the ports, the read pool, and for clocked work the face."""

    reads: Reads
    face: InventoryFace


STOCK_OF_VENDOR = Query(
    "inventory.stock_of_vendor",
    """
    SELECT offer_id, on_hand, held, on_hand - held AS available, changed_at
    FROM stock
    WHERE vendor_id = $1 AND offer_id > $2
    ORDER BY offer_id
    LIMIT $3
    """,
    StockView,
)

VENDOR_OF_STOCK = Query("inventory.vendor_of_stock", "SELECT vendor_id FROM stock WHERE offer_id = $1", dict[str, str])

MOVEMENTS = Query(
    "inventory.movements",
    """
    SELECT version AS number,
           CASE type
               WHEN 'inventory.StockCounted' THEN 'counted'
               WHEN 'inventory.StockAdjusted' THEN 'adjusted'
               WHEN 'inventory.UnitsHeld' THEN 'held'
               WHEN 'inventory.UnitsReleased' THEN 'released'
               WHEN 'inventory.UnitsCommitted' THEN 'committed'
               WHEN 'inventory.UnitsGivenBack' THEN 'given_back'
           END AS kind,
           CAST(coalesce(data ->> 'on_hand', data ->> 'delta', data ->> 'quantity') AS bigint) AS quantity,
           coalesce(data ->> 'hold_id', '') AS hold_id,
           coalesce(data ->> 'reason', '') AS reason,
           recorded_at AS at,
           coalesce(metadata ->> 'actor', '') AS by
    FROM event_log
    WHERE stream = $1 AND version < $2
    ORDER BY version DESC
    LIMIT $3
    """,
    MovementView,
)

OVERDUE_HOLDS = Query(
    "inventory.overdue_holds",
    """
    SELECT id FROM hold
    WHERE status = 'held' AND expires_at <= $1
    ORDER BY expires_at
    LIMIT $2
    """,
    dict[str, str],
)

UNAUDITED = Query(
    "inventory.unaudited",
    """
    SELECT s.offer_id FROM stock s
    WHERE s.offer_id > $1
      AND ((s.version, s.on_hand, s.held, s.vendor_id) = (
          SELECT a.version, a.on_hand, a.held, a.vendor_id FROM stock_audited a WHERE a.offer_id = s.offer_id
      )) IS NOT TRUE
    ORDER BY s.offer_id
    LIMIT $2
    """,
    dict[str, str],
)

GONE = Query(
    "inventory.gone",
    """
    SELECT a.offer_id FROM stock_audited a
    WHERE a.offer_id > $1 AND (SELECT s.version FROM stock s WHERE s.offer_id = a.offer_id) IS NULL
    ORDER BY a.offer_id
    LIMIT $2
    """,
    dict[str, str],
)


async def stock_of_vendor(reads: Reads, vendor_id: str, after: str, limit: int) -> list[StockView]:
    """A vendor's stock by offer id, after one of them."""
    return await reads.all(STOCK_OF_VENDOR, vendor_id, after, limit)


async def vendor_of_stock(reads: Reads, offer_id: str) -> str:
    """Whose stock it is; empty if the offer was never counted."""
    row = await reads.one(VENDOR_OF_STOCK, offer_id)
    return row["vendor_id"] if row else ""


async def movements(reads: Reads, stream: str, before: int, limit: int) -> list[MovementView]:
    """The movements on a stream before one of them, latest first."""
    return await reads.all(MOVEMENTS, stream, before, limit)


async def overdue_holds(reads: Reads, now: datetime, limit: int) -> list[str]:
    """Holds whose time is over, the longest overdue first."""
    return [row["id"] for row in await reads.all(OVERDUE_HOLDS, now, limit)]


async def unaudited(reads: Reads, after: str, limit: int) -> list[str]:
    """Offers by id, after one of them, whose row is not as an audit last found it right."""
    return [row["offer_id"] for row in await reads.all(UNAUDITED, after, limit)]


async def gone(reads: Reads, after: str, limit: int) -> list[str]:
    """Offers by id, after one of them, whose row was right once and is not there any more."""
    return [row["offer_id"] for row in await reads.all(GONE, after, limit)]
