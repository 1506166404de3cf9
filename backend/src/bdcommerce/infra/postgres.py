"""PostgreSQL as one service sees it: its role, its schema, one pool for writes and one for reads.

In one process the services share the write pool and take their role per transaction (`SET LOCAL ROLE`), so that a
statement over another service's tables fails here exactly as it would on separate databases.
"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import asyncpg
import msgspec
from sqlalchemy import Executable, MetaData, RowMapping, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bdcommerce.infra import telemetry
from bdcommerce.infra.settings import DatabaseSettings
from bdcommerce.infra.statements import Parameters, Runnable, refused, runnable
from bdcommerce.kernel.errors import BdError, Stale, Unavailable

T = TypeVar("T")

_NAMING = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}
_SERIALIZATION = {"40001", "40P01"}
_GONE = {"57P01", "57P02", "57P03", "57014", "53300"}
_STATEMENTS = 1_000
"""Prepared statements a connection keeps: those of all services, which share the write pool."""
_open: ContextVar[bool] = ContextVar("open_transaction", default=False)


def in_transaction() -> bool:
    """Whether this task holds a transaction open: then it must not wait for another service."""
    return _open.get()


def metadata(schema: str) -> MetaData:
    """For the tables of a service's state, qualified by its schema."""
    return MetaData(schema=schema, naming_convention=_NAMING)


def read_metadata() -> MetaData:
    """For projection tables: unqualified, so that a rebuild can fill shadows of them through the search path."""
    return MetaData(naming_convention=_NAMING)


def role_of(schema: str) -> str:
    """The database role that owns a service's schema."""
    return f"bdc_{schema}"


@dataclass(frozen=True, slots=True)
class Query(Generic[T]):
    """A named read: SQL with `$1` parameters and the shape of a row of its answer."""

    name: str
    sql: str
    shape: type[T]


@dataclass(frozen=True, slots=True)
class Done:
    """What a statement did."""

    rowcount: int
    """Rows it wrote; of a statement run for many rows, the number of those."""


class Transaction:
    """One open transaction in the service's role and schema."""

    def __init__(self, connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", schema: str) -> None:
        self._connection, self._mark = connection, f"/* {schema} */ "
        # The same text under two search paths would be planned anew each time it changes hands.

    async def execute(self, statement: Executable, parameters: Parameters = None) -> Done:
        """Run a SQLAlchemy Core statement, for each row of parameters if there are several."""
        run = runnable(statement, parameters)
        try:
            if len(run.rows) > 1:
                await self._connection.executemany(self._mark + run.sql, run.rows)
                return Done(len(run.rows))
            return Done(_written(await self._connection.execute(self._mark + run.sql, *run.arguments)))
        except asyncpg.IntegrityConstraintViolationError as error:
            raise refused(error, run.sql) from error

    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[RowMapping]:
        """All rows of a statement's answer."""
        run = runnable(statement, parameters)
        return cast("Sequence[RowMapping]", [dict(record) for record in await self._fetch(run)])

    async def row(self, statement: Executable, parameters: Parameters = None) -> RowMapping | None:
        """The first row of a statement's answer, if any."""
        return next(iter(await self.rows(statement, parameters)), None)

    async def scalar(self, statement: Executable, parameters: Parameters = None) -> Any:
        """The first column of the first row, or None."""
        found = await self._fetch(runnable(statement, parameters))
        return found[0][0] if found else None

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that may fail alone: what raises inside it undoes it and goes on, and the transaction is as before."""
        await self._connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            await self._connection.execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
            raise
        await self._connection.execute("RELEASE SAVEPOINT part")

    async def _fetch(self, run: Runnable) -> Sequence[asyncpg.Record]:
        try:
            return await self._connection.fetch(self._mark + run.sql, *run.arguments)
        except asyncpg.IntegrityConstraintViolationError as error:
            raise refused(error, run.sql) from error


class Reads:
    """The read pool of a service: read only, in its role."""

    def __init__(self, dsn: str, schema: str, settings: DatabaseSettings) -> None:
        self._dsn, self._schema, self._settings = dsn, schema, settings
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def all(self, query: Query[T], *arguments: Any) -> list[T]:
        """Every row of a named query's answer, in its shape."""
        started = time.perf_counter()
        try:
            async with (await self._pool_()).acquire() as connection:
                records = await connection.fetch(query.sql, *arguments)
        except (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError) as error:
            raise Unavailable("the database does not answer") from error
        finally:
            telemetry.query_finished(query.name, time.perf_counter() - started)
        return [msgspec.convert(dict(record), query.shape, strict=False) for record in records]

    async def one(self, query: Query[T], *arguments: Any) -> T | None:
        """The first row of a named query's answer, in its shape."""
        return next(iter(await self.all(query, *arguments)), None)

    async def close(self) -> None:
        """Give the connections back."""
        if self._pool:
            await self._pool.close()

    async def _pool_(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            self._pool = asyncpg.create_pool(
                self._dsn,
                min_size=0,
                max_size=self._settings.read_connections,
                init=_decode_json,
                reset=_as_it_is,
                command_timeout=self._settings.statement_timeout_seconds,
                statement_cache_size=_STATEMENTS,
                max_cached_statement_lifetime=0,
                server_settings={
                    "role": role_of(self._schema),
                    "search_path": f"{self._schema}, public",
                    "default_transaction_read_only": "on",
                    "jit": "off",
                },
            )
        return await self._pool


class Database:
    """One PostgreSQL, seen as one service."""

    def __init__(self, writes: "Writes", reads: Reads, schema: str) -> None:
        self._writes, self.reads, self.schema = writes, reads, schema

    @asynccontextmanager
    async def transaction(self, *, path: str = "", durable: bool = True) -> AsyncIterator[Transaction]:
        """A transaction in this service's role; leaving the block commits, an exception rolls back.

        `path` puts a schema before the service's own on the search path. One that need not be `durable` does not wait
        for the disk: a crash of the database may undo it, together with all that was committed after it. Raises Stale
        when the database gave up this transaction for another one's sake, Unavailable when it does not answer.
        """
        before = _open.set(True)
        started = time.perf_counter()
        search = f"{path}, {self.schema}, public" if path else f"{self.schema}, public"
        begin = f"BEGIN; SET LOCAL ROLE {role_of(self.schema)}; SET LOCAL search_path = {search}"
        begin = begin if durable else f"{begin}; SET LOCAL synchronous_commit = off"
        try:
            async with self._writes.transaction(begin) as connection:
                yield Transaction(connection, path or self.schema)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if meaning := _meaning(error):
                raise meaning from error
            raise
        finally:
            _open.reset(before)
            telemetry.transaction_finished(self.schema, time.perf_counter() - started)

    async def ping(self) -> None:
        """Whether the database answers. Raises Unavailable."""
        async with self.transaction() as tx:
            await tx.scalar(text("SELECT 1"))


class Writes:
    """The write pool, which all services of a process share."""

    def __init__(self, url: str, settings: DatabaseSettings) -> None:
        self._url, self._settings = url, settings
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    @asynccontextmanager
    async def transaction(self, begin: str) -> "AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]":
        """A connection in a transaction that `begin` opens; leaving the block commits, an exception rolls back."""
        pool = await self._pool_()
        async with pool.acquire(timeout=self._settings.statement_timeout_seconds) as connection:
            try:
                await connection.execute(begin)
                yield connection
                await _commit(connection)
            except BaseException:
                if connection.is_in_transaction():
                    await connection.execute("ROLLBACK")
                raise

    async def close(self) -> None:
        """Give the connections back."""
        if self._pool:
            await self._pool.close()

    async def _pool_(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            self._pool = asyncpg.create_pool(
                self._url,
                min_size=0,
                max_size=self._settings.write_connections,
                init=_decode_json,
                reset=_as_it_is,
                command_timeout=self._settings.statement_timeout_seconds,
                statement_cache_size=_STATEMENTS,
                max_cached_statement_lifetime=0,
                server_settings={"jit": "off", "idle_in_transaction_session_timeout": "60s"},
            )
        return await self._pool


def engine_at(url: str, **options: Any) -> AsyncEngine:
    """A SQLAlchemy engine for migrations, whose connections asyncpg makes from the URL itself, so that every form of it
    works: sockets, several hosts, `?sslmode=`.
    """

    async def connect() -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(url)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)


class Postgres:
    """The server, from which every service gets its own view."""

    def __init__(self, url: str, settings: DatabaseSettings) -> None:
        self.url, self._settings = url, settings
        self._reads: dict[str, Reads] = {}
        self._pools: list[asyncpg.Pool[asyncpg.Record]] = []
        self._writes = Writes(url, settings)

    def database(self, schema: str) -> Database:
        """This server in the role and schema of a service."""
        reads = self._reads.setdefault(schema, Reads(self.url, schema, self._settings))
        return Database(self._writes, reads, schema)

    def closes(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Close this pool too when the server is left."""
        self._pools.append(pool)

    async def close(self) -> None:
        """Give all connections back."""
        for reads in self._reads.values():
            await reads.close()
        for pool in self._pools:
            await pool.close()
        await self._writes.close()


async def _commit(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> None:
    """Raises IntegrityError for a deferred constraint."""
    try:
        status = await connection.execute("COMMIT")
    except asyncpg.IntegrityConstraintViolationError as error:
        raise refused(error, "COMMIT") from error
    if status != "COMMIT":
        raise RuntimeError("a statement of this transaction failed and nobody minded: nothing was committed")


async def _as_it_is(_: "asyncpg.Connection[asyncpg.Record]") -> None:
    """What a transaction sets ends with it, and nothing else is ever set: a connection needs no cleaning."""


def _written(status: str) -> int:
    """How many rows: the last word of `UPDATE 3`, `INSERT 0 1`, `DELETE 2`."""
    number = status.rpartition(" ")[2]
    return int(number) if number.isdigit() else 0


async def _decode_json(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind,
            schema="pg_catalog",
            encoder=str,  # what is written has been made JSON by its column, or by the statement's author
            decoder=msgspec.json.decode,
        )


def _meaning(error: Exception) -> BdError | None:
    """What a driver's error means for the caller; constraint violations mean nothing here, adapters name them."""
    state = getattr(error, "sqlstate", None) or ""
    if state in _SERIALIZATION:
        return Stale("somebody else changed the same things at the same moment")
    gone = isinstance(error, (OSError, asyncpg.InterfaceError))
    if gone or state in _GONE or state.startswith("08"):
        return Unavailable("the database does not answer")
    return None
