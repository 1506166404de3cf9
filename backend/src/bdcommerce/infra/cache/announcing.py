"""Drops that reach every process: a tag is announced in the transaction of the change, and heard after its commit.

NOTIFY is handed over when its transaction commits, to whoever listens at that moment. A process whose connection is
lost may miss some, so its cache forgets everything and keeps nothing until it listens again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol

import asyncpg
from sqlalchemy import text

from bdcommerce.infra import telemetry
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Apply, Projection

CHANNEL = "bdc_cache"
LOOK_SECONDS = 10.0
"""So often the connection is asked whether it still lives."""
AGAIN_SECONDS = 1.0
_MOST_BYTES = 7_000
"""A payload of NOTIFY has at most 8,000."""

Tags = Callable[[Any], Iterable[str]]
"""From an event the tags of what it makes untrue."""
_log = telemetry.logger(__name__)
# A rebuild of read tables runs the same functions over the whole log; nothing has happened then.
_NOTIFY = text("SELECT pg_notify(:channel, :payload) WHERE current_schema() NOT LIKE '%\\_rebuild'")


async def announce(tx: Transaction, tags: Iterable[str]) -> None:
    """Drop these tags everywhere when this transaction commits."""
    payload: list[str] = []
    for tag in [*dict.fromkeys(tags), None]:
        full = sum(len(each.encode()) + 1 for each in [*payload, tag or ""]) > _MOST_BYTES
        if payload and (tag is None or full):
            await tx.execute(_NOTIFY, {"channel": CHANNEL, "payload": "\n".join(payload)})
            payload = []
        payload += [tag] if tag else []


def announcing(projection: Projection, tags: Mapping[type, Tags]) -> Projection:
    """The same projection; beside it the tags of its events are announced, in the same transaction."""
    return replace(projection, on={event: _both(apply, tags.get(event)) for event, apply in projection.on.items()})


def _both(apply: Apply, tags: Tags | None) -> Apply:
    if tags is None:
        return apply

    async def apply_and_announce(event: Any, meta: EventMeta, tx: Transaction) -> None:
        await apply(event, meta, tx)
        await announce(tx, tags(event))

    return apply_and_announce


class Hearer(Protocol):
    """Who keeps something until it hears that it is no longer true."""

    def arm(self) -> None:
        """From now on drops arrive."""

    def disarm(self) -> None:
        """Drops may be missed from now on."""

    def heard(self, tags: Collection[str]) -> None:
        """What is kept under these tags is no longer true."""


async def listen(
    url: str, hearers: Sequence[Hearer], connect: Callable[[str], Awaitable[Any]] = asyncpg.connect
) -> None:
    """Let drops be heard, until cancelled. While there is no connection nobody is armed."""
    while True:
        try:
            await _listen_once(await connect(url), hearers)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            _log.warning("cache_not_listening", exc_info=error)
        await asyncio.sleep(AGAIN_SECONDS)


async def _listen_once(connection: "asyncpg.Connection[asyncpg.Record]", hearers: Sequence[Hearer]) -> None:
    """As long as this connection lives."""
    lost = asyncio.Event()

    def arrived(_: object, __: int, ___: str, payload: object) -> None:
        for hearer in hearers:
            hearer.heard(str(payload).split("\n"))

    connection.add_termination_listener(lambda _: lost.set())
    try:
        await connection.add_listener(CHANNEL, arrived)
        for hearer in hearers:
            hearer.arm()
        while not lost.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await lost.wait()
            await connection.execute("SELECT 1", timeout=LOOK_SECONDS)
    finally:
        for hearer in hearers:
            hearer.disarm()
        connection.terminate()
