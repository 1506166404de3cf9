"""Compliance over HTTP."""

from bdcommerce.compliance.api import audit, rules

ROUTES = (*rules.ROUTES, *audit.ROUTES)
