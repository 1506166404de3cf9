"""No question that is asked often reads a whole table that grows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bdcommerce.infra.postgres import Query
from bdcommerce.payments.bootstrap import SERVICE
from bdcommerce.payments.queries import (
    LAST,
    advice,
    cod,
    dues,
    ledger,
    payout_desk,
    payouts,
    prepaid,
    settlements,
    vendors,
    wallets,
)
from support import plans

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
START = (NOON, "", 0)
ASKED: list[plans.Asked] = [
    (vendors._UP_TO, ("liability:vendor:ven_7", *START)),
    (vendors._LINES, ("liability:vendor:ven_7", *START, NOON, 21)),
    (vendors._OWED, ("ven_7", "liability:vendor:ven_7")),
    (vendors._PAYOUTS, ("ven_7", LAST, 21)),
    (ledger._NEWEST, (*ledger._EVER, 21)),
    (ledger._NEWEST, (NOON, "jnl_5", 21)),
    (ledger._OF_ACCOUNT, (*ledger._EVER, 21, "liability:vendor:ven_7")),
    (ledger._OF_ACCOUNT, (*ledger._EVER, 21, "liability:customer_funds")),
    (ledger._DAYS, (NOON - timedelta(minutes=30), NOON)),
    (ledger._BALANCES, (None,)),
    (ledger._PERIODS, (0, 21)),
    (cod._AGEING, (NOON.date(),)),
    (dues._OWED, ("", NOON, NOON.date(), 100)),
    (payouts._OWED, (100,)),
    (dues._HOLDS, ("ven_7", "~", 21)),
    (dues._HOLD, ("phd_7",)),
    (ledger._OF_REFERENCE, (*ledger._EVER, 21, "vor_7", "")),
    (payouts._BATCHES, (LAST, 21)),
    (payouts._BATCH, ("bat_7",)),
    (payouts._FILE, ("bat_7", ["beftn", "npsb"])),
    (payouts._DUE, (NOON, 50)),
    (payouts._CHOSEN, (["ven_7", "ven_8"],)),
    (advice._PAYOUT, ("pay_7",)),
    (advice._BOOKED, ("pay_7", "liability:vendor:ven_7")),
    (advice._BEFORE, ("liability:vendor:ven_7", NOON, "jnl_7", 2)),
    (advice._LINES, ("liability:vendor:ven_7", NOON, "jnl_7", 2, NOON, "jnl_8", 2, 5001)),
    (payout_desk._ONE_METHOD, ("ven_7",)),
    (payout_desk._ASKED, ("", 21)),
    (payout_desk._UNSURE, (NOON,)),
    (payout_desk._FLOAT, ("asset:bank:bkash_b2c",)),
    (payout_desk._UNKNOWN, ("", 21)),
    (payout_desk._PAYOUT, ("pay_7", "bat_7")),
    (payouts._ONE_REFUND, ("ref_7",)),
    (payouts._REFUNDS, (LAST, 21)),
    (payouts._OWED_REFUNDS, (LAST, 21)),
    (cod._COURIERS, ("asset:courier:own", "asset:courier:own ")),
    (cod._PARCELS, ("", "", 21)),
    (cod._PARCELS_OF_COURIER, ("", "", 21, "own")),
    (prepaid._DUE, (NOON, 500)),
    (prepaid._ALL, ("zzz", 21)),
    (prepaid._OF_STATUS, ("zzz", 21, "unknown")),
    (wallets._OF_CUSTOMER, ("usr_7", 20)),
    (settlements._MAPPINGS, ()),
    (settlements._ONE_STATEMENT, ("stm_7",)),
    (settlements._STATEMENTS, (LAST, 21)),
    (settlements._OF_SOURCE, (LAST, 21, "provider", "bkash")),
    (settlements._LINES, ("stm_7", 0, 21)),
    (settlements._NEW, ("stm_7", 200)),
    (settlements._HELD, ("stm_7", 200)),
    (settlements._WHOSE, ("stm_7",)),
    (settlements._ALIKE, ("provider", "bkash", [100, 200], NOON, NOON)),
    (settlements._ONE_DIFFERENCE, (NOON.date(), "dif_7")),
    (settlements._DIFFERENCES, (NOON.date(), "", 21)),
    (settlements._UNDECIDED, (NOON.date(), "", 21)),
    (settlements._DIFFERENCES_OF, (NOON.date(), "", 21, "provider", "bkash")),
    (settlements._UNDECIDED_OF, (NOON.date(), "", 21, "provider", "bkash")),
    (settlements._UNMATCHED, ("", 500)),
    (settlements._SOURCES, ()),
    (settlements._SOURCE, ("provider", "bkash", "asset:provider:bkash")),
    (settlements._ONE_CLOSE, ("scl_7",)),
    (settlements._CLOSES, (LAST, 21)),
]
AUDITOR = "the books are verified from their first entry on: that is what it is for"
VERIFYING: list[Query[Any]] = [ledger._ENTRIES, *(check for check, _ in ledger._CHECKS)]
WHOLE = {query.name: AUDITOR for query in VERIFYING}
FILL = """
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
INSERT INTO payout_method (vendor_id, rail, accepted_by, asked_rail, asked_by)
SELECT 'ven_' || n, 'npsb', 'a', CASE WHEN n % 500 = 0 THEN 'beftn' END, CASE WHEN n % 500 = 0 THEN 'b' END
FROM generate_series(1, 20000) AS n;
INSERT INTO payout (payout_id, batch_id, vendor_id, amount, payee_sealed, status, drafted_at, rail, wallet_key,
                    asked_at, next_at)
SELECT 'pay_u' || n, 'bat_' || n, 'ven_u' || n, 500, 'x', 'unknown', now(), 'bkash', 'key', '2026-11-21', '2026-11-21'
FROM generate_series(1, 40) AS n;
INSERT INTO refund (refund_id, order_id, vendor_order_id, vendor_id, line_id, quantity, amount, reason, granted_by,
                    granted_at, paid_by, paid_at)
SELECT 'ref_' || n, 'ord_' || n, 'vor_' || n, 'ven_1', 'lin_1', 1, 500, 'torn', 'a', now(), 'b', now()
FROM generate_series(1, 20000) AS n;
INSERT INTO payout_hold (hold_id, vendor_id, amount, reason, placed_by, placed_at, lifted_by, lifted_at, lifted_because)
SELECT 'phd_' || n, 'ven_' || n % 400, 500, 'r', 'a', now(), 'b', now(), 'r' FROM generate_series(1, 20000) AS n;
INSERT INTO ledger_period (number, last_day, ends_at, entries, closed_by, closed_at)
SELECT n, date '2022-11-21' + n * 30, '2026-11-22T05:30:00Z'::timestamptz - (48 - n) * interval '30 days', 19800, 'a',
       now() FROM generate_series(1, 48) AS n;
INSERT INTO settlement_statement (statement_id, kind, source, reference, digest, lines, known, skipped, gross, charge,
                                  net, imported_by, imported_at, matched_at)
SELECT 'stm_' || n, 'provider', CASE WHEN n % 2 = 0 THEN 'bkash' ELSE 'nagad' END, '', n, 1, 0, 0, 1, 0, 1, 'a', now(),
       now() FROM generate_series(1, 5000) AS n;
INSERT INTO settlement_line (line_id, statement_id, row, kind, source, key, reference, other_reference, gross, charge,
                             net, stated, outcome, item_id)
SELECT 'sln_' || n, 'stm_' || n % 5000, n, 'provider', 'bkash', n, 'T' || n, '', 1, 0, 1, 1,
       CASE WHEN n % 1000 = 0 THEN NULL WHEN n % 999 = 0 THEN 'held' ELSE 'settled' END, ''
FROM generate_series(1, 20000) AS n;
INSERT INTO settlement_item (kind, source, item_id, what, reference, order_id, balance, opened_at)
SELECT 'provider', CASE WHEN n % 2 = 0 THEN 'bkash' ELSE 'nagad' END, 'att_' || n, 'payment', 'T' || n, 'ord_' || n,
       CASE WHEN n % 100 = 0 THEN 100 ELSE 0 END, '2026-11-22'::timestamptz - n * interval '1 minute'
FROM generate_series(1, 20000) AS n;
INSERT INTO settlement_move (kind, source, item_id, position, number, at, what, amount)
SELECT kind, source, item_id, row_number() OVER (), 0, opened_at, 'captured', 100 FROM settlement_item;
INSERT INTO settlement_difference (difference_id, kind, source, reason, status, amount, reference, item_id, line_id,
                                   found_at, resolved_at)
SELECT 'dif_' || n, 'provider', CASE WHEN n % 2 = 0 THEN 'bkash' ELSE 'nagad' END, 'amount',
       CASE WHEN n % 100 = 0 THEN 'open' ELSE 'resolved' END, 100, '', 'att_' || n, '', now(),
       CASE WHEN n % 100 = 0 THEN NULL ELSE now() END FROM generate_series(1, 20000) AS n;
INSERT INTO settlement_close (close_id, kind, source, day, status, ledger, explained, opening, captured, settled,
                              resolved, items, closed_by, closed_at)
SELECT 'scl_' || n, 'provider', 'bkash', date '2000-01-01' + n, 'proved', 0, 0, 0, 0, 0, 0, '[]', 'a', now()
FROM generate_series(1, 5000) AS n;
INSERT INTO period_balance (number, account, balance)
SELECT number, 'liability:vendor:ven_' || n, 500 FROM generate_series(1, 48) AS number, generate_series(1, 400) AS n;
"""


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(
            connection, SERVICE, ASKED, small={"ledger_period", "settlement_mapping"}, whole=WHOLE
        )
        assert not found, "\n".join(found)
