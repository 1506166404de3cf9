"""HTTP for riders and for those who count the cash."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.api import cash, shipments

ROUTES: list[HTTPRouteHandler] = [*shipments.ROUTES, *cash.ROUTES]
