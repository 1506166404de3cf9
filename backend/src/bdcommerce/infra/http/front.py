"""The outermost layer of every process that answers HTTP: request id, trace, identity, metrics, access log.

It wraps the whole application, so that also what never reaches an endpoint gets an id and is counted.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from bdcommerce.infra import telemetry
from bdcommerce.infra.http import identity
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.problems import Problem, of_crash, of_error
from bdcommerce.infra.http.request import check_target
from bdcommerce.infra.security import TokenVerifier
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import BdError, Unauthenticated, Unavailable

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_GUEST_TOKEN = re.compile(r"[A-Za-z0-9_-]{0,128}")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
"""Metrics have no other: the rest is the caller's invention."""
_log = telemetry.logger(__name__)
_HARDENING = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
]


class Turns:
    """Lets so many calls of the public API through at once; the others wait, up to a limit.

    A burst then waits here, in memory, instead of in the database's queues, where it would time out half-way. What
    services ask each other does not wait: two processes that wait for each other's turns would wait for ever.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._free, self._waiting, self._limit = asyncio.Semaphore(at_once), 0, waiting

    @asynccontextmanager
    async def taken(self, path: str) -> AsyncIterator[None]:
        """A turn for the length of the block. Raises Unavailable when too many wait already."""
        if not path.startswith("/api/"):
            yield
            return
        if self._free.locked() and self._waiting >= self._limit:
            raise Unavailable("too many people want something at this moment", retry_after=2)
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


class Front:
    """ASGI application around the framework's."""

    def __init__(self, app: ASGIApp, verifier: TokenVerifier, turns: Turns) -> None:
        self._app, self._verifier, self._turns = app, verifier, turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else ids.new_id("req")
        telemetry.begin_trace(headers.get("traceparent", ""))
        await self._answer(scope, headers, request_id, receive, send)

    async def _answer(
        self, scope: HTTPScope, headers: dict[str, str], request_id: str, receive: Receive, send: Send
    ) -> None:
        started = time.perf_counter()
        status, answered = 500, False
        marked = _with_headers(send, [(b"x-request-id", request_id.encode()), *_HARDENING])

        async def counted(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
            await marked(message)

        try:
            check_target(scope)
            async with self._turns.taken(scope["path"]):
                caller = await self._caller(headers)
                scope["state"] = {**scope.get("state", {}), "caller": caller, "request_id": request_id}
                await self._app(scope, receive, counted)
        except BdError as error:
            await _refuse(error, counted)
        except Exception as error:
            if answered:
                raise
            await _send(of_crash(error), [], counted)
        finally:
            template = str(scope.get("path_template", "unmatched"))
            took = time.perf_counter() - started
            method = scope["method"] if scope["method"] in _METHODS else "other"
            telemetry.request_finished(template, method, status, took)
            _log.info("request", method=method, route=template, status=status, ms=round(took * 1000, 1))

    async def _caller(self, headers: dict[str, str]) -> Caller:
        language = identity.preferred_language(headers.get("accept-language", ""))
        guest = headers.get("x-guest-token", "")
        guest = guest if _GUEST_TOKEN.fullmatch(guest) else ""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return Caller(guest_token=guest, language=language)
        claims = await self._verifier.claims(token.strip())
        return identity.from_claims(claims, guest_token=guest, language=language)


def _with_headers(send: Send, extra: list[tuple[bytes, bytes]]) -> Callable[[Message], Awaitable[None]]:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return marked


async def _refuse(error: BdError, send: Callable[[Message], Awaitable[None]]) -> None:
    headers = [(b"retry-after", str(error.data["retry_after"]).encode())] if "retry_after" in error.data else []
    headers += [(b"www-authenticate", b"Bearer")] if isinstance(error, Unauthenticated) else []
    await _send(of_error(error), headers, send)


async def _send(
    document: Problem, headers: list[tuple[bytes, bytes]], send: Callable[[Message], Awaitable[None]]
) -> None:
    headers = [(b"content-type", b"application/problem+json"), *headers]
    await send({"type": "http.response.start", "status": document.status, "headers": headers})
    await send({"type": "http.response.body", "body": msgspec.json.encode(document), "more_body": False})
