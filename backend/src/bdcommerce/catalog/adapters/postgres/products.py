"""Products in an open transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, text

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain import Product, evolve_product, slugs
from bdcommerce.catalog.errors import (
    SlugTaken,
    UnknownProduct,
    UnknownVariant,
)
from bdcommerce.catalog.events import ProductPutOnSale
from bdcommerce.catalog.ports import ProductEvent
from bdcommerce.catalog.tables import product, variant
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.text import Localized
from bdcommerce.kernel.work import Recorder

_UNBRANDED = text("""
    SELECT product_id FROM product WHERE brand_id = '' AND sheet->'facts'->>'brand' <> ''
    ORDER BY product_id LIMIT :limit
""")


class PostgresProducts:
    """See ports.Products."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, product_id: str) -> Product:
        """See ports.Products."""
        lock = select(product.c.product_id).where(product.c.product_id == product_id).with_for_update()
        if await self._tx.scalar(lock) is None:
            raise UnknownProduct.named(product_id)
        found: Product | None = None
        for event in await self._log.history(_product_stream(product_id)):
            found = evolve_product(found, event)
        if found is None:
            raise UnknownProduct.named(product_id)
        return found

    async def of_variant(self, variant_id: str) -> Product:
        """See ports.Products."""
        product_id = await self._tx.scalar(select(variant.c.product_id).where(variant.c.variant_id == variant_id))
        if product_id is None:
            raise UnknownVariant.named(variant_id)
        return await self.get(product_id)

    async def save(self, event: ProductEvent, *, expected: int) -> None:
        """See ports.Products."""
        slug = event.slug if isinstance(event, ProductPutOnSale) else ""
        with meaning({"product_slug_key": SlugTaken.of(slug), "product_page_slug_key": SlugTaken.of(slug)}):
            await self._log.append(_product_stream(event.product_id), [event], expected=expected)

    async def expiring(self, until: date, limit: int) -> Sequence[str]:
        """See ports.Products."""
        due = select(product.c.product_id).where(product.c.expires_on <= until, product.c.status == "published")
        rows = await self._tx.rows(due.order_by(product.c.expires_on, product.c.product_id).limit(limit))
        return [row["product_id"] for row in rows]

    async def unbranded(self, limit: int) -> Sequence[str]:
        """See ports.Products."""
        return [row["product_id"] for row in await self._tx.rows(_UNBRANDED, {"limit": limit})]

    async def free_slug(self, title: Localized, product_id: str) -> str:
        """See ports.Products."""
        plain, certain = slugs(title, product_id)
        taken = await self._tx.scalar(select(product.c.product_id).where(product.c.slug == plain))
        return certain if taken else plain


def _product_stream(product_id: str) -> str:
    return f"product-{product_id}"
