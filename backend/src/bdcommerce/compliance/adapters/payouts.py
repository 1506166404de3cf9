"""What vendors were paid, in an open transaction."""

from datetime import datetime

import msgspec
from sqlalchemy import Select, select, update
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
        found = await self._tx.row(_standing(vendor_id, released_at).limit(1))
        return _proof(found["proof"]) if found else None

    async def standing(self, vendor_id: str, since: datetime) -> list[tuple[datetime, Evidence]]:
        """See ports.PayoutRepository."""
        rows = await self._tx.rows(_standing(vendor_id, since))
        return [(row["released_until"], _proof(row["proof"])) for row in rows]

    async def take_back(self, payout_id: str, at: datetime) -> None:
        """See ports.PayoutRepository."""
        back = update(payout).where(payout.c.payout_id == payout_id, payout.c.came_back_at.is_(None))
        await self._tx.execute(back.values(came_back_at=at))


def _standing(vendor_id: str, since: datetime) -> Select[tuple[datetime, object]]:
    return (
        select(payout.c.released_until, payout.c.proof)
        .where(payout.c.vendor_id == vendor_id, payout.c.released_until >= since, payout.c.came_back_at.is_(None))
        .order_by(payout.c.released_until)
    )


def _proof(kept: object) -> Evidence:
    return msgspec.convert(kept, Evidence, strict=False)
