"""A vendor's stock-takes."""

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.schemas import CountLineView, CountView

_COUNT = """
    SELECT t.id, t.warehouse_id, t.status, t.note, t.opened_at, t.ended_at, l.lines, l.differing, l.difference
    FROM stock_take t, LATERAL (
        SELECT count(*) AS lines, count(*) FILTER (WHERE counted <> expected) AS differing,
               coalesce(sum(counted - expected), 0)::bigint AS difference
        FROM stock_take_line WHERE count_id = t.id
    ) l
"""

COUNTS = Query(
    "inventory.counts", f"{_COUNT} WHERE t.vendor_id = $1 AND t.id < $2 ORDER BY t.id DESC LIMIT $3", CountView
)

COUNT = Query("inventory.count", f"{_COUNT} WHERE t.vendor_id = $1 AND t.id = $2", CountView)

COUNT_LINES = Query(
    "inventory.count_lines",
    """
    SELECT offer_id, batch_no, expected, counted, counted_at FROM stock_take_line
    WHERE count_id = $1 AND (offer_id, batch_no) > ($2, $3)
    ORDER BY offer_id, batch_no
    LIMIT $4
    """,
    CountLineView,
)


async def counts(reads: Reads, vendor_id: str, before: str, limit: int) -> list[CountView]:
    """A vendor's stock-takes, latest first, before one of them."""
    return await reads.all(COUNTS, vendor_id, before, limit)


async def count(reads: Reads, vendor_id: str, count_id: str) -> CountView | None:
    """One of a vendor's stock-takes."""
    return await reads.one(COUNT, vendor_id, count_id)


async def count_lines(reads: Reads, count_id: str, after: tuple[str, str], limit: int) -> list[CountLineView]:
    """What was counted in a stock-take, by offer and batch, after one of them."""
    return await reads.all(COUNT_LINES, count_id, *after, limit)
