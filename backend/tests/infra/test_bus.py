"""What every bus promises. A new one joins by a line in BUSES."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from bdcommerce.infra.bus import Bus, Claimed, Message, PostgresBus
from bdcommerce.infra.bus.postgres import connect
from bdcommerce.kernel import clock
from support.post import post_office

LEASE = timedelta(seconds=30)
START = datetime(2026, 11, 22, 6, tzinfo=UTC)


@dataclass
class Line:
    """A bus and the ways of a test to reach it."""

    bus: Bus
    pool: "asyncpg.Pool[asyncpg.Record]"
    now: datetime = START

    async def publish(self, *messages: Message) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await self.bus.publish(messages, connection)

    async def claim(self, limit: int = 10, queue: str = "reader") -> list[Claimed]:
        return await self.bus.claim(queue, limit)

    async def claimed(self, limit: int = 10, queue: str = "reader") -> list[str]:
        return [item.message.event_id for item in await self.claim(limit, queue)]

    async def handle_all(self, queue: str = "reader") -> list[str]:
        """Everything that can be claimed, in the order in which it is."""
        seen: list[str] = []
        while items := await self.claim(10, queue):
            seen += [item.message.event_id for item in items]
            await self.bus.ack(queue, items)
        return seen

    def pass_time(self, by: timedelta) -> None:
        self.now += by


@asynccontextmanager
async def postgres(server_url: str) -> AsyncIterator[Line]:
    async with post_office(server_url) as url:
        pool = await connect(url)
        try:
            yield Line(PostgresBus(pool, LEASE), pool)
        finally:
            await pool.close()


BUSES: Sequence[Callable[[str], AbstractAsyncContextManager[Line]]] = (postgres,)


@pytest.fixture(params=BUSES, ids=lambda made: str(made.__name__))
async def line(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[Line]:
    async with request.param(postgres_url) as made:
        with clock.running(lambda: made.now):
            yield made


def message(
    event_id: str, key: str = "", *, queue: str = "reader", due: timedelta = timedelta(), **more: str
) -> Message:
    return Message(
        event_id=event_id,
        key=key or event_id,
        type=more.get("type", "post.Sent"),
        public=not queue,
        schema_version=1,
        data=f'{{"id": "{event_id}"}}',
        metadata='{"actor": "usr_1"}',
        recorded_at=START,
        available_at=START + due,
        queue=queue,
    )


async def test_a_message_arrives_whole_and_once(line: Line) -> None:
    await line.publish(message("e1", "k"))
    (item,) = await line.claim()
    assert (item.queue, item.attempt, item.message) == ("reader", 1, message("e1", "k"))
    assert await line.claim() == []
    await line.bus.ack("reader", [item])
    line.pass_time(LEASE * 2)
    assert await line.claim() == []


async def test_publishing_nothing_is_allowed(line: Line) -> None:
    await line.publish()
    assert await line.claim() == []


async def test_of_one_key_only_the_first_is_handed_out(line: Line) -> None:
    await line.publish(message("a1", "a"), message("a2", "a"), message("b1", "b"))
    first = await line.claim()
    assert [item.message.event_id for item in first] == ["a1", "b1"]
    await line.bus.ack("reader", first)
    assert await line.claimed() == ["a2"]


async def test_a_limit_is_kept_and_the_rest_comes_next(line: Line) -> None:
    await line.publish(*(message(f"e{n}") for n in range(5)))
    assert len(await line.claim(2)) == 2
    assert len(await line.claim(10)) == 3


async def test_every_subscriber_gets_its_own_copy(line: Line) -> None:
    async with line.pool.acquire() as connection:
        await connection.execute("INSERT INTO bus.subscription (queue, type) VALUES ('one', 'x.Y'), ('two', 'x.Y')")
    await line.publish(message("e1", queue="", type="x.Y"), message("e2", queue="", type="x.Unheard"))
    for queue in ("one", "two"):
        (item,) = await line.claim(queue=queue)
        assert (item.message.event_id, item.message.public) == ("e1", True)
        await line.bus.ack(queue, [item])
    assert await line.claim() == []


async def test_publishing_again_under_the_same_id_adds_nothing(line: Line) -> None:
    await line.publish(message("e1", "k"))
    await line.publish(message("e1", "k"), message("e2", "k"))
    assert await line.handle_all() == ["e1", "e2"]


async def test_what_a_failed_transaction_published_comes_once_when_it_is_published_again(line: Line) -> None:
    with suppress(ZeroDivisionError):
        async with line.pool.acquire() as connection, connection.transaction():
            await line.bus.publish([message("e1")], connection)
            raise ZeroDivisionError
    await line.publish(message("e1"))
    assert await line.handle_all() == ["e1"]


async def test_what_is_added_to_a_key_while_its_last_message_is_acknowledged_is_not_lost(line: Line) -> None:
    await line.publish(message("a1", "a"))
    first = await line.claim()
    async with line.pool.acquire() as connection, connection.transaction():
        await line.bus.publish([message("a2", "a")], connection)
        acknowledging = asyncio.create_task(line.bus.ack("reader", first))
        await asyncio.sleep(0.1)
    await acknowledging
    assert await line.handle_all() == ["a2"]


async def test_a_delayed_message_waits_for_its_instant(line: Line) -> None:
    await line.publish(message("later", due=timedelta(days=7)), message("now"))
    assert await line.handle_all() == ["now"]
    line.pass_time(timedelta(days=7) - timedelta(seconds=1))
    assert await line.claim() == []
    line.pass_time(timedelta(seconds=1))
    assert await line.handle_all() == ["later"]


async def test_an_ended_lease_lets_somebody_else_try(line: Line) -> None:
    await line.publish(message("e1"))
    await line.claim()
    line.pass_time(LEASE)
    (again,) = await line.claim()
    assert (again.message.event_id, again.attempt) == ("e1", 2)


async def test_a_renewed_lease_has_not_ended(line: Line) -> None:
    await line.publish(message("e1"))
    mine = await line.claim()
    line.pass_time(LEASE - timedelta(seconds=1))
    await line.bus.renew(mine)
    line.pass_time(LEASE - timedelta(seconds=1))
    assert await line.claim() == []


async def test_what_is_given_back_is_as_if_never_claimed(line: Line) -> None:
    await line.publish(message("e1"), message("e2"))
    await line.bus.release(await line.claim())
    assert [item.attempt for item in await line.claim()] == [1, 1]


async def test_renewing_and_giving_back_nothing_is_allowed(line: Line) -> None:
    await line.bus.renew([])
    await line.bus.release([])
    await line.bus.ack("reader", [])


async def test_a_failed_message_comes_again_and_holds_its_key_back_and_no_other(line: Line) -> None:
    await line.publish(message("a1", "a"), message("a2", "a"), message("b1", "b"))
    a1, b1 = await line.claim()
    await line.bus.retry(a1, line.now + timedelta(seconds=5))
    await line.bus.ack("reader", [b1])
    await line.publish(message("a3", "a"), message("b2", "b"))
    assert await line.handle_all() == ["b2"]
    line.pass_time(timedelta(seconds=5))
    (again,) = await line.claim()
    assert (again.message.event_id, again.attempt) == ("a1", 2)
    await line.bus.ack("reader", [again])
    assert await line.handle_all() == ["a2", "a3"]


async def test_a_dead_letter_holds_its_key_back_until_it_is_redriven(line: Line) -> None:
    await line.publish(message("a1", "a"), message("a2", "a"), message("b1", "b"))
    a1, b1 = await line.claim()
    await line.bus.bury(a1, "SoldOut (sold_out)")
    await line.bus.ack("reader", [b1])
    line.pass_time(timedelta(days=30))
    assert await line.claim() == []
    (letter,) = await line.bus.dead()
    assert (letter.queue, letter.key, letter.event_id, letter.type) == ("reader", "a", "a1", "post.Sent")
    assert (letter.attempts, letter.reason, letter.dead_at) == (1, "SoldOut (sold_out)", START)
    assert await line.bus.redrive(message_id=letter.id) == 1
    assert await line.bus.dead() == []
    assert await line.handle_all() == ["a1", "a2"]


async def test_dead_letters_are_redriven_by_queue_or_all_at_once(line: Line) -> None:
    await line.publish(message("r1"), message("r2"), message("s1", queue="sender"))
    for queue in ("reader", "sender"):
        for item in await line.claim(queue=queue):
            await line.bus.bury(item, "Broken")
    assert len(await line.bus.dead(queue="reader")) == 2
    assert len(await line.bus.dead(limit=1)) == 1
    assert await line.bus.redrive(queue="sender") == 1
    assert await line.bus.redrive() == 2
    assert await line.bus.redrive() == 0
    assert sorted(await line.handle_all()) == ["r1", "r2"]
    assert await line.handle_all("sender") == ["s1"]


async def test_a_discarded_dead_letter_lets_the_next_go(line: Line) -> None:
    await line.publish(message("a1", "a"), message("a2", "a"))
    (a1,) = await line.claim()
    assert not await line.bus.discard(a1.id, "only dead letters can be discarded")
    await line.bus.bury(a1, "Broken")
    assert await line.bus.discard(a1.id, "the order was a test")
    assert not await line.bus.discard(a1.id, "twice")
    assert await line.handle_all() == ["a2"]


async def test_who_comes_late_changes_nothing_for_the_next_in_line(line: Line) -> None:
    """The lease ended, somebody else has handled the message, and is at the next one."""
    await line.publish(message("a1", "a"), message("a2", "a"), message("a3", "a"))
    (late,) = await line.claim()
    line.pass_time(LEASE)
    await line.bus.ack("reader", await line.claim())
    (second,) = await line.claim()
    assert (second.message.event_id, second.attempt) == ("a2", 1)
    await line.bus.retry(late, line.now)
    await line.bus.bury(late, "Late")
    await line.bus.ack("reader", [late])
    assert await line.claim() == []
    assert await line.bus.dead() == []
    await line.bus.ack("reader", [second])
    assert await line.claimed() == ["a3"]


async def test_one_slot_has_one_tick_and_slots_that_pile_up_are_one(line: Line) -> None:
    ticks = [message(f"tick:{slot}", "tick", type="tick:reader.count") for slot in range(9)]
    assert await line.bus.tick(ticks[1], 1)
    assert not await line.bus.tick(ticks[2], 2)
    assert await line.handle_all() == ["tick:1"]
    assert await line.bus.tick(ticks[1], 1)
    assert await line.handle_all() == []
    outcomes = await asyncio.gather(*(line.bus.tick(ticks[5], 5) for _ in range(8)))
    assert any(outcomes)
    assert await line.handle_all() == ["tick:5"]
    assert await line.bus.tick(ticks[4], 4)
    assert await line.handle_all() == []


async def test_what_waits_is_told_in_figures(line: Line) -> None:
    await line.publish(message("a1", "a"), message("a2", "a"), message("b"), message("c"), message("d"))
    await line.publish(message("timer", due=timedelta(days=9)))
    items = {item.message.event_id: item for item in await line.claim(3)}
    await line.bus.bury(items["b"], "Broken")
    await line.bus.retry(items["c"], START + timedelta(hours=1))
    line.pass_time(timedelta(seconds=10))
    figures = (await line.bus.backlog(["reader", "sender"]))["reader"]
    assert (figures.pending, figures.oldest_seconds, figures.dead) == (4, 10.0, 1)
    empty = (await line.bus.backlog(["sender"]))["sender"]
    assert (empty.pending, empty.oldest_seconds, empty.dead) == (0, 0.0, 0)


async def test_a_queue_is_ready_when_something_can_be_claimed(line: Line) -> None:
    await line.publish(message("now"), message("timer", due=timedelta(days=9), queue="sender"))
    assert await line.bus.ready(["reader", "sender", "other"]) == {"reader"}
    await line.claim()
    assert await line.bus.ready(["reader", "sender"]) == set()
    line.pass_time(timedelta(days=9))
    assert await line.bus.ready(["reader", "sender"]) == {"reader", "sender"}


async def test_whoever_watches_is_told_of_arrivals(line: Line) -> None:
    told: list[str] = []
    watching = asyncio.create_task(line.bus.watch(told.append))
    try:
        async with asyncio.timeout(10):
            while not told:
                await line.publish(message(f"e{random.random()}"))
                await asyncio.sleep(0.05)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    assert set(told) == {"reader"}


async def test_many_at_once_handle_everything_once_and_in_order(line: Line) -> None:
    """Publishers add to few keys while others claim, fail, give back and acknowledge: nothing is lost or overtakes."""
    keys, each, publishers = [f"k{n}" for n in range(6)], 25, 4
    chaos, handled = random.Random(7), defaultdict[str, list[str]](list)

    async def publish(mine: int) -> None:
        for number in range(each):
            await line.publish(*(message(f"{key}-{mine}-{number}", key) for key in chaos.sample(keys, len(keys))))

    async def consume() -> None:
        while sum(map(len, handled.values())) < len(keys) * each * publishers:
            for item in await line.claim(3):
                await asyncio.sleep(chaos.random() * 0.002)
                fate = chaos.random()
                if fate < 0.1:
                    await line.bus.retry(item, line.now)
                elif fate < 0.15:
                    await line.bus.release([item])
                else:
                    handled[item.message.key].append(item.message.event_id)
                    await line.bus.ack("reader", [item])

    async with asyncio.timeout(60):
        await asyncio.gather(*(publish(n) for n in range(publishers)), *(consume() for _ in range(5)))
    for key in keys:
        for mine in range(publishers):
            theirs = [event_id for event_id in handled[key] if event_id.startswith(f"{key}-{mine}-")]
            assert theirs == [f"{key}-{mine}-{number}" for number in range(each)]
    assert await line.claim() == []
    assert (await line.bus.backlog(["reader"]))["reader"].pending == 0
