"""PostgreSQL as one service sees it: its role, its schema, one pool for writes and one for reads.

In one process the services share the write pool and take their role per transaction (`SET LOCAL ROLE`), so that a
statement over another service's tables fails here exactly as it would on separate databases.
"""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import asyncpg
import msgspec
from sqlalchemy import CursorResult, Executable, MetaData, RowMapping, text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bdcommerce.infra import telemetry
from bdcommerce.infra.settings import DatabaseSettings
from bdcommerce.kernel.errors import BdError, Stale, Unavailable

T = TypeVar("T")
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None

_NAMING = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}
_TAKE_ROLE = text("SELECT set_config('role', :role, true), set_config('search_path', :path, true)")
_SERIALIZATION = {"40001", "40P01"}
_GONE = {"57P01", "57P02", "57P03", "57014", "53300"}
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


class Transaction:
    """One open transaction in the service's role and schema."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters = None) -> CursorResult[Any]:
        """Run a SQLAlchemy Core statement."""
        return await self._connection.execute(statement, parameters)

    async def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[RowMapping]:
        """All rows of a statement's answer."""
        return (await self.execute(statement, parameters)).mappings().all()

    async def row(self, statement: Executable, parameters: Parameters = None) -> RowMapping | None:
        """The first row of a statement's answer, if any."""
        return (await self.execute(statement, parameters)).mappings().first()

    async def scalar(self, statement: Executable, parameters: Parameters = None) -> Any:
        """The first column of the first row, or None."""
        return (await self.execute(statement, parameters)).scalar()


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
                command_timeout=self._settings.statement_timeout_seconds,
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

    def __init__(self, engine: AsyncEngine, reads: Reads, schema: str) -> None:
        self.engine, self.reads, self.schema = engine, reads, schema

    @asynccontextmanager
    async def transaction(self, *, path: str = "") -> AsyncIterator[Transaction]:
        """A transaction in this service's role; leaving the block commits, an exception rolls back.

        `path` puts a schema before the service's own on the search path. Raises Stale when the database gave up this
        transaction for another one's sake, Unavailable when it does not answer.
        """
        before = _open.set(True)
        started = time.perf_counter()
        try:
            async with self.engine.begin() as connection:
                search = f"{path}, {self.schema}, public" if path else f"{self.schema}, public"
                await connection.execute(_TAKE_ROLE, {"role": role_of(self.schema), "path": search})
                yield Transaction(connection)
        except (OSError, DBAPIError, NoConnection) as error:
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


def engine_at(
    url: str, *, command_timeout: float | None = None, server_settings: dict[str, str] | None = None, **options: Any
) -> AsyncEngine:
    """A SQLAlchemy engine whose connections asyncpg makes from the URL itself, so that every form of it works: sockets,
    several hosts, `?sslmode=`.
    """

    async def connect() -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(url, command_timeout=command_timeout, server_settings=server_settings)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)


class Postgres:
    """The server, from which every service gets its own view."""

    def __init__(self, url: str, settings: DatabaseSettings) -> None:
        self.url, self._settings = url, settings
        self._reads: dict[str, Reads] = {}
        self._pools: list[asyncpg.Pool[asyncpg.Record]] = []
        self._engine = engine_at(
            url,
            pool_size=settings.write_connections,
            max_overflow=0,
            pool_timeout=settings.statement_timeout_seconds,
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
            command_timeout=settings.statement_timeout_seconds,
            server_settings={"jit": "off", "idle_in_transaction_session_timeout": "60s"},
        )

    def database(self, schema: str) -> Database:
        """This server in the role and schema of a service."""
        reads = self._reads.setdefault(schema, Reads(self.url, schema, self._settings))
        return Database(self._engine, reads, schema)

    def closes(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Close this pool too when the server is left."""
        self._pools.append(pool)

    async def close(self) -> None:
        """Give all connections back."""
        for reads in self._reads.values():
            await reads.close()
        for pool in self._pools:
            await pool.close()
        await self._engine.dispose()


async def _decode_json(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind,
            schema="pg_catalog",
            encoder=lambda value: msgspec.json.encode(value).decode(),
            decoder=msgspec.json.decode,
        )


def _meaning(error: Exception) -> BdError | None:
    """What a driver's error means for the caller; constraint violations mean nothing here, adapters name them."""
    state = getattr(getattr(error, "orig", None), "sqlstate", "")
    if state in _SERIALIZATION:
        return Stale("somebody else changed the same things at the same moment")
    if isinstance(error, (OSError, InterfaceError, NoConnection)) or state in _GONE or state.startswith("08"):
        return Unavailable("the database does not answer")
    return None
