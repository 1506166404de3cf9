"""Among many offers and holds, every named query goes by an index."""

from datetime import UTC, datetime
from typing import Any

from bdcommerce.infra.postgres import Query
from bdcommerce.inventory import queries
from support.databases import connected, url_of
from support.harness import Harness

MANY = """
    INSERT INTO stock (offer_id, vendor_id, on_hand, held, version, changed_at)
    SELECT 'off_' || n, 'ven_' || n % 200, 5, 1, 2, now() FROM generate_series(1, 20000) n;
    INSERT INTO hold (id, status, expires_at, reason)
    SELECT 'hld_' || n, CASE WHEN n % 200 = 0 THEN 'held' ELSE 'committed' END,
           timestamptz '2026-11-22' + n * interval '1 s', ''
    FROM generate_series(1, 20000) n;
    INSERT INTO event_log (id, stream, version, type, schema_version, data, recorded_at)
    SELECT 'evt_' || o || '_' || v, 'stock-off_' || o, v, 'inventory.UnitsHeld', 1, '{"quantity": 1}', now()
    FROM generate_series(1, 1000) o, generate_series(1, 20) v;
    INSERT INTO stock_audited (offer_id, vendor_id, on_hand, held, version)
    SELECT offer_id, vendor_id, on_hand, held, version FROM stock;
    ANALYZE stock, stock_audited, hold, event_log;
"""
ASKED: list[tuple[Query[Any], tuple[Any, ...]]] = [
    (queries.STOCK_OF_VENDOR, ("ven_7", "off_1", 21)),
    (queries.VENDOR_OF_STOCK, ("off_7",)),
    (queries.MOVEMENTS, ("stock-off_7", 2**31 - 1, 21)),
    (queries.UNAUDITED, ("off_7", 20)),
    (queries.GONE, ("off_7", 20)),
    (queries.OVERDUE_HOLDS, (datetime(2026, 11, 22, 1, tzinfo=UTC), 200)),
]


async def test_no_query_walks_a_whole_table(inventory: Harness) -> None:
    async with connected(url_of(inventory.database)) as admin:
        await admin.execute("SET search_path = inventory, public")
        await admin.execute(MANY)
        plans = {query.name: str(await admin.fetch(f"EXPLAIN {query.sql}", *given)) for query, given in ASKED}
    assert [plan for plan in plans.values() if "Seq Scan" in plan] == []


def test_every_query_is_asked_about() -> None:
    named = {value.name for value in vars(queries).values() if isinstance(value, Query)}
    assert named == {query.name for query, _ in ASKED}
