"""Orders over HTTP."""

from bdcommerce.orders.api import (
    carts,
    checkout,
    confirmation,
    coupons,
    edits,
    notes,
    orders,
    partial,
    promotions,
    returns,
    risk,
    staff,
    vendor,
    vendor_promotions,
)

ROUTES = (
    *carts.ROUTES,
    *checkout.ROUTES,
    *coupons.ROUTES,
    *promotions.ROUTES,
    *vendor_promotions.ROUTES,
    *orders.ROUTES,
    *vendor.ROUTES,
    *staff.ROUTES,
    *notes.ROUTES,
    *edits.ROUTES,
    *returns.ROUTES,
    *partial.ROUTES,
    *confirmation.ROUTES,
    *risk.ROUTES,
)
