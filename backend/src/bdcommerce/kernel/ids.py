"""Identifiers: UUIDv7 (RFC 9562) written as a TypeID, `ord_01h455vb4pex5vsknk084sn02q`.

They sort by time of birth, tell their kind wherever they turn up, and look the same in the database, in an
event, in the API and in a log line.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bdcommerce.kernel import clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PATTERN = re.compile(r"[a-z]{2,8}_[0-7][0-9a-hjkmnp-tv-z]{25}")
_random: Callable[[int], bytes] = os.urandom


def new_id(kind: str) -> str:
    """A new identifier of a kind, for instance `new_id("ord")`."""
    return f"{kind}_{_base32(_uuid7())}"


def is_id(text: str, kind: str) -> bool:
    """Whether a text is a well-formed identifier of that kind."""
    return text.startswith(f"{kind}_") and _PATTERN.fullmatch(text) is not None


def _uuid7() -> int:
    millis = int(clock.now().timestamp() * 1000)
    noise = int.from_bytes(_random(10), "big")
    rand_a, rand_b = noise >> 68, noise & ((1 << 62) - 1)
    return millis << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b


def _base32(value: int) -> str:
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


@contextmanager
def seeded(source: Callable[[int], bytes]) -> Iterator[None]:
    """Let a test own the randomness of new identifiers, until the block ends."""
    global _random  # noqa: PLW0603 - one source per process is the point
    before, _random = _random, source
    try:
        yield
    finally:
        _random = before
