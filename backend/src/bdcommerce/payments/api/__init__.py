"""Payments over HTTP: a vendor's money for the vendor; escrow, ledger, payouts and refunds for staff."""

from bdcommerce.payments.api import escrow, ledger, payouts, refunds, vendor
from bdcommerce.payments.api.deps import ApiDeps

ROUTES = (*vendor.ROUTES, *ledger.ROUTES, *escrow.ROUTES, *payouts.ROUTES, *refunds.ROUTES)

__all__ = ["ROUTES", "ApiDeps"]
