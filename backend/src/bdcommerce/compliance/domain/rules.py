"""The dated rule book, as pure decisions: which value holds on a day, and where a new one fits in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.compliance.errors import BackdatedRule
from bdcommerce.contracts.compliance import Rule, UnknownRule
from bdcommerce.kernel.errors import Invalid, ensure

RuleStatus = Literal["seen", "unverified", "operator"]
"""Read in a source and confirmed; only heard of; decided by the operator."""

FIRST_DAY, LAST_DAY = date(1971, 12, 16), date(2199, 12, 31)
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
DECIMALS = 4
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpan:
    """A value of a rule and the days on which it holds: from the first up to, not including, the last."""

    id: str
    key: str
    value: Decimal
    effective_from: date
    effective_to: date | None
    source: str
    status: RuleStatus
    verified_by: str
    recorded_at: datetime

    def holds(self, on: date) -> bool:
        """Whether this is the value on that day. A span closed on its first day holds on none."""
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)


@dataclass(frozen=True, slots=True)
class Book:
    """The whole rule book as of one version of it: every span of every key."""

    spans: Mapping[str, Sequence[RuleSpan]]

    def rule(self, key: str, on: date) -> Rule:
        """What holds on a day. Raises UnknownRule."""
        span = next((span for span in self.spans.get(key, ()) if span.holds(on)), None)
        if span is None:
            raise UnknownRule(f"The rule {key} has no value on {on}.", key=key, on=on)
        return Rule(key=key, value=span.value, effective_from=span.effective_from, source=span.source)

    def value(self, key: str, on: date) -> Decimal:
        """The value that holds on a day. Raises UnknownRule."""
        return self.rule(key, on).value

    def supposing(self, key: str, value: Decimal) -> "Book":
        """The book as if a key had had another value on all days on which it had any."""
        spans = [replace(span, value=value) for span in self.spans.get(key, ())]
        return Book({**self.spans, key: spans})


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What a new value does to the history of its key: which span it closes, until when it holds, what kind it is."""

    closes: str
    """The id of a span, or empty."""
    effective_to: date | None
    status: RuleStatus


def checked_key(key: str) -> str:
    """A rule key: lower-case words joined by dots. Raises Invalid."""
    ensure(KEY.fullmatch(key), Invalid.field("key", "is lower-case words joined by dots, like vat.standard"))
    return key


def checked_value(value: Decimal) -> Decimal:
    """A finite value that is not negative, with at most four decimals. Raises Invalid."""
    ensure(value.is_finite() and 0 <= value < LARGEST, Invalid.field("value", f"must be from 0 up to {LARGEST:f}"))
    ensure(value == round(value, DECIMALS), Invalid.field("value", f"has more than {DECIMALS} decimals"))
    return value


def checked_day(day: date) -> date:
    """A day that a rule of this country can begin on. Raises Invalid."""
    ensure(FIRST_DAY <= day <= LAST_DAY, Invalid.field("effective_from", f"must be from {FIRST_DAY} to {LAST_DAY}"))
    return day


def succession(
    key: str, history: Sequence[RuleSpan], effective_from: date, today: date, *, retroactive: bool = False
) -> Succession:
    """Where a new value fits in. A statutory rule stays one; a new key is the operator's own.

    The span that holds on that day is closed by it and gives it its end; before the first span it holds until that one
    begins. Raises BackdatedRule for a day that has passed, unless it is meant to be retroactive.
    """
    ensure(retroactive or not history or effective_from >= today, BackdatedRule.on(key, effective_from, today))
    status: RuleStatus = "seen" if any(span.status != "operator" for span in history) else "operator"
    current = next((span for span in history if span.holds(effective_from)), None)
    if current:
        return Succession(closes=current.id, effective_to=current.effective_to, status=status)
    later = [span.effective_from for span in history if span.effective_from > effective_from]
    return Succession(closes="", effective_to=min(later, default=None), status=status)
