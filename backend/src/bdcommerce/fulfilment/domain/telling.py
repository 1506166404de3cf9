"""What the world is told of a shipment: the one place where its own events become public ones."""

from datetime import datetime

from bdcommerce.contracts.fulfilment import ShipmentBooked, ShipmentDelivered, ShipmentMoved, ShipmentReturned
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CourierBooked,
    ParcelDelivered,
    ParcelPickedUp,
    ParcelReturned,
    ParcelWentOut,
    ReturnStarted,
    ShipmentEvent,
)

Told = ShipmentBooked | ShipmentMoved | ShipmentDelivered | ShipmentReturned


def told_of(shipment: Shipment, event: ShipmentEvent, at: datetime) -> Told | None:
    """The public event, given the shipment as it is right after its own; None for what concerns nobody else."""
    match event:
        case CourierBooked():
            return ShipmentBooked(**_whose(shipment), courier=shipment.courier, tracking_no=shipment.tracking_no, at=at)
        case ParcelPickedUp() | ParcelWentOut():
            return ShipmentMoved(**_whose(shipment), status=shipment.status, reason="", at=at)
        case AttemptFailed() | ReturnStarted():
            return ShipmentMoved(**_whose(shipment), status=shipment.status, reason=shipment.reason, at=at)
        case ParcelDelivered(collected=collected):
            return ShipmentDelivered(
                **_whose(shipment), courier=shipment.courier, collected=collected, proof="otp", at=at
            )
        case ParcelReturned():
            return ShipmentReturned(**_whose(shipment), reason=shipment.reason, at=at)
        case _:
            return None


def _whose(shipment: Shipment) -> dict[str, str]:
    return {
        "shipment_id": shipment.shipment_id,
        "order_id": shipment.order_id,
        "vendor_order_id": shipment.vendor_order_id,
        "vendor_id": shipment.vendor_id,
    }
