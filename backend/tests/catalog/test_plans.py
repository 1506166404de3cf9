"""Every named read on a populated catalog: by index, a page as one range, never a scan of a table that grows."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.catalog.queries import attributes, brands, media, shop, vendor
from bdcommerce.infra.postgres import Query
from support.databases import connected, ensure_template, throw_away_database

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = object

PRODUCTS = 20_000
FAR, ANY = datetime(2100, 1, 1, tzinfo=UTC), "~"
ROOT, LEAF, VENDOR = "cat_root", "cat_leaf7", "ven_7"
GROWING = {
    "listing",
    "shelf",
    "product_page",
    "product",
    "variant",
    "offer",
    "imported_file",
    "imported_product",
    "brand",
    "media",
}

POPULATE = f"""
SET search_path TO catalog, public;
INSERT INTO category SELECT 'cat_root', '', ARRAY['cat_root'], 'root', '{{"en": "Root"}}', 0, false, false, false, 1;
INSERT INTO category SELECT 'cat_leaf' || n, 'cat_root', ARRAY['cat_root', 'cat_leaf' || n], 'leaf' || n,
    '{{"en": "Leaf"}}', n, false, false, false, 1 FROM generate_series(0, 199) n;
INSERT INTO vendor SELECT 'ven_' || n, '{{"en": "Vendor"}}', 'v' || n, true, 1 FROM generate_series(0, 99) n;
INSERT INTO brand SELECT 'brd_' || n, '{{"en": "Brand"}}', 'b' || n,
    CASE WHEN n % 5 = 0 THEN 'proposed' ELSE 'approved' END,
    'ven_' || n % 100, '', '', 1 FROM generate_series(1, 5000) n;
INSERT INTO media SELECT 'med_' || n, 'ven_' || n % 100, md5(n::text), 1, 1, '', '[]', ARRAY[md5(n::text) || '.webp'],
    CASE WHEN n % 50 = 0 THEN now() END FROM generate_series(1, 20000) n;
CREATE TEMPORARY TABLE made AS SELECT n, 'prd_' || lpad(n::text, 26, '0') AS id, 'ven_' || n % 100 AS vendor_id,
    'cat_leaf' || n % 200 AS category_id, 10000 + n * 7919 % 900000 AS price, n % 3 > 0 AS in_stock,
    timestamptz '2026-01-01' + n * interval '1 minute' AS at FROM generate_series(1, {PRODUCTS}) n;
INSERT INTO product SELECT id, vendor_id, category_id, 'published', 'thing-' || n,
    jsonb_build_object('en', 'Thing ' || md5(n::text)),
    jsonb_build_object('category_id', category_id, 'variants', '[]'::jsonb, 'facts', '{{}}'::jsonb),
    1, at, at FROM made;
INSERT INTO variant SELECT 'var_' || n, id, '{{}}', 100 FROM made;
INSERT INTO offer SELECT 'off_' || n, id, 'var_' || n, vendor_id, 'S' || n, price, true, 1, at, 5, 1 FROM made;
INSERT INTO listing SELECT id, '{{}}', ' thing ' || md5(n::text) || '  brand ' || n % 50 || ' ',
    ARRAY['cat_root', category_id], ARRAY[vendor_id], price, in_stock, at FROM made;
INSERT INTO shelf SELECT place, id, price, at FROM made, unnest(ARRAY['', 'cat_root', category_id, vendor_id]) place;
INSERT INTO product_page SELECT id, 'thing-' || n, ARRAY['cat_root', category_id], '{{}}' FROM made;
INSERT INTO imported_product SELECT vendor_id, 'h' || n, id, '' FROM made;
INSERT INTO imported_file SELECT 'imp_' || n, vendor_id, at, '', '[]' FROM made;
ANALYZE;
"""


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def populated(postgres_url: str) -> AsyncIterator[Connection]:
    await ensure_template(postgres_url, "migrated_catalog", [SERVICE])
    async with throw_away_database(postgres_url, "migrated_catalog") as url, connected(url) as connection:
        await connection.execute(POPULATE)
        await connection.execute("SET ROLE bdc_catalog; SET jit TO off")
        await connection.set_type_codec("json", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
        yield connection


async def plan(connection: Connection, query: Query[Any], *arguments: Any) -> list[Any]:
    """The nodes of the plan."""
    (explained,) = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", *arguments)
    return list(nodes(explained["Plan"]))


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for below in node.get("Plans", []):
        yield from nodes(below)


def scanned(found: list[Any]) -> set[str]:
    return {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"} & GROWING


@pytest.mark.parametrize("sort", ["newest", "price_asc", "price_desc"])
async def test_a_page_of_a_list_is_one_range_of_one_index(populated: Connection, sort: Any) -> None:
    first = (FAR if sort == "newest" else -1 if sort == "price_asc" else shop.MOST, ANY if sort != "price_asc" else "")
    inside = (datetime(2026, 1, 7, tzinfo=UTC) if sort == "newest" else 450_000, "prd_00000000000000000000009000")
    for start in (first, inside):
        for place, rest, only, limits in (
            ("", "", False, (0, shop.MOST)),
            (ROOT, "", True, (0, shop.MOST)),
            (LEAF, "", False, (200_000, 700_000)),
            (VENDOR, "", False, (0, shop.MOST)),
        ):
            found = await plan(populated, shop.BROWSE[sort], place, *start, *limits, only, rest, 21)
            assert not scanned(found), (place, found)
            ranges = [node for node in found if node.get("Relation Name") == "shelf"]
            assert [node["Node Type"] for node in ranges] == ["Index Scan"], (place, found)
            assert "Sort" not in {node["Node Type"] for node in found}, (place, found)


async def test_a_vendor_in_a_category_is_found_on_the_vendors_shelf(populated: Connection) -> None:
    found = await plan(populated, shop.BROWSE["newest"], VENDOR, FAR, ANY, 0, shop.MOST, False, LEAF, 21)
    assert not scanned(found), found


@pytest.mark.parametrize("sort", ["newest", "price_asc", "price_desc"])
async def test_a_search_goes_by_trigrams(populated: Connection, sort: Any) -> None:
    start = (FAR if sort == "newest" else -1 if sort == "price_asc" else shop.MOST, ANY if sort != "price_asc" else "")
    for words in (["%c4ca4%"], ["%c4ca4%", "%brand%"]):
        found = await plan(populated, shop.SEARCH[sort, len(words)], "", *start, 0, shop.MOST, False, "", 21, *words)
        assert not scanned(found), found
        assert "listing_search_idx" in {node.get("Index Name") for node in found}


@pytest.mark.parametrize(
    "query, arguments",
    [
        (shop.PAGE, ["thing-77"]),
        (vendor.PRODUCTS, [VENDOR, ANY, "", 21]),
        (vendor.PRODUCTS, [VENDOR, ANY, "draft", 21]),
        (vendor.PRODUCT, ["prd_00000000000000000000000077", "ven_77"]),
        (vendor.GATE, ["prd_00000000000000000000000077", "ven_77"]),
        (vendor.OFFERS, [VENDOR, ANY, "", 21]),
        (vendor.OFFERS, [VENDOR, ANY, "prd_00000000000000000000000077", 21]),
        (vendor.TERMS, [["off_7", "off_77", "off_777"]]),
        (vendor.OWNED, [["off_7", "off_77"], "ven_77"]),
        (attributes.ATTRIBUTES, [LEAF]),
        (brands.SHOWN, ["b77", 21]),
        (brands.BRAND, ["b77"]),
        (brands.BY_STATUS, ["proposed", "brd_77", 21]),
        (brands.PROPOSED, [VENDOR, "brd_77", 21]),
        (media.MEDIA, [VENDOR, ANY, 21]),
        (vendor.IMPORT, ["imp_77", "ven_77"]),
    ],
    ids=lambda value: value.name if isinstance(value, Query) else "",
)
async def test_a_named_read_scans_nothing_that_grows(
    populated: Connection, query: Query[Any], arguments: list[Any]
) -> None:
    found = await plan(populated, query, *arguments)
    assert not scanned(found), found
