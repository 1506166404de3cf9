"""The routes of a service, built once for all tests of a process: building them takes longer than most tests.

What stands behind them is each test's own, looked up when a call comes in.
"""

from contextvars import ContextVar
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from bdcommerce.infra.http import app
from bdcommerce.infra.http.endpoints import endpoints_of
from bdcommerce.infra.http.front import Front, Turns
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.service import Service
from support import tokens

_behind: ContextVar[tuple[Any, IdempotencyKeys]] = ContextVar("behind")
_built: dict[int, tuple[Service, Any]] = {}


def application(service: Service, deps: Any, keys: IdempotencyKeys) -> ASGIApp:
    """The service's application with these deps and keys behind it."""
    _, routes = _built.get(id(service)) or _built.setdefault(id(service), (service, _routes(service)))

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        _behind.set((deps, keys))
        await routes(scope, receive, send)

    return Front(answer, tokens.verifier(), Turns(32, 2_000), endpoints=endpoints_of(routes))


def _routes(service: Service) -> Any:
    mounted: Any = _Mounted(service)
    return app.litestar_application([app.service_router(mounted)])


class _Keys:
    def __getattr__(self, name: str) -> Any:
        return getattr(_behind.get()[1], name)


class _Mounted:
    """What app.Mounted holds, of whichever test asks."""

    def __init__(self, service: Service) -> None:
        self.service, self.routes, self.keys = service.name, service.routes, _Keys()

    @property
    def deps(self) -> Any:
        return _behind.get()[0]
