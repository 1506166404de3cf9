"""A search, from what was typed to what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from bdcommerce.catalog.adapters.search import statements, suggesting
from bdcommerce.catalog.adapters.search.statements import HitRow
from bdcommerce.catalog.adapters.search.vocabulary import Vocabulary
from bdcommerce.catalog.adapters.search.wanted import Wanted, level, wanted, within
from bdcommerce.catalog.domain.search.documents import SearchDocument
from bdcommerce.catalog.domain.search.understanding import Understood
from bdcommerce.catalog.ports.search import Found, SearchPosition, SearchRequest, Suggestion
from bdcommerce.catalog.tables.search import (
    KEEP_DOCUMENTS,
    KEEP_ENTRIES,
    LEARN_WORDS,
    search_document,
    search_entry,
    search_rows,
)
from bdcommerce.infra.postgres import Database

_RELAXED = -1
"""The level of a position among entries that have only most of what was sought."""
_FEW = 8
"""Fewer hits than this are filled up with some that have only most of what was sought."""
_DOWN, _UP = (2**62, "~"), (-1, "")


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

    async def _search(self, request: SearchRequest, understood: Understood) -> tuple[int, Found]:
        """Which synonyms hold, and what was found."""
        narrowed = _narrowed(request, understood)
        if understood.sought:
            search = _Search(self, request, wanted(understood), narrowed)
            rows, at = await search.run(self._level(request, understood))
        elif understood.ignored:
            rows, at = [HitRow(await self._version(), None, None)], 0
        else:
            start = _start(request, descending=True)
            rows, at = await self._reads.all(statements.STANDING, None, *narrowed, *start, request.limit + 1), 0
        hits = [SearchPosition(key=row.key or 0, product_id=row.product_id, level=at) for row in rows if row.product_id]
        return rows[0].version, Found(
            hits=hits[: request.limit],
            more=len(hits) > request.limit,
            relaxed=at == _RELAXED,
            least=understood.limits.least,
            most=understood.limits.most,
            corrected=understood.corrected,
            ignored=understood.ignored,
        )

    def _level(self, request: SearchRequest, understood: Understood) -> int:
        if request.after:
            return request.after.level
        if request.sort != "relevance" or _is_narrowed(request, understood):
            return 0
        return level(understood, self._vocabulary.levels)

    async def _version(self) -> int:
        state = await self._reads.one(statements.STATE)
        return state.synonyms if state else 0

    async def run(self, request: SearchRequest, query: str, queries: Wanted, narrowed: Sequence[Any]) -> list[HitRow]:
        """One statement. Among entries that have only most of what is sought, those that have all come first."""
        complete = queries.all if query == queries.most else None
        if request.sort == "relevance":
            start = _start(request, descending=True)
            weights = [
                value
                for each in queries.weighed
                for value in (each.sure, float(each.sure_lexemes), each.likely, float(each.likely_lexemes))
            ]
            statement = statements.RANKED[len(queries.weighed)]
            rest = (queries.categories, queries.exact, complete, *weights)
            return await self._reads.all(statement, query, *narrowed, *start, request.limit + 1, *rest)
        start = _start(request, descending=request.sort != "price_asc")
        statement = statements.ORDERED[request.sort]
        return await self._reads.all(statement, query, *narrowed, *start, request.limit + 1)


@dataclass(frozen=True, slots=True)
class _Search:
    """One search, tried until enough is found: among the best only, among all, with something missing."""

    index: PostgresSearch
    request: SearchRequest
    queries: Wanted
    narrowed: Sequence[Any]

    async def run(self, at: int) -> tuple[list[HitRow], int]:
        """The rows, and at which level they were found."""
        if at == _RELAXED:
            return await self._rows(self.queries.most), at
        rows = await self._rows(within(self.queries.all, at))
        if at and not self.request.after and len(rows) <= self.request.limit:
            rows, at = await self._rows(self.queries.all), 0
        few = sum(row.product_id is not None for row in rows) < _FEW
        if few and not self.request.after and self.queries.most:
            rows, at = await self._rows(self.queries.most), _RELAXED
        return rows, at

    async def _rows(self, query: str) -> list[HitRow]:
        return await self.index.run(self.request, query, self.queries, self.narrowed)


def _narrowed(request: SearchRequest, understood: Understood) -> tuple[Any, ...]:
    """$2 to $12 of every statement."""
    limits = understood.limits
    ranges = [{"key": each.key, "low": each.low, "high": each.high} for each in request.filters if each.is_range]
    return (
        request.category,
        request.vendor,
        max(request.min_price, limits.least or 0),
        min(request.max_price, request.max_price if limits.most is None else limits.most),
        request.in_stock,
        request.rating,
        list(request.brands),
        request.on_sale,
        bool(request.filters),
        ["\n".join(each.tags) for each in request.filters if not each.is_range],
        ranges,
    )


def _is_narrowed(request: SearchRequest, understood: Understood) -> bool:
    said = (request.category, request.vendor, request.brands, request.filters, request.in_stock, request.on_sale)
    return any((*said, request.rating, request.min_price, understood.limits.least, understood.limits.most))


def _start(request: SearchRequest, *, descending: bool) -> tuple[int, str]:
    """$13 and $14: after which position to begin."""
    if request.after:
        return request.after.key, request.after.product_id
    return _DOWN if descending else _UP
