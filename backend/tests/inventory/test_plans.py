"""Among many offers, lots and holds, every named query goes by an index."""

from datetime import UTC, date, datetime

from bdcommerce.inventory.bootstrap import SERVICE
from bdcommerce.inventory.queries import audits, batches, counts, holds, imports, stock, transfers, waiting, warehouses
from support import plans

MANY = """
    INSERT INTO stock (offer_id, vendor_id, on_hand, held, version, changed_at)
    SELECT 'off_' || n, 'ven_' || n % 200, 5, 1, 2, now() FROM generate_series(1, 20000) n;
    INSERT INTO vendor_setting SELECT 'ven_' || n, 0 FROM generate_series(1, 5000) n;
    INSERT INTO warehouse (id, vendor_id, name, open, created_at)
    SELECT 'whs_' || n || CASE m WHEN 0 THEN '' ELSE '_' || m END, 'ven_' || n, 'A warehouse', true, now()
    FROM generate_series(0, 199) n, generate_series(0, 4) m;
    INSERT INTO lot (offer_id, warehouse_id, batch_no, expires_on, blocked, vendor_id, on_hand)
    SELECT 'off_' || n, 'whs_' || n % 200, CASE b WHEN 0 THEN '' ELSE 'L' || b END,
           CASE b WHEN 0 THEN 'infinity' ELSE date '2026-12-01' + (n + b) % 400 END, false, 'ven_' || n % 200, 1
    FROM generate_series(1, 20000) n, generate_series(0, 2) b;
    INSERT INTO waiting SELECT 'usr_' || u, 'off_' || n, '{}', '', now()
    FROM generate_series(1, 1000) u, generate_series(1, 20) n;
    INSERT INTO hold (id, status, expires_at, reason)
    SELECT 'hld_' || n, CASE WHEN n % 200 = 0 THEN 'held' ELSE 'committed' END,
           timestamptz '2026-11-22' + n * interval '1 s', ''
    FROM generate_series(1, 20000) n;
    INSERT INTO pick (hold_id, offer_id, warehouse_id, batch_no, expires_on, vendor_id, reference, quantity, given_back,
                      picked_at)
    SELECT 'hld_' || n, 'off_' || n, 'whs_' || n % 200, '', 'infinity', 'ven_' || n % 200, 'ord_' || n, 1, 0, now()
    FROM generate_series(1, 20000) n;
    INSERT INTO event_log (id, stream, version, type, schema_version, data, recorded_at)
    SELECT 'evt_' || o || '_' || v, 'stock-off_' || o, v, 'inventory.UnitsHeld', 1, '{"quantity": 1}', now()
    FROM generate_series(1, 1000) o, generate_series(1, 20) v;
    INSERT INTO stock_audited (offer_id, vendor_id, on_hand, held, version, blocked, lots)
    SELECT offer_id, vendor_id, on_hand, held, version, blocked, lots_of(offer_id) FROM stock;
    INSERT INTO stock_finding SELECT offer_id, now(), vendor_id, 0, 0, 0, vendor_id, 1, 0, 1, now() FROM stock;
    INSERT INTO transfer (id, vendor_id, from_id, to_id, status, note, lines, cargo, drafted_at)
    SELECT 'trf_' || n, 'ven_' || n % 200, 'whs_' || n % 200, 'whs_' || n % 200 || '_1',
           CASE n % 100 WHEN 0 THEN 'sent' ELSE 'received' END, '', '[]', '[]', now() FROM generate_series(1, 20000) n;
    INSERT INTO stock_take (id, vendor_id, warehouse_id, status, note, opened_at)
    SELECT 'cnt_' || n, 'ven_' || n % 200, 'whs_' || n % 200, 'approved', '', now() FROM generate_series(1, 10000) n;
    INSERT INTO stock_take_line (count_id, offer_id, batch_no, expected, counted, counted_at)
    SELECT 'cnt_' || c, 'off_' || n, '', 5, 5, now() FROM generate_series(1, 1000) c, generate_series(1, 20) n;
    INSERT INTO import_run (import_id, vendor_id, kind, format, status, dry_run, options, file, rows, begun_at,
                            ended_at)
    SELECT 'imp_' || n, 'ven_' || n % 200, 'stock', 'csv', 'done', false, '{}', '', 0, now(), now()
    FROM generate_series(1, 20000) n;
    INSERT INTO import_row (import_id, row, number, result, reference, sku, field, code, reason, product_id, offer_id)
    SELECT 'imp_' || i, n + 1, 1, CASE WHEN n % 10 = 0 THEN 'refused' ELSE 'created' END, '', '', '', '', '', '', ''
    FROM generate_series(1, 20) i, generate_series(1, 1000) n;
"""
ASKED: list[plans.Asked] = [
    (stock.STOCK_OF_VENDOR, ("ven_7", "off_1", 21)),
    (stock.STOCK_RUNNING_LOW, ("ven_7", "off_1", 21)),
    (stock.LOW_AT, ("ven_7",)),
    (stock.STOCK_OF_OFFER, ("ven_7", "off_7")),
    (stock.VENDOR_OF_STOCK, ("off_7",)),
    (stock.MOVEMENTS, ("stock-off_7", 2**31 - 1, 21)),
    (warehouses.WAREHOUSES, ("ven_7", "whs_", 21)),
    (warehouses.WAREHOUSE, ("ven_7", "whs_7")),
    (warehouses.LOTS_OF_WAREHOUSE, ("whs_7", "ven_7", "off_1", "", date.max, False, 21)),
    (warehouses.PICKS, ("ven_7", "ord_7", "", "", date.min, "", "", 21)),
    (transfers.TRANSFERS, ("ven_7", "zzzz", 21)),
    (transfers.TRANSFERS_OF_STATUS, ("ven_7", "sent", "zzzz", 21)),
    (transfers.TRANSFER, ("ven_7", "trf_7")),
    (counts.COUNTS, ("ven_7", "zzzz", 21)),
    (counts.COUNT, ("ven_7", "cnt_7")),
    (counts.COUNT_LINES, ("cnt_7", "off_1", "", 21)),
    (batches.BATCHES, ("ven_7", date(2026, 12, 20), date.min, "", "", "", False, 21)),
    (batches.MISJUDGED, (date(2026, 12, 2), 200)),
    (batches.DATED, ()),
    (imports.STOCK_WITH_LOTS, (["off_7", "off_207"], "ven_7")),
    (imports.EXPORT_STOCK, ("ven_7", "off_1", 50)),
    (imports.RUN, ("imp_7",)),
    (imports.ACTIVE, ("ven_7",)),
    (imports.ONE, ("imp_7", "ven_7")),
    (imports.ANYBODYS, ("imp_7",)),
    (imports.OF_VENDOR, ("ven_7", "zzzz", 21)),
    (imports.ROWS, ("imp_7", 500, 1, 21)),
    (imports.ROWS_OF_RESULT, ("imp_7", "refused", 500, 1, 21)),
    (waiting.WAITING_OF_PERSON, ("usr_7", datetime(2027, 1, 1, tzinfo=UTC), "zzzz", 21)),
    (waiting.WAITING, ("usr_7", "off_7")),
    (audits.UNAUDITED, ("off_7", 20)),
    (audits.GONE, ("off_7", 20)),
    (holds.OVERDUE_HOLDS, (datetime(2026, 11, 22, 1, tzinfo=UTC), 200)),
]


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, MANY) as connection:
        found = await plans.faults(connection, SERVICE, ASKED)
        assert not found, "\n".join(found)
