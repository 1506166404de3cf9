"""Which answers kept at the door are no longer true when something has happened (infra/cache).

Stock that merely moves drops the product's page, which shows how many there are; lists show only whether there are any.
"""

from collections.abc import Collection, Mapping

from bdcommerce.catalog.events import CategoryAdded, CategoryRevised, OfferStockSeen
from bdcommerce.catalog.events.brands import BrandAdded, BrandDecided, BrandMerged, BrandRevised
from bdcommerce.infra.cache.announcing import Tags

BRANDS, CATEGORIES, PRODUCTS, EVERY_PRODUCT = "brands", "categories", "products", "every-product"
_ONE_BY_ONE = 100
"""More products than these at once are dropped all together."""


def of_products(product_ids: Collection[str]) -> list[str]:
    """These products look otherwise."""
    if len(product_ids) > _ONE_BY_ONE:
        return [PRODUCTS, EVERY_PRODUCT]
    return [PRODUCTS, *(f"product:{product_id}" for product_id in product_ids)]


def _of_category(_: CategoryAdded | CategoryRevised) -> list[str]:
    return [CATEGORIES]


def _of_brand(_: object) -> list[str]:
    return [BRANDS]


def _of_stock(event: OfferStockSeen) -> list[str]:
    return [f"product:{event.product_id}"]


TAGS: Mapping[type, Tags] = {
    CategoryAdded: _of_category,
    CategoryRevised: _of_category,
    OfferStockSeen: _of_stock,
    BrandAdded: _of_brand,
    BrandRevised: _of_brand,
    BrandDecided: _of_brand,
    BrandMerged: _of_brand,
}
