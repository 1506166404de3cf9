"""Cash on delivery in couriers' hands: what was collected, what arrived, and what is short."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.contracts.fulfilment import CodRemitted, CodShortageSettled, RemittedParcel
from bdcommerce.fulfilment.errors import AlreadyRemitted, AlreadySettled, InClosing, NotCollected
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

How = Literal["paid", "written_off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodParcel:
    """Cash that a courier took at a door."""

    shipment_id: str
    vendor_order_id: str
    courier: str
    collected: Money
    remitted: bool = False
    rider_id: str = ""
    closing_id: str = ""
    """The closing in which its cash is counted; empty: in none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What a courier hands over for one parcel, and keeps for itself as its charge."""

    shipment_id: str
    arrived: Money
    charge: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """What a courier still owes for a parcel."""

    shortage_id: str
    courier: str
    shipment_id: str
    vendor_order_id: str
    amount: Money
    settled: bool
    how: How | None = None
    """How it was settled; None: it was not."""


def remit(
    courier: str,
    reference: str,
    handed_over: Sequence[HandedOver],
    parcels: Mapping[str, CodParcel],
    *,
    remittance_id: str,
    at: datetime,
    closing_id: str = "",
) -> CodRemitted:
    """A remittance, parcel by parcel: all of it, or none.

    Raises NotCollected for parcels of which this courier has no cash, AlreadyRemitted, InClosing for those that are
    counted in another closing, and Invalid where more would arrive than was collected, for a negative amount, and for a
    parcel named twice.
    """
    ids = [one.shipment_id for one in handed_over]
    ensure(ids, Invalid.field("parcels", "there must be at least one"))
    for index, shipment_id in enumerate(ids):
        ensure(shipment_id not in ids[:index], Invalid.field(f"parcels[{index}].shipment_id", "is named twice"))
    foreign = [one for one in ids if one not in parcels or parcels[one].courier != courier]
    ensure(not foreign, NotCollected.of(courier, *foreign))
    before = [one for one in ids if parcels[one].remitted]
    ensure(not before, AlreadyRemitted.of(*before))
    counted = [one for one in ids if parcels[one].closing_id not in {"", closing_id}]
    ensure(not counted, InClosing.of(*counted))
    lines = [_line(parcels[one.shipment_id], one, f"parcels[{index}]") for index, one in enumerate(handed_over)]
    return CodRemitted(remittance_id=remittance_id, courier=courier, reference=reference, parcels=lines, at=at)


def settle(shortage: Shortage, how: How, at: datetime) -> CodShortageSettled:
    """The courier makes it good, or the operator writes it off; either of them once. Raises AlreadySettled."""
    ensure(not shortage.settled, AlreadySettled.of(shortage.shortage_id))
    return CodShortageSettled(
        shortage_id=shortage.shortage_id,
        courier=shortage.courier,
        shipment_id=shortage.shipment_id,
        vendor_order_id=shortage.vendor_order_id,
        amount=shortage.amount,
        how=how,
        at=at,
    )


def _line(parcel: CodParcel, handed_over: HandedOver, field: str) -> RemittedParcel:
    for name, money in (("arrived", handed_over.arrived), ("charge", handed_over.charge)):
        ensure(money.currency == parcel.collected.currency, Invalid.field(f"{field}.{name}", "is in another currency"))
        ensure(money.amount >= 0, Invalid.field(f"{field}.{name}", "must not be negative"))
    short = parcel.collected - handed_over.arrived - handed_over.charge
    ensure(short.amount >= 0, Invalid.field(f"{field}.arrived", "with the charge is more than was collected"))
    return RemittedParcel(
        shipment_id=parcel.shipment_id,
        vendor_order_id=parcel.vendor_order_id,
        collected=parcel.collected,
        arrived=handed_over.arrived,
        charge=handed_over.charge,
        short=short,
    )
