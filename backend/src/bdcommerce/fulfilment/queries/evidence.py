"""Named reads of photos."""

import msgspec

from bdcommerce.fulfilment.domain.evidence import Purpose
from bdcommerce.fulfilment.errors import UnknownEvidence
from bdcommerce.fulfilment.schemas.evidence import EvidenceView
from bdcommerce.infra.postgres import Query, Reads


class EvidenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where a photo lies, and what for."""

    file: str
    purpose: Purpose


EVIDENCE = Query(
    "fulfilment.evidence", "SELECT file, purpose FROM evidence WHERE shipment_id = $1 AND id = $2", EvidenceRow
)
EVIDENCE_OF = Query(
    "fulfilment.evidence_of",
    """
    SELECT id AS evidence_id, purpose, width, height, captured_at, uploaded_at FROM evidence
    WHERE shipment_id = $1 ORDER BY id
    """,
    EvidenceView,
)


async def one(reads: Reads, shipment_id: str, evidence_id: str) -> EvidenceRow:
    """A photo of a shipment. Raises UnknownEvidence."""
    row = await reads.one(EVIDENCE, shipment_id, evidence_id)
    if row is None:
        raise UnknownEvidence.of(evidence_id)
    return row


async def of(reads: Reads, shipment_id: str) -> list[EvidenceView]:
    """The photos of a shipment, in the order they came."""
    return await reads.all(EVIDENCE_OF, shipment_id)
