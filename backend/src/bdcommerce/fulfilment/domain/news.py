"""What a courier says of a parcel, in one language for all couriers, and what that means for the shipment.

News comes late, twice and in the wrong order: whatever the order, the shipment ends where the courier's last word is.
A step that was never told is filled in; one that is older than what is known changes nothing; an end is an end, but
for goods that come back after a delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.fulfilment.domain.shipment import ON_THE_ROAD, Shipment
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CourierGaveUp,
    ParcelDelivered,
    ParcelHeld,
    ParcelLost,
    ParcelPartlyDelivered,
    ParcelPickedUp,
    ParcelReachedHub,
    ParcelReturned,
    ParcelWentOut,
    RestReturned,
    RestReturning,
    ReturnReachedHub,
    ReturnStarted,
    ShipmentEvent,
)
from bdcommerce.kernel.money import Money

CourierStatus = Literal[
    "pending", "pickup_requested", "pickup_failed", "picked_up", "in_transit", "at_hub", "out_for_delivery", "on_hold",
    "attempt_failed", "delivered", "partially_delivered", "returning", "returned", "lost", "cancelled", "cash_paid_out",
    "unclear",
]  # fmt: skip
"""The one status model. `unclear`: the courier's word is none we know, or says nothing; people look at it."""
Outcome = Literal["applied", "noted", "late", "contradiction", "mismatch", "unknown"]
"""What came of news. `noted`: nothing follows from it. People look at `contradiction` (it cannot be), `mismatch` (other
cash than was asked for) and `unknown` (a parcel that is not ours).
"""
_RANK: dict[CourierStatus, int] = {
    "pending": 0, "pickup_requested": 1, "pickup_failed": 1, "picked_up": 2, "in_transit": 3, "at_hub": 4,
    "out_for_delivery": 5, "on_hold": 5, "attempt_failed": 6, "returning": 7, "cancelled": 7, "delivered": 8,
    "partially_delivered": 8, "returned": 9, "lost": 9, "cash_paid_out": 10, "unclear": 0,
}  # fmt: skip
"""Which of two things comes later when a courier's clock does not tell them apart."""
_ENDS: frozenset[CourierStatus] = frozenset({"delivered", "partially_delivered", "returned", "lost"})
_DELIVERED = frozenset({"delivered", "partially_delivered"})
_OPEN = ON_THE_ROAD | {"booked"}
_SILENT: frozenset[CourierStatus] = frozenset({"pending", "pickup_requested", "pickup_failed", "cash_paid_out"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that a courier says of one parcel, which it names by its tracking number, our reference or both."""

    status: CourierStatus
    said: str
    """The courier's own word."""
    at: datetime
    """By the courier's clock."""
    key: str
    """Of the same words there is one: what is heard twice has the same key."""
    tracking_no: str = ""
    reference: str = ""
    reason: str = ""
    collected: Money | None = None
    """Cash taken at the door; None: it does not say."""
    charge: Money | None = None


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """How far a courier's story of a parcel has been heard."""

    at: datetime
    rank: int


def moment(news: News) -> Moment:
    """Where in the story it belongs."""
    return Moment(news.at, _RANK[news.status])


def follow(shipment: Shipment, news: News, heard: Moment | None) -> tuple[Sequence[ShipmentEvent], Outcome]:
    """What happens to a booked shipment by what its courier says, given how far its story was heard."""
    if news.status in _SILENT or news.status == "unclear":
        return [], "noted" if news.status in _SILENT else "contradiction"
    if shipment.status in _DELIVERED:
        return _after_delivery(news, heard)
    late = heard is not None and moment(news) <= heard
    if shipment.status not in _OPEN | {"returning"}:
        return [], "late" if late or news.status not in _ENDS or news.status == shipment.status else "contradiction"
    if late and news.status not in _ENDS:
        return [], "late"
    happened = _on_the_way_back(news, late=late) if shipment.status == "returning" else _on_the_road(shipment, news)
    if happened is None:
        return [], "contradiction"
    return happened, "applied" if happened else "noted"


def _after_delivery(news: News, heard: Moment | None) -> tuple[Sequence[ShipmentEvent], Outcome]:
    """Nothing undoes a delivery; goods that come back come back after it."""
    if news.status not in {"returning", "returned"}:
        return [], "noted" if news.status in _DELIVERED else "late"
    if heard and moment(news).at < heard.at:
        return [], "late"
    back = RestReturning(reason=_why(news)) if news.status == "returning" else RestReturned(reason=_why(news))
    return [back], "applied"


def _on_the_way_back(news: News, *, late: bool) -> Sequence[ShipmentEvent] | None:
    """None: that cannot be."""
    made: dict[CourierStatus, Sequence[ShipmentEvent]] = {
        "returned": [ParcelReturned()],
        "lost": [ParcelLost(reason=_why(news))],
        "at_hub": [ReturnReachedHub(hub="")],
        "in_transit": [],
        "returning": [],
        "cancelled": [],
    }
    if news.status in _DELIVERED and not late:
        return [ParcelWentOut(), _handed_over(news)]
    return made.get(news.status)


def _on_the_road(shipment: Shipment, news: News) -> Sequence[ShipmentEvent]:
    return [*_fetched(shipment, news), *_arrived(shipment, news)]


def _fetched(shipment: Shipment, news: News) -> Sequence[ShipmentEvent]:
    """Whatever happens to it on the road, it was fetched before."""
    stays = news.status in {"cancelled", "on_hold"}
    return [ParcelPickedUp()] if shipment.status == "booked" and not stays else []


def _arrived(shipment: Shipment, news: News) -> Sequence[ShipmentEvent]:
    out = [] if shipment.status == "out_for_delivery" else [ParcelWentOut()]
    made: Sequence[ShipmentEvent]
    match news.status:
        case "at_hub":
            made = [ParcelReachedHub(hub="")]
        case "out_for_delivery":
            made = out
        case "attempt_failed":
            made = [*out, AttemptFailed(reason=_why(news))]
        case "on_hold":
            made = [ParcelHeld(reason=_why(news))]
        case "delivered" | "partially_delivered":
            made = [*out, _handed_over(news)]
        case "cancelled" if shipment.status == "booked":
            made = [CourierGaveUp(reason=_why(news))]
        case "returning" | "cancelled":
            made = [ReturnStarted(reason=_why(news))]
        case "returned":
            made = [ReturnStarted(reason=_why(news)), ParcelReturned()]
        case "lost":
            made = [ParcelLost(reason=_why(news))]
        case _:
            made = []
    return made


def _handed_over(news: News) -> ParcelDelivered | ParcelPartlyDelivered:
    collected = news.collected or Money(0)
    if news.status == "partially_delivered":
        return ParcelPartlyDelivered(collected=collected, reason=_why(news))
    return ParcelDelivered(collected=collected, proof="courier")


def _why(news: News) -> str:
    return news.reason or news.said
