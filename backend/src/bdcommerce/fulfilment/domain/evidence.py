"""Photos that prove something of a parcel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.fulfilment.domain.shipment import POSSIBLE_IN, Shipment
from bdcommerce.fulfilment.errors import NotPossibleNow, PhotoUsed, TooManyPhotos
from bdcommerce.kernel.errors import ensure

Purpose = Literal["delivery", "damage", "claim"]
"""It stands where the customer wants it; it came back damaged; what a courier should answer for."""
MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A decoded picture, ready to be kept: WebP without anything but its points."""

    content: bytes
    width: int
    height: int
    captured_at: datetime | None
    """What the camera said; None: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A kept photo of a shipment."""

    evidence_id: str
    shipment_id: str
    purpose: Purpose
    file: str
    width: int
    height: int
    captured_at: datetime | None
    uploaded_at: datetime
    uploaded_by: str


def ensure_takes(shipment: Shipment, purpose: Purpose, before: Sequence[Evidence]) -> None:
    """Raises NotPossibleNow for a delivery that is not on its way, and TooManyPhotos."""
    possible = purpose != "delivery" or shipment.status in POSSIBLE_IN["delivered"]
    ensure(possible, NotPossibleNow.of(shipment.shipment_id, shipment.status, "photographed at the door"))
    ensure(len([one for one in before if one.purpose == purpose]) < MOST, TooManyPhotos.of(shipment.shipment_id, MOST))


def ensure_unused(known: Evidence | None, shipment: Shipment) -> None:
    """Raises PhotoUsed for a picture that proves the delivery of another parcel."""
    ensure(known is None or known.shipment_id == shipment.shipment_id, PhotoUsed.of(shipment.shipment_id))
