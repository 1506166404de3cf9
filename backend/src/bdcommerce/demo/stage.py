"""One connection for each service of a marketplace, while nobody else is in it: what would be committed one by one is
committed day by day.

Each service sees its own schema and its own uncommitted day, and nothing of the others, as ever. What a unit of work
tells is handed to `heard` when it has succeeded, so that events need not be fetched from the logs again. A refusal that
the database finds spoils the day, unless the unit was expected to be refused and stands in a `saved` block. A stage
that keeps `each` unit commits it by itself, and may be refused anything.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

import asyncpg
import msgspec
from sqlalchemy import Executable, RowMapping

from bdcommerce.infra import eventlog, postgres
from bdcommerce.infra.cache import announcing
from bdcommerce.infra.postgres import Database, Done, Postgres, Query, Reads, Transaction, role_of
from bdcommerce.infra.settings import DatabaseSettings
from bdcommerce.infra.statements import Parameters

T = TypeVar("T")
Logged = Mapping[str, Any]
"""A row on its way into an event log."""
_STATEMENTS = 2_000


class Stage(Postgres):
    """The server with a connection per service, each in one transaction at a time."""

    def __init__(self, url: str, settings: DatabaseSettings, *, each: bool = False) -> None:
        super().__init__(url, settings)
        self.each = each
        self.heard: Callable[[str, Sequence[Logged]], None] = _deaf
        self._scenes: dict[str, _Scene] = {}

    async def open(self, schemas: Sequence[str]) -> None:
        """Begin, as these services."""
        for schema in schemas:
            await self._scene(schema).open()

    async def keep(self) -> None:
        """Commit what was done so far, and go on."""
        if self.each:
            return
        for scene in self._scenes.values():
            await scene.connection.execute("COMMIT; BEGIN")

    async def close(self) -> None:
        """Give the connections back. What was not kept is gone."""
        for scene in self._scenes.values():
            await scene.connection.close()
        await super().close()

    def database(self, schema: str) -> Database:
        """The stage in the role and schema of a service."""
        return self._scene(schema)

    def _scene(self, schema: str) -> "_Scene":
        return self._scenes.setdefault(schema, _Scene(self, schema))

    @asynccontextmanager
    async def saved(self, schema: str) -> AsyncIterator[None]:
        """What this service refuses in the block leaves no trace, and does not spoil what it did before."""
        if self.each:
            yield
            return
        connection = self._scene(schema).connection
        await connection.execute("SAVEPOINT tried")
        try:
            yield
        except BaseException:
            await connection.execute("ROLLBACK TO tried")
            raise
        finally:
            await connection.execute("RELEASE tried")


class _Scene(Database):
    """The stage, seen as one service."""

    def __init__(self, stage: Stage, schema: str) -> None:
        self._stage, self.schema, self.turn = stage, schema, asyncio.Lock()
        self.connection: asyncpg.Connection[asyncpg.Record]
        self.reads = _SceneReads(self)

    async def open(self) -> None:
        """Connect, and begin."""
        self.connection = await asyncpg.connect(
            self._stage.url,
            statement_cache_size=_STATEMENTS,
            max_cached_statement_lifetime=0,
            server_settings={
                "jit": "off",
                "synchronous_commit": "off",
                # Plans are made when tables are empty, and kept while they fill.
                "enable_seqscan": "off",
                # A plan for any arguments serves all orders alike.
                "plan_cache_mode": "force_generic_plan",
                "role": role_of(self.schema),
                "search_path": f"{self.schema}, public",
            },
        )
        await postgres._decode_json(self.connection)  # noqa: SLF001 - as every connection of services
        if not self._stage.each:
            await self.connection.execute("BEGIN")

    @asynccontextmanager
    async def transaction(self, *, path: str = "", durable: bool = True) -> AsyncIterator[Transaction]:  # noqa: ARG002
        """See Database. There is no other path here, and nothing is durable before the day ends."""
        assert not path  # noqa: S101 - rebuilding read tables is nothing for a stage
        async with self.turn:
            tx = _Part(self.connection, self.schema)
            async with self._kept():
                yield tx
        self._stage.heard(self.schema, tx.logged)

    @asynccontextmanager
    async def _kept(self) -> AsyncIterator[None]:
        """The unit is committed by itself, if that is how this stage works."""
        if not self._stage.each:
            yield
            return
        before = postgres._open.set(True)  # noqa: SLF001 - as every unit of services
        await self.connection.execute("BEGIN")
        try:
            yield
            await postgres._commit(cast("Any", self.connection))  # noqa: SLF001 - likewise
        except BaseException:
            if self.connection.is_in_transaction():
                await self.connection.execute("ROLLBACK")
            raise
        finally:
            postgres._open.reset(before)  # noqa: SLF001 - likewise


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

    def __init__(self, scene: _Scene) -> None:
        self._scene = scene

    async def all(self, query: Query[T], *arguments: Any) -> list[T]:
        """See Reads."""
        async with self._scene.turn:
            records = await self._scene.connection.fetch(query.sql, *arguments)
        return [msgspec.convert(dict(record), query.shape, strict=False) for record in records]

    async def close(self) -> None:
        """The connection is the scene's."""


def _deaf(_schema: str, _rows: Sequence[Logged]) -> None:
    """Nobody listens."""
