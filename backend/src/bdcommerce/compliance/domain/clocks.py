"""Statutory clocks: when each is due, when it is at risk, and what is told of it. Pure functions of facts and time.

Days are calendar days in Bangladesh: a clock of five days that began on the 1st runs until the end of the 6th (the
first day does not count). Hours are counted from the instant. At the due instant itself a deadline is still met.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.contracts.compliance import BreachWithdrawn, ClockKind, DeadlineAtRisk, RuleBreached
from bdcommerce.kernel import clock as kernel_clock

ClockState = Literal["running", "at_risk", "breached", "stopped"]
"""Time is left; little is left; it ran out before what was due happened; it happened in time."""
AT_RISK = "clock.at_risk_pct"
LONGEST_DAYS = Decimal(3650)
"""Whatever a rule says: dates have an end."""
AFTERWARDS = timedelta(seconds=1)
"""How long after the due instant a breach is looked for: at the instant itself there is none."""
NEEDED: dict[ClockKind, tuple[str, ...]] = {
    "handover": ("fulfilment.ShipmentMoved: picked_up", "fulfilment.ShipmentDelivered"),
    "delivery": ("fulfilment.ShipmentDelivered",),
    "refund": ("payments.RefundCompleted",),
    "complaint": ("compliance.ComplaintMoved: answered, resolved or escalated",),
    "payout": ("payments.PayoutPaid",),
}
"""What proves that a deadline was met. Where nothing is owed any more, what says so stops the clock too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline and the rule that sets it."""

    rule_key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A clock as the facts want it now: what started it, until when it runs, and what stopped it."""

    kind: ClockKind
    subject_id: str
    order_id: str
    vendor_id: str
    due: Due
    at_risk_at: datetime
    started: Evidence
    stopped: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock as it is kept."""

    id: str
    kind: ClockKind
    subject_id: str
    order_id: str
    vendor_id: str
    rule_key: str
    started: Evidence
    at_risk_at: datetime
    due_at: datetime
    state: ClockState
    stopped: Evidence | None = None
    at_risk_told_at: datetime | None = None
    breach_told_at: datetime | None = None
    withdrawn_at: datetime | None = None
    wake_at: datetime | None = None
    """When somebody has to look again; None: nothing can happen by time alone."""


Told = DeadlineAtRisk | RuleBreached | BreachWithdrawn


def after_hours(book: Book, key: str, start: datetime) -> Due:
    """So many hours from an instant, as the book says on its day in Bangladesh. Raises UnknownRule."""
    hours = min(book.value(key, kernel_clock.dhaka_date(start)), LONGEST_DAYS * 24)
    return Due(rule_key=key, at=start + timedelta(seconds=int(hours * 3600)))


def after_days(book: Book, key: str, start: datetime) -> Due:
    """The end of the day in Bangladesh that is so many days after an instant. Raises UnknownRule."""
    day = kernel_clock.dhaka_date(start)
    end = day + timedelta(days=int(min(book.value(key, day), LONGEST_DAYS)) + 1)
    return Due(rule_key=key, at=datetime.combine(end, time.min, kernel_clock.DHAKA))


def sooner(*dues: Due) -> Due:
    """The one that counts where several rules set a deadline (DC-REF-08)."""
    return min(dues, key=lambda due: due.at)


def at_risk_at(book: Book, start: datetime, due: datetime) -> datetime:
    """The instant after which a clock is at risk: a share of its time."""
    share = min(book.value(AT_RISK, kernel_clock.dhaka_date(start)), Decimal(100))
    span = max(due - start, timedelta())
    return due - span + span * int(share * 100) / 10_000


def follow(clock: Clock | None, wanted: Wanted, clock_id: str) -> Clock:
    """The clock as the facts want it. A later deadline is a new one: what was told of the old one does not count."""
    if clock is None:
        return _begun(wanted, clock_id)
    postponed = wanted.due.at > clock.due_at
    return replace(
        clock,
        rule_key=wanted.due.rule_key,
        started=wanted.started,
        at_risk_at=wanted.at_risk_at,
        due_at=wanted.due.at,
        stopped=wanted.stopped,
        at_risk_told_at=None if postponed else clock.at_risk_told_at,
        breach_told_at=None if postponed else clock.breach_told_at,
        withdrawn_at=None if postponed else clock.withdrawn_at,
    )


def _begun(wanted: Wanted, clock_id: str) -> Clock:
    return Clock(
        id=clock_id,
        kind=wanted.kind,
        subject_id=wanted.subject_id,
        order_id=wanted.order_id,
        vendor_id=wanted.vendor_id,
        rule_key=wanted.due.rule_key,
        started=wanted.started,
        at_risk_at=wanted.at_risk_at,
        due_at=wanted.due.at,
        state="running",
        stopped=wanted.stopped,
    )


def reopened(clock: Clock, stopped: Evidence | None) -> Clock:
    """What stopped it is no proof any more; another one may be, else it goes on as it ran before. A breach that was
    withdrawn because of it may be told again.
    """
    withdrawn = clock.withdrawn_at is not None
    return replace(
        clock,
        stopped=stopped,
        breach_told_at=None if withdrawn else clock.breach_told_at,
        withdrawn_at=None,
    )


def judge(clock: Clock, now: datetime) -> tuple[Clock, list[Told]]:
    """The clock as it stands at an instant, and what has to be told of it: each thing once."""
    if clock.stopped:
        return _judge_stopped(clock, clock.stopped, now)
    if now > clock.due_at:
        return _breached(clock, now)
    if now >= clock.at_risk_at:
        return _at_risk(clock, now)
    return replace(clock, state="running", wake_at=clock.at_risk_at), []


def _judge_stopped(clock: Clock, stopped: Evidence, now: datetime) -> tuple[Clock, list[Told]]:
    if stopped.at > clock.due_at:
        return _breached(clock, now)
    met = replace(clock, state="stopped", wake_at=None)
    if clock.breach_told_at is None or clock.withdrawn_at:
        return met, []
    told = BreachWithdrawn(
        clock_id=clock.id,
        kind=clock.kind,
        subject_id=clock.subject_id,
        vendor_id=clock.vendor_id,
        order_id=clock.order_id,
        met_at=stopped.at,
    )
    return replace(met, withdrawn_at=now), [told]


def _breached(clock: Clock, now: datetime) -> tuple[Clock, list[Told]]:
    """Once the time has run out nothing is at risk any more: a warning that was never given is not given late."""
    breached = replace(clock, state="breached", wake_at=None)
    if clock.breach_told_at:
        return breached, []
    told = RuleBreached(
        clock_id=clock.id,
        kind=clock.kind,
        rule_key=clock.rule_key,
        subject_id=clock.subject_id,
        vendor_id=clock.vendor_id,
        order_id=clock.order_id,
        due_at=clock.due_at,
    )
    return replace(breached, breach_told_at=now), [told]


def _at_risk(clock: Clock, now: datetime) -> tuple[Clock, list[Told]]:
    risky = replace(clock, state="at_risk", wake_at=clock.due_at + AFTERWARDS)
    if clock.at_risk_told_at:
        return risky, []
    told = DeadlineAtRisk(
        clock_id=clock.id,
        kind=clock.kind,
        subject_id=clock.subject_id,
        vendor_id=clock.vendor_id,
        order_id=clock.order_id,
        due_at=clock.due_at,
    )
    return replace(risky, at_risk_told_at=now), [told]


def wakes(before: Sequence[Clock], after: Sequence[Clock]) -> dict[datetime, list[str]]:
    """At which instants somebody has to look at which clocks, beyond what was arranged before."""
    arranged = {(clock.id, clock.wake_at) for clock in before}
    found: dict[datetime, list[str]] = {}
    for clock in after:
        if clock.wake_at and (clock.id, clock.wake_at) not in arranged:
            found.setdefault(clock.wake_at, []).append(clock.id)
    return found
