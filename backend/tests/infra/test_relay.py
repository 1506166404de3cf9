"""The relay reads a log in commit order without gaps, whoever writes, rolls back or dawdles."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import TypeAlias

import asyncpg
import pytest
from sqlalchemy import text

from bdcommerce.infra.bus import PostgresBus
from bdcommerce.infra.bus.postgres import connect
from bdcommerce.infra.migrations import migrate
from bdcommerce.infra.relay import Relay, Round
from bdcommerce.infra.unit_of_work import Unit, unit
from bdcommerce.kernel import clock
from support.post import READER, SENDER, Alarm, Post, Sent, opened, post_office

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"


@pytest.fixture
async def url(postgres_url: str) -> AsyncIterator[str]:
    async with post_office(postgres_url) as made:
        yield made


@pytest.fixture
async def post(url: str) -> AsyncIterator[Post]:
    async with opened(url) as made:
        yield made


@pytest.fixture
async def pool(url: str) -> AsyncIterator[Pool]:
    async with await connect(url) as made:
        yield made


@asynccontextmanager
async def relay(pool: Pool, *services: str) -> AsyncIterator[Relay]:
    made = Relay(pool, PostgresBus(pool, timedelta(seconds=30)), services or ("sender", "reader"))
    await made.begin()
    yield made


async def relayed(pool: Pool) -> list[tuple[str, int]]:
    rows = await pool.fetch("SELECT key, (data->>'number')::int AS number FROM bus.message ORDER BY id")
    return [(row["key"], row["number"]) for row in rows]


async def pass_on_all(made: Relay, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while (await made.pass_on()).left:
            await asyncio.sleep(0.01)


async def begin(stack: AsyncExitStack, post: Post) -> Unit:
    """A unit of work that has its transaction id."""
    opened_unit = await stack.enter_async_context(unit(post.desks["sender"].database))
    await opened_unit.tx.execute(text("SELECT pg_current_xact_id()"))
    return opened_unit


async def write(work: Unit, key: str, number: int) -> None:
    """The row is in the log now, and commits with the unit."""
    await work.log.tell(Sent(key=key, number=number))
    await work.log._events.flush()


async def test_what_commits_late_is_not_jumped_over(post: Post, pool: Pool) -> None:
    async with relay(pool) as made:
        async with AsyncExitStack() as early:
            await write(await begin(early, post), "slow", 1)
            await post.send("quick", 1)
            assert await made.pass_on() == Round(0, left=True)
        await pass_on_all(made)
        assert sorted(await relayed(pool)) == [("quick", 1), ("slow", 1)]


async def test_an_older_transaction_that_writes_later_is_not_jumped_over(post: Post, pool: Pool) -> None:
    async with relay(pool) as made:
        async with AsyncExitStack() as early:
            old = await begin(early, post)
            await post.send("quick", 1)
            await made.pass_on()
            await write(old, "slow", 1)
            await post.send("quick", 2)
            await made.pass_on()
        await pass_on_all(made)
        assert Counter(await relayed(pool)) == Counter([("quick", 1), ("quick", 2), ("slow", 1)])


async def test_what_is_rolled_back_is_never_passed_on(post: Post, pool: Pool) -> None:
    with suppress(ZeroDivisionError):
        async with AsyncExitStack() as stack:
            await write(await begin(stack, post), "undone", 1)
            raise ZeroDivisionError
    await post.send("done", 1)
    async with relay(pool) as made:
        await pass_on_all(made)
    assert await relayed(pool) == [("done", 1)]


async def test_the_last_event_is_passed_on_although_nobody_writes_any_more(post: Post, pool: Pool) -> None:
    """Its horizon may be a transaction id that nobody has taken yet."""
    async with relay(pool) as made, AsyncExitStack() as stack:
        old = await begin(stack, post)
        async with post.desks["reader"].database.transaction() as other:
            await other.execute(text("SELECT pg_current_xact_id()"))
        await write(old, "last", 1)
        await stack.aclose()
        await pass_on_all(made, seconds=10)
        assert await relayed(pool) == [("last", 1)]


async def test_private_events_stay_at_home_and_timers_come_back(post: Post, pool: Pool) -> None:
    from support.post import Alarm

    due = clock.now() + timedelta(days=7)
    async with unit(post.desks["sender"].database) as work:
        await work.log.append("alarm-1", [Alarm(key="a", number=1)], expected=0)
        await work.log.later(Alarm(key="b", number=2), due=due)
    async with relay(pool) as made:
        await pass_on_all(made)
    rows = await pool.fetch("SELECT queue, public, available_at, key = event_id AS own FROM bus.message")
    assert [tuple(row) for row in rows] == [("sender", False, due, True)]


async def test_a_long_backlog_is_passed_on_in_batches(post: Post, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdcommerce.infra.relay.BATCH", 10)
    async with unit(post.desks["sender"].database) as work:
        await work.log.tell(*(Sent(key=f"k{n % 3}", number=n) for n in range(35)))
    await post.settled()
    async with relay(pool) as made:
        assert (await made.lag())["sender"].pending == 35
        rounds = [await made.pass_on() for _ in range(5)]
        assert [done.passed_on for done in rounds] == [10, 10, 10, 5, 0]
        assert (await made.lag())["sender"].pending == 0
    assert [number for _, number in await relayed(pool)] == list(range(35))


async def test_a_log_restored_on_another_server_goes_on_where_it_was(post: Post, pool: Pool, url: str) -> None:
    """That server's transaction ids are far behind those in the dump."""
    async with relay(pool) as made:
        await post.send("a", 1, 2)
        await pass_on_all(made)
        await post.send("a", 3, 4)
        async with unit(post.desks["sender"].database) as work:
            await work.log.append("alarm-1", [Alarm(key="a", number=1)], expected=0)
        admin = await asyncpg.connect(url)
        for table in ("sender.event_log", "bus.checkpoint"):
            statement = f"UPDATE {table} SET horizon = (horizon::text::bigint + 10000000)::text::xid8"
            await admin.execute(f"{statement} WHERE horizon > '0'")
        await migrate(url, [SENDER, READER])
        await migrate(url, [SENDER, READER])
        await post.send("a", 5)
        await pass_on_all(made)
        assert await relayed(pool) == [("a", number) for number in (1, 2, 3, 4, 5)]
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await admin.execute("SET ROLE bdc_sender; UPDATE sender.event_log SET type = 'x'")
        await admin.close()


@pytest.mark.parametrize(
    "attempt",
    [
        "SET ROLE bdc_sender; SELECT FROM bus.message",
        "SET ROLE bdc_sender; SELECT bus.claim('reader', now(), 1, '1 s')",
        "SET ROLE bdc_bus; SELECT FROM sender.inbox",
        "SET ROLE bdc_bus; INSERT INTO sender.event_log (id) VALUES ('x')",
        "SET ROLE bdc_reader; SELECT FROM sender.event_log",
    ],
)
async def test_the_bus_reads_logs_and_nobody_reads_the_bus(url: str, attempt: str) -> None:
    connection = await asyncpg.connect(url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(attempt)
    await connection.close()


async def test_one_services_trouble_does_not_hold_back_another(post: Post, pool: Pool, url: str) -> None:
    await post.send("a", 1)
    async with unit(post.desks["reader"].database) as work:
        await work.log.tell(Sent(key="b", number=1))
    admin = await asyncpg.connect(url)
    await admin.execute("UPDATE bus.checkpoint SET position = 0")
    await admin.execute(
        "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
        "CREATE TRIGGER refuse BEFORE INSERT ON bus.message FOR EACH ROW WHEN (NEW.key = 'a')"
        "EXECUTE FUNCTION public.refuse()"
    )
    await post.settled()
    async with relay(pool) as made:
        assert (await made.pass_on()).left
        assert await relayed(pool) == [("b", 1)]
        await admin.execute("DROP TRIGGER refuse ON bus.message")
        await pass_on_all(made)
    assert await relayed(pool) == [("b", 1), ("a", 1)]
    await admin.close()


async def test_concurrent_writers_and_relays_pass_on_everything_once_in_the_order_of_each_key(
    post: Post, pool: Pool, url: str
) -> None:
    """Twelve writers with random pauses, roll-backs and order of commits; a transaction that stays open for long; three
    relays at once. The order of a key is that of its counter, whose row lock every writer of the key holds."""
    chaos, keys, each = random.Random(11), ["a", "b", "c", "d"], 40
    database = post.desks["sender"].database
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE counter (key text PRIMARY KEY, number int NOT NULL)"))
        await tx.execute(text("INSERT INTO counter SELECT unnest(CAST(:keys AS text[])), 0"), {"keys": keys})

    async def dawdle() -> None:
        await asyncio.sleep(chaos.random() * 0.01)

    async def writer() -> None:
        for _ in range(each):
            with suppress(ZeroDivisionError):
                async with unit(database) as work:
                    key = chaos.choice(keys)
                    await dawdle()
                    counted = "UPDATE counter SET number = number + 1 WHERE key = :key RETURNING number"
                    number = await work.tx.scalar(text(counted), {"key": key})
                    await dawdle()
                    await write(work, key, number)
                    await dawdle()
                    if chaos.random() < 0.2:
                        raise ZeroDivisionError

    async def hold_open() -> None:
        async with post.desks["reader"].database.transaction() as tx:
            await tx.execute(text("SELECT pg_current_xact_id()"))
            await asyncio.sleep(0.7)

    writing = asyncio.Event()

    async def pass_on(made: Relay) -> None:
        while not writing.is_set():
            await made.pass_on()
            await asyncio.sleep(chaos.random() * 0.01)

    async with AsyncExitStack() as stack:
        pools = [pool, *[await stack.enter_async_context(await connect(url)) for _ in range(2)]]
        relays = [await stack.enter_async_context(relay(one)) for one in pools]
        passing = [asyncio.create_task(pass_on(made)) for made in relays]
        await asyncio.gather(hold_open(), *(writer() for _ in range(12)))
        writing.set()
        await asyncio.gather(*passing)
        await pass_on_all(relays[0])
    async with database.transaction() as tx:
        counts = {row["key"]: row["number"] for row in await tx.rows(text("SELECT * FROM counter"))}
    came = await relayed(pool)
    assert len(came) > 12 * each / 2
    for key in keys:
        assert [number for k, number in came if k == key] == list(range(1, counts[key] + 1))
