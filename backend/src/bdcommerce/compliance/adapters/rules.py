"""The rule book in an open transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.domain.rules import RuleSpan
from bdcommerce.compliance.tables import rule, rule_book
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.errors import Stale


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
