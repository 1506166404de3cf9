"""Passes a call on to the process of the service that answers it, and its reply back, both unchanged.

The service checks the token again: what stands behind the gateway trusts nobody who merely reached it. It believes the
gateway about one thing, where the caller comes from, because the gateway can show the installation's token.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from litestar import Request, Response, route
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from bdcommerce.infra import telemetry
from bdcommerce.infra.http.access import guard
from bdcommerce.infra.http.origin import CLIENT, GATEWAY
from bdcommerce.kernel.errors import Unavailable

_TO_SERVICE = frozenset(
    {"accept", "accept-language", "authorization", "content-type", "idempotency-key", "if-match", "user-agent",
     "x-device-token", "x-guest-token"}
)  # fmt: skip
_TO_CALLER = frozenset(
    {"content-type", "content-disposition", "cache-control", "content-security-policy", "etag", "retry-after",
     "www-authenticate", "idempotency-replayed", "last-modified", "link", "location", "vary"}
)  # fmt: skip
_PIECE = 65_536
SECONDS_FOR_AN_UPLOAD = 900


@dataclass(frozen=True, slots=True)
class Behind:
    """The way to the services behind the gateway."""

    session: aiohttp.ClientSession
    token: str
    """By which they know the gateway."""


def passed_on(path: str, method: str, handler: HTTPRouteHandler, base_url: str, behind: Behind) -> HTTPRouteHandler:
    """An endpoint that lets the service at `base_url` answer what `handler` answers there. Raises Unavailable when that
    does not.
    """
    streamed = bool(handler.opt.get("streamed"))
    upload = aiohttp.ClientTimeout(total=SECONDS_FOR_AN_UPLOAD)

    async def pass_on(request: Request[Any, Any, Any]) -> Response[bytes] | Stream:
        url = f"{base_url}{request.scope['raw_path'].decode('latin-1')}"
        query = request.scope["query_string"].decode("latin-1")
        try:
            reply = await behind.session.request(
                method,
                f"{url}?{query}" if query else url,
                data=request.stream() if streamed else await request.body(),
                headers=_headers(request, behind.token),
                allow_redirects=False,
                timeout=upload if streamed else behind.session.timeout,
            )
            return await _passed_back(reply)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable("this part of the marketplace does not answer right now", retry_after=2) from error

    declared = route(path, http_method=method, guards=[guard], opt=dict(handler.opt), status_code=200)  # type: ignore[arg-type]
    return declared(pass_on)


async def _passed_back(reply: aiohttp.ClientResponse) -> Response[bytes] | Stream:
    """A reply of known length as a whole; one without, as it comes."""
    kept = {name: value for name, value in reply.headers.items() if name.lower() in _TO_CALLER}
    if reply.headers.get("Transfer-Encoding", "").lower() == "chunked":
        return Stream(_pieces(reply), status_code=reply.status, headers=kept, media_type=kept.get("Content-Type", ""))
    async with reply:
        return Response(await reply.read(), status_code=reply.status, headers=kept, media_type="")


async def _pieces(reply: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    async with reply:
        async for piece in reply.content.iter_chunked(_PIECE):
            yield piece


def _headers(request: Request[Any, Any, Any], token: str) -> Sequence[tuple[str, str]]:
    passed = [(name, value) for name, value in request.headers.items() if name.lower() in _TO_SERVICE]
    state: Mapping[str, Any] = request.scope["state"]
    client = request.client.host if request.client else ""
    proof = [(GATEWAY.decode(), token), (CLIENT.decode(), client)]
    return [*passed, *proof, ("x-request-id", state["request_id"]), ("traceparent", telemetry.traceparent())]
