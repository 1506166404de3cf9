"""The code by which a customer says that they mean a purchase: how often it is sent, how often a wrong one is tried."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest

from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.domain.risk.rules import RiskRules
from bdcommerce.orders.errors import CodeSentJustNow, CodesUsedUp, TriesUsedUp

DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLimits:
    """How often a code is sent for one order, and to one phone within 24 hours whatever is ordered; how long one waits
    for the next; how often each may be missed.
    """

    sends: int
    per_phone: int
    pause: timedelta
    tries: int

    @classmethod
    def of(cls, rules: RiskRules) -> "CodeLimits":
        """By the rule book."""
        pause = timedelta(seconds=rules["confirm_pause_seconds"])
        return cls(
            sends=rules["confirm_sends"],
            per_phone=rules["confirm_sends_phone"],
            pause=pause,
            tries=rules["confirm_tries"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The codes of one order. Of the last one only a keyed hash is known here; earlier ones are worthless."""

    order_id: str
    digest: str = ""
    sent: int = 0
    sent_at: datetime | None = None
    missed: int = 0
    """Wrong ones since the last code was sent."""
    to_phone: int = 0
    """Codes that its phones were sent within 24 hours, those of other orders among them. Counted, not kept."""

    def used_up(self, limits: CodeLimits) -> bool:
        """Whether no code is sent any more: nobody's phone rings all day because somebody orders with its number."""
        return self.sent >= limits.sends or self.to_phone >= limits.per_phone

    def next_at(self, limits: CodeLimits) -> datetime | None:
        """When another code may be sent after the last; None: no more."""
        if self.used_up(limits) or self.sent_at is None:
            return None
        return self.sent_at + limits.pause

    def issued(self, digest: str, limits: CodeLimits, at: datetime) -> "Confirmation":
        """With a new code. Raises CodesUsedUp, CodeSentJustNow."""
        ensure(not self.used_up(limits), CodesUsedUp.of(self.order_id))
        free = self.next_at(limits) or at
        ensure(at >= free, CodeSentJustNow.wait(math.ceil((free - at).total_seconds())))
        return replace(self, digest=digest, sent=self.sent + 1, sent_at=at, missed=0, to_phone=self.to_phone + 1)

    def ensure_open(self, limits: CodeLimits) -> None:
        """Raises TriesUsedUp after too many wrong codes, until another one is sent."""
        ensure(self.missed < limits.tries, TriesUsedUp.of(self.order_id))

    def answered_by(self, digest: str) -> bool:
        """Whether this is the code."""
        return bool(self.digest) and compare_digest(digest, self.digest)

    def once_more_missed(self) -> "Confirmation":
        """After a wrong answer."""
        return replace(self, missed=self.missed + 1)
