"""What compliance refuses, by name.

NotFound   UnknownRule (in the contract), UnknownClock, UnknownInvoice
Conflict   NoOperatorProfile
Invalid    BackdatedRule
"""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound


class BackdatedRule(Invalid):
    """A rule that has ever had a value cannot be changed for days that have passed."""

    code = "backdated_rule"

    @classmethod
    def on(cls, key: str, effective_from: date, today: date) -> Self:
        reason = f"must be {today} or later, because {key} has had a value before"
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
