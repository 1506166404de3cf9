"""What endpoints of payments take and give. Amounts are poisha; in the ledger credit counts as positive."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

import msgspec

from bdcommerce.contracts.payments import AccountBalance
from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.cycles import NotDue
from bdcommerce.payments.domain.escrow import Obstacle, Status
from bdcommerce.payments.domain.payouts import MAX_PAYOUTS, BatchStatus, PayoutStatus
from bdcommerce.payments.events import EntryKind, Rail, Side

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]
Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=500, pattern=r"^[^\x00-\x08]+$")]
MAX_CHARGE = 100_000_00
HeldAmount = Annotated[int, msgspec.Meta(ge=1, le=10**14, description="poisha", examples=[500_000])]
Micros = Annotated[int, msgspec.Meta(ge=0, le=32_503_680_000_000_000)]
"""An instant in a cursor: microseconds since 1970, before the year 3000."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(at: datetime) -> int:
    """An instant as a cursor holds it."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def instant(at: int) -> datetime:
    """The instant again."""
    return _EPOCH + timedelta(microseconds=at)


class DraftPayouts(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whom to pay (everybody who is owed something, if not given), and what was posted by the end of which day in
    Bangladesh (everything, if not given).
    """

    vendor_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MAX_PAYOUTS)] | None = None
    up_to: date | None = None
    only_due: Annotated[bool, msgspec.Meta(description="leave out whom the payout cycle does not pay today")] = False


class Charge(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the bank took."""

    amount: Annotated[int, msgspec.Meta(ge=0, le=MAX_CHARGE)]
    """Poisha."""
    currency: Literal["BDT"] = "BDT"


class ConfirmPayout(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The bank paid, and took this for it."""

    bank_charge: Charge


class WithReason(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why."""

    reason: Reason


class GrantRefund(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Units of a line that came back after their money was released."""

    vendor_order_id: Id
    line_id: Id
    quantity: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    reason: Reason


class EscrowView(msgspec.Struct, kw_only=True):
    """A vendor order's money, and what keeps it in escrow."""

    vendor_order_id: str
    order_id: str
    vendor_id: str
    status: Status
    total: Money
    collected: Money | None
    accounted: Money
    """What of the collected cash the courier no longer owes."""
    held_by: list[Obstacle]
    frozen_because: str


class PayoutView(msgspec.Struct, kw_only=True):
    """Money on its way to a vendor."""

    payout_id: str
    batch_id: str
    vendor_id: str
    amount: Money
    due_on: date | None
    """The last day on which the oldest release in it has to be paid."""
    status: PayoutStatus
    bank_charge: Money | None
    reason: str | None
    drafted_at: datetime
    settled_at: datetime | None
    """When it was paid, or was known not to be."""
    rail: Rail = "beftn"
    reference: str | None = None
    """By what the bank or the wallet knows it."""
    returned_at: datetime | None = None
    """When it came back after it had been paid."""


class BatchSummary(msgspec.Struct, kw_only=True):
    """A payout batch in a list."""

    batch_id: str
    status: BatchStatus
    total: Money
    payouts: int
    """One for each vendor that it pays."""
    drafted_by: str
    drafted_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    sent_at: datetime | None


class BatchView(BatchSummary, kw_only=True):
    """A payout batch with everything in it."""

    items: list[PayoutView]


class DraftedView(msgspec.Struct, kw_only=True):
    """A new batch, and why whom is not in it."""

    batch: BatchView
    left_out: dict[str, str]


class RefundView(msgspec.Struct, kw_only=True):
    """A late refund; owed until `paid_at`."""

    refund_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    line_id: str
    quantity: int
    amount: Money
    reason: str
    granted_by: str
    granted_at: datetime
    paid_by: str | None
    paid_at: datetime | None


class BalanceView(msgspec.Struct, kw_only=True):
    """What a vendor is owed. Below zero after a late refund: the next releases make up for it."""

    balance: Money
    on_its_way: Money
    """In payouts that were approved and have not arrived yet; no longer in `balance`."""
    due_on: date | None
    """The last day on which the oldest release in the balance has to be paid."""


class StatementLine(msgspec.Struct, kw_only=True):
    """One movement on a vendor's account, and the balance after it."""

    entry_id: str
    at: datetime
    kind: EntryKind
    reference: str
    vendor_order_id: str | None
    batch_id: str | None
    amount: Money
    balance: Money


class StatementView(msgspec.Struct, kw_only=True):
    """A vendor's account over some days: what it began with, what moved, what it ended with."""

    opening: Money
    closing: Money
    items: list[StatementLine]
    next_cursor: str | None


class LineView(msgspec.Struct, kw_only=True):
    account: str
    side: Side
    amount: Money
    vendor_order_id: str | None
    batch_id: str | None


class EntryView(msgspec.Struct, kw_only=True):
    """A journal entry."""

    id: str
    at: datetime
    kind: EntryKind
    reference: str
    order_id: str | None
    vendor_order_id: str | None
    shipment_id: str | None
    remittance_id: str | None
    batch_id: str | None
    reverses: str | None
    lines: list[LineView]


class TrialBalanceView(msgspec.Struct, kw_only=True):
    """All accounts, and their sum, which is zero."""

    as_of: date | None
    accounts: list[AccountBalance]
    total: Money


class CourierCash(msgspec.Struct, kw_only=True):
    """What a courier owes by the ledger, and for how many parcels."""

    courier: str
    outstanding: Money
    parcels: int
    """How many it has not accounted for in full."""


class OutstandingParcel(msgspec.Struct, kw_only=True):
    """Cash of one vendor order that a courier has not accounted for (below zero: accounted for before it was known to
    be collected, or twice).
    """

    courier: str
    vendor_order_id: str
    collected: Money
    accounted: Money
    claimed: Money
    """What it answers for because it lost or damaged the parcel."""
    outstanding: Money
    collected_at: datetime | None


class CodView(msgspec.Struct, kw_only=True):
    """Cash in couriers' hands."""

    couriers: list[CourierCash]
    parcels: list[OutstandingParcel]
    next_cursor: str | None


class CourierAgeing(msgspec.Struct, kw_only=True):
    """Cash a courier has not accounted for, by how long it has had it."""

    courier: str
    parcels: int
    outstanding: Money
    oldest: date | None
    """The day in Bangladesh on which the oldest of it was taken."""
    amounts: list[int]
    """Poisha of 0 to 1, 2 to 3, 4 to 7, 8 to 14, and more than 14 days ago."""


class AgeingView(msgspec.Struct, kw_only=True):
    """All couriers."""

    on: date
    items: list[CourierAgeing]


class AccountDay(msgspec.Struct, kw_only=True):
    """One account on one day in Bangladesh. closing = opening - debit + credit."""

    day: date
    account: str
    opening: Money
    debit: Money
    credit: Money
    closing: Money


class DailyTrialBalance(msgspec.Struct, kw_only=True):
    """What moved, day by day; the debits of a day equal its credits."""

    items: list[AccountDay]


class ClosePeriod(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Through which day in Bangladesh; it has to be over."""

    last_day: Annotated[date, msgspec.Meta(description="the last day of the period", examples=["2026-10-31"])]


class PeriodView(msgspec.Struct, kw_only=True):
    """A closed period: nothing is posted into it any more."""

    number: int
    """Counts the periods from 1."""
    last_day: date
    entries: int
    """How many were posted in it."""
    closed_by: str
    closed_at: datetime


class PlaceHold(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keep something back from a vendor."""

    amount: HeldAmount | None = None
    """All of it if not given."""
    until: date | None = None
    """The last day it holds, in Bangladesh; until it is lifted if not given."""
    reason: Reason


class HoldView(msgspec.Struct, kw_only=True):
    """What is kept back, why, and by whom."""

    hold_id: str
    vendor_id: str
    amount: Money | None
    reason: str
    until: date | None
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_because: str | None


class DueView(msgspec.Struct, kw_only=True):
    """Where a vendor stands in its payout cycle."""

    vendor_id: str
    tier: VendorTier
    owed: Money
    payable: Money
    """What is owed without what is on hold or in dispute."""
    due_on: date | None
    """The last day by law for the oldest release in it."""
    next_on: date
    """The day from which on it is to be paid."""
    not_due: NotDue | None
    """Why it is not paid today; null if it is to be paid."""


class DuePayouts(msgspec.Struct, kw_only=True):
    """Everybody who is owed something."""

    on: date
    items: list[DueView]
