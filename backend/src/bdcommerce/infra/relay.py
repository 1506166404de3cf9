"""Carries what the services of this process have told from their event logs to the bus, in commit order, once.

Every process may relay any service: a checkpoint row is locked for the hand-over and moves in the same transaction,
so there is no leader to elect and nothing to lose with a killed process. A row is passed on when it is settled: when
no transaction that could still put something before it is open (see infra/schema.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import asyncpg

from bdcommerce.infra import telemetry
from bdcommerce.infra.bus import Bus, Message
from bdcommerce.infra.bus.port import Connection
from bdcommerce.infra.telemetry.metrics import Backlog
from bdcommerce.kernel import clock

BATCH = 500
"""Rows of one service that are handed over at once."""

_log = telemetry.logger(__name__)

_BEGIN = "INSERT INTO bus.checkpoint (service) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"
_LOCK = """
SELECT service, horizon::text AS horizon, position FROM bus.checkpoint
WHERE service = ANY ($1) ORDER BY service FOR UPDATE SKIP LOCKED
"""
_MOVE = """
UPDATE bus.checkpoint c SET horizon = g.horizon::xid8, position = g.position
FROM unnest($1::text[], $2::text[], $3::bigint[]) AS g(service, horizon, position) WHERE c.service = g.service
"""
_WAITING = """
SELECT '{service}' FROM bus.checkpoint c WHERE c.service = '{service}' AND EXISTS (
    SELECT FROM {service}.event_log e
    WHERE (e.horizon, e.position) > (c.horizon, c.position) AND (e.public OR e.due IS NOT NULL)
)
"""
_NEXT = """
(SELECT '{service}' AS service, e.horizon::text AS horizon, e.position,
        e.horizon < pg_snapshot_xmin(pg_current_snapshot()) AS settled,
        e.id, e.key, e.type, e.public, e.schema_version, e.data, e.metadata, e.recorded_at, e.due
 FROM {service}.event_log e
 WHERE (e.horizon, e.position) > (${horizon}::text::xid8, ${position}::bigint) AND (e.public OR e.due IS NOT NULL)
 ORDER BY e.horizon, e.position LIMIT {batch})
"""
_LAG = """
SELECT '{service}' AS service, count(*) AS pending, min(e.recorded_at) AS oldest
FROM bus.checkpoint c JOIN {service}.event_log e
    ON (e.horizon, e.position) > (c.horizon, c.position) AND (e.public OR e.due IS NOT NULL)
WHERE c.service = '{service}'
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the logs has come to."""

    passed_on: int
    left: bool
    """Whether something waits still: it is not settled, the batch was full, or another process is at it."""


class Relay:
    """The relay of some services, over connections in the role of the bus."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", bus: Bus, services: Sequence[str]) -> None:
        self._pool, self._bus, self._services = pool, bus, sorted(services)

    async def begin(self) -> None:
        """Make sure that every service has its checkpoint."""
        await self._pool.execute(_BEGIN, self._services)

    async def pass_on(self) -> Round:
        """Hand over what is settled. One service's trouble does not hold back the others."""
        waiting = await self._waiting()
        if not waiting:
            return Round(0, left=False)
        try:
            return await self._hand_over(waiting)
        except asyncpg.PostgresError:
            if len(waiting) == 1:
                raise
        return await self._one_by_one(waiting)

    async def lag(self) -> Mapping[str, Backlog]:
        """What of each log is not on the bus yet."""
        rows = await self._pool.fetch(" UNION ALL ".join(_LAG.format(service=name) for name in self._services))
        now = clock.now()
        return {row["service"]: _backlog(row["pending"], row["oldest"], now) for row in rows}

    async def _waiting(self) -> list[str]:
        """A look that takes no lock and no transaction id, because most looks find nothing."""
        query = " UNION ALL ".join(_WAITING.format(service=name) for name in self._services)
        return [row[0] for row in await self._pool.fetch(query)]

    async def _one_by_one(self, services: Sequence[str]) -> Round:
        rounds = [Round(0, left=True)]
        for service in services:
            try:
                rounds.append(await self._hand_over([service]))
            except asyncpg.PostgresError as error:
                _log.exception("relay_failed", service=service, exc_info=error)
        return Round(sum(done.passed_on for done in rounds), left=True)

    async def _hand_over(self, services: Sequence[str]) -> Round:
        async with self._pool.acquire() as connection, connection.transaction():
            locked = await connection.fetch(_LOCK, services)
            rows = await _read(connection, locked)
            settled = [row for row in rows if row["settled"]]
            if settled:
                await self._bus.publish([_message(row) for row in settled], connection)
                await connection.execute(_MOVE, *_last_of_each(settled))
        left = len(locked) < len(services) or len(settled) < len(rows) or len(rows) >= BATCH
        return Round(len(settled), left=left)


async def _read(connection: Connection, checkpoints: Sequence[asyncpg.Record]) -> list[asyncpg.Record]:
    if not checkpoints:
        return []
    parts = [
        _NEXT.format(service=row["service"], batch=BATCH, horizon=2 * place + 1, position=2 * place + 2)
        for place, row in enumerate(checkpoints)
    ]
    after = [value for row in checkpoints for value in (row["horizon"], row["position"])]
    rows = await connection.fetch(" UNION ALL ".join(parts), *after)
    return sorted(rows, key=lambda row: (row["service"], int(row["horizon"]), row["position"]))


def _message(row: asyncpg.Record) -> Message:
    return Message(
        event_id=row["id"],
        key=row["key"],
        type=row["type"],
        public=row["public"],
        schema_version=row["schema_version"],
        data=row["data"],
        metadata=row["metadata"],
        recorded_at=row["recorded_at"],
        available_at=row["due"] or row["recorded_at"],
        queue="" if row["public"] else row["service"],
    )


def _last_of_each(rows: Iterable[asyncpg.Record]) -> tuple[list[str], list[str], list[int]]:
    last = [list(group)[-1] for _, group in groupby(rows, key=lambda row: row["service"])]
    return [row["service"] for row in last], [row["horizon"] for row in last], [row["position"] for row in last]


def _backlog(pending: int, oldest: datetime | None, now: datetime) -> Backlog:
    return Backlog(pending=pending, oldest_seconds=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0)
