"""What is read of payments, kept beside the events that say it."""

from bdcommerce.payments.projections.books import ESCROW, HOLDS, PAYOUTS
from bdcommerce.payments.projections.prepaid import PREPAID
from bdcommerce.payments.projections.settlement import SETTLEMENTS

PROJECTIONS = (ESCROW, PAYOUTS, HOLDS, PREPAID, SETTLEMENTS)

__all__ = ["ESCROW", "HOLDS", "PAYOUTS", "PREPAID", "PROJECTIONS", "SETTLEMENTS"]
