"""What compliance needs from the world."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bdcommerce.compliance.domain.audit import AuditEntry, Head
from bdcommerce.compliance.domain.rules import RuleSpan
from bdcommerce.contracts.compliance import Rule
from bdcommerce.kernel import work
from bdcommerce.kernel.work import Works


class RuleRepository(Protocol):
    """The rule book, for changing it."""

    async def lock(self, key: str) -> Sequence[RuleSpan]:
        """The history of a key. Until the transaction ends nobody else changes the book; readers will see a new one."""

    async def close(self, rule_id: str, effective_to: date) -> None:
        """A value holds no longer from that day on."""

    async def add(self, span: RuleSpan) -> None:
        """A value holds. Raises Stale if another one holds on one of its days."""


class AuditRepository(Protocol):
    """The audit chain, for appending to it."""

    async def lock_head(self) -> Head:
        """The end of the chain. Until the transaction ends nobody else appends."""

    async def add(self, entry: AuditEntry) -> None:
        """The chain ends with this entry now."""


class Work(work.Work, Protocol):
    """A unit of work of compliance."""

    @property
    def rules(self) -> RuleRepository:
        """The rule book."""

    @property
    def audit(self) -> AuditRepository:
        """The audit chain."""


class RuleBook(Protocol):
    """The rule book, for reading it often."""

    async def rules(self, keys: Sequence[str], on: date) -> list[Rule]:
        """The values that hold on a date, in order. Raises UnknownRule."""

    def forget(self) -> None:
        """The book has changed: read it again before the next answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainExtent:
    """How far the chain reaches by its head row (None if that is missing), and how far entries really go."""

    head: Head | None
    last_seq: int


class AuditTrail(Protocol):
    """The audit chain, for reading it."""

    async def extent(self) -> ChainExtent:
        """Both ends, as of one instant."""

    def entries(self, up_to: int) -> AsyncIterator[AuditEntry]:
        """The entries in order, up to and including a number."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """What consumers, endpoints and the face are given."""

    works: Works[Work]
    rule_book: RuleBook
    audit_trail: AuditTrail
