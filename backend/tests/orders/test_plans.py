"""Every named read on a populated database: by index, never a scan of a table that grows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from bdcommerce.infra.postgres import Query
from bdcommerce.orders import queries
from bdcommerce.orders.bootstrap import SERVICE
from bdcommerce.orders.queries import carts, notes, orders, promotions, recipients, returns, risk, search
from support import plans

ORDERS = 30_000
POPULATE = f"""
CREATE TEMPORARY TABLE made AS SELECT n, lpad(n::text, 26, '0') AS id, 'usr_' || n % 2000 AS customer_id,
    (ARRAY['confirmed', 'delivered', 'completed', 'completed', 'completed'])[1 + n % 5] AS status,
    timestamptz '2026-01-01' + n * interval '1 minute' AS at FROM generate_series(1, {ORDERS}) n;
INSERT INTO cart SELECT 'crt_' || id, customer_id, '',
    CASE WHEN n > {ORDERS} - 10 THEN 'checking_out' ELSE 'ordered' END, 'ord_' || id, '', '', 2, at, at, '' FROM made;
INSERT INTO cart SELECT 'crt_open' || id, customer_id, '', 'open', '', '', '', 2, at, at, '' FROM made WHERE n % 5 = 0;
INSERT INTO cart_line SELECT 'crt_' || id, 'cln_' || id, 'off_' || n % 500, 1, 100 FROM made;
INSERT INTO promotion SELECT 'prm_' || id, CASE n % 3 WHEN 0 THEN '' ELSE 'ven_' || n % 100 END,
    (ARRAY['live', 'ended', 'ended', 'ended'])[1 + n % 4], 'cart', 'percentage',
    (ARRAY['none', 'shared', 'unique'])[1 + n % 3], CASE n % 3 WHEN 1 THEN 'CODE' || n ELSE '' END, at, at, 1, NULL,
    NULL, NULL, '{{}}', 1, at FROM made;
UPDATE promotion SET owner = '' WHERE codes = 'shared';
INSERT INTO promotion_code SELECT 'ONCE' || n, 'prm_' || id, true, '' FROM made;
INSERT INTO promotion_counter SELECT 'prm_' || id, shard, 1, 1, false FROM made, generate_series(0, 3) shard;
INSERT INTO promotion_customer SELECT 'prm_' || id, customer_id, 1 FROM made;
INSERT INTO promotion_offer SELECT 'prm_' || id, 'off_' || n % 500, 1 FROM made;
INSERT INTO customer_list SELECT 'lst_' || n, 'list', at FROM made WHERE n % 100 = 0;
INSERT INTO customer_list_member SELECT 'usr_' || n % 2000, 'lst_' || (n - n % 100) FROM made WHERE n >= 100
    ON CONFLICT DO NOTHING;
INSERT INTO order_contact SELECT 'ord_' || id, 'sealed' FROM made;
INSERT INTO order_view SELECT 'ord_' || id, 'BD-' || to_char(at, 'YYMMDD') || '-' || lpad(n::text, 6, '0'),
    customer_id, '', status, true, '{{}}', '{{}}', at FROM made;
INSERT INTO vendor_order_view SELECT 'vor_' || id, 'ord_' || id, 'ven_' || n % 100, status, '{{}}',
    'BD-' || to_char(at, 'YYMMDD') || '-' || lpad(n::text, 6, '0'), at FROM made;
UPDATE order_view SET district = 'dhaka', open_cash = CASE WHEN status = 'confirmed' THEN 100 ELSE 0 END;
INSERT INTO order_trace SELECT 'device' || n % 2000, 'ord_' || id, at FROM made;
INSERT INTO order_trace SELECT 'address' || n % 2000, 'ord_' || id, at FROM made;
INSERT INTO parcel_outcome SELECT 'vor_' || id, 'ord_' || id, '', 'delivered', at FROM made;
INSERT INTO listed_phone SELECT 'lph_' || id, 'blind' || n, 'sealed', 'blocked', 'because', 'usr_1', at,
    at + interval '1 day' FROM made;
INSERT INTO order_phone SELECT 'blind' || n % 2000, 'ord_' || id FROM made;
INSERT INTO order_note SELECT 'not_' || id || v, 'ord_' || id, 'usr_1', 'sealed', at
    FROM made, generate_series(1, 2) v;
INSERT INTO return_view SELECT 'ret_' || id, 'ord_' || id, 'vor_' || id, 'ven_' || n % 100,
    (ARRAY['requested', 'approved', 'refunded', 'refunded', 'refunded'])[1 + n % 5], '{{}}' FROM made;
INSERT INTO timeline SELECT 'ord_' || id, v, '', 'placed', 'system', '', '', at FROM made, generate_series(1, 4) v;
"""
ORDER, VENDOR_ORDER, PROMOTION = f"ord_{77:026}", f"vor_{77:026}", f"prm_{77:026}"
LONG_AGO, FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
SPAN: list[Any] = [queries.LAST, 21, "ord_0", LONG_AGO, FAR_OFF]
SPAN_OF_PARTS: list[Any] = [queries.LAST, 21, "vor_0", LONG_AGO, FAR_OFF]
ASKED: list[plans.Asked] = [
    (carts._CART, [f"crt_{77:026}"]),
    (carts._OPEN_CART, ["usr_77"]),
    (carts._STALLED, [datetime(2027, 1, 1, tzinfo=UTC)]),
    (orders._ORDER, [ORDER]),
    (orders._HELD, [ORDER]),
    (orders._OF_CUSTOMER, ["usr_77", queries.LAST, 21]),
    (orders._TIMELINE, [ORDER, 0, 21]),
    (orders._TIMELINE_FOR_CUSTOMER, [ORDER, 2, 21]),
    (orders._VENDOR_ORDER, [VENDOR_ORDER]),
    (orders._PARTS, [ORDER]),
    (search.FOR_VENDOR[search.BY_ID], [*SPAN_OF_PARTS, "ven_7"]),
    (search.FOR_VENDOR[search.BY_STATUS], [*SPAN_OF_PARTS, "ven_7", "delivered"]),
    (search.FOR_VENDOR[search.BY_NUMBER], [*SPAN_OF_PARTS, "ven_7", "BD-260105-00"]),
    (search.FOR_VENDOR[search.BY_BOTH], [*SPAN_OF_PARTS, "ven_7", "delivered", "BD-260105-00"]),
    (search.FOR_STAFF[search.BY_ID], SPAN),
    (search.FOR_STAFF[search.BY_STATUS], [*SPAN, "confirmed"]),
    (search.FOR_STAFF[search.BY_NUMBER], [*SPAN, "BD-260105-00"]),
    (search.FOR_STAFF[search.BY_BOTH], [*SPAN, "confirmed", "BD-260105-006"]),
    (search.OF_CUSTOMER, [*SPAN, "", "", "usr_77"]),
    (search.BY_PHONE, [*SPAN, "", "", "blind77"]),
    (search.OF_VENDOR[search.BY_ID], [*SPAN, "", "", "ven_7"]),
    (search.OF_VENDOR[search.BY_STATUS], [*SPAN, "delivered", "", "ven_7"]),
    (notes._NOTES, [ORDER, queries.LAST, 21]),
    (promotions._EDITION, []),
    (promotions._RUNNING, [datetime(2026, 1, 20, tzinfo=UTC)]),
    (promotions._CODED, [PROMOTION, "ONCE77"]),
    (promotions._USAGE, [[PROMOTION], "usr_77"]),
    (promotions._HAS_ORDERED, ["usr_77"]),
    (promotions._LISTS_OF, ["usr_77"]),
    (promotions._ONE, [PROMOTION]),
    (promotions._ALL, [queries.LAST, 21]),
    (promotions._OF_OWNER, [queries.LAST, 21, "ven_7"]),
    (promotions._COUPONS, [queries.LAST, 21]),
    (promotions._CODES, [PROMOTION, "", 21]),
    (promotions._LIST, ["lst_700"]),
    (risk._STANDING, [["blind77", "blind78"], "usr_77", "device77", "address77", LONG_AGO, LONG_AGO, LONG_AGO]),
    (risk._APPRAISED, [ORDER]),
    (risk._PAST, [queries.LAST, 21]),
    (risk._LISTED, [queries.LAST, 21]),
    (recipients._RECIPIENT, [VENDOR_ORDER]),
    (recipients._RECIPIENT_OF_ORDER, [ORDER]),
    (returns._ONE, [f"ret_{77:026}"]),
    (returns._OF_ORDER, [ORDER, 200]),
    (returns._ALL, [queries.LAST, 21]),
    (returns._BY_STATUS, [queries.LAST, 21, "requested"]),
    (returns._OF_VENDOR, [queries.LAST, 21, "ven_7"]),
    (returns._OF_VENDOR_BY_STATUS, [queries.LAST, 21, "ven_7", "requested"]),
]
PAGES = [each for each in ASKED if queries.LAST in each[1] and "number" not in each[0].name]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def populated(postgres_url: str) -> AsyncIterator[plans.Connection]:
    async with plans.grown(postgres_url, SERVICE, POPULATE) as connection:
        yield connection


async def test_no_named_query_reads_more_than_it_shows(populated: plans.Connection) -> None:
    found = await plans.faults(populated, SERVICE, ASKED, small={"promotion_book"})
    assert not found, "\n".join(found)


@pytest.mark.parametrize("query, arguments", PAGES, ids=[query.name for query, _ in PAGES])
async def test_a_page_is_one_range_of_an_index(
    populated: plans.Connection, query: Query[Any], arguments: list[Any]
) -> None:
    for plan in await plans.plans(populated, query, arguments):
        assert "Sort" not in {node["Node Type"] for node in plan.nodes()}, plan
