"""The category tree in an open transaction."""

from collections.abc import Sequence
from dataclasses import fields

import msgspec
from sqlalchemy import RowMapping, func, select, text

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain import Category
from bdcommerce.catalog.errors import (
    SlugTaken,
    UnknownCategory,
)
from bdcommerce.catalog.events import CategoryEntry
from bdcommerce.catalog.ports import CategoryEvent
from bdcommerce.catalog.tables import category
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder

_KEYS_BELOW = text("""
    SELECT DISTINCT attribute->>'key' AS key FROM category, jsonb_array_elements(attributes) AS attribute
    WHERE path @> ARRAY[CAST(:top AS text)] AND category_id <> :top
""")
_ENTRY = [each.name for each in fields(CategoryEntry)]


class PostgresCategories:
    """See ports.Categories. A path is locked for sharing, so that no rule changes under a decision."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def path(self, category_id: str) -> Sequence[Category]:
        """See ports.Categories."""
        above = await self._tx.scalar(select(category.c.path).where(category.c.category_id == category_id))
        if above is None:
            raise UnknownCategory.named(category_id)
        on_path = select(category).where(category.c.category_id.in_(above)).order_by(func.cardinality(category.c.path))
        return [_category(row) for row in await self._tx.rows(on_path.with_for_update(read=True))]

    async def height(self, category_id: str) -> int:
        """See ports.Categories."""
        depth = func.cardinality(category.c.path) - func.array_position(category.c.path, category_id) + 1
        below = select(func.max(depth)).where(category.c.path.contains([category_id]))
        return int(await self._tx.scalar(below))

    async def keys_below(self, category_id: str) -> set[str]:
        """See ports.Categories."""
        return {row["key"] for row in await self._tx.rows(_KEYS_BELOW, {"top": category_id})}

    async def save(self, event: CategoryEvent, *, expected: int) -> None:
        """See ports.Categories."""
        with meaning({"category_slug_key": SlugTaken.of(event.entry.slug)}):
            await self._log.append(f"category-{event.category_id}", [event], expected=expected)


def _category(row: RowMapping) -> Category:
    return Category(
        category_id=row["category_id"],
        entry=msgspec.convert({name: row[name] for name in _ENTRY}, CategoryEntry),
        version=row["version"],
    )
