"""Orders over HTTP."""

from bdcommerce.orders.api import (
    carts,
    checkout,
    confirmation,
    coupons,
    edits,
    notes,
    orders,
    promotions,
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
    *confirmation.ROUTES,
    *risk.ROUTES,
)
