"""The catalog over HTTP."""

from bdcommerce.catalog.api import categories, imports, offers, products, shop
from bdcommerce.catalog.api.deps import ApiDeps

ROUTES = (*shop.ROUTES, *products.ROUTES, *offers.ROUTES, *imports.ROUTES, *categories.ROUTES)

__all__ = ["ROUTES", "ApiDeps"]
