"""Suggestions while somebody types: phrases that begin so, and products with a word that begins like the last one."""

from collections.abc import Iterable, Sequence
from typing import get_args

from bdcommerce.catalog.adapters.search import statements
from bdcommerce.catalog.adapters.search.statements import PhraseRow
from bdcommerce.catalog.adapters.search.vocabulary import Vocabulary
from bdcommerce.catalog.adapters.search.wanted import wanted
from bdcommerce.catalog.domain.search.letters import tidy, words
from bdcommerce.catalog.domain.search.lexicon import prefixes
from bdcommerce.catalog.domain.search.suggestions import typed
from bdcommerce.catalog.ports.search import Suggestion, SuggestionKind
from bdcommerce.infra.postgres import Reads

_BEYOND = chr(0x10FFFF)
"""Sorts after every letter."""
_MOST: dict[SuggestionKind, int] = {"query": 4, "category": 3, "brand": 2}
_LEAST_OF_TITLE = 2
_LEAST_MISTYPED = 4
"""A shorter word that begins nothing is still being typed."""


async def suggest(reads: Reads, vocabulary: Vocabulary, beginning: str, limit: int) -> Sequence[Suggestion]:
    """What could come of what has been typed: what others search, categories and brands, then products.

    When nothing begins so, it is taken for mistyped, and what could come of what was probably meant is suggested.
    """
    if found := await _begun(reads, vocabulary, beginning, limit):
        return found
    if max(map(len, words(tidy(beginning))), default=0) < _LEAST_MISTYPED:
        return []
    meant = (await vocabulary.understand(beginning)).corrected
    return await _begun(reads, vocabulary, meant, limit) if meant else []


async def _begun(reads: Reads, vocabulary: Vocabulary, beginning: str, limit: int) -> Sequence[Suggestion]:
    written = words(tidy(beginning))
    if not written:
        return []
    (spelled, heard), (lexeme, sound) = _pair(typed(beginning)), _pair(prefixes(written[-1]))
    rows = await reads.all(statements.BEGINNINGS, *_ranges(spelled, heard, lexeme, sound))
    found = list(_phrases(rows))[:limit]
    completions = [row.target for row in rows if row.kind == "word"]
    if len(found) < limit and completions and len(written[-1]) >= _LEAST_OF_TITLE:
        query = await _titled(vocabulary, written[:-1], completions)
        titles = await reads.all(statements.TITLES, query, limit - len(found)) if query else []
        found += [Suggestion(kind="product", en=row.title.en, bn=row.title.bn, target=row.slug) for row in titles]
    return found


async def _titled(vocabulary: Vocabulary, before: Sequence[str], completions: Iterable[str]) -> str:
    """Products with one of the completions in their title that have the words before it too; empty if none has."""
    last = " | ".join(f"'{each}':A" for each in completions)
    if not before:
        return last
    understood = await vocabulary.understand(" ".join(before))
    return f"({wanted(understood).all}) & ({last})" if understood.sought else ""


def _phrases(rows: Iterable[PhraseRow]) -> Iterable[Suggestion]:
    given = list(rows)
    for kind in get_args(SuggestionKind):
        for row in [row for row in given if row.kind == kind][: _MOST.get(kind, 0)]:
            yield Suggestion(kind=kind, en=row.en, bn=row.bn, target="" if kind == "query" else row.target)


def _pair(forms: Sequence[str]) -> tuple[str, str]:
    return (forms[0], forms[-1]) if forms else ("", "")


def _ranges(*beginnings: str) -> Iterable[str]:
    """From and to, for each; an empty beginning begins nothing."""
    return (end for each in beginnings for end in (each or _BEYOND, each + _BEYOND))
