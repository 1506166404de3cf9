"""The journal in the database: what is not balanced cannot be committed, and what is committed cannot be changed."""

from dataclasses import replace
from datetime import datetime

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger, postings
from bdcommerce.payments.domain.ledger import Entry, reversal
from bdcommerce.payments.errors import AlreadyPosted
from support.databases import url_of
from support.harness import Harness
from support.money import Books, delivered, remitted, settled
from support.purchases import Bought, confirmed, vendor_order

Line = tuple[str, int, str]
HALF = ("debit", 500, "BDT")
OTHER_HALF = ("credit", 500, "BDT")


def payout(amount: int = 500) -> Entry:
    made = postings.payout_approved("bat_1", new_id("pay"), "ven_1", Money(amount))
    assert made is not None
    return made


async def write(payments: Harness, *lines: Line, line_count: int = 2) -> str:
    """Write an entry past the domain, as a programming error would; its id."""
    entry_id, at = new_id("jnl"), clock.now()
    async with payments.database.transaction() as tx:
        await tx.execute(
            text("""
                INSERT INTO journal_entry (id, at, kind, reference, currency, line_count)
                VALUES (:id, :at, 'payout', :id, 'BDT', :line_count)
            """),
            {"id": entry_id, "at": at, "line_count": line_count},
        )
        for number, line in enumerate(lines, 1):
            await add_line(tx, entry_id, number, line, at)
    return entry_id


async def add_line(tx: Transaction, entry_id: str, number: int, line: Line, at: datetime) -> None:
    side, amount, currency = line
    await tx.execute(
        text("""
            INSERT INTO journal_line (entry_id, number, at, account, side, amount, currency)
            VALUES (:entry_id, :number, :at, 'asset:bank:main', :side, :amount, :currency)
        """),
        {"entry_id": entry_id, "number": number, "at": at, "side": side, "amount": amount, "currency": currency},
    )


async def add_two_lines(payments: Harness, entry_id: str) -> None:
    async with payments.database.transaction() as tx:
        at = await tx.scalar(text("SELECT at FROM journal_entry WHERE id = :id"), {"id": entry_id})
        await add_line(tx, entry_id, 3, HALF, at)
        await add_line(tx, entry_id, 4, OTHER_HALF, at)


async def test_the_database_keeps_an_entry_that_balances(payments: Harness) -> None:
    await write(payments, HALF, OTHER_HALF)


@pytest.mark.parametrize(
    "lines",
    [(), (HALF,), (HALF, HALF), (HALF, ("credit", 499, "BDT")), (HALF, OTHER_HALF, ("credit", 1, "BDT"))],
)
async def test_the_database_refuses_an_entry_that_does_not_balance(payments: Harness, lines: tuple[Line, ...]) -> None:
    with pytest.raises(IntegrityError, match="difference"):
        await write(payments, *lines, line_count=max(len(lines), 2))


@pytest.mark.parametrize("amount", [0, -500])
async def test_the_database_refuses_an_amount_that_is_not_above_zero(payments: Harness, amount: int) -> None:
    with pytest.raises(IntegrityError, match="amount_check"):
        await write(payments, HALF, ("credit", amount, "BDT"))


async def test_the_database_refuses_a_second_currency(payments: Harness) -> None:
    with pytest.raises(IntegrityError, match="journal_line_entry_fkey"):
        await write(payments, HALF, ("credit", 500, "USD"))


async def test_lines_cannot_be_added_to_an_entry_later_even_if_they_balance(payments: Harness) -> None:
    entry_id = await write(payments, HALF, OTHER_HALF)
    with pytest.raises(IntegrityError, match="4 of 2 lines"):
        await add_two_lines(payments, entry_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET kind = 'refund_paid'",
        "UPDATE journal_line SET amount = 1",
        "DELETE FROM journal_line",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_line",
        "TRUNCATE journal_entry CASCADE",
    ],
)
async def test_no_entry_is_ever_changed(payments: Harness, statement: str) -> None:
    await write(payments, HALF, OTHER_HALF)
    with pytest.raises(IntegrityError, match="append-only"):
        async with payments.database.transaction() as tx:
            await tx.execute(text(statement))


async def test_the_same_thing_is_not_posted_twice(payments: Harness) -> None:
    entry = payout()
    async with payments.deps.works() as work:
        await work.journal.post(entry)
    with pytest.raises(AlreadyPosted):
        async with payments.deps.works() as work:
            await work.journal.post(replace(entry, id=new_id("jnl")))


async def test_an_entry_is_reversed_once(payments: Harness) -> None:
    entry = payout()
    async with payments.deps.works() as work:
        await work.journal.post(entry)
        await work.journal.post(reversal(entry, "payout_failed", entry.reference))
        assert await work.journal.owed("ven_1") == Money(0)
    with pytest.raises(AlreadyPosted):
        async with payments.deps.works() as work:
            await work.journal.post(reversal(entry, "payout_failed", "another reference"))


async def test_an_entry_is_read_as_it_was_posted(payments: Harness) -> None:
    entry = payout()
    async with payments.deps.works() as work:
        await work.journal.post(entry)
        assert await work.journal.find("payout", entry.reference) == entry


async def test_the_log_tells_the_same_books_as_the_tables(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=90000))
    await books.sell(terms)
    told = text("""
        SELECT line ->> 'account' AS account,
               sum(CASE line ->> 'side' WHEN 'credit' THEN 1 ELSE -1 END * (line -> 'amount' ->> 'amount')::bigint)
        FROM event_log, jsonb_array_elements(data -> 'lines') AS line
        WHERE type = 'payments.EntryPosted' GROUP BY 1
    """)
    async with payments.database.transaction() as tx:
        from_log = {row["account"]: int(row["sum"]) for row in await tx.rows(told)}
    assert from_log == await books.balances()
    assert from_log[ledger.vendor(terms.vendor_id).name] > 0


async def test_postings_to_a_shared_account_do_not_wait_for_each_other(payments: Harness) -> None:
    """A transaction that has posted and is still open must not hold up another one."""
    terms = [vendor_order(Bought(unit_price=50000)) for _ in range(2)]
    order = confirmed(*terms)
    async with payments.deps.works() as first, payments.deps.works() as second:
        await second.log.history("x")
        for work, item in ((first, terms[0]), (second, terms[1])):
            await work.journal.post(postings.collected(delivered(order, item)))
            await work.journal.post(postings.remitted((told := remitted(item)), told.parcels[0]))
            await work.journal.post(postings.released(order.order_id, item))


async def test_an_edit_past_every_guard_is_found_by_verification(
    payments: Harness, books: Books, postgres_url: str
) -> None:
    terms = vendor_order(Bought(unit_price=90000))
    await books.sell(terms)
    url = url_of(payments.database)
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")  # what only a superuser can do
    released = "account = 'liability:customer_funds' AND side = 'debit'"
    await connection.execute(f"UPDATE payments.journal_line SET amount = amount + 1 WHERE {released}")
    await connection.close()
    verdict = await payments.face.verify_ledger()
    assert not verdict.holds
    assert any("sides differ" in problem for problem in verdict.problems)
    assert any(terms.vendor_order_id in problem for problem in verdict.problems)
    assert any("all accounts together make -1" in problem for problem in verdict.problems)


async def test_a_shortage_is_on_the_couriers_account_until_it_is_settled(books: Books) -> None:
    terms = vendor_order(Bought(unit_price=90000))
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms, charge=6500, short=10000))
    assert (await books.balances())["asset:courier:own"] == -10000
    await books.hear(settled(terms, 4000), settled(terms, 6000, written_off=True))
    sums = await books.balances()
    assert (sums["asset:courier:own"], sums["expense:claims"]) == (0, -6000)
    assert sums["asset:bank:main"] == -(terms.total.amount - 6500 - 6000)
