"""Products by what they show, in an open transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

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
_SHOWN = text("""
    SELECT DISTINCT product_id FROM offer WHERE promotion_id = :id AND product_id > :after
    ORDER BY product_id LIMIT :limit
""")
_GATE = text("SELECT gate_kind, gate FROM promotion WHERE promotion_id = :id")
# Where the offers of a promotion are looked for, by the narrowest list of its scope.
_BEHIND: dict[str, TextClause] = {
    kind: text(f"""
        SELECT DISTINCT product_id FROM {where} AND product_id > :after ORDER BY product_id LIMIT :limit
    """)  # noqa: S608 - only what stands below is put in
    for kind, where in {
        "offers": "offer WHERE offer_id = ANY(CAST(:gate AS text[]))",
        "products": "product WHERE product_id = ANY(CAST(:gate AS text[]))",
        "vendors": "offer WHERE vendor_id = ANY(CAST(:gate AS text[]))",
        "brands": """product WHERE brand_id <> '' AND brand_id IN (
            SELECT brand_id FROM brand
            WHERE brand_id = ANY(CAST(:gate AS text[])) OR merged_into = ANY(CAST(:gate AS text[])))""",
        "categories": """product WHERE category_id IN (
            SELECT category_id FROM category WHERE path && CAST(:gate AS text[]))""",
        "everything": "product WHERE CAST(:gate AS text[]) IS NOT NULL",
    }.items()
}
_SHOWING: dict[str, TextClause] = {"brand": _OF_BRAND, "category": _OF_CATEGORY, "promotion_shown": _SHOWN}


class PostgresShelves:
    """See ports.Shelves."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def showing(self, cause: Cause, after: str, limit: int) -> Sequence[str]:
        """See ports.Shelves."""
        wanted = {"id": cause.id, "after": after, "limit": limit}
        if cause.kind == "promotion":
            found = await self._tx.row(_GATE, {"id": cause.id})
            behind = _BEHIND[found["gate_kind"]] if found else _SHOWN
            wanted = {"gate": found["gate"], "after": after, "limit": limit} if found else wanted
            return await self._ids(behind, wanted)
        return await self._ids(_SHOWING[cause.kind], wanted)

    async def _ids(self, statement: TextClause, wanted: Mapping[str, Any]) -> Sequence[str]:
        return [row["product_id"] for row in await self._tx.rows(statement, wanted)]
