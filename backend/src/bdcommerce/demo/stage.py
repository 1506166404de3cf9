"""One connection for a whole marketplace, while nobody else is in it: what many processes would commit one by one is
committed day by day.

Every unit of work is still all or nothing (a savepoint), in its service's role and schema. What a unit tells is handed
to `heard` when it has succeeded, so that the events need not be fetched from the logs again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
import msgspec
from sqlalchemy import Executable, RowMapping

from bdcommerce.infra import eventlog, postgres
from bdcommerce.infra.cache import announcing
from bdcommerce.infra.postgres import Database, Done, Postgres, Query, Reads, Transaction
from bdcommerce.infra.settings import DatabaseSettings
from bdcommerce.infra.statements import Parameters

T = TypeVar("T")
Logged = Mapping[str, Any]
"""A row on its way into an event log."""
_STATEMENTS = 4_000
_DEFERRED = """
SELECT DISTINCT nspname AS schema FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE tgdeferrable AND tginitdeferred
"""


class Stage(Postgres):
    """The server with one connection, in one transaction at a time."""

    def __init__(self, url: str, settings: DatabaseSettings) -> None:
        super().__init__(url, settings)
        self.heard: Callable[[str, Sequence[Logged]], None] = _deaf
        self.turn = asyncio.Lock()
        self.connection: asyncpg.Connection[asyncpg.Record]
        self._schema = ""

    async def open(self) -> None:
        """Begin."""
        self.connection = await asyncpg.connect(
            self.url,
            statement_cache_size=_STATEMENTS,
            max_cached_statement_lifetime=0,
            server_settings={"jit": "off", "synchronous_commit": "off"},
        )
        await postgres._decode_json(self.connection)  # noqa: SLF001 - as every connection of services
        self._checked = {row["schema"] for row in await self.connection.fetch(_DEFERRED)}
        await self.connection.execute("BEGIN")

    async def keep(self) -> None:
        """Keep what was done so far, and go on."""
        await self.connection.execute("COMMIT; BEGIN")
        self._schema = ""

    async def close(self) -> None:
        """Give the connection back. What was not committed is gone."""
        await self.connection.close()
        await super().close()

    def database(self, schema: str) -> Database:
        """The stage in the role and schema of a service."""
        return _Scene(self, schema)

    async def enter(self, schema: str) -> None:
        """See with a service's eyes: its schema is where names are looked up."""
        if schema != self._schema:
            self._schema = schema
            await self.connection.execute(f"SET search_path = {schema}, public")

    @asynccontextmanager
    async def saved(self) -> AsyncIterator[None]:
        """What is refused in the block leaves no trace, and does not spoil what was done before."""
        await self.connection.execute("SAVEPOINT tried")
        try:
            yield
        except BaseException:
            await self.connection.execute("ROLLBACK TO tried")
            self._schema = ""
            raise
        finally:
            await self.connection.execute("RELEASE tried")

    async def check(self, schema: str) -> None:
        """What a service's database looks at when a unit is committed. Raises IntegrityError."""
        if schema in self._checked:
            await self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


class _Scene(Database):
    """The stage, seen as one service."""

    def __init__(self, stage: Stage, schema: str) -> None:
        self._stage, self.schema, self.reads = stage, schema, _SceneReads(stage, schema)

    @asynccontextmanager
    async def transaction(self, *, path: str = "") -> AsyncIterator[Transaction]:
        """See Database. There is no other path here."""
        assert not path  # noqa: S101 - rebuilding read tables is nothing for a stage
        async with self._stage.turn:
            await self._stage.enter(self.schema)
            tx = _Part(self._stage.connection, self.schema)
            yield tx
            await self._stage.check(self.schema)
        self._stage.heard(self.schema, tx.logged)


class _Part(Transaction):
    """A unit's statements."""

    def __init__(self, connection: Any, schema: str) -> None:
        super().__init__(connection, schema)
        self.logged: list[Logged] = []

    async def execute(self, statement: Executable, parameters: Parameters = None) -> Done:
        """See Transaction. Nobody keeps answers that would have to be dropped."""
        if statement is announcing._NOTIFY:  # noqa: SLF001 - see above
            return Done(0)
        return await super().execute(statement, parameters)

    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[RowMapping]:
        """See Transaction."""
        found = await super().rows(statement, parameters)
        if statement is eventlog._INSERT:  # noqa: SLF001 - the one door into a log
            assert isinstance(parameters, Mapping)  # noqa: S101
            self.logged += [
                row for row in msgspec.json.decode(parameters["rows"]) if row["public"] or row["due"] is not None
            ]
        return found


class _SceneReads(Reads):
    """What a service has written is there to be read."""

    def __init__(self, stage: Stage, schema: str) -> None:
        self._stage, self._scene = stage, schema

    async def all(self, query: Query[T], *arguments: Any) -> list[T]:
        """See Reads."""
        async with self._stage.turn:
            await self._stage.enter(self._scene)
            records = await self._stage.connection.fetch(query.sql, *arguments)
        return [msgspec.convert(dict(record), query.shape, strict=False) for record in records]


def _deaf(_schema: str, _rows: Sequence[Logged]) -> None:
    """Nobody listens."""
