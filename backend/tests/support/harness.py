"""One service on a database of its own: asked over HTTP, told events through the real bus, its neighbours in memory.

async with service_harness(postgres_url, SERVICE, {VendorsFace: FakeVendors()}) as service:
    reply = await service.post("/carts", {}, as_=customer())
    await service.publish(StockChanged(...))
"""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy import text

from bdcommerce.infra import remote, unit_of_work
from bdcommerce.infra.eventlog import revive_public
from bdcommerce.infra.files import Files
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.postgres import Database, Postgres
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.infra.settings import Settings
from bdcommerce.infra.worker import Hosted, Worker
from bdcommerce.kernel.events import name_of
from support import mounted
from support.databases import ensure_template, throw_away_database

E = TypeVar("E")
MASTER_KEY = "k1:" + "A" * 43 + "="


class Harness:
    """A running service."""

    def __init__(
        self, service: Service, database: Database, wired: Wired, worker: Worker, http: httpx.AsyncClient
    ) -> None:
        self.service, self.database, self.wired, self.worker, self._http = service, database, wired, worker, http

    @property
    def deps(self) -> Any:
        """What the service's bootstrap built."""
        return self.wired.deps

    @property
    def face(self) -> Any:
        """The service's own face."""
        return self.wired.face

    async def call(
        self, method: str, path: str, json: Any = None, *, as_: str = "", guest: str = "", key: str = "", **options: Any
    ) -> httpx.Response:
        """A call of the public API, path without /api/v1; `as_` is a token of support.tokens."""
        headers = options.pop("headers", {})
        headers |= {"Authorization": f"Bearer {as_}"} if as_ else {}
        headers |= {"X-Guest-Token": guest} if guest else {}
        headers |= {"Idempotency-Key": key} if key else {}
        body = {} if json is None else {"json": json}
        return await self._http.request(method, f"/api/v1{path}", headers=headers, **body, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """GET."""
        return await self.call("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """POST."""
        return await self.call("POST", path, json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """PATCH."""
        return await self.call("PATCH", path, json, **options)

    async def put(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """PUT."""
        return await self.call("PUT", path, json, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        """DELETE."""
        return await self.call("DELETE", path, **options)

    async def publish(self, *events: object) -> None:
        """Integration events of other services arrive over the bus and are handled."""
        async with unit_of_work.unit(self.database) as unit:
            await unit.log.tell(*events)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the log is relayed, the queue is empty and due timers have run."""
        await self.worker.settle()

    async def told(self, event: type[E]) -> list[E]:
        """The integration events of a class that the service has told so far."""
        statement = text(
            "SELECT type, schema_version, data FROM event_log WHERE public AND type = :type ORDER BY position"
        )
        async with self.database.transaction() as tx:
            rows = await tx.rows(statement, {"type": name_of(event)})
        return [revive_public(row["type"], row["schema_version"], row["data"]) for row in rows]  # type: ignore[misc]


@asynccontextmanager
async def service_harness(
    server_url: str, service: Service, faces: Mapping[type, Any] | None = None
) -> AsyncIterator[Harness]:
    """The service over a fresh database; `faces` are its neighbours, by the Protocol they satisfy."""
    template = f"migrated_{service.name}"
    await ensure_template(server_url, template, [service])
    async with throw_away_database(server_url, template) as url, _running(url, service, faces or {}) as harness:
        yield harness


@asynccontextmanager
async def _running(url: str, service: Service, faces: Mapping[type, Any]) -> AsyncIterator[Harness]:
    settings, sealer = Settings(), Sealer(MASTER_KEY)
    folder = tempfile.TemporaryDirectory(prefix="files-")
    postgres = Postgres(url, settings.database)
    database = postgres.database(service.name)

    def find(face: type) -> Any:
        return remote.local(face, lambda: faces[face])

    wired = service.build(Platform(database, Files(Path(folder.name)), sealer, settings, find))
    application: Any = mounted.application(service, wired.deps, IdempotencyKeys(database, sealer))
    worker = Worker(postgres, [Hosted(service, wired, database)], settings.bus)
    transport = httpx.ASGITransport(application)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            yield Harness(service, database, wired, worker, http)
    finally:
        await postgres.close()
        folder.cleanup()
