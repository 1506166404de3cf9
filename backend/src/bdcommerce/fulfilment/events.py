"""What happens to a shipment and to a claim, each on its own stream, and the order to send a delivery code.

Who a parcel goes to is not told here: that stands sealed in the table of parcels.
"""

from datetime import date, datetime
from typing import Literal

from bdcommerce.contracts.fulfilment import ReturnLeg
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money

AttemptCode = Literal[
    "nobody_home", "no_answer", "wrong_address", "asked_for_later", "no_cash", "area_closed", "refused", "other"
]
"""Why a parcel was not handed over. `refused`: the customer does not want it."""
Proof = Literal["otp", "photo", "courier"]
Condition = Literal["whole", "damaged", "incomplete"]
"""How a parcel came back to its vendor."""
Leg = Literal["delivery", ReturnLeg]
"""What a parcel is for: sold goods, goods that come back from their customer, or what replaces those."""
ClaimKind = Literal["lost", "damaged"]
ClaimStatus = Literal["open", "answered", "settled", "refused", "withdrawn"]


@domain_event()
class ShipmentPlanned:
    """There is a packed parcel to be brought to a customer; or goods to be fetched at one, for the vendor."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    """The order's number, as people read it."""
    weight_grams: int
    cod: Money
    """Cash to collect at the door; zero for a prepaid parcel."""
    leg: Leg = "delivery"
    return_id: str = ""
    """The return that it belongs to; empty for sold goods."""


@domain_event()
class CourierBooked:
    """A courier has taken the job."""

    courier: str
    tracking_no: str


@domain_event()
class TrackingNumberTold:
    """The courier has said only now under which number it has the parcel."""

    tracking_no: str


@domain_event()
class ParcelPickedUp:
    """The courier has it from the vendor."""

    rider_id: str = ""


@domain_event()
class ParcelReachedHub:
    """It waits in a hub of the courier, on its way to the customer."""

    hub: str


@domain_event()
class ParcelWentOut:
    """A rider is on the way to the customer."""

    rider_id: str = ""


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
    """The customer has it and gave the cash; a code or a photo proves it, or an outside courier says so."""

    collected: Money
    proof: Proof = "otp"
    evidence_id: str = ""
    """The photo's."""
    rider_id: str = ""


@domain_event()
class ParcelPartlyDelivered:
    """The customer kept a part of it and paid so much; the rest comes back. The courier says so."""

    collected: Money
    reason: str


@domain_event()
class AttemptFailed:
    """The customer was not there, or would not take it."""

    reason: str
    """In words; may be empty where the code says it all."""
    code: AttemptCode = "other"
    next_on: date | None = None
    """The day of the next attempt; None: there is none."""


@domain_event()
class DeliveryRescheduled:
    """The customer wants it on another day; before that day no rider goes."""

    on: date


@domain_event()
class ReturnStarted:
    """It goes back to the vendor."""

    reason: str


@domain_event()
class ReturnReachedHub:
    """It waits in a hub of the courier, on its way back."""

    hub: str


@domain_event()
class ReturnCodeIssued:
    """The vendor has a code to give for the parcel that comes back. Earlier codes are worthless now."""

    digest: str
    """Keyed hash of the code."""
    at: datetime


@domain_event()
class WrongReturnCodeTried:
    """The rider entered a code that is not the vendor's."""


@domain_event()
class ParcelReturned:
    """The vendor has it back."""

    confirmed: bool = False
    """The vendor gave its code for it."""


@domain_event()
class ReturnChecked:
    """The vendor has looked at what came back."""

    condition: Condition
    note: str


@domain_event()
class ParcelLost:
    """Nobody knows where it is; it will neither arrive nor come back."""

    reason: str


@domain_event()
class ShipmentCancelled:
    """It will not be picked up."""

    reason: str


@domain_event()
class ParcelHeld:
    """The courier keeps it where it is for now."""

    reason: str


@domain_event()
class CourierGaveUp:
    """The courier does not fetch it after all: it waits for another booking."""

    reason: str


@domain_event()
class RestReturning:
    """What the customer did not keep, or gave for something else, is on its way back."""

    reason: str


@domain_event()
class RestReturned:
    """The vendor has it back."""

    reason: str


@domain_event()
class CodChanged:
    """The courier collects another amount at the door."""

    cod: Money
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


@domain_event()
class NewsHeard:
    """To ourselves: a courier has said something about a parcel; find out what it means."""

    news_id: str


@domain_event()
class CallOffDue:
    """To ourselves: tell the courier that it need not fetch the parcel."""

    shipment_id: str
    reason: str


ShipmentEvent = (
    ShipmentPlanned
    | CourierBooked
    | ParcelPickedUp
    | ParcelReachedHub
    | ParcelWentOut
    | CodeIssued
    | WrongCodeTried
    | ParcelDelivered
    | AttemptFailed
    | DeliveryRescheduled
    | ReturnStarted
    | ReturnReachedHub
    | ReturnCodeIssued
    | WrongReturnCodeTried
    | ParcelReturned
    | ReturnChecked
    | ParcelLost
    | ShipmentCancelled
    | ParcelPartlyDelivered
    | ParcelHeld
    | CourierGaveUp
    | RestReturning
    | RestReturned
    | CodChanged
    | TrackingNumberTold
)


@domain_event()
class ClaimOpened:
    """Somebody wants a courier to answer for a parcel."""

    claim_id: str
    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    number: str
    kind: ClaimKind
    asked: Money
    description: str
    evidence_ids: list[str]
    by_vendor: bool
    """Else by the operator's staff."""


@domain_event()
class CourierAnswered:
    """The courier says what it will pay."""

    offered: Money
    note: str


@domain_event()
class ClaimAgreed:
    """The courier will remit so much."""

    amount: Money
    reason: str


@domain_event()
class ClaimRefused:
    """The courier will remit nothing."""

    reason: str


@domain_event()
class ClaimWithdrawn:
    """Whoever opened it has taken it back."""

    reason: str


ClaimEvent = ClaimOpened | CourierAnswered | ClaimAgreed | ClaimRefused | ClaimWithdrawn
