"""A service as small as one can be, to test what infra does for all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Column, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra import postgres
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Database, Postgres, Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel.events import domain_event, integration_event
from support.databases import ensure_template, throw_away_database


@domain_event()
class Counted:
    """Something was counted."""

    thing: str
    by: int


@integration_event(key="thing")
class ThingCounted:
    """Others may know."""

    thing: str


_read = postgres.read_metadata()
tally = Table("tally", _read, Column("thing", Text, primary_key=True), Column("total", Integer, nullable=False))


async def _apply(event: Counted, _: EventMeta, tx: Transaction) -> None:
    statement = insert(tally).values(thing=event.thing, total=event.by)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["thing"], set_={"total": tally.c.total + statement.excluded.total}
        )
    )


TALLY = Projection(name="toy.tally", tables=("tally",), on={Counted: _apply})


def _build(_: Platform) -> Wired:
    return Wired(deps=None)


TOY = Service(name="toy", build=_build, projections=(TALLY,))
OTHER = Service(name="toy_neighbour", build=_build)


@asynccontextmanager
async def toy_database(server_url: str) -> AsyncIterator[Database]:
    """The toy on a database of its own, with a neighbour beside it."""
    await ensure_template(server_url, "migrated_toy", [TOY, OTHER])
    async with throw_away_database(server_url, "migrated_toy") as url:
        server = Postgres(url, Settings().database)
        database = server.database("toy")
        try:
            async with database.transaction() as tx:
                await tx.execute(text("CREATE TABLE tally (thing text PRIMARY KEY, total integer NOT NULL)"))
            yield database
        finally:
            await server.close()
