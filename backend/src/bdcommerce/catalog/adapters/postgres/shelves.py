"""Products by what they show, in an open transaction."""

from collections.abc import Sequence

from sqlalchemy import TextClause, text

from bdcommerce.catalog.events.shelves import Cause
from bdcommerce.infra.postgres import Transaction

_OF_BRAND = text("""
    SELECT product_id FROM product
    WHERE brand_id IN (SELECT brand_id FROM brand WHERE brand_id = :id OR (merged_into = :id AND merged_into <> ''))
      AND brand_id <> '' AND product_id > :after
    ORDER BY product_id LIMIT :limit
""")
_OF_CATEGORY = text("""
    SELECT product_id FROM product JOIN category USING (category_id)
    WHERE category.path @> ARRAY[CAST(:id AS text)] AND product_id > :after
    ORDER BY product_id LIMIT :limit
""")
_SHOWING: dict[str, TextClause] = {"brand": _OF_BRAND, "category": _OF_CATEGORY}


class PostgresShelves:
    """See ports.Shelves."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def showing(self, cause: Cause, after: str, limit: int) -> Sequence[str]:
        """See ports.Shelves."""
        rows = await self._tx.rows(_SHOWING[cause.kind], {"id": cause.id, "after": after, "limit": limit})
        return [row["product_id"] for row in rows]
