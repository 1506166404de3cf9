"""What can be done in the catalog. Every function gets an open unit of work: load, decide, save, tell."""

from bdcommerce.catalog.handlers.categories import (
    change_category,
    define_attribute,
    drop_attribute,
    ensure_category,
    start_category,
)
from bdcommerce.catalog.handlers.heard import see_stock, see_vendor
from bdcommerce.catalog.handlers.imports import OwnOffers, import_product
from bdcommerce.catalog.handlers.offers import change_offer, offer_variant
from bdcommerce.catalog.handlers.products import (
    change_product,
    draft_product,
    end_shelf_life,
    publish_product,
    unpublish_product,
)

__all__ = [
    "OwnOffers",
    "change_category",
    "change_offer",
    "change_product",
    "define_attribute",
    "draft_product",
    "drop_attribute",
    "end_shelf_life",
    "ensure_category",
    "import_product",
    "offer_variant",
    "publish_product",
    "see_stock",
    "see_vendor",
    "start_category",
    "unpublish_product",
]
