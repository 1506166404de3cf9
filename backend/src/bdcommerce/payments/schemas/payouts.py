"""What endpoints about the way of payouts take and give. Amounts are poisha."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from bdcommerce.kernel.money import Money
from bdcommerce.payments.events import EntryKind, Outcome, Rail
from bdcommerce.payments.schemas.books import MAX_CHARGE, Charge, PayoutView, Reason
from bdcommerce.payments.schemas.prepaid import ExchangeView

Wallet = Annotated[
    str,
    msgspec.Meta(
        max_length=20,
        pattern=r"^[0-9+০-৯ ().-]*$",
        description="mobile number of the wallet, in any usual form; only with `bkash`",
        examples=["01770618575"],
    ),
]
TrxId = Annotated[
    str,
    msgspec.Meta(
        max_length=40,
        pattern=r"^[A-Za-z0-9]*$",
        description="the transaction in the rail's own statement",
        examples=["BKA1B2C3D4"],
    ),
]
RAIL_SAYS = (
    "beftn: the bank's batch file, to the account on file; npsb: at once by the bank, to the same; bkash: to a wallet; "
    "manual: as agreed with staff"
)


class AskMethod(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How you want to be paid."""

    rail: Annotated[Literal["beftn", "npsb", "bkash"], msgspec.Meta(description=RAIL_SAYS, examples=["bkash"])]
    wallet: Wallet = ""


class AskMethodForVendor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a vendor is to be paid."""

    rail: Annotated[Rail, msgspec.Meta(description=RAIL_SAYS, examples=["manual"])]
    wallet: Wallet = ""


class AcceptMethod(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What you have seen."""

    asked_at: Annotated[
        datetime,
        msgspec.Meta(
            tz=True, description="when it was asked for, as you have read it", examples=["2026-11-22T10:00:00Z"]
        ),
    ]


class AskedMethod(msgspec.Struct, kw_only=True):
    """What a vendor has asked for and nobody has decided yet."""

    rail: Rail
    wallet: str | None
    """Masked."""
    asked_by: str
    asked_at: datetime


class MethodView(msgspec.Struct, kw_only=True):
    """How a vendor is paid."""

    vendor_id: str
    rail: Rail
    """`beftn`, to the account on file, for those who never asked for anything else."""
    wallet: str | None
    """Masked; null unless it is paid to a wallet."""
    accepted_by: str | None
    accepted_at: datetime | None
    asked: AskedMethod | None
    refused_because: str | None
    """Why the last wish was refused, until there is another one."""


class ProposalView(msgspec.Struct, kw_only=True):
    """What somebody says has become of it."""

    outcome: Outcome
    evidence: str
    reference: str
    charge: Money
    by: str
    at: datetime


class UnknownPayout(msgspec.Struct, kw_only=True):
    """A payout of which nobody knows whether it was paid. It is not sent again before that is known."""

    payout_id: str
    batch_id: str
    vendor_id: str
    amount: Money
    rail: Rail
    code: str | None
    """What the rail said last, as it says it; `no_answer`: nothing, `no_word`: whoever asked it died."""
    reference: str | None
    """The transaction it can be asked about; null: there is none, only its statement knows."""
    asked_at: datetime
    unsure_since: datetime
    next_look_at: datetime | None
    proposal: ProposalView | None


class PayoutEntry(msgspec.Struct, kw_only=True):
    """Something that happened to a payout."""

    number: int
    """Counted from 1, the earliest first."""
    at: datetime
    kind: str
    by: str | None
    code: str
    """What the rail said, or why."""


class PayoutDetail(msgspec.Struct, kw_only=True):
    """One payout with all that was tried."""

    payout: PayoutView
    tries: int
    """How often its rail was asked by us."""
    asked_at: datetime | None
    code: str | None
    next_at: datetime | None
    """When it is tried, or looked at, again by itself."""
    proposal: ProposalView | None
    timeline: list[PayoutEntry]
    exchanges: list[ExchangeView]
    """What was said with its rail, masked, the latest first."""


class LookAtPayout(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """By which transaction; the one that the rail has named, if empty."""

    trx_id: TrxId = ""


class ProposeResolution(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What has become of it, and by what you know it."""

    outcome: Annotated[
        Outcome, msgspec.Meta(description="paid: the money has arrived; not_paid: it was never sent", examples=["paid"])
    ]
    evidence: Annotated[
        str,
        msgspec.Meta(
            min_length=10,
            max_length=500,
            pattern=r"^[^\x00-\x08]+$",
            description="what was looked at",
            examples=["Statement of the disbursement account of 22 November, line 14"],
        ),
    ]
    reference: TrxId = ""
    charge: Charge = msgspec.field(default_factory=lambda: Charge(amount=0))
    """What was taken for it; only of what was paid."""


class ReturnPayout(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why it came back, and what was taken for that."""

    reason: Reason
    charge: Annotated[
        int, msgspec.Meta(ge=0, le=MAX_CHARGE, description="poisha that the bank kept back", examples=[0])
    ] = 0


class AnsweredRow(msgspec.Struct, kw_only=True):
    """What became of one row of a bank's file."""

    row: int
    """As a spreadsheet numbers it; the header is 1."""
    payout_id: str | None
    outcome: str | None
    """`paid`, `failed`, `returned`, `unchanged` (it was known), or `look` (bKash was asked by its transaction)."""
    problem: str | None
    """Why nothing was done."""


class AnswersReport(msgspec.Struct, kw_only=True):
    """What a bank's file has changed, row by row."""

    dry_run: bool
    rows: list[AnsweredRow]


class AdviceLine(msgspec.Struct, kw_only=True):
    """One movement that a payout is made of. `amount` is goods, commission, its VAT and withheld tax added up, each
    with its sign; where a movement is made of nothing else, only `amount` is given.
    """

    at: datetime
    kind: EntryKind
    reference: str
    vendor_order_id: str | None
    goods: Money | None
    commission: Money | None
    commission_vat: Money | None
    withheld_tax: Money | None
    amount: Money


class AdviceView(msgspec.Struct, kw_only=True):
    """What a payout is made of: brought forward and all lines together are the payout and what is carried forward."""

    payout: PayoutView
    brought_forward: Money
    lines: list[AdviceLine]
    carried_forward: Money


class MoveFloat(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Money that went from the bank into the disbursement account, or back."""

    amount: Annotated[
        int,
        msgspec.Meta(
            ge=-(10**13), le=10**13, description="poisha; below zero: back to the bank", examples=[50_000_000]
        ),
    ]
    reference: Annotated[
        str,
        msgspec.Meta(
            min_length=3,
            max_length=60,
            pattern=r"^[A-Za-z0-9_./-]+$",
            description="the bank's own number of the transfer; nothing is posted for it twice",
            examples=["FT26112200417"],
        ),
    ]


class FloatAccount(msgspec.Struct, kw_only=True):
    """An account with the rail, as it tells of it."""

    name: str
    available: Money


class FloatView(msgspec.Struct, kw_only=True):
    """What there is to pay wallets from."""

    ledger: Money
    """By the books."""
    waiting: Money
    """Of payouts to wallets that are approved and not sent yet."""
    unknown: Money
    """Of payouts of which nobody knows: if one was paid, so much less is there."""
    accounts: list[FloatAccount]
    """By bKash's own word; empty when it could not be asked."""
    trouble: str
    """Why it could not be asked; empty if it could."""
