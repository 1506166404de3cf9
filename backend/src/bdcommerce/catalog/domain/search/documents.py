"""What of a product is found by searching, and where in it each word stands.

The index of a document maps lexemes to the fields they stand in. Beside canonical words there are lexemes that no word
can be: `=` and a word exactly as it is written, `@` and the name of its category as a phrase, `#` and a level.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from bdcommerce.catalog.domain.search import quantities
from bdcommerce.catalog.domain.search.fillers import FILLERS
from bdcommerce.catalog.domain.search.letters import canonical, joined, tidy, words
from bdcommerce.kernel.text import Localized

EXACT, CATEGORY, LEVEL = "=", "@", "#"
_AND = (" & ", " and ", " ও ", " এবং ", ",", "/", "|")
_NOTHING = Localized("")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
RULES = 1
"""Counts up whenever documents are taken apart differently, so that those indexed before are indexed again."""
BEST = 1_000
"""No standing is higher."""
_STEP = 75
LEVELS = BEST // _STEP
_LONGEST_WORD = 40
_MOST_WORDS = 120


class Field(IntEnum):
    """Where a word stands in a document."""

    CATEGORY = 1
    BRAND = 2
    TITLE = 3
    ATTRIBUTE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A product as search knows it: its words, and what results are narrowed and ordered by."""

    product_id: str
    title: Localized
    brand: Localized = _NOTHING
    model: str = ""
    categories: Sequence[Localized] = ()
    """Names from the root down."""
    attributes: Sequence[str] = ()
    """Values that it can be chosen by, in any language: colour, material, sizes."""
    category_path: Sequence[str] = ()
    vendors: Sequence[str] = ()
    brand_id: str = ""
    price: int = 0
    """Poisha."""
    in_stock: bool = False
    on_sale: bool = False
    rating: int = 0
    """Mean of its reviews in hundredths of a star; 0: none."""
    reviews: int = 0
    popularity: int = 0
    """Units that were sold lately."""
    published_at: datetime = _LONG_AGO

    def texts(self) -> tuple[object, ...]:
        """All that it is found by, apart from how it stands."""
        return (self.title, self.brand, self.model, list(self.categories), list(self.attributes))


@dataclass(frozen=True, slots=True)
class Indexed:
    """The lexemes of a document with the fields they stand in, and the words that the vocabulary learns from it."""

    lexemes: Mapping[str, Sequence[Field]]
    words: Sequence[str]


def indexed(document: SearchDocument) -> Indexed:
    """Take a document apart."""
    places: dict[str, set[Field]] = defaultdict(set)
    learnt: dict[str, None] = {}
    for where, texts in _texts(document):
        for text in texts:
            for word, exact in _words(text):
                places[canonical(word)].add(where)
                learnt.setdefault(word)
                if exact and where in {Field.TITLE, Field.BRAND} and canonical(word) != word:
                    places[EXACT + word].add(where)
    for name in document.categories[-1:]:
        for phrase in category_phrases(name):
            places[CATEGORY + phrase].add(Field.CATEGORY)
    for level in range(1, level_of(document) + 1):
        places[f"{LEVEL}{level}"].add(Field.ATTRIBUTE)
    return Indexed({lexeme: sorted(fields) for lexeme, fields in sorted(places.items())}, list(learnt))


def category_phrases(name: Localized) -> list[str]:
    """The phrases that name a category: `Rice & lentils` is named by both."""
    phrases: dict[str, None] = {}
    for text in (name.en, name.bn):
        pieces = [f" {tidy(text)} "]
        for link in _AND:
            pieces = [part for piece in pieces for part in piece.split(link)]
        for piece in [*pieces, text]:
            kept = [lexeme for word in words(tidy(piece)) if (lexeme := canonical(word)) not in FILLERS]
            phrases.setdefault(" ".join(kept))
    return [phrase for phrase in phrases if phrase]


def title_length(title: Localized) -> int:
    """How many words a title has beside amounts, in the language that says it shorter; at least one."""
    return max(1, min(sum(exact for _, exact in _words(text)) for text in _both(title)))


def standing(document: SearchDocument) -> int:
    """How well a product stands whatever is searched, 0 to 1,000: in stock, how many were sold, how it was rated."""
    sold = min(document.popularity.bit_length(), 12) * 30
    rated = max(document.rating - 250, 0) * min(document.reviews, 5) // 5
    return (400 if document.in_stock else 0) + min(sold, 360) + min(rated * 240 // 250, 240)


def level_of(document: SearchDocument) -> int:
    """The standing in steps, so that searches for very common words can begin with the best."""
    return standing(document) // _STEP


def _texts(document: SearchDocument) -> Iterable[tuple[Field, Sequence[str]]]:
    yield Field.TITLE, _both(document.title)
    yield Field.BRAND, [*_both(document.brand), document.model]
    above, own = document.categories[:-1], document.categories[-1:]
    yield Field.CATEGORY, [text for name in own for text in _both(name)]
    yield Field.ATTRIBUTE, [*document.attributes, *(text for name in above for text in _both(name))]


def _both(text: Localized) -> list[str]:
    return [text.en] if text.bn in {"", text.en} else [text.en, text.bn]


def _words(text: str) -> Iterable[tuple[str, bool]]:
    """The words of a text, and whether they are written exactly so: amounts and what hyphens join is made of it."""
    tidied = tidy(text)
    amounts, numbers, rest = quantities.take(tidied)
    written = words(rest)[:_MOST_WORDS]
    yield from ((word[:_LONGEST_WORD], True) for word in written if canonical(word) not in FILLERS or len(written) == 1)
    yield from ((word, False) for word in (*amounts, *numbers, *joined(rest)))
