"""What compliance refuses, by name.

NotFound   UnknownRule (in the contract), UnknownClock
Invalid    BackdatedRule
"""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Invalid, NotFound


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
