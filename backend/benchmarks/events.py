"""How long events take to whoever hears them, as the logs and the inboxes have written it down."""

import asyncio
import time
from datetime import datetime

import asyncpg

from bdcommerce.cli.services import SERVICES
from bdcommerce.kernel import clock

PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.05
_LOGS = " UNION ALL ".join(
    f"SELECT id, recorded_at FROM {each.name}.event_log WHERE public AND recorded_at BETWEEN $1 AND $2"  # noqa: S608
    for each in SERVICES
)
_INBOXES = " UNION ALL ".join(f"SELECT event_id, handled_at FROM {each.name}.inbox" for each in SERVICES)  # noqa: S608
_TOOK = f"""
SELECT extract(epoch FROM i.handled_at - e.recorded_at)::float8 AS took
FROM ({_LOGS}) e JOIN ({_INBOXES}) i ON i.event_id = e.id
"""  # noqa: S608 - names of our own services
_UNRELAYED = " OR ".join(
    f"EXISTS (SELECT FROM {each.name}.event_log e JOIN bus.checkpoint c ON c.service = '{each.name}' "
    "AND (e.horizon, e.position) > (c.horizon, c.position) AND (e.public OR e.due <= now()))"
    for each in SERVICES
)
_CLAIMABLE = "SELECT FROM bus.lane WHERE dead_at IS NULL AND (ready_at <= now() OR attempts > 0)"
_WAITING = f"SELECT EXISTS ({_CLAIMABLE}) OR {_UNRELAYED}"


async def delays(url: str, since: datetime, until: datetime) -> list[float]:
    """Seconds from writing an event down to the beginning of each consumer's transaction, of events in between."""
    connection = await asyncpg.connect(url)
    try:
        return [row["took"] for row in await connection.fetch(_TOOK, since, until)]
    finally:
        await connection.close()


async def heard_out(url: str) -> float:
    """Wait until everybody has heard everything, a minute at most; the seconds it took."""
    started = time.perf_counter()
    connection = await asyncpg.connect(url)
    try:
        # Nobody tells us, so we ask.
        while await connection.fetchval(_WAITING) and time.perf_counter() - started < PATIENCE_SECONDS:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    finally:
        await connection.close()
    return time.perf_counter() - started


def now() -> datetime:
    """This moment, as the logs write it."""
    return clock.now()
