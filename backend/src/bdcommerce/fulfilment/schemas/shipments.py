"""Shipments over HTTP."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.events import AttemptCode, Leg
from bdcommerce.fulfilment.schemas.words import Id, Reason
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language


class Deliver(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the rider brings home from the door: the customer's code, or the photo of where the parcel was left; and
    the cash (poisha; zero for a prepaid parcel).
    """

    code: Annotated[str, msgspec.Meta(pattern="^([0-9]{4})?$", examples=["4711"])] = ""
    photo_id: Id = ""
    collected: Money


class ToHub(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """In which hub of the courier it waits."""

    hub: Annotated[str, msgspec.Meta(min_length=2, max_length=40, pattern=r"^[a-z0-9-]+$", examples=["dhaka-tejgaon"])]


class Missed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why nobody took it; `other` needs words. Without a day the next attempt is on the next day of deliveries."""

    code: AttemptCode = "other"
    reason: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$", examples=["gate closed"])] = ""
    next_on: Annotated[date | None, msgspec.Meta(description="a day in Bangladesh, today at the earliest")] = None


class Why(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why it was not delivered."""

    reason: Reason


class ShipmentState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a shipment is now."""

    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    """The order's number."""
    leg: Leg
    """What it is for: sold goods, goods that come back from their customer, or what replaces those."""
    status: ShipmentStatus
    courier: str
    tracking_no: str
    cod: Money
    """Cash to collect at the door."""
    reason: str
    """Why it was not delivered, or is cancelled."""


class ContactsView(msgspec.Struct, frozen=True, kw_only=True):
    """From whom, and to whom."""

    recipient: Address
    language: Language
    pickup: Address
    note: str
    """What the recipient asks of whoever brings it."""


class ShipmentView(ShipmentState, frozen=True, kw_only=True):
    """A shipment in the list. `contacts` is null once there is nothing left to bring or to fetch."""

    weight_grams: int
    changed_at: datetime
    contacts: ContactsView | None
