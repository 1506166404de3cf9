"""Answers to anonymous GETs, kept and given again without asking the framework; see infra/cache.

Personal answers never come here: whoever shows a token, a guest's token or a key is answered anew.
"""

import asyncio
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar.types import Message, Receive

from bdcommerce.infra import telemetry
from bdcommerce.infra.cache import Answer, Cache, Cached, Kept
from bdcommerce.infra.http.arrival import Arrival, Handler
from bdcommerce.kernel.errors import BdError

_PERSONAL = (b"authorization", b"x-guest-token", b"x-api-key")
_OK = 200
_ROUNDS = 3
_log = telemetry.logger(__name__)


class Caching:
    """The cache in front of the endpoints that declare their answers to be the same for everybody."""

    def __init__(self, cache: Cache, now: Callable[[], float] = time.monotonic) -> None:
        self._cache, self._now = cache, now
        self._flights: dict[str, _Flight] = {}
        self._refreshes: set[asyncio.Task[None]] = set()

    def declared(self, arrival: Arrival) -> Cached | None:
        """How long the answer to this request may be kept, if it may be kept at all."""
        if arrival.endpoint is None or not self._cache.ready:
            return None
        found = arrival.endpoint.cached
        return found if found and not any(name in arrival.headers for name in _PERSONAL) else None

    async def answer(
        self, arrival: Arrival, receive: Receive, inside: Handler, declared: Cached
    ) -> tuple[Answer, bytes]:
        """The answer, and what the header Cache-Status says of it (RFC 9211). What `inside` raises comes through."""
        answer, outcome = await self._answer(arrival, receive, inside, declared)
        telemetry.cache_answered(arrival.endpoint.template if arrival.endpoint else "unmatched", outcome)
        return answer, _TOLD[outcome]

    async def _answer(
        self, arrival: Arrival, receive: Receive, inside: Handler, declared: Cached
    ) -> tuple[Answer, str]:
        key = _key_of(arrival, declared)
        for _ in range(_ROUNDS):
            if kept := await self._cache.find(key):
                if kept.fresh_until > self._now():
                    return kept.answer, "hit"
                self._refresh(key, arrival, inside, declared)
                return kept.answer, "stale"
            flight = self._flights.get(key)
            if flight is None:
                return await self._make(key, arrival, receive, inside, declared), "miss"
            if answer := await flight.landed():
                return answer, "joined"
        return await recorded(arrival, receive, inside), "miss"

    def _refresh(self, key: str, arrival: Arrival, inside: Handler, declared: Cached) -> None:
        """Make it anew behind the one that is given now."""
        if key in self._flights:
            return
        again = replace(arrival, scope={**arrival.scope}, outgoing=[])
        task = asyncio.create_task(self._made_anew(key, again, inside, declared), context=copy_context())
        self._refreshes.add(task)
        task.add_done_callback(self._refreshes.discard)

    async def _made_anew(self, key: str, arrival: Arrival, inside: Handler, declared: Cached) -> None:
        try:
            await self._make(key, arrival, _nobody, inside, declared)
        except Exception as error:  # noqa: BLE001 - the next reader tries again, and hears of it after `stale_seconds`
            _log.warning("cache_refresh_failed", exc_info=error)

    async def _make(self, key: str, arrival: Arrival, receive: Receive, inside: Handler, declared: Cached) -> Answer:
        """Let it be made, for oneself, for those who ask meanwhile, and for later."""
        flight = self._flights[key] = _Flight()
        since = self._cache.mark()
        try:
            answer = await recorded(arrival, receive, inside)
            if answer.status != _OK:
                flight.answer = answer if self._cache.mark() == since else None
            elif (tags := _tags_of(arrival, answer, declared)) is not None and self._cache.intact(tags, since):
                flight.answer = answer
                fresh = self._now() + declared.seconds
                await self._cache.keep(key, Kept(answer, fresh, fresh + declared.stale_seconds), tags, since)
        except BdError as error:
            flight.error = error
            raise
        else:
            return answer
        finally:
            del self._flights[key]
            flight.over.set()


class _Flight:
    """An answer that is being made."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.answer: Answer | None = None
        self.error: BdError | None = None

    async def landed(self) -> Answer | None:
        """The answer, once it is there; None if it is good for nobody else. Raises what its maker was refused with."""
        await self.over.wait()
        if self.error:
            raise self.error
        return self.answer


async def recorded(arrival: Arrival, receive: Receive, inside: Handler) -> Answer:
    """What stands inside answers, as a whole."""
    started: dict[str, Any] = {}
    body: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        elif message["type"] == "http.response.body":
            body.append(message["body"])

    await inside(arrival, receive, collect)
    headers = tuple((name.lower(), value) for name, value in started["headers"])
    return Answer(started["status"], headers, b"".join(body))


def _tags_of(arrival: Arrival, answer: Answer, declared: Cached) -> tuple[str, ...] | None:
    """The answer's tags; None if it may not be kept after all."""
    headers = dict(answer.headers)
    stated = headers.get(b"cache-control", b"").lower()
    if b"set-cookie" in headers or b"no-store" in stated or b"private" in stated or arrival.endpoint is None:
        return None
    try:
        return declared.tags_of(arrival.endpoint.parameters(arrival.path), answer.body)
    except (KeyError, TypeError) as error:
        _log.exception("cache_tag_unknown", route=arrival.endpoint.template, exc_info=error)
        return None


def _key_of(arrival: Arrival, declared: Cached) -> str:
    names = arrival.endpoint.query if arrival.endpoint else None
    language = arrival.caller.language if declared.vary == "language" else ""
    return f"{arrival.path}?{_known_query(arrival.scope['query_string'], names, declared.prefixes)}#{language}"


@lru_cache(maxsize=4_096)
def _known_query(query: bytes, names: tuple[str, ...] | None, prefixes: tuple[str, ...]) -> str:
    """The query without what the endpoint does not know, so that nobody fills the cache with what makes no difference;
    in one order.
    """
    if not query:
        return ""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")
    known = [pair for pair in pairs if names is None or pair[0] in names or pair[0].startswith(prefixes)]
    known.sort(key=itemgetter(0))
    return urlencode(known, errors="surrogateescape")


async def _nobody() -> Any:
    return {"type": "http.disconnect"}


_TOLD = {
    "hit": b"bdcommerce; hit",
    "stale": b"bdcommerce; hit; detail=stale",
    "joined": b"bdcommerce; hit; detail=joined",
    "miss": b"bdcommerce; fwd=miss",
}
