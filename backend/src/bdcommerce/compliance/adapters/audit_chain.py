"""The audit chain in an open transaction."""

from dataclasses import asdict

from sqlalchemy import insert, select, update

from bdcommerce.compliance.domain.audit import AuditEntry, Head
from bdcommerce.compliance.tables import audit_entry, audit_head
from bdcommerce.infra.postgres import Transaction


class PostgresAudit:
    """See ports.AuditRepository. The head row is locked from reading it to the commit, so numbers have no gap."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def lock_head(self) -> Head:
        """See ports.AuditRepository."""
        row = await self._tx.row(select(audit_head.c.seq, audit_head.c.hash).with_for_update())
        if row is None:
            raise RuntimeError("the head of the audit chain is gone: verify the chain before anything is appended")
        return Head(**row)

    async def add(self, entry: AuditEntry) -> None:
        """See ports.AuditRepository."""
        await self._tx.execute(insert(audit_entry).values(asdict(entry)))
        await self._tx.execute(update(audit_head).values(seq=entry.seq, hash=entry.hash))
