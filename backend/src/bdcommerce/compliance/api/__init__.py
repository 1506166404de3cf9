"""Compliance over HTTP."""

from bdcommerce.compliance.api import audit, clocks, guests, invoices, registers, rules

ROUTES = (*rules.ROUTES, *audit.ROUTES, *clocks.ROUTES, *invoices.ROUTES, *guests.ROUTES, *registers.ROUTES)
