"""What the engineer who runs it asks a process: are you alive, are you ready, how are you doing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from bdcommerce.infra import telemetry
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import public

Check = Callable[[], Awaitable[None]]


class Health(msgspec.Struct, frozen=True):
    """`ok`, or what is wrong, part by part."""

    status: str
    parts: dict[str, str]


def routes(checks: Mapping[str, Check]) -> list[HTTPRouteHandler]:
    """The endpoints; `checks` raise when a part is not ready."""

    @get("/health/live", access=public(), summary="Is the process alive?", tags=["ops"])
    async def live() -> Health:
        return Health("ok", {})

    @get("/health/ready", access=public(), summary="Can the process do its work?", tags=["ops"])
    async def ready() -> Response[Health]:
        parts = {name: await _outcome(check) for name, check in checks.items()}
        healthy = all(state == "ok" for state in parts.values())
        return Response(Health("ok" if healthy else "unready", parts), status_code=200 if healthy else 503)

    @get("/metrics", access=public(), summary="Prometheus metrics", tags=["ops"], media_type="text/plain")
    async def metrics() -> Response[bytes]:
        return Response(telemetry.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [live, ready, metrics]


async def _outcome(check: Callable[[], Awaitable[Any]]) -> str:
    try:
        await check()
    except Exception as error:  # noqa: BLE001 - readiness reports whatever is wrong
        return type(error).__name__
    return "ok"
