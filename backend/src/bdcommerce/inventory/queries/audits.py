"""What an audit has to look at."""

from bdcommerce.infra.postgres import Query, Reads

UNAUDITED = Query(
    "inventory.unaudited",
    """
    SELECT s.offer_id FROM stock s
    WHERE s.offer_id > $1
      AND (((s.version, s.on_hand, s.held, s.vendor_id, s.blocked, lots_of(s.offer_id)) = (
          SELECT a.version, a.on_hand, a.held, a.vendor_id, a.blocked, a.lots
          FROM stock_audited a WHERE a.offer_id = s.offer_id
      )) IS NOT TRUE
      OR (SELECT f.found_at FROM stock_finding f WHERE f.offer_id = s.offer_id AND f.settled_at IS NULL) IS NOT NULL)
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


async def unaudited(reads: Reads, after: str, limit: int) -> list[str]:
    """Offers by id, after one of them, whose row and lots are not as an audit last found them right, or were
    found wrong.
    """
    return [row["offer_id"] for row in await reads.all(UNAUDITED, after, limit)]


async def gone(reads: Reads, after: str, limit: int) -> list[str]:
    """Offers by id, after one of them, whose row was right once and is not there any more."""
    return [row["offer_id"] for row in await reads.all(GONE, after, limit)]
