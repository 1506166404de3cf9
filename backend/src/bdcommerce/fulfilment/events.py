"""What happens to a shipment, each on its own stream, and the order to send a delivery code.

Who a parcel goes to is not told here: that stands sealed in the table of parcels.
"""

from datetime import datetime

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money


@domain_event()
class ShipmentPlanned:
    """There is a packed parcel to be brought to a customer."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    """The order's number, as people read it."""
    weight_grams: int
    cod: Money
    """Cash to collect at the door; zero for a prepaid parcel."""


@domain_event()
class CourierBooked:
    """A courier has taken the job."""

    courier: str
    tracking_no: str


@domain_event()
class ParcelPickedUp:
    """The courier has it from the vendor."""


@domain_event()
class ParcelWentOut:
    """A rider is on the way to the customer."""


@domain_event()
class CodeIssued:
    """The customer is sent a code to hand to the rider with the cash. Earlier codes are worthless now."""

    digest: str
    """Keyed hash of the code."""
    at: datetime


@domain_event()
class WrongCodeTried:
    """The rider entered a code that is not the one that was sent."""


@domain_event()
class ParcelDelivered:
    """The customer has it, and gave the code and the cash."""

    collected: Money


@domain_event()
class AttemptFailed:
    """The customer was not there, or would not take it."""

    reason: str


@domain_event()
class ReturnStarted:
    """It goes back to the vendor."""

    reason: str


@domain_event()
class ParcelReturned:
    """The vendor has it back."""


@domain_event()
class ShipmentCancelled:
    """It will not be picked up."""

    reason: str


@domain_event()
class DeliveryCodeDue:
    """To ourselves: send this code to the customer."""

    shipment_id: str
    nth: int
    """How many codes this shipment has had, this one included."""
    number: str
    cod: Money
    sealed_code: str


ShipmentEvent = (
    ShipmentPlanned
    | CourierBooked
    | ParcelPickedUp
    | ParcelWentOut
    | CodeIssued
    | WrongCodeTried
    | ParcelDelivered
    | AttemptFailed
    | ReturnStarted
    | ParcelReturned
    | ShipmentCancelled
)
