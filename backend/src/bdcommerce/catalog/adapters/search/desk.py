"""What staff keep of search and what it remembers, in an open transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import RowMapping, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain.search.documents import LEVEL, LEVELS, SearchDocument
from bdcommerce.catalog.domain.search.suggestions import beginnings
from bdcommerce.catalog.domain.search.thesaurus import SynonymGroup
from bdcommerce.catalog.ports.search import Asked, KeptSynonyms
from bdcommerce.catalog.tables.search import (
    search_asked,
    search_document,
    search_entry,
    search_phrase,
    search_state,
    search_synonym,
)
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized

_POPULAR_DAYS, _POPULAR_TIMES, _POPULAR = 30, 5, 1_000
_BATCH = 1_000

# ts_stat reads the index entries themselves, so a count is what is there now. A word that is in no entry any more keeps
# its row and is looked up no more: whoever indexes it again revives it.
_COUNT_WORDS = text("""
    WITH counted AS MATERIALIZED (SELECT word, ndoc FROM ts_stat('SELECT words FROM search_entry')), used AS (
        UPDATE search_word AS w SET uses = coalesce(c.ndoc, -1)
        FROM search_word AS same LEFT JOIN counted AS c ON c.word = same.lexeme COLLATE "C"
        WHERE w.lexeme = same.lexeme AND w.uses <> coalesce(c.ndoc, -1)
    )
    SELECT word, ndoc FROM counted WHERE word LIKE '#%'
""")
_ENTRIES = text("SELECT count(*) FROM search_entry")
_CATEGORIES = text("""
    SELECT c.category_id AS target, c.name, count(*) AS weight
    FROM search_entry AS e, unnest(e.category_path) AS place JOIN category AS c ON c.category_id = place
    GROUP BY c.category_id, c.name
""")
_BRANDS = text("""
    SELECT b.brand_id AS target, b.name, count(*) AS weight
    FROM search_entry AS e JOIN brand AS b USING (brand_id) GROUP BY b.brand_id, b.name
""")
_POPULAR_QUERIES = text("""
    SELECT query, sum(times) AS weight FROM search_asked WHERE day > CAST(:since AS date)
    GROUP BY query HAVING sum(times) >= :times AND sum(in_vain) = 0 ORDER BY weight DESC, query LIMIT :most
""")


class PostgresDesk:
    """See ports.SearchDesk."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def synonyms(self, key: str) -> KeptSynonyms | None:
        """See ports.SearchDesk."""
        row = await self._tx.row(select(search_synonym).where(search_synonym.c.key == key).with_for_update())
        if row is None:
            return None
        group = SynonymGroup(key=row["key"], words=row["words"], means=row["means"])
        return KeptSynonyms(group=group, version=row["version"], changed_at=row["changed_at"])

    async def keep_synonyms(self, kept: KeptSynonyms) -> None:
        """See ports.SearchDesk."""
        group = kept.group
        row = {"words": group.words, "means": group.means, "version": kept.version, "changed_at": kept.changed_at}
        add = upsert(search_synonym).values(row | {"key": group.key})
        await self._tx.execute(add.on_conflict_do_update(index_elements=["key"], set_=row))
        await self._other_synonyms_hold()

    async def drop_synonyms(self, key: str) -> None:
        """See ports.SearchDesk."""
        await self._tx.execute(delete(search_synonym).where(search_synonym.c.key == key))
        await self._other_synonyms_hold()

    async def remember(self, asked: Sequence[Asked], at: datetime) -> None:
        """See ports.SearchDesk. In order, so that two who remember at once do not wait for each other in a circle."""
        day = clock.dhaka_date(at)
        rows = [
            {"day": day, "query": each.query, "times": each.times, "in_vain": each.in_vain}
            for each in sorted(asked, key=lambda each: each.query)
        ]
        add = upsert(search_asked)
        more = {name: search_asked.c[name] + add.excluded[name] for name in ("times", "in_vain")}
        await self._tx.execute(add.on_conflict_do_update(index_elements=["day", "query"], set_=more), rows)

    async def forget(self, before: datetime) -> None:
        """See ports.SearchDesk."""
        await self._tx.execute(delete(search_asked).where(search_asked.c.day < clock.dhaka_date(before)))

    async def recount(self) -> None:
        """See ports.SearchDesk."""
        reached = {row["word"].removeprefix(LEVEL): row["ndoc"] for row in await self._tx.rows(_COUNT_WORDS)}
        levels = [await self._tx.scalar(_ENTRIES), *(reached.get(str(level), 0) for level in range(1, LEVELS + 1))]
        await self._tx.execute(update(search_state).values(levels=levels, counted_at=clock.now()))
        await self._tx.execute(delete(search_phrase))
        rows = await self._phrases()
        for start in range(0, len(rows), _BATCH):
            await self._tx.execute(insert(search_phrase), rows[start : start + _BATCH])

    async def outdated(self, rules: int, limit: int) -> Sequence[SearchDocument]:
        """See ports.SearchDesk."""
        old = (
            select(search_document.c.document)
            .join_from(search_entry, search_document, search_entry.c.product_id == search_document.c.product_id)
            .where(search_entry.c.rules < rules)
            .order_by(search_entry.c.rules, search_entry.c.product_id)
            .limit(limit)
        )
        return [msgspec.convert(row["document"], SearchDocument) for row in await self._tx.rows(old)]

    async def _other_synonyms_hold(self) -> None:
        await self._tx.execute(update(search_state).values(synonyms=search_state.c.synonyms + 1))

    async def _phrases(self) -> list[dict[str, Any]]:
        """What is worth suggesting beside products, under every beginning."""
        since = clock.today() - timedelta(days=_POPULAR_DAYS)
        asked = {"since": since, "times": _POPULAR_TIMES, "most": _POPULAR}
        found = [
            *(("category", row["target"], _name(row), row["weight"]) for row in await self._tx.rows(_CATEGORIES)),
            *(("brand", row["target"], _name(row), row["weight"]) for row in await self._tx.rows(_BRANDS)),
            *(
                ("query", row["query"], Localized(row["query"]), row["weight"])
                for row in await self._tx.rows(_POPULAR_QUERIES, asked)
            ),
        ]
        return [
            {"beginning": form, "kind": kind, "target": target, "en": name.en, "bn": name.bn, "weight": weight}
            for kind, target, name, weight in found
            for form in beginnings(name)
        ]


def _name(row: RowMapping) -> Localized:
    return msgspec.convert(row["name"], Localized)
