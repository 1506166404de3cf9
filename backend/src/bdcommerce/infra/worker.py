"""What a process does besides answering: relays, consumes, keeps the clock, goes on with sagas, measures.

Every loop is of the kind "look, do, wait to be woken, or look again after a while": being woken makes it fast, looking
again makes it certain. Any number of processes may run the same services.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bdcommerce.contracts.analytics import ProcessSampled
from bdcommerce.infra import telemetry, wakes
from bdcommerce.infra.bus import Bus, PostgresBus
from bdcommerce.infra.bus.postgres import connect
from bdcommerce.infra.consuming import Consumer, Hearing
from bdcommerce.infra.jobs import Clock, cleanup, tick_type
from bdcommerce.infra.postgres import Database, Postgres
from bdcommerce.infra.relay import Relay, Round
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.service import Job, Service, Wired
from bdcommerce.infra.settings import BusSettings
from bdcommerce.infra.telemetry import sampling
from bdcommerce.infra.unit_of_work import unit
from bdcommerce.kernel import clock, ids

DRAIN_SECONDS = 15.0
"""How long what is being handled may take to finish when the process ends."""
GATHER_SECONDS = 0.005
"""A relay that was woken waits this long for more, so that a burst of commits is one hand-over."""
RELAY_POLL_SECONDS = 0.2
BUS_POLL_SECONDS = 1.0
SAGA_POLL_SECONDS = 1.0
CLOCK_SECONDS = 1.0
MEASURE_SECONDS = 15.0
SAMPLE_SECONDS = 60.0
SAGAS_AT_ONCE = 8
SETTLE_SECONDS = 60.0

_log = telemetry.logger(__name__)


@dataclass(frozen=True, slots=True)
class Hosted:
    """A service of this process: declared, built, and its view of the database."""

    service: Service
    wired: Wired
    database: Database


@dataclass(frozen=True, slots=True)
class _Parts:
    """What exists once the bus is connected."""

    bus: Bus
    relay: Relay
    consumers: dict[str, Consumer]
    clocks: Sequence[Clock]
    sagas: dict[str, Sagas]
    measures: Sequence[Callable[[], Awaitable[None]]]


class Worker:
    """The works of a process. Either `run` it until `stop`, or let a test `settle` it."""

    def __init__(self, postgres: Postgres, hosted: Sequence[Hosted], settings: BusSettings) -> None:
        self._postgres, self._hosted, self._settings = postgres, hosted, settings
        self._stopping = asyncio.Event()
        self._relay_woken = asyncio.Event()
        self._built: _Parts | None = None

    async def run(self) -> None:
        """Work until `stop`, then finish what is being handled and give back the rest."""
        parts = await self._parts()
        loops = [asyncio.create_task(loop) for loop in self._loops(parts)]
        consuming = [asyncio.create_task(consumer.run()) for consumer in parts.consumers.values()]
        await self._stopping.wait()
        for consumer in parts.consumers.values():
            consumer.stop()
        await asyncio.gather(*consuming)
        await asyncio.gather(*(consumer.drain(DRAIN_SECONDS) for consumer in parts.consumers.values()))
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()

    async def settle(self) -> list[Exception]:
        """Carry on until the log is relayed, and nothing can be claimed or resumed at this instant of kernel.clock.

        Returns what consumers have failed with; such messages wait for their next attempt. Raises TimeoutError when
        there is no end to it.
        """
        parts, failures = await self._parts(), list[Exception]()
        async with asyncio.timeout(SETTLE_SECONDS):
            while await self._progress(parts, failures):
                pass
        return failures

    async def _progress(self, parts: _Parts, failures: list[Exception]) -> bool:
        done = await parts.relay.pass_on()
        if done.left and not done.passed_on:
            await asyncio.sleep(GATHER_SECONDS)
        outcomes = [await consumer.once() for consumer in parts.consumers.values()]
        failures += [error for outcome in outcomes for error in outcome if error]
        resumed = [await self._resume(sagas) for sagas in parts.sagas.values()]
        busy = any(consumer.busy for consumer in parts.consumers.values())
        return bool(done.passed_on or done.left or any(outcomes) or any(resumed) or busy)

    async def _parts(self) -> _Parts:
        if self._built is None:
            pool = await connect(self._postgres.url)
            self._postgres.closes(pool)
            bus = PostgresBus(pool, timedelta(seconds=self._settings.lease_seconds))
            self._built = self._build(bus, Relay(pool, bus, [hosted.service.name for hosted in self._hosted]))
            await self._built.relay.begin()
        return self._built

    def _build(self, bus: Bus, relay: Relay) -> _Parts:
        consumers, clocks, sagas = {}, [], {}
        for hosted in self._hosted:
            name, jobs = hosted.service.name, [*hosted.service.jobs, cleanup(hosted.database)]
            consumers[name] = Consumer(bus, _hearing(hosted, jobs), self._settings)
            clocks.append(Clock(bus, name, jobs))
            if hosted.service.sagas:
                sagas[name] = Sagas(hosted.database, hosted.service.sagas, partial(getattr, hosted.wired, "deps"))
        measures = [partial(each, hosted.wired.deps) for hosted in self._hosted for each in hosted.service.measures]
        return _Parts(bus, relay, consumers, clocks, sagas, measures)

    def _loops(self, parts: _Parts) -> list[Coroutine[Any, Any, None]]:
        return [
            self._relay(parts.relay),
            *(self._forward_wakes(name) for name in parts.consumers),
            self._every(0.0, partial(parts.bus.watch, partial(_arrived, parts.consumers))),
            self._every(BUS_POLL_SECONDS, partial(_poll, parts)),
            *(self._every(CLOCK_SECONDS, clock.tick) for clock in parts.clocks),
            *(self._every(SAGA_POLL_SECONDS, partial(self._resume, sagas)) for sagas in parts.sagas.values()),
            self._every(MEASURE_SECONDS, partial(_measure, parts)),
            *([self._say_how_it_goes(self._hosted)] if self._hosted else []),
        ]

    async def _say_how_it_goes(self, hosted: Sequence[Hosted]) -> None:
        """Tell analytics once a minute; through the log of any service here, for the process has none."""
        process_id, since = ids.new_id("pro"), clock.now()
        while True:
            await asyncio.sleep(SAMPLE_SECONDS)
            try:
                since = await _sample(process_id, since, hosted)
            except Exception as error:  # noqa: BLE001 - these figures are lost, the next ones will not be
                _log.warning("sample_lost", exc_info=error)

    async def _every(self, seconds: float, look: Callable[[], Awaitable[Any]]) -> None:
        """Do something again and again; trouble is logged and does not end it."""
        while True:
            try:
                await look()
                await asyncio.sleep(seconds)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may go well
                _log.warning("work_interrupted", exc_info=error)
                await asyncio.sleep(max(seconds, 1.0))

    async def _forward_wakes(self, service: str) -> None:
        event = wakes.event(service)
        while True:
            await event.wait()
            event.clear()
            self._relay_woken.set()

    async def _relay(self, relay: Relay) -> None:
        blocked = 0.0
        while True:
            try:
                done = await relay.pass_on()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round may go well
                _log.warning("relay_interrupted", exc_info=error)
                pause = 1.0
            else:
                blocked = _blocked(done, blocked)
                pause = blocked if done.left else RELAY_POLL_SECONDS
            # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the wake.
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._relay_woken.wait()
                self._relay_woken.clear()
            await asyncio.sleep(GATHER_SECONDS)

    async def _resume(self, sagas: Sagas) -> int:
        """Go on with sagas whose time has come; their own rows remember how that went."""
        due = await sagas.due(SAGAS_AT_ONCE)
        await asyncio.gather(*(sagas.run(saga_id) for saga_id in due), return_exceptions=True)
        return len(due)


def _blocked(done: Round, before: float) -> float:
    """How long rows that are about to settle are waited for: hardly at all at first, longer each time in vain."""
    return min(max(before * 2, GATHER_SECONDS), RELAY_POLL_SECONDS) if done.left and not done.passed_on else 0.0


def _hearing(hosted: Hosted, jobs: Sequence[Job]) -> Hearing:
    service, deps = hosted.service, hosted.wired.deps

    def bound(handle: Callable[[Any, Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        return lambda event: handle(event, deps)

    return Hearing(
        queue=service.name,
        events={consumer.event: bound(consumer.handle) for consumer in service.consumers},
        jobs={tick_type(service.name, job): partial(job.run, deps) for job in jobs},
    )


def _arrived(consumers: dict[str, Consumer], queue: str) -> None:
    if queue in consumers:
        consumers[queue].wake()


async def _poll(parts: _Parts) -> None:
    for queue in await parts.bus.ready(list(parts.consumers)):
        parts.consumers[queue].wake()


async def _measure(parts: _Parts) -> None:
    for queue, backlog in (await parts.bus.backlog(list(parts.consumers))).items():
        telemetry.bus_measured(queue, backlog)
    for service, backlog in (await parts.relay.lag()).items():
        telemetry.relay_measured(service, backlog)
    for service, sagas in parts.sagas.items():
        telemetry.sagas_measured(service, await sagas.counts())
    for measure in parts.measures:
        await measure()


async def _sample(process_id: str, since: datetime, hosted: Sequence[Hosted]) -> datetime:
    """Tell what this process did since an instant; the instant of that."""
    (routes, queries), now = sampling.taken(), clock.now()
    sampled = ProcessSampled(
        process_id=process_id,
        services=[each.service.name for each in hosted],
        since=since,
        at=now,
        routes=routes,
        queries=queries,
    )
    async with unit(hosted[0].database) as work:
        await work.log.tell(sampled)
    return now
