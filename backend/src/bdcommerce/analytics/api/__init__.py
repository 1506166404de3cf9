"""Analytics over HTTP: figures for staff, a vendor's own for the vendor; visits and answers from whoever has them."""

from bdcommerce.analytics.api import kpis, people, processes, sales
from bdcommerce.analytics.api.deps import ApiDeps

ROUTES = (*sales.ROUTES, *people.ROUTES, *processes.ROUTES, *kpis.ROUTES)

__all__ = ["ROUTES", "ApiDeps"]
