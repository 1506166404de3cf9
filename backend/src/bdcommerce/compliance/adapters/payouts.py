"""What vendors were paid, in an open transaction."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.tables import payee, payout
from bdcommerce.infra.postgres import Transaction


class PostgresPayouts:
    """See ports.PayoutRepository. A vendor has one row that stands for it, to be locked."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def lock(self, vendor_id: str) -> None:
        """See ports.PayoutRepository."""
        made = insert(payee).values(vendor_id=vendor_id)
        await self._tx.execute(made.on_conflict_do_update(index_elements=["vendor_id"], set_={"vendor_id": vendor_id}))

    async def add(self, vendor_id: str, proof: Evidence, released_until: datetime) -> None:
        """See ports.PayoutRepository."""
        made = insert(payout).values(
            payout_id=proof.reference,
            vendor_id=vendor_id,
            paid_at=proof.at,
            released_until=released_until,
            proof=msgspec.to_builtins(proof),
        )
        await self._tx.execute(made.on_conflict_do_nothing())

    async def covering(self, vendor_id: str, released_at: datetime) -> Evidence | None:
        """See ports.PayoutRepository."""
        found = await self._tx.scalar(
            select(payout.c.proof)
            .where(payout.c.vendor_id == vendor_id, payout.c.released_until >= released_at)
            .order_by(payout.c.released_until)
            .limit(1)
        )
        return msgspec.convert(found, Evidence, strict=False) if found else None
