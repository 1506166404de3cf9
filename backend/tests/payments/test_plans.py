"""No question that is asked often reads a whole table that grows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.infra.postgres import Query
from bdcommerce.payments.queries import cod, dues, ledger, payouts, prepaid, vendors, wallets
from support.databases import connected, url_of
from support.harness import Harness

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
START = (NOON, "", 0)
GROWING = (
    "journal_entry", "journal_line", "escrow", "payout", "payout_batch", "refund", "payout_hold", "payment",
    "saved_wallet",
)  # fmt: skip
ASKED: list[tuple[Query[Any], tuple[Any, ...]]] = [
    (vendors._UP_TO, ("liability:vendor:ven_7", *START)),
    (vendors._LINES, ("liability:vendor:ven_7", *START, NOON, 21)),
    (vendors._OWED, ("ven_7", "liability:vendor:ven_7")),
    (vendors._PAYOUTS, ("ven_7", "", 21)),
    (ledger._NEWEST, (None, "", 21)),
    (ledger._NEWEST, (NOON, "jnl_5", 21)),
    (ledger._OF_ACCOUNT, (None, "", 21, "liability:vendor:ven_7")),
    (ledger._OF_ACCOUNT, (None, "", 21, "liability:customer_funds")),
    (ledger._DAYS, (NOON - timedelta(minutes=30), NOON)),
    (ledger._BALANCES, (None,)),
    (ledger._PERIODS, (0, 21)),
    (cod._AGEING, (NOON.date(),)),
    (dues._HOLDS, ("ven_7", "~", 21)),
    (dues._HOLD, ("phd_7",)),
    (ledger._OF_REFERENCE, (None, "", 21, "vor_7", "")),
    (payouts._BATCHES, ("", 21)),
    (payouts._BATCH, ("bat_7",)),
    (payouts._FILE, ("bat_7",)),
    (payouts._ONE_REFUND, ("ref_7",)),
    (payouts._REFUNDS, ("", 21)),
    (payouts._OWED_REFUNDS, ("", 21)),
    (cod._COURIERS, ("asset:courier:own", "asset:courier:own ")),
    (cod._PARCELS, ("own", "", "", 21)),
    (prepaid._DUE, (NOON, 500)),
    (prepaid._ALL, ("zzz", 21)),
    (prepaid._OF_STATUS, ("zzz", 21, "unknown")),
    (wallets._OF_CUSTOMER, ("usr_7", 20)),
]
FILL = """
SET session_replication_role = replica;
INSERT INTO payment (order_id, status, unassigned, next_at, state)
SELECT 'ord_' || n, CASE WHEN n % 500 = 0 THEN 'unknown' ELSE 'captured' END, 0,
       CASE WHEN n % 500 = 0 THEN '2026-11-22'::timestamptz END, '{}'
FROM generate_series(1, 20000) AS n;
INSERT INTO saved_wallet (id, customer_id, provider, status, provider_payment_id, token_sealed, number, asked_at)
SELECT 'wal_' || n, 'usr_' || n, 'bkash', 'saved', 'TR' || n, 'x', '', now() FROM generate_series(1, 20000) AS n;
INSERT INTO journal_entry (id, at, kind, reference, currency, line_count, vendor_order_id)
SELECT 'jnl_' || n, '2026-11-22'::timestamptz + n * interval '1 second', 'released', 'vor_' || n, 'BDT', 2, 'vor_' || n
FROM generate_series(1, 20000) AS n;
INSERT INTO journal_line (entry_id, number, at, account, side, amount, currency, vendor_order_id)
SELECT id, number, at,
       CASE number WHEN 1 THEN 'liability:customer_funds' WHEN 2 THEN 'liability:vendor:ven_' || n % 400
       ELSE 'asset:courier:' || CASE WHEN n % 100 = 0 THEN 'own' ELSE 'other' END END,
       CASE number WHEN 1 THEN 'debit' ELSE 'credit' END, 500, 'BDT', vendor_order_id
FROM (SELECT *, row_number() OVER () AS n FROM journal_entry) AS entry, generate_series(1, 3) AS number;
INSERT INTO escrow (vendor_order_id, vendor_id, courier, collected, accounted, released_at, vendor_amount,
                    payout_due_on)
SELECT 'vor_' || n, 'ven_' || n % 400, 'own', 500, CASE WHEN n % 100 = 0 THEN 0 ELSE 500 END,
       CASE WHEN n % 100 = 0 THEN NULL ELSE '2026-11-22'::timestamptz + n * interval '1 second' END, 500, '2026-12-02'
FROM generate_series(1, 20000) AS n;
INSERT INTO payout_batch (batch_id, status, drafted_by, drafted_at, approved_by)
SELECT 'bat_' || n, 'settled', 'a', now(), 'b' FROM generate_series(1, 2000) AS n;
INSERT INTO payout (payout_id, batch_id, vendor_id, amount, payee_sealed, status, drafted_at)
SELECT 'pay_' || n, 'bat_' || n % 2000, 'ven_' || n % 400, 500, 'x', 'paid', now() FROM generate_series(1, 20000) AS n;
INSERT INTO refund (refund_id, order_id, vendor_order_id, vendor_id, line_id, quantity, amount, reason, granted_by,
                    granted_at, paid_by, paid_at)
SELECT 'ref_' || n, 'ord_' || n, 'vor_' || n, 'ven_1', 'lin_1', 1, 500, 'torn', 'a', now(), 'b', now()
FROM generate_series(1, 20000) AS n;
INSERT INTO payout_hold (hold_id, vendor_id, amount, reason, placed_by, placed_at, lifted_by, lifted_at, lifted_because)
SELECT 'phd_' || n, 'ven_' || n % 400, 500, 'r', 'a', now(), 'b', now(), 'r' FROM generate_series(1, 20000) AS n;
INSERT INTO ledger_period (number, last_day, ends_at, entries, closed_by, closed_at)
VALUES (1, '2026-11-21', '2026-11-22T05:30:00Z', 19800, 'a', now());
"""


@pytest.fixture
async def populated(payments: Harness) -> Harness:
    async with connected(url_of(payments.database)) as connection:
        await connection.execute(f"SET search_path TO payments, public; {FILL}")
        await connection.execute("SET session_replication_role = DEFAULT")
        await connection.execute(f"ANALYZE {', '.join(GROWING)}")
    return payments


async def test_no_named_query_scans_a_table_that_grows(populated: Harness) -> None:
    pool = await populated.database.reads._pool_()
    for query, arguments in ASKED:
        async with pool.acquire() as connection:
            plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {query.sql}", *arguments))
        scanned = [table for table in GROWING if f"Seq Scan on {table} " in plan]
        assert not scanned, f"{query.name} reads all of {scanned}\n{plan}"
