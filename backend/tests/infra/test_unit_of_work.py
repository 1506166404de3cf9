"""What a unit of work promises: all or nothing, one version at a time, one schema, once per delivery and per call."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest
from sqlalchemy import text

from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.infra import call, delivery, eventlog, projections, unit_of_work
from bdcommerce.infra.postgres import Database, Postgres, in_transaction
from bdcommerce.infra.settings import Settings
from bdcommerce.infra.unit_of_work import unit
from bdcommerce.kernel import events
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.events import name_of
from support.toy import TALLY, Counted, ThingCounted, toy_database


@pytest.fixture
async def toy(postgres_url: str) -> AsyncIterator[Database]:
    async with toy_database(postgres_url) as database:
        yield database


async def count(toy: Database, thing: str, by: int = 1, *, expected: int = 0) -> None:
    async with unit(toy, [TALLY]) as work:
        await work.log.append(f"count-{thing}", [Counted(thing=thing, by=by)], expected=expected)
        await work.log.tell(ThingCounted(thing=thing))


async def tallied(toy: Database) -> dict[str, int]:
    async with toy.transaction() as tx:
        return {row["thing"]: row["total"] for row in await tx.rows(text("SELECT * FROM tally"))}


async def logged(toy: Database, event: type) -> int:
    async with toy.transaction() as tx:
        named = {"type": name_of(event)}
        return int(await tx.scalar(text("SELECT count(*) FROM event_log WHERE type = :type"), named))


async def test_an_event_its_projection_and_what_is_told_are_kept_together(toy: Database) -> None:
    await count(toy, "rice", 3)
    assert await tallied(toy) == {"rice": 3}
    assert (await logged(toy, Counted), await logged(toy, ThingCounted)) == (1, 1)


async def test_an_exception_keeps_nothing(toy: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit(toy, [TALLY]) as work:
            await work.log.append("count-rice", [Counted(thing="rice", by=1)], expected=0)
            await work.log.tell(ThingCounted(thing="rice"))
            raise ZeroDivisionError
    assert await tallied(toy) == {}
    assert (await logged(toy, Counted), await logged(toy, ThingCounted)) == (0, 0)


async def test_what_fails_in_an_attempt_leaves_nothing_and_the_unit_goes_on(toy: Database) -> None:
    async with unit(toy, [TALLY]) as work:
        for thing, fails in (("rice", False), ("salt", True), ("oil", False)):
            with suppress(ZeroDivisionError):
                async with work.attempt():
                    await work.log.append(f"count-{thing}", [Counted(thing=thing, by=1)], expected=0)
                    await work.log.tell(ThingCounted(thing=thing))
                    if fails:
                        raise ZeroDivisionError
        with pytest.raises(Stale):
            async with work.attempt():
                await work.log.append("count-rice", [Counted(thing="rice", by=1)], expected=0)
    assert await tallied(toy) == {"rice": 1, "oil": 1}
    assert (await logged(toy, Counted), await logged(toy, ThingCounted)) == (2, 2)


async def test_what_was_told_before_an_attempt_outlives_it(toy: Database) -> None:
    async with unit(toy, [TALLY]) as work:
        await work.log.tell(ThingCounted(thing="rice"))
        with suppress(ZeroDivisionError):
            async with work.attempt():
                await work.log.append("count-salt", [Counted(thing="salt", by=1)], expected=0)
                raise ZeroDivisionError
    assert (await logged(toy, Counted), await logged(toy, ThingCounted)) == (0, 1)


async def test_a_stream_that_has_moved_on_is_stale(toy: Database) -> None:
    await count(toy, "rice")
    with pytest.raises(Stale):
        await count(toy, "rice", expected=0)


async def test_of_many_writers_at_one_version_exactly_one_wins(toy: Database) -> None:
    outcomes = await asyncio.gather(*(count(toy, "rice") for _ in range(10)), return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 9
    assert await tallied(toy) == {"rice": 1}


async def test_several_streams_are_appended_and_projected_together(toy: Database) -> None:
    statements = list[str]()
    async with unit(toy, [TALLY]) as work:
        work.tx._connection.add_query_logger(lambda seen: statements.append(seen.query))
        news = {"rice": [Counted(thing="rice", by=1), Counted(thing="rice", by=2)], "oil": [Counted(thing="oil", by=5)]}
        await work.log.append_many(news, expected={"rice": 0, "oil": 0})
        await work.log.append_many({"rice": [Counted(thing="rice", by=4)]}, expected={"rice": 2})
    assert await tallied(toy) == {"rice": 7, "oil": 5}
    assert sum("INTO event_log" in statement for statement in statements) == 2
    async with unit(toy) as work:
        assert [getattr(event, "by", 0) for event in await work.log.history("rice")] == [1, 2, 4]


async def test_one_stream_that_has_moved_on_makes_all_of_them_stale(toy: Database) -> None:
    await count(toy, "rice")
    news = {f"count-{thing}": [Counted(thing=thing, by=1)] for thing in ("oil", "rice", "salt")}
    with pytest.raises(Stale, match="count-rice"):
        async with unit(toy, [TALLY]) as work:
            await work.log.append_many(news, expected=dict.fromkeys(news, 0))
    assert await tallied(toy) == {"rice": 1}


async def test_history_and_snapshots_give_back_what_was_stored(toy: Database) -> None:
    async with unit(toy) as work:
        await work.log.append("s", [Counted(thing="a", by=n) for n in (1, 2, 3)], expected=0)
        await work.log.snapshot("s", 2, Counted(thing="a", by=3))
        assert await work.log.history("s", after=2) == [Counted(thing="a", by=3)]
        assert await work.log.load_snapshot("s", Counted) == (Counted(thing="a", by=3), 2)
        assert await work.log.load_snapshot("s", ThingCounted) is None


async def test_an_older_snapshot_never_replaces_a_newer_one(toy: Database) -> None:
    async with unit(toy) as work:
        await work.log.snapshot("s", 5, Counted(thing="new", by=1))
        await work.log.snapshot("s", 4, Counted(thing="old", by=1))
        assert await work.log.load_snapshot("s", Counted) == (Counted(thing="new", by=1), 5)


async def test_a_service_cannot_read_its_neighbours_tables(toy: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
        async with toy.transaction() as tx:
            await tx.execute(text("SELECT * FROM toy_neighbour.event_log"))


async def test_a_service_cannot_change_what_happened(toy: Database) -> None:
    await count(toy, "rice")
    for attack in ("UPDATE event_log SET type = 'x'", "DELETE FROM event_log", "TRUNCATE event_log"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
            async with toy.transaction() as tx:
                await tx.execute(text(attack))


async def test_an_open_transaction_is_known_while_it_is_open(toy: Database) -> None:
    assert not in_transaction()
    async with toy.transaction():
        assert in_transaction()
    assert not in_transaction()


async def test_a_delivery_has_its_effect_once(toy: Database) -> None:
    async def deliver() -> None:
        with delivery.handling(delivery.Delivery(queue="toy", event_id="evt_1", metadata={})):
            async with unit(toy, [TALLY]) as work:
                version = len(await work.log.history("count-rice"))
                await work.log.append("count-rice", [Counted(thing="rice", by=1)], expected=version)

    await deliver()
    with pytest.raises(delivery.AlreadyHandled):
        await deliver()
    assert await tallied(toy) == {"rice": 1}


async def test_a_failed_delivery_may_come_again(toy: Database) -> None:
    for fails in (True, False):
        with delivery.handling(delivery.Delivery(queue="toy", event_id="evt_1", metadata={})):
            try:
                async with unit(toy, [TALLY]) as work:
                    await work.log.append("count-rice", [Counted(thing="rice", by=1)], expected=0)
                    if fails:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
    assert await tallied(toy) == {"rice": 1}


async def test_what_staff_change_is_told_to_the_audit_log_once_per_call(toy: Database) -> None:
    call.begin(
        call.Call(
            service="toy",
            request_id="r1",
            actor_id="usr_1",
            audience="admin",
            vendor_id="",
            action="POST /x",
            writes=True,
        )
    )
    await count(toy, "rice")
    await count(toy, "rice", expected=1)
    assert await logged(toy, StaffActed) == 1


async def test_what_customers_change_is_not_in_the_audit_log(toy: Database) -> None:
    call.begin(
        call.Call(
            service="toy",
            request_id="r1",
            actor_id="usr_1",
            audience="shop",
            vendor_id="",
            action="POST /x",
            writes=True,
        )
    )
    await count(toy, "rice")
    assert await logged(toy, StaffActed) == 0


async def test_a_rebuilt_projection_equals_the_one_it_replaces(toy: Database) -> None:
    for version in range(7):
        await count(toy, "rice", by=version, expected=version)
    before = await tallied(toy)
    async with toy.transaction() as tx:
        await tx.execute(text("UPDATE tally SET total = -1"))
    assert [done async for done in projections.rebuild(toy, TALLY)][-1] == 7
    assert await tallied(toy) == before


async def test_a_projection_is_rebuilt_while_the_service_writes(toy: Database) -> None:
    things = [f"thing{n}" for n in range(6)]

    async def write(thing: str) -> None:
        for version in range(30):
            await count(toy, thing, expected=version)

    async def rebuild_often() -> None:
        for _ in range(4):
            async for _ in projections.rebuild(toy, TALLY):
                await asyncio.sleep(0)

    await asyncio.gather(rebuild_often(), *(write(thing) for thing in things))
    assert await tallied(toy) == dict.fromkeys(things, 30)


async def test_old_data_is_brought_up_to_date_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counted, "__event_version__", 3)
    monkeypatch.setattr(events, "UPCASTERS", {})
    events.upcaster(Counted, from_version=1)(lambda data: {"thing": data["name"]})
    events.upcaster(Counted, from_version=2)(lambda data: {**data, "by": 7})
    assert eventlog.revive(name_of(Counted), 1, {"name": "a"}) == Counted(thing="a", by=7)
    assert eventlog.revive(name_of(Counted), 2, {"thing": "b"}) == Counted(thing="b", by=7)


async def test_works_build_the_services_own_unit(toy: Database) -> None:
    opened = unit_of_work.works(toy, lambda made: [made], [TALLY])
    async with opened() as [made]:
        await made.log.append("count-a", [Counted(thing="a", by=1)], expected=0)
    assert await tallied(toy) == {"a": 1}


async def test_a_url_may_say_more_than_where(postgres_url: str) -> None:
    async with toy_database(postgres_url) as database:
        url = f"{database.reads._dsn}?sslmode=prefer&application_name=somebody"
        server = Postgres(url, Settings().database)
        async with server.database("toy").transaction() as tx:
            assert await tx.scalar(text("SELECT current_setting('application_name')")) == "somebody"
        await server.close()
