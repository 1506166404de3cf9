"""What is read of payments, kept beside the events that say it."""

from bdcommerce.payments.projections.books import ESCROW, HOLDS
from bdcommerce.payments.projections.payouts import METHODS, PAYOUTS
from bdcommerce.payments.projections.prepaid import PREPAID

PROJECTIONS = (ESCROW, PAYOUTS, METHODS, HOLDS, PREPAID)

__all__ = ["ESCROW", "HOLDS", "METHODS", "PAYOUTS", "PREPAID", "PROJECTIONS"]
