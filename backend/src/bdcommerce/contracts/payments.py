"""Payments: money taken before delivery, escrow, the double-entry ledger, releases and payouts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bdcommerce.kernel.errors import Conflict
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.money import Money

PaymentStatus = Literal[
    "created", "redirected", "pending_confirm", "unknown", "captured", "failed", "cancelled", "expired",
    "refund_pending", "partially_refunded", "refunded",
]  # fmt: skip
"""Where a payment before delivery stands. `unknown`: the provider has not said yet what became of it."""

NOTHING = Money(0)


@integration_event(key="order_id")
class PaymentCaptured:
    """An order that is paid before delivery is paid in full."""

    order_id: str
    payment_id: str
    method: str
    """The provider that took the money, or the last part of it."""
    amount: Money
    at: datetime


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
    rail: str = ""
    """By what it was paid: `beftn`, `npsb`, `bkash` or `manual`."""
    reference: str = ""
    """By what the bank or the wallet knows it, if it has said so."""


@integration_event(key="vendor_id")
class PayoutFailed:
    """A payout came back; the amount is owed to the vendor again."""

    payout_id: str
    batch_id: str
    vendor_id: str
    amount: Money
    reason: str
    at: datetime


@integration_event(key="vendor_id")
class PayoutReturned:
    """A payout that had arrived has come back; the amount is owed to the vendor again."""

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
    return_id: str = ""
    """For which return of goods; empty for any other reason."""
    left: Money = NOTHING
    """What is still to be paid back for that return, or that dispute."""
    dispute_id: str = ""
    """Which dispute gave it to the customer; empty for any other reason."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownPayouts:
    """Payouts of which nobody knows whether they were paid."""

    count: int
    amount: Money
    """What they come to."""
    late: int
    """How many of them are unknown for longer than `late_after_seconds`, and need somebody."""
    late_after_seconds: int
    oldest_seconds: int
    """Since when the oldest is; 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePart:
    """What is due for a vendor order before it is delivered."""

    vendor_order_id: str
    vendor_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPayment:
    """An order waits for its money, until an instant. Whose order it is, so that nobody else sees the payment."""

    order_id: str
    number: str
    customer_id: str
    """Empty for a guest."""
    guest_hash: str
    method: str
    parts: list[DuePart]
    pay_until: datetime
    advance: bool = False
    """Whether these parts are not all of it: the rest is paid at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStanding:
    """How a payment stands. `redirect_url` is where the customer pays; None where there is nothing to pay now."""

    order_id: str
    method: str
    """The provider of the last attempt; empty before the first."""
    status: PaymentStatus
    outstanding: Money
    paid: bool
    """Whether the whole order was paid; true for ever."""
    undecided: bool
    """Whether a provider may still take money, or have taken it."""
    redirect_url: str | None
    pay_until: datetime | None

    def __repr__(self) -> str:
        return f"PaymentStanding(order_id={self.order_id!r}, status={self.status!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCheck:
    """Whether a payment provider takes our credentials. `trouble` is a code: empty if it does."""

    provider: str
    trouble: str


class MethodOff(Conflict):
    """Nobody can pay this way here."""

    code = "method_off"


class PaymentsFace(Protocol):
    """Money before delivery, for orders; and the books, for the operator's command line."""

    @idempotent
    async def open(self, request: OpenPayment) -> None:
        """An order waits for its money from now on. Again: nothing more. Raises MethodOff."""

    @idempotent
    async def start(self, order_id: str, method: str, wallet_id: str = "") -> PaymentStanding:
        """Lead the customer to a provider: to the page that waits for them already, or to a new one. A provider that
        does not answer leaves the payment `failed` and without a page; another attempt may be made.
        """

    @idempotent
    async def decide(self, order_id: str) -> PaymentStanding:
        """Ask the providers now about everything that is undecided."""

    @idempotent
    async def check_providers(self) -> list[ProviderCheck]:
        """Ask every provider that is on, and every rail of payouts that we ask ourselves, whether it lets us in, by
        name. Nothing is paid by that.
        """

    @idempotent
    async def trial_balance(self) -> list[AccountBalance]:
        """Every account that was ever posted to, by name."""

    @idempotent
    async def verify_ledger(self) -> LedgerVerdict:
        """Recompute everything. Takes time in proportion to the number of entries."""

    @idempotent
    async def unknown_payouts(self) -> UnknownPayouts:
        """How many payouts nobody knows of, and for how long."""
