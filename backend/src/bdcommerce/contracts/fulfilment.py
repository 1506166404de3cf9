"""Fulfilment: parcels, couriers, proof of delivery, and the cash in couriers' hands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, Self

from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

ShipmentStatus = Literal[
    "planned", "booked", "picked_up", "at_hub", "out_for_delivery", "delivered", "partially_delivered",
    "attempt_failed", "returning", "returned", "lost", "cancelled",
]  # fmt: skip


ReturnLeg = Literal["pickup", "replacement"]
"""A parcel of a return: what is fetched at the customer's and brought to the vendor, or what is sent for it."""


@integration_event(key="vendor_order_id")
class ReturnParcelMoved:
    """Of a return, goods on their way to the vendor, or a replacement on its way to the customer, are somewhere else
    now. `delivered`: where they were to go. `cancelled`: nobody brings them. Nothing is ever collected for them.
    """

    shipment_id: str
    """Empty where there never was one."""
    return_id: str
    leg: ReturnLeg
    order_id: str
    vendor_order_id: str
    vendor_id: str
    status: ShipmentStatus
    reason: str
    at: datetime


@integration_event(key="vendor_order_id")
class ShipmentBooked:
    """A courier has taken the job."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    tracking_no: str
    at: datetime


@integration_event(key="vendor_order_id")
class ShipmentMoved:
    """The parcel is somewhere else now: `picked_up`, `at_hub`, `out_for_delivery`, `attempt_failed`, `returning`."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    status: ShipmentStatus
    reason: str
    at: datetime
    code: str = ""
    """Of a failed attempt: why, as one of fulfilment's codes; `other` where a courier only has words."""


@integration_event(key="vendor_order_id")
class ShipmentDelivered:
    """The parcel is in the customer's hands, with proof; or a part of it, and the rest comes back."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    collected: Money
    """Cash taken at the door; zero for a prepaid parcel."""
    proof: Literal["otp", "photo", "courier"]
    """`courier`: an outside courier says so."""
    at: datetime
    evidence_id: str = ""
    """The photo's id for the proof `photo`; staff find it in fulfilment."""
    partial: bool = False
    """The customer kept a part and paid less; which part, the vendor finds out when the rest is back."""


@integration_event(key="vendor_order_id")
class ShipmentReturned:
    """The parcel is back at the vendor."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    reason: str
    at: datetime


@integration_event(key="vendor_order_id")
class GoodsCameBack:
    """Of a parcel that was delivered, whole or in part, the courier has brought goods back to the vendor: what the
    customer did not keep, or exchanged.
    """

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    reason: str
    at: datetime


@integration_event(key="vendor_order_id")
class ShipmentLost:
    """The parcel is gone: nobody will receive it and it does not come back."""

    shipment_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    courier: str
    at: datetime


@integration_event(key="courier")
class ClaimSettled:
    """A courier answers for a parcel that it lost or damaged: so much will be remitted (0: the claim was refused)."""

    claim_id: str
    courier: str
    shipment_id: str
    vendor_order_id: str
    vendor_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittedParcel:
    """One line of a courier's remittance: what was collected, what arrived, what the courier kept as its charge.

    arrived + charge + short = collected.
    """

    shipment_id: str
    vendor_order_id: str
    collected: Money
    arrived: Money
    charge: Money
    short: Money


@integration_event(key="courier")
class CodRemitted:
    """A courier has handed over cash, parcel by parcel; what is short stays owed by it."""

    remittance_id: str
    courier: str
    reference: str
    parcels: list[RemittedParcel]
    at: datetime


@integration_event(key="courier")
class CodShortageSettled:
    """A courier made good what it owed for a parcel (`paid`), or the operator wrote it off (`written_off`)."""

    shortage_id: str
    courier: str
    shipment_id: str
    vendor_order_id: str
    amount: Money
    how: Literal["paid", "written_off"]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuestion:
    """What would it cost, and when would it be there?"""

    vendor_id: str
    origin: Place
    destination: Place
    weight_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuote:
    """The answer. The fee includes VAT."""

    vendor_id: str
    zone: str
    """The delivery zone that sets fee and promise: `same_city`, `other`, or one that the operator added."""
    fee: Money
    promised_by: date
    promised_from: date | None = None
    """The first day it may arrive."""
    order_before: datetime | None = None
    """The promise holds for orders placed before this instant: the next cut-off."""


class AreaNotServed(Invalid):
    """Nothing is delivered to that address; the reason says why."""

    code = "area_not_served"

    @classmethod
    def because(cls, reason: Localized) -> Self:
        return cls(f"address: {reason.en}", fields={"address": reason.en}, reason=reason.en, reason_bn=reason.bn)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierHealth:
    """Whether a courier can be given parcels: its settings are there, staff have enabled it, its API takes us."""

    courier: str
    configured: bool
    enabled: bool
    works: bool
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmappedArea:
    """A place of ours of which nobody has confirmed which area of a courier's it is: nothing can be booked there."""

    courier: str
    level: Literal["district", "upazila"]
    our_id: str
    name: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasFetched:
    """A courier's list of areas as it is now, and for how many of our places one of them is likely."""

    courier: str
    areas: int
    proposals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodStanding:
    """How it stands with the cash of a parcel that a courier's statement speaks of."""

    reference: str
    """As it was asked for."""
    shipment_id: str
    vendor_order_id: str
    collected: Money | None
    """What the courier took at the door; None: nothing that we know of."""
    remitted_as: str
    """By which reference it was handed over; empty: it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOverCash:
    """What arrived for one parcel, and what the courier kept of its cash as its charge."""

    shipment_id: str
    arrived: Money
    charge: Money


class FulfilmentFace(Protocol):
    """Delivery fee and promise; how it stands with couriers, for the command line; and the cash in their hands, for
    whoever reads their statements.
    """

    @idempotent
    async def quote(self, questions: list[DeliveryQuestion]) -> list[DeliveryQuote]:
        """One quote per question, in order, at today's fees, for an order of this moment. Raises AreaNotServed."""

    @idempotent
    async def courier_health(self) -> list[CourierHealth]:
        """Ask every courier that is configured whether it takes our credentials."""

    @idempotent
    async def fetch_areas(self, courier: str) -> AreasFetched:
        """Fetch a courier's areas. Raises NotFound for a courier that is not configured, Unavailable."""

    @idempotent
    async def unmapped_areas(self, courier: str) -> list[UnmappedArea]:
        """What has no area yet. Raises NotFound for a courier that is not configured."""

    @idempotent
    async def cash_of(self, courier: str, references: list[str]) -> list[CodStanding]:
        """Parcels of a courier by its tracking number, our reference with it, or our ids of shipment or vendor order;
        at most 500. What is not known is left out.
        """

    @idempotent
    async def hand_over(self, courier: str, reference: str, parcels: list[HandedOverCash], by: str) -> None:
        """The courier has handed over cash; what is short stays owed by it. The same reference again: nothing more.
        Raises Conflict for parcels of which it has no cash, or not any more; Invalid for more than it collected.
        """

    @idempotent
    async def settle_cash(self, shipment_id: str, how: Literal["paid", "written_off"], reason: str, by: str) -> None:
        """What was short of a parcel is paid after all, or written off. Again: nothing more. Raises NotFound, and
        Conflict if it was settled otherwise.
        """
