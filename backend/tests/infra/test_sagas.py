"""A saga comes to its end or all the way back, whoever dies, dawdles or interferes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bdcommerce.infra import sagas as module
from bdcommerce.infra import telemetry
from bdcommerce.infra.postgres import Database, Postgres
from bdcommerce.infra.sagas import LEASE, OutOfTime, Sagas, _Held
from bdcommerce.infra.service import Wired
from bdcommerce.infra.settings import BusSettings, Settings
from bdcommerce.infra.unit_of_work import unit
from bdcommerce.infra.worker import Hosted, Worker
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict, Stale, Unavailable
from bdcommerce.kernel.saga import Saga, Step
from support.cutting import cutting
from support.databases import url_of
from support.toy import TOY, toy_database

START = datetime(2040, 1, 1, tzinfo=UTC)
NAMES = ("hold", "place", "commit", "confirm")
DEADLINE = timedelta(hours=1)


class Killed(BaseException):
    """The process is gone: nothing is tidied up."""


class NoStock(Conflict):
    """A refusal."""

    code = "toy_no_stock"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the steps know."""

    order: str
    done: tuple[str, ...] = ()


@dataclass
class World:
    """The other services: what holds there, what was asked in which order, and what they answer next."""

    holds: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=list)
    answers: dict[str, list[object]] = field(default_factory=dict)
    """By `do hold` or `undo hold`: exceptions to raise, one per call, before the effect; `late` ones after it."""
    late: dict[str, list[object]] = field(default_factory=dict)
    at_once: int = 0
    most_at_once: int = 0
    pause: float = 0.0

    async def asked(self, what: str, effect: Callable[[], None]) -> None:
        self.log.append(what)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            await asyncio.sleep(self.pause)
            _raise_next(self.answers.get(what))
            effect()
            _raise_next(self.late.get(what))
        finally:
            self.at_once -= 1


def _raise_next(answers: list[object] | None) -> None:
    if answers and isinstance(answer := answers.pop(0), BaseException):
        raise answer


def step(name: str) -> Step[Progress, World]:
    async def do(state: Progress, world: World) -> Progress:
        await world.asked(f"do {name}", lambda: world.holds.add(name))
        return replace(state, done=(*state.done, name))

    async def undo(state: Progress, world: World) -> Progress:
        await world.asked(f"undo {name}", lambda: world.holds.discard(name))
        return state

    return Step(name, do, undo)


CHECKOUT = Saga(kind="toy.checkout", state=Progress, steps=tuple(step(name) for name in NAMES), deadline=DEADLINE)
FINAL = Progress("ord_1", NAMES)


class DyingSagas(Sagas):
    """As of a process that can be killed: then it does not give back its lease."""

    async def _let_go(self, held: _Held, error: BaseException) -> None:
        if not isinstance(error, Killed):
            await super()._let_go(held, error)


@pytest.fixture
async def toy(postgres_url: str) -> AsyncIterator[Database]:
    async with toy_database(postgres_url) as database:
        yield database


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def sagas(toy: Database, world: World) -> Sagas:
    return DyingSagas(toy, [CHECKOUT], lambda: world)


async def start(sagas: Sagas, saga_id: str = "s1") -> None:
    async with unit(sagas._database) as work:
        await sagas.start(work, CHECKOUT.kind, saga_id, Progress("ord_1"))


async def row_of(sagas: Sagas, saga_id: str = "s1") -> dict[str, Any]:
    async with sagas._database.transaction() as tx:
        found = await tx.row(text("SELECT * FROM saga WHERE id = :id"), {"id": saga_id})
    assert found is not None
    return dict(found)


async def carry_on(sagas: Sagas, hours: int = 6) -> None:
    """As the worker does: look what is due, again and again, while time passes."""
    for minute in range(0, hours * 60, 6):
        with clock.frozen(START + timedelta(minutes=minute)):
            for saga_id in await sagas.due(10):
                with suppress(Exception, Killed):
                    await sagas.run(saga_id)


async def test_it_runs_to_its_end_and_says_the_same_again(sagas: Sagas, world: World) -> None:
    await start(sagas)
    assert await sagas.run("s1") == FINAL
    assert await sagas.run("s1") == FINAL
    assert world.log == [f"do {name}" for name in NAMES]
    row = await row_of(sagas)
    assert (row["status"], row["step"], row["lease"]) == ("done", 4, None)


async def test_it_begins_with_its_transaction_or_not_at_all(sagas: Sagas) -> None:
    with suppress(ZeroDivisionError):
        async with unit(sagas._database) as work:
            await sagas.start(work, CHECKOUT.kind, "s1", Progress("ord_1"))
            raise ZeroDivisionError
    with pytest.raises(LookupError):
        await sagas.run("s1")


async def test_it_is_not_run_inside_a_transaction(sagas: Sagas) -> None:
    await start(sagas)
    async with sagas._database.transaction():
        with pytest.raises(RuntimeError, match="inside a transaction"):
            await sagas.run("s1")


@pytest.mark.parametrize("failing", range(len(NAMES)))
async def test_a_refusal_undoes_exactly_what_was_done_in_reverse(sagas: Sagas, world: World, failing: int) -> None:
    world.answers[f"do {NAMES[failing]}"] = [NoStock("none left", offer_id="off_1")]
    await start(sagas)
    for _ in range(2):
        with pytest.raises(NoStock) as refusal:
            await sagas.run("s1")
        assert (refusal.value.message, refusal.value.data) == ("none left", {"offer_id": "off_1"})
    done = [f"do {name}" for name in NAMES[: failing + 1]]
    assert world.log == done + [f"undo {name}" for name in reversed(NAMES[:failing])]
    assert world.holds == set()
    assert (await row_of(sagas))["status"] == "refused"


@pytest.mark.parametrize("trouble", [Unavailable("away"), Stale("moved"), ZeroDivisionError()])
async def test_trouble_is_no_refusal_and_is_tried_again_later(sagas: Sagas, world: World, trouble: Exception) -> None:
    world.answers["do commit"] = [trouble, trouble]
    with clock.frozen(START):
        await start(sagas)
        with pytest.raises(type(trouble)):
            await sagas.run("s1")
        assert await sagas.due(10) == []
    await carry_on(sagas, hours=1)
    assert (await row_of(sagas))["status"] == "done"
    assert world.log.count("do place") == 1
    assert world.log.count("do commit") == 3


async def test_past_its_deadline_it_is_undone_with_what_nobody_knows_of(sagas: Sagas, world: World) -> None:
    world.late["do commit"] = [Unavailable("no answer")] * 1000
    with clock.frozen(START):
        await start(sagas)
        with pytest.raises(Unavailable):
            await sagas.run("s1")
    await carry_on(sagas)
    with pytest.raises(OutOfTime):
        await sagas.run("s1")
    assert world.log[-3:] == ["undo commit", "undo place", "undo hold"]
    assert world.holds == set()


async def test_a_saga_nobody_ran_in_time_does_nothing(sagas: Sagas, world: World) -> None:
    with clock.frozen(START):
        await start(sagas)
    with clock.frozen(START + DEADLINE), pytest.raises(OutOfTime):
        await sagas.run("s1")
    assert world.log == []


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("dying", range(len(NAMES)))
async def test_a_driver_killed_in_a_step_is_followed_by_another_to_the_same_end(
    sagas: Sagas, world: World, dying: int, carried_out: bool
) -> None:
    (world.late if carried_out else world.answers)[f"do {NAMES[dying]}"] = [Killed()]
    with clock.frozen(START):
        await start(sagas)
        with suppress(Killed):
            await sagas.run("s1")
        assert await sagas.due(10) == []
    with clock.frozen(START + LEASE + timedelta(seconds=1)):
        assert await sagas.due(10) == ["s1"]
        assert await sagas.run("s1") == FINAL
    assert world.holds == set(NAMES)


@pytest.mark.parametrize("dying", range(3))
async def test_a_driver_killed_while_undoing_is_followed_by_another_to_the_same_end(
    sagas: Sagas, world: World, dying: int
) -> None:
    world.answers["do confirm"] = [NoStock("none left")]
    world.late[f"undo {NAMES[dying]}"] = [Killed()]
    with clock.frozen(START):
        await start(sagas)
        with suppress(Killed):
            await sagas.run("s1")
    with clock.frozen(START + LEASE + timedelta(seconds=1)), pytest.raises(NoStock):
        await sagas.run("s1")
    assert world.holds == set()


async def test_a_refusal_after_an_attempt_nobody_knows_of_undoes_that_attempt_too(sagas: Sagas, world: World) -> None:
    world.late["do place"] = [Unavailable("no answer")]
    world.answers["do place"] = [None, NoStock("none left")]
    with clock.frozen(START):
        await start(sagas)
        with pytest.raises(Unavailable):
            await sagas.run("s1")
        with pytest.raises(NoStock):
            await sagas.run("s1")
    assert world.log[-2:] == ["undo place", "undo hold"]
    assert world.holds == set()


async def test_many_drivers_at_once_never_run_it_at_once(sagas: Sagas, toy: Database, world: World) -> None:
    world.pause = 0.02
    await start(sagas)
    others = [Sagas(toy, [CHECKOUT], lambda: world) for _ in range(4)]
    assert await asyncio.gather(*(driver.run("s1") for driver in (sagas, *others))) == [FINAL] * 5
    assert world.most_at_once == 1
    assert world.log == [f"do {name}" for name in NAMES]


async def test_a_driver_that_lost_its_lease_stores_nothing_and_learns_the_end(sagas: Sagas, world: World) -> None:
    await start(sagas)
    world.pause = 0.3
    slow = asyncio.create_task(sagas.run("s1"))
    await asyncio.sleep(0.15)
    with clock.frozen(clock.now() + LEASE + timedelta(seconds=1)):
        world.pause = 0.0
        assert await sagas.run("s1") == FINAL
    assert await slow == FINAL
    assert (await row_of(sagas))["status"] == "done"


async def test_whoever_asks_for_a_saga_that_another_drives_too_long_is_sent_away(
    sagas: Sagas, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.1)
    await start(sagas)
    world.pause = 0.5
    slow = asyncio.create_task(sagas.run("s1"))
    await asyncio.sleep(0.1)
    with pytest.raises(Unavailable):
        await sagas.run("s1")
    assert await slow == FINAL


async def test_a_step_that_hangs_is_interrupted(sagas: Sagas, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STEP_SECONDS", 0.05)
    world.pause = 30
    await start(sagas)
    with pytest.raises(Unavailable):
        await sagas.run("s1")
    assert (await row_of(sagas))["lease"] is None


async def test_a_driver_that_is_cancelled_gives_the_saga_back(sagas: Sagas, world: World) -> None:
    await start(sagas)
    world.pause = 0.5
    driving = asyncio.create_task(sagas.run("s1"))
    await asyncio.sleep(0.2)
    driving.cancel()
    with suppress(asyncio.CancelledError):
        await driving
    world.pause = 0.0
    assert await sagas.due(10) == ["s1"]
    assert await sagas.run("s1") == FINAL


async def test_an_undo_that_fails_is_tried_again_until_it_is_stuck_and_can_be_freed(
    sagas: Sagas, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "UNDO_ATTEMPTS", 4)
    world.answers["do commit"] = [NoStock("none left")]
    world.answers["undo place"] = [NoStock("cannot")] * 4
    with clock.frozen(START):
        await start(sagas)
        with pytest.raises(NoStock, match="cannot"):
            await sagas.run("s1")
    await carry_on(sagas)
    assert (await row_of(sagas))["status"] == "stuck"
    assert (await sagas.counts())["toy.checkout", "stuck"] == 1
    with pytest.raises(Unavailable):
        await sagas.run("s1")
    assert await sagas.unstick("s1")
    assert not await sagas.unstick("s1")
    with pytest.raises(NoStock, match="none left"):
        await sagas.run("s1")
    assert world.holds == set()


async def test_steps_belong_to_the_trace_in_which_the_saga_began(sagas: Sagas, world: World) -> None:
    seen: list[str] = []

    async def look(state: Progress, _: World) -> Progress:
        seen.append(telemetry.trace_id())
        return state

    looking = Saga(kind="toy.look", state=Progress, steps=(Step("look", look),), deadline=DEADLINE)
    driver = Sagas(sagas._database, [looking], lambda: world)
    with telemetry.tracing("c" * 32):
        async with unit(sagas._database) as work:
            await driver.start(work, "toy.look", "s2", Progress("ord_1"))
    await driver.run("s2")
    assert seen == ["c" * 32]


async def test_a_step_without_undo_is_passed_over_on_the_way_back(sagas: Sagas, world: World) -> None:
    steps = (*CHECKOUT.steps[:1], replace(CHECKOUT.steps[1], undo=None), *CHECKOUT.steps[2:])
    driver = Sagas(sagas._database, [replace(CHECKOUT, steps=steps)], lambda: world)
    world.answers["do commit"] = [NoStock("none left")]
    await start(driver)
    with pytest.raises(NoStock):
        await driver.run("s1")
    assert world.log[-1] == "undo hold"
    assert "undo place" not in world.log


@pytest.fixture
async def worker(toy: Database, world: World) -> AsyncIterator[Worker]:
    server = Postgres(url_of(toy), _database())
    hosted = Hosted(replace(TOY, sagas=(CHECKOUT,)), Wired(deps=world), toy)
    try:
        yield Worker(server, [hosted], BusSettings())
    finally:
        await server.close()


def _database() -> Any:
    return Settings().database


async def test_the_worker_goes_on_with_what_nobody_drives(sagas: Sagas, world: World, worker: Worker) -> None:
    await start(sagas, "s1")
    await start(sagas, "s2")
    assert await worker.settle() == []
    assert (await row_of(sagas, "s1"))["status"] == (await row_of(sagas, "s2"))["status"] == "done"


async def test_a_cut_between_any_two_steps_leaves_a_saga_that_comes_to_the_same_end(
    toy: Database, world: World
) -> None:
    """The wire to the database is cut at every point of a whole run; what was begun is finished by the next driver."""
    url = url_of(toy)
    cut, at = True, 0
    while cut:
        at += 1
        saga_id = f"s{at}"
        async with cutting(url, at=at, carried_out=at % 2 == 0) as (cut_url, wire):
            server = Postgres(cut_url, _database())
            dying = Sagas(server.database("toy"), [CHECKOUT], lambda: world)
            with suppress(Exception):
                await start(dying, saga_id)
                await dying.run(saga_id)
            cut = wire.cut
            await server.close()
        world.holds.clear()
        healthy = Sagas(toy, [CHECKOUT], lambda: world)
        with clock.frozen(clock.now() + LEASE * 2), suppress(LookupError):
            assert await healthy.run(saga_id) == FINAL, f"after a cut at {at}"
    assert at > 10


TROUBLE: dict[str, Callable[[], BaseException | None]] = {
    "ok": lambda: None,
    "away": lambda: Unavailable("away"),
    "refused": lambda: NoStock("none left"),
    "bug": ZeroDivisionError,
    "killed": Killed,
}
scripts = st.dictionaries(
    st.sampled_from([f"{way} {name}" for way in ("do", "undo") for name in NAMES]),
    st.lists(st.tuples(st.sampled_from(sorted(TROUBLE)), st.booleans()), max_size=4),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=scripts)
async def test_whatever_happens_it_ends_with_everything_or_with_nothing(toy: Database, script: Any) -> None:
    world = World()
    for what, outcomes in script.items():
        troubles = [(TROUBLE[how](), late and how != "refused") for how, late in outcomes]
        world.answers[what] = [None if late else trouble for trouble, late in troubles]
        world.late[what] = [trouble for trouble, late in troubles if trouble is None or late]
    driver: Sagas = DyingSagas(toy, [CHECKOUT], lambda: world)
    async with toy.transaction() as tx:
        await tx.execute(text("DELETE FROM saga"))
    with clock.frozen(START):
        await start(driver)
        with suppress(Exception, Killed):
            await driver.run("s1")
    await carry_on(driver)
    row = await row_of(driver)
    assert row["status"] in {"done", "refused"}
    assert world.holds == (set(NAMES) if row["status"] == "done" else set())
    assert world.most_at_once == 1
    undone = list(dict.fromkeys(what.removeprefix("undo ") for what in world.log if what.startswith("undo ")))
    assert undone == sorted(undone, key=NAMES.index, reverse=True)
