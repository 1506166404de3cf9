"""The database itself: version, extensions, whether a commit is kept, the clock, migrations."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import asyncpg

from bdcommerce.cli.doctor.finding import Finding, graded
from bdcommerce.infra.migrations import EXTENSIONS
from bdcommerce.kernel import clock

OLDEST_MAJOR = 15
SKEW_WARNING, SKEW_WRONG = 1.0, 10.0
OPEN_WARNING, OPEN_WRONG = 60.0, 300.0
_OLDEST = """
SELECT pid, usename || ', ' || coalesce(nullif(application_name, ''), 'no name') AS who,
       extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds
FROM pg_stat_activity WHERE backend_xid IS NOT NULL ORDER BY xact_start LIMIT 1
"""
_DURABLE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}


async def examined(url: str, behind: Sequence[str], services: int) -> list[Finding]:
    """Everything about the server and the shape of the database; `behind` are the services to be migrated."""
    connection = await asyncpg.connect(url)
    try:
        early = clock.now()
        theirs: datetime = await connection.fetchval("SELECT clock_timestamp()")
        late = clock.now()
        found = [await _version(connection), _skew(early + (late - early) / 2, theirs)]
        found += list(durability({name: await connection.fetchval(f"SHOW {name}") for name in _DURABLE}))
        found.append(await _oldest_transaction(connection))
        missing = await _missing(connection)
    finally:
        await connection.close()
    return [*found, _migrations(behind, services), *_extensions(missing, migrated=not behind)]


async def _version(connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    found: str = await connection.fetchval("SHOW server_version")
    if connection.get_server_version().major < OLDEST_MAJOR:
        advice = f"use PostgreSQL {OLDEST_MAJOR} or newer, or leave BDC_DATABASE_URL empty"
        return Finding("wrong", "PostgreSQL", found, advice)
    return Finding("ok", "PostgreSQL", found)


def _skew(ours: datetime, theirs: datetime) -> Finding:
    """Leases, timers and deadlines are set by our clock and kept in their tables."""
    skew = abs((theirs - ours).total_seconds())
    return graded(
        "Clocks",
        skew,
        warning=SKEW_WARNING,
        wrong=SKEW_WRONG,
        found=f"{skew:.3f} s between this process and the database",
        advice="let both machines follow the same time server",
    )


def durability(settings: dict[str, str]) -> Iterator[Finding]:
    """Whether what is committed survives a crash."""
    for name, value in settings.items():
        if value not in _DURABLE[name]:
            advice = f"set {name} = on and restart PostgreSQL: an accepted order may be lost"
            yield Finding("wrong", "Durability", f"{name} = {value}", advice)
    if all(value in _DURABLE[name] for name, value in settings.items()):
        yield Finding("ok", "Durability", ", ".join(f"{name} = {value}" for name, value in settings.items()))


async def _oldest_transaction(connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    """A transaction that has written and stays open holds back every event told since (docs/decisions/0004)."""
    row = await connection.fetchrow(_OLDEST)
    if row is None:
        return Finding("ok", "Open transactions", "none that writes")
    return graded(
        "Open transactions",
        row["seconds"],
        warning=OPEN_WARNING,
        wrong=OPEN_WRONG,
        found=f"the oldest is open for {row['seconds']:.0f} s ({row['who']})",
        advice=f"end it: SELECT pg_terminate_backend({row['pid']}); docs/runbooks/relay-lag.md",
    )


async def _missing(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    there = {row["extname"] for row in await connection.fetch("SELECT extname FROM pg_extension")}
    return [name for name in EXTENSIONS if name not in there]


def _extensions(missing: Sequence[str], *, migrated: bool) -> Iterator[Finding]:
    """Migrations make them, so that before these it is no news that they are missing."""
    if missing and migrated:
        advice = f"CREATE EXTENSION {missing[0]} SCHEMA public, as a superuser (PostgreSQL's contrib package has it)"
        yield Finding("wrong", "Extensions", f"missing: {', '.join(missing)}", advice)
    elif not missing:
        yield Finding("ok", "Extensions", ", ".join(EXTENSIONS))


def _migrations(old: Sequence[str], services: int) -> Finding:
    if old:
        return Finding("wrong", "Migrations", f"behind: {', '.join(old)}", "run `bdc migrate`")
    return Finding("ok", "Migrations", f"{services} services are at head")
