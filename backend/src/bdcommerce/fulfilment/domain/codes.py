"""Codes of four digits at doors: how often one may be sent, and how often a wrong one tried."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest

from bdcommerce.fulfilment.errors import CodeJustSent

TRIES_PER_CODE = 5
CODE_PAUSE = timedelta(seconds=60)
CODES_PER_DAY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The code that opens one hand-over: its keyed hash, when codes were sent, and how many wrong ones were tried."""

    digest: str = ""
    sent: Sequence[datetime] = ()
    wrong: int = 0

    @property
    def tries_left(self) -> int:
        """How many more codes may be tried before a new one must be sent."""
        return TRIES_PER_CODE - self.wrong

    def opens(self, digest: str) -> bool:
        """Whether this is the code."""
        return bool(self.digest) and compare_digest(digest, self.digest)

    def ensure_sendable(self, now: datetime) -> None:
        """Raises CodeJustSent if one was sent a moment ago or too many were: a code could be found by trying."""
        today = [at for at in self.sent if at > now - timedelta(days=1)]
        if today and now < today[-1] + CODE_PAUSE:
            raise CodeJustSent.of(today[-1] + CODE_PAUSE - now)
        if len(today) >= CODES_PER_DAY:
            raise CodeJustSent.of(today[-CODES_PER_DAY] + timedelta(days=1) - now)

    def issued(self, digest: str, at: datetime) -> "Door":
        """With a new code; earlier ones are worthless."""
        return Door(digest=digest, sent=(*self.sent, at))

    def mistaken(self) -> "Door":
        """After one more wrong code."""
        return replace(self, wrong=self.wrong + 1)
