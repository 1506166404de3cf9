"""What a rule would have changed over days that have passed: clocks and the VAT of invoices, counted in memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.compliance.domain import deadlines
from bdcommerce.compliance.domain.clocks import AT_RISK, Due, after_days, after_hours, at_risk_at
from bdcommerce.compliance.domain.invoices import BUYER_OVER, InvoiceKind, InvoiceLine
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.contracts.compliance import ClockKind
from bdcommerce.kernel.money import included, percentage

Recomputed = Literal["clocks", "vat", "buyers", "nothing"]
SAMPLES = 10
STANDARD_VAT, COMMISSION_VAT = "vat.standard", "vat.marketplace_commission"
Setting = Callable[[Book, str, datetime], Due]
CLOCKS: dict[str, tuple[ClockKind, Setting]] = {
    deadlines.HANDOVER: ("handover", after_hours),
    deadlines.SAME_CITY: ("delivery", after_days),
    deadlines.OTHER: ("delivery", after_days),
    deadlines.COMPLAINT: ("complaint", after_hours),
    deadlines.PAYOUT: ("payout", after_days),
}
"""Rules that alone set a deadline; a refund's is the soonest of several, so no single one says it."""
INVOICES: dict[str, InvoiceKind] = {STANDARD_VAT: "vat", COMMISSION_VAT: "commission"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSeen:
    """What a preview needs of a clock."""

    id: str
    kind: ClockKind
    rule_key: str
    started_at: datetime
    at_risk_at: datetime
    due_at: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSeen:
    """What a preview needs of an invoice."""

    id: str
    issued_on: date
    lines: tuple[InvoiceLine, ...]
    gross: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A deadline that would have been another."""

    clock_id: str
    due_at: datetime
    would_be: datetime


@dataclass(slots=True, kw_only=True)
class ClockImpact:
    """How many clocks, deadlines and breaches there would have been."""

    considered: int = 0
    earlier: int = 0
    later: int = 0
    breaches: int = 0
    would_be_breaches: int = 0
    at_risk: int = 0
    would_be_at_risk: int = 0
    samples: list[Moved] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class VatImpact:
    """How much VAT there would have been, in poisha."""

    invoices: int = 0
    lines: int = 0
    vat: int = 0
    would_be_vat: int = 0


@dataclass(slots=True, kw_only=True)
class BuyerImpact:
    """How many invoices would have needed the buyer's address."""

    invoices: int = 0
    with_address: int = 0
    would_be_with_address: int = 0


def recomputed(key: str) -> Recomputed:
    """What of the past a rule can be held against, by what compliance knows."""
    if key in CLOCKS or key == AT_RISK:
        return "clocks"
    if key in INVOICES:
        return "vat"
    return "buyers" if key == BUYER_OVER else "nothing"


def weigh_clock(impact: ClockImpact, seen: ClockSeen, key: str, book: Book, now: datetime) -> None:
    """Count a clock as it was, and as it would have been by a book with another value for a key."""
    if key not in {seen.rule_key, AT_RISK}:
        return
    due = CLOCKS[key][1](book, key, seen.started_at).at if key in CLOCKS else seen.due_at
    risky = at_risk_at(book, seen.started_at, due)
    ended = seen.stopped_at or now
    impact.considered += 1
    impact.earlier += due < seen.due_at
    impact.later += due > seen.due_at
    impact.breaches += ended > seen.due_at
    impact.would_be_breaches += ended > due
    impact.at_risk += ended >= seen.at_risk_at
    impact.would_be_at_risk += ended >= risky
    if due != seen.due_at and len(impact.samples) < SAMPLES:
        impact.samples.append(Moved(clock_id=seen.id, due_at=seen.due_at, would_be=due))


def weigh_vat(impact: VatImpact, seen: InvoiceSeen, key: str, book: Book, value: Decimal) -> None:
    """Count an invoice's lines at the rate that held on its day, and at another one."""
    held = book.value(key, seen.issued_on)
    for line in seen.lines:
        if line.vat_percent == held:
            impact.lines += 1
            impact.vat += line.vat
            impact.would_be_vat += percentage(line.net, value) if key == COMMISSION_VAT else included(line.gross, value)
    impact.invoices += any(line.vat_percent == held for line in seen.lines)


def weigh_buyers(impact: BuyerImpact, seen: InvoiceSeen, book: Book, value: Decimal) -> None:
    """Count whether an invoice is above the threshold that held on its day, and above another one (in taka)."""
    impact.invoices += 1
    impact.with_address += seen.gross > book.value(BUYER_OVER, seen.issued_on) * 100
    impact.would_be_with_address += seen.gross > value * 100


def kinds_of(key: str) -> Iterable[ClockKind]:
    """Which clocks a rule is about."""
    return [CLOCKS[key][0]] if key in CLOCKS else ["handover", "delivery", "refund", "complaint", "payout"]
