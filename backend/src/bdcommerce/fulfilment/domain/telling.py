"""What the world is told of a shipment: the one place where its own events become public ones."""

from datetime import datetime

from bdcommerce.contracts.fulfilment import (
    GoodsCameBack,
    ReturnLeg,
    ReturnParcelMoved,
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentMoved,
    ShipmentReturned,
)
from bdcommerce.fulfilment.domain.shipment import STATUS_AFTER, Shipment
from bdcommerce.fulfilment.events import (
    AttemptFailed,
    CourierBooked,
    CourierGaveUp,
    ParcelDelivered,
    ParcelLost,
    ParcelPartlyDelivered,
    ParcelPickedUp,
    ParcelReachedHub,
    ParcelReturned,
    ParcelWentOut,
    Proof,
    RestReturned,
    ReturnStarted,
    ShipmentEvent,
    ShipmentPlanned,
)
from bdcommerce.kernel.money import Money

Told = (
    ShipmentBooked
    | ShipmentMoved
    | ShipmentDelivered
    | ShipmentReturned
    | ShipmentLost
    | GoodsCameBack
    | ReturnParcelMoved
)


def told_of(shipment: Shipment, event: ShipmentEvent, at: datetime) -> Told | None:
    """The public event, given the shipment as it is right after its own; None for what concerns nobody else."""
    if shipment.leg != "delivery":
        return _of_return(shipment, shipment.leg, event, at)
    return _of_delivery(shipment, event, at)


def _of_delivery(shipment: Shipment, event: ShipmentEvent, at: datetime) -> Told | None:
    made: Told | None
    match event:
        case CourierBooked():
            made = ShipmentBooked(**_whose(shipment), courier=shipment.courier, tracking_no=shipment.tracking_no, at=at)
        case ParcelPickedUp() | ParcelReachedHub() | ParcelWentOut():
            made = ShipmentMoved(**_whose(shipment), status=shipment.status, reason="", at=at)
        case AttemptFailed(reason=reason, code=code):
            made = ShipmentMoved(**_whose(shipment), status=shipment.status, reason=reason or code, at=at, code=code)
        case ReturnStarted():
            made = ShipmentMoved(**_whose(shipment), status=shipment.status, reason=shipment.reason, at=at)
        case ParcelDelivered():
            made = _delivered(shipment, event.collected, at, proof=event.proof, evidence_id=event.evidence_id)
        case ParcelPartlyDelivered(collected=collected):
            made = _delivered(shipment, collected, at, proof="courier", partial=True)
        case RestReturned(reason=reason):
            made = GoodsCameBack(**_whose(shipment), courier=shipment.courier, reason=reason, at=at)
        case ParcelLost():
            made = ShipmentLost(**_whose(shipment), courier=shipment.courier, at=at)
        case ParcelReturned():
            made = ShipmentReturned(**_whose(shipment), reason=shipment.reason, at=at)
        case _:
            made = None
    return made


def _of_return(shipment: Shipment, leg: ReturnLeg, event: ShipmentEvent, at: datetime) -> ReturnParcelMoved | None:
    """Of a parcel of a return every status is told, and nothing else."""
    if type(event) not in STATUS_AFTER or isinstance(event, ShipmentPlanned | CourierGaveUp):
        return None
    return ReturnParcelMoved(
        **_whose(shipment),
        return_id=shipment.return_id,
        leg=leg,
        status=shipment.status,
        reason=shipment.reason,
        at=at,
    )


def _delivered(
    shipment: Shipment, collected: Money, at: datetime, *, proof: Proof, evidence_id: str = "", partial: bool = False
) -> ShipmentDelivered:
    return ShipmentDelivered(
        shipment_id=shipment.shipment_id,
        order_id=shipment.order_id,
        vendor_order_id=shipment.vendor_order_id,
        vendor_id=shipment.vendor_id,
        courier=shipment.courier,
        collected=collected,
        proof=proof,
        evidence_id=evidence_id,
        partial=partial,
        at=at,
    )


def _whose(shipment: Shipment) -> dict[str, str]:
    return {
        "shipment_id": shipment.shipment_id,
        "order_id": shipment.order_id,
        "vendor_order_id": shipment.vendor_order_id,
        "vendor_id": shipment.vendor_id,
    }
