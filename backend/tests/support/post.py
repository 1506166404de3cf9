"""Two small services that write to each other, to test what carries their messages.

`sender` tells Sent and sets itself timers; `reader` hears Sent and writes down what came, in that order.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import text

from bdcommerce.infra.postgres import Database, Postgres
from bdcommerce.infra.service import Consumer, Job, Service, Wired
from bdcommerce.infra.settings import BusSettings, Settings
from bdcommerce.infra.unit_of_work import unit
from bdcommerce.infra.worker import Hosted, Worker
from bdcommerce.kernel.events import domain_event, integration_event
from support.databases import ensure_template, throw_away_database

TEMPLATE = "migrated_post"
TABLES = "CREATE TABLE came (place bigserial PRIMARY KEY, key text NOT NULL, number integer NOT NULL)"


@integration_event(key="key")
class Sent:
    """A letter."""

    key: str
    number: int


@domain_event()
class Alarm:
    """A timer of the sender's."""

    key: str
    number: int


@dataclass
class Desk:
    """What a service's consumers work with; a test looks into it and makes it fail."""

    database: Database
    failing: dict[str, Exception] = field(default_factory=dict)
    """By key: what the consumer raises."""
    tried: list[tuple[str, int]] = field(default_factory=list)
    pause: float = 0.0
    ran: int = 0


async def write_down(event: Sent | Alarm, desk: Desk) -> None:
    """The effect: a row."""
    desk.tried.append((event.key, event.number))
    await asyncio.sleep(desk.pause)
    async with unit(desk.database) as work:
        await work.tx.execute(
            text("INSERT INTO came (key, number) VALUES (:key, :number)"), {"key": event.key, "number": event.number}
        )
        if event.key in desk.failing:
            raise desk.failing[event.key]


async def run_job(desk: Desk) -> None:
    """A job that counts itself."""
    desk.ran += 1
    await asyncio.sleep(desk.pause)
    if "job" in desk.failing:
        raise desk.failing["job"]


def _build(_: object) -> Wired:
    return Wired(deps=None)


SENDER = Service(name="sender", build=_build, consumers=(Consumer(Alarm, write_down),))
READER = Service(
    name="reader",
    build=_build,
    consumers=(Consumer(Sent, write_down),),
    jobs=(Job("count", timedelta(minutes=1), run_job),),
)


class Post:
    """Both services over one database, as one process sees them."""

    def __init__(self, postgres: Postgres, settings: BusSettings, services: Sequence[Service]) -> None:
        self.postgres = postgres
        self.desks = {service.name: Desk(postgres.database(service.name)) for service in (SENDER, READER)}
        hosted = [Hosted(s, Wired(deps=self.desks[s.name]), postgres.database(s.name)) for s in services]
        self.worker = Worker(postgres, hosted, settings)

    @property
    def reader(self) -> Desk:
        """The reader's desk."""
        return self.desks["reader"]

    async def send(self, key: str, *numbers: int) -> None:
        """Tell letters, one transaction each."""
        for number in numbers:
            async with unit(self.desks["sender"].database) as work:
                await work.log.tell(Sent(key=key, number=number))

    async def settled(self) -> None:
        """Wait until all that was told is settled: another test's transaction, in the same server, may hold it up."""
        async with asyncio.timeout(60):
            while [desk for desk in self.desks.values() if await _unsettled(desk.database)]:
                await asyncio.sleep(0.02)

    async def came(self, service: str = "reader") -> list[tuple[str, int]]:
        """What was written down, in order."""
        async with self.desks[service].database.transaction() as tx:
            return [(row["key"], row["number"]) for row in await tx.rows(text("SELECT * FROM came ORDER BY place"))]

    async def until_came(self, count: int, seconds: float = 20) -> list[tuple[str, int]]:
        """Wait until so much has come (more is a failure of the asking test to see)."""
        async with asyncio.timeout(seconds):
            while len(came := await self.came()) < count:
                await asyncio.sleep(0.02)
        return came


@asynccontextmanager
async def post_office(server_url: str) -> AsyncIterator[str]:
    """A fresh database of the two services."""
    await ensure_template(server_url, TEMPLATE, [SENDER, READER])
    async with throw_away_database(server_url, TEMPLATE) as url:
        postgres = Postgres(url, Settings().database)
        try:
            for service in ("sender", "reader"):
                async with postgres.database(service).transaction() as tx:
                    await tx.execute(text(TABLES))
        finally:
            await postgres.close()
        yield url


@asynccontextmanager
async def opened(url: str, services: Sequence[Service] = (SENDER, READER), **settings: int) -> AsyncIterator[Post]:
    """One process's view of a post office."""
    postgres = Postgres(url, Settings().database)
    try:
        yield Post(postgres, BusSettings().model_copy(update=settings), services)
    finally:
        await postgres.close()


@asynccontextmanager
async def working(post: Post) -> AsyncIterator[None]:
    """The worker runs inside the block."""
    running = asyncio.create_task(post.worker.run())
    try:
        yield
    finally:
        post.worker.stop()
        await running


def heard_by_both() -> tuple[Service, Service]:
    """The same services, but the sender hears its own letters too."""
    return replace(SENDER, consumers=(*SENDER.consumers, Consumer(Sent, write_down))), READER


async def _unsettled(database: Database) -> int:
    rows = "SELECT count(*) FROM event_log WHERE horizon >= pg_snapshot_xmin(pg_current_snapshot())"
    async with database.transaction() as tx:
        return int(await tx.scalar(text(rows)))
