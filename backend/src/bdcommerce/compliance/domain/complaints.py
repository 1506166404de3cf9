"""A complaint: open, answered, resolved or escalated, with 72 hours to act on it (Digital Commerce
Operation Guidelines 2021; Consumer Rights Protection Act 2009, s.60 and s.76).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bdcommerce.compliance.domain.clocks import Wanted, after_hours, at_risk_at
from bdcommerce.compliance.domain.deadlines import COMPLAINT
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.letters import Customer
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.errors import ComplaintClosed
from bdcommerce.contracts.compliance import ComplaintMoved
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import Language, Localized

ComplaintStatus = Literal["open", "answered", "resolved", "escalated"]
Category = Literal[
    "late_delivery", "not_delivered", "wrong_item", "damaged", "counterfeit", "short_quantity", "overcharged", "refund",
    "seller_conduct", "personal_data", "other",
]  # fmt: skip
Authority = Literal["ccms", "dncrp", "court", "other"]
"""The ministry's complaint system, the consumer directorate, or others."""
_LIVE = ("open", "answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What somebody is not content with; what they wrote stands in letters."""

    id: str
    number: str
    status: ComplaintStatus
    category: Category
    customer: Customer
    order_id: str
    order_number: str
    vendor_order_id: str
    vendor_id: str
    opened_at: datetime
    waits_for_staff: bool = True
    """Whether the customer wrote last."""
    assigned_to: str = ""
    acted: Evidence | None = None
    """The first answer, or what ended it: the 72 hours are kept by that."""
    ended_at: datetime | None = None
    authority: Authority | None = None
    external_reference: str = ""
    """Its number in the authority's own system; there is no interface to ask it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTemplate:
    """An answer that staff give often, in both languages; `{number}` and `{order}` stand for the complaint's."""

    id: str
    title: str
    category: Category | None
    text: Localized

    def filled(self, *, number: str, order: str, language: Language) -> str:
        """The answer to one complaint."""
        return self.text.to(language).replace("{number}", number).replace("{order}", order)


def number_of(seq: int, at: datetime) -> str:
    """`CM-261122-000123`."""
    return f"CM-{clock.dhaka_date(at):%y%m%d}-{seq % 1_000_000:06d}"


def written(complaint: Complaint) -> Complaint:
    """The customer has something to add. Raises ComplaintClosed."""
    _live(complaint)
    return replace(complaint, waits_for_staff=True)


def answered(complaint: Complaint, proof: Evidence) -> Complaint:
    """Staff have answered. Raises ComplaintClosed."""
    _live(complaint)
    return replace(complaint, status="answered", waits_for_staff=False, acted=complaint.acted or proof)


def resolved(complaint: Complaint, proof: Evidence) -> Complaint:
    """It is settled. Raises ComplaintClosed."""
    _live(complaint)
    return replace(
        complaint, status="resolved", waits_for_staff=False, acted=complaint.acted or proof, ended_at=proof.at
    )


def escalated(complaint: Complaint, authority: Authority, reference: str, proof: Evidence) -> Complaint:
    """An authority deals with it from now on, also when it had been settled here. Raises ComplaintClosed."""
    ensure(complaint.status != "escalated", ComplaintClosed.of(complaint.status))
    return replace(
        complaint,
        status="escalated",
        waits_for_staff=False,
        acted=complaint.acted or proof,
        ended_at=proof.at,
        authority=authority,
        external_reference=reference,
    )


def clock_of(complaint: Complaint, book: Book) -> Wanted:
    """The 72 hours (DC-CMP-02). Raises UnknownRule."""
    started = Evidence(
        event="compliance.ComplaintMoved", event_id=complaint.id, at=complaint.opened_at, reference=complaint.id
    )
    due = after_hours(book, COMPLAINT, complaint.opened_at)
    return Wanted(
        kind="complaint",
        subject_id=complaint.id,
        order_id=complaint.order_id,
        vendor_id=complaint.vendor_id,
        due=due,
        at_risk_at=at_risk_at(book, complaint.opened_at, due.at),
        started=started,
        stopped=complaint.acted,
    )


def moved(complaint: Complaint, at: datetime) -> ComplaintMoved:
    """What its author should hear of."""
    return ComplaintMoved(
        complaint_id=complaint.id,
        number=complaint.number,
        user_id=complaint.customer.customer_id,
        order_id=complaint.order_id,
        status=complaint.status,
        at=at,
    )


def _live(complaint: Complaint) -> None:
    ensure(complaint.status in _LIVE, ComplaintClosed.of(complaint.status))
