"""Every named read of reviews, questions and lists on a populated catalog goes by an index."""

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.catalog.queries import lists, questions, reviews, shop
from bdcommerce.infra.postgres import Query
from catalog.test_plans import nodes
from support.databases import connected, ensure_template, throw_away_database
from support.plans import plans

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = object

ROWS = 20_000
GROWING = {
    "purchase",
    "review",
    "review_voice",
    "product_rating",
    "reviewer",
    "post",
    "wishlist",
    "wish",
    "recently_viewed",
    "listing",
    "listed_variant",
    "media",
    "product_page",
}
POPULATE = f"""
SET search_path TO catalog, public;
INSERT INTO review (review_id, product_id, vendor_id, order_id, customer_id, district, rating, title, body, media_ids,
    status, held, code, written_at, reply, replied_at, helpful, reports, version)
SELECT 'rvw_' || n, 'prd_' || n % 20, 'ven_' || n % 100, 'ord_' || n, 'usr_' || n, 'dhaka', 1 + n % 5, 't', 'b',
    CASE WHEN n % 50 = 0 THEN ARRAY['med_' || n] ELSE '{{}}' END,
    CASE WHEN n % 200 = 1 THEN 'held' WHEN n % 200 = 2 THEN 'rejected' ELSE 'published' END, '{{}}',
    CASE WHEN n % 200 = 2 THEN 'fake' ELSE '' END, now(), CASE WHEN n % 10 > 0 THEN 'thanks' ELSE '' END,
    CASE WHEN n % 10 > 0 THEN now() END, n % 97, CASE WHEN n % 300 = 0 THEN 1 ELSE 0 END, 1
FROM generate_series(1, {ROWS}) n;
INSERT INTO reviewer SELECT 'usr_' || n, 'R.', '' FROM generate_series(1, {ROWS}) n;
INSERT INTO product_rating SELECT 'prd_' || n, '{{0,0,0,0,1}}', 1 FROM generate_series(1, {ROWS}) n;
INSERT INTO media SELECT 'med_' || n, 'usr_' || n, md5(n::text), 1, 1, '', '[]', '{{}}', NULL
FROM generate_series(1, {ROWS}) n;
INSERT INTO post (post_id, question_id, kind, product_id, vendor_id, author_id, by_vendor, district, body, status, held,
    code, posted_at, answered, version)
SELECT 'qst_' || n, 'qst_' || n, 'question', 'prd_' || n % 20, 'ven_' || n % 100, 'usr_' || n, false, '', 'b',
    CASE WHEN n % 200 = 1 THEN 'held' WHEN n % 200 = 2 THEN 'rejected' ELSE 'published' END, '{{}}'::text[],
    CASE WHEN n % 200 = 2 THEN 'fake' ELSE '' END, now(), n % 10 > 0, 1 FROM generate_series(1, {ROWS}) n
UNION ALL
SELECT 'ans_' || n, 'qst_' || n, 'answer', 'prd_' || n % 20, 'ven_' || n % 100, 'usr_0', true, '', 'b', 'published',
    '{{}}'::text[], '', now(), false, 1 FROM generate_series(1, {ROWS}) n WHERE n % 10 > 0;
INSERT INTO listing (product_id, card, category_path, vendors, price, in_stock, published_at, on_sale, brand_id,
    popularity, rating)
SELECT 'prd_' || n, '{{}}', '{{}}', '{{}}', 100, true, now(), false, '', 0, 0
FROM generate_series(1, {ROWS}) n;
INSERT INTO listed_variant SELECT 'var_' || n, 'prd_' || n, '{{}}', '{{}}', 100, true, false, 0, 0, now()
FROM generate_series(1, {ROWS}) n;
INSERT INTO product_page SELECT 'prd_' || n, 'thing-' || n, '{{}}', '{{}}' FROM generate_series(1, {ROWS}) n;
INSERT INTO wishlist SELECT 'wsh_' || n, 'usr_' || n, 'Wishlist', true, md5(n::text) FROM generate_series(1, {ROWS}) n;
INSERT INTO wish SELECT 'wit_' || n, 'wsh_' || 1 + n % 1000, 'prd_' || n, '', 100, true, now()
FROM generate_series(1, {ROWS}) n;
INSERT INTO recently_viewed SELECT 'usr_' || n % 400, 'prd_' || n, now() - n * interval '1 second'
FROM generate_series(1, {ROWS}) n;
ANALYZE;
"""
CASES: list[tuple[Query[Any], list[Any]]] = [
    (reviews.OF_CUSTOMER, ["usr_77", "~", 21]),
    (reviews.OF_VENDOR, ["ven_7", "~", 21]),
    (reviews.UNANSWERED, ["ven_10", "~", 21]),
    (reviews.HELD, ["", 21]),
    (reviews.REPORTED, ["", 21]),
    (reviews.BY_STATUS, ["rejected", "~", 21]),
    (reviews.BY_STATUS, ["published", "~", 21]),
    (reviews.REVIEW, ["rvw_77"]),
    (reviews.STARS, ["prd_77"]),
    (reviews.WORDS, []),
    (questions.OF_PRODUCT, ["prd_7", "~", 21]),
    (questions.OF_VENDOR, ["ven_7", "~", 21]),
    (questions.UNANSWERED, ["ven_10", "~", 21]),
    (questions.ANSWERS, ["qst_7", True, "~", 21]),
    (questions.OF_AUTHOR, ["usr_77", "~", 21]),
    (questions.HELD, ["", 21]),
    (questions.BY_STATUS, ["rejected", "~", 21]),
    (questions.POST, ["qst_77"]),
    (lists.LISTS, ["usr_77"]),
    (lists.SHARED, ["0" * 32]),
    (lists.WISHES, ["wsh_77", "~", 21]),
    (lists.VIEWED, ["usr_77"]),
    (shop.PAGE, ["thing-77"]),
    *(
        (reviews.OF_PRODUCT[sort, rated, photos], ["prd_7", 50, "rvw_9", 21, *([4] if rated else [])])
        for sort, rated, photos in reviews.OF_PRODUCT
    ),
]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def said(postgres_url: str) -> AsyncIterator[Connection]:
    """A catalog of which a lot was said."""
    await ensure_template(postgres_url, "migrated_catalog", [SERVICE])
    async with throw_away_database(postgres_url, "migrated_catalog") as url, connected(url) as connection:
        await connection.execute(POPULATE)
        await connection.execute("SET ROLE bdc_catalog; SET jit TO off")
        await connection.set_type_codec("json", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
        yield connection


async def scans(connection: Connection, query: Query[Any], arguments: list[Any]) -> set[str]:
    """What is read from end to end, with these arguments or with any."""
    found = [node for plan in await plans(connection, query, arguments) for node in plan.nodes()]
    return {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"} & GROWING


async def test_a_named_read_scans_nothing_that_grows(said: Connection) -> None:
    found = {query.sql: scanned for query, arguments in CASES if (scanned := await scans(said, query, arguments))}
    assert not found


@pytest.mark.parametrize("sort", ["newest", "helpful", "rating_high", "rating_low"])
async def test_a_page_of_reviews_is_one_range_of_one_index(said: Connection, sort: Any) -> None:
    query = reviews.OF_PRODUCT[sort, False, False]
    (explained,) = await said.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", "prd_7", 50, "rvw_9", 21)
    found = list(nodes(explained["Plan"]))
    assert "Sort" not in {node["Node Type"] for node in found if node.get("Parent Relationship") == "Outer"}, found
    (one,) = [node for node in found if node.get("Relation Name") == "review"]
    assert one["Node Type"] in ("Index Scan", "Index Only Scan"), one
