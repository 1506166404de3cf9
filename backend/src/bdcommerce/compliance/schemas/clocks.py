"""Statutory clocks over HTTP."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.clocks import ClockState
from bdcommerce.contracts.compliance import ClockKind


class ProofView(msgspec.Struct, frozen=True, kw_only=True):
    """What proves that something happened."""

    event: Annotated[str, Meta(description="the event that told it", examples=["fulfilment.ShipmentDelivered"])]
    event_id: str
    at: Annotated[datetime, Meta(description="when it happened, as the event says; it may have been heard later")]
    reference: Annotated[str, Meta(description="what it was about: a shipment, a refund, a payout, a message")]


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """A statutory clock. At `due_at` itself the deadline is still met."""

    id: str
    kind: ClockKind
    state: Annotated[
        ClockState,
        Meta(
            description="`running`: time is left; `at_risk`: little is left; `breached`: it ran out, also if what was "
            "due happened later (then `stopped_at` says when); `stopped`: met in time, or nothing is due any more"
        ),
    ]
    subject_id: Annotated[str, Meta(description="a vendor order, a dispute or a complaint")]
    order_id: Annotated[str, Meta(description="empty for a complaint about no order")]
    vendor_id: str
    rule_key: Annotated[str, Meta(description="the rule that sets the deadline", examples=["dc.handover_hours"])]
    started_at: datetime
    at_risk_at: datetime
    due_at: datetime
    stopped_at: datetime | None


class ClockRule(msgspec.Struct, frozen=True, kw_only=True):
    """What the rule said on the day on which the clock began."""

    key: str
    value: Annotated[Decimal, Meta(description="hours or days, as the key says")]
    source: str


class ClockDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A clock with its evidence."""

    clock: ClockView
    rule: ClockRule
    started: ProofView
    stopped: Annotated[ProofView | None, Meta(description="what ended it; null while nothing has")]
    needed: Annotated[list[str], Meta(description="the events that prove that the deadline was met")]
    at_risk_told_at: datetime | None
    breach_told_at: datetime | None
    withdrawn_at: Annotated[
        datetime | None, Meta(description="when a late proof showed that the breach was none; null if it was one")
    ]
