"""When a parcel is promised: cut-offs to the minute, Fridays, Eid, the end of the year, and the law's last day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.fulfilment.adapters.calendar import Calendar
from bdcommerce.fulfilment.domain.delivery import Holiday, put_right
from bdcommerce.fulfilment.domain.promise import Hours, Road, next_cut_off, promise, works
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.text import Localized

FRIDAY, SATURDAY = 5, 6
HOURS = Hours(cut_off_minutes=14 * 60, rest_days=frozenset({FRIDAY}), handling_days=1)
BOTH_DAYS = Hours(cut_off_minutes=14 * 60, rest_days=frozenset({FRIDAY, SATURDAY}), handling_days=1)
AT_ONCE = Hours(cut_off_minutes=14 * 60, rest_days=frozenset(), handling_days=0)
NEAR = Road(least=1, most=2, rest_days=frozenset({FRIDAY}))
FAR = Road(least=2, most=5, rest_days=frozenset({FRIDAY}))
ON_THE_DAY = Road(least=0, most=0, rest_days=frozenset())
EID_UL_FITR = {date(2026, 3, day) for day in (17, 20, 21, 22, 23, 26)}
EID_UL_ADHA = {date(2026, 5, day) for day in (28, 29, 30)}


def at(text: str) -> datetime:
    """An instant as a clock in Dhaka shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=DHAKA)


@pytest.mark.parametrize(
    "ordered, hours, road, holidays, limit, expected",
    [
        # Sunday 22 November 2026, to the minute
        ("2026-11-22 00:00", HOURS, NEAR, set(), 5, "23/24/25 before 22 14:00"),
        ("2026-11-22 13:59", HOURS, NEAR, set(), 5, "23/24/25 before 22 14:00"),
        ("2026-11-22 13:59:59.999999", HOURS, NEAR, set(), 5, "23/24/25 before 22 14:00"),
        ("2026-11-22 14:00", HOURS, NEAR, set(), 5, "24/25/26 before 23 14:00"),
        ("2026-11-22 23:59", HOURS, NEAR, set(), 5, "24/25/26 before 23 14:00"),
        ("2026-11-23 00:00", HOURS, NEAR, set(), 5, "24/25/26 before 23 14:00"),
        # the weekly holiday, on either side of it
        ("2026-11-25 13:00", HOURS, NEAR, set(), 5, "26/28/29 before 25 14:00"),
        ("2026-11-26 13:00", HOURS, NEAR, set(), 5, "28/29/30 before 26 14:00"),
        ("2026-11-26 15:00", HOURS, NEAR, set(), 5, "29/30/01 before 28 14:00"),
        ("2026-11-27 10:00", HOURS, NEAR, set(), 5, "29/30/01 before 28 14:00"),
        ("2026-11-28 10:00", HOURS, NEAR, set(), 5, "29/30/01 before 28 14:00"),
        # a vendor that rests on Saturday too, while the courier does not
        ("2026-11-26 13:00", BOTH_DAYS, NEAR, set(), 5, "29/30/01 before 26 14:00"),
        ("2026-11-26 15:00", BOTH_DAYS, NEAR, set(), 5, "30/01/01 before 29 14:00 by law"),
        ("2026-11-28 10:00", BOTH_DAYS, NEAR, set(), 5, "30/01/02 before 29 14:00"),
        # one that hands over on the day itself, every day
        ("2026-11-27 10:00", AT_ONCE, NEAR, set(), 5, "27/28/29 before 27 14:00"),
        ("2026-11-27 10:00", AT_ONCE, ON_THE_DAY, set(), 5, "27/27/27 before 27 14:00"),
        # another district
        ("2026-11-22 13:00", HOURS, FAR, set(), 10, "23/25/29 before 22 14:00"),
        ("2026-11-22 14:00", HOURS, FAR, set(), 10, "24/26/30 before 23 14:00"),
        # the law's day comes first
        ("2026-11-22 13:00", HOURS, FAR, set(), 5, "23/25/27 before 22 14:00 by law"),
        ("2026-11-22 13:00", HOURS, FAR, set(), 2, "23/24/24 before 22 14:00 by law"),
        # the week of Eid ul-Fitr 2026: Shab-e-Qadr 17th, Jumatul Wida 20th, Eid 21st to 23rd, Independence Day 26th
        ("2026-03-16 13:00", HOURS, NEAR, EID_UL_FITR, 5, "18/19/21 before 16 14:00 by law"),
        ("2026-03-17 10:00", HOURS, NEAR, EID_UL_FITR, 5, "19/22/22 before 18 14:00 by law"),
        ("2026-03-18 10:00", HOURS, NEAR, EID_UL_FITR, 5, "19/23/23 before 18 14:00 by law"),
        ("2026-03-18 10:00", HOURS, FAR, EID_UL_FITR, 10, "19/25/28 before 18 14:00 by law"),
        ("2026-03-19 13:00", HOURS, NEAR, EID_UL_FITR, 5, "24/24/24 before 19 14:00 by law"),
        ("2026-03-20 10:00", HOURS, NEAR, EID_UL_FITR, 10, "25/28/29 before 24 14:00"),
        # Eid ul-Adha 2026: Thursday 28th to Saturday 30th of May
        ("2026-05-25 13:59", HOURS, FAR, EID_UL_ADHA, 10, "26/31/03 before 25 14:00"),
        ("2026-05-27 14:00", HOURS, FAR, EID_UL_ADHA, 10, "01/03/06 before 31 14:00 by law"),
        # over the end of the year; 1 January 2027 is a Friday
        ("2026-12-30 13:00", HOURS, NEAR, set(), 5, "31/02/03 before 30 14:00"),
        ("2026-12-30 15:00", HOURS, NEAR, set(), 5, "02/03/04 before 31 14:00"),
        ("2026-12-31 15:00", HOURS, NEAR, set(), 5, "03/04/05 before 02 14:00"),
        # over the end of February, in a leap year and in none
        ("2027-02-27 10:00", HOURS, NEAR, set(), 5, "28/01/02 before 27 14:00"),
        ("2028-02-28 10:00", HOURS, NEAR, set(), 5, "29/01/02 before 28 14:00"),
    ],
)
def test_a_promise_follows_the_calendar(
    *, ordered: str, hours: Hours, road: Road, holidays: set[date], limit: int, expected: str
) -> None:
    made = promise(at(ordered), hours, road, holidays, limit_days=limit)

    days = "/".join(f"{day:%d}" for day in (made.handed_over, made.first, made.last))
    before = f"{made.order_before.astimezone(DHAKA):%d %H:%M}"
    assert f"{days} before {before}{' by law' if made.limited else ''}" == expected


def test_the_day_is_that_of_dhaka_and_not_of_greenwich() -> None:
    in_utc = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)

    made = promise(in_utc, HOURS, NEAR, set(), limit_days=5)

    assert made == promise(at("2026-11-23 01:00"), HOURS, NEAR, set(), limit_days=5)
    assert made.order_before == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("cut_off, ordered, before", [(0, "00:00", "23 00:00"), (1439, "23:58", "22 23:59")])
def test_a_cut_off_may_be_any_minute_of_the_day(cut_off: int, ordered: str, before: str) -> None:
    hours = Hours(cut_off_minutes=cut_off, rest_days=frozenset(), handling_days=0)

    due = next_cut_off(at(f"2026-11-22 {ordered}"), hours, set())

    assert f"{due.astimezone(DHAKA):%d %H:%M}" == before


instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: at("2026-01-01 00:00") + timedelta(minutes=minutes))
weekdays = st.frozensets(st.integers(1, 7), max_size=6)
holiday_sets = st.frozensets(st.dates(date(2026, 1, 1), date(2029, 1, 31)), max_size=60)
some_hours = st.builds(Hours, cut_off_minutes=st.integers(0, 1439), rest_days=weekdays, handling_days=st.integers(0, 3))
some_roads = st.tuples(st.integers(0, 4), st.integers(0, 6), weekdays).map(
    lambda drawn: Road(least=drawn[0], most=drawn[0] + drawn[1], rest_days=drawn[2])
)


@given(instants, some_hours, some_roads, holiday_sets, st.sampled_from([5, 10]))
def test_no_promise_is_later_than_the_law_allows_nor_ends_before_it_begins(
    now: datetime, hours: Hours, road: Road, holidays: frozenset[date], limit: int
) -> None:
    made = promise(now, hours, road, holidays, limit_days=limit)

    assert now.date() <= made.first <= made.last <= now.date() + timedelta(days=limit)
    assert works(made.order_before.astimezone(DHAKA).date(), hours.rest_days, holidays)
    if not made.limited and road.least:
        assert works(made.first, road.rest_days, holidays)
        assert works(made.last, road.rest_days, holidays)


@given(instants, some_hours, some_roads, holiday_sets, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_who_orders_later_never_gets_it_handed_over_earlier(
    now: datetime, hours: Hours, road: Road, holidays: frozenset[date], wait: timedelta
) -> None:
    early, late = (promise(when, hours, road, holidays, limit_days=10) for when in (now, now + wait))

    assert early.handed_over <= late.handed_over
    if now + wait < early.order_before:
        assert late.handed_over == early.handed_over
        assert late.order_before == early.order_before


async def test_the_calendar_knows_the_fixed_days_and_eid_in_both_languages() -> None:
    days = await Calendar().of(2026)

    assert days[date(2026, 2, 21)].en == "Martyrs' Day and International Mother Language Day"
    assert days[date(2026, 4, 14)].bn == "পহেলা বৈশাখ"
    assert {date(2026, 3, day) for day in (21, 22, 23)} <= days.keys()


async def test_an_estimated_day_is_called_by_its_name() -> None:
    days = await Calendar().of(2027)

    assert {name.en for day, name in days.items() if day.month == 3} >= {"Eid al-Fitr"}
    assert not [name for name in days.values() if "estimated" in name.en or "আনুমানিক" in name.bn]


def test_staff_put_the_calendar_right_when_the_moon_is_sighted_a_day_later() -> None:
    eid = Localized("Eid al-Fitr", "ঈদুল ফিতর")
    foretold = {date(2026, 3, day): eid for day in (21, 22, 23)}
    known_better = [
        Holiday(day=date(2026, 3, 21), closed=False, name=eid),
        Holiday(day=date(2026, 3, 24), closed=True, name=eid),
    ]

    days = put_right(foretold, known_better)

    assert sorted(day.day for day in days) == [22, 23, 24]
    handed_over = [
        promise(at("2026-03-19 13:00"), HOURS, NEAR, known, limit_days=10).handed_over for known in (foretold, days)
    ]
    assert handed_over == [date(2026, 3, 24), date(2026, 3, 21)]


def test_an_order_has_its_day_even_where_the_whole_week_is_closed() -> None:
    closed = {date(2026, 11, 22) + timedelta(days=offset) for offset in range(30)}

    made = promise(at("2026-11-22 10:00"), HOURS, NEAR, closed, limit_days=5)

    assert (made.last, made.limited) == (date(2026, 11, 27), True)
    assert made.order_before == datetime.combine(date(2026, 12, 22), time(14), tzinfo=DHAKA)
