"""Payments: escrow, the double-entry ledger, releases and payouts."""

from datetime import datetime

from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.money import Money


@integration_event(key="vendor_order_id")
class FundsReleased:
    """Escrow is freed: this much is now owed to the vendor."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    vendor_amount: Money
    commission: Money
    at: datetime


@integration_event(key="vendor_id")
class PayoutPaid:
    """Money has reached a vendor's account."""

    payout_id: str
    batch_id: str
    vendor_id: str
    amount: Money
    at: datetime


@integration_event(key="vendor_id")
class PayoutFailed:
    """A payout came back; the amount is owed to the vendor again."""

    payout_id: str
    batch_id: str
    vendor_id: str
    amount: Money
    reason: str
    at: datetime


@integration_event(key="vendor_order_id")
class RefundCompleted:
    """A customer has been paid back."""

    refund_id: str
    order_id: str
    vendor_order_id: str
    amount: Money
    at: datetime
