"""Bookings with couriers over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from bdcommerce.fulfilment.domain.booking import BookingStatus
from bdcommerce.fulfilment.domain.news import CourierStatus, Outcome
from bdcommerce.fulfilment.schemas.couriers import RateList
from bdcommerce.fulfilment.schemas.words import Reason
from bdcommerce.kernel.money import Money

CourierWord = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z_]*$", examples=["pathao"])]
ShipmentId = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[a-z0-9_]+$")]


class Book(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Give a parcel to a courier: the one that is named, or (empty) the one that the rule chooses."""

    courier: CourierWord = ""


class Resolve(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What somebody found in a courier's panel: the parcel's number there, or (empty) no such parcel."""

    tracking_no: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[A-Za-z0-9_-]*$", examples=["DD221126000001"])]


class ChangeCod(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another amount to collect at the door, in poisha."""

    cod: Money
    reason: Reason


class ProblemView(msgspec.Struct, frozen=True, kw_only=True):
    """Why a booking waits for people, or for its courier. `said`: what the courier says of which field."""

    code: str
    message: str
    said: dict[str, Any]


class BookingView(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel's booking."""

    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    status: BookingStatus
    reference: str
    """What the courier knows it by beside its own number."""
    tracking_no: str
    district: str
    cod: Money
    charge: Money | None
    """What the courier says it takes."""
    attempts: int
    problem: ProblemView | None
    heard_at: datetime | None
    """By the courier's clock: how far its story was heard."""
    changed_at: datetime


class NewsView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a courier said, and what came of it (empty: nothing yet)."""

    news_id: str
    courier: str
    source: Literal["hook", "poll"]
    status: CourierStatus
    said: str
    reason: str
    told_at: datetime
    heard_at: datetime
    outcome: Outcome | Literal[""]
    shipment_id: str
    tracking_no: str
    reference: str


class BookingStory(msgspec.Struct, frozen=True, kw_only=True):
    """A booking with why this courier was chosen, and all that it has said (at most 500)."""

    booking: BookingView
    choice: RateList | None
    news: list[NewsView]


class BookMany(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Give many parcels to couriers."""

    shipment_ids: Annotated[list[ShipmentId], msgspec.Meta(min_length=1, max_length=200)]
    courier: CourierWord = ""


class BulkView(msgspec.Struct, frozen=True, kw_only=True):
    """How far a bulk booking is: `done` of `rows` are booked or left to people."""

    bulk_id: str
    courier: str
    begun_at: datetime
    begun_by: str
    rows: int
    """Parcels in all."""
    done: int
    """Parcels that are booked or left to people."""
    booked: int
    """Parcels."""
    left: int
    """To people: refused, unanswered, or not to be booked at all."""


class BulkRowView(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one parcel."""

    row: int
    """Counted from 1, in the order of the request."""
    shipment_id: str
    status: str
    courier: str
    tracking_no: str
    problem: str
