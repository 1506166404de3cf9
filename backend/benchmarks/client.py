"""A lean HTTP client: one kept-alive connection per customer, and nothing that is not needed to read an answer.

What it costs is known (see the table's own line): on the machine it loads, every cycle of it is one the server lacks.
"""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlsplit

import httptools
import msgspec

from bdcommerce.infra.http.app import BASE

_LIMIT_SECONDS = 120.0


class Hung(Exception):
    """The server closed the connection, or said nothing for two minutes."""


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return msgspec.json.decode(self.body)

    @property
    def code(self) -> str:
        """`ok`, or the code of the problem."""
        return "ok" if self.status < 400 else str(self.json.get("code", self.status))  # noqa: PLR2004 - RFC 9110


class Connection(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._body: list[bytes] = []

    async def ask(self, request: bytes) -> Answer:
        """Send a request; the whole answer. Raises Hung."""
        if self._transport is None or self._transport.is_closing():
            raise Hung("the connection is closed")
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[Answer] = loop.create_future()
        self._waiting = waiting
        self._parser = httptools.HttpResponseParser(self)
        self._body = []
        self._transport.write(request)
        timer = loop.call_later(_LIMIT_SECONDS, self.connection_lost, None)
        try:
            return await waiting
        finally:
            timer.cancel()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        self._transport = cast("asyncio.Transport", transport)  # a stream's; uvloop's does not say so

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(exc or Hung("no answer"))
        self.close()

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """See httptools."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(Answer(self._parser.get_status_code(), b"".join(self._body)))

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()


class Customers:
    """So many connections to one place, open for the length of a block."""

    def __init__(self, url: str, number: int) -> None:
        where = urlsplit(url)
        self._host, self._port, self._number = where.hostname or "", where.port or 0, number
        self._open: list[Connection] = []

    async def __aenter__(self) -> list[Connection]:
        loop = asyncio.get_running_loop()
        for _ in range(self._number):
            _, made = await loop.create_connection(Connection, self._host, self._port)
            self._open.append(made)
        return self._open

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._open:
            each.close()


def request(method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a call of the public API; `path` begins after `/api/v1`."""
    return raw(method, f"{BASE}{path}", body, headers)


def raw(method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a request."""
    content = b"" if body is None else msgspec.json.encode(body)
    lines = [f"{method} {path} HTTP/1.1", "Host: shop.example", "Accept: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


def bearer(token: str) -> dict[str, str]:
    """The header of somebody who is signed in."""
    return {"Authorization": f"Bearer {token}"}
