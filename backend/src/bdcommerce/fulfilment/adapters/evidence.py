"""Evidence in a table; the pictures themselves lie in files, by what is in them."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.exc import IntegrityError

from bdcommerce.fulfilment.domain.evidence import Evidence
from bdcommerce.fulfilment.errors import PhotoUsed
from bdcommerce.fulfilment.tables import evidence
from bdcommerce.infra.postgres import Transaction


class PostgresEvidence:
    """See ports.EvidenceShelf."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, photo: Evidence) -> None:
        """See ports.EvidenceShelf."""
        row = {
            "id": photo.evidence_id,
            "shipment_id": photo.shipment_id,
            "purpose": photo.purpose,
            "file": photo.file,
            "width": photo.width,
            "height": photo.height,
            "captured_at": photo.captured_at,
            "uploaded_at": photo.uploaded_at,
            "uploaded_by": photo.uploaded_by,
        }
        try:
            await self._tx.execute(insert(evidence), row)
        except IntegrityError as error:
            raise PhotoUsed.of(photo.shipment_id) from error

    async def of(self, shipment_id: str) -> Sequence[Evidence]:
        """See ports.EvidenceShelf."""
        wanted = select(evidence).where(evidence.c.shipment_id == shipment_id).order_by(evidence.c.id)
        return [_evidence(row) for row in await self._tx.rows(wanted)]

    async def of_delivery(self, file: str) -> Evidence | None:
        """See ports.EvidenceShelf."""
        wanted = select(evidence).where(evidence.c.file == file, evidence.c.purpose == "delivery")
        row = await self._tx.row(wanted)
        return _evidence(row) if row else None


def _evidence(row: RowMapping) -> Evidence:
    return Evidence(
        evidence_id=row["id"],
        shipment_id=row["shipment_id"],
        purpose=row["purpose"],
        file=row["file"],
        width=row["width"],
        height=row["height"],
        captured_at=row["captured_at"],
        uploaded_at=row["uploaded_at"],
        uploaded_by=row["uploaded_by"],
    )
