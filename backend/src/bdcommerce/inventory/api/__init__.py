"""Inventory over HTTP."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.inventory.api import batches, counts, imports, picks, stock, transfers, waiting, warehouses

ROUTES: list[HTTPRouteHandler] = [
    *stock.ROUTES,
    *batches.ROUTES,
    *warehouses.ROUTES,
    *picks.ROUTES,
    *transfers.ROUTES,
    *counts.ROUTES,
    *waiting.ROUTES,
    *imports.ROUTES,
]

__all__ = ["ROUTES"]
