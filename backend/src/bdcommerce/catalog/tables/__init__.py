"""The tables of the catalog: read tables, which the event log fills, and the memory of imports, which it does not."""

from bdcommerce.catalog.tables.imports import imported_product
from bdcommerce.catalog.tables.register import brand, brand_name, category, offer, product, variant, vendor
from bdcommerce.catalog.tables.shop import listing, product_page, shelf

__all__ = [
    "brand",
    "brand_name",
    "category",
    "imported_product",
    "listing",
    "offer",
    "product",
    "product_page",
    "shelf",
    "variant",
    "vendor",
]
