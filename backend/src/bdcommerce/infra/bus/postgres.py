"""The bus in PostgreSQL: nothing to install, and a hand-over that commits together with the relay's checkpoint.

The tables and how they are read are explained in infra/schema.py.
"""

import asyncio
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from bdcommerce.infra.bus.port import Claimed, Connection, DeadLetter, Message
from bdcommerce.infra.telemetry.metrics import Backlog
from bdcommerce.kernel import clock

CHANNEL = "bdc_bus"
_CONNECTIONS = 8
_SESSION = {
    "role": "bdc_bus",
    "search_path": "bus",
    "application_name": "bdc bus",
    "jit": "off",
    # A hand-over moves the relay's checkpoint with it, and a claim or an acknowledgement that a crash of the database
    # undoes is a delivery more, which finds its inbox row: nothing here need wait for the disk.
    "synchronous_commit": "off",
    # Queues are empty when plans are made and deep when they matter, and all that is asked here has its index.
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
}

_PUBLISH = """
WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::integer[], $7::jsonb[],
                         $8::jsonb[], $9::timestamptz[], $10::timestamptz[])
    WITH ORDINALITY AS g(queue, event_id, key, type, public, schema_version, data, metadata, recorded_at, available_at,
                         place)
), addressed AS (
    SELECT s.queue AS target, g.* FROM given g JOIN bus.subscription s ON s.type = g.type WHERE g.queue = ''
    UNION ALL
    SELECT g.queue AS target, g.* FROM given g WHERE g.queue <> ''
), lanes AS (
    INSERT INTO bus.lane (queue, key, ready_at)
    SELECT DISTINCT ON (target, key) target, key, available_at FROM addressed ORDER BY target, key, place
    ON CONFLICT (queue, key) DO UPDATE SET ready_at = lane.ready_at
    RETURNING queue, key
), written AS (
    INSERT INTO bus.message
        (queue, key, event_id, type, public, schema_version, data, metadata, recorded_at, available_at)
    SELECT a.target, a.key, a.event_id, a.type, a.public, a.schema_version, a.data, a.metadata, a.recorded_at,
           a.available_at
    FROM addressed a JOIN lanes l ON l.queue = a.target AND l.key = a.key
    ORDER BY a.place, a.target
    ON CONFLICT (queue, event_id) DO NOTHING
    RETURNING queue
)
SELECT pg_notify($11, string_agg(DISTINCT queue, ',')) FROM written HAVING count(*) > 0
"""
_TICK = """
INSERT INTO bus.tick (job, slot) SELECT $1, $2
WHERE NOT EXISTS (SELECT FROM bus.lane WHERE queue = $3 AND key = $4)
ON CONFLICT (job) DO UPDATE SET slot = excluded.slot WHERE tick.slot < excluded.slot
RETURNING slot
"""
_TICKED = "SELECT slot >= $2 FROM bus.tick WHERE job = $1"
_CLAIM = "SELECT * FROM bus.claim($1, $2, $3, $4)"
_ACK = "SELECT bus.finish($1, $2, $3, $4)"
# In these two: whose lease has ended may come late; then the head is another message, or has been tried again.
_RETRY = """
UPDATE bus.lane SET ready_at = $5
WHERE queue = $1 AND key = $2 AND attempts = $4 AND dead_at IS NULL
  AND EXISTS (SELECT FROM bus.message WHERE queue = $1 AND key = $2 AND id = $3)
"""
_BURY = """
UPDATE bus.lane SET ready_at = 'infinity', dead_at = $5, reason = $6
WHERE queue = $1 AND key = $2 AND attempts = $4 AND dead_at IS NULL
  AND EXISTS (SELECT FROM bus.message WHERE queue = $1 AND key = $2 AND id = $3)
"""
_HELD = """
UPDATE bus.lane l SET ready_at = $4, attempts = l.attempts - $5::integer
FROM (
    SELECT h.queue, h.key
    FROM bus.lane h JOIN unnest($1::text[], $2::text[], $3::integer[]) AS g(queue, key, attempts)
        USING (queue, key, attempts)
    WHERE h.dead_at IS NULL ORDER BY h.queue, h.key FOR UPDATE OF h
) held
WHERE l.queue = held.queue AND l.key = held.key
"""
_READY = """
SELECT q.name FROM unnest($1::text[]) AS q(name)
WHERE EXISTS (SELECT FROM bus.lane l WHERE l.queue = q.name AND l.ready_at <= $2 AND l.ready_at < 'infinity')
"""
# What lies ahead as a timer is not waiting; what is leased, backing off or dead has an attempt behind it.
_BACKLOG = """
SELECT q.name, w.pending, w.oldest, (
    SELECT count(*) FROM bus.lane d WHERE d.queue = q.name AND d.attempts > 0 AND d.dead_at IS NOT NULL
) AS dead
FROM unnest($1::text[]) AS q(name) CROSS JOIN LATERAL (
    SELECT count(*) AS pending, min(m.available_at) AS oldest FROM bus.message m JOIN (
        SELECT l.key FROM bus.lane l
        WHERE l.queue = q.name AND l.ready_at <= $2 AND l.ready_at < 'infinity' AND l.attempts = 0
        UNION ALL
        SELECT l.key FROM bus.lane l WHERE l.queue = q.name AND l.attempts > 0 AND l.dead_at IS NULL
    ) waiting ON m.key = waiting.key WHERE m.queue = q.name
) w
"""
_DEAD_HEADS = """
SELECT l.queue, l.key, l.attempts, l.reason, l.dead_at, m.id, m.event_id, m.type, m.recorded_at
FROM bus.lane l CROSS JOIN LATERAL (
    SELECT * FROM bus.message m WHERE m.queue = l.queue AND m.key = l.key ORDER BY m.id LIMIT 1
) m
WHERE l.attempts > 0 AND l.dead_at IS NOT NULL AND ($1 = '' OR l.queue = $1) AND ($2 = 0 OR m.id = $2)
ORDER BY l.dead_at, l.queue, l.key LIMIT $3
"""
_REDRIVE = """
UPDATE bus.lane l SET ready_at = $2, attempts = 0, dead_at = NULL, reason = NULL
FROM (SELECT h.queue, h.key FROM bus.lane h JOIN unnest($3::text[], $4::text[]) AS g(queue, key) USING (queue, key)
      WHERE h.dead_at IS NOT NULL ORDER BY h.queue, h.key FOR UPDATE OF h) held
WHERE l.queue = held.queue AND l.key = held.key
RETURNING pg_notify($1, l.queue)
"""
_DISCARD = """
INSERT INTO bus.discarded (id, queue, event_id, type, reason, discarded_at)
SELECT id, queue, event_id, type, $4, $5 FROM bus.message WHERE queue = $1 AND key = $2 AND id = $3
"""


class PostgresBus:
    """See bus.port.Bus."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", lease: timedelta) -> None:
        """`pool` connects as the role `bdc_bus`; a claimed message is the caller's for `lease`."""
        self._pool, self._lease = pool, lease

    async def publish(self, messages: Sequence[Message], connection: Connection) -> None:
        """See bus.port.Bus."""
        if messages:
            await connection.execute(_PUBLISH, *zip(*map(_row, messages), strict=True), CHANNEL)

    async def tick(self, message: Message, slot: int) -> bool:
        """See bus.port.Bus."""
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.fetchval(_TICK, message.type, slot, message.queue, message.key) is None:
                return bool(await connection.fetchval(_TICKED, message.type, slot))
            await self.publish([message], connection)
            return True

    async def claim(self, queue: str, limit: int) -> list[Claimed]:
        """See bus.port.Bus."""
        rows = await self._pool.fetch(_CLAIM, queue, clock.now(), limit, self._lease)
        return [_claimed(queue, row) for row in rows]

    async def ack(self, queue: str, claimed: Sequence[Claimed]) -> None:
        """See bus.port.Bus."""
        keys = [item.message.key for item in claimed]
        await self._pool.execute(_ACK, queue, clock.now(), keys, [item.id for item in claimed])

    async def retry(self, claimed: Claimed, at: datetime) -> None:
        """See bus.port.Bus."""
        await self._pool.execute(_RETRY, *_held(claimed), at)

    async def bury(self, claimed: Claimed, reason: str) -> None:
        """See bus.port.Bus."""
        await self._pool.execute(_BURY, *_held(claimed), clock.now(), reason)

    async def renew(self, claimed: Sequence[Claimed]) -> None:
        """See bus.port.Bus."""
        await self._pool.execute(_HELD, *_all_held(claimed), clock.now() + self._lease, 0)

    async def release(self, claimed: Sequence[Claimed]) -> None:
        """See bus.port.Bus."""
        await self._pool.execute(_HELD, *_all_held(claimed), clock.now(), 1)

    async def ready(self, queues: Sequence[str]) -> set[str]:
        """See bus.port.Bus."""
        return {row["name"] for row in await self._pool.fetch(_READY, list(queues), clock.now())}

    async def watch(self, arrived: Callable[[str], None]) -> None:
        """See bus.port.Bus."""

        def heard(_: object, __: int, ___: str, queues: object) -> None:
            for queue in str(queues).split(","):
                arrived(queue)

        async with self._pool.acquire() as connection:
            gone = asyncio.Event()
            connection.add_termination_listener(lambda _: gone.set())
            await connection.add_listener(CHANNEL, heard)
            try:
                await gone.wait()
            finally:
                if not connection.is_closed():
                    await connection.remove_listener(CHANNEL, heard)

    async def backlog(self, queues: Sequence[str]) -> Mapping[str, Backlog]:
        """See bus.port.Bus."""
        now = clock.now()
        rows = await self._pool.fetch(_BACKLOG, list(queues), now)
        return {
            row["name"]: Backlog(pending=row["pending"], oldest_seconds=_age(row["oldest"], now), dead=row["dead"])
            for row in rows
        }

    async def dead(self, *, queue: str = "", limit: int = 100) -> list[DeadLetter]:
        """See bus.port.Bus."""
        return [DeadLetter(**row) for row in await self._pool.fetch(_DEAD_HEADS, queue, 0, limit)]

    async def redrive(self, *, queue: str = "", message_id: int = 0) -> int:
        """See bus.port.Bus."""
        dead = await self._pool.fetch(_DEAD_HEADS, queue, message_id, None)
        lanes = [row["queue"] for row in dead], [row["key"] for row in dead]
        return len(await self._pool.fetch(_REDRIVE, CHANNEL, clock.now(), *lanes))

    async def discard(self, message_id: int, reason: str) -> bool:
        """See bus.port.Bus."""
        async with self._pool.acquire() as connection, connection.transaction():
            dead = await connection.fetchrow(_DEAD_HEADS, "", message_id, 1)
            if dead is None:
                return False
            found = (dead["queue"], dead["key"], message_id)
            await connection.execute(_DISCARD, *found, reason, clock.now())
            await connection.execute(_ACK, dead["queue"], clock.now(), [dead["key"]], [message_id])
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, dead["queue"])
            return True


async def connect(url: str) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool in the role of the bus. `url` leads to PostgreSQL itself or to a pooler in session mode, for LISTEN."""
    return await asyncpg.create_pool(
        url, min_size=0, max_size=_CONNECTIONS, reset=_nothing_to_reset, command_timeout=30, server_settings=_SESSION
    )


async def _nothing_to_reset(_: object) -> None:
    """No session state is ever changed here, so a connection goes back to the pool without a round trip."""


_row: Callable[[Message], tuple[Any, ...]] = operator.attrgetter(
    "queue", "event_id", "key", "type", "public", "schema_version", "data", "metadata", "recorded_at", "available_at"
)


def _claimed(queue: str, row: Any) -> Claimed:
    columns = dict(row)
    claim_id, attempt = columns.pop("id"), columns.pop("attempt")
    return Claimed(id=claim_id, queue=queue, attempt=attempt, message=Message(**columns, queue=queue))


def _held(claimed: Claimed) -> tuple[str, str, int, int]:
    return claimed.queue, claimed.message.key, claimed.id, claimed.attempt


def _all_held(claimed: Sequence[Claimed]) -> tuple[list[str], list[str], list[int]]:
    keys = [item.message.key for item in claimed]
    return [item.queue for item in claimed], keys, [item.attempt for item in claimed]


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
