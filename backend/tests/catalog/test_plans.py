"""Every named read on a populated catalog: by index, a page as one range, never a scan of a table that grows."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from msgspec.structs import replace

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.catalog.domain.filters import Filter
from bdcommerce.catalog.queries import (
    approvals,
    attributes,
    brands,
    facets,
    imports,
    listing,
    media,
    prices,
    shop,
    vendor,
)
from bdcommerce.catalog.queries.listing import Wanted
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
    "import_row",
    "import_run",
    "imported_product",
    "brand",
    "media",
    "listed_variant",
    "sale",
    "approval",
    "price_change",
    "price_history",
}

POPULATE = f"""
SET search_path TO catalog, public;
INSERT INTO category (category_id, parent_id, path, slug, name, position, perishable, requires_dgda_licence, prohibited,
    version, attributes)
SELECT 'cat_root', '', ARRAY['cat_root'], 'root', '{{"en": "Root"}}'::jsonb, 0, false, false, false, 1, '[]'::jsonb
UNION ALL
SELECT 'cat_leaf' || n, 'cat_root', ARRAY['cat_root', 'cat_leaf' || n], 'leaf' || n, '{{"en": "Leaf"}}', n, false,
    false, false, 1, '[]' FROM generate_series(0, 199) n;
INSERT INTO vendor SELECT 'ven_' || n, '{{"en": "Vendor"}}', 'v' || n, true, 1 FROM generate_series(0, 99) n;
INSERT INTO brand (brand_id, name, slug, status, proposed_by, version)
SELECT 'brd_' || n, '{{"en": "Brand"}}', 'b' || n,
    CASE WHEN n % 5 = 0 THEN 'proposed' ELSE 'approved' END, 'ven_' || n % 100, 1 FROM generate_series(1, 5000) n;
INSERT INTO media SELECT 'med_' || n, 'ven_' || n % 100, md5(n::text), 1, 1, '', '[]', ARRAY[md5(n::text) || '.webp'],
    CASE WHEN n % 50 = 0 THEN now() END FROM generate_series(1, 20000) n;
CREATE TEMPORARY TABLE made AS SELECT n, 'prd_' || lpad(n::text, 26, '0') AS id, 'ven_' || n % 100 AS vendor_id,
    'cat_leaf' || n % 200 AS category_id, 'brd_' || n % 500 AS brand_id, 10000 + n * 7919 % 900000 AS price,
    n % 3 > 0 AS in_stock, n % 20 = 0 AS on_sale, n * 31 % 977 AS popularity, n * 17 % 501 AS rating,
    timestamptz '2026-01-01' + n * interval '1 minute' AS at FROM generate_series(1, {PRODUCTS}) n;
INSERT INTO product (product_id, vendor_id, category_id, brand_id, status, slug, title, sheet, version, changed_at,
    published_at)
SELECT id, vendor_id, category_id, brand_id, 'published', 'thing-' || n,
    jsonb_build_object('en', 'Thing ' || md5(n::text)),
    jsonb_build_object('category_id', category_id, 'variants', '[]'::jsonb, 'facts', '{{}}'::jsonb), 1, at, at
FROM made;
INSERT INTO variant SELECT 'var_' || n, id, '{{}}', 100 FROM made;
INSERT INTO offer (offer_id, product_id, variant_id, vendor_id, sku, price, active, version, made_at, available,
    stock_version)
SELECT 'off_' || n, id, 'var_' || n, vendor_id, 'S' || n, price, true, 1, at, 5, 1 FROM made;
INSERT INTO listing (product_id, card, category_path, vendors, price, in_stock, published_at, on_sale, brand_id,
    popularity, rating)
SELECT id, '{{}}', ARRAY['cat_root', category_id],
    ARRAY[vendor_id], price, in_stock, at, on_sale, brand_id, popularity, rating FROM made;
INSERT INTO shelf (place, product_id, price, published_at, in_stock, popularity, rating)
SELECT place, id, price, at, in_stock, popularity, rating FROM made,
    unnest(ARRAY['', 'cat_root', category_id, vendor_id, brand_id]) place;
INSERT INTO shelf (place, product_id, price, published_at, in_stock, popularity, rating)
SELECT 'sale ' || place, id, price, at, in_stock, popularity, rating FROM made,
    unnest(ARRAY['', 'cat_root', category_id, vendor_id, brand_id]) place WHERE on_sale;
INSERT INTO listed_variant
SELECT 'var_' || n || '_' || size, id, ARRAY['cat_root', category_id, vendor_id, brand_id, 'colour=c' || n % 11,
    'size=s' || size, 'ram=', 'ram=' || n % 16], jsonb_build_object('ram', n % 16), price, in_stock, on_sale, rating,
    popularity, at
FROM made, generate_series(1, 3) size;
UPDATE product SET expires_on = date '2026-01-01' + (random() * 900)::int, status =
    CASE WHEN random() < 0.05 THEN 'unpublished' ELSE 'published' END;
UPDATE offer SET expires_on = date '2026-01-01' + (random() * 900)::int WHERE random() < 0.2;
INSERT INTO approval (approval_id, product_id, vendor_id, kind, status, fields, before, sheet, submitted_at, decided_at)
SELECT 'apr_' || n, id, vendor_id, 'edit', CASE WHEN n % 50 = 0 THEN 'pending' ELSE 'approved' END, '{{}}', '{{}}',
    '{{}}', at, CASE WHEN n % 50 > 0 THEN at END FROM made;
INSERT INTO price_change (change_id, offer_id, product_id, vendor_id, price, starts_at, status, outcome, version)
SELECT 'prc_' || n, 'off_' || n, id, vendor_id, price, at, 'ended', 'done', 3 FROM made;
INSERT INTO price_history SELECT 'off_' || n, version, vendor_id, price + version, at, 'vendor'
FROM made, generate_series(1, 3) version;
INSERT INTO product_page SELECT id, 'thing-' || n, ARRAY['cat_root', category_id], '{{}}' FROM made;
INSERT INTO imported_product SELECT vendor_id, 'h' || n, id, '' FROM made;
INSERT INTO import_run (import_id, vendor_id, kind, format, status, dry_run, options, file, rows, begun_at, ended_at)
SELECT 'imp_' || n, vendor_id, 'products', 'csv', CASE WHEN n % 100 = 7 THEN 'running' ELSE 'done' END, false, '{{}}',
    '', 0, at, CASE WHEN n % 100 <> 7 THEN at END FROM made;
INSERT INTO import_row (import_id, row, number, result, reference, sku, field, code, reason, product_id, offer_id)
SELECT 'imp_' || i, n + 1, 1, CASE WHEN n % 10 = 0 THEN 'refused' ELSE 'created' END, '', '', '', '', '', '', ''
FROM generate_series(1, 20) i, generate_series(1, 1000) n;
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
    """The nodes of the plans: of the one for these arguments, and of the one for whatever they are, which PostgreSQL
    goes over to when a statement has been run some times.
    """
    (explained,) = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", *arguments)
    return [*nodes(explained["Plan"]), *nodes(await generic(connection, query, len(arguments)))]


async def generic(connection: Connection, query: Query[Any], parameters: int) -> Any:
    """The plan for whatever the arguments are."""
    async with connection.transaction():
        await connection.execute("SET LOCAL plan_cache_mode TO force_generic_plan")
        await connection.execute(f"PREPARE asked AS {query.sql}")
        given = f"({', '.join(['NULL'] * parameters)})" if parameters else ""
        (explained,) = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked{given}")
        await connection.execute("DEALLOCATE asked")
    return explained["Plan"]


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for below in node.get("Plans", []):
        yield from nodes(below)


def scanned(found: list[Any]) -> set[str]:
    return {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"} & GROWING


def start_of(sort: str) -> tuple[Any, str]:
    """The position before the first row."""
    key = FAR if sort == "newest" else -1 if sort == "price_asc" else listing.MOST
    return (key, ANY if sort != "price_asc" else "")


def browsing(wanted: Wanted, start: tuple[Any, str]) -> tuple[Query[Any], list[Any]]:
    """The statement of a list, and its arguments."""
    bounds, rest = wanted.bounds, wanted.beside_place
    query = listing.browse(wanted.sort, listing.texts(bounds), listing.texts(rest))
    return query, [wanted.place, *start, 21, *listing.values(bounds), *listing.values(rest)]


def tags(key: str, *values: str) -> Filter:
    return Filter(key=key, tags=tuple(f"{key}={each}" for each in values))


BROWSED = [
    Wanted(),
    Wanted(category=ROOT, in_stock=True),
    Wanted(category=ROOT, min_price=200_000, max_price=700_000),
    Wanted(vendor=VENDOR),
    Wanted(brands=("brd_7",)),
    Wanted(category=ROOT, rating=100),
    Wanted(on_sale=True),
    Wanted(category=ROOT, on_sale=True),
]
RAM = Filter(key="ram", low=Decimal(4), high=Decimal(8))
SIFTED = [
    Wanted(category=LEAF, filters=(tags("colour", "c1", "c2"),)),
    Wanted(category=LEAF, filters=(tags("colour", "c1"), tags("size", "s1", "s2")), brands=("brd_7", "brd_8")),
    Wanted(category=LEAF, filters=(RAM,), in_stock=True, on_sale=True, rating=100),
    Wanted(filters=(tags("colour", "c1"), tags("size", "s2")), max_price=500_000),
]


@pytest.mark.parametrize("sort", listing.SORTS)
async def test_a_page_of_a_list_is_one_range_of_one_index(populated: Connection, sort: Any) -> None:
    inside = (datetime(2026, 1, 7, tzinfo=UTC) if sort == "newest" else 400, "prd_00000000000000000000009000")
    for start in (start_of(sort), inside):
        for wanted in BROWSED:
            query, arguments = browsing(replace(wanted, sort=sort), start)
            found = await plan(populated, query, *arguments)
            assert not scanned(found), (wanted, found)
            ranges = [node for node in found if node.get("Relation Name") == "shelf"]
            assert {node["Node Type"] for node in ranges} <= {"Index Scan", "Index Only Scan"}, (wanted, found)
            assert len(ranges) == 2  # one in each plan
            assert "Sort" not in {node["Node Type"] for node in found}, (wanted, found)


async def test_a_short_shelf_is_read_whole_at_most(populated: Connection) -> None:
    for wanted in (Wanted(category=LEAF, min_price=200_000, max_price=700_000), Wanted(category=LEAF, rating=400)):
        query, arguments = browsing(wanted, start_of("newest"))
        found = await plan(populated, query, *arguments)
        assert not scanned(found), found


async def test_a_vendor_in_a_category_is_found_on_the_vendors_shelf(populated: Connection) -> None:
    query, arguments = browsing(Wanted(vendor=VENDOR, category=LEAF, brands=("brd_7",)), start_of("newest"))
    found = await plan(populated, query, *arguments)
    assert not scanned(found), found


@pytest.mark.parametrize("sort", listing.SORTS)
async def test_sifting_goes_by_tags(populated: Connection, sort: Any) -> None:
    for wanted in SIFTED:
        conditions = wanted.of_variants
        query = listing.sift(sort, listing.texts(conditions))
        found = await plan(populated, query, *start_of(sort), 21, *listing.values(conditions))
        assert not scanned(found), found
        assert "listed_variant_tags_idx" in {node.get("Index Name") for node in found}


async def test_facets_are_counted_over_a_shelf_or_by_tags(populated: Connection) -> None:
    for wanted in (*BROWSED, Wanted(brands=("brd_7",), category=LEAF)):
        conditions = wanted.of_variants
        query = facets.browsed(listing.texts(conditions))
        found = await plan(populated, query, wanted.place, *listing.values(conditions))
        assert not scanned(found), (wanted, found)
    for wanted in SIFTED:
        conditions = wanted.of_variants
        found = await plan(populated, facets.sifted(listing.texts(conditions)), *listing.values(conditions))
        assert not scanned(found), (wanted, found)
        assert "listed_variant_tags_idx" in {node.get("Index Name") for node in found}


READS: list[tuple[Query[Any], list[Any]]] = [
    (shop.PAGE, ["thing-77"]),
    (vendor.PRODUCTS, [VENDOR, ANY, "", 21]),
    (vendor.PRODUCTS, [VENDOR, ANY, "draft", 21]),
    (vendor.PRODUCT, ["prd_00000000000000000000000077", "ven_77"]),
    (vendor.GATE, ["prd_00000000000000000000000077", "ven_77"]),
    (vendor.OFFERS, [VENDOR, ANY, "", 21]),
    (vendor.OFFERS, [VENDOR, ANY, "prd_00000000000000000000000077", 21]),
    (vendor.TERMS, [["off_7", "off_77", "off_777"]]),
    (vendor.terms_of(1), ["off_7"]),
    (vendor.terms_of(4), ["off_7", "off_77", "off_777", "off_777"]),
    (vendor.OWNED, [["off_7", "off_77"], "ven_77"]),
    (attributes.ATTRIBUTES, [LEAF]),
    (brands.SHOWN, ["b77", 21]),
    (brands.BRAND, ["b77"]),
    (brands.BY_STATUS, ["proposed", "brd_77", 21]),
    (brands.PROPOSED, [VENDOR, "brd_77", 21]),
    (facets.NAMES, [["brd_7", "brd_77"]]),
    (facets.CHILDREN, [ROOT]),
    (listing.DEFINED, [LEAF]),
    (listing.DEFINED_ANYWHERE, []),
    (prices.CHANGES, ["off_7", "ven_7", ANY, 21]),
    (prices.HISTORY, ["off_7", "ven_7", 100, 21]),
    (approvals.WAITING, ["", 21]),
    (approvals.DECIDED, ["approved", ANY, 21]),
    (approvals.OF_VENDOR, [VENDOR, ANY, 21]),
    (approvals.APPROVAL, ["apr_77", ""]),
    (approvals.POLICY, []),
    (approvals.PRODUCTS, ["draft", ANY, 21]),
    (approvals.PRODUCTS_OF, [VENDOR, ANY, "draft", 21]),
    (approvals.PRODUCT, ["prd_00000000000000000000000077"]),
    (vendor.EXPIRING, [VENDOR, date(2026, 2, 1), date(2026, 1, 1), "", 21]),
    (media.MEDIA, [VENDOR, ANY, 21]),
    (imports.RUNS.run, ["imp_77"]),
    (imports.RUNS.one, ["imp_77", "ven_77"]),
    (imports.RUNS.anybodys, ["imp_77"]),
    (imports.RUNS.active, [VENDOR]),
    (imports.RUNS.of_vendor, [VENDOR, ANY, 21]),
    (imports.RUNS.rows, ["imp_7", 500, 1, 21]),
    (imports.RUNS.rows_of_result, ["imp_7", "refused", 500, 1, 21]),
    (imports.KNOWN_HANDLES, [VENDOR, ["h7", "h107"]]),
    (imports.KNOWN_PRODUCTS, [["prd_00000000000000000000000007", "prd_00000000000000000000000107"], VENDOR]),
    (imports.OFFERS_OF_PRODUCTS, [["prd_00000000000000000000000007", "prd_00000000000000000000000107"], VENDOR]),
    (imports.OFFERS_BY_SKU, [VENDOR, ["S7", "S107"]]),
    (imports.VENDOR, [VENDOR]),
    (imports.SKUS, [VENDOR, ["S7", "S107"]]),
    (imports.SKUS_OF, [["off_7", "off_77"]]),
    (imports.EXPORT_PRODUCTS, [VENDOR, "", 200]),
    (imports.EXPORT_OFFERS, [VENDOR, "", 200]),
]


@pytest.mark.parametrize("query, arguments", READS, ids=[query.name for query, _ in READS])
async def test_a_named_read_scans_nothing_that_grows(
    populated: Connection, query: Query[Any], arguments: list[Any]
) -> None:
    found = await plan(populated, query, *arguments)
    assert not scanned(found), found
