"""HTTP/1.1 on the socket, bounded before there is a request: uvicorn's protocol lets a head grow and last for ever.

A head that is too long, or not there in time, ends its connection with a problem; nothing of it reaches the
application.
"""

import asyncio
from typing import Any

import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from bdcommerce.infra.http.problems import HeadersTooLarge, TargetTooLong, TooSlow, of_error
from bdcommerce.infra.settings import HttpSettings
from bdcommerce.kernel.errors import BdError

_LINGER_SECONDS = 1.0


def bounded(http: HttpSettings) -> type[HttpToolsProtocol]:
    """The protocol of uvicorn with the limits of these settings."""
    return type("Bounded", (_Bounded,), {"http": http})


class _Bounded(HttpToolsProtocol):
    http: HttpSettings
    _refusal: BdError | None = None
    _begun = False
    """Whether something of the head that is awaited has come."""
    _more = 0
    """Bytes of it since."""
    _waiting: asyncio.TimerHandle | None = None
    """Runs while a head is awaited."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is awaited."""
        super().connection_made(transport)
        self._await_head(begun=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more comes."""
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """More of a head, of a body, or of both."""
        if self._refusal:
            return
        if self._waiting is None and self.cycle.response_complete:
            self._await_head(begun=False)
        if self._begun:
            self._more += len(data)
        super().data_received(data)
        if self._begun and self._more > self.http.max_target_bytes + self.http.max_header_bytes:
            self._refuse(HeadersTooLarge("the head of the request does not end"))

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._await_head(begun=True)

    def on_url(self, url: bytes) -> None:
        """A piece of the request's target."""
        super().on_url(url)
        if len(self.url) > self.http.max_target_bytes:
            self._refuse(TargetTooLong(f"path and query together are longer than {self.http.max_target_bytes} bytes"))

    def on_header(self, name: bytes, value: bytes) -> None:
        """A whole header."""
        super().on_header(name, value)
        if len(self.headers) > self.http.max_headers:
            self._refuse(HeadersTooLarge(f"there are more than {self.http.max_headers} headers"))

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._head_is_here()
        if self._refusal is None:
            super().on_headers_complete()

    def _await_head(self, *, begun: bool) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self.http.header_seconds, self._too_slow)
        self._begun, self._more = begun, 0

    def _head_is_here(self) -> None:
        if self._waiting:
            self._waiting.cancel()
        self._waiting, self._begun = None, False

    def _too_slow(self) -> None:
        if self._begun:
            self._refuse(TooSlow(f"the headers did not arrive within {self.http.header_seconds:g} seconds"))
        elif not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, error: BdError) -> None:
        """Answer by hand: there is no request that an application could answer."""
        if self._refusal:
            return
        self._refusal = error
        self._head_is_here()
        self._end_with(error)

    def _end_with(self, error: BdError) -> None:
        document = of_error(error)
        body = msgspec.json.encode(document)
        head: dict[str, Any] = {
            "content-type": "application/problem+json",
            "content-length": len(body),
            "connection": "close",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        self.transport.write(STATUS_LINE[document.status] + lines.encode() + b"\r\n" + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        # Closed at once, with bytes unread, the connection would be reset and the answer lost on its way.
        self.loop.call_later(_LINGER_SECONDS, self.transport.close)
