"""What stands on a parcel's label, beside whom it goes to."""

from dataclasses import dataclass

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """A parcel that is to be labelled."""

    shipment_id: str
    vendor_id: str
    number: str
    courier: str
    tracking_no: str
    status: ShipmentStatus
    cod: Money
    weight_grams: int
    contacts_sealed: str
