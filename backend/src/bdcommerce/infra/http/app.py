"""One Litestar application out of the routes of the services that live in this process."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from bdcommerce.infra.http import problems
from bdcommerce.infra.http.answering import Answering
from bdcommerce.infra.http.description import ABOUT, COMPONENTS
from bdcommerce.infra.http.door import Door
from bdcommerce.infra.http.endpoints import endpoints_of
from bdcommerce.infra.http.front import Front, Turns
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.http.request import StorableRequest
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.security import TokenVerifier
from bdcommerce.infra.service import Service
from bdcommerce.infra.settings import HttpSettings

BASE = "/api/v1"
VERSION = "2.0.0"


@dataclass(frozen=True, slots=True)
class Mounted:
    """A service's routes with what they need to answer."""

    service: str
    routes: Sequence[ControllerRouterHandler]
    deps: Any
    keys: IdempotencyKeys


def service_router(mounted: Mounted) -> Router:
    """The public routes of one service, under /api/v1."""

    # Litestar copies what it mounts in depth; functions are the one thing it leaves as they are.
    def answering(app: ASGIApp) -> ASGIApp:
        return Answering(app, mounted.service, mounted.keys)

    return Router(
        path=BASE,
        route_handlers=list(mounted.routes),
        dependencies={"deps": Provide(lambda: mounted.deps, sync_to_thread=False)},
        middleware=[answering],
        tags=[mounted.service],
    )


def described_router(service: Service) -> Router:
    """A service's routes for the OpenAPI document alone: nothing stands behind them."""
    nothing = {"deps": Provide(lambda: None, sync_to_thread=False)}
    return Router(path=BASE, route_handlers=list(service.routes), dependencies=nothing, tags=[service.name])


def application(
    routers: Sequence[ControllerRouterHandler],
    verifier: TokenVerifier,
    turns: Turns,
    *,
    http: HttpSettings | None = None,
    origins: Origins | None = None,
    door: Door | None = None,
) -> ASGIApp:
    """The ASGI application of a process; with a `door` if the public reaches it."""
    inner = litestar_application(routers)
    return Front(inner, verifier, turns, endpoints=endpoints_of(inner), http=http, origins=origins, door=door)


def litestar_application(routers: Sequence[ControllerRouterHandler]) -> Litestar:
    """The framework's part, which also knows the OpenAPI document."""
    return Litestar(
        route_handlers=list(routers),
        dependencies={"caller": Provide(_caller, sync_to_thread=False)},
        exception_handlers=problems.HANDLERS,
        request_class=StorableRequest,
        openapi_config=OpenAPIConfig(
            title="BDCommerce",
            version=VERSION,
            description=ABOUT,
            use_handler_docstrings=True,
            path="/_schema",
            render_plugins=[],
            components=COMPONENTS,
        ),
        logging_config=None,
        debug=False,
    )


def _caller(request: Request[Any, Any, State]) -> Caller:
    found: Caller = request.scope["state"]["caller"]
    return found
