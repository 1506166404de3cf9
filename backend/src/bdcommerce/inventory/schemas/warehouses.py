"""Warehouses, and what is picked in them."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from bdcommerce.kernel.text import Localized

Name = Annotated[
    str, msgspec.Meta(min_length=1, max_length=80, pattern=r"\S", description="For people", examples=["Godown Tejgaon"])
]
UpazilaId = Annotated[
    str,
    msgspec.Meta(
        min_length=3,
        max_length=80,
        pattern=r"^[a-z0-9/_-]*$",
        description="Of the upazila or thana it lies in, from `/geo/upazilas`",
        examples=["dhaka/dhanmondi"],
    ),
]


class AddWarehouse(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A place where the vendor keeps stock."""

    name: Name
    upazila_id: UpazilaId


class ChangeWarehouse(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What of it is different; what is null or left out stays."""

    name: Name | None = None
    upazila_id: UpazilaId | None = None


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """Where it is; all empty as long as nobody has said."""

    division: str = ""
    district: str = ""
    upazila: str = ""


class WarehouseView(msgspec.Struct, frozen=True, kw_only=True):
    """A warehouse."""

    id: str
    name: str
    place: PlaceView
    open: bool
    own: bool
    """The one every vendor has: it takes what comes back when another one was closed."""
    created_at: datetime


class PickView(msgspec.Struct, frozen=True, kw_only=True):
    """Units to be picked for an order: so many of an offer, out of one batch in one warehouse."""

    offer_id: str
    sku: str
    title: Localized
    warehouse_id: str
    warehouse: str
    """Its name."""
    batch_no: str
    expires_on: date | None
    quantity: int
    """Units to pick: sold, and not given back."""
    given_back: int
    """Units that were sold and came back."""
    picked_at: datetime
    """When the order was confirmed."""
