"""What staff read of search."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from bdcommerce.catalog.domain.search.documents import RULES
from bdcommerce.catalog.schemas.search import AskedView, IndexView, SynonymsView
from bdcommerce.infra.postgres import Query, Reads

AskedOrder = Literal["misses", "popular"]
MOST_ASKED = (2**62, chr(0x10FFFF))
"""Before everything that was ever searched."""


SYNONYMS = Query(
    "catalog.synonyms_page",
    r"""
    SELECT key, words, means, version, changed_at FROM search_synonym
    WHERE key > $1 AND ($2 = '' OR $2 = ANY(words) OR $2 = ANY(means) OR starts_with(key, $2)) ORDER BY key LIMIT $3
    """,
    SynonymsView,
)
SYNONYM = Query(
    "catalog.synonyms", "SELECT key, words, means, version, changed_at FROM search_synonym WHERE key = $1", SynonymsView
)
_ASKED = """
    SELECT query, times, in_vain, last_day FROM (
        SELECT query, sum(times)::bigint AS times, sum(in_vain)::bigint AS in_vain, max(day) AS last_day
        FROM search_asked WHERE day BETWEEN $1 AND $2 GROUP BY query
    ) AS asked WHERE {which}
"""
ASKED: Mapping[AskedOrder, Query[AskedView]] = {
    "misses": Query(
        "catalog.search_misses",
        _ASKED.format(which="in_vain > 0 AND (in_vain, query) < ($3, $4) ORDER BY in_vain DESC, query DESC LIMIT $5"),
        AskedView,
    ),
    "popular": Query(
        "catalog.search_popular",
        _ASKED.format(which="(times, query) < ($3, $4) ORDER BY times DESC, query DESC LIMIT $5"),
        AskedView,
    ),
}
INDEX = Query(
    "catalog.search_index",
    """
    SELECT levels[1] AS documents, counted_at, synonyms AS synonyms_version,
           (SELECT count(*) FROM search_entry WHERE rules < $1) AS outdated,
           (SELECT count(*) FROM search_synonym) AS synonym_groups
    FROM search_state
    """,
    IndexView,
)


async def synonyms(reads: Reads, word: str, after: str, limit: int) -> list[SynonymsView]:
    """Groups after a key, those that have a word or whose key begins with it."""
    return await reads.all(SYNONYMS, after, word, limit)


async def asked(
    reads: Reads, order: AskedOrder, days: tuple[date, date], after: tuple[int, str], limit: int
) -> list[AskedView]:
    """What was searched from a day to another: in vain, or at all, most often first."""
    return await reads.all(ASKED[order], *days, *after, limit)


async def index(reads: Reads) -> IndexView:
    """How the index stands."""
    found = await reads.one(INDEX, RULES)
    assert found is not None  # noqa: S101 - the migration puts the row there
    return found
