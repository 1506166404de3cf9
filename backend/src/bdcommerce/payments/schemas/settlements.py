"""Settlements as they come in and go out. Amounts are poisha; what flows to us counts as positive."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement.closing import CloseStatus
from bdcommerce.payments.domain.settlement.differences import DifferenceStatus
from bdcommerce.payments.events import DifferenceReason, How, LineOutcome, SourceKind
from bdcommerce.payments.schemas.books import Reason

Column = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
LineId = Annotated[
    str,
    Meta(
        description="id of a line: its statement's with the number of its row; empty: there is none",
        examples=["stm_01kdqk5v2ke8rbm3p5cdkz9q0x_2"],
    ),
]
ItemId = Annotated[
    str,
    Meta(
        description="id of what is settled: an attempt, a refund, a vendor order, or a line that stands for itself",
        examples=["vor_01kdqk5v2ke8rbm3p5cdkz9q0x"],
    ),
]
Word = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


class MappingBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Which column of a source's files holds what, by its header; empty: there is none. Of `gross`, `fee` and `net`
    two say the third: gross = net + fee, and what arrived decides.
    """

    reference: Annotated[Column, Meta(description="what the source calls it", examples=["trxID"])]
    other_reference: Annotated[Column, Meta(description="what we call it", examples=["Merchant Invoice"])] = ""
    gross: Annotated[Column, Meta(description="what was captured or collected, taka", examples=["Amount"])] = ""
    fee: Annotated[Column, Meta(description="what the source keeps of it, taka", examples=["Charge"])] = ""
    net: Annotated[Column, Meta(description="what it pays out, taka", examples=["Net Amount"])] = ""
    date: Annotated[Column, Meta(description="the day of the transaction", examples=["Date"])] = ""
    status: Annotated[Column, Meta(examples=["Status"])] = ""
    settled_words: Annotated[
        list[Word],
        Meta(max_length=30, description="rows of any other status are left out; none: no row is", examples=[["paid"]]),
    ] = []
    day_first: Annotated[bool, Meta(description="whether 03/04/2026 is the third of April")] = True


class MappingView(msgspec.Struct, frozen=True, kw_only=True):
    """How files of a source are read."""

    kind: SourceKind
    source: str
    mapping: MappingBody
    saved_by: str
    saved_at: datetime


class ReadLineView(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it would be read."""

    row: Annotated[int, Meta(description="as a person counts them: the header is row 1", examples=[2])]
    reference: str
    other_reference: str
    gross: Money
    charge: Money
    net: Money
    on: date | None


class UnreadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that cannot be read, and why."""

    row: Annotated[int, Meta(description="as a person counts them: the header is row 1", examples=[7])]
    column: str
    reason: Annotated[str, Meta(examples=["is not an amount"])]


class OutcomeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many lines would become (or became) what."""

    outcome: LineOutcome
    lines: Annotated[int, Meta(description="how many lines", examples=[120])]
    gross: Money


class PreviewView(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it would be imported; nothing is kept of it."""

    columns: list[str]
    mapping: MappingBody
    saved: Annotated[bool, Meta(description="whether that mapping is saved; else it is a guess")]
    missing: Annotated[list[str], Meta(description="columns that the mapping names and the file lacks")]
    sample: Annotated[list[ReadLineView], Meta(description="the first twenty lines")]
    lines: Annotated[int, Meta(description="rows that are lines")]
    known: Annotated[int, Meta(description="lines that stood in an earlier statement")]
    skipped: Annotated[int, Meta(description="rows that are no lines: totals, and statuses that settle nothing")]
    unread: Annotated[list[UnreadRow], Meta(description="the first hundred rows that cannot be read")]
    gross: Money
    charge: Money
    net: Money
    outcomes: Annotated[list[OutcomeCount], Meta(description="what would become of the lines by their references")]


class SettlementView(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that was imported."""

    statement_id: Annotated[str, Meta(examples=["stm_01kdqk5v2ke8rbm3p5cdkz9q0x"])]
    kind: SourceKind
    source: str
    reference: str
    status: Annotated[Literal["matching", "matched"], Meta(description="`matching` goes on in the background")]
    lines: Annotated[int, Meta(description="lines that count")]
    known: Annotated[int, Meta(description="lines that stood in an earlier statement and were left out")]
    skipped: Annotated[int, Meta(description="rows that are no lines")]
    gross: Money
    charge: Money
    net: Annotated[Money, Meta(description="what should have come to the bank")]
    imported_by: str
    imported_at: datetime
    matched_at: datetime | None


class SettlementDetail(SettlementView, frozen=True, kw_only=True):
    """With what has become of its lines so far."""

    outcomes: list[OutcomeCount]


class SettlementLineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line, and what became of it."""

    line_id: LineId
    row: Annotated[int, Meta(description="as a person counts them: the header is row 1")]
    reference: str
    other_reference: str
    gross: Money
    charge: Money
    net: Money
    on: date | None
    outcome: LineOutcome | None
    item_id: ItemId | None


class DifferenceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says and what we know differ."""

    difference_id: Annotated[str, Meta(examples=["dif_01kdqk5v2ke8rbm3p5cdkz9q0x"])]
    kind: SourceKind
    source: str
    reason: DifferenceReason
    status: DifferenceStatus
    amount: Annotated[Money, Meta(description="positive: the source owes us")]
    reference: str
    item_id: ItemId
    line_id: LineId
    found_at: datetime
    age_days: Annotated[int, Meta(description="calendar days in Bangladesh until it was resolved, or until now")]
    wait_until: date | None
    proposed_how: How | None
    proposed_by: str | None
    how: How | None
    resolved_by: str | None
    resolved_at: datetime | None


class DifferenceStep(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done about it."""

    at: datetime
    what: Annotated[str, Meta(examples=["DifferenceFound"])]
    how: str
    reason: str
    by: str


class DifferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """A difference with its history, and how it may end."""

    difference: DifferenceSummary
    may_end_by: list[How]
    history: list[DifferenceStep]


class Resolve(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a difference is to end."""

    how: Annotated[
        Literal["write_off", "wait", "claim", "assign", "refund_customer", "dismiss", "paid"],
        Meta(
            description="`write_off`: the operator bears it. `wait`: for the next statements, until a day. `claim`: "
            "ask the source for it. `assign`: the line settles what `reference` names. `refund_customer`: what came in "
            "for nothing goes back by hand. `dismiss`: the line is wrong, no money came by it. `paid`: the money came "
            "to the bank outside a statement",
            examples=["write_off"],
        ),
    ]
    reason: Reason
    until: Annotated[date | None, Meta(description="for `wait`: a day that has not come")] = None
    reference: Annotated[
        str,
        Meta(
            max_length=100,
            pattern=r"^[^\x00]*$",
            description="for `assign`: a transaction, consignment, order, payment or vendor order; empty: what the "
            "line itself names",
            examples=["BD26112200000101"],
        ),
    ] = ""


class CloseDay(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Close a day that is over with a source."""

    kind: SourceKind
    source: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60, examples=["bkash"])]
    day: Annotated[date, Meta(description="in Bangladesh")]


class CloseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a source owed at the end of a day, by the ledger and item by item."""

    close_id: Annotated[str, Meta(examples=["scl_01kdqk5v2ke8rbm3p5cdkz9q0x"])]
    kind: SourceKind
    source: str
    day: date
    status: Annotated[
        CloseStatus,
        Meta(
            description="`proved`: nothing is open but what is not due yet. `explained`: what else is open is listed, "
            "with its reason. `unexplained`: ledger and items differ"
        ),
    ]
    ledger: Money
    explained: Money
    opening: Annotated[Money, Meta(description="what was open when the day began")]
    captured: Annotated[Money, Meta(description="captured or collected that day, less what was given back")]
    settled: Annotated[Money, Meta(description="settled that day by statements and remittances; negative")]
    resolved: Annotated[Money, Meta(description="moved that day by resolutions of differences")]
    closed_by: str
    closed_at: datetime


class OpenItemView(msgspec.Struct, frozen=True, kw_only=True):
    """Something of which money was open."""

    item_id: ItemId
    reference: str
    amount: Money
    why: Annotated[str, Meta(description="`not_due`, `overdue`, or the reason of its difference", examples=["overdue"])]
    since: date


class CloseView(msgspec.Struct, frozen=True, kw_only=True):
    """A close, with everything that was open."""

    close: CloseSummary
    items: list[OpenItemView]


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """A source and what it owes now, by the ledger and item by item."""

    kind: SourceKind
    source: str
    ledger: Money
    explained: Money
    open_items: Annotated[int, Meta(description="payments, refunds, parcels and lines of which money is open")]
    open_differences: Annotated[int, Meta(description="differences that are not resolved")]
    last_closed: date | None


class SourcesView(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: list[SourceView]
