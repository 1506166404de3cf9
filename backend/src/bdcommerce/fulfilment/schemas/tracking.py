"""What became of parcels, over HTTP."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.shipment import Step
from bdcommerce.fulfilment.events import Condition, Leg, Proof
from bdcommerce.fulfilment.schemas.evidence import EvidenceView
from bdcommerce.kernel.money import Money


class Reschedule(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The day on which the customer wants the parcel."""

    on: Annotated[
        date, msgspec.Meta(description="a day in Bangladesh, tomorrow at the earliest", examples=["2026-11-24"])
    ]


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """A rider came, and went with the parcel. `code` says why; `next_on` is the day of the next attempt, if any."""

    at: datetime
    code: str
    note: str
    next_on: date | None


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """A step on the way: a status, or `rescheduled`, `return_at_hub`, `return_checked`."""

    at: datetime
    what: Step
    code: str
    """Why an attempt failed, or how a parcel came back."""
    note: str
    hub: str
    day: date | None
    """The day of the next attempt, or the one the customer chose."""


class StaffStepView(StepView, frozen=True, kw_only=True):
    """The same with who did it."""

    by: str


class CustomerTracking(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel, as its customer sees it."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    """The order's number."""
    leg: Leg
    """What it is for: sold goods, goods that come back from their customer, or what replaces those."""
    return_id: str
    """The return that it belongs to; empty for sold goods."""
    status: ShipmentStatus
    courier: str
    tracking_no: str
    cod: Money
    """Cash to have ready at the door."""
    deliver_on: date | None
    """The day of the next attempt, or the one the customer chose."""
    may_reschedule: bool
    proof: Proof | None
    evidence_id: str
    """The photo's, where one proves the delivery."""
    attempts: list[AttemptView]
    steps: list[StepView]


class TrackedView(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel in a list."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    leg: Leg
    """What it is for: sold goods, goods that come back from their customer, or what replaces those."""
    return_id: str
    """The return that it belongs to; empty for sold goods."""
    status: ShipmentStatus
    courier: str
    tracking_no: str
    cod: Money
    weight_grams: int
    reason: str
    attempts: int
    deliver_on: date | None
    proof: Proof | None
    return_confirmed: bool
    return_condition: Condition | None
    planned_at: datetime
    changed_at: datetime


class VendorTracking(TrackedView, frozen=True, kw_only=True):
    """A parcel with its way, as its vendor sees it."""

    evidence_id: str
    photos: list[EvidenceView]
    steps: list[StepView]


class StaffTrackedView(TrackedView, frozen=True, kw_only=True):
    """A parcel in the back office's list. `rider_id` is empty while no rider has it."""

    rider_id: str


class StaffTracking(StaffTrackedView, frozen=True, kw_only=True):
    """A parcel with its way, as the back office sees it."""

    evidence_id: str
    photos: list[EvidenceView]
    steps: list[StaffStepView]
