"""The two processes that load a demo: each builds all services over a connection of its own."""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from bdcommerce.cli.assembly import Assembly
from bdcommerce.cli.services import SERVICES
from bdcommerce.demo import handing, loading
from bdcommerce.demo.backline import BackLine
from bdcommerce.demo.loading import Front, Loaded, Wish
from bdcommerce.demo.opening import Told
from bdcommerce.demo.post import Side
from bdcommerce.demo.remembering import remembered
from bdcommerce.demo.stage import Stage
from bdcommerce.infra import remote
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.settings import Settings

_SELDOM = (100_000, 50, 1_000)
"""When to look for garbage in circles: there is little of it, and a whole marketplace to look through each time."""
_SIGNS = {
    "vendors.vendor": "has vendors",
    "catalog.category": "has categories",
    "orders.order_view": "has orders",
}


class _Staged(Assembly):
    """Services that remember what others have told them."""

    side: Side = "front"

    def find(self, face: type) -> Any:
        """See Assembly."""
        if face not in self._faces:
            self._faces[face] = remembered(face, super().find(face), self.side)
        return self._faces[face]


@asynccontextmanager
async def _staged(settings: Settings, url: str, side: Side) -> AsyncIterator[tuple[_Staged, Stage]]:
    gc.set_threshold(*_SELDOM)
    stage = Stage(url, settings.database)
    await stage.open([service.name for service in SERVICES])
    async with remote.clients(settings.service_token) as remotes:
        try:
            assembly = _Staged(settings, stage, Sealer(settings.master_keys), SERVICES, remotes)
            assembly.side = side
            for service in SERVICES:
                assembly.build(service)
            yield assembly, stage
        finally:
            await stage.close()


async def load(settings: Settings, url: str, wish: Wish, told: Told) -> Loaded:
    """A whole demo in an empty, migrated database; nobody else's relay passes anything on meanwhile."""
    command = [sys.executable, "-m", "bdcommerce.cli", "demo", "follow"]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "BDC_DEMO_DATABASE": url},
    )
    try:
        async with handing.alone(url, SERVICES), _staged(settings, url, "front") as (assembly, stage):
            front = Front(assembly, SERVICES, stage, BackLine(process), wish)
            loaded = await front.load(told)
        await front.leave(loaded, SERVICES)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    return loaded


async def used(url: str) -> str:
    """What there is already in a marketplace, in words; empty if there is nothing."""
    connection = await asyncpg.connect(url)
    try:
        for table, what in _SIGNS.items():
            if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})"):  # noqa: S608 - names of ours
                return what
    finally:
        await connection.close()
    return ""


async def follow(settings: Settings) -> None:
    """The other process: what `load` started."""
    async with _staged(settings, os.environ["BDC_DEMO_DATABASE"], "back") as (assembly, stage):
        await loading.follow(assembly, SERVICES, stage, sys.stdin.buffer, sys.stdout.buffer)
