"""Units sold, in an open transaction."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import text

from bdcommerce.infra.postgres import Transaction

_MOVED = text("""
    WITH sold AS (
        SELECT product_id, sum(units)::bigint AS units FROM sale WHERE day > :since GROUP BY product_id
    ), known AS (
        SELECT product_id FROM sold UNION SELECT product_id FROM product WHERE popularity > 0
    )
    SELECT product_id, coalesce(sold.units, 0) AS score
    FROM known JOIN product USING (product_id) LEFT JOIN sold USING (product_id)
    WHERE coalesce(sold.units, 0) <> product.popularity ORDER BY product_id LIMIT :limit
""")


class PostgresSales:
    """See ports.Sales."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def moved(self, since: date, limit: int) -> Mapping[str, int]:
        """See ports.Sales."""
        rows = await self._tx.rows(_MOVED, {"since": since, "limit": limit})
        return {row["product_id"]: row["score"] for row in rows}
