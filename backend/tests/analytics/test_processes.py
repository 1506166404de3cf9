"""How processes do: added up by hour, quantiles from classes, minutes in which somebody was there."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bdcommerce.analytics.domain.quantiles import quantile_ms
from bdcommerce.analytics.projections import PROCESSES
from bdcommerce.contracts.analytics import BOUNDS_MS, ProcessSampled, QueryFigures, RouteFigures
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from support import tokens
from support.harness import Harness

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
SPAN = "from=2026-11-22&to=2026-11-22"
MINUTE = timedelta(minutes=1)


def classes(**counts: int) -> list[int]:
    """So many within a bound: `ms_50=3`."""
    found = [0] * (len(BOUNDS_MS) + 1)
    for name, count in counts.items():
        found[BOUNDS_MS.index(int(name[3:]))] = count
    return found


def route(path: str, answered: int, *, failed: int = 0, took: list[int] | None = None) -> RouteFigures:
    return RouteFigures(
        method="GET", route=path, answered=answered, failed=failed, microseconds=answered * 10_000,
        classes=took or classes(ms_10=answered),
    )  # fmt: skip


def sampled(
    at: datetime, *routes: RouteFigures, process: str = "pro_1", since: datetime | None = None
) -> ProcessSampled:
    queries = [QueryFigures(name="orders.page", runs=2, microseconds=6_000)]
    return ProcessSampled(
        process_id=process, services=["orders"], since=since or at - MINUTE, at=at, routes=list(routes), queries=queries
    )


async def read(analytics: Harness, path: str) -> Any:
    reply = await analytics.get(f"{path}?{SPAN}", as_=tokens.staff("analytics.read"))
    assert reply.status_code == 200, reply.text
    return reply.json()


async def kpis(analytics: Harness) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in (await read(analytics, "/admin/analytics/kpis"))["items"]}


async def test_what_processes_say_is_added_up(analytics: Harness) -> None:
    orders = "/api/v1/orders"
    await analytics.publish(
        sampled(NOON, route(orders, 90, took=classes(ms_10=90))),
        sampled(NOON + MINUTE, route(orders, 10, failed=1, took=classes(ms_100=6, ms_500=4)), process="pro_2"),
    )
    [row] = (await read(analytics, "/admin/analytics/api"))["items"]
    assert (row["method"], row["route"], row["answered"], row["failed"], row["error_pct"]) == (
        "GET",
        orders,
        100,
        1,
        1.0,
    )
    assert row["mean_ms"] == 10.0
    assert 5 < row["p50_ms"] <= 10
    assert 50 < row["p95_ms"] <= 100
    assert 200 < row["p99_ms"] <= 500
    [query] = (await read(analytics, "/admin/analytics/queries"))["items"]
    assert query == {"name": "orders.page", "runs": 4, "mean_ms": 3.0}


async def test_the_health_of_the_api_is_that_of_the_public_calls(analytics: Harness) -> None:
    with clock.frozen(NOON + MINUTE):
        await analytics.publish(
            sampled(NOON, route("/api/v1/orders", 100, failed=2), route("/metrics", 100, took=classes(ms_10000=100)))
        )
        found = await kpis(analytics)
    assert found["error_rate"] | {"title": None} == {
        "name": "error_rate", "title": None, "value": 2.0, "unit": "%", "target": 0.1, "better": "lower", "met": False,
        "of": 100,
    }  # fmt: skip
    assert (found["api_p95"]["met"], found["api_p95"]["of"]) == (True, 100)
    assert (found["query_mean"]["value"], found["query_mean"]["met"]) == (3.0, True)


async def test_minutes_without_a_process_are_minutes_down(analytics: Harness) -> None:
    await analytics.publish(*(sampled(NOON + number * MINUTE) for number in (*range(1, 50), *range(60, 101))))
    with clock.frozen(NOON + 100 * MINUTE):
        uptime = (await kpis(analytics))["uptime"]
    assert (uptime["value"], uptime["of"], uptime["met"]) == (91.0, 100, False)


async def test_two_processes_in_one_minute_make_it_no_longer(analytics: Harness) -> None:
    await analytics.publish(sampled(NOON + MINUTE), sampled(NOON + MINUTE, process="pro_2"))
    with clock.frozen(NOON + 2 * MINUTE):
        assert (await kpis(analytics))["uptime"]["value"] == 100.0


async def test_where_nothing_was_measured_nothing_is_claimed(analytics: Harness) -> None:
    for each in (await kpis(analytics)).values():
        assert (each["value"], each["met"], each["of"]) == (None, None, 0)


async def test_the_figures_can_be_had_as_files(analytics: Harness) -> None:
    await analytics.publish(sampled(NOON, route("/api/v1/orders", 5)))
    for path, first in (("api", "GET"), ("queries", "orders.page"), ("kpis", "api_p95")):
        reply = await analytics.get(f"/admin/analytics/{path}?{SPAN}&format=csv", as_=tokens.staff("analytics.read"))
        rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
        assert rows[1][0] == first


async def test_a_rebuild_counts_processes_the_same(analytics: Harness) -> None:
    for number in range(5):
        await analytics.publish(sampled(NOON + 30 * number * MINUTE, route("/a", number + 1), route("/b", 2)))
    tables = {table: f"SELECT * FROM {table} ORDER BY 1, 2" for table in PROCESSES.tables if table != "up_minute"}
    tables["up_minute"] = "SELECT * FROM up_minute ORDER BY 1"

    async def told() -> dict[str, Any]:
        async with analytics.database.transaction() as tx:
            return {table: await tx.rows(text(statement)) for table, statement in tables.items()}

    before = await told()
    assert all(before.values())
    assert [done async for done in rebuild(analytics.database, PROCESSES)]
    assert await told() == before


@pytest.mark.parametrize(
    "counts, per_cent, least, most",
    [
        (classes(ms_10=100), 95, 5, 10),
        (classes(ms_10=94, ms_1000=6), 95, 500, 1000),
        (classes(ms_1=1), 50, 0, 1),
    ],
)
def test_a_quantile_is_within_its_class(counts: list[int], per_cent: int, least: int, most: int) -> None:
    found = quantile_ms(counts, Decimal(per_cent) / 100)
    assert found is not None
    assert least <= found <= most


@given(st.lists(st.integers(0, 50), min_size=len(BOUNDS_MS) + 1, max_size=len(BOUNDS_MS) + 1))
def test_a_higher_share_is_never_quicker(counts: list[int]) -> None:
    found = [quantile_ms(counts, Decimal(per_cent) / 100) for per_cent in (50, 90, 95, 99)]
    if not any(counts):
        assert found == [None] * 4
        return
    known = [each for each in found if each is not None]
    assert known == sorted(known)
    assert 0 <= known[0] <= known[-1] <= BOUNDS_MS[-1]
