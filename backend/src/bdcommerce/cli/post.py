"""What `bdc events` does, over the event logs, the bus and the sagas of all services."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import text

from bdcommerce.cli.database import database
from bdcommerce.infra.bus.postgres import PostgresBus, connect
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.projections import Projection, rebuild
from bdcommerce.infra.relay import Relay
from bdcommerce.infra.sagas import Sagas
from bdcommerce.infra.service import Service
from bdcommerce.infra.settings import Refused, Settings
from bdcommerce.kernel import clock
from bdcommerce.kernel.events import name_of

LOOK_AGAIN_SECONDS = 0.5
AT_ONCE = 500

# In commit order and only what is settled, so that following misses nothing (infra/schema.py says why).
_NEXT = """
(SELECT '{service}' AS service, horizon::text AS horizon, position, recorded_at, type, id, stream
 FROM {service}.event_log
 WHERE (horizon, position) > (${horizon}::text::xid8, ${position}::bigint)
   AND horizon < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY event_log.horizon, position LIMIT {batch})
"""
_LAST = """
SELECT horizon::text AS horizon, position FROM {service}.event_log
WHERE horizon < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY event_log.horizon DESC, position DESC OFFSET $1 LIMIT 1
"""
_COUNT = text("SELECT count(*) FROM event_log WHERE type = ANY(:types) AND NOT public AND due IS NULL")


@dataclass(frozen=True, slots=True)
class Post:
    """The event logs and the bus, in the role of the bus."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    bus: PostgresBus
    services: Sequence[Service]

    @property
    def names(self) -> list[str]:
        """The services, which are also the queues."""
        return [service.name for service in self.services]

    @property
    def relay(self) -> Relay:
        """What carries the logs to the bus."""
        return Relay(self.pool, self.bus, self.names)


@asynccontextmanager
async def opened(settings: Settings, url: str) -> AsyncIterator[Post]:
    """The post of the marketplace in the database at `url`. Raises Refused where it was never migrated."""
    from bdcommerce.cli.services import SERVICES

    pool = await connect(url)
    try:
        yield Post(pool, PostgresBus(pool, timedelta(seconds=settings.bus.lease_seconds)), SERVICES)
    except (asyncpg.UndefinedTableError, asyncpg.InvalidParameterValueError) as error:
        raise Refused("this database holds no marketplace yet: run `bdc migrate`") from error
    finally:
        await pool.close()


async def tail(settings: Settings, service: str, last: int, *, follow: bool) -> None:
    async with database(settings) as url, opened(settings, url) as office:
        names = [_known(office, service).name] if service else office.names
        after = {name: await _begin(office, name, last) for name in names}
        while True:
            rows = await _news(office, after)
            for row in sorted(rows, key=lambda row: (row["recorded_at"], row["service"], row["position"])):
                at = row["recorded_at"].isoformat(timespec="milliseconds")
                typer.echo(f"{at} {row['type']} {row['id']} {row['stream']}")
            if not rows:
                if not follow:
                    return
                await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _begin(office: Post, service: str, last: int) -> tuple[str, int]:
    """The place in a log after which there are `last` events."""
    row = await office.pool.fetchrow(_LAST.format(service=service), last)
    return (row["horizon"], row["position"]) if row else ("0", 0)


async def _news(office: Post, after: dict[str, tuple[str, int]]) -> list[asyncpg.Record]:
    """What has been recorded after these places, which move on."""
    parts = [
        _NEXT.format(service=name, batch=AT_ONCE, horizon=2 * place + 1, position=2 * place + 2)
        for place, name in enumerate(after)
    ]
    rows = await office.pool.fetch(" UNION ALL ".join(parts), *(value for place in after.values() for value in place))
    for row in rows:
        place = (row["horizon"], row["position"])
        after[row["service"]] = max(after[row["service"]], place, key=lambda each: (int(each[0]), each[1]))
    return list(rows)


async def lag(settings: Settings) -> None:
    async with database(settings) as url, opened(settings, url) as office:
        logs, queues = await office.relay.lag(), await office.bus.backlog(office.names)
    table = Table("service", "to relay", "oldest", "to handle", "oldest", "dead")
    for name, queue in queues.items():
        log = logs.get(name)
        relayed = (str(log.pending), _seconds(log.oldest_seconds)) if log else ("-", "-")
        table.add_row(name, *relayed, str(queue.pending), _seconds(queue.oldest_seconds), str(queue.dead))
    Console().print(table)


async def dead(settings: Settings, queue: str) -> None:
    async with database(settings) as url, opened(settings, url) as office:
        letters = await office.bus.dead(queue=_known(office, queue).name if queue else "")
    table = Table("id", "queue", "type", "key", "attempts", "dead for", "reason")
    for letter in letters:
        age = _seconds((clock.now() - letter.dead_at).total_seconds())
        table.add_row(str(letter.id), letter.queue, letter.type, letter.key, str(letter.attempts), age, letter.reason)
    if letters:
        Console().print(table)
    else:
        typer.echo("There are no dead letters.")


async def redrive(settings: Settings, queue: str, message_id: int) -> None:
    async with database(settings) as url, opened(settings, url) as office:
        name = _known(office, queue).name if queue else ""
        redriven = await office.bus.redrive(queue=name, message_id=message_id)
    if message_id and not redriven:
        raise Refused(f"there is no dead letter {message_id}")
    typer.echo(f"{redriven} will be delivered again.")


async def discard(settings: Settings, message_id: int, why: str) -> None:
    if not why.strip():
        raise Refused("say why: whoever looks for it later must find a reason")
    async with database(settings) as url, opened(settings, url) as office:
        if not await office.bus.discard(message_id, why.strip()):
            raise Refused(f"there is no dead letter {message_id}")
    typer.echo(f"{message_id} is dropped.")


async def replay(settings: Settings, name: str) -> None:
    from bdcommerce.cli.services import SERVICES

    found = {projection.name: (service, projection) for service in SERVICES for projection in service.projections}
    if name not in found:
        raise Refused(f"there is no projection '{name}'; there are: {', '.join(sorted(found))}")
    service, projection = found[name]
    async with database(settings) as url, _server(settings, url) as server:
        done = await _rebuilt(server, service, projection)
    typer.echo(f"{name}: {done} events applied, the tables {', '.join(projection.tables)} are new.")


async def _rebuilt(server: Postgres, service: Service, projection: Projection) -> int:
    own, done = server.database(service.name), 0
    types = [name_of(event) for event in projection.on]
    async with own.transaction() as tx:
        total = await tx.scalar(_COUNT, {"types": types})
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn()) as progress:
        bar = progress.add_task(projection.name, total=total)
        async for done in rebuild(own, projection):
            progress.update(bar, completed=done, total=max(total, done))
    return done


async def stuck(settings: Settings) -> None:
    table = Table("id", "service", "kind", "since", "refused for")
    async with database(settings) as url, _server(settings, url) as server:
        for service in _with_sagas():
            async with server.database(service.name).transaction() as tx:
                for row in await tx.rows(_STUCK):
                    age = _seconds((clock.now() - row["started_at"]).total_seconds())
                    table.add_row(row["id"], service.name, row["kind"], age, row["code"])
    if table.row_count:
        Console().print(table)
    else:
        typer.echo("No process is stuck.")


async def unstick(settings: Settings, saga_id: str) -> None:
    async with database(settings) as url, _server(settings, url) as server:
        for service in _with_sagas():
            if await Sagas(server.database(service.name), service.sagas, lambda: None).unstick(saga_id):
                typer.echo(f"{saga_id} will be tried again.")
                return
    raise Refused(f"no process '{saga_id}' is stuck")


_STUCK = text("SELECT id, kind, started_at, error ->> 'code' AS code FROM saga WHERE status = 'stuck' ORDER BY id")


def _with_sagas() -> list[Service]:
    from bdcommerce.cli.services import SERVICES

    return [service for service in SERVICES if service.sagas]


@asynccontextmanager
async def _server(settings: Settings, url: str) -> AsyncIterator[Postgres]:
    server = Postgres(url, settings.database)
    try:
        yield server
    finally:
        await server.close()


def _known(office: Post, name: str) -> Service:
    found = next((service for service in office.services if service.name == name), None)
    if found is None:
        raise Refused(f"there is no service '{name}'; there are: {', '.join(office.names)}")
    return found


def _seconds(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))
