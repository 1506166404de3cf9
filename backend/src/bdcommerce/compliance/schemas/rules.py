"""The rule book over HTTP."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

import msgspec

from bdcommerce.compliance.domain.rules import RuleSpan, RuleStatus


class RuleValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a rule and the days on which it holds; `effective_to` is the first day on which it does not."""

    id: str
    value: Decimal
    """Per cent, days, hours, poisha … as the key is meant."""
    effective_from: date
    effective_to: date | None
    source: str
    status: RuleStatus
    verified_by: str
    recorded_at: datetime

    @classmethod
    def of(cls, span: RuleSpan) -> "RuleValue":
        """A span of the rule book, as staff see it."""
        return cls(**{name: value for name, value in asdict(span).items() if name != "key"})


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule: what holds today (null if nothing does), and everything that has been or will be."""

    key: str
    today: RuleValue | None
    history: list[RuleValue]
