"""Handles what arrives in one service's queue: several messages at once, never two of one key.

Delivery is at least once, the effect exactly once: the inbox row commits with the effect (see infra/delivery.py), the
acknowledgement follows, and whatever dies in between is delivered again and found to be done.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from bdcommerce.infra import backoff, telemetry
from bdcommerce.infra.bus import Bus, Claimed, Message
from bdcommerce.infra.delivery import AlreadyHandled, Delivery, handling
from bdcommerce.infra.eventlog import revive, revive_public
from bdcommerce.infra.settings import BusSettings
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, Unavailable
from bdcommerce.kernel.events import PUBLIC, name_of

CONSUMER_SECONDS = 60
"""A consumer that takes longer has failed."""
JOB_SECONDS = 3600
"""The same for a job."""
QUICK_ATTEMPTS = 3
"""So often a consumer that met another one at the same thing tries again at once."""

_log = telemetry.logger(__name__)


class NobodyHears(Exception):
    """The service has no consumer for this type: it was deployed without one that it had when it subscribed."""


class Vanished(Exception):
    """Every attempt ended without a word: its process died or hung."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What a service does with what arrives, its deps already bound."""

    queue: str
    events: Mapping[type, Callable[[Any], Awaitable[None]]]
    jobs: Mapping[str, Callable[[], Awaitable[None]]]
    """By the type of their ticks."""


class Consumer:
    """The consumer of one queue."""

    def __init__(self, bus: Bus, hearing: Hearing, settings: BusSettings) -> None:
        self._bus, self._hearing, self._settings = bus, hearing, settings
        self._events = {(_is_public(event), name_of(event)): act for event, act in hearing.events.items()}
        self._woken = asyncio.Event()
        self._more = True
        self._stopping = False
        self._running: dict[asyncio.Task[Exception | None], Claimed] = {}
        self._done: list[Claimed] = []

    @property
    def busy(self) -> bool:
        """Whether messages are being handled, or wait for their acknowledgement."""
        return bool(self._running or self._done)

    def wake(self) -> None:
        """Something may have come in."""
        self._more = True
        self._woken.set()

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Handle what arrives, until `stop`."""
        renewing = asyncio.create_task(self._renew())
        try:
            while not self._stopping:
                await self._turn()
        finally:
            renewing.cancel()

    async def drain(self, seconds: float) -> None:
        """Let what is being handled finish, interrupt it when time is up, and give back what was not."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.sleep(0)
        await self._acknowledge()
        if self._running:
            await self._bus.release(list(self._running.values()))
            self._running.clear()

    async def once(self) -> Sequence[Exception | None]:
        """Claim once, handle all of it, acknowledge; per message the error it failed with, if it did."""
        claimed = await self._bus.claim(self._hearing.queue, self._settings.consumer_concurrency)
        outcomes = await asyncio.gather(*(self._handle(item) for item in claimed))
        await self._acknowledge()
        return outcomes

    async def _turn(self) -> None:
        try:
            await self._acknowledge()
            free = self._settings.consumer_concurrency - len(self._running)
            if self._more and free:
                await self._claim(free)
                return
        except Exception as error:  # noqa: BLE001 - whatever ails the bus, it is tried again
            _log.warning("bus_unreachable", queue=self._hearing.queue, exc_info=error)
            await asyncio.sleep(1)
            return
        await self._woken.wait()
        self._woken.clear()

    async def _claim(self, free: int) -> None:
        claimed = await self._bus.claim(self._hearing.queue, free)
        self._more = len(claimed) == free
        for item in claimed:
            task = asyncio.create_task(self._handle(item))
            self._running[task] = item
            task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[Exception | None]") -> None:
        if not task.cancelled():
            self._running.pop(task, None)
        self.wake()

    async def _acknowledge(self) -> None:
        if self._done:
            done = list(self._done)
            await self._bus.ack(self._hearing.queue, done)
            del self._done[: len(done)]

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._settings.lease_seconds / 3)
            with suppress(Exception):
                await self._bus.renew(list(self._running.values()))

    async def _handle(self, item: Claimed) -> Exception | None:
        """Deliver one message and see to what follows. Returns the error it failed with."""
        started, metadata = time.perf_counter(), msgspec.json.decode(item.message.metadata)
        outcome, failure = "done", None
        with telemetry.tracing(metadata.get("trace_id", "")):
            try:
                await self._deliver(item, metadata)
                self._done.append(item)
            except AlreadyHandled:
                outcome = "repeated"
                self._done.append(item)
            except Exception as error:  # noqa: BLE001 - a consumer may fail in any way
                outcome, failure = "failed", error
                await self._failed(item, error)
        self._measure(item.message, outcome, time.perf_counter() - started)
        return failure

    async def _deliver(self, item: Claimed, metadata: dict[str, str]) -> None:
        message = item.message
        if item.attempt > self._settings.max_attempts:
            raise Vanished(message.type)
        if job := self._hearing.jobs.get(message.type):
            async with asyncio.timeout(JOB_SECONDS):
                await job()
            return
        act = self._events.get((message.public, message.type))
        if act is None:
            raise NobodyHears(message.type)
        event = (revive_public if message.public else revive)(
            message.type, message.schema_version, msgspec.json.decode(message.data)
        )
        delivery = Delivery(queue=item.queue, event_id=message.event_id, metadata=metadata)
        with handling(delivery):
            async with asyncio.timeout(CONSUMER_SECONDS):
                await act(event)

    async def _failed(self, item: Claimed, error: Exception) -> None:
        """Try again later; give up after the last attempt. A job is not given up: its next slot comes anyway."""
        message, last = item.message, item.attempt >= self._settings.max_attempts
        named = {"queue": item.queue, "type": message.type, "event_id": message.event_id, "attempt": item.attempt}
        if isinstance(error, (Stale, Unavailable)) and not last:
            _log.info("delivery_put_off", **named, code=error.code)
        else:
            _log.error("delivery_failed", **named, last=last, exc_info=error)
        try:
            if last and message.type in self._hearing.jobs:
                self._done.append(item)
            elif last:
                await self._bus.bury(item, reason_of(error))
            else:
                pause = _pause(item.attempt, error)
                await self._bus.retry(item, clock.now() + pause)
                self._wake_after(pause)
        except Exception as unreachable:  # noqa: BLE001 - then the lease ends by itself
            _log.warning("bus_unreachable", **named, exc_info=unreachable)

    def _wake_after(self, pause: timedelta) -> None:
        asyncio.get_running_loop().call_later(pause.total_seconds() + 0.001, self.wake)

    def _measure(self, message: Message, outcome: str, seconds: float) -> None:
        if message.type in self._hearing.jobs:
            telemetry.job_finished(message.type, outcome, seconds)
            return
        delay = max((clock.now() - message.available_at).total_seconds(), 0.0)
        telemetry.delivery_finished(self._hearing.queue, message.type, outcome, seconds, delay)


def reason_of(error: Exception) -> str:
    """What a dead letter says of its last error: class and code, never the message, which may quote a person."""
    code = getattr(error, "code", None) or getattr(getattr(error, "orig", None), "sqlstate", None)
    return f"{type(error).__name__} ({code})" if code else type(error).__name__


def _pause(attempt: int, error: Exception) -> timedelta:
    """Whoever was quicker has committed: who was Stale has nothing to wait for, unless it happens again and again."""
    return timedelta(0) if isinstance(error, Stale) and attempt <= QUICK_ATTEMPTS else backoff.after(attempt)


def _is_public(event: type) -> bool:
    return PUBLIC.get(name_of(event)) is event
