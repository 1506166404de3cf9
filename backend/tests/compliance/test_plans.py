"""No question that is asked often reads a whole table that grows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bdcommerce.compliance.queries import clocks
from bdcommerce.infra.postgres import Query
from support.databases import connected, url_of
from support.harness import Harness

LATE = datetime(2030, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
GROWING = ("clock", "sale")
GIVEN = {"vendor_id": "ven_7", "state": "running", "kind": "complaint"}
ASKED: list[tuple[Query[Any], tuple[Any, ...]]] = [
    *((query, (NOON, "", LATE, 21, *(GIVEN[name] for name in chosen))) for chosen, query in clocks._PAGES.items()),
    (clocks._ONE, ("clk_7", "")),
    (clocks._ONE, ("clk_7", "ven_7")),
]
FILL = """
SET session_replication_role = replica;
INSERT INTO sale (vendor_order_id, order_id, vendor_id, number, customer_id, released_at, facts)
SELECT 'vor_' || n, 'ord_' || n, 'ven_' || n % 400, 'BD-' || n, 'usr_' || n, '2026-11-22', '{}'
FROM generate_series(1, 20000) AS n;
INSERT INTO clock (id, kind, subject_id, order_id, vendor_id, rule_key, state, started_at, started, at_risk_at, due_at,
                   stopped_at, stopped)
SELECT 'clk_' || n, (ARRAY['handover', 'delivery', 'payout', 'refund', 'complaint'])[1 + n % 5], 'vor_' || n,
       'ord_' || n, 'ven_' || n % 400, 'r', CASE WHEN n > 19000 THEN 'running' ELSE 'stopped' END,
       '2026-11-20', '{}', '2026-11-21', '2026-11-21'::timestamptz + n * interval '1 minute',
       CASE WHEN n > 19000 THEN NULL ELSE '2026-11-20'::timestamptz END,
       CASE WHEN n > 19000 THEN NULL ELSE '{}'::jsonb END
FROM generate_series(1, 20000) AS n;
"""


@pytest.fixture
async def populated(compliance: Harness) -> Harness:
    async with connected(url_of(compliance.database)) as admin:
        await admin.execute(f"SET search_path = compliance, public; {FILL} ANALYZE {', '.join(GROWING)}")
    return compliance


async def test_no_named_query_scans_a_table_that_grows(populated: Harness) -> None:
    async with connected(url_of(populated.database)) as admin:
        await admin.execute("SET search_path = compliance, public")
        for query, arguments in ASKED:
            plan = "\n".join(row[0] for row in await admin.fetch(f"EXPLAIN {query.sql}", *arguments))
            scanned = [table for table in GROWING if f"Seq Scan on {table} " in plan]
            assert not scanned, f"{query.name} reads all of {scanned}\n{plan}"
