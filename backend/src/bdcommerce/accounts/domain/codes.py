"""One-time codes: how long one lives, how often it may be missed, how often a phone or mailbox is sent one."""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from bdcommerce.accounts.errors import TooManyCodes
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure

Purpose = Literal["login", "checkout", "reset", "contact_new", "contact_old"]
Blind = Callable[[str, str], str]
"""A keyed one-way function of a value and a purpose; the key is not in the database."""

LIFE = timedelta(minutes=5)
MOST_TRIES = 5
DIGITS = 6
PROOF_LIFE = timedelta(minutes=15)
"""How long a confirmed phone counts as confirmed (contracts.accounts.AccountsFace.confirmed_phone)."""
RESEND_AFTER = timedelta(minutes=1)
_LIMITS = ((RESEND_AFTER, 1), (timedelta(hours=1), 5))


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A code that was sent to a phone or mailbox, known here only by its keyed hash."""

    id: str
    target: str = field(repr=False)
    """Where it was sent."""
    purpose: Purpose
    source: str
    """Who asked for it: a device, or what the code is about. What others answer or ask for does not touch it."""
    digest: str = field(repr=False)
    expires_at: datetime
    missed: int = 0

    @classmethod
    def of(cls, code: str, target: str, purpose: Purpose, source: str, blind: Blind) -> Self:
        """A fresh challenge; it takes the place of an earlier one of the same target, purpose and source."""
        challenge_id = ids.new_id("otp")
        return cls(
            id=challenge_id,
            target=target,
            purpose=purpose,
            source=source,
            digest=_digest(challenge_id, code, blind),
            expires_at=clock.now() + LIFE,
        )

    def answered_by(self, code: str, blind: Blind) -> bool:
        """Whether this is the code, in time, and not after too many misses."""
        alive = clock.now() < self.expires_at and self.missed < MOST_TRIES
        return alive and secrets.compare_digest(self.digest, _digest(self.id, code, blind))

    def once_more_missed(self) -> Self:
        """After a wrong answer."""
        return replace(self, missed=self.missed + 1)


def _digest(challenge_id: str, code: str, blind: Blind) -> str:
    return blind(f"{challenge_id}:{code}", "one-time-code")


@dataclass(frozen=True, slots=True)
class Sendings:
    """When codes were sent somewhere, as far back as the longest limit looks."""

    at: tuple[datetime, ...] = ()

    def plus_one(self) -> Self:
        """With one of this moment. Raises TooManyCodes: one per minute, five per hour."""
        now = clock.now()
        wait = max(self._seconds_until_free(period, most, now) for period, most in _LIMITS)
        ensure(wait == 0, TooManyCodes.wait(wait))
        longest = max(period for period, _ in _LIMITS)
        return replace(self, at=(*(at for at in self.at if at > now - longest), now))

    def _seconds_until_free(self, period: timedelta, most: int, now: datetime) -> int:
        recent = sorted(at for at in self.at if at > now - period)
        return math.ceil((recent[-most] + period - now).total_seconds()) if len(recent) >= most else 0
