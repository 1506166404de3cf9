"""The end of a day with a source: what its account holds is explained item by item, once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.payments.jobs import close_settlements
from bdcommerce.payments.projections import SETTLEMENTS
from payments.settling import ROOT, Settling, row
from payments.test_projections import rows
from support.harness import Harness
from support.money import Books, anna

NOON = datetime(2026, 11, 16, 6, tzinfo=UTC)


@pytest.fixture
def settling(payments: Harness) -> Settling:
    return Settling(payments)


async def test_a_day_is_proved_when_nothing_but_what_is_not_due_is_open(settling: Settling) -> None:
    with clock.frozen(NOON):
        await settling.attempt(1000, trx="TRX1")
        await settling.attempt(500, trx="TRX2")
        await settling.statement(row("TRX1", 1000, 10))
        early = {"kind": "provider", "source": "bkash", "day": "2026-11-16"}
        reply = await settling.payments.post(f"{ROOT}/closes", early, as_=anna())
        assert (reply.status_code, "is not over yet" in reply.text) == (422, True)
    with clock.frozen(NOON + timedelta(days=1)):
        found = await settling.close("2026-11-16")
    close = found["close"]
    assert (close["status"], close["ledger"], close["explained"]) == ("proved", close["explained"], close["explained"])
    amounts = [close[name]["amount"] for name in ("opening", "captured", "settled", "resolved", "ledger")]
    assert amounts == [0, 150000, -100000, 0, 50000]
    assert [(item["reference"], item["why"]) for item in found["items"]] == [("TRX2", "not_due")]


async def test_a_close_is_written_once_and_stays_what_it_was(settling: Settling) -> None:
    with clock.frozen(NOON):
        await settling.attempt(1000, trx="TRX1")
    with clock.frozen(NOON + timedelta(days=1)):
        first = await settling.close("2026-11-16")
        await settling.statement(row("TRX1", 900))
        assert await settling.close("2026-11-16") == first
    with clock.frozen(NOON + timedelta(days=2)):
        next_ = await settling.close("2026-11-17")
    assert (next_["close"]["status"], next_["close"]["opening"]["amount"]) == ("explained", 100000)
    assert [(item["amount"]["amount"], item["why"]) for item in next_["items"]] == [(10000, "amount")]
    listed = (await settling.payments.get(f"{ROOT}/closes", as_=anna())).json()["items"]
    assert [each["day"] for each in listed] == ["2026-11-17", "2026-11-16"]
    path = f"{ROOT}/closes/{next_['close']['close_id']}?format=csv"
    text = (await settling.payments.get(path, as_=anna())).text
    assert text.splitlines()[1].endswith(",TRX1,100.00,amount,2026-11-16")
    assert (await settling.payments.get(f"{ROOT}/closes/scl_none", as_=anna())).status_code == 404


async def test_the_job_says_what_is_missing_and_closes_yesterday(settling: Settling, books: Books) -> None:
    with clock.frozen(NOON):
        await settling.attempt(1000, trx="TRX1")
        order_id, attempt_id = await settling.attempt(700)
        await settling.statement(row("TRX5", 700, invoice=f"{order_id[-12:]}01"))
    with clock.frozen(NOON + timedelta(days=6)):
        await settling.capture(order_id, attempt_id, 700, "TRX5")
        await close_settlements(settling.payments.deps)
        await close_settlements(settling.payments.deps)
        (missing,) = await settling.differences()
        assert (missing["reason"], missing["reference"], missing["age_days"]) == ("missing_at_them", "trx1", 0)
        (closed,) = (await settling.payments.get(f"{ROOT}/closes", as_=anna())).json()["items"]
        assert (closed["day"], closed["status"], closed["closed_by"]) == ("2026-11-21", "explained", "system")
        await settling.statement(row("TRX1", 1000))
        assert await settling.differences() == []
    sources = (await settling.payments.get(f"{ROOT}/sources", as_=anna())).json()["items"]
    assert [(each["source"], each["ledger"]["amount"], each["open_differences"]) for each in sources] == [
        ("bkash", 0, 0)
    ]
    assert (await books.balances())["asset:provider:bkash"] == 0


async def test_days_that_the_job_has_missed_are_closed_one_by_one(settling: Settling) -> None:
    with clock.frozen(NOON):
        await settling.attempt(1000, trx="TRX1")
    for days in (1, 4):
        with clock.frozen(NOON + timedelta(days=days)):
            await close_settlements(settling.payments.deps)
    listed = (await settling.payments.get(f"{ROOT}/closes", as_=anna())).json()["items"]
    assert sorted(each["day"] for each in listed) == ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"]
    assert {each["ledger"]["amount"] for each in listed} == {100000}


async def test_two_close_a_day_at_once_and_there_is_one_close(settling: Settling) -> None:
    with clock.frozen(NOON):
        await settling.attempt(1000, trx="TRX1")
    with clock.frozen(NOON + timedelta(days=1)):
        closes = await asyncio.gather(*(settling.close("2026-11-16") for _ in range(3)))
    assert len({each["close"]["close_id"] for each in closes}) == 1


async def test_a_rebuild_of_settlements_says_the_same(settling: Settling) -> None:
    order_id, attempt_id = await settling.attempt(1000, trx="TRX1")
    await settling.refund(order_id, attempt_id, 100, "R1")
    await settling.statement(row("TRX1", 900, 10), row("NOBODY", 5), row("R1", -100))
    (first, second) = await settling.differences()
    await settling.resolve(first["difference_id"], "claim")
    await settling.resolve(second["difference_id"], "refund_customer")
    with clock.frozen(clock.now() + timedelta(days=1)):
        await settling.close((clock.today() - timedelta(days=1)).isoformat())
    before = {table: await rows(settling.payments, table) for table in SETTLEMENTS.tables}
    assert all(before.values())
    assert [done async for done in rebuild(settling.payments.database, SETTLEMENTS)][-1] > 0
    assert {table: await rows(settling.payments, table) for table in SETTLEMENTS.tables} == before
