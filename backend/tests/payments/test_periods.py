"""Closed periods: nothing is posted into them any more; balances by day; how long couriers have had cash."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bdcommerce.infra.eventlog import revive
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.domain.ledger import entry
from bdcommerce.payments.errors import PeriodIsClosed
from bdcommerce.payments.events import About, PeriodClosed
from bdcommerce.payments.ports import Work
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
DAY = timedelta(days=1)


async def close(payments: Harness, last_day: str) -> tuple[int, dict[str, object]]:
    reply = await payments.post("/admin/ledger/periods", {"last_day": last_day}, as_=anna())
    return reply.status_code, reply.json()


async def post(payments: Harness, reference: str) -> None:
    lines = (
        ledger.debit(ledger.MAIN_BANK, Money(100)),
        ledger.credit(ledger.Account("income:penalty"), Money(100)),
    )
    async with payments.deps.works() as work:
        await work.journal.post(entry("shortage_paid", reference, About(), lines))


async def days(payments: Harness, query: str) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    reply = await payments.get(f"/admin/ledger/trial-balance/days?{query}", as_=anna())
    assert reply.status_code == 200, reply.text
    names = ("opening", "debit", "credit", "closing")
    return {
        (each["day"], each["account"]): tuple(each[name]["amount"] for name in names) for each in reply.json()["items"]
    }


async def test_what_moved_is_told_day_by_day(payments: Harness) -> None:
    with clock.frozen(NOON):
        await post(payments, "a")
        await post(payments, "b")
    with clock.frozen(NOON + 2 * DAY):
        await post(payments, "c")
    found = await days(payments, "from=2026-11-21&to=2026-11-24")
    assert found == {
        ("2026-11-22", "asset:bank:main"): (0, 200, 0, -200),
        ("2026-11-22", "income:penalty"): (0, 0, 200, 200),
        ("2026-11-24", "asset:bank:main"): (-200, 100, 0, -300),
        ("2026-11-24", "income:penalty"): (200, 0, 100, 300),
    }
    assert set(await days(payments, "from=2026-11-23&to=2026-11-23")) == set()


async def test_a_day_begins_at_midnight_in_bangladesh(payments: Harness) -> None:
    for hour, minute in ((17, 59), (18, 0)):
        with clock.frozen(datetime(2026, 11, 22, hour, minute, tzinfo=UTC)):
            await post(payments, f"at-{hour}")
    assert {day for day, _ in await days(payments, "from=2026-11-20&to=2026-11-25")} == {"2026-11-22", "2026-11-23"}


async def test_the_daily_balances_come_as_a_file_too(payments: Harness) -> None:
    with clock.frozen(NOON):
        await post(payments, "a")
        reply = await payments.get("/admin/ledger/trial-balance/days?format=csv", as_=anna())
    assert 'filename="trial-balance-2026-11-16-2026-11-22.csv"' in reply.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [(row["account"], row["debit_bdt"], row["closing_bdt"]) for row in rows] == [
        ("asset:bank:main", "1.00", "-1.00"),
        ("income:penalty", "0.00", "1.00"),
    ]


@pytest.mark.parametrize("query", ["from=2026-11-23&to=2026-11-22", "from=2026-10-01&to=2026-11-22", "from=9999-01-01"])
async def test_days_that_make_no_sense_are_refused(payments: Harness, query: str) -> None:
    reply = await payments.get(f"/admin/ledger/trial-balance/days?{query}", as_=anna())
    assert (reply.status_code, reply.json()["errors"][0]["field"]) in {(422, "from"), (422, "to")}


async def test_nothing_is_posted_into_a_closed_period(payments: Harness) -> None:
    with clock.frozen(NOON):
        await post(payments, "before")
    with clock.frozen(NOON + DAY):
        status, closed = await close(payments, "2026-11-22")
        assert (status, closed["number"], closed["entries"]) == (201, 1, 1)
        await post(payments, "after")
    with clock.frozen(NOON + timedelta(hours=11, minutes=59)), pytest.raises(PeriodIsClosed):
        await post(payments, "too late")
    with clock.frozen(NOON + timedelta(hours=12)):
        await post(payments, "the first instant of the next day")


async def test_the_database_itself_refuses_it(payments: Harness) -> None:
    with clock.frozen(NOON):
        await close(payments, "2026-11-21")
    late = (
        "INSERT INTO journal_entry (id, at, kind, reference, currency, line_count) VALUES (:id, :at, 'k', 'r', 'B', 2)"
    )
    with pytest.raises(Exception, match="the books are closed"):
        async with payments.database.transaction() as tx:
            await tx.execute(text(late), {"id": "jnl_x", "at": NOON - DAY})


@pytest.mark.parametrize("table", ["ledger_period", "period_balance"])
async def test_a_closed_period_stays_as_it_is(payments: Harness, table: str) -> None:
    with clock.frozen(NOON):
        await post(payments, "a")
    with clock.frozen(NOON + DAY):
        await close(payments, "2026-11-22")
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET number = 9", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(Exception, match="append-only"):
            async with payments.database.transaction() as tx:
                await tx.execute(text(statement))


@pytest.mark.parametrize(
    "last_day, code",
    [("2026-11-22", "period_not_over"), ("2026-11-20", "period_closed"), ("2026-11-19", "period_closed")],
)
async def test_a_period_that_is_not_over_or_closed_already_is_refused(
    payments: Harness, last_day: str, code: str
) -> None:
    with clock.frozen(NOON):
        await close(payments, "2026-11-20")
        status, problem = await close(payments, last_day)
    assert (status, problem["code"]) == (409, code)


async def test_balances_go_on_from_what_was_closed(payments: Harness) -> None:
    for number in range(4):
        with clock.frozen(NOON + number * DAY):
            await post(payments, f"day-{number}")
            if number in {1, 3}:
                assert (await close(payments, f"2026-11-{21 + number}"))[0] == 201
    with clock.frozen(NOON + 4 * DAY):
        for day, sum_ in (("22", 100), ("23", 200), ("24", 300), ("25", 400), ("30", 400)):
            reply = await payments.get(f"/admin/ledger/trial-balance?as_of=2026-11-{day}", as_=anna())
            assert {each["account"]: each["balance"]["amount"] for each in reply.json()["accounts"]} == {
                "asset:bank:main": -sum_,
                "income:penalty": sum_,
            }
        periods = (await payments.get("/admin/ledger/periods?limit=1", as_=anna())).json()
        assert [each["number"] for each in periods["items"]] == [2]
        rest = (await payments.get(f"/admin/ledger/periods?cursor={periods['next_cursor']}", as_=anna())).json()
        assert [(each["number"], each["last_day"], each["entries"]) for each in rest["items"]] == [(1, "2026-11-22", 1)]


async def test_books_that_do_not_hold_are_not_closed(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    with clock.frozen(NOON):
        await books.sell(vendor_order(Bought(unit_price=1000), vendor_id=vendors.vendor()))
        async with payments.database.transaction() as tx:
            await tx.execute(
                text("UPDATE escrow SET collected = collected + 1, accounted = accounted + 1, released_at = NULL")
            )
    with clock.frozen(NOON + DAY):
        status, problem = await close(payments, "2026-11-22")
    assert (status, problem["code"]) == (409, "books_do_not_hold")


async def test_of_those_who_close_at_once_one_does(payments: Harness) -> None:
    with clock.frozen(NOON):
        await post(payments, "a")
    with clock.frozen(NOON + DAY):
        outcomes = await asyncio.gather(*(close(payments, "2026-11-22") for _ in range(4)))
    assert sorted(status for status, _ in outcomes) == [201, 409, 409, 409]


async def test_an_entry_that_is_being_posted_is_in_the_period_that_is_closed(payments: Harness) -> None:
    posted = asyncio.Event()

    async def slowly() -> None:
        lines = (
            ledger.debit(ledger.MAIN_BANK, Money(100)),
            ledger.credit(ledger.Account("income:penalty"), Money(100)),
        )
        work: Work
        async with payments.deps.works() as work:
            with clock.frozen(NOON):
                await work.journal.post(entry("shortage_paid", "slow", About(), lines))
            posted.set()
            await asyncio.sleep(0.05)

    posting = asyncio.create_task(slowly())
    await posted.wait()
    with clock.frozen(NOON + DAY):
        _, closed = await close(payments, "2026-11-22")
    await posting
    assert closed["entries"] == 1


async def test_the_event_of_a_close_holds_every_balance(payments: Harness) -> None:
    with clock.frozen(NOON):
        await post(payments, "a")
    with clock.frozen(NOON + DAY):
        await close(payments, "2026-11-22")
    async with payments.database.transaction() as tx:
        row = await tx.row(text("SELECT type, schema_version, data FROM event_log WHERE stream = 'periods'"))
    assert row is not None
    closed = revive(row["type"], row["schema_version"], row["data"])
    assert isinstance(closed, PeriodClosed)
    assert sum(each.balance.amount for each in closed.balances) == 0
    assert len(closed.balances) == 2


async def test_cash_is_aged_by_the_day_it_was_taken(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    for days_ago in (0, 1, 3, 8, 20):
        terms = vendor_order(Bought(unit_price=10000 * (days_ago + 1)), vendor_id=vendors.vendor(), delivery=0)
        with clock.frozen(NOON - days_ago * DAY):
            order = confirmed(terms)
            await books.hear(order, delivered(order, terms))
            if days_ago == 3:
                await books.hear(remitted(terms, short=500))
    with clock.frozen(NOON):
        aged = (await payments.get("/admin/cod/ageing", as_=anna())).json()
        [row] = aged["items"]
        assert (row["courier"], row["parcels"], row["oldest"]) == ("own", 5, "2026-11-02")
        assert row["amounts"] == [30000, 500, 0, 90000, 210000]
        assert row["outstanding"]["amount"] == sum(row["amounts"])
        reply = await payments.get("/admin/cod/ageing?format=xlsx", as_=anna())
    assert reply.content.startswith(b"PK")
