"""A marketplace that has lived: all services in one process, after one walk through the main job."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bdcommerce.cli.simulating import simulators
from bdcommerce.demo.client import Visit
from bdcommerce.demo.journey import Walk, journey
from support.processes import Process, environment, migrated_database, staffed, whole_marketplace


@dataclass(frozen=True, slots=True)
class Lived:
    """The marketplace and what was done in it."""

    process: Process
    database_url: str
    environment: dict[str, str]
    """What another process of it needs to know."""
    walk: Walk


@asynccontextmanager
async def lived_through(server_url: str) -> AsyncIterator[Lived]:
    """One journey in a marketplace of its own, with the parties outside stood in for."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            simulators("127.0.0.1", 0) as outside,
            migrated_database(server_url) as url,
            staffed(url),
            whole_marketplace(url, Path(folder), BDC_SIMULATORS_URL=outside.url) as process,
            Visit(process.url) as api,
        ):
            known = environment(url, Path(folder), BDC_SIMULATORS_URL=outside.url)
            yield Lived(process, url, known, await journey(api, lambda *_: None))
