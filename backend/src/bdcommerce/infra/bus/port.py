"""What infra needs of a bus, whichever carries it. The same conformance tests run on every one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

import asyncpg

from bdcommerce.infra.telemetry.metrics import Backlog

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An event on its way. `data` and `metadata` are JSON texts, as the log stores them."""

    event_id: str
    key: str
    """Messages of one key in one queue are handled in the order in which they were published, one at a time."""
    type: str
    public: bool
    """Whether `type` names an integration event; a private event comes back to the service that stored it."""
    schema_version: int
    data: str
    metadata: str
    recorded_at: datetime
    available_at: datetime
    """Not delivered before."""
    queue: str = ""
    """Empty: every queue that subscribed to the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that this process handles, until its lease ends."""

    id: int
    queue: str
    attempt: int
    """1 for the first delivery."""
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that was given up; it holds back what follows it under the same key."""

    id: int
    queue: str
    key: str
    event_id: str
    type: str
    attempts: int
    reason: str
    """Class and code of the last error; never its message."""
    recorded_at: datetime
    dead_at: datetime


class Bus(Protocol):
    """Queues with order per key, leases, back-off, dead letters. Every instant comes from kernel.clock."""

    async def publish(self, messages: Sequence[Message], connection: Connection) -> None:
        """Hand messages over. When the transaction of `connection` commits, all of them are on the bus for good; when
        it does not, they may be there nevertheless, and will be published again under the same ids.
        """

    async def tick(self, message: Message, slot: int) -> bool:
        """Publish a job's message for a slot of time, unless somebody has; False while an earlier one still waits or
        is being handled, so that slots pile up to one.
        """

    async def claim(self, queue: str, limit: int) -> list[Claimed]:
        """Messages to handle now: at most one per key, and only the first of its key. Leased to the caller."""

    async def ack(self, queue: str, claimed: Sequence[Claimed]) -> None:
        """They have had their effect."""

    async def retry(self, claimed: Claimed, at: datetime) -> None:
        """It failed; deliver it again at an instant. What follows it under its key waits."""

    async def bury(self, claimed: Claimed, reason: str) -> None:
        """It is given up: a dead letter, until somebody redrives or discards it."""

    async def renew(self, claimed: Sequence[Claimed]) -> None:
        """They are still being handled: their leases begin anew."""

    async def release(self, claimed: Sequence[Claimed]) -> None:
        """They will not be handled here; whoever comes may have them at once, as if they had not been tried."""

    async def ready(self, queues: Sequence[str]) -> set[str]:
        """Those of the queues in which something can be claimed now."""

    async def watch(self, arrived: Callable[[str], None]) -> None:
        """Call back with a queue's name when messages may have come in, until cancelled. A hint: some are missed."""

    async def backlog(self, queues: Sequence[str]) -> Mapping[str, Backlog]:
        """What waits in each of the queues."""

    async def dead(self, *, queue: str = "", limit: int = 100) -> list[DeadLetter]:
        """Dead letters, the oldest first, of one queue or of all."""

    async def redrive(self, *, queue: str = "", message_id: int = 0) -> int:
        """Deliver dead letters again: one of them, those of a queue, or all; how many there were."""

    async def discard(self, message_id: int, reason: str) -> bool:
        """Drop a dead letter, remembering why; what follows it goes on. False if there is no such dead letter."""
