"""From a commit to its effect elsewhere: once, in order, whatever fails on the way."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import asyncpg
import msgspec
import pytest
from sqlalchemy import text

from bdcommerce.contracts.analytics import ProcessSampled
from bdcommerce.infra import backoff, telemetry, worker
from bdcommerce.infra.bus import Bus
from bdcommerce.infra.consuming import QUICK_ATTEMPTS, reason_of
from bdcommerce.infra.service import Consumer, Service
from bdcommerce.infra.unit_of_work import unit
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict, Stale
from support.post import READER, SENDER, Alarm, Desk, Post, Sent, opened, post_office, working
from support.processes import start

START = datetime(2040, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
async def url(postgres_url: str) -> AsyncIterator[str]:
    async with post_office(postgres_url) as made:
        yield made


@pytest.fixture
async def post(url: str) -> AsyncIterator[Post]:
    async with opened(url) as made:
        yield made


async def bus_of(post: Post) -> Bus:
    return (await post.worker._parts()).bus


def reads(consume: object) -> tuple[Service, Service]:
    """The two services, with another consumer of letters."""
    return SENDER, replace(READER, consumers=(Consumer(Sent, consume),))  # type: ignore[arg-type]


async def test_what_is_told_arrives_once(post: Post) -> None:
    await post.send("a", 1, 2, 3)
    assert await post.worker.settle() == []
    assert await post.came() == [("a", 1), ("a", 2), ("a", 3)]
    assert await post.worker.settle() == []
    assert len(await post.came()) == 3


async def test_a_running_worker_is_woken_by_the_commit(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("RELAY_POLL_SECONDS", "BUS_POLL_SECONDS"):
        monkeypatch.setattr(worker, pause, 12.0)  # a dozen looks of that kind would take longer than a test may
    async with working(post):
        for number in range(1, 13):
            await post.send("a", number)
            assert len(await post.until_came(number)) == number


async def test_rows_about_to_settle_are_looked_for_soon_however_long_nothing_happened(
    url: str, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RELAY_POLL_SECONDS", 60.0)
    stranger = await asyncpg.connect(url)
    async with working(post):
        for number in range(1, 6):
            await asyncio.sleep(0.05)  # the relay has nothing to do by then
            async with stranger.transaction():
                await stranger.execute("SELECT pg_current_xact_id()")
                await post.send("a", number)
                await asyncio.sleep(0.02)
            assert len(await post.until_came(number)) == number
    await stranger.close()


async def test_a_commit_of_another_process_is_found_by_looking(url: str, post: Post) -> None:
    async with working(post), opened(url, [SENDER]) as other:
        async with other.desks["sender"].database.transaction() as tx:
            statement = "INSERT INTO event_log (id, type, schema_version, data, recorded_at, public, key) VALUES "
            await tx.execute(
                text(statement + "('evt_1', 'post.Sent', 1, CAST(:data AS jsonb), now(), true, 'a')"),
                {"data": '{"key": "a", "number": 1}'},
            )
        assert await post.until_came(1) == [("a", 1)]


async def test_a_failing_message_holds_back_its_key_and_no_other(post: Post) -> None:
    with clock.frozen(START):
        post.reader.failing["a"] = Conflict("no")
        await post.send("a", 1, 2)
        await post.send("b", 1, 2)
        failures = await post.worker.settle()
        assert [type(error) for error in failures] == [Conflict]
        assert await post.came() == [("b", 1), ("b", 2)]
        assert ("a", 2) not in post.reader.tried
    del post.reader.failing["a"]
    with clock.frozen(START + backoff.FIRST):
        assert await post.worker.settle() == []
    assert (await post.came())[2:] == [("a", 1), ("a", 2)]


async def test_who_met_another_at_the_same_thing_tries_again_at_once_and_not_for_ever(post: Post) -> None:
    with clock.frozen(START):
        post.reader.failing["a"] = Stale("somebody was quicker")
        await post.send("a", 1)
        failures = await post.worker.settle()
        assert [type(error) for error in failures] == [Stale] * (QUICK_ATTEMPTS + 1)
        del post.reader.failing["a"]
        assert await post.worker.settle() == []
        assert await post.came() == []
    with clock.frozen(START + backoff.FIRST * 2**QUICK_ATTEMPTS):
        assert await post.worker.settle() == []
    assert await post.came() == [("a", 1)]


async def test_pauses_between_attempts_grow_to_a_limit() -> None:
    pauses = [backoff.after(attempts) for attempts in range(1, 40)]
    assert backoff.FIRST / 2 <= pauses[0] <= backoff.FIRST
    assert all(pause <= backoff.LONGEST for pause in pauses)
    assert min(pauses[15:]) >= backoff.LONGEST / 2


async def test_after_the_last_attempt_it_is_a_dead_letter_that_can_be_redriven(url: str) -> None:
    async with opened(url, max_attempts=3) as post:
        post.reader.failing["a"] = Conflict("of +8801712345678")
        await post.send("a", 1, 2)
        for hour in range(9):
            with clock.frozen(START + hour * timedelta(hours=1)):
                await post.worker.settle()
        assert post.reader.tried == [("a", 1)] * 3
        bus = await bus_of(post)
        (letter,) = await bus.dead()
        assert (letter.queue, letter.key, letter.attempts, letter.reason) == ("reader", "a", 3, "Conflict (conflict)")
        post.reader.failing.clear()
        assert await bus.redrive(message_id=letter.id) == 1
        assert await post.worker.settle() == []
        assert await post.came() == [("a", 1), ("a", 2)]


async def test_a_message_that_kills_its_process_every_time_becomes_a_dead_letter(url: str) -> None:
    async with opened(url, max_attempts=3, lease_seconds=30) as post:
        await post.send("a", 1)
        await post.settled()
        bus = await bus_of(post)
        with clock.frozen(START):
            await post.worker._built.relay.pass_on()  # type: ignore[union-attr]
        for minute in range(1, 4):
            with clock.frozen(START + minute * timedelta(minutes=1)):
                assert len(await bus.claim("reader", 1)) == 1
        with clock.frozen(START + timedelta(minutes=5)):
            await post.worker.settle()
        assert [letter.reason for letter in await bus.dead()] == ["Vanished"]
        assert post.reader.tried == []


async def test_a_type_that_nobody_hears_any_more_is_a_dead_letter_and_not_lost(url: str) -> None:
    async with opened(url, [SENDER, replace(READER, consumers=())], max_attempts=1) as post:
        await post.send("a", 1)
        assert len(await post.worker.settle()) == 1
        assert [letter.reason for letter in await (await bus_of(post)).dead()] == ["NobodyHears"]


async def test_a_delayed_event_comes_back_at_its_instant_and_not_before(post: Post) -> None:
    with clock.frozen(START):
        async with unit(post.desks["sender"].database) as work:
            await work.log.later(Alarm(key="soon", number=1), due=START + timedelta(hours=1))
            await work.log.later(Alarm(key="late", number=2), due=START + timedelta(days=7))
        await post.worker.settle()
        assert await post.came("sender") == []
    with clock.frozen(START + timedelta(hours=1)):
        await post.worker.settle()
        assert await post.came("sender") == [("soon", 1)]
    with clock.frozen(START + timedelta(days=7)):
        await post.worker.settle()
        assert await post.came("sender") == [("soon", 1), ("late", 2)]


async def test_a_consumer_that_commits_twice_is_told_that_only_the_first_counts(url: str) -> None:
    async def twice(event: Sent, desk: Desk) -> None:
        for _ in range(2):
            async with unit(desk.database) as work:
                await work.tx.execute(text("INSERT INTO came (key, number) VALUES ('twice', 0)"))

    async with opened(url, reads(twice)) as post:
        await post.send("a", 1)
        (error,) = await post.worker.settle()
        assert isinstance(error, RuntimeError)
        assert len(await post.came()) == 1


async def test_trace_actor_and_cause_go_along_with_what_follows(url: str) -> None:
    async def answer(event: Sent, desk: Desk) -> None:
        async with unit(desk.database) as work:
            await work.log.append("answer", [Alarm(key="a", number=telemetry.trace_id() == "b" * 32)], expected=0)

    async with opened(url, reads(answer)) as post:
        with telemetry.tracing("b" * 32):
            await post.send("a", 1)
        await post.worker.settle()
        async with post.reader.database.transaction() as tx:
            row = await tx.row(text("SELECT data, metadata FROM event_log"))
        async with post.desks["sender"].database.transaction() as tx:
            letter = await tx.scalar(text("SELECT id FROM event_log"))
    assert row is not None
    assert (row["data"]["number"], row["metadata"]["caused_by"]) == (1, letter)
    assert (row["metadata"]["trace_id"], row["metadata"]["actor"]) == ("b" * 32, "sender")


async def test_two_workers_share_the_work_and_double_none_of_it(url: str) -> None:
    async with opened(url) as one, opened(url) as other, working(one), working(other):
        keys = [f"k{n}" for n in range(10)]
        for number in range(10):
            await asyncio.gather(*(one.send(key, number) for key in keys))
        came = await one.until_came(100)
        await asyncio.sleep(0.3)
        assert await one.came() == came
        assert all([number for k, number in came if k == key] == list(range(10)) for key in keys)
        assert len(one.reader.tried) + len(other.reader.tried) == 100


async def test_a_job_runs_once_per_slot_over_two_workers(url: str) -> None:
    async with opened(url) as one, opened(url) as other:
        posts = (one, other)
        for slot in range(5):
            with clock.frozen(START + slot * timedelta(minutes=1)):
                await asyncio.gather(*(tick_and_settle(post) for post in posts))
                await asyncio.gather(*(tick_and_settle(post) for post in posts))
            assert one.reader.ran + other.reader.ran == slot + 1


async def test_slots_missed_while_nobody_worked_are_run_once(post: Post) -> None:
    for at in (START, START + timedelta(days=3), START + timedelta(days=3, seconds=30)):
        with clock.frozen(at):
            await tick_and_settle(post)
    assert post.reader.ran == 2


async def test_a_failing_job_is_tried_again_and_never_piles_up_or_dies(url: str) -> None:
    async with opened(url, max_attempts=3) as post:
        post.reader.failing["job"] = Conflict("no")
        for minute in range(12):
            with clock.frozen(START + minute * timedelta(minutes=1)):
                await tick_and_settle(post)
        assert post.reader.ran == 12
        assert await (await bus_of(post)).dead() == []
        assert (await (await bus_of(post)).backlog(["reader"]))["reader"].pending <= 1


async def test_a_running_worker_keeps_the_clock(post: Post) -> None:
    async with working(post), asyncio.timeout(10):
        while not post.reader.ran:
            await asyncio.sleep(0.02)


async def tick_and_settle(post: Post) -> None:
    parts = await post.worker._parts()
    for each in parts.clocks:
        await each.tick()
    await post.worker.settle()


async def test_old_traces_of_what_was_handled_are_removed(post: Post) -> None:
    with clock.frozen(START):
        await post.send("a", 1)
        await tick_and_settle(post)
    assert await in_inbox(post) == 1
    with clock.frozen(START + timedelta(days=31)):
        await tick_and_settle(post)
    assert await in_inbox(post) == 0


async def in_inbox(post: Post) -> int:
    async with post.reader.database.transaction() as tx:
        return int(await tx.scalar(text("SELECT count(*) FROM inbox")))


async def test_draining_finishes_what_is_being_handled(post: Post) -> None:
    post.reader.pause = 0.4
    async with working(post):
        await post.send("a", 1)
        async with asyncio.timeout(10):
            while not post.reader.tried:
                await asyncio.sleep(0.01)
    assert await post.came() == [("a", 1)]
    left = await (await bus_of(post)).claim("reader", 5)
    assert "post.Sent" not in [item.message.type for item in left], "a job's tick may be left, the message may not"


async def test_draining_gives_back_what_does_not_finish_in_time(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "DRAIN_SECONDS", 0.1)
    post.reader.pause = 30
    async with working(post):
        await post.send("a", 1)
        async with asyncio.timeout(10):
            while not post.reader.tried:
                await asyncio.sleep(0.01)
    assert await post.came() == []
    given_back = await (await bus_of(post)).claim("reader", 5)
    assert ("post.Sent", 1) in [(item.message.type, item.attempt) for item in given_back]


async def test_a_message_that_takes_longer_than_its_lease_stays_with_its_handler(url: str) -> None:
    async with opened(url, lease_seconds=1) as one, opened(url, lease_seconds=1) as other:
        one.reader.pause = other.reader.pause = 2.5
        async with working(one), working(other):
            await one.send("a", 1)
            await one.until_came(1)
        assert len(one.reader.tried) + len(other.reader.tried) == 1


async def test_what_waits_is_measured(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MEASURE_SECONDS", 0.05)
    post.reader.failing["a"] = Conflict("no")
    expected = {
        'bdc_bus_pending{queue="reader"} 1.0',
        'bdc_relay_unrelayed{service="sender"} 0.0',
        'bdc_consumer_seconds_count{outcome="failed",queue="reader",type="post.Sent"}',
    }
    async with working(post):
        await post.send("a", 1)
        async with asyncio.timeout(10):
            while not all(line in telemetry.render().decode() for line in expected):
                await asyncio.sleep(0.05)


def test_a_dead_letters_reason_has_the_code_and_never_the_message() -> None:
    assert reason_of(Conflict("call +8801712345678")) == "Conflict (conflict)"
    assert reason_of(ValueError("+8801712345678")) == "ValueError"


@pytest.mark.slow
async def test_workers_that_are_killed_again_and_again_lose_nothing_and_double_nothing(url: str) -> None:
    """kill -9 of real processes at random moments while letters are being written."""
    chaos, keys, kills = random.Random(5), [f"k{n}" for n in range(5)], 6
    sent, stop = Counter[str](), asyncio.Event()

    async def write(post: Post, key: str) -> None:
        while not stop.is_set():
            await post.send(key, sent[key])
            sent[key] += 1
            await asyncio.sleep(chaos.random() * 0.1)

    async def kill() -> None:
        for _ in range(kills):
            process = await start(["-m", "support.run_post", url], {"PYTHONPATH": "tests"})
            await asyncio.sleep(0.2 + chaos.random() * 0.8)
            await process.kill()
        stop.set()

    async with opened(url, [SENDER]) as post:
        await asyncio.gather(kill(), *(write(post, key) for key in keys))
        assert 0 < len(await post.came()) < sent.total()
    async with opened(url, lease_seconds=1) as post, working(post):
        came = await post.until_came(sent.total(), seconds=60)
        await asyncio.sleep(1.5)
        assert await post.came() == came
    for key in keys:
        assert [number for k, number in came if k == key] == list(range(sent[key]))


async def test_a_worker_stops_even_if_it_is_woken_at_that_very_moment(post: Post) -> None:
    parts = await post.worker._parts()
    relaying = asyncio.create_task(post.worker._relay(parts.relay))
    await asyncio.sleep(0.3)
    post.worker._relay_woken.set()
    relaying.cancel()
    await asyncio.wait([relaying], timeout=5)
    assert relaying.cancelled()


async def test_a_process_says_how_it_does_again_and_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SAMPLE_SECONDS", 0.02)

    async def samples() -> list[ProcessSampled]:
        async with post.desks["sender"].database.transaction() as tx:
            rows = await tx.rows(text("SELECT data FROM event_log WHERE type = 'analytics.ProcessSampled'"))
        return [msgspec.convert(row["data"], ProcessSampled) for row in rows]

    async with working(post), asyncio.timeout(20):
        while len(told := await samples()) < 3:
            await asyncio.sleep(0.01)
    assert len({each.process_id for each in told}) == 1
    assert told[0].services == ["sender", "reader"]
    assert all(before.at == after.since for before, after in pairwise(told))
