"""Whether the read tables hold what the event log says: byte for byte the same after a replay."""

from dataclasses import dataclass

from sqlalchemy import text

from bdcommerce.cli.services import SERVICES
from bdcommerce.infra.postgres import Database, Postgres
from bdcommerce.infra.projections import Projection, rebuild
from bdcommerce.infra.settings import Settings

Table = tuple[str, ...]
"""The rows as text, in the order of their bytes."""
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Replay:
    """What a read table held as it was lived, and what it holds from the log alone."""

    table: str
    lived: Table
    replayed: Table

    def differences(self) -> set[str]:
        """Rows that only one of the two has."""
        return set(self.lived) ^ set(self.replayed)


async def replays(database_url: str) -> list[Replay]:
    """Every read table of every service, filled anew from its log. The marketplace may go on meanwhile."""
    server = Postgres(database_url, Settings().database)
    try:
        return [
            replay
            for service in SERVICES
            for projection in service.projections
            for replay in await _replayed(server.database(service.name), projection)
        ]
    finally:
        await server.close()


async def _replayed(database: Database, projection: Projection) -> list[Replay]:
    """Again when something was recorded meanwhile: it would be a difference of the times, not of the tables."""
    for _ in range(_TRIES):
        recorded, lived = await _recorded(database), await _rows(database, projection)
        async for _done in rebuild(database, projection):
            pass
        replayed = await _rows(database, projection)
        if recorded == await _recorded(database):
            return [Replay(f"{database.schema}.{table}", lived[table], replayed[table]) for table in projection.tables]
    raise AssertionError(f"{database.schema} never stood still")


async def _recorded(database: Database) -> int:
    async with database.transaction() as tx:
        return int(await tx.scalar(text("SELECT count(*) FROM event_log")))


async def _rows(database: Database, projection: Projection) -> dict[str, Table]:
    async with database.transaction() as tx:
        return {
            table: tuple(
                row["line"]
                for row in await tx.rows(text(f'SELECT t::text COLLATE "C" AS line FROM {table} t ORDER BY 1'))
            )
            for table in projection.tables
        }
