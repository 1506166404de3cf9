"""The outermost layer of every process that answers HTTP: request id, trace, identity, metrics, access log, turns.

It wraps the whole application, so that also what never reaches an endpoint gets an id and is counted. In order: the
head of the request is looked at, the caller is identified, the body is read, a turn is taken, the framework answers.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import cast

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from bdcommerce.infra import telemetry
from bdcommerce.infra.http import identity
from bdcommerce.infra.http.arrival import Arrival, Handler, check_head
from bdcommerce.infra.http.bodies import Bodies, Gone, patient
from bdcommerce.infra.http.door import Door
from bdcommerce.infra.http.endpoints import Endpoint, Endpoints
from bdcommerce.infra.http.hardening import AT_THE_DOOR, BASIC
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.origin import Origins
from bdcommerce.infra.http.problems import Problem, of_crash, of_error
from bdcommerce.infra.http.request import check_target
from bdcommerce.infra.security import TokenVerifier
from bdcommerce.infra.settings import HttpSettings
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import BdError, Unauthenticated, Unavailable

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_GUEST_TOKEN = re.compile(r"[A-Za-z0-9_-]{0,128}")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
"""Metrics have no other: the rest is the caller's invention."""
_UNREAD = frozenset({408, 413, 414, 431})
"""After these the rest of the request is not waited for."""
_LISTS = frozenset({b"vary", b"link"})
"""Headers of which there may be several."""
_NO_ANSWER = 499
"""In metrics: the caller hung up."""
_log = telemetry.logger(__name__)


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

    def __init__(
        self,
        app: ASGIApp,
        verifier: TokenVerifier,
        turns: Turns,
        *,
        endpoints: Endpoints | None = None,
        http: HttpSettings | None = None,
        origins: Origins | None = None,
        door: Door | None = None,
    ) -> None:
        self._app, self._verifier, self._turns = app, verifier, turns
        self._origins, self._door = origins, door
        self._endpoints, self._http = endpoints or Endpoints(), http or HttpSettings()
        self._bodies = Bodies(self._http)
        self._uploads = Turns(self._http.uploads, self._http.queue)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        telemetry.begin_trace(headers.get(b"traceparent", b"").decode("latin-1"))
        given = headers.get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _REQUEST_ID.fullmatch(given) else ids.new_id("req")
        arrival = Arrival(scope=scope, headers=headers, request_id=request_id, endpoint=None)
        hardening = AT_THE_DOOR if self._door else BASIC
        arrival.outgoing += [(b"x-request-id", request_id.encode()), *hardening]
        await _Answer(arrival, send).given_by(self._answer, receive)

    async def _answer(self, arrival: Arrival, receive: Receive, send: Send) -> None:
        """Everything that may be refused with a problem."""
        check_head(arrival.scope, self._http)
        self._place(arrival)
        there, method = self._endpoints.at(arrival.path), arrival.scope["method"]
        if method == "HEAD" and "GET" in there:
            method = "GET"
        arrival.endpoint = there.get(method)
        if self._door:
            self._door.greet(arrival, there.keys())
        check_target(arrival.scope)
        if method == "OPTIONS" and there:
            await _send_allowed(there.keys(), send)
            return
        arrival.caller = await self._known(arrival)
        state = {**arrival.scope.get("state", {}), "caller": arrival.caller, "request_id": arrival.request_id}
        arrival.scope = cast("HTTPScope", {**arrival.scope, "method": method, "state": state})
        if self._door:
            await self._door.let_in(arrival, receive, send, self._inside)
        else:
            await self._inside(arrival, receive, send)

    def _place(self, arrival: Arrival) -> None:
        """Where the call comes from, also for endpoints that ask their request."""
        if self._origins:
            arrival.address = self._origins.address(arrival.scope, arrival.headers)
            arrival.secure = self._origins.secure(arrival.scope)
            arrival.scope["client"] = (str(arrival.address), 0) if arrival.address else None

    async def _inside(self, arrival: Arrival, receive: Receive, send: Send) -> None:
        """The framework's answer: once the body is here, and when it is this call's turn."""
        endpoint, path = arrival.endpoint, arrival.path
        if not arrival.public_api or endpoint is None or not endpoint.writes:
            async with self._turns.taken(path):
                await self._app(arrival.scope, receive, send)
            return
        # The guard says the same later; whoever may not call is not to make us read anything.
        endpoint.access.check(arrival.caller)
        if endpoint.streamed:
            async with self._uploads.taken(path):
                await self._app(arrival.scope, patient(receive, self._http.upload_seconds), send)
            return
        limit = self._limit(endpoint, arrival.caller)
        async with self._bodies.read(receive, limit, _stated(arrival)) as read, self._turns.taken(path):
            await self._app(arrival.scope, read, send)

    def _limit(self, endpoint: Endpoint, caller: Caller) -> int:
        usual = self._http.max_body_bytes
        return endpoint.max_bytes or (usual if caller.audience else min(usual, self._http.anonymous_body_bytes))

    async def _known(self, arrival: Arrival) -> Caller:
        try:
            return await self._caller(arrival)
        except Unauthenticated:
            if self._door:
                await self._door.turn_away(arrival)
            raise

    async def _caller(self, arrival: Arrival) -> Caller:
        if arrival.endpoint and arrival.endpoint.access.own_proof:
            return Caller()
        if self._door and b"x-api-key" in arrival.headers:
            await self._door.exchange_key(arrival)
        language = identity.preferred_language(arrival.header(b"accept-language"))
        guest = arrival.header(b"x-guest-token")
        guest = guest if _GUEST_TOKEN.fullmatch(guest) else ""
        scheme, _, token = arrival.header(b"authorization").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return Caller(guest_token=guest, language=language)
        claims = await self._verifier.claims(token.strip())
        return identity.from_claims(claims, guest_token=guest, language=language)


class _Answer:
    """The one answer to a request: exactly one goes out, with what every reply has, and it is counted."""

    def __init__(self, arrival: Arrival, send: Send) -> None:
        self._arrival, self._send = arrival, send
        self._method = arrival.scope["method"]
        self._status = 0

    async def given_by(self, answer: Handler, receive: Receive) -> None:
        """Let it be answered; what is raised instead is answered as a problem."""
        started = time.perf_counter()
        try:
            await answer(self._arrival, receive, self.send)
        except BdError as error:
            await _refuse(error, self.send)
        except Gone:
            self._status = _NO_ANSWER
        except Exception as error:
            if self._status:
                raise
            await _send(of_crash(error), [], self.send)
        finally:
            self._count(time.perf_counter() - started)

    async def send(self, message: Message) -> None:
        """ASGI send."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            said = {name.lower() for name, _ in message["headers"]} - _LISTS
            ours = (header for header in self._arrival.outgoing if header[0] not in said)
            message["headers"] = [*message["headers"], *ours]
        elif self._method == "HEAD" and message["type"] == "http.response.body":
            message["body"] = b""
        await self._send(message)

    def _count(self, took: float) -> None:
        endpoint = self._arrival.endpoint
        template = endpoint.template if endpoint else str(self._arrival.scope.get("path_template", "unmatched"))
        method = self._method if self._method in _METHODS else "other"
        status = self._status or 500
        telemetry.request_finished(template, method, status, took)
        _log.info("request", method=method, route=template, status=status, ms=round(took * 1000, 1))


def _stated(arrival: Arrival) -> int:
    """The length that the sender announced; 0 if none can be read."""
    given = arrival.headers.get(b"content-length", b"")
    return int(given) if given.isdigit() and len(given) < 20 else 0  # noqa: PLR2004 - more digits than any length has


async def _send_allowed(methods: Collection[str], send: Send) -> None:
    allowed = ", ".join(sorted({*methods, "OPTIONS", *({"HEAD"} if "GET" in methods else ())}))
    await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", allowed.encode())]})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _refuse(error: BdError, send: Send) -> None:
    headers = [(b"retry-after", str(error.data["retry_after"]).encode())] if "retry_after" in error.data else []
    headers += [(b"www-authenticate", b"Bearer")] if isinstance(error, Unauthenticated) else []
    await _send(of_error(error), headers, send)


async def _send(document: Problem, headers: list[tuple[bytes, bytes]], send: Send) -> None:
    body = msgspec.json.encode(document)
    known = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    unread = [(b"connection", b"close")] if document.status in _UNREAD else []
    start: Message = {
        "type": "http.response.start",
        "status": document.status,
        "headers": [*known, *headers, *unread],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
