"""On tables that have grown every named query goes by an index, whatever its arguments are."""

from datetime import UTC, date, datetime

from bdcommerce.analytics.bootstrap import SERVICE
from bdcommerce.analytics.queries import people, processes, sales
from support import plans

FILL = """
INSERT INTO sales_by_day (by, day, key, orders)
SELECT 'vendor', date '2020-01-01' + n % 2000, 'ven_' || n / 2000, 1 FROM generate_series(0, 39999) n
UNION ALL SELECT 'all', date '2020-01-01' + n, '', 20 FROM generate_series(0, 1999) n;
INSERT INTO reason_by_day (kind, day, vendor_id, by, reason, orders)
SELECT 'cancelled', date '2020-01-01' + n % 2000, 'ven_' || n / 2000, 'customer', 'changed_mind', 1
FROM generate_series(0, 39999) n;
INSERT INTO funnel_by_day (day) SELECT date '2000-01-01' + n FROM generate_series(0, 9999) n;
INSERT INTO satisfaction_by_day (day, vendor_id)
SELECT date '2020-01-01' + n % 2000, 'ven_' || n / 2000 FROM generate_series(0, 39999) n;
INSERT INTO comment (vendor_order_id, vendor_id, score, comment_sealed, at)
SELECT 'vor_' || n, 'ven_' || n % 400, 5, 'x', timestamptz '2026-01-01' + n * interval '1 minute'
FROM generate_series(1, 30000) n;
INSERT INTO onboarding_by_day (day) SELECT date '2000-01-01' + n FROM generate_series(0, 9999) n;
INSERT INTO api_by_hour (hour, method, route, answered, failed, microseconds, classes)
SELECT timestamptz '2026-01-01' + hour * interval '1 hour', 'GET', '/api/v1/' || route, 1, 0, 1, ARRAY[1, 2, 3]
FROM generate_series(1, 2000) hour, generate_series(1, 20) route;
INSERT INTO query_by_hour (hour, name, runs, microseconds)
SELECT timestamptz '2026-01-01' + hour * interval '1 hour', 'query.' || name, 1, 1
FROM generate_series(1, 2000) hour, generate_series(1, 20) name;
INSERT INTO up_minute SELECT timestamptz '2026-01-01' + n * interval '1 minute' FROM generate_series(1, 40000) n;
"""
DAYS = (date(2024, 1, 1), date(2024, 1, 31))
HOURS = (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC))
ASKED: list[plans.Asked] = [
    (sales._DAYS, (*DAYS, "vendor", "ven_7")),
    (sales._BY, ("vendor", *DAYS, 1000)),
    (sales._REASONS, ("cancelled", *DAYS)),
    (sales._REASONS_OF_VENDOR, ("cancelled", *DAYS, "ven_7")),
    (people._FUNNEL, DAYS),
    (people._SATISFACTION, DAYS),
    (people._SATISFACTION_OF_VENDOR, (*DAYS, "ven_7")),
    (people._COMMENTS, (*people.NEWEST, 21)),
    (people._COMMENTS_OF_VENDOR, (*people.NEWEST, 21, "ven_7")),
    (people._ONBOARDING, DAYS),
    (processes._ROUTES, HOURS),
    (processes._QUERIES, HOURS),
    (processes._UPTIME, HOURS),
]


async def test_no_named_query_reads_more_than_it_shows(postgres_url: str) -> None:
    async with plans.grown(postgres_url, SERVICE, FILL) as connection:
        found = await plans.faults(connection, SERVICE, ASKED)
        assert not found, "\n".join(found)
