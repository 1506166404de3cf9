"""The line from the front of a demo to its back office in another process: what happened each day goes out, how far the
other side has come comes in. Frames are msgpack, each after its length.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from bdcommerce.demo.post import Letter

_LENGTH = 4
Sent = list[tuple[str, str, dict[str, Any]]]
"""When, from whose log, the row."""


class Begin(msgspec.Struct, frozen=True, tag=True):
    """Who works there, and what chance begins with."""

    at: datetime
    staff: dict[str, str]
    seed: int


class Day(msgspec.Struct, frozen=True, tag=True):
    """What has happened until an instant; from the second on, what is always the same is remembered."""

    until: datetime
    letters: Sent
    visits: int = 0
    pays: bool = False
    open: bool = True


class End(msgspec.Struct, frozen=True, tag=True):
    """That was all."""


class Done(msgspec.Struct, frozen=True, tag=True):
    """The other side has come so far."""

    days: int


class Over(msgspec.Struct, frozen=True, tag=True):
    """The other side is ready: its timers that have not rung, and what it has counted."""

    left: Sent
    delivered: int
    counts: dict[str, int]


Out = Begin | Day | End
In = Done | Over
_out, _in = msgspec.msgpack.Decoder(Out), msgspec.msgpack.Decoder(In)
_encode = msgspec.msgpack.Encoder().encode


def sent(letters: list[tuple[datetime, Letter]]) -> Sent:
    """Letters as they travel."""
    return [(at.isoformat(), letter.service, dict(letter.row)) for at, letter in letters]


def received(letters: Sent) -> list[tuple[datetime, Letter]]:
    """Letters that have travelled."""
    return [(datetime.fromisoformat(at), Letter(service, row)) for at, service, row in letters]


class BackLine:
    """The front's end: a process that was started for it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def say(self, said: Out) -> None:
        """Pass something on."""
        assert self._process.stdin is not None  # noqa: S101 - it was started with a pipe
        frame = _encode(said)
        self._process.stdin.write(len(frame).to_bytes(_LENGTH, "big") + frame)
        await self._process.stdin.drain()

    async def heard(self) -> AsyncIterator[In]:
        """What the other side says, until it is ready. Raises ConnectionError when it ends before."""
        assert self._process.stdout is not None  # noqa: S101 - likewise
        while True:
            try:
                size = int.from_bytes(await self._process.stdout.readexactly(_LENGTH), "big")
                said = _in.decode(await self._process.stdout.readexactly(size))
            except asyncio.IncompleteReadError as error:
                raise ConnectionError("the demo's back office has ended; its error stands above") from error
            yield said
            if isinstance(said, Over):
                return


def listen(pipe: BinaryIO) -> Out:
    """The back's end: the next thing that the front says; blocks. Raises EOFError when the front is gone."""
    size = pipe.read(_LENGTH)
    if len(size) < _LENGTH:
        raise EOFError("the front has hung up")
    said: Out = _out.decode(pipe.read(int.from_bytes(size, "big")))
    return said


def answer(pipe: BinaryIO, said: In) -> None:
    """Say something to the front."""
    frame = _encode(said)
    pipe.write(len(frame).to_bytes(_LENGTH, "big") + frame)
    pipe.flush()
