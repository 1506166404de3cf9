"""The catalog over HTTP."""

from bdcommerce.catalog.api import (
    approvals,
    brands,
    categories,
    imports,
    lists,
    media,
    moderation,
    offers,
    products,
    questions,
    reviews,
    search,
    shop,
)
from bdcommerce.catalog.api.deps import ApiDeps

ROUTES = (
    *shop.ROUTES,
    *products.ROUTES,
    *offers.ROUTES,
    *imports.ROUTES,
    *categories.ROUTES,
    *brands.ROUTES,
    *media.ROUTES,
    *approvals.ROUTES,
    *search.ROUTES,
    *reviews.ROUTES,
    *moderation.ROUTES,
    *questions.ROUTES,
    *lists.ROUTES,
)

__all__ = ["ROUTES", "ApiDeps"]
