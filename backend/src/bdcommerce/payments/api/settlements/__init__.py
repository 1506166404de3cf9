"""Settlements for staff: files of providers and couriers, what does not fit, and the end of each day."""

from bdcommerce.payments.api.settlements import closes, differences, files, mappings

ROUTES = (*mappings.ROUTES, *files.ROUTES, *differences.ROUTES, *closes.ROUTES)

__all__ = ["ROUTES"]
