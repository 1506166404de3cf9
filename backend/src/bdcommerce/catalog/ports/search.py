"""What the catalog needs of a search engine: PostgreSQL fills it now, a search cluster may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bdcommerce.catalog.domain.filters import Filter
from bdcommerce.catalog.domain.search.documents import SearchDocument
from bdcommerce.catalog.domain.search.thesaurus import SynonymGroup

SearchSort = Literal["relevance", "newest", "price_asc", "price_desc", "popular", "rating"]
ANY_PRICE = 10**12
"""No price is higher, in poisha."""
SuggestionKind = Literal["query", "category", "brand", "product"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPosition:
    """Where a hit stands in the order of its search: what a cursor says."""

    key: int
    """Relevance, or what the order goes by: poisha, microseconds since 1970, units, hundredths of a star."""
    product_id: str
    level: int = 0
    """Which part of the documents it stands in: an engine may look at the best ones first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What is searched, narrowed how, in which order. What is empty, zero or false narrows nothing."""

    text: str
    category: str = ""
    vendor: str = ""
    brands: Sequence[str] = ()
    """Any of them."""
    filters: Sequence[Filter] = ()
    """All of them, met by one and the same variant."""
    min_price: int = 0
    max_price: int = ANY_PRICE
    in_stock: bool = False
    on_sale: bool = False
    rating: int = 0
    """At least so many hundredths of a star."""
    sort: SearchSort = "relevance"
    limit: int
    after: SearchPosition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A product that was found."""

    product_id: str
    card: str
    """The product's card as it is sent: JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    hits: Sequence[Hit]
    """Best first, at most `limit`."""
    next: SearchPosition | None = None
    """After which position to go on; None when that was all."""
    relaxed: bool = False
    """Nothing has all that was sought; these have most of it."""
    least: int | None = None
    most: int | None = None
    """Price limits that the words stated, in poisha."""
    corrected: str = ""
    """What was probably meant, if a word was mistyped."""
    ignored: Sequence[str] = ()
    """Words that nothing is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What somebody may be about to search."""

    kind: SuggestionKind
    en: str
    bn: str = ""
    target: str = ""
    """The id of the category or brand, or the path of the product's page."""


class SearchIndex(Protocol):
    """A search engine over documents of products."""

    async def index(self, documents: Sequence[SearchDocument]) -> None:
        """Let these documents be found as they are now."""

    async def remove(self, product_ids: Sequence[str]) -> None:
        """Let these be found no more."""

    async def search(self, request: SearchRequest) -> Found:
        """What fits, in order. Raises Invalid for a position of another order."""

    async def count(self, request: SearchRequest) -> Mapping[tuple[str, str], int]:
        """How many of what is found have each tag (`("tag", …)`), are in each range of prices (`("price", "0")`: below
        the first bound) and have so many stars (`("stars", "4")`); and `("all", "")`.
        """

    async def suggest(self, beginning: str, limit: int) -> Sequence[Suggestion]:
        """What could come of what has been typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSynonyms:
    """A group of synonyms as it is kept."""

    group: SynonymGroup
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How often something was searched on a day, and how often in vain. Folded; nothing says by whom."""

    query: str
    times: int
    in_vain: int


class SearchDesk(Protocol):
    """What staff keep of search, and what it remembers, in an open transaction."""

    async def synonyms(self, key: str) -> KeptSynonyms | None:
        """A group, locked until the transaction ends."""

    async def keep_synonyms(self, kept: KeptSynonyms) -> None:
        """Add or replace a group. Searches follow at once."""

    async def drop_synonyms(self, key: str) -> None:
        """A group is no more. Searches follow at once."""

    async def remember(self, asked: Sequence[Asked], at: datetime) -> None:
        """Add to what was searched on the day of an instant, in Dhaka."""

    async def forget(self, before: datetime) -> None:
        """Drop what was searched before an instant's day."""

    async def recount(self) -> None:
        """Count how often every word is used, and what is worth suggesting, anew."""

    async def outdated(self, rules: int, limit: int) -> Sequence[SearchDocument]:
        """Some documents that were indexed by other rules than these."""


class SearchTally(Protocol):
    """What is searched in this process, until it is written down."""

    @property
    def is_due(self) -> bool:
        """Whether it is time to write it down."""

    def note(self, text: str, *, in_vain: bool) -> None:
        """Something was searched, and perhaps nothing found. What may be personal is not counted."""

    def take(self) -> Sequence[Asked]:
        """All that was counted since the last time."""
