"""Payments over HTTP: for customers theirs, for a vendor its money, for staff everything, for providers the hooks."""

from bdcommerce.payments.api import (
    advice,
    dues,
    escrow,
    hooks,
    ledger,
    payout_answers,
    payout_desk,
    payout_float,
    payout_methods,
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
    *advice.ROUTES,
    *payout_answers.ROUTES,
    *payout_desk.ROUTES,
    *payout_float.ROUTES,
    *payout_methods.ROUTES,
    *refunds.ROUTES,
    *prepaid.ROUTES,
    *hooks.ROUTES,
    *wallets.ROUTES,
    *staff.ROUTES,
    *settlements.ROUTES,
)

__all__ = ["ROUTES", "ApiDeps"]
