"""Faults that somebody can arm: the next calls that a fault concerns suffer it, as often as was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass


class UnknownFault(Exception):
    """The party has no such fault."""


@dataclass(frozen=True, slots=True)
class Armed:
    """So many times more, with what the fault needs to know (seconds, an amount, a host)."""

    times: int
    value: str


class Faults:
    """The faults of a party, each with what it does."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = dict(known)
        self._armed: dict[str, Armed] = {}

    @property
    def armed(self) -> Mapping[str, Armed]:
        """Those that will still happen."""
        return self._armed

    def arm(self, name: str, times: int = 1, value: str = "") -> None:
        """Let it happen at the next calls that it concerns; never again with 0. Raises UnknownFault."""
        if name not in self.known:
            raise UnknownFault(name)
        if times > 0:
            self._armed[name] = Armed(times, value)
        else:
            self._armed.pop(name, None)

    def disarm(self) -> None:
        """Nothing happens any more."""
        self._armed.clear()

    def happens(self, name: str) -> Armed | None:
        """Whether it happens now; if so, once less from now on."""
        found = self._armed.get(name)
        if found is None:
            return None
        self.arm(name, found.times - 1, found.value)
        return found
