"""The rule book, and proposed changes of it, in an open transaction."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.domain.changes import RuleChange
from bdcommerce.compliance.domain.rules import RuleSpan
from bdcommerce.compliance.tables import rule, rule_book, rule_change
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.errors import Stale


class PostgresRules:
    """See ports.RuleRepository. One row holds the version of the book; whoever changes the book has it locked."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def history(self, key: str) -> list[RuleSpan]:
        """See ports.RuleRepository."""
        spans = select(rule).where(rule.c.key == key).order_by(rule.c.effective_from, rule.c.id)
        return [RuleSpan(**row) for row in await self._tx.rows(spans)]

    async def lock(self, key: str) -> list[RuleSpan]:
        """See ports.RuleRepository."""
        await self._tx.execute(update(rule_book).values(version=rule_book.c.version + 1))
        return await self.history(key)

    async def close(self, rule_id: str, effective_to: date) -> None:
        """See ports.RuleRepository."""
        await self._tx.execute(update(rule).where(rule.c.id == rule_id).values(effective_to=effective_to))

    async def add(self, span: RuleSpan) -> None:
        """See ports.RuleRepository."""
        try:
            await self._tx.execute(insert(rule).values(asdict(span)))
        except IntegrityError as error:
            raise Stale(f"{span.key} has got another value for one of these days") from error


class PostgresChanges:
    """See ports.ChangeRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, change: RuleChange) -> None:
        """See ports.ChangeRepository."""
        await self._tx.execute(insert(rule_change).values(asdict(change)))

    async def lock(self, change_id: str) -> RuleChange | None:
        """See ports.ChangeRepository."""
        row = await self._tx.row(select(rule_change).where(rule_change.c.id == change_id).with_for_update())
        return RuleChange(**row) if row else None

    async def save(self, change: RuleChange) -> None:
        """See ports.ChangeRepository."""
        decided = {name: getattr(change, name) for name in ("status", "decided_by", "decided_at", "note", "rule_id")}
        await self._tx.execute(update(rule_change).where(rule_change.c.id == change.id).values(decided))
