"""Every named read of search on an index of 20,000 documents: by index, never a scan of a table that grows."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bdcommerce.catalog.adapters.search import statements
from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.catalog.queries import search
from bdcommerce.infra.postgres import Query
from catalog.test_plans import nodes
from support.databases import connected, ensure_template, throw_away_database
from support.plans import plans

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = object

DOCUMENTS = 20_000
GROWING = {
    "search_entry",
    "search_document",
    "search_word",
    "search_phrase",
    "search_asked",
    "listing",
    "listed_variant",
}
POPULATE = f"""
SET search_path TO catalog, public;
CREATE TEMPORARY TABLE made AS SELECT n, 'prd_' || lpad(n::text, 26, '0') AS id FROM generate_series(1, {DOCUMENTS}) n;
INSERT INTO search_entry SELECT id,
    format('%L:3A %L:3A %L:1C ''@leaf%s'':1C %L:4D ''#%s'':4D', 'w' || n % 3000, 'm' || n, 'c' || n % 50, n % 50,
           'a' || n % 20, n % 8)::tsvector,
    ARRAY['cat_root', 'cat_' || n % 50], ARRAY['ven_' || n % 100], 'brd_' || n % 300, 1000 + n, n % 5 > 0, n % 10 = 0,
    n % 500, n % 700, n % 1000, 1 + n % 9, timestamptz '2026-01-01' + n * interval '1 minute', 1 FROM made;
INSERT INTO search_document SELECT id, '{{}}' FROM made;
INSERT INTO search_word SELECT word, word, word, ARRAY['k' || n % 4000, 'd' || word], 5
    FROM made, unnest(ARRAY['w' || n, 'm' || n]) word;
INSERT INTO search_phrase SELECT 'phrase ' || md5(n::text), 'brand', 'brd_' || n, 'Phrase', '', n FROM made;
INSERT INTO search_asked SELECT date '2026-01-01' + n % 300, 'asked ' || n, 5, n % 3 FROM made;
INSERT INTO listing (product_id, card, category_path, vendors, price, in_stock, published_at)
    SELECT id, '{{}}', '{{}}', '{{}}', 1, true, now() FROM made;
INSERT INTO listed_variant
    SELECT 'var_' || n, id, ARRAY['colour=red', 'cat_' || n % 50], '{{}}', 1000 + n, true, false, 0, 0,
    now() FROM made;
ANALYZE;
"""
PAGE = (2**62, "~", 21)
UP = (-1, "", 21)
WIDE: tuple[Any, ...] = ("", "", 0, 10**12, False, 0, [], False, False, [], [])
NARROW: tuple[Any, ...] = (
    "cat_7",
    "ven_7",
    0,
    10**12,
    True,
    100,
    ["brd_7"],
    False,
    True,
    ["colour=red\ncolour=blue"],
    [],
)
SOUGHT = ("'w7' | 'm7'", 2.0, None, 0.0)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def populated(postgres_url: str) -> AsyncIterator[Connection]:
    await ensure_template(postgres_url, "migrated_catalog", [SERVICE])
    async with throw_away_database(postgres_url, "migrated_catalog") as url, connected(url) as connection:
        await connection.execute(POPULATE)
        await connection.execute("SET ROLE bdc_catalog; SET jit TO off")
        for kind in ("json", "jsonb"):
            await connection.set_type_codec(kind, schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
        yield connection


def ranked(things: int, narrowed: tuple[Any, ...] = ()) -> tuple[Query[Any], list[Any]]:
    query = " & ".join(["('w7' | 'm7')", "'c7'", "'a7'"][:things])
    arguments = [query, *PAGE, *narrowed, "'@leaf7'", "'w7'", None, *(SOUGHT * things)]
    return statements.RANKED[things, bool(narrowed)], arguments


READS: list[tuple[Query[Any], list[Any]]] = [
    ranked(1),
    ranked(3),
    ranked(2, WIDE),
    ranked(2, NARROW),
    *(ranked(things, narrowed) for things in range(1, 17) for narrowed in ((), WIDE)),
    *(
        (statements.ORDERED[sort], ["'c7' & 'a7'", *(UP if sort == "price_asc" else PAGE), *narrowed])
        for sort in statements.ORDERED
        for narrowed in (WIDE, NARROW)
    ),
    (statements.STANDING, [None, *PAGE, *WIDE]),
    (statements.COUNTED, ["'c7' & 'a7'", None, None, 3000, *WIDE]),
    (statements.COUNTED, ["'c7' & 'a7'", None, None, 3000, *NARROW]),
    (statements.WORDS, [["w7", "w77"], ["k7", "dw777"]]),
    (statements.CATEGORIES, []),
    (
        statements.BEGINNINGS,
        ["phrase a", "phrase a\U0010ffff", "x", "x", "w77", "w77\U0010ffff", "w77", "w77\U0010ffff"],
    ),
    (statements.TITLES, ["'w7':A", 10]),
    (search.ASKED["misses"], [date(2026, 5, 1), date(2026, 5, 9), *search.MOST_ASKED, 21]),
    (search.ASKED["popular"], [date(2026, 5, 1), date(2026, 5, 9), *search.MOST_ASKED, 21]),
    (search.INDEX, [1]),
]


@pytest.mark.parametrize("query, arguments", READS, ids=[query.name for query, _ in READS])
async def test_a_read_of_search_scans_nothing_that_grows(
    populated: Connection, query: Query[Any], arguments: list[Any]
) -> None:
    found = [node for plan in await plans(populated, query, arguments) for node in plan.nodes()]
    assert not {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"} & GROWING, found


async def test_candidates_are_found_by_their_words(populated: Connection) -> None:
    for query, arguments in READS[:4]:
        (explained,) = await populated.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", *arguments)
        assert "search_entry_words_idx" in {node.get("Index Name") for node in nodes(explained["Plan"])}, query.name
