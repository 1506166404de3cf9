"""What happens to a purchase on its way, and what orders sets itself to do about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.events import domain_event
from bdcommerce.orders.events.purchases import Sums

ShipmentNews = Literal["picked_up", "out_for_delivery", "attempt_failed", "returning", "delivered", "returned", "lost"]


@domain_event()
class Accepted:
    """The vendor will fulfil its part."""

    order_id: str
    vendor_order_id: str
    by: Actor
    at: datetime


@domain_event()
class Packed:
    """The parcel is closed."""

    order_id: str
    vendor_order_id: str
    by: Actor
    at: datetime


@domain_event()
class MadeReadyToShip:
    """The parcel waits for its courier."""

    order_id: str
    vendor_order_id: str
    weight_grams: int
    by: Actor
    at: datetime


@domain_event()
class LineCancelled:
    """A line will not be delivered; `sums` are those of what is left."""

    order_id: str
    vendor_order_id: str
    line_id: str
    sums: Sums
    reason: str
    by: Actor
    at: datetime
    code: str = ""


@domain_event()
class Cancelled:
    """Nothing of a vendor order will be delivered. `code` is why, `reason` what was said about it."""

    order_id: str
    vendor_order_id: str
    reason: str
    by: Actor
    at: datetime
    code: str = ""


@domain_event()
class ShipmentMovedOn:
    """The courier's news moved the vendor order: handed over, on its way, failed at the door, coming back."""

    order_id: str
    vendor_order_id: str
    shipment_id: str
    news: ShipmentNews
    reason: str
    by: Actor
    at: datetime
    cause: str = ""
    """Of a failed attempt: the code of why, if its courier has codes."""


@domain_event()
class ShipmentNewsNoted:
    """The courier said something that does not fit the vendor order; kept, so that somebody can look into it."""

    order_id: str
    vendor_order_id: str
    shipment_id: str
    news: ShipmentNews
    status: str
    """What the vendor order was when the news came."""
    reason: str
    by: Actor
    at: datetime


@domain_event()
class Completed:
    """The goods are the customer's for good."""

    order_id: str
    vendor_order_id: str
    accepted_by_customer: bool
    by: Actor
    at: datetime


@domain_event()
class AcceptanceDue:
    """A timer: the vendor has had the hours in which it may accept."""

    order_id: str
    vendor_order_id: str


@domain_event()
class ReturnWindowEnded:
    """A timer: the customer has had the days of the return window."""

    order_id: str
    vendor_order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedLine:
    """Units that nobody gets. `key` is the same however often it is said."""

    key: str
    offer_id: str
    quantity: int


@domain_event()
class StockFreed:
    """Sold units that go back to stock."""

    order_id: str
    hold_id: str
    lines: tuple[FreedLine, ...]
    reason: str
