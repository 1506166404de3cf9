"""What compliance refuses, by name.

NotFound   UnknownRule (in the contract), UnknownClock, UnknownInvoice, UnknownComplaint, UnknownDispute,
           UnknownTemplate, UnknownChange, UnknownNote
Invalid    BackdatedRule
Forbidden  SecondPersonNeeded
Conflict   NoOperatorProfile, ComplaintClosed, TooManyPhotos, DisputeExists, DisputeClosed, OutOfWindow, AnswerPending,
           RefundTooLarge, NothingProposed, ChangeClosed, NoteTooLarge, NotForNotes
"""

from datetime import date, datetime
from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class BackdatedRule(Invalid):
    """A rule that has ever had a value is not changed for days that have passed, unless that is said and why."""

    code = "backdated_rule"

    @classmethod
    def on(cls, key: str, effective_from: date, today: date) -> Self:
        reason = f"must be {today} or later, because {key} has had a value before, or said to be retroactive"
        return cls(reason, fields={"effective_from": reason}, key=key, asked=effective_from)


class UnknownClock(NotFound):
    """There is no such clock, or not for this caller."""

    code = "unknown_clock"


class UnknownInvoice(NotFound):
    """There is no such invoice, or not for this caller."""

    code = "unknown_invoice"


class NoOperatorProfile(Conflict):
    """Nobody has said yet under which name and BIN the operator issues its own invoices."""

    code = "no_operator_profile"

    @classmethod
    def missing(cls) -> Self:
        return cls("the operator's own identity is not on file")


class UnknownComplaint(NotFound):
    """There is no such complaint, or not for this caller."""

    code = "unknown_complaint"


class ComplaintClosed(Conflict):
    """It is resolved, or an authority deals with it."""

    code = "complaint_closed"

    @classmethod
    def of(cls, status: str) -> Self:
        return cls(f"the complaint is {status}", status=status)


class UnknownTemplate(NotFound):
    """There is no such template of an answer."""

    code = "unknown_answer_template"


class TooManyPhotos(Conflict):
    """A complaint or dispute has as many photos as it may have."""

    code = "too_many_photos"

    @classmethod
    def than(cls, most: int) -> Self:
        return cls(f"there are {most} photos already", most=most)


class UnknownDispute(NotFound):
    """There is no such dispute, or not for this caller."""

    code = "unknown_dispute"


class DisputeExists(Conflict):
    """There is one over this vendor order already."""

    code = "dispute_exists"

    @classmethod
    def over(cls, vendor_order_id: str) -> Self:
        return cls("there is a dispute over this vendor order already", vendor_order_id=vendor_order_id)


class DisputeClosed(Conflict):
    """It is not in a state that allows this."""

    code = "dispute_closed"

    @classmethod
    def of(cls, status: str) -> Self:
        return cls(f"the dispute is {status}", status=status)


class OutOfWindow(Conflict):
    """The days in which a vendor order may be disputed are over."""

    code = "dispute_window_over"

    @classmethod
    def since(cls, last: date) -> Self:
        return cls(f"the last day to dispute it was {last}", last_day=last)


class AnswerPending(Conflict):
    """The other side may still answer: nothing is decided before."""

    code = "answer_pending"

    @classmethod
    def until(cls, due: datetime) -> Self:
        return cls(f"the other side may answer until {due.isoformat()}", answer_due_at=due)


class RefundTooLarge(Conflict):
    """No more goes back than was paid and not refunded yet."""

    code = "refund_too_large"

    @classmethod
    def of(cls, payable: int) -> Self:
        return cls(f"at most {payable} poisha can be refunded", refundable=payable)


class NothingProposed(Conflict):
    """Nothing waits for the approval of a second person."""

    code = "nothing_proposed"

    @classmethod
    def of(cls, status: str) -> Self:
        return cls(f"nothing waits for approval: the state is {status}", status=status)


class SecondPersonNeeded(Forbidden):
    """Whoever proposed it cannot approve it."""

    code = "second_person_needed"

    @classmethod
    def to_decide(cls) -> Self:
        return cls("somebody else than who proposed it has to decide")


class UnknownChange(NotFound):
    """There is no such change of the rule book."""

    code = "unknown_rule_change"


class ChangeClosed(Conflict):
    """A change of the rule book is approved, refused or withdrawn already."""

    code = "rule_change_closed"

    @classmethod
    def of(cls, status: str) -> Self:
        return cls(f"the change is {status}", status=status)


class UnknownNote(NotFound):
    """There is no such credit or debit note, or it is somebody else's."""

    code = "unknown_note"


class NoteTooLarge(Conflict):
    """More would be taken off than is charged, or put back than was taken off. `left` in poisha."""

    code = "note_too_large"

    @classmethod
    def of(cls, line: str, left: int) -> Self:
        return cls(f"line {line}: at most {left} poisha", line=line, left=left)


class NotForNotes(Conflict):
    """Credit and debit notes belong to Mushak 6.3 for goods: not to a plain bill, nor to commission."""

    code = "not_for_notes"

    @classmethod
    def of(cls, kind: str) -> Self:
        return cls(f"an invoice of kind {kind} has no notes", invoice_kind=kind)
