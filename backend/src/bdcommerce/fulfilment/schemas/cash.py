"""Cash over HTTP: what couriers hold, hand over, and owe."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from bdcommerce.fulfilment.schemas.words import Id, Reason
from bdcommerce.kernel.money import Money


class RemitParcel(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What arrived for one parcel, and what the courier kept as its charge."""

    shipment_id: Id
    arrived: Money
    charge: Money


class Remit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A courier hands over cash. `reference` is what its own statement calls it."""

    courier: Id
    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    parcels: Annotated[list[RemitParcel], msgspec.Meta(min_length=1, max_length=500)]


class SettleShortage(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The courier made it good, or the operator writes it off."""

    how: Literal["paid", "written_off"]
    reason: Reason


class RemittedView(msgspec.Struct, frozen=True, kw_only=True):
    """One parcel of a remittance: collected = arrived + charge + short."""

    shipment_id: str
    vendor_order_id: str
    collected: Money
    arrived: Money
    charge: Money
    short: Money


class RemittanceView(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded remittance."""

    remittance_id: str
    courier: str
    reference: str
    recorded_at: datetime
    parcels: list[RemittedView]


class ShortageView(msgspec.Struct, frozen=True, kw_only=True):
    """What a courier owes, or owed, for a parcel. `how` is null while it is open."""

    shortage_id: str
    courier: str
    shipment_id: str
    vendor_order_id: str
    reference: str
    """The remittance that was short."""
    amount: Money
    opened_at: datetime
    how: Literal["paid", "written_off"] | None
    reason: str | None
    settled_at: datetime | None


class SettledView(msgspec.Struct, frozen=True, kw_only=True):
    """A shortage that is no more."""

    shortage_id: str
    courier: str
    shipment_id: str
    vendor_order_id: str
    amount: Money
    how: Literal["paid", "written_off"]
    settled_at: datetime


class CashParcelView(msgspec.Struct, frozen=True, kw_only=True):
    """Cash of one parcel in a courier's hands."""

    shipment_id: str
    vendor_order_id: str
    collected: Money
    collected_at: datetime
    age_days: int
    """Calendar days in Bangladesh since it was collected."""


class CashInHands(msgspec.Struct, frozen=True, kw_only=True):
    """What a courier holds, and what it still owes of what it handed over. Parcels come by pages, oldest first."""

    courier: str
    in_hands: Money
    parcels: int
    """How many it holds cash of."""
    short: Money
    oldest_days: int
    """Days since the oldest cash was collected; 0: today, or there is none."""
    items: list[CashParcelView]
    next_cursor: str | None
