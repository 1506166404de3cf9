"""Riders' runs and the cash of their days, over HTTP."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.closing import ClosingStatus, Count
from bdcommerce.kernel.money import Money

_Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]
_Why = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$", examples=["one note was torn"])]
_Pieces = Annotated[int, Meta(ge=1, le=10_000)]


class PlanRun(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A rider's stops on a day, in this order; an empty list clears the day."""

    day: Annotated[date, Meta(description="in Bangladesh, today or later")]
    shipment_ids: Annotated[list[_Id], Meta(max_length=200)]


class PieceBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many notes or coins of one denomination."""

    taka: Annotated[int, Meta(ge=1, le=1000, description="1000, 500, 200, 100, 50, 20, 10, 5, 2 or 1", examples=[500])]
    pieces: _Pieces
    """How many."""


class CountBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A day's cash as it lies on the table. More or less than was collected needs a reason."""

    day: Annotated[date, Meta(description="in Bangladesh, today or earlier")]
    pieces: Annotated[list[PieceBody], Meta(max_length=10)]
    small_change: Annotated[int, Meta(ge=0, le=100_000, description="coins below a taka together, in poisha")] = 0
    reason: _Why = ""
    handed_to: Annotated[_Id, Meta(description="the id of whoever has the cash now", examples=["usr_cashier"])]

    def count(self) -> Count:
        """What lies there."""
        counted: dict[int, int] = {}
        for piece in self.pieces:
            counted[piece.taka] = counted.get(piece.taka, 0) + piece.pieces
        return Count(pieces=counted, small_change=self.small_change)


class CountForRider(CountBody, forbid_unknown_fields=True, kw_only=True):
    """The same, counted by a cashier."""

    rider_id: _Id


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to see, and where. The customer's phone is masked until the rider is on the way."""

    name: str
    phone: str
    line1: str
    area: str
    upazila: str
    landmark: str


class StopView(msgspec.Struct, frozen=True, kw_only=True):
    """A stop: the customer's, or the vendor's where the parcel is still to be fetched or goes back."""

    position: int
    """Place in the rider's day, from 1."""
    shipment_id: str
    number: str
    status: ShipmentStatus
    tracking_no: str
    cod: Money
    deliver_on: date | None
    pickup: PersonView | None
    """The vendor; null while the parcel is on its way to the customer."""
    recipient: PersonView | None
    """Null once there is nothing left to bring or to fetch."""
    note: str
    """What the customer asks of whoever brings it."""


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """A rider's day. Stops come by pages, in order."""

    day: date
    stops: int
    """How many in all."""
    to_collect: Money
    """Cash of the parcels that are not delivered yet."""
    collected: Money
    """Cash taken that day and not remitted yet."""
    items: list[StopView]
    next_cursor: str | None


class RiderParcel(msgspec.Struct, frozen=True, kw_only=True):
    """Cash of one parcel in a rider's hands."""

    shipment_id: str
    vendor_order_id: str
    collected: Money
    collected_at: datetime


class RiderDay(msgspec.Struct, frozen=True, kw_only=True):
    """The cash that a rider took on a day and still holds: what has to lie on the table."""

    rider_id: str
    day: date
    expected: Money
    parcels: list[RiderParcel]


class RiderCash(msgspec.Struct, frozen=True, kw_only=True):
    """The cash that a rider holds, by the days since it was collected."""

    rider_id: str
    parcels: int
    """How many the cash is of."""
    in_hands: Money
    today: Money
    one_day: Money
    two_or_three_days: Money
    longer: Money
    oldest_days: int
    """Days since the oldest of it was collected."""


class ClosingView(msgspec.Struct, frozen=True, kw_only=True):
    """A rider's day as it was counted, and what became of that. Null until somebody has decided."""

    closing_id: str
    rider_id: str
    courier: str
    day: date
    status: ClosingStatus
    expected: Money
    counted: Money
    short: Money
    over: Money
    pieces: dict[str, int]
    """By denomination in taka; `small_change` in poisha."""
    reason: str
    handed_to: str
    counted_by: str
    counted_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision: str | None
    """Why it was rejected."""
    remittance_id: str | None
    """The remittance that was posted when it was confirmed."""
