"""What providers and couriers say they have settled, line by line; what it is matched to; and what does not fit."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money

SourceKind = Literal["provider", "courier"]
"""Who settles: a payment provider what it captured, a courier the cash of parcels."""
LineOutcome = Literal["settled", "charged", "amount", "duplicate", "unknown", "missing_at_us", "held"]
"""What became of a line. `charged`: it speaks of no money of ours but of a charge. `held`: its reference is unknown, so
it is matched by amount and day once all lines with known references are.
"""
DifferenceReason = Literal[
    "missing_at_us", "missing_at_them", "amount", "fee", "duplicate", "unknown_reference", "short_cod"
]
How = Literal[
    "write_off", "wait", "claim", "assign", "refund_customer", "dismiss", "paid", "settled_by_statement"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column of a source's files holds what, by its header; empty: there is none. Words are lower case."""

    reference: str
    other_reference: str = ""
    gross: str = ""
    fee: str = ""
    net: str = ""
    date: str = ""
    status: str = ""
    settled_words: list[str] = field(default_factory=list)
    """Rows of any other status are left out; empty: none is."""
    day_first: bool = True
    """Whether 03/04 is the third of April."""


@domain_event()
class MappingSaved:
    """Stream `settlement-mapping-<kind>-<source>`: from now on its files are read so."""

    kind: SourceKind
    source: str
    mapping: ColumnMapping
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line of a statement. Money that flows to us counts as positive: gross = net + charge."""

    line_id: str
    row: int
    """As a person counts them: the header is row 1."""
    key: str
    """What makes it this line and no other, in whatever file it stands."""
    reference: str
    other_reference: str
    gross: Money
    charge: Money
    net: Money
    stated: Money
    """The gross amount as the file has it."""
    on: date | None


@domain_event()
class StatementImported:
    """Stream `statement-<statement_id>`. `known` lines stood in an earlier statement, `skipped` rows are no lines."""

    statement_id: str
    kind: SourceKind
    source: str
    reference: str
    digest: str
    """SHA-256 of the file, hexadecimal."""
    lines: int
    known: int
    skipped: int
    gross: Money
    charge: Money
    net: Money
    by: str
    at: datetime


@domain_event()
class LinesRead:
    """Stream `statement-<statement_id>-read-<row>`."""

    statement_id: str
    kind: SourceKind
    source: str
    lines: list[ReadLine]


@domain_event()
class StatementDue:
    """Delivered to payments itself: the next lines of a statement are to be matched."""

    statement_id: str
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMove:
    """So much more (or less, if negative) a source owes us for an item: a payment, a refund, a parcel, a line."""

    item_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """What became of a line, and which item it settles (empty: none)."""

    line_id: str
    outcome: LineOutcome
    item_id: str


@domain_event()
class LinesSettled:
    """Stream `statement-<statement_id>-turn-<turn>`, and `line-<line_id>` for a line that is decided on later."""

    statement_id: str
    kind: SourceKind
    source: str
    lines: list[SettledLine]
    moves: list[ItemMove]
    at: datetime


@domain_event()
class StatementMatched:
    """Stream `statement-<statement_id>`: every line has found what it is."""

    statement_id: str
    at: datetime


@domain_event()
class DifferenceFound:
    """Stream `difference-<difference_id>`, as all events below. What does not fit, and how much it is about: positive,
    the source owes us.
    """

    difference_id: str
    kind: SourceKind
    source: str
    reason: DifferenceReason
    amount: Money
    reference: str
    item_id: str
    line_id: str
    at: datetime


@domain_event()
class DifferenceProposed:
    """Somebody wants it to end so; somebody else has to agree."""

    difference_id: str
    how: How
    reason: str
    by: str
    at: datetime


@domain_event()
class DifferenceTurnedDown:
    """Somebody else did not agree: it is open again."""

    difference_id: str
    reason: str
    by: str
    at: datetime


@domain_event()
class DifferenceWaits:
    """The next statements will tell, until a day."""

    difference_id: str
    until: date
    reason: str
    by: str
    at: datetime


@domain_event()
class DifferenceClaimed:
    """The source has been asked for the money; what it has overcharged stands on its account from now on."""

    difference_id: str
    kind: SourceKind
    source: str
    reason: str
    moves: list[ItemMove]
    by: str
    at: datetime


@domain_event()
class DifferenceRefundOwed:
    """What came in without our knowing goes to the customer, by hand."""

    difference_id: str
    kind: SourceKind
    source: str
    amount: Money
    reason: str
    moves: list[ItemMove]
    by: str
    at: datetime


@domain_event()
class DifferenceResolved:
    """It is no more."""

    difference_id: str
    kind: SourceKind
    source: str
    how: How
    reason: str
    moves: list[ItemMove]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """Something of which a source still owes us (or we it) money at the end of a day, and why."""

    item_id: str
    reference: str
    amount: Money
    why: str
    """`not_due`, `overdue`, or the reason of the difference that stands for it."""
    since: date


@domain_event()
class SettlementClosed:
    """Stream `settlement-close-<kind>-<source>-<day>`: what a source owed at the end of that day in Bangladesh."""

    close_id: str
    kind: SourceKind
    source: str
    day: date
    ledger: Money
    """By the ledger."""
    explained: Money
    """By items, one by one."""
    opening: Money
    captured: Money
    """What was captured or collected that day, less what was given back."""
    settled: Money
    """What statement lines and remittances settled that day."""
    resolved: Money
    """What resolutions of differences moved that day."""
    items: list[OpenItem]
    by: str
    at: datetime
