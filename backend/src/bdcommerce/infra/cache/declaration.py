"""What an endpoint says of its answer, so that it may be kept and is dropped in time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """The answer to an anonymous GET is the same for everybody, for so many seconds.

    `@get("/products/{slug:str}", cache=Cached(seconds=60, tags=("product:{id}",)), …)`
    """

    seconds: int
    """So long it is fresh, unless one of its tags is dropped before."""
    stale_seconds: int = 0
    """So much longer it may still be given while it is made anew; never once a tag was dropped."""
    tags: Sequence[str]
    """`{name}` stands for a part of the path, or for a field of the answer."""
    vary: Literal["", "language"] = ""
    """Whether Bangla and English readers get different answers."""
    prefixes: tuple[str, ...] = ()
    """What query parameters begin with that the endpoint reads from the request itself; others make no difference."""
    browser_seconds: int = 0
    """So long a browser need not ask again. It hears of no dropped tag, so this is for what hardly changes."""

    def tags_of(self, parameters: Mapping[str, str], body: bytes) -> tuple[str, ...]:
        """The tags of one answer. Raises KeyError for a name that stands neither in the path nor in the answer."""
        wanted = {name for tag in self.tags for name in _NAME.findall(tag)} - parameters.keys()
        known: dict[str, Any] = {**(msgspec.json.decode(body) if wanted else {}), **parameters}
        return tuple(_NAME.sub(lambda match: str(known[match[1]]), tag) for tag in self.tags)

    @property
    def told(self) -> bytes:
        """The same for browsers and proxies, as Cache-Control."""
        if self.browser_seconds:
            return b"public, max-age=%d" % self.browser_seconds
        return b"public, no-cache"
