"""Returns and claims over HTTP."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.fulfilment.events import ClaimKind, ClaimStatus, Condition
from bdcommerce.fulfilment.schemas.words import Reason
from bdcommerce.kernel.money import Money

_Text = Annotated[str, Meta(min_length=3, max_length=1000, pattern=r"^[^\x00]*$")]
_ShipmentId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]


class HandBack(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code that the vendor gave for the parcel; empty: none."""

    code: Annotated[str, Meta(pattern="^([0-9]{4})?$", examples=["4711"])] = ""


class ReturnCode(msgspec.Struct, frozen=True, kw_only=True):
    """What the vendor gives to the rider when it takes the parcel back."""

    shipment_id: str
    code: str


class CheckReturn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a parcel came back."""

    condition: Condition
    note: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$", examples=["the box is torn"])] = ""


class OpenClaim(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A parcel is lost, or came damaged; `amount` (poisha) is what the courier should pay for it."""

    shipment_id: _ShipmentId
    kind: ClaimKind
    amount: Money
    description: _Text
    evidence_ids: Annotated[list[_ShipmentId], Meta(max_length=10, description="photos of that parcel")] = []


class CourierAnswer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the courier offers (poisha, zero: nothing), in its own words."""

    offered: Money
    note: _Text


class SettleClaim(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the courier will remit (poisha), at most what was asked for."""

    amount: Money
    reason: Reason


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim against a courier. `offered` and `settled` are null until there is an answer and a decision."""

    claim_id: str
    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    number: str
    """The order's number."""
    kind: ClaimKind
    status: ClaimStatus
    asked: Money
    offered: Money | None
    settled: Money | None
    description: str
    answer: str
    """The courier's."""
    reason: str
    """Of the decision."""
    evidence_ids: list[str]
    opened_by: str
    """`vendor` or `staff`."""
    opened_at: datetime
    changed_at: datetime
