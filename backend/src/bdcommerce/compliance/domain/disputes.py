"""A dispute between a customer and a vendor over a vendor order, decided by staff; a large refund by two of them."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from bdcommerce.compliance.domain.clocks import LONGEST_DAYS, after_hours
from bdcommerce.compliance.domain.debts import refundable
from bdcommerce.compliance.domain.letters import Customer, Side
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Facts
from bdcommerce.compliance.errors import (
    AnswerPending,
    DisputeClosed,
    NothingProposed,
    OutOfWindow,
    RefundTooLarge,
    SecondPersonNeeded,
)
from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.orders import ReturnCode
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

DisputeStatus = Literal["open", "answered", "proposed", "decided", "withdrawn"]
DisputeReason = Literal[
    "not_received", "not_as_described", "damaged", "wrong_item", "missing_parts", "counterfeit", "customer_conduct",
    "other",
]  # fmt: skip
Outcome = Literal["for_customer", "for_vendor", "split"]
WINDOW, ANSWER, FOUR_EYES = "dispute.window_days", "dispute.answer_hours", "dispute.four_eyes_over"
_UNDECIDED = ("open", "answered")
OF_RETURNS: dict[ReturnCode, DisputeReason] = {
    "damaged": "damaged",
    "defective": "not_as_described",
    "wrong_item": "wrong_item",
    "not_as_described": "not_as_described",
    "missing_parts": "missing_parts",
    "expired": "not_as_described",
    "counterfeit": "counterfeit",
    "size": "other",
    "changed_mind": "other",
    "other": "other",
}
"""What a refused return is called as a dispute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What staff have decided, or would; `refund` in poisha."""

    outcome: Outcome
    refund: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What the two do not agree on; what they wrote stands in letters."""

    id: str
    number: str
    status: DisputeStatus
    reason: DisputeReason
    opened_by: Side
    customer: Customer
    order_id: str
    order_number: str
    vendor_order_id: str
    vendor_id: str
    asked: int
    """How much the customer wants back, in poisha; 0 where the vendor opened it."""
    opened_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None = None
    decision: Decision | None = None
    approved_by: str = ""
    decided_at: datetime | None = None
    return_id: str = ""
    """The refused return of goods that it is about."""


def number_of(seq: int, at: datetime) -> str:
    """`DS-261122-000123`."""
    return f"DS-{clock.dhaka_date(at):%y%m%d}-{seq % 1_000_000:06d}"


def within_window(facts: Facts, book: Book, now: datetime) -> None:
    """From the confirmation until some days after the delivery, or after it was clear that none will come.

    Raises OutOfWindow.
    """
    over = facts.delivered or facts.ended
    if over:
        day = clock.dhaka_date(over.at)
        last = day + timedelta(days=int(min(book.value(WINDOW, day), LONGEST_DAYS)))
        ends = datetime.combine(last + timedelta(days=1), time.min, clock.DHAKA)
        ensure(now < ends, OutOfWindow.since(last))


def answer_due(book: Book, now: datetime) -> datetime:
    """Until when the other side may answer before anything is decided."""
    return after_hours(book, ANSWER, now).at


def written(dispute: Dispute, side: Side, now: datetime) -> Dispute:
    """Somebody adds something; the first word of the other side is its answer. Raises DisputeClosed."""
    ensure(dispute.status in (*_UNDECIDED, "proposed"), DisputeClosed.of(dispute.status))
    if side in {"staff", dispute.opened_by} or dispute.answered_at:
        return dispute
    return replace(dispute, answered_at=now, status="answered" if dispute.status == "open" else dispute.status)


def withdrawn(dispute: Dispute, now: datetime) -> Dispute:
    """Who opened it is content. Raises DisputeClosed."""
    ensure(dispute.status in _UNDECIDED, DisputeClosed.of(dispute.status))
    return replace(dispute, status="withdrawn", decided_at=now)


def decided(dispute: Dispute, decision: Decision, facts: Facts, four_eyes_over: Decimal) -> Dispute:
    """Staff decide; above an amount somebody else has to approve it. Raises DisputeClosed, AnswerPending, Invalid,
    RefundTooLarge.
    """
    ensure(dispute.status in _UNDECIDED, DisputeClosed.of(dispute.status))
    ensure(dispute.answered_at or decision.at > dispute.answer_due_at, AnswerPending.until(dispute.answer_due_at))
    _checked(decision, refundable(facts))
    if decision.refund > four_eyes_over:
        return replace(dispute, status="proposed", decision=decision)
    return replace(dispute, status="decided", decision=decision, decided_at=decision.at)


def approved(dispute: Dispute, by: str, facts: Facts, now: datetime) -> Dispute:
    """A second person agrees. Raises NothingProposed, SecondPersonNeeded, RefundTooLarge."""
    decision = _proposed(dispute)
    ensure(decision.by != by, SecondPersonNeeded.to_decide())
    ensure(decision.refund <= refundable(facts), RefundTooLarge.of(refundable(facts)))
    return replace(dispute, status="decided", approved_by=by, decided_at=now)


def sent_back(dispute: Dispute, by: str) -> Dispute:
    """A second person does not agree: it is undecided again. Raises NothingProposed, SecondPersonNeeded."""
    ensure(_proposed(dispute).by != by, SecondPersonNeeded.to_decide())
    return replace(dispute, status="answered" if dispute.answered_at else "open", decision=None)


def opened_event(dispute: Dispute) -> DisputeOpened:
    """What others hear of a new one."""
    return DisputeOpened(
        dispute_id=dispute.id,
        order_id=dispute.order_id,
        vendor_order_id=dispute.vendor_order_id,
        vendor_id=dispute.vendor_id,
        at=dispute.opened_at,
    )


def decided_event(dispute: Dispute) -> DisputeDecided | None:
    """What others hear of the end of one; None while there is none. A withdrawn one leaves everything to the vendor."""
    if dispute.decided_at is None:
        return None
    decision = dispute.decision if dispute.status == "decided" else None
    return DisputeDecided(
        dispute_id=dispute.id,
        order_id=dispute.order_id,
        vendor_order_id=dispute.vendor_order_id,
        vendor_id=dispute.vendor_id,
        outcome=decision.outcome if decision else "for_vendor",
        refund=Money(decision.refund if decision else 0),
        at=dispute.decided_at,
        return_id=dispute.return_id,
    )


def _checked(decision: Decision, payable: int) -> None:
    ensure(decision.refund <= payable, RefundTooLarge.of(payable))
    wrong = {
        "for_vendor": decision.refund != 0,
        "split": not 0 < decision.refund < payable,
        "for_customer": decision.refund == 0 and payable > 0,
    }[decision.outcome]
    ensure(not wrong, Invalid.field("refund", f"does not fit the outcome {decision.outcome}"))


def _proposed(dispute: Dispute) -> Decision:
    if dispute.status != "proposed" or dispute.decision is None:
        raise NothingProposed.of(dispute.status)
    return dispute.decision
