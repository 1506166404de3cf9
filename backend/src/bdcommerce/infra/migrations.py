"""Bring a database to the shape the code expects: roles, schemas, the tables every service has, then each history.

Safe to run at every start and from several processes at once: an advisory lock lets one go first.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import NullPool

from bdcommerce.infra import schema
from bdcommerce.infra.postgres import engine_at, role_of
from bdcommerce.infra.service import Service
from bdcommerce.kernel.events import PUBLIC, name_of

_LOCK = 0x6264636F6D  # "bdcom"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "citext", "ltree")
_BUS = "bus"


async def migrate(url: str, services: Sequence[Service]) -> None:
    """Create or upgrade everything in the database at `url` that these services need."""
    engine = engine_at(url, poolclass=NullPool)
    try:
        async with _alone(engine):
            await _prepare(engine)
            await _schema(engine, _BUS, schema.BUS_SQL)
            for service in services:
                await _schema(engine, service.name, schema.SERVICE_SQL)
                await _let_the_bus_read(engine, service.name)
                await _recover_from_restore(engine, service.name)
                await _history(engine, service.name)
            await _subscribe(engine, services)
    finally:
        await engine.dispose()


async def behind(url: str, services: Sequence[Service]) -> list[str]:
    """The services whose tables are not yet as this version expects them."""
    engine = engine_at(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return [service.name for service in services if not await _at_head(connection, service.name)]
    finally:
        await engine.dispose()


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncIterator[None]:
    async with engine.connect() as connection:
        await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        yield
        await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})


async def _prepare(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for extension in EXTENSIONS:
            await connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public"))
        await connection.execute(text("CREATE COLLATION IF NOT EXISTS public.bn (provider = icu, locale = 'bn')"))
        await connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))


async def _schema(engine: AsyncEngine, name: str, tables: str) -> None:
    """A schema, the role that owns it, a second schema for rebuilding projections, and infra's tables in it."""
    role = role_of(name)
    async with engine.begin() as connection:
        await connection.execute(text(_MAKE_ROLE.format(role=role)))
        for made in (name, f"{name}_rebuild"):
            await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {made} AUTHORIZATION {role}"))
        await _become(connection, name)
        driver = await connection.get_raw_connection()
        await driver.driver_connection.execute(tables)  # type: ignore[union-attr]


async def _let_the_bus_read(engine: AsyncEngine, name: str) -> None:
    async with engine.begin() as connection:
        await _become(connection, name)
        bus = role_of(_BUS)
        await connection.execute(text(f"GRANT USAGE ON SCHEMA {name} TO {bus}"))
        await connection.execute(text(f"GRANT SELECT ON {name}.event_log TO {bus}"))


async def _recover_from_restore(engine: AsyncEngine, name: str) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql(schema.AFTER_RESTORE_SQL.format(service=name))


async def _history(engine: AsyncEngine, name: str) -> None:
    if (config := _config(name)) is None:
        return
    async with engine.begin() as connection:
        await _become(connection, name)
        await connection.run_sync(_upgrade, config)


def _upgrade(connection: Connection, config: Config) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _at_head(connection: AsyncConnection, name: str) -> bool:
    """Whether infra's tables of a service are there, and its own as its last migration left them."""
    if await connection.scalar(text("SELECT to_regclass(:log)"), {"log": f"{name}.event_log"}) is None:
        return False
    if (config := _config(name)) is None:
        return True
    if await connection.scalar(text("SELECT to_regclass(:table)"), {"table": f"{name}.alembic_version"}) is None:
        return False
    found = await connection.scalars(text(f"SELECT version_num FROM {name}.alembic_version"))  # noqa: S608 - our names
    return set(found) == set(ScriptDirectory.from_config(config).get_heads())


def _config(name: str) -> Config | None:
    """A service's history, if it has one."""
    versions = Path(__file__).parents[1] / name / "migrations" / "versions"
    if not versions.is_dir():
        return None
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic_env"))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "os")
    return config


async def _subscribe(engine: AsyncEngine, services: Sequence[Service]) -> None:
    async with engine.begin() as connection:
        await _become(connection, _BUS)
        for service in services:
            types = [name_of(event) for event in service.hears if PUBLIC.get(name_of(event)) is event]
            named = {"queue": service.name, "types": types}
            await connection.execute(text(_UNSUBSCRIBE), named)
            await connection.execute(text(_SUBSCRIBE), named)


async def _become(connection: AsyncConnection, name: str) -> None:
    await connection.execute(text(f"SET LOCAL ROLE {role_of(name)}"))
    await connection.execute(text(f"SET LOCAL search_path TO {name}, public"))


_SUBSCRIBE = """
INSERT INTO subscription (queue, type) SELECT :queue, unnest(CAST(:types AS text[])) ON CONFLICT DO NOTHING
"""
_UNSUBSCRIBE = "DELETE FROM subscription WHERE queue = :queue AND type <> ALL(CAST(:types AS text[]))"
_MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, '{role}', 'MEMBER') OR NOT EXISTS (
        SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
        WHERE r.rolname = '{role}' AND u.rolname = current_user
    ) THEN
        EXECUTE 'GRANT {role} TO ' || quote_ident(current_user);
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
