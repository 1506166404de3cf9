"""What search takes in and gives out over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.catalog.domain.search.thesaurus import MOST_WORDS, SynonymGroup
from bdcommerce.catalog.ports.search import KeptSynonyms, SuggestionKind
from bdcommerce.catalog.schemas.shop import Card, Facets
from bdcommerce.kernel.text import Localized

_Phrase = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        pattern=r"^[^\x00]*[0-9A-Za-z\u0980-\u09ff][^\x00]*$",
        description="one to four words, in any script",
        examples=["চাল"],
    ),
]


class HowUnderstood(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of the words of a search."""

    min_price: int | None
    """Poisha: the words said so."""
    max_price: int | None
    """Poisha: the words said so."""
    corrected: str
    """What was searched instead, if a word was mistyped; otherwise empty."""
    ignored: list[str]
    """Words that nothing in the shop is called."""
    relaxed: bool
    """Few or no products have all that was sought: after those that do, there are some that have most of it."""


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found; `facets` where they were asked for."""

    items: list[Card]
    next_cursor: str | None
    understood: HowUnderstood
    facets: Facets | None = None


class SuggestionView(msgspec.Struct, frozen=True, kw_only=True):
    """What could be meant by what has been typed so far."""

    kind: SuggestionKind
    text: Localized
    target: str
    """The id of a category or brand, the path of a product; empty for a search that others have made."""


class KeepSynonyms(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Words that mean the same; or, where `means` is given, words for which those are searched as well, and not the
    other way round.
    """

    words: Annotated[list[_Phrase], Meta(min_length=1, max_length=MOST_WORDS, examples=[["rice", "চাল", "chal"]])]
    means: Annotated[list[_Phrase], Meta(max_length=MOST_WORDS, examples=[["mango", "আম"]])] = []
    version: Annotated[int, Meta(ge=0, le=2**31 - 1, description="that was read; 0 for a new group")] | None = None

    def group(self, key: str) -> SynonymGroup:
        """The group of that key."""
        return SynonymGroup(key=key, words=self.words, means=self.means)


class SynonymsView(msgspec.Struct, frozen=True, kw_only=True):
    """A group of synonyms."""

    key: str
    words: list[str]
    means: list[str]
    version: int
    changed_at: datetime

    @classmethod
    def of(cls, kept: KeptSynonyms) -> "SynonymsView":
        """A group that was just kept."""
        group = kept.group
        return cls(
            key=group.key, words=group.words, means=group.means, version=kept.version, changed_at=kept.changed_at
        )


class AskedView(msgspec.Struct, frozen=True, kw_only=True):
    """How often something was searched. Folded: small letters, Latin digits; nothing says by whom."""

    query: str
    times: int
    """How often."""
    in_vain: int
    """How many of those found nothing."""
    last_day: date
    """In Dhaka."""

    def position(self, order: Literal["misses", "popular"]) -> tuple[int, str]:
        """What a cursor after this row says."""
        return (self.in_vain if order == "misses" else self.times, self.query)


class IndexView(msgspec.Struct, frozen=True, kw_only=True):
    """How the index stands."""

    documents: int
    """Listed products, when they were last counted."""
    outdated: int
    """Documents indexed by rules of an earlier release; a job brings them up to date in the background."""
    counted_at: datetime | None
    """When words and suggestions were last counted; null: never."""
    synonym_groups: int
    """How many groups of words that mean the same."""
    synonyms_version: int
    """Goes up with every change of a synonym. Every search goes by the latest."""
