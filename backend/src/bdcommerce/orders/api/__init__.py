"""Orders over HTTP."""

from bdcommerce.orders.api import carts, checkout, coupons, orders, staff, vendor

ROUTES = (*carts.ROUTES, *checkout.ROUTES, *coupons.ROUTES, *orders.ROUTES, *vendor.ROUTES, *staff.ROUTES)
