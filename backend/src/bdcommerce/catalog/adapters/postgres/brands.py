"""Brands in an open transaction."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import RowMapping, Select, select, text

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain.brands import Brand, slugs_of
from bdcommerce.catalog.errors import SlugTaken, UnknownBrand
from bdcommerce.catalog.events.brands import BrandAdded, BrandEntry, BrandRevised
from bdcommerce.catalog.ports.brands import BrandEvent
from bdcommerce.catalog.tables import brand, brand_name
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.text import Localized
from bdcommerce.kernel.work import Recorder

_HOLD_NAME = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST('brand ' || :key AS text), 0))")


class PostgresBrands:
    """See ports.Brands."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, brand_id: str) -> Brand:
        """See ports.Brands."""
        row = await self._tx.row(select(brand).where(brand.c.brand_id == brand_id).with_for_update())
        if row is None:
            raise UnknownBrand.named(brand_id)
        return _brand(row)

    async def find(self, brand_id: str) -> Brand | None:
        """See ports.Brands."""
        row = await self._tx.row(select(brand).where(brand.c.brand_id == brand_id))
        if row and row["merged_into"]:
            row = await self._tx.row(select(brand).where(brand.c.brand_id == row["merged_into"]))
        return _brand(row) if row else None

    async def named(self, keys: set[str]) -> Sequence[Brand]:
        """See ports.Brands."""
        having = select(brand_name.c.name_key, brand).join_from(
            brand_name, brand, brand.c.brand_id == brand_name.c.brand_id
        )
        rows = await self._tx.rows(_with(having, keys))
        free = keys - {row["name_key"] for row in rows}
        if free:
            for key in sorted(free):
                await self._tx.execute(_HOLD_NAME, {"key": key})
            rows = await self._tx.rows(_with(having, keys))
        return [_brand(row) for row in rows]

    async def save(self, event: BrandEvent, *, expected: int) -> None:
        """See ports.Brands."""
        slug = event.entry.slug if isinstance(event, BrandAdded | BrandRevised) else ""
        with meaning({"brand_slug_key": SlugTaken.of(slug)}):
            await self._log.append(f"brand-{event.brand_id}", [event], expected=expected)

    async def free_slug(self, name: Localized, brand_id: str) -> str:
        """See ports.Brands."""
        plain, certain = slugs_of(name, brand_id)
        return certain if await self._tx.scalar(select(brand.c.brand_id).where(brand.c.slug == plain)) else plain


def _with(having: Select[tuple[object, ...]], keys: set[str]) -> Select[tuple[object, ...]]:
    return having.where(brand_name.c.name_key.in_(sorted(keys))).order_by(brand_name.c.name_key)


def _brand(row: RowMapping) -> Brand:
    return Brand(
        brand_id=row["brand_id"],
        entry=BrandEntry(name=msgspec.convert(row["name"], Localized), slug=row["slug"], logo=row["logo"]),
        status=row["status"],
        proposed_by=row["proposed_by"],
        reason=row["reason"],
        merged_into=row["merged_into"],
        version=row["version"],
    )
