"""Asks an outside party within limits, behind a circuit breaker; measures how it went, records what was said."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Container, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
import msgspec

from bdcommerce.infra import postgres, telemetry
from bdcommerce.infra.outside.exchanges import Exchange, Exchanges
from bdcommerce.infra.outside.masking import masked, masked_body, masked_fields, masked_text
from bdcommerce.infra.remote.breaker import Breaker, Open
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unavailable

T = TypeVar("T")

CONNECT_SECONDS = 5.0
MOST_BYTES = 2_000_000
"""A longer answer is none."""
SERVER_ERRORS = range(500, 600)

__all__ = ["Answer", "NoAnswer", "NotReached", "Open", "Outside"]


class NoAnswer(Unavailable):
    """The other side did not answer in time, or not sensibly: whether it did what was asked is not known."""

    code = "no_answer"


class NotReached(NoAnswer):
    """No connection came about: the other side has done nothing."""

    code = "not_reached"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def data(self, shape: type[T]) -> T:
        """The body as JSON of a shape. Raises NoAnswer for anything else: it says nothing that can be relied on."""
        try:
            return msgspec.json.decode(self.body, type=shape, strict=False)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise NoAnswer("the answer is not what was agreed", status=self.status) from error


class Outside:
    """One outside party, as one service asks it.

    `timeout` is in seconds, for a whole call. After `failures` calls in a row without an answer (or with a 5xx) none is
    made for `pause` seconds; then one tries, and the others follow if it is answered.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        exchanges: Exchanges,
        *,
        timeout: float = 10.0,
        failures: int = 5,
        pause: float = 15.0,
    ) -> None:
        self.name, self._base, self._exchanges, self._timeout = name, base_url.rstrip("/"), exchanges, timeout
        self._breaker = Breaker(name, failures=failures, pause=pause)
        self._session: aiohttp.ClientSession | None = None
        self._using = 0

    async def call(
        self,
        method: str,
        path: str,
        *,
        operation: str,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        data: bytes | None = None,
        read_timeout: float | None = None,
        reference: str = "",
        mask: Collection[str] = (),
        unanswered: Container[int] = (),
    ) -> Answer:
        """Ask, and return what was answered, whatever its status.

        The body is one of `json`, `form` and `data`. `read_timeout` replaces the party's, in seconds. `mask` names
        fields (in lower case) to keep out of the record beside the usual ones. A status in `unanswered` (SERVER_ERRORS,
        for instance) counts as no answer. Raises NoAnswer, NotReached, Open.
        """
        if postgres.in_transaction():
            raise RuntimeError(f"{self.name} is asked inside a transaction; ask before opening it")
        self._breaker.enter()
        sent = _Sent(self.name, method, path, operation=operation, reference=reference, mask=frozenset(mask))
        body = msgspec.json.encode(json) if json is not None else data
        typed = {"Content-Type": "application/json"} if json is not None else {}
        sent.said({**typed, **(headers or {})}, query or {}, form, body)
        limit = aiohttp.ClientTimeout(total=read_timeout or self._timeout, sock_connect=CONNECT_SECONDS)
        try:
            answer = await self._ask(
                method,
                f"{self._base}{path}",
                headers={**typed, **(headers or {})},
                params=dict(query) if query else None,
                data=dict(form) if form is not None else body,
                timeout=limit,
            )
        except NoAnswer as error:
            self._breaker.failed()
            await self._exchanges.keep(sent.ended(error.code, None))
            raise
        except BaseException:
            self._breaker.left()
            await asyncio.shield(self._exchanges.keep(sent.ended("abandoned", None)))
            raise
        (self._breaker.failed if answer.status in SERVER_ERRORS else self._breaker.answered)()
        await self._exchanges.keep(sent.ended("answered", answer))
        if answer.status in unanswered:
            raise NoAnswer(f"{self.name} answered with status {answer.status}", status=answer.status)
        return answer

    async def _ask(self, method: str, url: str, **how: Any) -> Answer:
        try:
            async with self._line() as session, session.request(method, url, allow_redirects=False, **how) as reply:
                body = await reply.content.read(MOST_BYTES + 1)
                while len(body) <= MOST_BYTES and not reply.content.at_eof():
                    body += await reply.content.read(MOST_BYTES + 1 - len(body))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotReached(f"{self.name} cannot be reached") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(f"{self.name} did not answer ({type(error).__name__})") from error
        if len(body) > MOST_BYTES:
            raise NoAnswer(f"{self.name} answered with too much")
        return Answer(reply.status, {name.lower(): value for name, value in reply.headers.items()}, body)

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Connections that calls made at the same time share; the last one to end closes them, so that nobody has to
        remember to.
        """
        self._session = session = self._session or aiohttp.ClientSession()
        self._using += 1
        try:
            yield session
        finally:
            self._using -= 1
            if not self._using:
                self._session = None
                await session.close()


class _Sent:
    """A call on its way, as it will be written down."""

    def __init__(
        self, party: str, method: str, path: str, *, operation: str, reference: str, mask: frozenset[str]
    ) -> None:
        self._party, self._method, self._path, self._operation = party, method, masked_text(path), operation
        self._reference, self._mask, self._at, self._started = reference, mask, clock.now(), time.perf_counter()
        self._request = ""

    def said(
        self, headers: Mapping[str, str], query: Mapping[str, str], form: Mapping[str, str] | None, body: bytes | None
    ) -> None:
        """What is sent."""
        if form is not None:
            told: Any = masked(dict(form), self._mask)
        else:
            told = masked_body(body, headers.get("Content-Type", ""), self._mask) if body else ""
        parts = {"headers": masked(dict(headers), self._mask), "query": masked(dict(query), self._mask), "body": told}
        self._request = masked_fields({name: part for name, part in parts.items() if part}, self._mask)

    def ended(self, outcome: str, answer: Answer | None) -> Exchange:
        """The exchange, measured."""
        seconds = time.perf_counter() - self._started
        telemetry.outside_finished(self._party, self._operation, str(answer.status) if answer else outcome, seconds)
        content = answer.headers.get("content-type", "") if answer else ""
        return Exchange(
            party=self._party,
            operation=self._operation,
            reference=self._reference,
            method=self._method,
            path=self._path,
            request=self._request,
            status=answer.status if answer else None,
            outcome=outcome,
            response=masked_body(answer.body, content, self._mask) if answer else "",
            seconds=seconds,
            at=self._at,
        )
