"""Compliance: the dated rule book and the audit chain."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.money import Money


@integration_event(key="rule_key")
class RuleChanged:
    """A rule has another value from a date on."""

    rule_key: str
    effective_from: date


@integration_event(key="service")
class StaffActed:
    """A member of staff (of the operator or of a vendor) changed something. Told by every service, in the transaction
    of the change itself; compliance chains it into the audit log. Holds no personal data and no request body.
    """

    service: str
    actor_id: str
    audience: str
    vendor_id: str
    action: str
    """Method and route template, `POST /api/v1/admin/payouts/{batch_id}/approve`."""
    targets: dict[str, str]
    """The path parameters: ids of what was changed."""
    body_hmac: str
    """HMAC-SHA-256 of the request body under a key of this installation; empty for no body."""
    request_id: str
    at: datetime


ClockKind = Literal["handover", "delivery", "refund", "complaint", "payout"]


@integration_event(key="subject_id")
class DeadlineAtRisk:
    """A statutory clock runs out soon."""

    clock_id: str
    kind: ClockKind
    subject_id: str
    """What the clock watches: a vendor order, a refund, a complaint, a payable."""
    vendor_id: str
    order_id: str
    due_at: datetime


@integration_event(key="subject_id")
class RuleBreached:
    """A statutory clock has run out."""

    clock_id: str
    kind: ClockKind
    rule_key: str
    subject_id: str
    vendor_id: str
    order_id: str
    due_at: datetime


@integration_event(key="subject_id")
class BreachWithdrawn:
    """What was told as RuleBreached was none: the proof that the deadline was met came late."""

    clock_id: str
    kind: ClockKind
    subject_id: str
    vendor_id: str
    order_id: str
    met_at: datetime


@integration_event(key="vendor_order_id")
class DisputeOpened:
    """Customer and vendor disagree over a vendor order: its money stays where it is until staff decide."""

    dispute_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    at: datetime


@integration_event(key="vendor_order_id")
class DisputeDecided:
    """Staff have decided. `refund` goes back to the customer; zero when the vendor was right."""

    dispute_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    outcome: Literal["for_customer", "for_vendor", "split"]
    refund: Money
    at: datetime
    return_id: str = ""
    """The refused return that it was about: unless the vendor was right the goods come back, and are paid for then."""


@integration_event(key="complaint_id")
class ComplaintMoved:
    """Something happened to a complaint that its author should hear of."""

    complaint_id: str
    number: str
    user_id: str
    order_id: str
    status: Literal["open", "answered", "resolved", "escalated"]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The value of a rule on a date, and where it comes from."""

    key: str
    value: Decimal
    effective_from: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """Whether the audit log is what was written, from its first entry to the one its head names."""

    entries: int
    """How many entries hold, counted from the first."""
    ok: bool
    first_broken_seq: int | None
    """The first number at which the chain does not hold; None if it holds."""
    head_hash: str
    """The hash of the last entry. Noted down elsewhere, it proves later that nothing before it was changed."""


class UnknownRule(NotFound):
    """No value of this rule holds on that date."""

    code = "unknown_rule"


class ComplianceFace(Protocol):
    """Which rule value holds on a date, and whether the audit log is whole."""

    @idempotent
    async def rules(self, keys: list[str], on: date) -> list[Rule]:
        """The values that hold on a date, one per key, in order. Raises UnknownRule naming the key."""

    @idempotent
    async def verify_audit(self) -> AuditVerdict:
        """Recompute the whole audit chain. Takes time in proportion to its length."""
