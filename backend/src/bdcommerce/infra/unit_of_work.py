"""A unit of work: one transaction, one event log, one commit, at the edge that opened it.

What makes an effect happen exactly once is written here and nowhere else: the inbox row of a delivered message, the
mark on an idempotency key, and the note to the audit log are part of the transaction of the change itself.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from datetime import datetime
from typing import TypeVar

from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.infra import call, delivery, projections, wakes
from bdcommerce.infra.eventlog import EventLog, metadata_now
from bdcommerce.infra.postgres import Database, Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.kernel import clock

W = TypeVar("W")
S = TypeVar("S")


class Log:
    """The event log as a handler sees it: what is appended is projected in the same transaction."""

    def __init__(self, events: EventLog, tx: Transaction, projected: Sequence[Projection]) -> None:
        self._events, self._tx, self._projected = events, tx, projected

    async def append(self, stream: str, events: Sequence[object], *, expected: int) -> int:
        """See kernel.work.Recorder."""
        await self.append_many({stream: events}, expected={stream: expected})
        return expected + len(events)

    async def append_many(self, events: Mapping[str, Sequence[object]], *, expected: Mapping[str, int]) -> None:
        """See kernel.work.Recorder."""
        recorded = await self._events.append(events, expected=expected)
        await projections.apply(self._projected, recorded, self._tx)

    async def history(self, stream: str, *, after: int = 0, limit: int | None = None) -> list[object]:
        """See kernel.work.Recorder. With a limit the first so many, for streams too long to be held at once."""
        return await self._events.history(stream, after=after, limit=limit)

    async def tell(self, *events: object) -> None:
        """See kernel.work.Recorder."""
        await self._events.tell(*events)

    async def later(self, event: object, *, due: datetime) -> None:
        """See kernel.work.Recorder."""
        await self._events.later(event, due=due)

    def attempt(self) -> AbstractContextManager[None]:
        """What is told inside goes with what raises."""
        return self._events.attempt()

    async def snapshot(self, stream: str, version: int, state: object) -> None:
        """Remember the state of a stream that grows long."""
        await self._events.save_snapshot(stream, version, state)

    async def load_snapshot(self, stream: str, state: type[S]) -> tuple[S, int] | None:
        """The remembered state and the version it stands for."""
        return await self._events.load_snapshot(stream, state)


class Unit:
    """An open transaction and its log, from which a service's adapters are built."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self.tx, self.log = tx, log

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may fail alone: what raises inside it leaves nothing behind and goes on, and the unit can too."""
        with self.log.attempt():
            async with self.tx.savepoint():
                yield


def works(
    database: Database, build: Callable[[Unit], W], projected: Sequence[Projection] = ()
) -> Callable[[], AbstractAsyncContextManager[W]]:
    """What a service opens its units of work with; see kernel.work.Works."""

    @asynccontextmanager
    async def open_work() -> AsyncIterator[W]:
        async with unit(database, projected) as opened:
            yield build(opened)

    return open_work


@asynccontextmanager
async def unit(database: Database, projected: Sequence[Projection] = ()) -> AsyncIterator[Unit]:
    """One unit of work. Leaving the block commits it; the relay is woken after the commit."""
    answering, delivered = call.current(database.schema), delivery.current(database.schema)
    actor = answering.actor_id if answering else delivered.actor if delivered else database.schema
    async with database.transaction() as tx:
        if delivered:
            await delivered.enter(tx)
        events = EventLog(tx, metadata_now(actor, delivered.event_id if delivered else ""))
        yield Unit(tx, Log(events, tx, projected))
        if answering:
            await _note(answering, events, tx)
        await events.flush()
    wakes.wake(database.schema)


async def _note(answering: call.Call, events: EventLog, tx: Transaction) -> None:
    """What the call itself leaves in the transaction of its first change."""
    if answering.claim:
        await answering.claim.committed(tx)
    if answering.by_staff and not answering.recorded:
        answering.recorded = True
        await events.tell(
            StaffActed(
                service=answering.service,
                actor_id=answering.actor_id,
                audience=answering.audience,
                vendor_id=answering.vendor_id,
                action=answering.action,
                targets=answering.targets,
                body_hmac=answering.body_hmac,
                request_id=answering.request_id,
                at=clock.now(),
            )
        )
