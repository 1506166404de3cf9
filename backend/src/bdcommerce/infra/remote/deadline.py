"""How long the caller of this process still waits; what it asks of others must not take longer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What runs in the block has so long, or as long as whatever surrounds it."""
    token = _ends.set(time.monotonic() + remaining(seconds))
    try:
        yield
    finally:
        _ends.reset(token)


def remaining(at_most: float) -> float:
    """Seconds left, and never more than `at_most`; zero or less when it is too late."""
    ends = _ends.get()
    return at_most if ends is None else min(at_most, ends - time.monotonic())
