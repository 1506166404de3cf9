"""Which clocks run over a vendor order, and what stops them: the Digital Commerce Operation Guidelines 2021 and
the Merchant Acquiring and Escrow Service Policy 2023 of Bangladesh Bank.

DC-SHP-01 hand-over, DC-DLV-01 and -02 delivery per vendor order (DC-DLV-04), DC-REF-01, -06, -07 and -08 refunds,
DC-PAY-01 payout.
"""

from collections.abc import Iterator

from bdcommerce.compliance.domain.clocks import Due, Wanted, after_days, after_hours, at_risk_at, sooner
from bdcommerce.compliance.domain.debts import Debt, debts
from bdcommerce.compliance.domain.evidence import Evidence, first, last
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Facts, Sale
from bdcommerce.contracts.compliance import ClockKind

HANDOVER = "dc.handover_hours"
SAME_CITY, OTHER = "dc.delivery_days_same_city", "dc.delivery_days_other"
REFUND, REFUND_DIGITAL, REFUND_NO_STOCK = "dc.refund_days", "bb.refund_days_digital", "dc.no_stock_refund_hours"
COMPLAINT, PAYOUT = "dc.complaint_hours", "dc.seller_payout_days"


def wanted(sale: Sale, book: Book, payout: Evidence | None = None) -> list[Wanted]:
    """The clocks of a vendor order. `payout` is the vendor's first payout that covers its release."""
    return [
        *_handover(sale, book),
        *_delivery(sale, book),
        *_refunds(sale, book),
        *_payout(sale, book, payout),
    ]


def _handover(sale: Sale, book: Book) -> Iterator[Wanted]:
    facts = sale.facts
    if facts.confirmed:
        due = after_hours(book, HANDOVER, facts.confirmed.at)
        stopped = first(facts.handed_over, facts.delivered, facts.ended)
        yield _clock("handover", sale, book, due, started=facts.confirmed, stopped=stopped)


def _delivery(sale: Sale, book: Book) -> Iterator[Wanted]:
    facts = sale.facts
    if facts.confirmed:
        due = after_days(book, SAME_CITY if facts.same_city else OTHER, facts.confirmed.at)
        stopped = first(facts.delivered, facts.ended)
        yield _clock("delivery", sale, book, due, started=facts.confirmed, stopped=stopped)


def _refunds(sale: Sale, book: Book) -> Iterator[Wanted]:
    for debt in debts(sale.facts):
        due, subject_id = _debt_due(book, sale.facts, debt), debt.subject_id or sale.vendor_order_id
        yield _clock("refund", sale, book, due, started=debt.since, stopped=debt.met, subject_id=subject_id)


def _debt_due(book: Book, facts: Facts, debt: Debt) -> Due:
    if debt.cause == "not_delivered" and facts.paid:
        return _refund_due(book, facts, debt.since, facts.paid)
    return _digital_too(book, facts, debt.since, after_days(book, REFUND, debt.since.at))


def _refund_due(book: Book, facts: Facts, ended: Evidence, paid: Evidence) -> Due:
    due = after_days(book, REFUND, paid.at)
    if facts.ended_by in {"vendor", "system"}:
        due = sooner(due, after_hours(book, REFUND_NO_STOCK, ended.at))
    return _digital_too(book, facts, ended, due)


def _digital_too(book: Book, facts: Facts, since: Evidence, due: Due) -> Due:
    return sooner(due, after_days(book, REFUND_DIGITAL, since.at)) if facts.paid_by == "digital" else due


def _payout(sale: Sale, book: Book, payout: Evidence | None) -> Iterator[Wanted]:
    """From the day the goods are the customer's for good. An open dispute holds the money, and so the clock."""
    facts, start = sale.facts, sale.facts.completed or sale.facts.released
    if start:
        started = last(start, *(dispute.decided for dispute in facts.disputes)) or start
        due = after_days(book, PAYOUT, started.at)
        yield _clock("payout", sale, book, due, started=started, stopped=payout or _nothing_to_pay(facts))


def _nothing_to_pay(facts: Facts) -> Evidence | None:
    if facts.open_dispute:
        return facts.open_dispute.opened
    if facts.released and facts.vendor_amount <= 0:
        return facts.released
    return next((each.decided for each in facts.disputes if each.refund and each.refund >= facts.paid_amount), None)


def _clock(
    kind: ClockKind,
    sale: Sale,
    book: Book,
    due: Due,
    *,
    started: Evidence,
    stopped: Evidence | None,
    subject_id: str = "",
) -> Wanted:
    """A clock over a vendor order, or over something that belongs to it."""
    return Wanted(
        kind=kind,
        subject_id=subject_id or sale.vendor_order_id,
        order_id=sale.order_id,
        vendor_id=sale.vendor_id,
        due=due,
        at_risk_at=at_risk_at(book, started.at, due.at),
        started=started,
        stopped=stopped,
    )
