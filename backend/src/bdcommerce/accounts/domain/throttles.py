"""How often something may be tried. Nobody can use up another's tries: tries are counted per account *and* where they
come from, and a device that the account's owner has signed in on before is a place of its own.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from bdcommerce.accounts.errors import TooManyTries
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Level:
    """How much was tried: so often, or as much as it takes until an instant to be forgotten again."""

    amount: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOff:
    """Some tries are free; after each further one the wait doubles."""

    free: int = 5
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = _HOUR
    forgotten: timedelta = timedelta(days=1)

    def seconds_to_wait(self, level: Level) -> int:
        """Until the next try; 0: now."""
        if level.at is None or level.amount < self.free or self._is_forgotten(level):
            return 0
        doublings = min(level.amount - self.free, 16)
        wait = min(self.first * (1 << doublings), self.longest)
        return max(0, math.ceil((level.at + wait - clock.now()).total_seconds()))

    def plus_one(self, level: Level) -> Level:
        """After one more."""
        return Level(1 if self._is_forgotten(level) else level.amount + 1, clock.now())

    def _is_forgotten(self, level: Level) -> bool:
        return level.at is not None and clock.now() - level.at > self.forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """So many an hour, as a leaky bucket: many households share one address, so a burst of as many is fine too."""

    an_hour: int

    def seconds_to_wait(self, level: Level) -> int:
        """Until the next one; 0: now."""
        over = self._filled(level) + self._drop - _HOUR
        return max(0, math.ceil(over.total_seconds()))

    def plus_one(self, level: Level) -> Level:
        """After one more."""
        return self._level(self._filled(level) + self._drop)

    def less_one(self, level: Level) -> Level:
        """After one that should not have been counted."""
        return self._level(self._filled(level) - self._drop)

    @property
    def _drop(self) -> timedelta:
        return _HOUR / self.an_hour

    def _filled(self, level: Level) -> timedelta:
        """How long it takes until the bucket is empty again."""
        return max(timedelta(0), level.at - clock.now()) if level.at else timedelta(0)

    def _level(self, filled: timedelta) -> Level:
        return Level(0, clock.now() + filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What holds of all tries."""

    tries: BackOff = BackOff()
    """Wrong passwords, and wrong second factors, of one account from one place."""
    wrong_answers: Bucket = Bucket(an_hour=360)
    """Wrong passwords and codes from one address, whosever they are."""
    codes: Bucket = Bucket(an_hour=300)
    """Codes that one address has us send."""
    registrations: Bucket = Bucket(an_hour=600)
    """Accounts with a password that one address opens, or tries to."""


def check(policy: BackOff | Bucket, level: Level) -> None:
    """Raises TooManyTries."""
    wait = policy.seconds_to_wait(level)
    ensure(wait == 0, TooManyTries.wait(wait))
