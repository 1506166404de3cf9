"""The whole marketplace inside the test's own process, with tokens of the test's own making."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bdcommerce.cli import serving
from bdcommerce.cli.assembly import Assembly, assembled
from bdcommerce.cli.services import SERVICES
from bdcommerce.infra.http import app
from bdcommerce.infra.settings import Settings
from bdcommerce.infra.worker import Worker
from support import processes, tokens
from support.databases import MIGRATED, ensure_migrated_template, throw_away_database


class Whole:
    """All services; `call` as anybody."""

    def __init__(self, assembly: Assembly, application: Any, http: httpx.AsyncClient, url: str) -> None:
        self.assembly, self.application, self._http, self.url = assembly, application, http, url
        self.still: Worker | None = None
        """Its background work, if that is done only when somebody lets it."""

    async def breathe(self) -> None:
        """Let what goes on behind the API go on: a moment, or all that is due where it has to be let."""
        if self.still is None:
            await asyncio.sleep(0.05)
        else:
            await self.still.settle()

    async def call(self, method: str, path: str, json: Any = None, *, as_: str = "", key: str = "") -> httpx.Response:
        """A call of the public API, path without /api/v1."""
        headers = {"Authorization": f"Bearer {as_}"} if as_ else {}
        headers |= {"Idempotency-Key": key} if key else {}
        body = {} if json is None else {"json": json}
        return await self._http.request(method, f"/api/v1{path}", headers=headers, **body)

    async def ok(self, method: str, path: str, json: Any = None, *, as_: str = "") -> Any:
        """The same, and it must succeed."""
        reply = await self.call(method, path, json, as_=as_)
        assert reply.is_success, (method, path, reply.status_code, reply.text)
        return reply.json() if reply.content else None


@asynccontextmanager
async def whole(server_url: str, monkeypatch: pytest.MonkeyPatch, *, working: bool = True) -> AsyncIterator[Whole]:
    """All services over a fresh database, their background work running unless told otherwise."""
    await ensure_migrated_template(server_url)
    async with throw_away_database(server_url, MIGRATED) as url:
        with tempfile.TemporaryDirectory() as folder:
            for name, value in processes.environment(url, Path(folder)).items():
                monkeypatch.setenv(name, value)
            async with assembled(Settings(), url, SERVICES) as assembly, _http(assembly) as (application, http):
                marketplace = Whole(assembly, application, http, url)
                if not working:
                    marketplace.still = assembly.worker()
                    yield marketplace
                    return
                async with serving.working(assembly.worker()):
                    yield marketplace


@asynccontextmanager
async def _http(assembly: Assembly) -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    application: Any = app.application(assembly.routers(), tokens.verifier(), assembly.turns())
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=120) as client:
        yield application, client
