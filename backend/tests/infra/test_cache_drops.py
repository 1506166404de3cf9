"""A tag is dropped in every process that listens, when the change that makes its answers untrue has committed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest

from bdcommerce.infra import unit_of_work
from bdcommerce.infra.cache import InProcessCache, announcing
from bdcommerce.infra.cache.announcing import announce
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.projections import rebuild
from support.databases import connected, url_of
from support.toy import TALLY, Counted, toy_database

SECONDS = 10.0


class Heard(InProcessCache):
    """A cache that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(1_000)
        self.tags: list[str] = []

    def heard(self, tags: object) -> None:
        self.tags += list(tags)  # type: ignore[call-overload]


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    async with toy_database(postgres_url) as found:
        yield found


@pytest.fixture
async def caches(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Heard]]:
    """Those of two processes."""
    monkeypatch.setattr(announcing, "AGAIN_SECONDS", 0.01)
    listeners = [Heard(), Heard()]
    tasks = [asyncio.create_task(announcing.listen(url_of(database), [cache])) for cache in listeners]
    await when(lambda: all(cache.ready for cache in listeners))
    yield listeners
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    assert not any(cache.ready for cache in listeners)


async def when(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not holds():
            await asyncio.sleep(0.005)


def tags_of(event: Counted) -> Iterator[str]:
    yield f"thing:{event.thing}"
    yield "things"


ANNOUNCED = announcing.announcing(TALLY, {Counted: tags_of})


async def count(database: Database, thing: str) -> None:
    async with unit_of_work.unit(database, [ANNOUNCED]) as work:
        version = len(await work.log.history(f"count-{thing}"))
        await work.log.append(f"count-{thing}", [Counted(thing=thing, by=1)], expected=version)


def has_two(cache: Heard) -> bool:
    return len(cache.tags) == 2


async def test_what_an_event_makes_untrue_is_dropped_everywhere(database: Database, caches: list[Heard]) -> None:
    await count(database, "rice")
    for cache in caches:
        await when(partial(has_two, cache))
        assert cache.tags == ["thing:rice", "things"]


async def test_nothing_is_dropped_before_the_change_has_committed(database: Database, caches: list[Heard]) -> None:
    async with database.transaction() as tx:
        await announce(tx, ["x"])
        await asyncio.sleep(0.05)
        assert caches[0].tags == []
    await when(lambda: caches[0].tags == ["x"])


async def test_a_change_that_does_not_commit_drops_nothing(database: Database, caches: list[Heard]) -> None:
    with suppress(ZeroDivisionError):
        async with database.transaction() as tx:
            await announce(tx, ["x"])
            raise ZeroDivisionError
    async with database.transaction() as tx:
        await announce(tx, ["y"])
    await when(lambda: caches[0].tags == ["y"])


async def test_many_tags_go_in_several_messages(database: Database, caches: list[Heard]) -> None:
    tags = [f"product:{number:0>60}" for number in range(400)] + ["পণ্য"]
    async with database.transaction() as tx:
        await announce(tx, [*tags, *tags])
    await when(lambda: len(caches[0].tags) == len(tags))
    assert caches[0].tags == tags


async def test_a_rebuild_of_read_tables_drops_nothing(database: Database, caches: list[Heard]) -> None:
    await count(database, "rice")
    await when(lambda: len(caches[0].tags) == 2)
    assert [done async for done in rebuild(database, ANNOUNCED)][-1] == 1
    async with database.transaction() as tx:
        await announce(tx, ["last"])
    await when(lambda: caches[0].tags[-1] == "last")
    assert caches[0].tags == ["thing:rice", "things", "last"]


async def test_whose_connection_is_cut_forgets_everything_until_it_listens_again(
    database: Database, caches: list[Heard]
) -> None:
    before = caches[0].mark()
    async with connected(url_of(database)) as admin:
        await admin.execute("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'
        """)
    await when(lambda: caches[0].mark() > before)
    await when(lambda: caches[0].ready)
    await count(database, "rice")
    await when(lambda: len(caches[0].tags) == 2)


async def test_where_nobody_answers_the_cache_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "AGAIN_SECONDS", 0.01)
    tries = 0

    async def nobody(_: str) -> None:
        nonlocal tries
        tries += 1
        raise ConnectionRefusedError

    cache = InProcessCache(1_000)
    task = asyncio.create_task(announcing.listen("postgresql://nowhere", [cache], nobody))
    await when(lambda: tries > 2)
    assert not cache.ready
    task.cancel()
