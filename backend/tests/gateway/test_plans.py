"""No question that is asked often reads a whole table that grows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.gateway import queries
from bdcommerce.gateway.adapters import postgres as adapter
from bdcommerce.gateway.bootstrap import SERVICE
from bdcommerce.infra.postgres import Query
from bdcommerce.infra.statements import runnable
from support.databases import connected, url_of
from support.harness import Harness, service_harness

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
GROWING = ("delivery", "attempt")
ASKED: list[tuple[Query[Any], tuple[Any, ...], tuple[str, ...]]] = [
    (queries._WANTED, ("payout.paid", ["", "ven_7"]), ("webhook",)),
    (queries._OF_OWNER, ("ven_7", "", 21), ("webhook",)),
    (queries._ONE, ("ven_7", "whk_7"), ("webhook",)),
    (queries._LOG, ("whk_7", "", "", 21), ()),
    (queries._LOG, ("whk_7", "whd_9", "failed", 21), ()),
    (queries._DELIVERED, ("whk_7", "whd_7"), ()),
    (queries._BODY, ("whk_7", "whd_7"), ()),
    (queries._ATTEMPTS, ("whd_7",), ()),
]
FILL = """
SET session_replication_role = replica;
INSERT INTO webhook (id, vendor_id, url, events, description, secret_sealed, old_secret_sealed, disabled, failures,
                     version, created_at, changed_at)
SELECT 'whk_' || n, 'ven_' || n, 'https://x.example', ARRAY['payout.paid'], '', 'x', '', '', 0, 1, now(), now()
FROM generate_series(1, 3000) AS n;
INSERT INTO delivery (id, webhook_id, type, body, status, attempts, next_attempt_at, give_up_at, created_at)
SELECT 'whd_' || n, 'whk_' || n % 500, 'payout.paid', '{}', CASE WHEN n % 50 = 0 THEN 'pending' ELSE 'delivered' END, 1,
       now(), now(), now() - n * interval '1 minute'
FROM generate_series(1, 30000) AS n;
INSERT INTO attempt (delivery_id, number, at, problem, status_code, milliseconds, reply)
SELECT 'whd_' || n, 1, now(), '', 200, 5, '' FROM generate_series(1, 30000) AS n;
"""


@pytest.fixture
async def populated(postgres_url: str) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE) as service:
        async with connected(url_of(service.database)) as connection:
            await connection.execute(f"SET search_path TO gateway, public; {FILL}")
            await connection.execute("SET session_replication_role = DEFAULT; ANALYZE webhook, delivery, attempt")
        yield service


async def test_no_named_query_scans_a_table_that_grows(populated: Harness) -> None:
    pool = await populated.database.reads._pool_()
    for query, arguments, also in ASKED:
        async with pool.acquire() as connection:
            plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {query.sql}", *arguments))
        scanned = [table for table in (*GROWING, *also) if f"Seq Scan on {table} " in plan]
        assert not scanned, f"{query.name} reads all of {scanned}\n{plan}"


async def test_what_is_due_is_found_without_reading_what_is_not(populated: Harness) -> None:
    claim = {"now": NOW, "until": NOW, "each": 20, "webhooks": 32, "busy": ["whk_1"]}
    asked = [runnable(adapter._CLAIM, claim), runnable(adapter._FORGET, {"before": NOW - timedelta(days=20)})]
    async with connected(url_of(populated.database)) as connection:
        await connection.execute("SET search_path TO gateway, public")
        for each in asked:
            plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {each.sql}", *each.arguments))
            assert not [table for table in GROWING if f"Seq Scan on {table} " in plan], plan
