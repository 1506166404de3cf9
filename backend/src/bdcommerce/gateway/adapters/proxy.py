"""Passes a call on to the process of the service that answers it, and its reply back, both unchanged.

The service checks the token again: what stands behind the gateway trusts nobody who merely reached it.
"""

from collections.abc import Sequence
from typing import Any

import aiohttp
from litestar import Request, Response, route
from litestar.handlers import HTTPRouteHandler

from bdcommerce.infra import telemetry
from bdcommerce.infra.http.access import Access, guard
from bdcommerce.kernel.errors import Unavailable

_TO_SERVICE = frozenset(
    {"accept", "accept-language", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match",
     "user-agent", "x-device-token", "x-guest-token"}
)  # fmt: skip
_TO_CALLER = frozenset(
    {"content-type", "content-disposition", "cache-control", "etag", "retry-after", "www-authenticate",
     "idempotency-replayed", "location"}
)  # fmt: skip


def passed_on(
    path: str, method: str, access: Access, base_url: str, session: aiohttp.ClientSession
) -> HTTPRouteHandler:
    """An endpoint that lets the service at `base_url` answer. Raises Unavailable when that does not."""

    async def pass_on(request: Request[Any, Any, Any]) -> Response[bytes]:
        url = f"{base_url}{request.scope['raw_path'].decode('latin-1')}"
        query = request.scope["query_string"].decode("latin-1")
        try:
            async with session.request(
                method,
                f"{url}?{query}" if query else url,
                data=await request.body(),
                headers=_headers(request),
                allow_redirects=False,
            ) as reply:
                kept = {name: value for name, value in reply.headers.items() if name.lower() in _TO_CALLER}
                return Response(await reply.read(), status_code=reply.status, headers=kept, media_type="")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable("this part of the marketplace does not answer right now", retry_after=2) from error

    declared = route(path, http_method=method, guards=[guard], opt={"access": access}, status_code=200)  # type: ignore[arg-type]
    return declared(pass_on)


def _headers(request: Request[Any, Any, Any]) -> Sequence[tuple[str, str]]:
    passed = [(name, value) for name, value in request.headers.items() if name.lower() in _TO_SERVICE]
    state = request.scope["state"]
    return [*passed, ("x-request-id", state["request_id"]), ("traceparent", telemetry.traceparent())]
