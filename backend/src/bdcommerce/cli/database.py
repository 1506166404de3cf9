"""Which database a command works on: the one of the settings, the one of the marketplace that runs here, or its own."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings
from bdcommerce.infra.settings import Settings


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[str]:
    """The URL of a running database. A server started for this command is stopped after it."""
    running = _running(settings)
    if running and not settings.database.database_url:
        yield running
        return
    async with started(settings) as server:
        yield server.near


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[PostgresServer]:
    """PostgreSQL as the settings ask for it; other commands find it while it runs."""
    own = PostgresSettings(
        settings.database.data_dir, mode=settings.database.postgres, url=settings.database.database_url or None
    )
    async with PostgresServer(own) as server:
        note = _note(settings)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch(mode=0o600)
        note.write_text(json.dumps({"pid": os.getpid(), "url": server.url}))
        try:
            yield server
        finally:
            note.unlink(missing_ok=True)


def _note(settings: Settings) -> Path:
    return settings.database.data_dir / "run" / "database.json"


def _running(settings: Settings) -> str:
    with suppress(FileNotFoundError, ProcessLookupError, ValueError, PermissionError):
        note = json.loads(_note(settings).read_text())
        os.kill(note["pid"], 0)
        return str(note["url"])
    return ""
