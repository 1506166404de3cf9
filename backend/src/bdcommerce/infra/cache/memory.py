"""A cache in this process's memory: so many bytes, and what was used longest ago makes room."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bdcommerce.infra import telemetry
from bdcommerce.infra.cache.port import Answer, Kept, Mark

_OVERHEAD = 1_000
"""Bytes that an answer takes beside its own, roughly."""
_REMEMBERED = 50_000
"""Dropped tags that are remembered; what was marked before the first of them is not kept."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kept: Kept
    tags: Collection[str]
    size: int


class InProcessCache:
    """See port.Cache. Not ready before `arm`."""

    def __init__(self, most_bytes: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most_bytes, now
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._by_tag: dict[str, set[str]] = {}
        self._dropped: OrderedDict[str, int] = OrderedDict()
        self._forgotten_drops, self._drops = 0, 0
        self._size = 0
        self._armed = False

    @property
    def ready(self) -> bool:
        """See port.Cache."""
        return self._armed

    def arm(self) -> None:
        """From now on drops arrive here."""
        self._armed = True

    def disarm(self) -> None:
        """Drops may be missed from now on: everything is forgotten, also what is being made."""
        self._armed = False
        for key in [*self._entries]:
            self._forget(key)
        self._drops += 1
        self._dropped.clear()
        self._forgotten_drops = self._drops

    def mark(self) -> Mark:
        """See port.Cache."""
        return Mark(self._drops)

    def intact(self, tags: Collection[str], since: Mark) -> bool:
        """See port.Cache."""
        return since >= self._forgotten_drops and all(self._dropped.get(tag, 0) <= since for tag in tags)

    async def find(self, key: str) -> Kept | None:
        """See port.Cache."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.kept.usable_until <= self._now():
            self._forget(key)
            return None
        self._entries.move_to_end(key)
        return entry.kept

    async def keep(self, key: str, kept: Kept, tags: Collection[str], since: Mark) -> bool:
        """See port.Cache."""
        size = _size_of(key, kept.answer)
        if not self._armed or size > self._most // 8 or not self.intact(tags, since):
            return False
        self._forget(key)
        self._entries[key] = _Entry(kept, tags, size)
        self._size += size
        for tag in tags:
            self._by_tag.setdefault(tag, set()).add(key)
        while self._size > self._most:
            self._forget(next(iter(self._entries)))
        self._measure()
        return True

    async def drop(self, tags: Collection[str]) -> None:
        """See port.Cache."""
        self.heard(tags)

    def heard(self, tags: Collection[str]) -> None:
        """The same at once: no answer is kept between hearing of a drop and carrying it out."""
        self._drops += 1
        for tag in tags:
            self._dropped[tag] = self._drops
            self._dropped.move_to_end(tag)
            for key in [*self._by_tag.get(tag, ())]:
                self._forget(key)
        while len(self._dropped) > _REMEMBERED:
            self._forgotten_drops = self._dropped.popitem(last=False)[1]
        telemetry.cache_dropped(len(tags))
        self._measure()

    def _forget(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._size -= entry.size
        for tag in entry.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]

    def _measure(self) -> None:
        telemetry.cache_measured(len(self._entries), self._size)


def _size_of(key: str, answer: Answer) -> int:
    """With its compressed twin, which is made later."""
    return _OVERHEAD + 4 * len(key) + len(answer.body) * 3 // 2
