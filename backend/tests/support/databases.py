"""Throw-away databases on the session's PostgreSQL: empty ones, and clones of one that has every migration applied."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

if TYPE_CHECKING:
    from bdcommerce.infra.postgres import Database
    from bdcommerce.infra.service import Service

MIGRATED = "migrated"
MIGRATION_LOCK = 20_261_122


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def url_of(database: "Database") -> str:
    """Where a service's database is, as the superuser the tests connect with."""
    return database.reads._dsn


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection for the length of a block."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def throw_away_database(server_url: str, template: str = "template0") -> AsyncIterator[str]:
    """The URL of a new database, dropped afterwards even while something is still connected to it."""
    name = f"test_{uuid4().hex}"
    async with connected(server_url) as admin:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = FILE_COPY")
    try:
        yield with_database(server_url, name)
    finally:
        async with connected(server_url) as admin:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def ensure_migrated_template(server_url: str) -> None:
    """The template that has every service."""
    from bdcommerce.cli.services import SERVICES

    await ensure_template(server_url, MIGRATED, SERVICES)


async def ensure_template(server_url: str, name: str, services: "Sequence[Service]") -> None:
    """Make a template once per server, whichever worker comes first; it gets its name when it is complete."""
    async with connected(server_url) as admin:
        await admin.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        if await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            return
        await admin.execute("DROP DATABASE IF EXISTS migrating")
        await admin.execute("CREATE DATABASE migrating TEMPLATE template0")
        await _migrate(with_database(server_url, "migrating"), services)
        await admin.execute(f"ALTER DATABASE migrating RENAME TO {name}")


async def _migrate(url: str, services: "Sequence[Service]") -> None:
    from bdcommerce.infra.migrations import migrate

    await migrate(url, services)
