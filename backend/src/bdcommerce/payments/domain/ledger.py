"""Double entry: accounts, lines, and entries that balance or do not exist.

The chart is open: a new courier, vendor, bank account or provider is a new leaf below a known head.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.errors import NotBalanced
from bdcommerce.payments.events import About, EntryKind, EntryPosted, PostedLine, Side

_FIXED = frozenset({
    "liability:customer_funds", "liability:refund_payable", "liability:payout_in_transit",
    "liability:vat", "liability:tds", "liability:vds",
    "income:commission", "income:delivery", "income:penalty",
    "expense:courier", "expense:gateway", "expense:promotion", "expense:claims", "expense:payout",
})  # fmt: skip
_OPEN = re.compile(r"(asset:bank|asset:provider|asset:courier|liability:vendor):[a-z0-9][a-z0-9_-]*")
_OTHER: Mapping[Side, Side] = {"debit": "credit", "credit": "debit"}


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """A place where money is. Raises Invalid naming `account` for a name outside the chart."""

    name: str

    def __post_init__(self) -> None:
        known = self.name in _FIXED or _OPEN.fullmatch(self.name)
        ensure(known, Invalid.field("account", f"{self.name!r} is not in the chart of accounts"))

    def __str__(self) -> str:
        return self.name


MAIN_BANK = Account("asset:bank:main")
CUSTOMER_FUNDS = Account("liability:customer_funds")
REFUND_PAYABLE = Account("liability:refund_payable")
PAYOUT_IN_TRANSIT = Account("liability:payout_in_transit")
VAT = Account("liability:vat")
TDS = Account("liability:tds")
COMMISSION = Account("income:commission")
DELIVERY = Account("income:delivery")
COURIER_CHARGES = Account("expense:courier")
GATEWAY_CHARGES = Account("expense:gateway")
PROMOTION = Account("expense:promotion")
CLAIMS = Account("expense:claims")
PAYOUT_CHARGES = Account("expense:payout")
WALLET_FLOAT = Account("asset:bank:bkash_b2c")
"""What lies in the operator's disbursement account at bKash."""

PROVIDERS = "asset:provider:"
COURIERS = "asset:courier:"
VENDORS = "liability:vendor:"


def courier(name: str) -> Account:
    """Cash in a courier's hands, and claims against it."""
    return Account(f"{COURIERS}{name}")


def provider(name: str) -> Account:
    """Captured by a payment provider and not yet settled to the bank."""
    return Account(f"{PROVIDERS}{name}")


def vendor(vendor_id: str) -> Account:
    """Released to a vendor and not yet paid; below zero after a late refund."""
    return Account(f"{VENDORS}{vendor_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One side of an entry: how much goes where, and for which vendor order or payout batch."""

    account: Account
    side: Side
    amount: Money
    vendor_order_id: str = ""
    batch_id: str = ""

    @property
    def credited(self) -> int:
        """The amount as it changes the account's balance, credit positive."""
        return self.amount.amount if self.side == "credit" else -self.amount.amount

    def turned(self) -> "Line":
        """The same on the other side."""
        return replace(self, side=_OTHER[self.side])


def debit(account: Account, amount: Money, *, vendor_order_id: str = "", batch_id: str = "") -> Line:
    """A line on the debit side; a negative amount stands as a credit, which is the same thing."""
    return _line("debit", account, amount, vendor_order_id, batch_id)


def credit(account: Account, amount: Money, *, vendor_order_id: str = "", batch_id: str = "") -> Line:
    """A line on the credit side; a negative amount stands as a debit."""
    return _line("credit", account, amount, vendor_order_id, batch_id)


def _line(side: Side, account: Account, amount: Money, vendor_order_id: str, batch_id: str) -> Line:
    if amount.amount < 0:
        side, amount = _OTHER[side], -amount
    return Line(account=account, side=side, amount=amount, vendor_order_id=vendor_order_id, batch_id=batch_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A journal entry. It never changes; a correction is another entry that names the one it reverses.

    Raises NotBalanced for fewer than two lines, an amount that is not above zero, two currencies, or sides that
    differ: such an entry cannot be made.
    """

    kind: EntryKind
    reference: str
    """What was posted, by its id. One entry of a kind for one reference, so that nothing is posted twice."""
    lines: tuple[Line, ...]
    about: About = field(default_factory=About)
    reverses: str = ""
    id: str = field(default_factory=lambda: ids.new_id("jnl"))
    at: datetime = field(default_factory=clock.now)

    def __post_init__(self) -> None:
        amounts = [line.amount for line in self.lines]
        difference = sum(line.credited for line in self.lines)
        ensure(len(amounts) > 1, NotBalanced.by(self.kind, "it needs two lines or more"))
        ensure(all(money.amount > 0 for money in amounts), NotBalanced.by(self.kind, "an amount is not above zero"))
        ensure(len({money.currency for money in amounts}) == 1, NotBalanced.by(self.kind, "it mixes currencies"))
        ensure(difference == 0, NotBalanced.by(self.kind, f"debits and credits differ by {difference}"))

    @property
    def currency(self) -> str:
        return self.lines[0].amount.currency

    def posted(self) -> EntryPosted:
        """The event that stores it."""
        lines = [
            PostedLine(
                account=line.account.name,
                side=line.side,
                amount=line.amount,
                vendor_order_id=line.vendor_order_id,
                batch_id=line.batch_id,
            )
            for line in self.lines
        ]
        return EntryPosted(
            entry_id=self.id,
            kind=self.kind,
            reference=self.reference,
            about=self.about,
            at=self.at,
            lines=lines,
            reverses=self.reverses,
        )


def entry(kind: EntryKind, reference: str, about: About, lines: Sequence[Line]) -> Entry | None:
    """An entry of the lines that move something; None when nothing does (a parcel that costs nothing at the door)."""
    moving = tuple(line for line in lines if line.amount)
    return Entry(kind=kind, reference=reference, about=about, lines=moving) if moving else None


def reversal(of: Entry, kind: EntryKind, reference: str) -> Entry:
    """The entry that takes another one back, line by line. The ledger accepts one per entry."""
    lines = tuple(line.turned() for line in of.lines)
    return Entry(kind=kind, reference=reference, about=of.about, lines=lines, reverses=of.id)
