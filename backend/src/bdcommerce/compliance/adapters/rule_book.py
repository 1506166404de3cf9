"""The rule book in memory, because every quote and every order asks it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from math import inf

from bdcommerce.compliance.domain.rules import Book, RuleSpan
from bdcommerce.contracts.compliance import Rule
from bdcommerce.infra.postgres import Query, Reads

CHECK_SECONDS = 1.0
"""How old the knowledge may be that the book is still the same: another process may have changed it."""
_VERSION = Query("compliance.rule_book_version", "SELECT version FROM rule_book", dict[str, int])
_BOOK = Query(
    "compliance.rule_book",
    """
    SELECT id, key, value::text, effective_from, effective_to, source, status, verified_by, recorded_at
    FROM rule ORDER BY key
    """,
    RuleSpan,
)


class RuleBookInMemory:
    """See ports.RuleBook. Reads the whole book again whenever its version has moved."""

    def __init__(self, reads: Reads, tick: Callable[[], float] = time.monotonic) -> None:
        self._reads, self._tick = reads, tick
        self._book = Book({})
        self._version = 0
        self._known_at = -inf
        self._reading = asyncio.Lock()

    async def rules(self, keys: Sequence[str], on: date) -> list[Rule]:
        """See ports.RuleBook."""
        book = await self.book()
        return [book.rule(key, on) for key in keys]

    async def book(self) -> Book:
        """See ports.RuleBook."""
        if not self._fresh():
            async with self._reading:
                if not self._fresh():
                    await self._refresh()
        return self._book

    def forget(self) -> None:
        """See ports.RuleBook."""
        self._known_at = -inf

    def _fresh(self) -> bool:
        return self._tick() - self._known_at < CHECK_SECONDS

    async def _refresh(self) -> None:
        # The version is read first: a change in between is then seen as one more change, never missed.
        began = self._tick()
        row = await self._reads.one(_VERSION)
        version = row["version"] if row else 0
        if version != self._version:
            spans = await self._reads.all(_BOOK)
            self._book = Book({key: list(group) for key, group in groupby(spans, key=lambda span: span.key)})
            self._version = version
        self._known_at = began
