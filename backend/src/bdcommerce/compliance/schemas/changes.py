"""Changes of the rule book over HTTP, and what they would have changed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.changes import ChangeStatus
from bdcommerce.compliance.domain.previews import Recomputed
from bdcommerce.kernel.money import Money

_CLEAN = r"^[^\x00]*$"


class ProposeChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A value that a rule should have from a day on."""

    key: Annotated[str, Meta(max_length=64, examples=["vat.standard"])]
    value: Annotated[Decimal, Meta(examples=["15"], description="per cent, days, hours, poisha … as the key is meant")]
    effective_from: Annotated[date, Meta(description="first day, in Bangladesh", examples=["2099-07-01"])]
    source: Annotated[
        str,
        Meta(
            min_length=3, max_length=500, pattern=_CLEAN, description="where it is said", examples=["Finance Act 2027"]
        ),
    ]
    reason: Annotated[
        str,
        Meta(
            min_length=10,
            max_length=1000,
            pattern=_CLEAN,
            description="why it is wanted",
            examples=["The budget has changed the rate."],
        ),
    ]
    retroactive: Annotated[
        bool,
        Meta(description="meant for days that have passed: what was done by the old value stays as it was done"),
    ] = False


class DecideChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the second person has to say."""

    note: Annotated[str, Meta(min_length=3, max_length=1000, pattern=_CLEAN, examples=["Read in the gazette."])]


class RuleChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the rule book, with who proposed it and who decided it."""

    id: str
    key: str
    value: Decimal
    """Per cent, days, hours, poisha … as the key is meant."""
    effective_from: date
    source: str
    reason: str
    retroactive: bool
    status: ChangeStatus
    proposed_by: str
    proposed_at: datetime
    decided_by: Annotated[str, Meta(description="empty while it is proposed")]
    decided_at: datetime | None
    note: str
    rule_id: Annotated[str, Meta(description="the value in the book that it made; empty unless it is approved")]


class MovedView(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline that would have been another."""

    clock_id: str
    due_at: datetime
    would_be: datetime


class ClockImpactView(msgspec.Struct, frozen=True, kw_only=True):
    """Clocks that began in the period, as they were and as they would have been."""

    considered: int
    """How many of them the rule is about."""
    earlier: Annotated[int, Meta(description="deadlines that would have been sooner")]
    later: int
    """Deadlines that would have been later."""
    breaches: int
    """Clocks that ran longer than they may, or do so now."""
    would_be_breaches: int
    """How many would have."""
    at_risk: Annotated[int, Meta(description="clocks that came so far as to be at risk")]
    would_be_at_risk: int
    """How many would have come so far."""
    samples: Annotated[list[MovedView], Meta(description="up to ten")]


class VatImpactView(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of invoices that were taxed at the rate which held, at that rate and at the other one."""

    invoices: int
    """How many have such lines."""
    lines: int
    """How many lines."""
    vat: Money
    would_be_vat: Money


class BuyerImpactView(msgspec.Struct, frozen=True, kw_only=True):
    """Invoices that needed the buyer's address, and that would have."""

    invoices: int
    """How many were looked at."""
    with_address: int
    """How many needed it."""
    would_be_with_address: int
    """How many would have."""


class PreviewView(msgspec.Struct, frozen=True, kw_only=True):
    """What the value would have changed, had it held for the whole period. One of the three is set, or none."""

    change_id: str
    recomputed: Annotated[Recomputed, Meta(description="`nothing`: of this rule there is no preview")]
    first_day: date
    last_day: date
    complete: Annotated[bool, Meta(description="false: only the first 50,000 were looked at")]
    clocks: ClockImpactView | None = None
    vat: VatImpactView | None = None
    buyers: BuyerImpactView | None = None
