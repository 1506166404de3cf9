"""A wire to PostgreSQL that is cut at a chosen moment, as when a process is killed between two steps.

It counts what the client sends (each simple query, each Sync). At the chosen one everything is cut: either before the
server sees it, or after the server has carried it out and before the client hears of it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

_ASKING = b"QS"
_READY = b"Z"
_SSL_REQUEST = 80877103


class Wire:
    """The wire. `cut` tells whether its moment came."""

    def __init__(self, host: str, port: int, *, at: int, carried_out: bool) -> None:
        self._host, self._port, self._at, self._carried_out = host, port, at, carried_out
        self._asked = 0
        self._ends: list[asyncio.StreamWriter] = []
        self.cut = False

    async def connect(self, client: asyncio.StreamReader, reply: asyncio.StreamWriter) -> None:
        """A client has come."""
        if self.cut:
            reply.close()
            return
        server, ask = await asyncio.open_connection(self._host, self._port)
        self._ends += [reply, ask]
        silent = asyncio.Event()
        with suppress(OSError, asyncio.IncompleteReadError):
            ask.write(await _greeting(client, reply))
            await asyncio.gather(self._asking(client, ask, silent), self._answering(server, reply, silent))
        self._cut_these(reply, ask)

    async def _asking(self, client: asyncio.StreamReader, ask: asyncio.StreamWriter, silent: asyncio.Event) -> None:
        while not self.cut:
            frame = await _frame(client)
            asking = frame[:1] in _ASKING
            self._asked += asking
            if asking and self._asked >= self._at:
                if not self._carried_out:
                    self.cut_all()
                    return
                silent.set()
            ask.write(frame)
            await ask.drain()

    async def _answering(
        self, server: asyncio.StreamReader, reply: asyncio.StreamWriter, silent: asyncio.Event
    ) -> None:
        while not self.cut:
            frame = await _frame(server)
            if silent.is_set():
                if frame[:1] == _READY:
                    self.cut_all()
                continue
            reply.write(frame)
            await reply.drain()

    def cut_all(self) -> None:
        """The process is dead."""
        self.cut = True
        self._cut_these(*self._ends)

    def _cut_these(self, *ends: asyncio.StreamWriter) -> None:
        for end in ends:
            end.transport.abort()


@asynccontextmanager
async def cutting(url: str, *, at: int, carried_out: bool) -> AsyncIterator[tuple[str, Wire]]:
    """The same database through a wire that is cut at the `at`-th thing asked."""
    parts = urlsplit(url)
    wire = Wire(parts.hostname or "", parts.port or 5432, at=at, carried_out=carried_out)
    listening = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    netloc = f"{parts.username}:{parts.password}@127.0.0.1:{port}"
    try:
        yield parts._replace(netloc=netloc).geturl(), wire
    finally:
        wire.cut_all()
        listening.close()
        await listening.wait_closed()


async def _frame(stream: asyncio.StreamReader) -> bytes:
    head = await stream.readexactly(5)
    return head + await stream.readexactly(int.from_bytes(head[1:], "big") - 4)


async def _greeting(client: asyncio.StreamReader, reply: asyncio.StreamWriter) -> bytes:
    """The client's first packet; encryption is declined."""
    size = await client.readexactly(4)
    packet = size + await client.readexactly(int.from_bytes(size, "big") - 4)
    if int.from_bytes(packet[4:8], "big") != _SSL_REQUEST:
        return packet
    reply.write(b"N")
    return await _greeting(client, reply)
