"""How calls and queries did, and how much of the time somebody was there to answer."""

from datetime import datetime
from decimal import Decimal

import msgspec

from bdcommerce.analytics.domain.quantiles import quantile_ms
from bdcommerce.analytics.schemas import QueryReport, RouteReport
from bdcommerce.infra.postgres import Query, Reads


class _Route(msgspec.Struct, frozen=True):
    method: str
    route: str
    answered: int
    failed: int
    microseconds: int
    classes: list[int]


class _Query(msgspec.Struct, frozen=True):
    name: str
    runs: int
    microseconds: int


class Uptime(msgspec.Struct, frozen=True):
    """Minutes in which a process was up, out of those since the first one ever."""

    up: int
    minutes: int


class Calls(msgspec.Struct, frozen=True):
    """All calls of a span in one: the API's health."""

    answered: int
    failed: int
    p95_ms: float | None


_ROUTES = Query(
    "analytics.routes",
    """
    SELECT method, route, answered, failed, microseconds, (
        SELECT array_agg(total ORDER BY place) FROM (
            SELECT place, sum(number)::bigint AS total
            FROM api_by_hour AS hourly, unnest(hourly.classes) WITH ORDINALITY AS class (number, place)
            WHERE hourly.hour >= $1 AND hourly.hour < $2
              AND hourly.method = whole.method AND hourly.route = whole.route
            GROUP BY place
        ) AS added) AS classes
    FROM (
        SELECT method, route, sum(answered)::bigint AS answered, sum(failed)::bigint AS failed,
               sum(microseconds)::bigint AS microseconds
        FROM api_by_hour WHERE hour >= $1 AND hour < $2 GROUP BY method, route
    ) AS whole
    ORDER BY microseconds DESC, method, route
    """,
    _Route,
)
_QUERIES = Query(
    "analytics.queries",
    """
    SELECT name, sum(runs)::bigint AS runs, sum(microseconds)::bigint AS microseconds
    FROM query_by_hour WHERE hour >= $1 AND hour < $2 GROUP BY name ORDER BY sum(microseconds) DESC, name
    """,
    _Query,
)
_UPTIME = Query(
    "analytics.uptime",
    """
    SELECT (SELECT count(*) FROM up_minute WHERE minute >= $1 AND minute < $2) AS up,
           greatest(ceil(extract(epoch FROM $2 - greatest($1, date_trunc('minute', first))) / 60), 0)::bigint AS minutes
    FROM (SELECT min(minute) AS first FROM up_minute) AS known WHERE first IS NOT NULL
    """,
    Uptime,
)


async def routes(reads: Reads, begin: datetime, end: datetime) -> list[RouteReport]:
    """Every call there was, by whole hours."""
    return [_report(row) for row in await reads.all(_ROUTES, begin, end)]


async def api(reads: Reads, begin: datetime, end: datetime) -> Calls:
    """The public API as a whole; what engineers and other services ask is left out."""
    rows = [row for row in await reads.all(_ROUTES, begin, end) if row.route.startswith("/api/")]
    classes = [sum(counts) for counts in zip(*(row.classes for row in rows), strict=True)]
    return Calls(
        answered=sum(row.answered for row in rows),
        failed=sum(row.failed for row in rows),
        p95_ms=_quantile_ms(classes, 95),
    )


async def queries(reads: Reads, begin: datetime, end: datetime) -> list[QueryReport]:
    """Every named query that was asked, by whole hours."""
    return [
        QueryReport(name=row.name, runs=row.runs, mean_ms=_mean_ms(row.microseconds, row.runs))
        for row in await reads.all(_QUERIES, begin, end)
    ]


async def uptime(reads: Reads, begin: datetime, end: datetime) -> Uptime:
    """From the first minute that is known on; `end` is not in the future."""
    return await reads.one(_UPTIME, begin, end) or Uptime(up=0, minutes=0)


def _report(row: _Route) -> RouteReport:
    return RouteReport(
        method=row.method,
        route=row.route,
        answered=row.answered,
        failed=row.failed,
        error_pct=round(100 * row.failed / row.answered, 3),
        mean_ms=_mean_ms(row.microseconds, row.answered),
        p50_ms=_quantile_ms(row.classes, 50),
        p95_ms=_quantile_ms(row.classes, 95),
        p99_ms=_quantile_ms(row.classes, 99),
    )


def _quantile_ms(classes: list[int], per_cent: int) -> float | None:
    found = quantile_ms(classes, Decimal(per_cent) / 100)
    return None if found is None else float(found)


def _mean_ms(microseconds: int, count: int) -> float:
    return round(microseconds / count / 1000, 3)
