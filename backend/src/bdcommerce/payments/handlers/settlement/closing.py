"""The end of a day with a source: what has not come in time is said aloud, and the day is closed once."""

from datetime import date, datetime, time, timedelta

from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement import closing, differences
from bdcommerce.payments.domain.settlement.matching import Item
from bdcommerce.payments.events import SourceKind
from bdcommerce.payments.handlers.settlement.rules import Rules
from bdcommerce.payments.ports import Work

MOST = timedelta(days=31)
"""Before yesterday no day is closed that staff do not ask for."""
AT_ONCE = 500
"""Differences that are opened in one go, at most."""


def begin_of(day: date) -> datetime:
    """The instant at which a day begins in Bangladesh."""
    return datetime.combine(day, time.min, clock.DHAKA)


async def close_day(work: Work, kind: SourceKind, source: str, day: date, *, rules: Rules, by: str) -> str:
    """The close of a day that is over; again: the one there is. Raises Invalid for a day that is not over."""
    ensure(day < clock.today(), Invalid.field("day", "is not over yet"))
    await work.settlements.hold(kind, source)
    if before := await work.settlements.closed(kind, source, day):
        return before
    end = begin_of(day + timedelta(days=1))
    closed = closing.close(
        kind,
        source,
        day,
        ledger=await work.settlements.ledger(kind, source, end),
        standing=await work.settlements.standing(kind, source, end),
        moved=await work.settlements.moved(kind, source, begin_of(day), end),
        days=rules.days,
        by=by,
    )
    await work.settlements.close(closed)
    return closed.close_id


async def close_days(work: Work, kind: SourceKind, source: str, *, rules: Rules, by: str) -> None:
    """Every day since the last one that was closed, up to yesterday; at first yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    last = await work.settlements.last_closed(kind, source) or yesterday - timedelta(days=1)
    day = max(last + timedelta(days=1), yesterday - MOST)
    while day <= yesterday:
        await close_day(work, kind, source, day, rules=rules, by=by)
        day += timedelta(days=1)


async def say_what_is_missing(work: Work, kind: SourceKind, source: str, rules: Rules) -> None:
    """Whatever should have been in a statement by now and is in none becomes a difference."""
    await work.settlements.hold(kind, source)
    before = begin_of(clock.today() - timedelta(days=rules.days))
    for item in await work.settlements.overdue(kind, source, before, AT_ONCE):
        found = differences.found(
            kind, source, "missing_at_them", Money(item.balance), reference=_called(item), item_id=item.item_id
        )
        await work.settlements.keep(found.difference_id, [found], 0)


def _called(item: Item) -> str:
    return min(item.names - {item.item_id}, default=item.item_id)
