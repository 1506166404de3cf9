"""Photos of parcels: kept once, and only where they say something."""

from bdcommerce.fulfilment.domain.evidence import Evidence, Photo, Purpose, ensure_takes, ensure_unused
from bdcommerce.fulfilment.errors import UnknownEvidence
from bdcommerce.fulfilment.ports import Work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure


async def keep(work: Work, shipment_id: str, purpose: Purpose, photo: Photo, *, file: str, by: str) -> Evidence:
    """A photo of a parcel; the same picture for the same purpose again is the one that is kept already.

    Raises UnknownShipment, NotPossibleNow, PhotoUsed, TooManyPhotos.
    """
    shipment = await work.shipments.get(shipment_id)
    before = await work.evidence.of(shipment_id)
    if known := next((one for one in before if (one.file, one.purpose) == (file, purpose)), None):
        return known
    ensure_takes(shipment, purpose, before)
    if purpose == "delivery":
        ensure_unused(await work.evidence.of_delivery(file), shipment)
    kept = Evidence(
        evidence_id=ids.new_id("evd"),
        shipment_id=shipment_id,
        purpose=purpose,
        file=file,
        width=photo.width,
        height=photo.height,
        captured_at=photo.captured_at,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
    await work.evidence.add(kept)
    return kept


async def ensure_shown(work: Work, shipment_id: str, evidence_id: str, purpose: Purpose) -> None:
    """Raises UnknownEvidence unless there is such a photo of the shipment for that purpose."""
    kept = await work.evidence.of(shipment_id)
    ensure(
        any((one.evidence_id, one.purpose) == (evidence_id, purpose) for one in kept), UnknownEvidence.of(evidence_id)
    )
