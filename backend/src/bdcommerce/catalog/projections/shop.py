"""The register to the shop: what customers find, made anew for every product that something has happened to."""

from collections.abc import Iterable

from bdcommerce.catalog.projections.kept import of_products
from bdcommerce.catalog.projections.listings import keep_listings
from bdcommerce.catalog.projections.pages import keep_pages
from bdcommerce.catalog.projections.search import keep_found
from bdcommerce.catalog.projections.showing import visible
from bdcommerce.infra.cache.announcing import announce
from bdcommerce.infra.postgres import Transaction

_BATCH = 200


async def reshelve(product_ids: Iterable[str], tx: Transaction) -> None:
    """Bring listing, shelf, page and search entry of these products up to date."""
    ids = sorted(set(product_ids))
    for start in range(0, len(ids), _BATCH):
        seen, shown = await visible(ids[start : start + _BATCH], tx)
        if seen:
            await keep_pages(seen, shown, tx)
            await keep_listings(seen, shown, tx)
            await keep_found(seen, shown, tx)
            await announce(tx, of_products(seen))
