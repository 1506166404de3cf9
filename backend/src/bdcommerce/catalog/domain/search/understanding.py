"""From what somebody typed to what is sought: price limits and amounts taken out, words joined to phrases, each with
all that it may be called, and what was mistyped mended.

It goes in steps because the vocabulary is somewhere else: `read` takes the text apart, `lookups` says what to look up,
`understand` gets what is known of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bdcommerce.catalog.domain.search import prices, quantities
from bdcommerce.catalog.domain.search.documents import CATEGORY, EXACT
from bdcommerce.catalog.domain.search.fillers import FILLERS
from bdcommerce.catalog.domain.search.letters import canonical, is_bangla, tidy, words
from bdcommerce.catalog.domain.search.lexicon import Meaning, surely
from bdcommerce.catalog.domain.search.prices import PriceLimits
from bdcommerce.catalog.domain.search.thesaurus import Phrase, Thesaurus

MOST_SOUGHT = 8
"""Words of a search that count; what comes after them is not looked at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words that are sought as one, and what else that is called."""

    words: Sequence[str]
    others: Sequence[Phrase] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A search, taken apart but not yet understood."""

    pieces: Sequence[Piece]
    amounts: Sequence[str]
    limits: PriceLimits

    @property
    def words(self) -> list[str]:
        """All its words, in order."""
        return [word for piece in self.pieces for word in piece.words]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a searched word."""

    meanings: Sequence[Meaning] = ()
    corrections: Sequence[Meaning] = ()
    """What it may have been meant to be, if it means nothing."""
    parts: Phrase = ()
    """Known words that it is made of, if it means nothing."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is sought, and all that it may be called: any of these phrases of lexemes."""

    sure: Sequence[Phrase]
    """It is called so, or this means the same."""
    likely: Sequence[Phrase] = ()
    """This sounds like it, or looks like it."""
    uses: int = 0
    """In how many documents about, when words were last counted."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a search means."""

    sought: Sequence[Sought]
    limits: PriceLimits
    categories: Sequence[str] = ()
    """Lexemes of the categories that it may name."""
    exact: Sequence[str] = ()
    """Lexemes of its words as they are written."""
    ignored: Sequence[str] = ()
    """Words that nothing in the catalogue is called."""
    corrected: str = ""
    """What was probably meant, if a word was mistyped."""


def read(text: str, thesaurus: Thesaurus) -> Typed:
    """Take a search apart."""
    limits, rest = prices.take(tidy(text))
    amounts, _, rest = quantities.take(rest)
    written = words(rest)
    kept = [word for word in written if canonical(word) not in FILLERS] or written
    return Typed(_pieces(kept[:MOST_SOUGHT], thesaurus), amounts[:MOST_SOUGHT], limits)


def lookups(typed: Typed) -> set[str]:
    """The lexemes of which one must know whether the catalogue has them: other names, amounts, words put together."""
    named = {lexeme for piece in typed.pieces for other in piece.others for lexeme in other}
    return named | set(typed.amounts) | {canonical(pair) for pair in pairs(typed.words)}


def pairs(written: Sequence[str]) -> list[str]:
    """Neighbouring words written together."""
    return [one + other for one, other in pairwise(written)]


def understand(
    typed: Typed, readings: Mapping[str, Reading], uses: Mapping[str, int], thesaurus: Thesaurus
) -> Understood:
    """What it means, given what is known of its words and how often each lexeme of the catalogue is used."""
    reader = _Reader(readings, uses, thesaurus)
    pieces = list(reader.put_together(typed.pieces))
    sought = {place: found for place, piece in enumerate(pieces) if (found := reader.sought(piece))}
    ignored = [word for place, piece in enumerate(pieces) if place not in sought for word in piece.words]
    amounts = [Sought([(amount,)], uses=uses[amount]) for amount in typed.amounts if amount in uses]
    return Understood(
        sought=[*sought.values(), *amounts],
        limits=typed.limits,
        categories=_categories([each.sure or each.likely for each in (*sought.values(), *amounts)]),
        exact=[reader.exact(word) for word in typed.words if word not in ignored],
        ignored=ignored,
        corrected=reader.corrected(typed.words),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    readings: Mapping[str, Reading]
    uses: Mapping[str, int]
    thesaurus: Thesaurus

    def put_together(self, pieces: Sequence[Piece]) -> Iterable[Piece]:
        """The pieces, neighbours made one where the catalogue writes them together."""
        waiting: Piece | None = None
        for piece in pieces:
            if waiting and len(waiting.words) == len(piece.words) == 1:
                together = canonical(waiting.words[0] + piece.words[0])
                if together in self.uses:
                    others = [(together,), *self.thesaurus.others((together,))]
                    yield Piece([*waiting.words, *piece.words], others)
                    waiting = None
                    continue
            if waiting:
                yield waiting
            waiting = piece
        if waiting:
            yield waiting

    def sought(self, piece: Piece) -> Sought | None:
        """All that a piece may be called in this catalogue; None if it has nothing of the kind."""
        own = self._own(piece.words)
        sure = [*own, *piece.others]
        likely: list[Phrase] = []
        if len(piece.words) == 1:
            guessed = self._guessed(piece.words[0], sure=bool(own))
            likely = [*guessed, *(other for each in guessed for other in self.thesaurus.others(each))]
        sure = self._existing(sure)
        likely = [each for each in self._existing(likely) if each not in sure]
        if not sure and not likely:
            return None
        return Sought(sure, likely, sum(min(self.uses[lexeme] for lexeme in each) for each in (*sure, *likely)))

    def exact(self, word: str) -> str:
        """The lexeme of a word just as it is written; if it is mistyped, of what it was probably meant to be."""
        reading = self.readings.get(word, Reading())
        if not reading.meanings and reading.corrections:
            return reading.corrections[0].lexeme
        return word if canonical(word) == word else EXACT + word

    def corrected(self, written: Sequence[str]) -> str:
        """The search with its mistyped words mended; empty if there are none."""
        mended = [self._mended(word) for word in written]
        return " ".join(mended) if mended != list(written) else ""

    def _mended(self, word: str) -> str:
        """The word of its script that it was probably meant to be, unless it is known, or has another name."""
        reading = self.readings.get(word, Reading())
        if any(map(surely, reading.meanings)) or self.thesaurus.longest([word], 0)[0]:
            return word
        likely = (each.shown for each in (*reading.meanings, *reading.corrections))
        return next((shown for shown in likely if is_bangla(shown) == is_bangla(word)), word)

    def _own(self, written: Sequence[str]) -> list[Phrase]:
        certain = [[each.lexeme for each in self._meanings(word) if surely(each)] for word in written]
        if len(written) == 1:
            return [(lexeme,) for lexeme in certain[0]]
        return [tuple(each[0] for each in certain)] if all(certain) else []

    def _guessed(self, word: str, *, sure: bool) -> list[Phrase]:
        reading = self.readings.get(word, Reading())
        alike: list[Phrase] = [(each.lexeme,) for each in reading.meanings if not surely(each)]
        if sure or alike:
            return alike
        return [reading.parts] if reading.parts else [(each.lexeme,) for each in reading.corrections]

    def _meanings(self, word: str) -> Sequence[Meaning]:
        return self.readings.get(word, Reading()).meanings

    def _existing(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        return [each for each in dict.fromkeys(phrases) if all(lexeme in self.uses for lexeme in each)]


def _pieces(written: Sequence[str], thesaurus: Thesaurus) -> list[Piece]:
    pieces, at = [], 0
    while at < len(written):
        length, others = thesaurus.longest(written, at)
        pieces.append(Piece(written[at : at + max(length, 1)], others))
        at += max(length, 1)
    return pieces


def _categories(names: Sequence[Sequence[Phrase]]) -> list[str]:
    """What categories may be called by one thing sought, by two that stand together, or by all of them."""
    firsts = [each[0] for each in names]
    longer = [(*one, *other) for one, other in pairwise(firsts)]
    whole = tuple(lexeme for each in firsts for lexeme in each)
    return [CATEGORY + " ".join(each) for each in dict.fromkeys([*(n for each in names for n in each), *longer, whole])]
