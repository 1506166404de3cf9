"""Builds the services of a process: which live here, which are asked over the network, what they answer and hear."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from litestar.types import ASGIApp, ControllerRouterHandler

from bdcommerce.cli.services import SERVICES
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.infra import remote
from bdcommerce.infra.files import Files
from bdcommerce.infra.http import app, ops
from bdcommerce.infra.http.door import Door
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.remote.wire import token_for
from bdcommerce.infra.security import Sealer, TokenVerifier
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.infra.settings import Settings
from bdcommerce.infra.worker import Hosted, Worker


class NotHere(Exception):
    """A service is asked for that neither lives in this process nor has an address in BDC_SERVICES."""


@dataclass(slots=True)
class Assembly:
    """The services of this process, built."""

    settings: Settings
    postgres: Postgres
    sealer: Sealer
    hosted: Sequence[Service]
    remotes: remote.Clients
    wired: dict[str, Wired] = field(default_factory=dict)
    _faces: dict[type, Any] = field(default_factory=dict)

    def build(self, service: Service) -> Wired:
        """A service of this process; built when first asked for, so that services may ask each other in a ring."""
        if service.name not in self.wired:
            database, files = self.postgres.database(service.name), Files(self.settings.files_dir / service.name)
            platform = Platform(database, files, self.sealer, self.settings, self.find)
            self.wired[service.name] = service.build(platform)
        return self.wired[service.name]

    def find(self, face: type) -> Any:
        """The face of a service, here or elsewhere. What comes back resolves itself when it is first called."""
        if face not in self._faces:
            owner = next(service for service in SERVICES if service.face is face)
            self._faces[face] = self._local(owner) if owner in self.hosted else self._remote(owner)
        return self._faces[face]

    def _local(self, owner: Service) -> Any:
        return remote.local(_declared(owner), lambda: self.build(owner).face)

    def _remote(self, owner: Service) -> Any:
        url = self.settings.topology.services.get(owner.name)
        if not url:
            raise NotHere(f"BDC_SERVICES: say where '{owner.name}' runs, or serve it here")
        return self.remotes.client(_declared(owner), url)

    def routers(self) -> list[ControllerRouterHandler]:
        """The public routes of the services of this process."""
        return [app.service_router(self._mounted(service)) for service in self.hosted]

    def _mounted(self, service: Service) -> app.Mounted:
        keys = IdempotencyKeys(self.postgres.database(service.name), self.sealer)
        return app.Mounted(service.name, service.routes, self.build(service).deps, keys)

    def faces(self) -> list[ControllerRouterHandler]:
        """The faces of the services of this process, for other processes."""
        token = self.settings.service_token
        return [
            remote.serve(service.face, self.build(service).face, token=token)
            for service in self.hosted
            if service.face and self.build(service).face
        ]

    def verifier(self) -> TokenVerifier:
        """Checks access tokens by the keys that accounts publishes, wherever accounts runs."""
        accounts: AccountsFace = self.find(AccountsFace)
        return TokenVerifier(accounts.jwks)

    def turns(self) -> Turns:
        """How many calls are worked on at once."""
        return Turns(self.settings.http.concurrency, self.settings.http.queue)

    def origins(self) -> Origins:
        """Whom to believe about where callers come from."""
        trusted = self.settings.door
        return Origins(trusted.trusted_proxies, trusted.forwarded_header, self.gateway_token)

    @property
    def gateway_token(self) -> str:
        """What the gateway shows to the services behind it."""
        return token_for("gateway", self.settings.service_token)

    def worker(self) -> Worker:
        """Relay, consumers, clocks and sagas of the services of this process."""
        hosted = [Hosted(service, self.build(service), self.postgres.database(service.name)) for service in self.hosted]
        return Worker(self.postgres, hosted, self.settings.bus)

    def application(self, extra: Sequence[ControllerRouterHandler] = (), door: Door | None = None) -> ASGIApp:
        """What this process answers: its services' routes and faces, the engineer's endpoints, and `extra`. With a
        `door` if the public reaches it.
        """
        routes = [*self.routers(), *self.faces(), *ops.routes(self.checks()), *extra]
        return self.fronted(routes, door)

    def fronted(self, routes: Sequence[ControllerRouterHandler], door: Door | None = None) -> ASGIApp:
        """An application of these routes, as this installation's settings want it."""
        http, origins = self.settings.http, self.origins()
        return app.application(routes, self.verifier(), self.turns(), http=http, origins=origins, door=door)

    def checks(self) -> dict[str, ops.Check]:
        """What readiness looks at."""
        return {service.name: self.postgres.database(service.name).ping for service in self.hosted}


def _declared(owner: Service) -> type:
    assert owner.face is not None  # noqa: S101 - looked up by it
    return owner.face


@asynccontextmanager
async def assembled(settings: Settings, url: str, hosted: Sequence[Service]) -> AsyncIterator[Assembly]:
    """The services `hosted`, built over the database at `url`; connections are given back at the end."""
    postgres = Postgres(url, settings.database)
    async with remote.clients(settings.service_token) as remotes:
        try:
            assembly = Assembly(settings, postgres, Sealer(settings.master_keys), hosted, remotes)
            for service in hosted:
                assembly.build(service)
            yield assembly
        finally:
            await postgres.close()
