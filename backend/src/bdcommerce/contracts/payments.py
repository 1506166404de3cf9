"""Payments: escrow, the double-entry ledger, releases and payouts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
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
    released_until: datetime | None = None
    """What was released to the vendor up to this instant is settled by it: the balance was taken then. None: `at`."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBalance:
    """What the ledger says of an account. Credit counts as positive, debit as negative; all accounts sum to zero."""

    account: str
    balance: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerVerdict:
    """Whether the books hold: every entry balances, all accounts sum to zero, and they agree with what is in escrow,
    in couriers' hands, on its way to vendors and owed to customers.
    """

    entries: int
    """How many entries there are."""
    holds: bool
    problems: list[str]
    """What does not hold, a sentence each; empty if everything does."""


class PaymentsFace(Protocol):
    """The books, for the operator's command line."""

    @idempotent
    async def trial_balance(self) -> list[AccountBalance]:
        """Every account that was ever posted to, by name."""

    @idempotent
    async def verify_ledger(self) -> LedgerVerdict:
        """Recompute everything. Takes time in proportion to the number of entries."""
