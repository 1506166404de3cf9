"""HTTP for riders, for those who count the cash, and for those who plan deliveries."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.api import (
    areas,
    bookings,
    bulk,
    calendar,
    cash,
    claims,
    closings,
    couriers,
    delivery,
    evidence,
    hooks,
    labels,
    returns,
    runs,
    shipments,
    tracking,
)

ROUTES: list[HTTPRouteHandler] = [
    *shipments.ROUTES,
    *cash.ROUTES,
    *delivery.ROUTES,
    *calendar.ROUTES,
    *tracking.ROUTES,
    *evidence.ROUTES,
    *returns.ROUTES,
    *claims.ROUTES,
    *closings.ROUTES,
    *runs.ROUTES,
    *hooks.ROUTES,
    *couriers.ROUTES,
    *areas.ROUTES,
    *bookings.ROUTES,
    *bulk.ROUTES,
    *labels.ROUTES,
]
