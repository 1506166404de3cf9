"""One message to one endpoint, until it has arrived or nobody expects it any more."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from bdcommerce.kernel import clock, ids

PAUSES = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400)
"""Seconds before the next attempt, by how many there were; the last one again and again."""
LONGEST_ASKED = timedelta(hours=1)
"""So long an endpoint may ask us to wait."""
LONGEST_REPLY = 1_024
"""So many bytes of a reply are kept."""

Status = Literal["pending", "delivered", "failed"]
Problem = Literal["", "status", "timeout", "unreachable", "not_public", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt went."""

    problem: Problem
    """Empty: it arrived."""
    status_code: int | None
    milliseconds: int
    reply: str
    """The beginning of what the endpoint said."""
    wait: timedelta = timedelta()
    """So long the endpoint asks to be left alone (Retry-After)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message on its way. Its id is the message id by which a partner knows a repetition."""

    id: str
    subscription_id: str
    type: str
    body: str
    status: Status = "pending"
    attempts: int = 0
    next_attempt_at: datetime
    give_up_at: datetime
    created_at: datetime

    @classmethod
    def new(cls, subscription_id: str, kind: str, life: timedelta) -> Self:
        """A message that is tried for so long; its body is still to be written."""
        now = clock.now()
        return cls(
            id=ids.new_id("whd"),
            subscription_id=subscription_id,
            type=kind,
            body="",
            next_attempt_at=now,
            give_up_at=now + life,
            created_at=now,
        )

    def after(self, outcome: Outcome, chance: int) -> Self:
        """What comes of an attempt. `chance` from 0 to 100 spreads the next ones: endpoints that were away together
        are not all asked at the same moment.
        """
        attempts, now = self.attempts + 1, clock.now()
        if not outcome.problem:
            return replace(self, status="delivered", attempts=attempts)
        pause = timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1]) * (100 + chance) / 200
        at = now + max(pause, min(outcome.wait, LONGEST_ASKED))
        failed = outcome.problem == "gone" or at > self.give_up_at
        return replace(self, attempts=attempts, status="failed" if failed else "pending", next_attempt_at=at)

    def again(self, life: timedelta) -> Self:
        """By hand, with the same message id, whatever became of it before."""
        now = clock.now()
        return replace(self, status="pending", next_attempt_at=now, give_up_at=now + life)
