"""The catalog over HTTP."""

from bdcommerce.catalog.api import admin, imports, shop, vendor
from bdcommerce.catalog.api.deps import ApiDeps

ROUTES = (*shop.ROUTES, *vendor.ROUTES, *imports.ROUTES, *admin.ROUTES)

__all__ = ["ROUTES", "ApiDeps"]
