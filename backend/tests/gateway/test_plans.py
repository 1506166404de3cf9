"""No question that is asked often reads a whole table that grows."""

from datetime import UTC, datetime, timedelta

from bdcommerce.gateway import queries
from bdcommerce.gateway.adapters import postgres as adapter
from bdcommerce.gateway.bootstrap import SERVICE
from bdcommerce.infra.statements import runnable
from support import plans

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
GROWING = ("delivery", "attempt")
ASKED: list[plans.Asked] = [
    (queries._WANTED, ("payout.paid", ["", "ven_7"])),
    (queries._OF_OWNER, ("ven_7", "", 21)),
    (queries._ONE, ("ven_7", "whk_7")),
    (queries._LOG, ("whk_7", queries.LAST, 21)),
    (queries._LOG_IN_STATUS, ("whk_7", "whd_9", 21, "failed")),
    (queries._DELIVERED, ("whk_7", "whd_7")),
    (queries._BODY, ("whk_7", "whd_7")),
    (queries._ATTEMPTS, ("whd_7",)),
]
FILL = """
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


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(connection, SERVICE, ASKED)
        assert not found, "\n".join(found)


async def test_what_is_due_is_found_without_reading_what_is_not(postgres_url: str) -> None:
    claim = {"now": NOW, "until": NOW, "each": 20, "webhooks": 32, "busy": ["whk_1"]}
    asked = [runnable(adapter._CLAIM, claim), runnable(adapter._FORGET, {"before": NOW - timedelta(days=20)})]
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        for each in asked:
            plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {each.sql}", *each.arguments))
            assert not [table for table in GROWING if f"Seq Scan on {table} " in plan], plan
