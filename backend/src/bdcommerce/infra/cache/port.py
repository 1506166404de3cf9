"""What is asked of a cache, whoever keeps it: this process's memory, or later a server that processes share."""

import gzip
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NewType, Protocol

Headers = tuple[tuple[bytes, bytes], ...]
Mark = NewType("Mark", int)
"""An instant in the order of what was dropped."""


@dataclass(frozen=True)
class Answer:
    """A whole reply. What is derived from it is made once."""

    status: int
    headers: Headers
    body: bytes

    @cached_property
    def etag(self) -> bytes:
        """A strong validator (RFC 9110, 8.8.3): the service's own, or one of the bytes."""
        given = next((value for name, value in self.headers if name == b"etag"), b"")
        return given or b'"%s"' % hashlib.blake2b(self.body, digest_size=12).hexdigest().encode()

    @cached_property
    def zipped(self) -> bytes:
        """The body in gzip, always the same bytes."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was found. Instants are of time.monotonic."""

    answer: Answer
    fresh_until: float
    usable_until: float


class Cache(Protocol):
    """Answers by key, under tags.

    Whoever makes an answer asks for a mark first. An answer is not kept when one of its tags was dropped after its
    mark: it may have been made of what was before. So none outlives a drop that came before it was kept.
    """

    @property
    def ready(self) -> bool:
        """Whether drops reach this cache at the moment; while they do not, nothing is kept or found."""

    def mark(self) -> Mark:
        """The instant before an answer is made."""

    def intact(self, tags: Collection[str], since: Mark) -> bool:
        """Whether none of these tags was dropped since."""

    async def find(self, key: str) -> Kept | None:
        """What is kept under a key and may still be used."""

    async def keep(self, key: str, kept: Kept, tags: Collection[str], since: Mark) -> bool:
        """Keep an answer, unless one of its tags was dropped since, or it is too large. Whether it was kept."""

    async def drop(self, tags: Collection[str]) -> None:
        """Forget every answer under one of these tags."""
