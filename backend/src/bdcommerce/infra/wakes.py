"""A commit in this process wakes the relay of its service at once; other processes' commits are found by polling."""

import asyncio
from weakref import WeakKeyDictionary

_events: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, asyncio.Event]] = WeakKeyDictionary()


def event(service: str) -> asyncio.Event:
    """Set when something of that service was committed in this event loop. Whoever waits on it clears it."""
    return _events.setdefault(asyncio.get_running_loop(), {}).setdefault(service, asyncio.Event())


def wake(service: str) -> None:
    """Something of that service was committed."""
    event(service).set()
