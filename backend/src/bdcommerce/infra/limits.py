"""How often something may be done: a quota that refills steadily (GCRA, the leaky bucket of ATM), behind a port.

All of a quota may be used at once; after that one more becomes free every `seconds / quota`. One number is kept per
key: the instant at which its quota will be whole again.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_OVERFLOW = 4_096
_LOOKED_AT = 8
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Policy:
    """So many in so many seconds."""

    name: str
    quota: int
    seconds: int

    def times(self, factor: int) -> "Policy":
        """The same for `factor` people at once."""
        return Policy(self.name, self.quota * factor, self.seconds)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it may be done now. Times are in seconds from now."""

    allowed: bool
    left: int
    """How many more may be done at once."""
    whole_in: float
    """When the quota is whole again."""
    again_in: float
    """When it may be tried again; 0 if it was allowed."""


class Limits(Protocol):
    """Counts by key and policy. Where several processes share the counts, their port counts for all of them."""

    async def take(self, key: str, policy: Policy) -> Verdict:
        """Use one of a key's quota, if there is one left; a refusal uses none."""


class InProcessLimits:
    """Counts in this process's memory, of so many keys per policy.

    A key whose quota is whole again is forgotten without loss. When there are too many others, new keys share some
    thousand places: never more memory, never without a limit.
    """

    def __init__(self, keys: int = 100_000, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = keys, now
        self._whole_at: dict[str, OrderedDict[str | int, float]] = {}

    async def take(self, key: str, policy: Policy) -> Verdict:
        """See Limits."""
        known, now = self._whole_at.setdefault(policy.name, OrderedDict()), self._now()
        place = self._place(known, key, now)
        each = policy.seconds / policy.quota
        before = max(known.get(place, now), now)
        after = before + each
        late = after - now - policy.seconds
        if late > _ROUNDING:
            return Verdict(allowed=False, left=0, whole_in=before - now, again_in=late)
        known[place] = after
        known.move_to_end(place)
        left = math.floor((policy.seconds - (after - now)) / each + _ROUNDING)
        return Verdict(allowed=True, left=left, whole_in=after - now, again_in=0)

    def _place(self, known: "OrderedDict[str | int, float]", key: str, now: float) -> str | int:
        """Where a key is counted. All keys of a policy refill alike, so those used longest ago are whole first."""
        if key in known or len(known) < self._most:
            return key
        for oldest in [place for place, _ in zip(known, range(_LOOKED_AT), strict=False)]:
            if known[oldest] <= now:
                del known[oldest]
        return key if len(known) < self._most else hash(key) % _OVERFLOW
