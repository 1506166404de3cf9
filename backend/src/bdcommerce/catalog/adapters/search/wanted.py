"""What was understood, in PostgreSQL's words for it: which entries are candidates, and what each is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bdcommerce.catalog.domain.search.documents import LEVEL
from bdcommerce.catalog.domain.search.thesaurus import Phrase
from bdcommerce.catalog.domain.search.understanding import Sought, Understood

Levels = Sequence[int]
"""How many entries there are, then how many reach each level of standing."""
_MANY, _ENOUGH = 600, 300


@dataclass(frozen=True, slots=True)
class Weighed:
    """One thing sought, as a query that is sure and one that is likely, and how many lexemes each has."""

    sure: str | None
    sure_lexemes: int
    likely: str | None
    likely_lexemes: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The queries of a search."""

    all: str
    """Entries that have everything sought."""
    most: str
    """Entries that have most of it; empty if that is nothing else."""
    weighed: Sequence[Weighed]
    categories: str | None
    exact: str | None


def wanted(understood: Understood) -> Wanted:
    """The queries for what was understood; something must be sought."""
    each = [_any([*one.sure, *one.likely]) for one in understood.sought]
    needed = (len(each) + 1) // 2
    return Wanted(
        all=" & ".join(f"({query})" for query in each),
        most=" | ".join(f"({' & '.join(f'({query})' for query in some)})" for some in combinations(each, needed))
        if len(each) > 1
        else "",
        weighed=[_weighed(one) for one in understood.sought],
        categories=_any((name,) for name in understood.categories) or None,
        exact=" & ".join(map(_quoted, understood.exact)) or None,
    )


def level(understood: Understood, levels: Levels) -> int:
    """From which level of standing on to look, so that very common words bring enough candidates but not far too many.

    Words are taken to be independent: where they are not, there is more to choose from than estimated, never less.
    """
    total = max(levels[0], 1)
    expected = float(total)
    for one in understood.sought:
        expected *= min(one.uses, total) / total
    if expected <= _MANY:
        return 0
    reached = [number for number, count in enumerate(levels) if number and expected * count / total >= _ENOUGH]
    return max(reached, default=0)


def within(query: str, part: int) -> str:
    """The query, of entries that reach a level; of those that do not, if it is negative; of all, if it is 0."""
    if not part:
        return query
    return f"({query}) & {'' if part > 0 else '!'}'{LEVEL}{abs(part)}'"


def _weighed(one: Sought) -> Weighed:
    return Weighed(_any(one.sure) or None, _lexemes(one.sure), _any(one.likely) or None, _lexemes(one.likely))


def _any(phrases: Iterable[Phrase]) -> str:
    return " | ".join(_quoted(each[0]) if len(each) == 1 else f"({' & '.join(map(_quoted, each))})" for each in phrases)


def _lexemes(phrases: Iterable[Phrase]) -> int:
    return len({lexeme for each in phrases for lexeme in each})


def _quoted(lexeme: str) -> str:
    return f"'{lexeme}'"
