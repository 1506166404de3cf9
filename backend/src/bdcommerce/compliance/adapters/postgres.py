"""The rule book and the audit chain in an open transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.domain import AuditEntry, Head, RuleSpan
from bdcommerce.compliance.tables import audit_entry, audit_head, rule, rule_book
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel.errors import Stale


class PostgresWork:
    """A unit of work of compliance."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.rules = PostgresRules(unit.tx)
        self.audit = PostgresAudit(unit.tx)


class PostgresRules:
    """See ports.RuleRepository. One row holds the version of the book; whoever changes the book has it locked."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def lock(self, key: str) -> Sequence[RuleSpan]:
        """See ports.RuleRepository."""
        await self._tx.execute(update(rule_book).values(version=rule_book.c.version + 1))
        history = select(rule).where(rule.c.key == key).order_by(rule.c.effective_from, rule.c.id)
        return [RuleSpan(**row) for row in await self._tx.rows(history)]

    async def close(self, rule_id: str, effective_to: date) -> None:
        """See ports.RuleRepository."""
        await self._tx.execute(update(rule).where(rule.c.id == rule_id).values(effective_to=effective_to))

    async def add(self, span: RuleSpan) -> None:
        """See ports.RuleRepository."""
        try:
            await self._tx.execute(insert(rule).values(asdict(span)))
        except IntegrityError as error:
            raise Stale(f"{span.key} has got another value for one of these days") from error


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
