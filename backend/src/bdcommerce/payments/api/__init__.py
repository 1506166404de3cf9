"""Payments over HTTP: a vendor's money for the vendor; escrow, ledger, payouts and refunds for staff."""

from bdcommerce.payments.api import dues, escrow, ledger, payouts, refunds, statements, vendor
from bdcommerce.payments.api.deps import ApiDeps

ROUTES = (
    *vendor.ROUTES,
    *statements.ROUTES,
    *ledger.ROUTES,
    *escrow.ROUTES,
    *dues.ROUTES,
    *payouts.ROUTES,
    *refunds.ROUTES,
)

__all__ = ["ROUTES", "ApiDeps"]
