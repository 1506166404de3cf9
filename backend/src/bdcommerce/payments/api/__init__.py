"""Payments over HTTP: for customers theirs, for a vendor its money, for staff everything, for providers the hooks."""

from bdcommerce.payments.api import (
    dues,
    escrow,
    hooks,
    ledger,
    payouts,
    prepaid,
    refunds,
    settlements,
    staff,
    statements,
    vendor,
    wallets,
)
from bdcommerce.payments.api.deps import ApiDeps

ROUTES = (
    *vendor.ROUTES,
    *statements.ROUTES,
    *ledger.ROUTES,
    *escrow.ROUTES,
    *dues.ROUTES,
    *payouts.ROUTES,
    *refunds.ROUTES,
    *prepaid.ROUTES,
    *hooks.ROUTES,
    *wallets.ROUTES,
    *staff.ROUTES,
    *settlements.ROUTES,
)

__all__ = ["ROUTES", "ApiDeps"]
