"""Inventory over HTTP."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.inventory.api import picks, stock, warehouses

ROUTES: list[HTTPRouteHandler] = [*stock.ROUTES, *warehouses.ROUTES, *picks.ROUTES]

__all__ = ["ROUTES"]
