"""However much waits, taking the next message costs the same: figures of PostgreSQL itself, not of a stopwatch."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import asyncpg
import pytest

from bdcommerce.infra.bus import PostgresBus
from bdcommerce.infra.bus.postgres import connect
from bdcommerce.kernel import clock
from support.post import post_office

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
DEEP = 100_000
ROWS_PER_MESSAGE = 12
"""Rows that the claim and the acknowledgement of one message may read: lane and message, found several times."""

_FILL = """
INSERT INTO bus.message
    (queue, key, event_id, type, public, schema_version, data, metadata, recorded_at, available_at)
SELECT 'reader', {key}, 'e' || n, 'post.Sent', true, 1, '{{}}', '{{}}', $1, $1 FROM generate_series(1, $2::int) n
"""
_LANES = """
INSERT INTO bus.lane (queue, key, ready_at, attempts, dead_at)
SELECT queue, key, {ready_at}, {attempts}, {dead_at} FROM bus.message GROUP BY queue, key
"""
_READ = """
SELECT sum(idx_tup_fetch + seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = 'bus' AND relname <> 'discarded'
"""


async def fill(
    pool: Pool, key: str, *, ready_at: str = "min(available_at)", attempts: int = 0, dead: bool = False
) -> None:
    await pool.execute(_FILL.format(key=key), NOW, DEEP)
    dead_at = "min(available_at)" if dead else "NULL"
    await pool.execute(_LANES.format(ready_at=ready_at, attempts=attempts, dead_at=dead_at))


async def rows_read(pool: Pool, act: Callable[[], Awaitable[object]]) -> int:
    """How many rows of the bus's tables are read meanwhile."""
    async with pool.acquire() as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        before = await connection.fetchval(_READ)
    await act()
    async with pool.acquire() as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        await connection.execute("SELECT pg_stat_clear_snapshot()")
        return int(await connection.fetchval(_READ) - before)


SITUATIONS = {
    "all of one key": {"key": "'hot'"},
    "a key each": {"key": "'k' || n"},
    "a thousand keys": {"key": "'k' || n % 1000"},
    "all but ten far ahead": {
        "key": "'k' || n",
        "ready_at": "min(available_at) + CASE WHEN min(id) % 10000 = 0 THEN '0' ELSE '9 days' END::interval",
    },
    "behind dead letters": {"key": "'k' || n % 50000", "ready_at": "'infinity'", "attempts": 12, "dead": True},
}


@pytest.mark.slow
@pytest.mark.parametrize("situation", SITUATIONS)
async def test_a_claim_reads_what_it_takes_and_no_more(postgres_url: str, situation: str) -> None:
    async with post_office(postgres_url) as url, await connect(url) as pool:
        bus = PostgresBus(pool, timedelta(seconds=30))

        async def take_and_finish() -> None:
            for _ in range(5):
                await bus.ack("reader", await bus.claim("reader", 8))

        await take_and_finish()
        await fill(pool, **SITUATIONS[situation])  # type: ignore[arg-type]
        with clock.frozen(NOW + timedelta(seconds=1)):
            assert await rows_read(pool, take_and_finish) <= 5 * 8 * ROWS_PER_MESSAGE
            assert await rows_read(pool, lambda: bus.ready(["reader"])) <= ROWS_PER_MESSAGE
