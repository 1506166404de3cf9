"""Makes ten times the products, or a hundred times, out of those that are there: the same goods again in the register,
the shop's tables, the search index and the stock, under other ids, prices and dates.

The copies stand in no event log: what is measured are reads and purchases, not replays.
"""

import asyncpg

MOST = 7 * 32
"""So many times at most: ids begin with the time they were made, and all of this age with `01`; copies do not."""
_COPIES = """
CREATE TEMPORARY TABLE copy AS
SELECT k, (k / 32 + 1)::text || substr('0123456789abcdefghjkmnpqrstvwxyz', k % 32 + 1, 1) AS mark, '-x' || k AS slug,
       k * interval '1 second' AS later, 90 + k * 37 % 21 AS percent, k * 7919 % 50 AS more
FROM generate_series($1::integer, $2::integer) AS k
"""
_ID = r"regexp_replace({}, '^(prd|var|off)_01', '\1_' || c.mark)"
_IDS = r"""regexp_replace({}::text, '"(prd|var|off)_01', '"\1_' || c.mark, 'g')::jsonb"""
_PRICE = "({} * c.percent / 100)"
_IDENTIFIERS = {"product_id", "variant_id", "offer_id"}
_PRICES = {"price"}
_LATER = {"published_at", "changed_at", "made_at", "since"}
_SPECIAL = {
    "slug": "t.slug || c.slug",
    "sku": "t.sku || c.slug",
    "popularity": "t.popularity + c.more",
    "sheet": _IDS.format("t.sheet"),
    "document": _IDS.format("t.document"),
    "card": f"jsonb_set({_IDS.format('t.card')}, '{{slug}}', to_jsonb(t.card->>'slug' || c.slug))",
    "page": f"jsonb_set({_IDS.format('t.page')}, '{{slug}}', to_jsonb(t.page->>'slug' || c.slug))",
}
_TABLES = {
    "catalog": (
        "product",
        "variant",
        "offer",
        "price_history",
        "listing",
        "shelf",
        "listed_variant",
        "product_page",
        "search_entry",
        "search_document",
    ),
    "inventory": ("stock", "lot"),
}
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


async def multiply(url: str, copies: range) -> None:
    """Make these copies, by number, of everything that is no copy; none of them may have been made before."""
    assert copies.stop <= MOST  # noqa: S101 - there are no more marks
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET jit TO off")
        async with connection.transaction():
            await connection.execute("DROP TABLE IF EXISTS copy")
            await connection.execute(_COPIES, copies.start, copies.stop - 1)
            for schema, tables in _TABLES.items():
                for table in tables:
                    await _copy(connection, schema, table)
    finally:
        await connection.close()


async def _copy(connection: "asyncpg.Connection[asyncpg.Record]", schema: str, table: str) -> None:
    columns = [row["column_name"] for row in await connection.fetch(_COLUMNS, schema, table)]
    key = next(column for column in columns if column in _IDENTIFIERS)
    values = ", ".join(_value(column) for column in columns)
    await connection.execute(
        f"INSERT INTO {schema}.{table} ({', '.join(columns)}) "  # noqa: S608 - names of our own tables
        f"SELECT {values} FROM {schema}.{table} t CROSS JOIN copy c WHERE t.{key} LIKE '___^_01%' ESCAPE '^'"
    )


def _value(column: str) -> str:
    if column in _IDENTIFIERS:
        return _ID.format(f"t.{column}")
    if column in _PRICES:
        return _PRICE.format(f"t.{column}")
    return _SPECIAL.get(column, f"t.{column} + c.later" if column in _LATER else f"t.{column}")
