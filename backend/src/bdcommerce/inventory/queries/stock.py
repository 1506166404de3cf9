"""A vendor's stock. Movements are read where they are kept: on the offer's stream in the event log."""

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.schemas import MovementView, StockView

_STOCK = """
    SELECT s.offer_id, s.on_hand, s.held, s.blocked, greatest(s.on_hand - s.blocked - s.held, 0) AS available,
           s.changed_at, s.low_at, greatest(s.on_hand - s.blocked - s.held, 0) < s.low_at AS low,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object('warehouse_id', w.warehouse_id, 'on_hand', w.on_hand,
                                                   'blocked', w.blocked) ORDER BY w.warehouse_id)
               FROM (SELECT l.warehouse_id, sum(l.on_hand) AS on_hand,
                            coalesce(sum(l.on_hand) FILTER (WHERE l.blocked), 0) AS blocked
                     FROM lot l WHERE l.offer_id = s.offer_id GROUP BY l.warehouse_id) w
           ), '[]') AS warehouses
    FROM stock s
"""

STOCK_OF_VENDOR = Query(
    "inventory.stock_of_vendor",
    f"{_STOCK} WHERE s.vendor_id = $1 AND s.offer_id > $2 ORDER BY s.offer_id LIMIT $3",
    StockView,
)

STOCK_RUNNING_LOW = Query(
    "inventory.stock_running_low",
    f"""
    {_STOCK}
    WHERE s.vendor_id = $1 AND s.offer_id > $2 AND greatest(s.on_hand - s.blocked - s.held, 0) < s.low_at
    ORDER BY s.offer_id LIMIT $3
    """,
    StockView,
)

STOCK_OF_OFFER = Query("inventory.stock_of_offer", f"{_STOCK} WHERE s.vendor_id = $1 AND s.offer_id = $2", StockView)

LOW_AT = Query("inventory.low_at", "SELECT low_at FROM vendor_setting WHERE vendor_id = $1", dict[str, int])

VENDOR_OF_STOCK = Query("inventory.vendor_of_stock", "SELECT vendor_id FROM stock WHERE offer_id = $1", dict[str, str])

MOVEMENTS = Query(
    "inventory.movements",
    """
    SELECT version AS number,
           CASE type
               WHEN 'inventory.StockCounted' THEN 'counted'
               WHEN 'inventory.StockReceived' THEN 'received'
               WHEN 'inventory.StockAdjusted' THEN 'adjusted'
               WHEN 'inventory.UnitsHeld' THEN 'held'
               WHEN 'inventory.UnitsReleased' THEN 'released'
               WHEN 'inventory.UnitsCommitted' THEN 'committed'
               WHEN 'inventory.UnitsGivenBack' THEN 'given_back'
               WHEN 'inventory.UnitsSent' THEN 'sent'
               WHEN 'inventory.UnitsArrived' THEN 'arrived'
               WHEN 'inventory.BatchBlocked' THEN 'blocked'
               WHEN 'inventory.BatchUnblocked' THEN 'unblocked'
           END AS kind,
           CAST(coalesce(data ->> 'on_hand', data ->> 'delta', data ->> 'quantity') AS bigint) AS quantity,
           coalesce(data ->> 'hold_id', '') AS hold_id,
           coalesce(data ->> 'reason', '') AS reason,
           coalesce(data ->> 'cause', '') AS cause,
           coalesce(data ->> 'reference', data ->> 'transfer_id', '') AS reference,
           coalesce(nullif(data -> 'shifts', 'null'), '[]') AS shifts,
           recorded_at AS at,
           coalesce(metadata ->> 'actor', '') AS by
    FROM event_log
    WHERE stream = $1 AND version < $2
    ORDER BY version DESC
    LIMIT $3
    """,
    MovementView,
)


async def stock_of_vendor(reads: Reads, vendor_id: str, after: str, limit: int, *, low: bool) -> list[StockView]:
    """A vendor's stock by offer id, after one of them; all of it, or only what runs low."""
    return await reads.all(STOCK_RUNNING_LOW if low else STOCK_OF_VENDOR, vendor_id, after, limit)


async def low_at(reads: Reads, vendor_id: str) -> int:
    """The vendor's threshold for offers that have none of their own."""
    row = await reads.one(LOW_AT, vendor_id)
    return row["low_at"] if row else 0


async def stock_of_offer(reads: Reads, vendor_id: str, offer_id: str) -> StockView | None:
    """A vendor's stock of one offer."""
    return await reads.one(STOCK_OF_OFFER, vendor_id, offer_id)


async def vendor_of_stock(reads: Reads, offer_id: str) -> str:
    """Whose stock it is; empty if the offer was never counted."""
    row = await reads.one(VENDOR_OF_STOCK, offer_id)
    return row["vendor_id"] if row else ""


async def movements(reads: Reads, stream: str, before: int, limit: int) -> list[MovementView]:
    """The movements on a stream before one of them, latest first."""
    return await reads.all(MOVEMENTS, stream, before, limit)
