"""Builds the front door from the services there are, whether they live in this process or elsewhere."""

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, ControllerRouterHandler

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.gateway import api
from bdcommerce.gateway.adapters.keys import ApiKeys
from bdcommerce.gateway.adapters.postgres import PostgresWork
from bdcommerce.gateway.adapters.proxy import Behind, passed_on
from bdcommerce.gateway.adapters.reference import Reference
from bdcommerce.gateway.adapters.sender import HttpSender
from bdcommerce.gateway.adapters.site import Built, NotBuilt, Site
from bdcommerce.gateway.consumers import CONSUMERS
from bdcommerce.gateway.domain import CallKind, Route, double_entries, kind_of
from bdcommerce.gateway.jobs import JOBS
from bdcommerce.gateway.queries import Looks
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.cache import InProcessCache
from bdcommerce.infra.cache.announcing import Hearer, listen
from bdcommerce.infra.http import app, description
from bdcommerce.infra.http.access import Access
from bdcommerce.infra.http.caching import Caching
from bdcommerce.infra.http.door import Door
from bdcommerce.infra.http.endpoints import Endpoint
from bdcommerce.infra.http.limiting import Limiting
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.http.sharing import Sharing
from bdcommerce.infra.limits import InProcessLimits
from bdcommerce.infra.service import Platform, Service, Wired
from bdcommerce.infra.settings import Settings

__all__ = ["SERVICE", "Behind", "door", "openapi_document", "own_routes", "proxy_routes", "route_table", "with_pages"]
_TYPED = re.compile(r":\w+(?=})")
"""What Litestar adds to a path parameter's name: `{order_id:str}`."""


def route_table(services: Sequence[Service]) -> list[Route]:
    """Every public call, sorted by path."""
    return sorted(
        Route(
            path=_TYPED.sub("", f"{app.BASE}{path}"),
            method=method,
            service=service.name,
            caller=_caller(handler.opt["access"]),
            needs=_needs(handler.opt["access"]),
            summary=handler.summary or "",
        )
        for service in services
        for handler in service.routes
        for path in handler.paths
        for method in handler.http_methods
    )


def openapi_document(services: Sequence[Service], extra: Sequence[ControllerRouterHandler] = ()) -> dict[str, Any]:
    """The OpenAPI document of all services; nothing is built for it."""
    described = app.litestar_application([*(app.described_router(service) for service in services), *extra])
    return description.document(described)


def own_routes(services: Sequence[Service], accounts: AccountsFace) -> list[HTTPRouteHandler]:
    """The keys, the document and the reference page. Raises ValueError for a call that two services claim."""
    if doubles := double_entries(route_table(services)):
        raise ValueError(f"claimed twice: {'; '.join(doubles)}")
    return api.routes(api.Own(accounts, Reference(lambda: openapi_document(services))))


def proxy_routes(services: Sequence[Service], where: Mapping[str, str], behind: Behind) -> list[HTTPRouteHandler]:
    """Every call of the services that live elsewhere, passed on to where they live."""
    return [
        passed_on(f"{app.BASE}{path}", method, handler, where[service.name], behind)
        for service in services
        if service.name in where
        for handler in service.routes
        for path in handler.paths
        for method in handler.http_methods
    ]


@asynccontextmanager
async def door(settings: Settings, database_url: str, accounts: AccountsFace) -> AsyncIterator[Door]:
    """What stands before everything else in a process that the public reaches. It keeps answers as long as the block
    lasts and it hears, over the database, what makes them untrue; without a database it keeps none.
    """
    production = settings.operation.environment == "production"
    cache, keys = InProcessCache(settings.door.cache_bytes), ApiKeys(accounts)
    async with AsyncExitStack() as stack:
        if database_url:
            hearers: list[Hearer] = [cache, keys] if settings.door.cache_bytes else [keys]
            await stack.enter_async_context(_running(listen(database_url, hearers)))
        yield Door(
            sharing=Sharing(settings.door.cors_origins),
            keys=keys,
            limiting=Limiting(InProcessLimits(), settings.door, _kind_of, production=production),
            caching=Caching(cache),
        )


def with_pages(inside: ASGIApp, settings: Settings, origins: Origins) -> ASGIApp:
    """The application with the pages that people open around it, where these have been built."""
    try:
        built = Built(settings.web.dir)
    except NotBuilt:
        return inside
    developing = settings.operation.environment == "development"
    return Site(inside, built, settings.operation.shop_url, origins, developing)


@asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _kind_of(endpoint: Endpoint) -> CallKind:
    return kind_of(endpoint.method, endpoint.template, streamed=endpoint.streamed)


def build(platform: Platform) -> Wired:
    """Webhooks over PostgreSQL and aiohttp."""
    private = platform.settings.webhooks.private
    allowed = platform.settings.operation.environment != "production" if private is None else private
    return Wired(
        api.ApiDeps(
            works=unit_of_work.works(platform.database, lambda unit: PostgresWork(unit, platform.sealer)),
            wanted=Looks(platform.database.reads),
            sender=HttpSender(private_allowed=allowed),
            life=timedelta(hours=platform.settings.webhooks.hours),
            private_allowed=allowed,
            reads=platform.database.reads,
        )
    )


SERVICE = Service(name="gateway", build=build, routes=api.ROUTES, consumers=CONSUMERS, jobs=JOBS)


def _caller(access: Access) -> Any:
    if access.person:
        return "signed in"
    return access.audience or ("customer or guest" if access.guests else "anybody")


def _needs(access: Access) -> str:
    return access.permission or ", ".join(sorted(access.roles))
