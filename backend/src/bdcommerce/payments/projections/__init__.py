"""What is read of payments, kept beside the events that say it."""

from bdcommerce.payments.projections.books import ESCROW, HOLDS, PAYOUTS
from bdcommerce.payments.projections.prepaid import PREPAID

PROJECTIONS = (ESCROW, PAYOUTS, HOLDS, PREPAID)

__all__ = ["ESCROW", "HOLDS", "PAYOUTS", "PREPAID", "PROJECTIONS"]
