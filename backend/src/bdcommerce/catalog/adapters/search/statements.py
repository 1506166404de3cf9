"""The named statements of search."""

import msgspec

from bdcommerce.catalog.domain.search.documents import CATEGORY
from bdcommerce.catalog.ports.search import SearchSort
from bdcommerce.catalog.tables.facets import COUNT_FOUND
from bdcommerce.infra.postgres import Query
from bdcommerce.kernel.text import Localized

MOST_SOUGHT = 16
MOST_CANDIDATES = 1_500
"""Relevance is computed for so many entries at most."""
MOST_COUNTED = 3_000
"""Facets are counted over so many entries at most."""

# What a lexeme is worth in an attribute, a category's name, the brand, the title. ts_rank divides by the number of
# lexemes of the query, which is multiplied in again: one of several names is enough, two are a little better.
_FIELDS = "'{0.2, 0.4, 0.6, 1.0}'"
_HALF = 0.6
_LIKELY = 0.6
_COMPLETE = 0.4
_CATEGORY = 0.15
_EXACT = 0.1
_CONCISE = 0.15
_STANDING = 0.15

# One and the same variant meets every filter, at a price within the limits. The groups of tags have line breaks between
# their tags.
_SIFTED = r"""
    v.price BETWEEN $7::bigint AND $8::bigint AND (NOT $9::boolean OR v.in_stock) AND (NOT $12::boolean OR v.on_sale)
    AND NOT EXISTS (
        SELECT FROM unnest($14::text[]) AS wish (any_of) WHERE NOT v.tags && string_to_array(wish.any_of, E'\n')
    )
    AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset($15::jsonb) AS wish (key text, low numeric, high numeric)
        WHERE ((v.numbers->>wish.key)::numeric BETWEEN wish.low AND wish.high) IS NOT TRUE
    )
"""
_NARROWED = f"""
    ($5::text = '' OR e.category_path @> ARRAY[$5::text]) AND ($6::text = '' OR e.vendors @> ARRAY[$6::text])
    AND e.price BETWEEN $7::bigint AND $8::bigint AND (NOT $9::boolean OR e.in_stock) AND e.rating >= $10::bigint
    AND (cardinality($11::text[]) = 0 OR e.brand_id = ANY($11::text[])) AND (NOT $12::boolean OR e.on_sale)
    AND (NOT $13::boolean OR (
        SELECT true FROM listed_variant AS v WHERE v.product_id = e.product_id AND {_SIFTED} LIMIT 1
    ))
"""  # noqa: S608 - what stands above is put in
_AFTER_POSITION, _AFTER_NARROWED = 5, 16
# The card is sent as it is stored, so that nobody has to take it apart and put it together again.
_HIT = """
    SELECT s.synonyms AS version, h.product_id, h.key,
           (SELECT l.card::text FROM listing AS l WHERE l.product_id = h.product_id) AS card
"""
_ORDERS: dict[SearchSort, tuple[str, str, str]] = {
    "newest": ("(extract(epoch FROM e.published_at) * 1000000)::bigint", "DESC", "<"),
    "price_asc": ("e.price", "ASC", ">"),
    "price_desc": ("e.price", "DESC", "<"),
    "popular": ("e.popularity", "DESC", "<"),
    "rating": ("e.rating", "DESC", "<"),
}


class HitRow(msgspec.Struct, frozen=True):
    """A hit, or none; and which synonyms hold."""

    version: int
    product_id: str | None = None
    key: int | None = None
    card: str | None = None


class WordRow(msgspec.Struct, frozen=True):
    """A word of the vocabulary."""

    lexeme: str
    shown: str
    uses: int


class StateRow(msgspec.Struct, frozen=True):
    """Which synonyms hold, and how many entries reach each level."""

    synonyms: int
    levels: list[int]


class CountRow(msgspec.Struct, frozen=True):
    """How many products have a tag, are in a range of prices, or have so many stars."""

    kind: str
    value: str
    count: int


class LexemeRow(msgspec.Struct, frozen=True):
    """A lexeme that is in use."""

    lexeme: str


class GroupRow(msgspec.Struct, frozen=True):
    """A group of synonyms."""

    key: str
    words: list[str]
    means: list[str]


class PhraseRow(msgspec.Struct, frozen=True):
    """Something that may be suggested."""

    kind: str
    target: str
    en: str
    bn: str


class TitleRow(msgspec.Struct, frozen=True):
    """A product that may be suggested."""

    slug: str
    title: Localized


def _ranked(things: int, *, narrowed: bool) -> Query[HitRow]:
    """Candidates by relevance. After the position (and what narrows) come the queries for categories, exact words and
    completeness, then for each thing sought a sure query, its number of lexemes, a likely one and its number. What most
    searches do not ask for is left out of theirs, so that it need not be planned nor looked at.
    """
    first = _AFTER_NARROWED if narrowed else _AFTER_POSITION
    parts = " + ".join(_worth(first + 3 + 4 * number) for number in range(things))
    return Query(
        f"catalog.found_by_relevance_{things}",
        f"""
        {_HIT}
        FROM search_state s LEFT JOIN LATERAL (
            SELECT found.product_id, found.key FROM (
                SELECT e.product_id, round(1000 * (
                    ({parts}) / {things}
                    + CASE WHEN e.words @@ ${first}::tsquery THEN {_CATEGORY} ELSE 0 END
                    + CASE WHEN e.words @@ ${first + 1}::tsquery THEN {_EXACT} ELSE 0 END
                    + CASE WHEN e.words @@ ${first + 2}::tsquery THEN {_COMPLETE} ELSE 0 END
                    + {_CONCISE} * least(1, {things}::real / e.title_length)
                ) + {_STANDING} * e.standing)::bigint AS key
                FROM search_entry e WHERE e.words @@ $1::tsquery {f"AND {_NARROWED}" if narrowed else ""}
                LIMIT {MOST_CANDIDATES}
            ) AS found
            WHERE (found.key, found.product_id) < ($2::bigint, $3::text)
            ORDER BY found.key DESC, found.product_id DESC LIMIT $4::integer
        ) AS h ON true ORDER BY h.key DESC, h.product_id DESC
        """,  # noqa: S608 - only what stands here is put in
        HitRow,
    )


def _worth(first: int) -> str:
    """What an entry is worth for one thing sought, 0 to nearly 1."""
    sure, likely = (f"${at + 1}::real * ts_rank({_FIELDS}, e.words, ${at}::tsquery)" for at in (first, first + 2))
    return f"greatest(0, {_saturated(sure)}, {_LIKELY} * {_saturated(likely)})"


def _saturated(worth: str) -> str:
    return f"(1 - {_HALF} / ({_HALF} + {worth}))"


def _ordered(sort: SearchSort) -> Query[HitRow]:
    """Candidates in another order than relevance."""
    key, direction, beyond = _ORDERS[sort]
    return Query(
        f"catalog.found_by_{sort}",
        f"""
        {_HIT}
        FROM search_state s LEFT JOIN LATERAL (
            SELECT e.product_id, {key} AS key FROM search_entry e
            WHERE e.words @@ $1::tsquery AND {_NARROWED} AND ({key}, e.product_id) {beyond} ($2::bigint, $3::text)
            ORDER BY key {direction}, e.product_id {direction} LIMIT $4::integer
        ) AS h ON true ORDER BY h.key {direction}, h.product_id {direction}
        """,  # noqa: S608 - only the words above are put in
        HitRow,
    )


RANKED = {
    (things, narrowed): _ranked(things, narrowed=narrowed)
    for things in range(1, MOST_SOUGHT + 1)
    for narrowed in (False, True)
}
ORDERED: dict[SearchSort, Query[HitRow]] = {sort: _ordered(sort) for sort in _ORDERS}
STANDING = Query(
    "catalog.found_by_standing",
    f"""
    {_HIT}
    FROM search_state s LEFT JOIN LATERAL (
        SELECT e.product_id, e.standing::bigint AS key FROM search_entry e
        WHERE $1::text IS NULL AND {_NARROWED} AND (e.standing, e.product_id) < ($2::bigint, $3::text)
        ORDER BY e.standing DESC, e.product_id DESC LIMIT $4::integer
    ) AS h ON true ORDER BY h.key DESC, h.product_id DESC
    """,  # noqa: S608 - nothing of a caller's is put in
    HitRow,
)
COUNTED = Query(
    "catalog.search_facets",
    f"""
    WITH candidates AS MATERIALIZED (
        SELECT e.product_id, count(*) OVER () AS looked_at FROM search_entry e
        WHERE e.words @@ $1::tsquery AND $2::bigint IS NULL AND $3::text IS NULL AND {_NARROWED} LIMIT $4::integer
    ), found AS MATERIALIZED (
        SELECT v.product_id, v.tags, v.price, v.rating, c.looked_at
        FROM candidates c JOIN listed_variant v USING (product_id) WHERE NOT $13::boolean OR {_SIFTED}
    )
    {COUNT_FOUND}
    """,  # noqa: S608 - only what stands here is put in
    CountRow,
)
WORDS = Query(
    "catalog.search_words",
    """
    SELECT lexeme, shown, uses FROM search_word WHERE lexeme = ANY($1::text[]) AND uses >= 0
    UNION
    SELECT lexeme, shown, uses FROM search_word WHERE keys && $2::text[] AND uses >= 0
    """,
    WordRow,
)
STATE = Query("catalog.search_state", "SELECT synonyms, levels FROM search_state", StateRow)
CATEGORIES = Query(
    "catalog.search_categories",
    f"""
    SELECT lexeme FROM search_word WHERE lexeme BETWEEN '{CATEGORY}' AND '{CATEGORY}{chr(0x10FFFF)}' AND uses >= 0
    """,  # noqa: S608 - two letters of ours are put in
    LexemeRow,
)
SYNONYMS = Query("catalog.search_synonyms", "SELECT key, words, means FROM search_synonym ORDER BY key", GroupRow)
BEGINNINGS = Query(
    "catalog.suggested_phrases",
    """
    (SELECT kind, target, min(en) AS en, min(bn) AS bn, max(weight) AS weight FROM search_phrase
     WHERE beginning BETWEEN $1::text AND $2::text OR beginning BETWEEN $3::text AND $4::text
     GROUP BY kind, target ORDER BY weight DESC, kind, target LIMIT 20)
    UNION ALL
    (SELECT 'word', lexeme, '', '', uses FROM search_word
     WHERE uses >= 0 AND (lexeme BETWEEN $5::text AND $6::text OR sound <> '' AND sound BETWEEN $7::text AND $8::text)
     ORDER BY uses DESC, lexeme LIMIT 8)
    """,
    PhraseRow,
)
TITLES = Query(
    "catalog.suggested_products",
    f"""
    SELECT l.card->>'slug' AS slug, l.card->'title' AS title FROM (
        SELECT f.product_id, f.standing FROM (
            SELECT e.product_id, e.standing FROM search_entry e WHERE e.words @@ $1::tsquery LIMIT {MOST_CANDIDATES}
        ) AS f ORDER BY f.standing DESC, f.product_id LIMIT $2::integer
    ) AS best JOIN listing l USING (product_id) ORDER BY best.standing DESC, l.product_id
    """,  # noqa: S608 - a number of ours is put in
    TitleRow,
)
