"""Batches that expire."""

from datetime import date

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.schemas import LotView

BATCHES = Query(
    "inventory.batches",
    """
    SELECT offer_id, warehouse_id, batch_no, expires_on, blocked, on_hand
    FROM lot
    WHERE vendor_id = $1 AND expires_on < 'infinity' AND expires_on <= $2
      AND (expires_on, offer_id, warehouse_id, batch_no, blocked) > ($3, $4, $5, $6, $7)
    ORDER BY expires_on, offer_id, warehouse_id, batch_no, blocked
    LIMIT $8
    """,
    LotView,
)

MISJUDGED = Query(
    "inventory.misjudged",
    """
    (SELECT offer_id FROM lot WHERE NOT blocked AND expires_on < 'infinity' AND expires_on <= $1
     ORDER BY expires_on LIMIT $2)
    UNION
    (SELECT offer_id FROM lot WHERE blocked AND expires_on < 'infinity' AND expires_on > $1
     ORDER BY expires_on DESC LIMIT $2)
    """,
    dict[str, str],
)

DATED = Query(
    "inventory.dated",
    """
    (SELECT offer_id FROM lot WHERE NOT blocked AND expires_on < 'infinity' ORDER BY expires_on LIMIT 1)
    UNION ALL
    (SELECT offer_id FROM lot WHERE blocked AND expires_on < 'infinity' ORDER BY expires_on LIMIT 1)
    """,
    dict[str, str],
)


async def batches(
    reads: Reads, vendor_id: str, until: date, after: tuple[date, str, str, str, bool], limit: int
) -> list[LotView]:
    """A vendor's lots that expire on a day or before, the soonest first, after one of them."""
    return await reads.all(BATCHES, vendor_id, until, *after, limit)


async def anything_expires(reads: Reads) -> bool:
    """Whether there are units of any batch with a day of expiry."""
    return await reads.one(DATED) is not None


async def misjudged(reads: Reads, unsold_until: date, limit: int) -> list[str]:
    """Offers with batches that are for sale and should not be, or the other way round."""
    return [row["offer_id"] for row in await reads.all(MISJUDGED, unsold_until, limit)]
