"""The unit of work as handlers see it: record what happened; the edge that opened it commits once.

A handler receives an open unit and never commits. Returning keeps everything, raising keeps nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

W_co = TypeVar("W_co", covariant=True)


class Recorder(Protocol):
    """Writes to the service's event log in the open transaction."""

    async def append(self, stream: str, events: Sequence[object], *, expected: int) -> int:
        """Store private events on a stream after version `expected` (0: a new stream); the new version.

        Raises Stale if the stream has moved on meanwhile.
        """

    async def append_many(self, events: Mapping[str, Sequence[object]], *, expected: Mapping[str, int]) -> None:
        """The same for several streams at once, events and versions by stream. Raises Stale if one has moved on."""

    async def history(self, stream: str, *, after: int = 0) -> list[object]:
        """The private events of a stream in order, after a version. Empty for an unknown stream."""

    async def tell(self, *events: object) -> None:
        """Publish integration events if, and only if, this transaction commits."""

    async def later(self, event: object, *, due: datetime) -> None:
        """Deliver a private event to this service's own consumers at an instant, not before."""


class Work(Protocol):
    """What every service's unit of work has; each adds its own repositories in `ports.py`."""

    @property
    def log(self) -> Recorder:
        """The event log of this service."""


Works = Callable[[], AbstractAsyncContextManager[W_co]]
"""Opens a unit of work: `async with works() as work:`. Leaving the block commits; an exception rolls back."""
