"""`bdc events`: what is shown, what is never shown, and what is set going again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import text

from bdcommerce.analytics.events import Figures, SaleConfirmed
from bdcommerce.analytics.projections import SALES
from bdcommerce.contracts.compliance import RuleChanged
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.bus import Message, PostgresBus
from bdcommerce.infra.bus.postgres import connect
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from cli.bdc import at, bdc
from support.databases import connected

SECRET = "01712345678"


@asynccontextmanager
async def server(url: str) -> AsyncIterator[Postgres]:
    postgres = Postgres(url, Settings().database)
    try:
        yield postgres
    finally:
        await postgres.close()


async def tell(url: str, *keys: str) -> None:
    """Integration events of compliance; the key stands in their data and is not shown."""
    async with server(url) as postgres:
        for key in keys:
            async with unit_of_work.unit(postgres.database("compliance")) as unit:
                await unit.log.tell(RuleChanged(rule_key=key, effective_from=clock.today()))
    await settled(url)


async def settled(url: str) -> None:
    """Wait until the log is settled: a transaction of another test, in the same server, may hold that up."""
    open_rows = "SELECT count(*) FROM compliance.event_log WHERE horizon >= pg_snapshot_xmin(pg_current_snapshot())"
    async with connected(url) as connection, asyncio.timeout(60):
        while await connection.fetchval(open_rows):
            await asyncio.sleep(0.05)


async def bury(url: str, queue: str, *event_ids: str) -> list[int]:
    """Dead letters, each under a key of its own; their numbers."""
    pool = await connect(url)
    try:
        bus = PostgresBus(pool, timedelta(seconds=30))
        async with pool.acquire() as connection:
            await bus.publish([message(queue, event_id) for event_id in event_ids], connection)
        claimed = await bus.claim(queue, len(event_ids))
        for item in claimed:
            await bus.bury(item, "Conflict (stale)")
        return [item.id for item in claimed]
    finally:
        await pool.close()


def message(queue: str, event_id: str) -> Message:
    now = clock.now()
    return Message(
        event_id=event_id, key=f"key-{event_id}", type="orders.OrderPlaced", public=True, schema_version=1,
        data=f'{{"phone": "{SECRET}"}}', metadata="{}", recorded_at=now, available_at=now, queue=queue,
    )  # fmt: skip


async def fetch(url: str, query: str) -> list[asyncpg.Record]:
    async with connected(url) as connection:
        return list(await connection.fetch(query))


async def test_events_are_shown_by_id_and_type_and_never_by_their_data(marketplace: str) -> None:
    await tell(marketplace, "vat.first", "vat.second")
    said = await bdc("events", "tail", "--no-follow")
    [first, second] = await fetch(marketplace, "SELECT id, data FROM compliance.event_log ORDER BY position")
    lines = said.out.splitlines()
    assert [line.split()[1:3] for line in lines] == [
        ["compliance.RuleChanged", first["id"]],
        ["compliance.RuleChanged", second["id"]],
    ]
    assert "effective_from" in first["data"]
    assert "effective_from" not in said.out


async def test_the_tail_begins_with_as_many_as_are_wanted(marketplace: str) -> None:
    await tell(marketplace, "a", "b", "c")
    assert len((await bdc("events", "tail", "compliance", "--no-follow", "--last", "2")).out.splitlines()) == 2
    assert (await bdc("events", "tail", "orders", "--no-follow")).out == ""
    assert (await bdc("events", "tail", "--no-follow", "--last", "0")).out == ""


async def test_a_service_that_does_not_exist_is_refused_by_name(marketplace: str) -> None:
    said = await bdc("events", "tail", "unicorns", "--no-follow")
    assert said.status == 1
    assert "there is no service 'unicorns'" in said.err


async def test_lag_shows_what_is_not_relayed_and_what_waits_and_what_is_dead(marketplace: str) -> None:
    await bury(marketplace, "orders", "evt_1")
    async with connected(marketplace) as connection:
        await connection.execute("INSERT INTO bus.checkpoint (service) VALUES ('compliance') ON CONFLICT DO NOTHING")
    await tell(marketplace, "a", "b")
    rows = {line.split()[1]: line.split() for line in (await bdc("events", "lag")).out.splitlines() if "│" in line}
    assert rows["compliance"][3] == "2"
    assert rows["orders"][-2] == "1"
    assert rows["payments"][-2] == "0"


async def test_dead_letters_are_listed_without_their_data(marketplace: str) -> None:
    [number] = await bury(marketplace, "orders", "evt_1")
    said = await bdc("events", "dead")
    assert str(number) in said.out
    assert "Conflict (stale)" in said.out
    assert SECRET not in said.out
    assert "There are no dead letters." in (await bdc("events", "dead", "--queue", "payments")).out


async def test_one_dead_letter_is_redriven_and_the_other_stays(marketplace: str) -> None:
    [first, second] = await bury(marketplace, "orders", "evt_1", "evt_2")
    said = await bdc("events", "redrive", "--id", str(first))
    assert "1 will be delivered again" in said.out
    remaining = (await bdc("events", "dead")).out
    assert str(second) in remaining
    assert "key-evt_1" not in remaining


async def test_all_of_a_queue_or_all_together_are_redriven(marketplace: str) -> None:
    await bury(marketplace, "orders", "evt_1", "evt_2")
    await bury(marketplace, "payments", "evt_3")
    assert "2 will" in (await bdc("events", "redrive", "--queue", "orders")).out
    assert "1 will" in (await bdc("events", "redrive", "--all")).out
    assert "There are no dead letters." in (await bdc("events", "dead")).out


@pytest.mark.parametrize("words", [(), ("--all", "--queue", "orders"), ("--id", "1", "--all")])
async def test_it_must_be_said_which_are_redriven(marketplace: str, words: tuple[str, ...]) -> None:
    said = await bdc("events", "redrive", *words)
    assert said.status == 2
    assert "one of --queue, --id and --all" in said.err


@pytest.mark.parametrize("words", [("redrive", "--id", "99"), ("discard", "99", "--why", "x")])
async def test_a_dead_letter_that_does_not_exist_is_a_failure(marketplace: str, words: tuple[str, ...]) -> None:
    said = await bdc("events", *words)
    assert said.status == 1
    assert "there is no dead letter 99" in said.err


async def test_a_discarded_dead_letter_is_remembered_with_its_reason(marketplace: str) -> None:
    [number] = await bury(marketplace, "orders", "evt_1")
    assert (await bdc("events", "discard", str(number), "--why", " ")).status == 1
    assert (await bdc("events", "discard", str(number), "--why", "told twice by hand")).status == 0
    [kept] = await fetch(marketplace, "SELECT id, queue, reason FROM bus.discarded")
    assert tuple(kept) == (number, "orders", "told twice by hand")
    assert "There are no dead letters." in (await bdc("events", "dead")).out


async def test_a_projection_is_filled_anew_from_the_log(marketplace: str) -> None:
    none = Money(0)
    figures = Figures(units=3, goods=Money(900), delivery=none, vendor_discount=none, operator_discount=none)
    sale = SaleConfirmed(
        order_id="ord_1", vendor_order_id="vor_1", vendor_id="ven_1", figures=figures, at=clock.now()
    )  # fmt: skip
    async with server(marketplace) as postgres:
        database = postgres.database("analytics")
        async with unit_of_work.unit(database, [SALES]) as unit:
            await unit.log.append("sale-vor_1", [sale], expected=0)
        async with database.transaction() as tx:
            await tx.execute(text("UPDATE sales_by_day SET units = 77"))
    said = await bdc("events", "replay", "analytics.sales")
    assert "1 events applied" in said.out
    [row] = await fetch(marketplace, "SELECT DISTINCT units FROM analytics.sales_by_day")
    assert row["units"] == 3


async def test_an_unknown_projection_is_refused_with_those_there_are(marketplace: str) -> None:
    said = await bdc("events", "replay", "orders.nothing")
    assert said.status == 1
    assert "orders.order_view" in said.err


async def test_a_stuck_process_is_listed_and_tried_again(marketplace: str) -> None:
    async with connected(marketplace) as connection:
        await connection.execute("""
            INSERT INTO orders.saga (id, kind, state, status, next_attempt_at, deadline, error, started_at)
            VALUES ('ord_1', 'checkout', '{}', 'stuck', now(), now(), '{"code": "out_of_stock"}', now())
        """)
    said = await bdc("events", "stuck")
    assert "ord_1" in said.out
    assert "out_of_stock" in said.out
    assert (await bdc("events", "unstick", "ord_1")).status == 0
    [row] = await fetch(marketplace, "SELECT status FROM orders.saga")
    assert row["status"] == "running"
    assert "No process is stuck." in (await bdc("events", "stuck")).out
    assert (await bdc("events", "unstick", "ord_1")).status == 1


async def test_a_database_without_a_marketplace_says_what_to_do(
    empty_database: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, empty_database, tmp_path)  # type: ignore[arg-type]
    said = await bdc("events", "lag")
    assert said.status == 1
    assert "run `bdc migrate`" in said.err
