"""`bdc ledger` and `bdc audit`: they say so when the books or the log do not hold, and fail."""

from cli.bdc import bdc
from support.databases import connected


async def tamper(url: str, *statements: str) -> None:
    """As a superuser whom no trigger stops."""
    async with connected(url) as connection:
        await connection.execute("SET session_replication_role = replica")
        for statement in statements:
            await connection.execute(statement)


async def test_empty_books_hold(marketplace: str) -> None:
    assert "৳0.00" in (await bdc("ledger", "trial-balance")).out
    said = await bdc("ledger", "verify")
    assert (said.status, said.out) == (0, "The books hold: 0 entries.\n")


async def test_books_that_do_not_sum_to_zero_fail(marketplace: str) -> None:
    await tamper(
        marketplace,
        "INSERT INTO payments.journal_entry (id, at, kind, reference, currency, line_count) "
        "VALUES ('jnl_1', now(), 'cod_collected', 'forged', 'BDT', 2)",
        "INSERT INTO payments.journal_line (entry_id, number, at, account, side, amount, currency) "
        "VALUES ('jnl_1', 1, now(), 'asset:bank:main', 'debit', 12300, 'BDT')",
    )
    balance = await bdc("ledger", "trial-balance")
    assert balance.status == 1
    assert "-৳123.00" in balance.out
    verdict = await bdc("ledger", "verify")
    assert verdict.status == 1
    assert "jnl_1" in verdict.err
    assert "docs/runbooks/ledger-not-zero.md" in verdict.err


async def test_an_audit_log_holds_or_says_from_where_it_does_not(marketplace: str) -> None:
    said = await bdc("audit", "verify")
    assert said.status == 0
    assert "0 entries" in said.out
    await tamper(marketplace, "UPDATE compliance.audit_head SET seq = 1, hash = repeat('f', 64)")
    said = await bdc("audit", "verify")
    assert said.status == 1
    assert "does not hold from entry 1 on" in said.err
