"""The end of a load: what was told is marked as passed on, timers that have not rung are given to the real bus, and the
messages of the past are not sent.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg
import msgspec

from bdcommerce.demo.post import Letter
from bdcommerce.infra.bus import Message
from bdcommerce.infra.bus.postgres import PostgresBus, connect
from bdcommerce.infra.service import Service

_BEGIN = "INSERT INTO bus.checkpoint (service) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"
_HOLD = "SELECT service FROM bus.checkpoint WHERE service = ANY($1) FOR UPDATE"
_MARK = """
UPDATE bus.checkpoint c SET horizon = e.horizon, position = e.position
FROM (SELECT horizon, position FROM {service}.event_log ORDER BY event_log.horizon DESC, position DESC LIMIT 1) e
WHERE c.service = '{service}'
"""
_KEEP_UNSENT = """
UPDATE notifications.message SET state = 'none', next_attempt_at = NULL, give_up_at = NULL
WHERE state IN ('queued', 'unsure')
"""
_AT_ONCE = 500


@asynccontextmanager
async def alone(url: str, services: Sequence[Service]) -> AsyncIterator[None]:
    """Nobody else passes on meanwhile what these services tell: a relay leaves a log alone that somebody holds. And no
    gateway hears of messages of half a year that nobody has lived.
    """
    names = [service.name for service in services]
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_BEGIN, names)
        async with connection.transaction():
            await connection.execute(_HOLD, names)
            yield
            for name in names:
                await connection.execute(_MARK.format(service=name))
            await connection.execute(_KEEP_UNSENT)
    finally:
        await connection.close()


async def over(url: str, services: Sequence[Service], letters: Sequence[Letter]) -> None:
    """These timers ring in the real marketplace."""
    heard = {service.name for service in services}
    messages = [_message(each) for each in letters if each.service in heard]
    pool = await connect(url)
    try:
        bus = PostgresBus(pool, timedelta(minutes=1))
        async with pool.acquire() as connection, connection.transaction():
            for start in range(0, len(messages), _AT_ONCE):
                await bus.publish(messages[start : start + _AT_ONCE], connection)
    finally:
        await pool.close()


def _message(letter: Letter) -> Message:
    row = letter.row
    return Message(
        event_id=row["id"],
        key=row["key"],
        type=row["type"],
        public=False,
        schema_version=row["schema_version"],
        data=msgspec.json.encode(row["data"]).decode(),
        metadata=msgspec.json.encode(row["metadata"]).decode(),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        available_at=datetime.fromisoformat(row["due"]),
        queue=letter.service,
    )
