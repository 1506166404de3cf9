"""Claims against couriers: opened, answered, decided, and told when money follows."""

from dataclasses import dataclass
from datetime import date

from bdcommerce.contracts.fulfilment import ClaimSettled
from bdcommerce.fulfilment.domain import claim as claims
from bdcommerce.fulfilment.domain.claim import Claim
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.errors import UnknownClaim, UnknownEvidence, UnknownShipment
from bdcommerce.fulfilment.events import ClaimKind, ClaimOpened
from bdcommerce.fulfilment.handlers.shipments import record
from bdcommerce.fulfilment.ports import Work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What somebody says of a parcel. `vendor_id` is empty for the operator's staff."""

    shipment_id: str
    kind: ClaimKind
    asked: Money
    description: str
    evidence_ids: list[str]
    vendor_id: str


async def open_claim(work: Work, complaint: Complaint, *, ended_on: date | None, within_days: int) -> str:
    """A claim; its id. Raises UnknownShipment, UnknownEvidence, NotPossibleNow, TooLateToClaim, ClaimIsOpen."""
    shipment = await work.shipments.get(complaint.shipment_id)
    theirs = complaint.vendor_id in {"", shipment.vendor_id}
    ensure(theirs, UnknownShipment.of(complaint.shipment_id))
    await _ensure_evidence(work, complaint)
    opened = _opened(shipment, complaint)
    claims.open_for(shipment, opened, ended_on=ended_on, today=clock.today(), within_days=within_days)
    await work.claims.add(opened)
    return opened.claim_id


async def answer(work: Work, claim_id: str, offered: Money, note: str) -> None:
    """The courier has answered. Raises UnknownClaim, ClaimClosed, Invalid."""
    claim = await work.claims.get(claim_id)
    await work.claims.append(claim, claim.answer(offered, note))


async def settle(work: Work, claim_id: str, amount: Money, reason: str) -> None:
    """So much will be remitted; a parcel that was claimed as lost is lost now.

    Raises UnknownClaim, ClaimClosed, Invalid, and NotPossibleNow when the parcel has turned up.
    """
    claim = await work.claims.get(claim_id)
    await work.claims.append(claim, claim.agree(amount, reason))
    if claim.kind == "lost":
        shipment = await work.shipments.get(claim.shipment_id)
        if shipment.status != "lost":
            await record(work, shipment, shipment.lose(reason))
    await work.log.tell(_settled(claim, amount))


async def refuse(work: Work, claim_id: str, reason: str) -> None:
    """Nothing will be remitted. Raises UnknownClaim, ClaimClosed."""
    claim = await work.claims.get(claim_id)
    await work.claims.append(claim, claim.refuse(reason))
    await work.log.tell(_settled(claim, Money(0)))


async def withdraw(work: Work, claim_id: str, reason: str, vendor_id: str) -> None:
    """Its opener takes it back. Raises UnknownClaim for anybody else's, ClaimClosed."""
    claim = await work.claims.get(claim_id)
    theirs = claim.by_vendor and claim.vendor_id == vendor_id if vendor_id else not claim.by_vendor
    ensure(theirs, UnknownClaim.of(claim_id))
    await work.claims.append(claim, claim.withdraw(reason))


async def _ensure_evidence(work: Work, complaint: Complaint) -> None:
    known = {photo.evidence_id for photo in await work.evidence.of(complaint.shipment_id)}
    for evidence_id in complaint.evidence_ids:
        ensure(evidence_id in known, UnknownEvidence.of(evidence_id))


def _opened(shipment: Shipment, complaint: Complaint) -> ClaimOpened:
    return ClaimOpened(
        claim_id=ids.new_id("clm"),
        shipment_id=shipment.shipment_id,
        vendor_order_id=shipment.vendor_order_id,
        vendor_id=shipment.vendor_id,
        courier=shipment.courier,
        number=shipment.number,
        kind=complaint.kind,
        asked=complaint.asked,
        description=complaint.description,
        evidence_ids=complaint.evidence_ids,
        by_vendor=bool(complaint.vendor_id),
    )


def _settled(claim: Claim, amount: Money) -> ClaimSettled:
    return ClaimSettled(
        claim_id=claim.claim_id,
        courier=claim.courier,
        shipment_id=claim.shipment_id,
        vendor_order_id=claim.vendor_order_id,
        vendor_id=claim.vendor_id,
        amount=amount,
        at=clock.now(),
    )
