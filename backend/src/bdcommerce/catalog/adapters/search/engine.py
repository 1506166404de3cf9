"""A search, from what was typed to what was found."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from bdcommerce.catalog.adapters.search import statements, suggesting
from bdcommerce.catalog.adapters.search.finding import RELAXED, Finding, narrowed, next_position, start
from bdcommerce.catalog.adapters.search.statements import CountRow, HitRow
from bdcommerce.catalog.adapters.search.vocabulary import Vocabulary
from bdcommerce.catalog.domain.search.documents import SearchDocument
from bdcommerce.catalog.domain.search.prices import PriceLimits
from bdcommerce.catalog.domain.search.understanding import Understood
from bdcommerce.catalog.ports.search import Found, Hit, SearchRequest, Suggestion
from bdcommerce.catalog.tables.search import (
    KEEP_DOCUMENTS,
    KEEP_ENTRIES,
    LEARN_WORDS,
    search_document,
    search_entry,
    search_rows,
)
from bdcommerce.infra.postgres import Database


class PostgresSearch:
    """See ports.SearchIndex. One statement finds and ranks; words that were not searched lately cost one more."""

    def __init__(self, database: Database) -> None:
        self._database, self._reads = database, database.reads
        self._vocabulary = Vocabulary(database.reads)

    async def index(self, documents: Sequence[SearchDocument]) -> None:
        """See ports.SearchIndex."""
        rows = search_rows(documents)
        async with self._database.transaction() as tx:
            await tx.execute(KEEP_ENTRIES, rows.entries)
            await tx.execute(KEEP_DOCUMENTS, rows.documents)
            await tx.execute(LEARN_WORDS, rows.words)

    async def remove(self, product_ids: Sequence[str]) -> None:
        """See ports.SearchIndex."""
        async with self._database.transaction() as tx:
            for table in (search_entry, search_document):
                await tx.execute(delete(table).where(table.c.product_id.in_(product_ids)))

    async def search(self, request: SearchRequest) -> Found:
        """See ports.SearchIndex."""
        understood = await self._vocabulary.understand(request.text)
        version, found = await self._search(request, understood)
        if version == self._vocabulary.version:
            return found
        self._vocabulary.forget()
        return (await self._search(request, await self._vocabulary.understand(request.text)))[1]

    async def suggest(self, beginning: str, limit: int) -> Sequence[Suggestion]:
        """See ports.SearchIndex."""
        return await suggesting.suggest(self._reads, self._vocabulary, beginning, limit)

    async def count(self, request: SearchRequest) -> Mapping[tuple[str, str], int]:
        """See ports.SearchIndex."""
        understood = await self._vocabulary.understand(request.text)
        if not understood.sought:
            return {}
        finding = Finding.of(self._reads, request, understood)
        rows: list[CountRow] = []
        for query in (finding.queries.all, finding.queries.most):
            if query and not any(row.count for row in rows):
                given = narrowed(request, understood)
                rows = await self._reads.all(statements.COUNTED, query, None, None, statements.MOST_COUNTED, *given)
        return {(row.kind, row.value): row.count for row in rows if row.count}

    async def _search(self, request: SearchRequest, understood: Understood) -> tuple[int, Found]:
        """Which synonyms hold, and what was found."""
        rows, part = await self._rows(request, understood)
        found = [row for row in rows if row.product_id]
        return rows[0].version, Found(
            hits=[Hit(product_id=row.product_id or "", card=row.card or "") for row in found[: request.limit]],
            next=next_position(request, found, part),
            relaxed=part == RELAXED,
            least=understood.limits.least,
            most=understood.limits.most,
            corrected=understood.corrected,
            ignored=understood.ignored,
        )

    async def _rows(self, request: SearchRequest, understood: Understood) -> tuple[list[HitRow], int]:
        if understood.sought:
            return await Finding.of(self._reads, request, understood).run(self._vocabulary.levels)
        if understood.ignored or understood.limits == PriceLimits():
            state = await self._reads.one(statements.STATE)
            return [HitRow(state.synonyms if state else 0)], 0
        page = (*start(request), request.limit + 1)
        return await self._reads.all(statements.STANDING, None, *page, *narrowed(request, understood)), 0
