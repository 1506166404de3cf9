"""A message on its way: taken by a gateway or not, tried again, passed on to the next gateway, or given up.

Nobody is sent the same thing twice because we do not know whether it was sent: what a gateway may have taken goes to no
other one. It is repeated there under the same id where the gateway knows repetitions by it; else it waits for the
gateway's report.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from bdcommerce.kernel.clock import dhaka_date
from bdcommerce.notifications.domain.templates import Channel

State = Literal["none", "queued", "unsure", "sent", "delivered", "failed", "given_up"]
"""`none`: nothing is sent for it. `unsure`: perhaps it was taken, its report will say. `sent`: a gateway took it."""
Verdict = Literal["accepted", "repeated", "refused", "gone", "elsewhere", "misconfigured", "unsent", "unsure"]
"""What a gateway said. `repeated`: it had it already. `refused`: nobody can send that. `gone`: the address is no more.
`elsewhere`: not this gateway. `misconfigured`: its key, our address there, the sender or the balance is wrong.
`unsent`: it certainly did not take it. `unsure`: nobody knows.
"""
Dedups = Literal["never", "day", "always"]
"""How long a gateway knows a message again by its id: not at all, on the same day in Bangladesh, or for good."""
News = Literal["delivered", "failed", "moving"]
"""What a delivery report says."""

PAUSES = (5, 15, 60, 300, 900, 1_800, 3_600)
"""Seconds until the next round over the gateways, by how many there were; the last one again and again."""
BRIEF_LIFE = timedelta(minutes=5)
"""A code is of no use later (accounts: a code lives five minutes)."""
LIFE = timedelta(hours=24)
REPORT_WAIT = timedelta(minutes=30)
"""So long a report is waited for, of a message that was perhaps taken."""
MISCONFIGURED_PAUSE = timedelta(minutes=10)
"""So long a gateway is left alone that does not know us (the log says so loudly, and the channel stops)."""
SILENT_PAUSES = (30, 60, 120, 300)
"""Seconds for which a gateway is left alone that did not answer so often in a row, beginning with `MOST_SILENT`."""
MOST_SILENT = 5
MOST_REFUSED_ROUNDS = 2
"""So often all gateways are asked about a message that none wants."""


_NUMBERS = re.compile(r"\+?\d[\d\s-]{6,}")
_LONGEST_REASON = 200


def spoken(text: str) -> str:
    """What the other side said, as it may be kept: short, on one line, without anything like a phone number."""
    return " ".join(_NUMBERS.sub("…", text).split())[:_LONGEST_REASON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt ended. Texts of the other side are without phone numbers."""

    verdict: Verdict
    code: str = ""
    """The other side's own."""
    reason: str = ""
    reference: str = ""
    """By which the other side knows the message."""
    wait: timedelta = timedelta()
    """So long we are asked to wait (Retry-After)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A gateway as the choice sees it."""

    name: str
    dedups: Dedups
    paused_until: datetime | None = None
    failures: int = 0
    """Attempts in a row without an answer."""

    def open_at(self, now: datetime) -> bool:
        """Whether it may be tried."""
        return self.paused_until is None or self.paused_until <= now

    def judged(self, outcome: Outcome, now: datetime) -> Self:
        """As it is after an attempt."""
        if outcome.verdict == "misconfigured":
            return replace(self, paused_until=now + MISCONFIGURED_PAUSE, failures=0)
        if outcome.verdict not in {"unsent", "unsure"}:
            return replace(self, paused_until=None, failures=0)
        failures = self.failures + 1
        if failures < MOST_SILENT:
            return replace(self, failures=failures)
        pause = SILENT_PAUSES[min(failures - MOST_SILENT, len(SILENT_PAUSES) - 1)]
        return replace(self, failures=failures, paused_until=now + max(timedelta(seconds=pause), outcome.wait))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far a message is."""

    message_id: str
    channel: Channel
    urgent: bool = False
    state: State = "queued"
    attempts: int = 0
    rounds: int = 0
    gateway: str = ""
    """Who was asked last, or is being asked."""
    attempting: bool = False
    tried: tuple[str, ...] = ()
    """Who certainly did not take it, in this round."""
    pinned: bool = False
    """Nobody but `gateway` may be asked: it perhaps took it, or somebody wants to see that one at work."""
    unsure_since: datetime | None = None
    next_attempt_at: datetime
    give_up_at: datetime
    reference: str = ""
    problem: str = ""
    reason: str = ""

    @classmethod
    def new(
        cls, message_id: str, channel: Channel, due_at: datetime, *, urgent: bool, brief: bool, gateway: str = ""
    ) -> Self:
        """A message that shall go out at an instant and, if it is `brief`, is soon of no use. If a gateway is named, no
        other one takes it.
        """
        life = BRIEF_LIFE if brief else LIFE
        return cls(
            message_id=message_id,
            channel=channel,
            urgent=urgent,
            gateway=gateway,
            pinned=bool(gateway),
            next_attempt_at=due_at,
            give_up_at=due_at + life,
        )

    def choice(self, routes: Sequence[Route], now: datetime) -> Route | None:
        """Who is to be asked now: the first that is open and was not asked in this round. None: nobody now."""
        if self.pinned:
            return next((route for route in routes if route.name == self.gateway and route.open_at(now)), None)
        return next((route for route in routes if route.name not in self.tried and route.open_at(now)), None)

    def begun(self, gateway: str) -> Self:
        """It is on its way to a gateway."""
        return replace(self, gateway=gateway, attempting=True, attempts=self.attempts + 1)

    def put_off(self, until: datetime, reason: str = "") -> Self:
        """Nothing is tried before that; what had its time then anyway is given up."""
        return replace(self, next_attempt_at=until, reason=reason or self.reason).or_given_up()

    def delayed(self, until: datetime, reason: str) -> Self:
        """It has its whole time again from an instant on: it was we who had it wait (quiet hours, a cap)."""
        return replace(self, next_attempt_at=until, give_up_at=max(self.give_up_at, until + LIFE), reason=reason)

    def ended(self, state: State, reason: str) -> Self:
        """It goes nowhere any more."""
        return replace(self, state=state, attempting=False, reason=reason, problem=self.problem or reason)

    def after(self, outcome: Outcome, routes: Sequence[Route], now: datetime) -> Self:
        """As it is after an attempt."""
        told = replace(
            self,
            attempting=False,
            reference=outcome.reference or self.reference,
            problem=outcome.code or outcome.verdict,
            reason=outcome.reason,
        )
        if outcome.verdict in {"accepted", "repeated"}:
            return replace(told, state="sent", unsure_since=None, problem="", reason="")
        if outcome.verdict in {"refused", "gone"}:
            return replace(told, state="failed")
        if outcome.verdict == "unsure" or told.unsure_since:
            return told.perhaps_taken(_dedups(routes, self.gateway), outcome.wait, now)
        return told.not_taken(outcome, routes, now)

    def overdue(self, routes: Sequence[Route], now: datetime) -> Self:
        """Its time has come, and something else than an attempt is due: an attempt was cut off, a report did not come,
        or it has had its time. Itself when an attempt is due.
        """
        if self.attempting:
            lost = Outcome(verdict="unsure", code="cut_off", reason="the process ended while it was being sent")
            return self.after(lost, routes, now)
        if self.state == "unsure":
            return replace(self, state="given_up", reason="nobody knows whether it was sent; no report came")
        if now >= self.give_up_at:
            return replace(self, state="given_up", reason=self.reason or "it was too late")
        if self.unsure_since and not _known_again(_dedups(routes, self.gateway), self.unsure_since, now):
            return self.perhaps_taken("never", timedelta(), now)
        return self

    def reported(self, news: News, routes: Sequence[Route], now: datetime) -> Self:
        """As it is after a report. A delivered message stays delivered; one that was perhaps taken and certainly not
        delivered may go another way.
        """
        if self.state in {"delivered", "none"}:
            return self
        if news == "delivered":
            return replace(self, state="delivered", attempting=False, problem="", reason="")
        if news == "moving":
            return replace(self, state="sent", attempting=False, unsure_since=None) if self._waits else self
        if self._waits and now < self.give_up_at:
            freed = replace(self, state="queued", unsure_since=None, pinned=False, attempting=False)
            return freed.not_taken(Outcome(verdict="unsent", reason="reported as not delivered"), routes, now)
        return replace(self, state="failed", reason="reported as not delivered")

    @property
    def _waits(self) -> bool:
        return self.state == "unsure" or (self.state == "queued" and self.unsure_since is not None)

    def perhaps_taken(self, dedups: Dedups, wait: timedelta, now: datetime) -> Self:
        """Only the same gateway may have it again, and only as long as it knows it by its id; else a report decides."""
        since = self.unsure_since or now
        again = now + self._pause(wait)
        if _known_again(dedups, since, again) and again < self.give_up_at:
            return replace(self, pinned=True, unsure_since=since, next_attempt_at=again, rounds=self.rounds + 1)
        until = max(min(now + REPORT_WAIT, self.give_up_at), now)
        return replace(self, state="unsure", pinned=True, unsure_since=since, next_attempt_at=until)

    def not_taken(self, outcome: Outcome, routes: Sequence[Route], now: datetime) -> Self:
        """The next gateway may have it now; after all of them it is a new round's turn."""
        tried = (*self.tried, self.gateway)
        if not self.pinned and any(route.name not in tried for route in routes):
            return replace(self, tried=tried, next_attempt_at=now, reason=outcome.reason).or_given_up()
        if outcome.verdict == "elsewhere" and self.rounds >= MOST_REFUSED_ROUNDS:
            return replace(self, state="failed")
        again = now + self._pause(outcome.wait)
        return replace(self, tried=(), rounds=self.rounds + 1, next_attempt_at=again).or_given_up()

    def _pause(self, wait: timedelta) -> timedelta:
        return max(timedelta(seconds=PAUSES[min(self.rounds, len(PAUSES) - 1)]), wait)

    def or_given_up(self) -> Self:
        """What would be tried only when it is of no use any more is not tried."""
        return self if self.next_attempt_at < self.give_up_at else replace(self, state="given_up")


def _dedups(routes: Sequence[Route], gateway: str) -> Dedups:
    return next((route.dedups for route in routes if route.name == gateway), "never")


def _known_again(dedups: Dedups, first: datetime, again: datetime) -> bool:
    return dedups == "always" or (dedups == "day" and dhaka_date(first) == dhaka_date(again))
