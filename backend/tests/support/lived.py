"""A marketplace that has lived: all services in one process, after one walk through the main job."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bdcommerce.demo.client import Visit
from bdcommerce.demo.journey import Walk, journey
from support.processes import Process, migrated_database, staffed, whole_marketplace


@dataclass(frozen=True, slots=True)
class Lived:
    """The marketplace and what was done in it."""

    process: Process
    database_url: str
    folder: Path
    """Where it keeps its files."""
    walk: Walk


@asynccontextmanager
async def lived_through(server_url: str) -> AsyncIterator[Lived]:
    """One journey in a marketplace of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            migrated_database(server_url) as url,
            staffed(url),
            whole_marketplace(url, Path(folder)) as process,
            Visit(process.url) as api,
        ):
            yield Lived(process, url, Path(folder), await journey(api, lambda *_: None))
