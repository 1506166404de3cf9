"""What the world is told of a shipment: the one place where its own events become public ones."""

from datetime import datetime

from bdcommerce.contracts.fulfilment import (
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentMoved,
    ShipmentReturned,
)
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CourierBooked,
    ParcelDelivered,
    ParcelLost,
    ParcelPickedUp,
    ParcelReachedHub,
    ParcelReturned,
    ParcelWentOut,
    ReturnStarted,
    ShipmentEvent,
)

Told = ShipmentBooked | ShipmentMoved | ShipmentDelivered | ShipmentReturned | ShipmentLost


def told_of(shipment: Shipment, event: ShipmentEvent, at: datetime) -> Told | None:
    """The public event, given the shipment as it is right after its own; None for what concerns nobody else."""
    made: Told | None
    match event:
        case CourierBooked():
            made = ShipmentBooked(**_whose(shipment), courier=shipment.courier, tracking_no=shipment.tracking_no, at=at)
        case ParcelPickedUp() | ParcelReachedHub() | ParcelWentOut():
            made = ShipmentMoved(**_whose(shipment), status=shipment.status, reason="", at=at)
        case AttemptFailed(reason=reason, code=code):
            made = ShipmentMoved(**_whose(shipment), status=shipment.status, reason=reason or code, at=at)
        case ReturnStarted():
            made = ShipmentMoved(**_whose(shipment), status=shipment.status, reason=shipment.reason, at=at)
        case ParcelDelivered():
            made = ShipmentDelivered(
                **_whose(shipment),
                courier=shipment.courier,
                collected=event.collected,
                proof=event.proof,
                evidence_id=event.evidence_id,
                at=at,
            )
        case ParcelLost():
            made = ShipmentLost(**_whose(shipment), courier=shipment.courier, at=at)
        case ParcelReturned():
            made = ShipmentReturned(**_whose(shipment), reason=shipment.reason, at=at)
        case _:
            made = None
    return made


def _whose(shipment: Shipment) -> dict[str, str]:
    return {
        "shipment_id": shipment.shipment_id,
        "order_id": shipment.order_id,
        "vendor_order_id": shipment.vendor_order_id,
        "vendor_id": shipment.vendor_id,
    }
