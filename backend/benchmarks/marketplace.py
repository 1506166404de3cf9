"""A marketplace to measure: a PostgreSQL of its own that writes to disk as in production, filled in this process, then
served by `bdc run` in another, as `make run` does it.
"""

import asyncio
import os
import re
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import msgspec
from backend.benchmarks.measuring import Processes, child_named
from backend.benchmarks.multiplying import multiply

from bdcommerce.cli.assembly import Assembly, assembled
from bdcommerce.cli.services import SERVICES
from bdcommerce.demo import bulk
from bdcommerce.demo.inside import deps_of
from bdcommerce.infra.jobs import tick_type
from bdcommerce.infra.migrations import migrate
from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel import clock

SECONDS_TO_START = 120
_READY, _DIGITS = "ready on port ", re.compile(r"\d+")
_RARE = timedelta(hours=1)
_TICK = """
INSERT INTO bus.tick (job, slot) VALUES ($1, $2) ON CONFLICT (job) DO UPDATE SET slot = greatest(tick.slot, $2)
"""
MADE = 1_000
"""Products that are made one by one."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where marketplaces can be set up: a database server and a folder."""

    url: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with a marketplace in it, and who may act in it."""

    url: str
    assembly: Assembly


@dataclass(frozen=True, slots=True)
class Running:
    """A marketplace that answers."""

    url: str
    database_url: str
    processes: Processes


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """A PostgreSQL and a folder for as long as the block lasts. SIGTERM ends it as Ctrl-C does, with all it started."""
    task = asyncio.current_task()
    assert task  # noqa: S101 - this runs in one
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with tempfile.TemporaryDirectory(prefix="bdc-benchmark-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 - PostgreSQL may run as somebody else
        async with PostgresServer(PostgresSettings(Path(folder) / "data"), durable=True) as own:
            yield Ground(own.url, Path(folder))


@asynccontextmanager
async def founded(on: Ground, name: str = "bench_market") -> AsyncIterator[Filled]:
    """A fresh database, and its services in this process: to prepare what clients will do."""
    admin = await asyncpg.connect(on.url)
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        url = urlsplit(on.url)._replace(path=f"/{name}").geturl()
        os.environ.update(_environment(url, on.folder))
        await migrate(url, SERVICES)
        async with assembled(Settings(), url, SERVICES) as assembly:
            yield Filled(url, assembly)
    finally:
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.close()


async def grow(market: Filled, products: int, orders: int = 0) -> None:
    """Let it have so many products, the first thousand as they are made, the others as copies of those; and so many
    orders more.
    """
    connection = await asyncpg.connect(market.url)
    try:
        there = await connection.fetchval("SELECT count(*) FROM catalog.product")
        if there < MADE:
            await bulk.generate(market.assembly, products=min(products, MADE))
        if products > MADE:
            await multiply(market.url, range(max(there // MADE, 1) - 1, products // MADE - 1))
        if orders:
            await bulk.generate(market.assembly, products=0, orders=orders)
        async with deps_of(market.assembly, "catalog").works() as work:
            await work.searches.recount()
        await connection.executemany(_TICK, list(_jobs_of_today()))
        # Statistics and visibility maps as a database has them that was not filled a moment ago.
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _jobs_of_today() -> Iterator[tuple[str, int]]:
    """Jobs of an hour or more, as if they had run: the daily audit of all stock is no part of an ordinary minute."""
    now = clock.now().timestamp()
    for service in SERVICES:
        for job in service.jobs:
            if job.every >= _RARE:
                yield tick_type(service.name, job), int(now / job.every.total_seconds()) + 1


@asynccontextmanager
async def serving(market: Filled) -> AsyncIterator[Running]:
    """`bdc run` over that database: every service, its consumers and its clocks, in one process."""
    async with _process("bdcommerce.cli", "run") as (url, pid):
        yield Running(url, market.url, Processes(pid, child_named("postgres")))


@asynccontextmanager
async def answering_bare(on: Ground, replies: Mapping[str, Any]) -> AsyncIterator[Running]:
    """A process that does nothing but give these replies."""
    file = on.folder / "replies.json"
    file.write_bytes(msgspec.json.encode(replies))
    async with _process("backend.benchmarks.bare", str(file)) as (url, pid):
        yield Running(url, on.url, Processes(pid, child_named("postgres")))


@asynccontextmanager
async def _process(module: str, *arguments: str) -> AsyncIterator[tuple[str, int]]:
    """A module as a process of its own that says `ready on port N`; its URL and its id."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            port = await _port(process)
        reading = asyncio.create_task(_read_on(process))
        yield f"http://127.0.0.1:{port}", process.pid
        reading.cancel()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


def _environment(url: str, folder: Path) -> dict[str, str]:
    """What both processes share. Everything else is as it is by default."""
    return {
        "BDC_DATABASE_URL": url,
        "BDC_DATA_DIR": str(folder / "market"),
        "BDC_SERVICE_TOKEN": secrets.token_urlsafe(24),
        "BDC_LOG_LEVEL": "warning",
        "BDC_DEMO": "false",
        "BDC_REVEAL_CODES": "false",
        "PORT": "0",
    }


async def _port(process: asyncio.subprocess.Process) -> int:
    assert process.stdout  # noqa: S101 - asked for above
    async for line in process.stdout:
        if _READY in (text := line.decode()):
            return int(_DIGITS.findall(text.split(_READY)[1])[0])
    raise RuntimeError("the marketplace did not start; what it says stands above")


async def _read_on(process: asyncio.subprocess.Process) -> None:
    assert process.stdout  # noqa: S101 - asked for above
    async for _ in process.stdout:
        pass
