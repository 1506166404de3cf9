"""Every entry of the ledger, the life of each escrow, of each payout batch, and of what is kept back from vendors."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money
from bdcommerce.payments.events.payouts import Rail

Side = Literal["debit", "credit"]
EntryKind = Literal[
    "cod_collected", "cod_remitted", "shortage_paid", "shortage_written_off", "released",
    "payout", "payout_confirmed", "payout_failed", "refund_owed", "refund_paid", "claim_settled",
    "prepaid_captured", "prepaid_refund_owed", "prepaid_refund_paid", "payout_returned",
    "provider_settled", "courier_charged", "courier_unmatched", "settlement_reversed", "difference_written_off",
    "difference_paid", "difference_claimed", "difference_refund_owed", "difference_refund_paid",
    "shortfall_borne", "float_moved", "pickup_charged",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an entry is about, beside its own reference. Empty where it does not apply."""

    order_id: str = ""
    vendor_order_id: str = ""
    shipment_id: str = ""
    remittance_id: str = ""
    batch_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedLine:
    """One line of an entry, as it is stored."""

    account: str
    side: Side
    amount: Money
    vendor_order_id: str
    batch_id: str


@domain_event()
class EntryPosted:
    """Stream `journal-<entry_id>`: one event each, for an entry never changes."""

    entry_id: str
    kind: EntryKind
    reference: str
    about: About
    at: datetime
    lines: list[PostedLine]
    reverses: str


@domain_event()
class EscrowOpened:
    """Stream `escrow-<vendor_order_id>`, as all events below until the payouts. They may come in any order."""

    order_id: str
    terms: VendorOrderTerms
    payout_days: int
    """Days from the release until the vendor has to be paid (DC-PAY-01), by the rule book on the order's day."""
    at: datetime


@domain_event()
class EscrowAmended:
    """Other terms hold since that instant."""

    order_id: str
    terms: VendorOrderTerms
    at: datetime


@domain_event()
class EscrowClosed:
    """Nothing will be delivered, so nothing is to be collected."""

    vendor_order_id: str
    reason: str


@domain_event()
class CashCollected:
    """A courier has taken this much at the door."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    shipment_id: str
    courier: str
    amount: Money
    at: datetime


@domain_event()
class CashAccounted:
    """So much of the collected cash is no longer owed by the courier: it arrived, was its charge, or was settled."""

    vendor_order_id: str
    courier: str
    amount: Money
    claimed: bool = False
    """It is not of collected cash: the courier has answered for the parcel itself."""


@domain_event()
class CashClaimed:
    """A courier answers for a parcel it lost or damaged, and owes so much for it."""

    vendor_order_id: str
    vendor_id: str
    courier: str
    amount: Money


@domain_event()
class PrepaidReceived:
    """A provider has taken this much for it from the customer."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    amount: Money
    at: datetime


@domain_event()
class PrepaidReturned:
    """So much of it goes back to the customer."""

    vendor_order_id: str
    amount: Money
    at: datetime


@domain_event()
class GoodsAccepted:
    """The vendor order is completed: delivered, and the return window has passed or the customer took the goods."""

    vendor_order_id: str
    at: datetime


@domain_event()
class EscrowFrozen:
    """Staff hold the money back, for instance while a dispute is open."""

    vendor_order_id: str
    reason: str
    by: str


@domain_event()
class EscrowThawed:
    """What held the money back is gone."""

    vendor_order_id: str
    by: str


@domain_event()
class EscrowDisputed:
    """Customer and vendor disagree: nothing of this money goes to the vendor until staff have decided."""

    dispute_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    at: datetime


@domain_event()
class DisputeEnded:
    """Staff have decided; `refund` goes back to the customer."""

    dispute_id: str
    vendor_order_id: str
    at: datetime
    refund: Money = Money(0)


@domain_event()
class AwardLapsed:
    """Of what a dispute gave the customer nothing is left to pay: it has gone back before, for another reason."""

    dispute_id: str
    vendor_order_id: str
    at: datetime


@domain_event()
class EscrowReturnOpened:
    """Goods of it may come back: nothing of this money goes to the vendor until that is settled."""

    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    at: datetime


@domain_event()
class EscrowReturnEnded:
    """It is settled."""

    return_id: str
    vendor_order_id: str
    at: datetime


@domain_event()
class EscrowReleased:
    """The money has left escrow; so much of it is owed to the vendor until that day."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    vendor_amount: Money
    commission: Money
    at: datetime
    payout_due_on: date
    goods: Money | None = None
    """What it was sold for; with the two below and the commission it says how the vendor's amount came about."""
    commission_vat: Money | None = None
    withheld_tax: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundedUnits:
    """So many units of a line."""

    line_id: str
    quantity: int


NOTHING = Money(0)


@domain_event()
class RefundGranted:
    """Goods came back, or a dispute says so: so much is owed to the customer, taken from those who had got it or were
    to get it.
    """

    refund_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    line_id: str
    quantity: int
    goods: Money
    operator_discount: Money
    commission: Money
    commission_vat: Money
    withheld_tax: Money
    amount: Money
    """What the customer gets: goods without the operator's part, and delivery."""
    reason: str
    by: str
    at: datetime
    lines: tuple[RefundedUnits, ...] = ()
    """All lines, where there may be several; `line_id` is the first then, and `quantity` that of all."""
    delivery: Money = NOTHING
    delivery_vat: Money = NOTHING
    """VAT inside that."""
    return_id: str = ""
    after_release: bool = True
    by_provider: bool = False
    """It goes back the way it came, through the payment before delivery."""
    surplus: bool = False
    """It is for nothing: a courier has collected more than was to pay."""
    dispute_id: str = ""
    """The dispute that was decided so: no units come back, what was paid for them becomes less."""
    pickup_fee: Money = NOTHING
    """What the customer bears of having had the goods fetched, VAT included: `amount` is without it."""
    pickup_fee_vat: Money = NOTHING

    @property
    def worth(self) -> Money:
        """What leaves the vendor order by it."""
        return self.amount + self.pickup_fee

    @property
    def units(self) -> tuple[RefundedUnits, ...]:
        """The units of every line."""
        return self.lines or (RefundedUnits(line_id=self.line_id, quantity=self.quantity),)


@domain_event()
class ShortfallBorne:
    """A courier has collected less than was to pay; the operator bears the difference."""

    vendor_order_id: str
    order_id: str
    amount: Money
    reason: str
    by: str
    at: datetime


@domain_event()
class RefundPaid:
    """The customer has the money."""

    refund_id: str
    vendor_order_id: str
    amount: Money
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedPayout:
    """What one vendor is to get, and where; `payee` is sealed."""

    payout_id: str
    vendor_id: str
    amount: Money
    due_on: date | None
    payee: str
    rail: Rail = "beftn"
    wallet: str = ""
    """The key of the wallet it goes to; empty if it goes to none."""


@domain_event()
class PayoutsDrafted:
    """Stream `payouts-<batch_id>`, as all events below."""

    batch_id: str
    by: str
    at: datetime
    payouts: list[DraftedPayout]
    until: datetime | None = None
    """Only what was owed by then is in it; None: by `at`."""


@domain_event()
class PayoutsDiscarded:
    """The draft was thrown away."""

    batch_id: str
    by: str
    at: datetime


@domain_event()
class PayoutsApproved:
    """A second person stands for it: the money is on its way."""

    batch_id: str
    by: str
    at: datetime


@domain_event()
class PayoutsSent:
    """The bank has the file, and whoever pays by hand the list: all but what a rail that we ask ourselves pays."""

    batch_id: str
    by: str
    at: datetime


@domain_event()
class PayoutConfirmed:
    """The rail says that the money has arrived, and what it took for that."""

    batch_id: str
    payout_id: str
    bank_charge: Money
    by: str
    at: datetime
    reference: str = ""
    """By what the rail knows it; empty if it did not say."""


@domain_event()
class PayoutBounced:
    """The money did not arrive."""

    batch_id: str
    payout_id: str
    reason: str
    by: str
    at: datetime


@domain_event()
class PayoutHoldPlaced:
    """Stream `payout-hold-<hold_id>`. So much of what a vendor is owed (None: all of it) is not paid out, up to and
    with that day (None: until it is lifted).
    """

    hold_id: str
    vendor_id: str
    amount: Money | None
    reason: str
    until: date | None
    by: str
    at: datetime


@domain_event()
class PayoutHoldLifted:
    """It may be paid out again."""

    hold_id: str
    vendor_id: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingBalance:
    """What an account held when a period was closed; credit counts as positive."""

    account: str
    balance: Money


@domain_event()
class PeriodClosed:
    """Stream `periods`. Nothing is posted any more with an instant before the end of that day in Bangladesh."""

    number: int
    last_day: date
    entries: int
    """How many entries the period holds."""
    balances: list[ClosingBalance]
    by: str
    at: datetime
