"""When a parcel will be there: cut-off, handling, the road, and the days on which nobody works. Asia/Dhaka throughout.

An order before the cut-off of a working day counts as of that day, else as of the next working day. Then come the
vendor's handling days and the zone's days on the road; rest days and public holidays do not count. Whatever they add
up to, the promise is never later than the law allows (Digital Commerce Guidelines 2021: 5 or 10 calendar days).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bdcommerce.kernel.clock import DHAKA

DAY = timedelta(days=1)
MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a vendor hands parcels over."""

    cut_off_minutes: int
    """Minutes after midnight; an order in this minute counts as of the next working day."""
    rest_days: frozenset[int]
    """ISO weekdays (5: Friday) on which it does not work."""
    handling_days: int
    """Working days it needs before the courier comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """How long a zone takes, in days on which it is delivered there."""

    least: int
    most: int
    rest_days: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The first and the last day, and until when an order has them."""

    handed_over: date
    first: date
    last: date
    order_before: datetime
    limited: bool
    """The law's last day came first."""


def promise(now: datetime, hours: Hours, road: Road, holidays: Collection[date], *, limit_days: int) -> Promise:
    """The promise for an order of this instant. `limit_days`: calendar days that the law allows from the order."""
    order_before = next_cut_off(now, hours, holidays)
    counts_as_of = order_before.astimezone(DHAKA).date()
    handed_over = after(counts_as_of, hours.handling_days, hours.rest_days, holidays)
    first = after(handed_over, road.least, road.rest_days, holidays)
    last = after(handed_over, road.most, road.rest_days, holidays)
    latest = now.astimezone(DHAKA).date() + limit_days * DAY
    return Promise(
        handed_over=handed_over,
        first=min(first, latest),
        last=min(last, latest),
        order_before=order_before,
        limited=last > latest,
    )


def next_cut_off(now: datetime, hours: Hours, holidays: Collection[date]) -> datetime:
    """The first cut-off after an instant: today's, or that of the next working day."""
    local = now.astimezone(DHAKA)
    today = _cut_off(local.date(), hours)
    if local < today and works(local.date(), hours.rest_days, holidays):
        return today
    return _cut_off(after(local.date(), 1, hours.rest_days, holidays), hours)


def after(day: date, days: int, rest_days: Collection[int], holidays: Collection[date]) -> date:
    """The day so many working days later; the same day for none."""
    while days:
        day += DAY
        days -= works(day, rest_days, holidays)
    return day


def works(day: date, rest_days: Collection[int], holidays: Collection[date]) -> bool:
    """Whether it is neither a rest day nor a holiday."""
    return day.isoweekday() not in rest_days and day not in holidays


def _cut_off(day: date, hours: Hours) -> datetime:
    at = time(*divmod(hours.cut_off_minutes, MINUTES_PER_HOUR))
    return datetime.combine(day, at, tzinfo=DHAKA).astimezone(UTC)
