"""Read tables written with the event, in its transaction, and rebuilt from the log without stopping the service.

A projection sees only its own service's private events. Its functions use unqualified table names, so that a rebuild
can run them on shadow tables that the search path finds first.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, text

from bdcommerce.infra.eventlog import EventMeta, Recorded, revive
from bdcommerce.infra.postgres import Database, Transaction
from bdcommerce.kernel import events

Apply = Callable[[Any, EventMeta, Transaction], Awaitable[None]]

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Read tables and the functions that fill them, by event class."""

    name: str
    """`service.what`."""
    tables: Sequence[str]
    on: Mapping[type, Apply]


async def apply(projections: Sequence[Projection], recorded: Sequence[Recorded], tx: Transaction) -> None:
    """Bring the read tables up to date with events that were stored in this transaction."""
    for item in recorded:
        for projection in projections:
            if function := projection.on.get(type(item.event)):
                await function(item.event, item.meta, tx)


async def rebuild(database: Database, projection: Projection) -> AsyncIterator[int]:
    """Fill the read tables anew from the whole log and swap them in; yields the number of events applied so far.

    Shadows are filled from settled events while the service goes on. The swap locks the live tables, applies what
    committed meanwhile, and renames: a writer that waits for the lock then writes to the new tables.
    """
    shadow = f"{database.schema}_rebuild"
    await _make_shadows(database, projection, shadow)
    done, cursor = 0, (0, 0)
    while batch := await _settled(database, projection, cursor):
        async with database.transaction(path=shadow) as tx:
            await _apply_rows(projection, batch, tx)
        done, cursor = done + len(batch), (batch[-1]["horizon"], batch[-1]["position"])
        yield done
    async with database.transaction(path=shadow) as tx:
        rest = await _lock_and_catch_up(database, projection, cursor, tx)
        await _apply_rows(projection, rest, tx)
        await _swap(database.schema, projection, shadow, tx)
    yield done + len(rest)


async def _make_shadows(database: Database, projection: Projection, shadow: str) -> None:
    async with database.transaction() as tx:
        for table in projection.tables:
            await tx.execute(text(f"DROP TABLE IF EXISTS {shadow}.{table}"))
            await tx.execute(text(f"CREATE TABLE {shadow}.{table} (LIKE {database.schema}.{table} INCLUDING ALL)"))


def _wanted(*, settled: bool) -> str:
    limit = "AND horizon < pg_snapshot_xmin(pg_current_snapshot())" if settled else ""
    return f"""
        SELECT CAST(CAST(horizon AS text) AS numeric) AS horizon, position, stream, version, type, schema_version,
               data, metadata, recorded_at
        FROM event_log
        WHERE type = ANY(:types) AND NOT public AND due IS NULL
          AND (horizon, position) > (CAST(CAST(:horizon AS text) AS xid8), CAST(:position AS bigint)) {limit}
        ORDER BY event_log.horizon, position
        """  # noqa: S608 - no value is interpolated


async def _settled(database: Database, projection: Projection, cursor: tuple[int, int]) -> Sequence[RowMapping]:
    async with database.transaction() as tx:
        return await tx.rows(text(_wanted(settled=True) + f"LIMIT {_BATCH}"), _after(projection, cursor))


async def _lock_and_catch_up(
    database: Database, projection: Projection, cursor: tuple[int, int], tx: Transaction
) -> Sequence[RowMapping]:
    """Once the live tables are locked, whoever had written to them has committed: the rest of the log is complete."""
    names = ", ".join(f"{database.schema}.{table}" for table in projection.tables)
    await tx.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    return await tx.rows(text(_wanted(settled=False)), _after(projection, cursor))


def _after(projection: Projection, cursor: tuple[int, int]) -> dict[str, Any]:
    types = [events.name_of(event) for event in projection.on]
    return {"types": types, "horizon": str(cursor[0]), "position": cursor[1]}


async def _apply_rows(projection: Projection, rows: Sequence[RowMapping], tx: Transaction) -> None:
    for row in rows:
        meta = EventMeta(
            stream=row["stream"],
            version=row["version"],
            position=row["position"],
            recorded_at=row["recorded_at"],
            actor=row["metadata"].get("actor", ""),
        )
        event = revive(row["type"], row["schema_version"], row["data"])
        await apply([projection], [Recorded(event, meta)], tx)


async def _swap(schema: str, projection: Projection, shadow: str, tx: Transaction) -> None:
    for table in projection.tables:
        await tx.execute(text(f"DROP TABLE {schema}.{table}"))
        await tx.execute(text(f"ALTER TABLE {shadow}.{table} SET SCHEMA {schema}"))
