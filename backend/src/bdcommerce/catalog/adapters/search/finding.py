"""One search, tried until enough is found: among the best only, among all, with something missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bdcommerce.catalog.adapters.search import statements
from bdcommerce.catalog.adapters.search.statements import HitRow
from bdcommerce.catalog.adapters.search.wanted import Levels, Wanted, level, wanted, within
from bdcommerce.catalog.domain.search.understanding import Understood
from bdcommerce.catalog.ports.search import ANY_PRICE, SearchPosition, SearchRequest
from bdcommerce.infra.postgres import Reads

RELAXED = 100
"""The part of the entries that have only most of what was sought. The other parts are those of `wanted.within`."""
_FEW = 8
"""Fewer hits than this are filled up with some that have only most of what was sought."""
_DOWN, _UP = (2**62, "~"), (-1, "")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is run for a search in which something is sought."""

    reads: Reads
    request: SearchRequest
    understood: Understood
    queries: Wanted

    @classmethod
    def of(cls, reads: Reads, request: SearchRequest, understood: Understood) -> "Finding":
        """The search for what was understood."""
        return cls(reads, request, understood, wanted(understood))

    async def run(self, levels: Levels) -> tuple[list[HitRow], int]:
        """The rows, and in which part of the entries they were found."""
        if after := self.request.after:
            query = self.queries.most if after.level == RELAXED else within(self.queries.all, after.level)
            return await self._rows(query), after.level
        part = self._part(levels)
        rows = await self._rows(within(self.queries.all, part))
        if part and len(rows) <= self.request.limit:
            rows, part = await self._rows(self.queries.all), 0
        complete = sum(row.product_id is not None for row in rows)
        if self.queries.most and complete < _FEW:
            relaxed = await self._rows(self.queries.most)
            if len(relaxed) > complete:
                return relaxed, RELAXED
        return rows, part

    def _part(self, levels: Levels) -> int:
        everything = self.request.sort != "relevance" or is_narrowed(self.request, self.understood)
        return 0 if everything else level(self.understood, levels)

    async def _rows(self, query: str) -> list[HitRow]:
        """One statement. Among entries that have only most of what is sought, those that have all come first."""
        request, queries = self.request, self.queries
        page = (*start(request), request.limit + 1)
        if request.sort != "relevance":
            ordered = statements.ORDERED[request.sort]
            return await self.reads.all(ordered, query, *page, *narrowed(request, self.understood))
        narrow = is_narrowed(request, self.understood)
        given = narrowed(request, self.understood) if narrow else ()
        complete = queries.all if query == queries.most else None
        weights = (
            value
            for each in queries.weighed
            for value in (each.sure, float(each.sure_lexemes), each.likely, float(each.likely_lexemes))
        )
        ranked = statements.RANKED[len(queries.weighed), narrow]
        return await self.reads.all(ranked, query, *page, *given, queries.categories, queries.exact, complete, *weights)


def next_position(request: SearchRequest, found: Sequence[HitRow], part: int) -> SearchPosition | None:
    """Where to go on. After the last of those that reach a level come those that do not."""
    if len(found) > request.limit:
        last = found[request.limit - 1]
        return SearchPosition(key=last.key or 0, product_id=last.product_id or "", level=part)
    if 0 < part < RELAXED:
        key, product_id = _DOWN
        return SearchPosition(key=key, product_id=product_id, level=-part)
    return None


def start(request: SearchRequest) -> tuple[int, str]:
    """$2 and $3 of every statement: after which position to begin."""
    if request.after:
        return request.after.key, request.after.product_id
    return _UP if request.sort == "price_asc" else _DOWN


def narrowed(request: SearchRequest, understood: Understood) -> tuple[Any, ...]:
    """$5 to $15 of every statement that narrows."""
    limits = understood.limits
    ranges = [{"key": each.key, "low": each.low, "high": each.high} for each in request.filters if each.is_range]
    return (
        request.category,
        request.vendor,
        max(request.min_price, limits.least or 0),
        request.max_price if limits.most is None else min(request.max_price, limits.most),
        request.in_stock,
        request.rating,
        list(request.brands),
        request.on_sale,
        bool(request.filters),
        ["\n".join(each.tags) for each in request.filters if not each.is_range],
        ranges,
    )


def is_narrowed(request: SearchRequest, understood: Understood) -> bool:
    """Whether anything but words is asked for."""
    said = (request.category, request.vendor, request.brands, request.filters, request.in_stock, request.on_sale)
    limits = (request.min_price, request.max_price < ANY_PRICE, understood.limits.least, understood.limits.most)
    return any((*said, request.rating, *limits))
