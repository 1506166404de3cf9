"""Asks a face in another process. Nothing here knows any particular face."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
import msgspec

from bdcommerce.infra import telemetry
from bdcommerce.infra.remote.breaker import Breaker, Open
from bdcommerce.infra.remote.deadline import remaining
from bdcommerce.infra.remote.local import refuse_in_transaction
from bdcommerce.infra.remote.wire import DEADLINE, MEDIA_TYPE, TOKEN, Failure, Method, methods, service_of, token_for
from bdcommerce.kernel.errors import BdError, Unavailable

F = TypeVar("F")

DEADLINE_SECONDS = 8.0
"""How long a call may take with all its attempts, unless the caller's own deadline is nearer."""
ATTEMPT_SECONDS = 3.0
"""How long one attempt of several may take."""
ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.05
CONNECTIONS = 100
_OK = 200

_log = telemetry.logger(__name__)


class _NoAnswer(Exception):
    """The other process did not answer, or with something that is not of our protocol."""


class Clients:
    """Clients of other processes, over one pool of connections."""

    def __init__(self, session: aiohttp.ClientSession, shared_token: str) -> None:
        self._session, self._token = session, shared_token
        self._breakers: dict[str, Breaker] = {}

    def client(self, face: type[F], base_url: str) -> F:
        """The face at another process, as an object that satisfies its Protocol. Its methods raise what the face
        raises, and Unavailable for everything that goes wrong on the way.
        """
        breaker = self._breakers.setdefault(base_url, Breaker(service_of(face)))
        line = _Line(self._session, face, base_url, token_for(service_of(face), self._token), breaker)
        asks = {name: _bound(line, method) for name, method in methods(face).items()}
        proxy: Any = type(f"Remote{face.__name__}", (), asks)()
        return proxy  # type: ignore[no-any-return]


@asynccontextmanager
async def clients(shared_token: str) -> AsyncIterator[Clients]:
    """Clients that show `shared_token` of the settings, as long as the block lasts."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        yield Clients(session, shared_token)


def _bound(line: "_Line", method: Method) -> Callable[..., Awaitable[Any]]:
    async def ask(_: object, *args: Any, **named: Any) -> Any:
        return await line.ask(method, args, named)

    return ask


class _Line:
    """To one face of one process."""

    def __init__(self, session: aiohttp.ClientSession, face: type, base_url: str, token: str, breaker: Breaker) -> None:
        self._session, self._face, self._token, self._breaker = session, face, token, breaker
        self._base = f"{base_url.rstrip('/')}/faces/{service_of(face)}"

    async def ask(self, method: Method, args: Sequence[Any], named: dict[str, Any]) -> Any:
        """Ask and measure."""
        refuse_in_transaction(self._face, method.name)
        body, started, outcome = method.encode(args, named), time.perf_counter(), "ok"
        try:
            return method.decode_result(await self._answer(method, body))
        except BdError as error:
            outcome = error.code
            raise
        except msgspec.MsgspecError as error:
            outcome = "malformed"
            raise Unavailable(f"{service_of(self._face)} speaks of something else") from error
        finally:
            telemetry.call_finished(self._face.__name__, method.name, outcome, time.perf_counter() - started)

    async def _answer(self, method: Method, body: bytes) -> bytes:
        """As many attempts as the method and the deadline allow."""
        ends = time.monotonic() + remaining(DEADLINE_SECONDS)
        last = ATTEMPTS if method.idempotent else 1
        for attempt in range(1, last + 1):
            left = ends - time.monotonic()
            if left <= 0:
                break
            try:
                return await self._attempt(method, body, min(left, ATTEMPT_SECONDS) if attempt < last else left)
            except Unavailable as error:
                if attempt == last or isinstance(error, Open):
                    raise
            await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311
        raise Unavailable(f"{service_of(self._face)} did not answer in time", retry_after=1)

    async def _attempt(self, method: Method, body: bytes, seconds: float) -> bytes:
        self._breaker.enter()
        try:
            answer = await self._post(method, body, seconds)
        except _NoAnswer as error:
            self._breaker.failed()
            _log.warning("face_silent", face=self._face.__name__, method=method.name, why=str(error))
            raise Unavailable(f"{service_of(self._face)} does not answer right now", retry_after=1) from error
        except BdError:
            self._breaker.answered()
            raise
        except BaseException:
            self._breaker.left()
            raise
        self._breaker.answered()
        return answer

    async def _post(self, method: Method, body: bytes, seconds: float) -> bytes:
        headers = {
            TOKEN: self._token,
            DEADLINE: str(int(seconds * 1000)),
            "Content-Type": MEDIA_TYPE,
            "traceparent": telemetry.traceparent(),
        }
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.post(
                f"{self._base}/{method.name}", data=body, headers=headers, timeout=timeout
            ) as reply:
                answer = await reply.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _NoAnswer(type(error).__name__) from error
        if reply.content_type != MEDIA_TYPE:
            raise _NoAnswer(f"status {reply.status}")
        if reply.status == _OK:
            return answer
        failure = _failure(answer)
        raise BdError.restore(failure.code, failure.message, failure.data)


def _failure(answer: bytes) -> Failure:
    try:
        return msgspec.msgpack.decode(answer, type=Failure)
    except msgspec.MsgspecError as error:
        raise _NoAnswer("an error that cannot be read") from error
