"""How processes do, hour by hour; and in which minutes there was one."""

from datetime import datetime

from sqlalchemy import text

from bdcommerce.analytics.events import ProcessHeard
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection

_API = text("""
    INSERT INTO api_by_hour AS known (hour, method, route, answered, failed, microseconds, classes)
    VALUES (:hour, :method, :route, :answered, :failed, :microseconds, CAST(:classes AS bigint[]))
    ON CONFLICT (hour, method, route) DO UPDATE SET
        answered = known.answered + excluded.answered, failed = known.failed + excluded.failed,
        microseconds = known.microseconds + excluded.microseconds,
        classes = ARRAY(SELECT before + more FROM unnest(known.classes, excluded.classes)
                        WITH ORDINALITY AS pair(before, more, place) ORDER BY place)
""")
_QUERIES = text("""
    INSERT INTO query_by_hour AS known (hour, name, runs, microseconds) VALUES (:hour, :name, :runs, :microseconds)
    ON CONFLICT (hour, name) DO UPDATE SET
        runs = known.runs + excluded.runs, microseconds = known.microseconds + excluded.microseconds
""")
_UP = text("""
    INSERT INTO up_minute (minute)
    SELECT generate_series(date_trunc('minute', CAST(:since AS timestamptz)),
                           date_trunc('minute', CAST(:at AS timestamptz)), interval '1 minute')
    ON CONFLICT DO NOTHING
""")


async def heard(event: ProcessHeard, _: EventMeta, tx: Transaction) -> None:
    """What a process did counts in the hour in which it said so. Always in one order, so that two never wait."""
    hour = _hour(event.at)
    routes = [
        {
            "hour": hour,
            "method": each.method,
            "route": each.route,
            "answered": each.answered,
            "failed": each.failed,
            "microseconds": each.microseconds,
            "classes": each.classes,
        }
        for each in sorted(event.routes, key=lambda each: (each.method, each.route))
    ]
    queries = [
        {"hour": hour, "name": each.name, "runs": each.runs, "microseconds": each.microseconds}
        for each in sorted(event.queries, key=lambda each: each.name)
    ]
    if routes:
        await tx.execute(_API, routes)
    if queries:
        await tx.execute(_QUERIES, queries)
    await tx.execute(_UP, {"since": event.since, "at": event.at})


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


PROCESSES = Projection(
    name="analytics.processes", tables=("api_by_hour", "query_by_hour", "up_minute"), on={ProcessHeard: heard}
)
