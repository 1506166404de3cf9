"""Compliance over HTTP."""

from bdcommerce.compliance.api import audit, clocks, rules

ROUTES = (*rules.ROUTES, *audit.ROUTES, *clocks.ROUTES)
