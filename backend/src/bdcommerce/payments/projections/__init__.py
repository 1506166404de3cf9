"""What is read of payments, kept beside the events that say it."""

from bdcommerce.payments.projections.books import ESCROW, HOLDS
from bdcommerce.payments.projections.payouts import METHODS, PAYOUTS
from bdcommerce.payments.projections.prepaid import PREPAID
from bdcommerce.payments.projections.settlement import SETTLEMENTS

PROJECTIONS = (ESCROW, PAYOUTS, METHODS, HOLDS, PREPAID, SETTLEMENTS)

__all__ = ["ESCROW", "HOLDS", "METHODS", "PAYOUTS", "PREPAID", "PROJECTIONS", "SETTLEMENTS"]
