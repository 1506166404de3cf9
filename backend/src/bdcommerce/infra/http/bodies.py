"""Reads request bodies before anything is done for them: bounded in size and time each, and in memory all together.

A body is read while its sender takes its time; only then a turn is asked for (see front.py), so that slow senders hold
up nobody but themselves.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar.types import HTTPReceiveMessage, Receive

from bdcommerce.infra.http.problems import TooLarge, TooSlow
from bdcommerce.infra.settings import HttpSettings
from bdcommerce.kernel.errors import Unavailable, ensure


class Gone(Exception):
    """The sender hung up in the middle of its body; nobody waits for an answer."""


class Bodies:
    """The bodies that a process holds at this moment."""

    def __init__(self, http: HttpSettings) -> None:
        self._seconds, self._memory = http.body_seconds, http.body_memory_bytes
        self.held = 0
        """Bytes held now."""

    @asynccontextmanager
    async def read(self, receive: Receive, limit: int, stated: int) -> AsyncIterator[Receive]:
        """What the application receives instead: the whole body at once. It counts as held until the block ends.

        `stated` is the length that the sender announced. Raises TooLarge, TooSlow, Gone, or Unavailable when the
        bodies of all callers together are too much.
        """
        ensure(stated <= limit, _too_large(limit))
        body = bytearray()
        try:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._collect(body, receive, limit)
            except TimeoutError as error:
                raise TooSlow(f"the body did not arrive within {self._seconds:g} seconds") from error
            yield _replay(bytes(body), receive)
        finally:
            self.held -= len(body)

    async def _collect(self, body: bytearray, receive: Receive, limit: int) -> None:
        more = True
        while more:
            message: Any = await receive()
            if message["type"] != "http.request":
                raise Gone
            piece = message.get("body", b"")
            ensure(len(body) + len(piece) <= limit, _too_large(limit))
            full = Unavailable("too many bodies are on their way at this moment", retry_after=2)
            ensure(self.held + len(piece) <= self._memory, full)
            body += piece
            self.held += len(piece)
            more = message.get("more_body", False)


def patient(receive: Receive, seconds: float) -> Receive:
    """For a body that an endpoint reads itself: the same pieces, until time is up. Then raises TooSlow."""
    ends = time.monotonic() + seconds

    async def next_piece() -> HTTPReceiveMessage:
        try:
            async with asyncio.timeout(ends - time.monotonic()):
                return await receive()  # type: ignore[return-value]
        except TimeoutError as error:
            raise TooSlow(f"the body did not arrive within {seconds:g} seconds") from error

    return next_piece


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"the body is longer than {limit} bytes")


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[HTTPReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Any:
        return messages.pop() if messages else await receive()

    return next_message
