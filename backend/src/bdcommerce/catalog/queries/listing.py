"""Lists of products: a page is one range of a shelf, or what is left of it when variants are sifted."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from bdcommerce.catalog.domain import listing as domain
from bdcommerce.catalog.domain.filters import Filter
from bdcommerce.catalog.events import Attribute
from bdcommerce.catalog.schemas.shop import Card, Sort, at
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import fold

MOST = 10**12
"""No price is higher, in poisha."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800_000_000
_MAX_WORDS = 5
_SHORT = 3
_ORDERS: dict[Sort, tuple[str, str, str]] = {
    "newest": ("published_at", "DESC", "<"),
    "price_asc": ("price", "ASC", ">"),
    "price_desc": ("price", "DESC", "<"),
    "popular": ("popularity", "DESC", "<"),
    "rating": ("rating", "DESC", "<"),
}
# Every range is met, or the variant is not wanted; `numbers` says what it states.
IN_RANGES = """
    NOT EXISTS (SELECT FROM jsonb_to_recordset({0}) AS wanted (key text, low numeric, high numeric)
                WHERE ((numbers->>wanted.key)::numeric BETWEEN wanted.low AND wanted.high) IS NOT TRUE)
"""


class ListRow(msgspec.Struct):
    """A card and where it stands in every order."""

    product_id: str
    card: Card
    price: int
    popularity: int
    rating: int
    published_us: int

    def position(self, sort: Sort) -> tuple[str, int, str]:
        """What a cursor after this row says."""
        keys = {"newest": self.published_us, "popular": self.popularity, "rating": self.rating}
        return (sort, keys.get(sort, self.price), self.product_id)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which products, in which order."""

    category: str = ""
    vendor: str = ""
    brands: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    min_price: int = 0
    max_price: int = MOST
    in_stock: bool = False
    on_sale: bool = False
    rating: int = 0
    """Hundredths of a star."""
    q: str = ""
    sort: Sort = "newest"

    @property
    def sifted(self) -> bool:
        """Whether variants are looked at, not shelves alone."""
        return bool(self.filters) or len(self.brands) > 1

    @property
    def place(self) -> str:
        """The narrowest shelf that has all of them."""
        brand = self.brands[0] if len(self.brands) == 1 else ""
        place = self.vendor or brand or self.category or domain.EVERYWHERE
        return domain.sale(place) if self.on_sale else place

    @property
    def tags(self) -> list[str]:
        """What every variant of them is tagged with."""
        ranged = [domain.tag(each.key, "") for each in self.filters if each.is_range]
        brand = self.brands if len(self.brands) == 1 else ()
        return [each for each in (self.category, self.vendor, *brand, *ranged) if each]

    @property
    def groups(self) -> list[list[str]]:
        """Of each of these, every variant has a tag."""
        chosen = [list(each.tags) for each in self.filters if not each.is_range]
        return [*chosen, list(self.brands)] if len(self.brands) > 1 else chosen

    @property
    def ranges(self) -> str:
        """What their numbers lie between, as JSON."""
        bounds = [{"key": each.key, "low": each.low, "high": each.high} for each in self.filters if each.is_range]
        return msgspec.json.encode(bounds).decode()


class _DefinedRow(msgspec.Struct):
    attributes: list[Attribute]


DEFINED = Query(
    "catalog.filters_of_category",
    """
    SELECT a.attributes FROM category c JOIN category a ON a.category_id = ANY(c.path) OR a.path @> ARRAY[$1]
    WHERE c.category_id = $1 AND a.attributes <> '[]' ORDER BY cardinality(a.path), a.position, a.category_id
    """,
    _DefinedRow,
)
DEFINED_ANYWHERE = Query(
    "catalog.filters",
    "SELECT attributes FROM category WHERE attributes <> '[]' ORDER BY cardinality(path), position, category_id",
    _DefinedRow,
)


def _columns(price: str) -> str:
    published = "(extract(epoch FROM l.published_at) * 1000000)::bigint AS published_us"
    return f"l.product_id, l.card, {price}, l.popularity, l.rating, {published}"


def _browse(sort: Sort) -> Query[ListRow]:
    """One range of the index that has this order within a place."""
    key, direction, beyond = _ORDERS[sort]
    return Query(
        f"catalog.browse_{sort}",
        f"""
        SELECT {_columns("s.price")}
        FROM shelf s JOIN listing l USING (product_id)
        WHERE s.place = $1 AND (s.{key}, s.product_id) {beyond} ($2, $3) AND s.price BETWEEN $4 AND $5
          AND (NOT $6 OR s.in_stock) AND s.rating >= $7
          AND ($8 = '' OR l.category_path @> ARRAY[$8]) AND ($9 = '' OR l.brand_id = $9)
        ORDER BY s.{key} {direction}, s.product_id {direction} LIMIT $10
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


@cache
def sift(sort: Sort, groups: int) -> Query[ListRow]:
    """The products that have a variant with all the tags, found by them and then put in order."""
    key, direction, beyond = _ORDERS[sort]
    column = "f.price" if key == "price" else f"l.{key}"
    chosen = " ".join(f"AND tags && ${number}" for number in range(11, 11 + groups))
    return Query(
        f"catalog.sift_{sort}",
        f"""
        SELECT {_columns("f.price")}
        FROM (
            SELECT product_id, min(price) AS price FROM listed_variant
            WHERE tags @> $1 {chosen} AND price BETWEEN $4 AND $5 AND (NOT $6 OR in_stock) AND (NOT $7 OR on_sale)
              AND rating >= $8 AND {IN_RANGES.format("$9::jsonb")}
            GROUP BY product_id
        ) f JOIN listing l USING (product_id)
        WHERE ({column}, l.product_id) {beyond} ($2, $3)
        ORDER BY {column} {direction}, l.product_id {direction} LIMIT $10
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


def _search(sort: Sort, words: int) -> Query[ListRow]:
    """The products with all these words, found by their trigrams and then put in order."""
    key, direction, beyond = _ORDERS[sort]
    likes = " ".join(f"AND l.search LIKE ${number}" for number in range(12, 12 + words))
    return Query(
        f"catalog.search_{sort}",
        f"""
        SELECT {_columns("l.price")}
        FROM listing l
        WHERE (l.{key}, l.product_id) {beyond} ($2, $3) AND l.price BETWEEN $4 AND $5 AND (NOT $6 OR l.in_stock)
          AND l.rating >= $7 AND (NOT $8 OR l.on_sale) AND ($1 = '' OR l.vendors @> ARRAY[$1])
          AND ($9 = '' OR l.category_path @> ARRAY[$9]) AND (cardinality($10::text[]) = 0 OR l.brand_id = ANY($10))
          {likes}
        ORDER BY l.{key} {direction}, l.product_id {direction} LIMIT $11
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


BROWSE = {sort: _browse(sort) for sort in _ORDERS}
SEARCH = {(sort, words): _search(sort, words) for sort in _ORDERS for words in range(1, _MAX_WORDS + 1)}


async def products(reads: Reads, wanted: Wanted, after: tuple[str, int, str] | None, limit: int) -> list[ListRow]:
    """Up to so many products after a position. Raises Invalid for a position of another list."""
    start = _start(wanted.sort, after)
    if patterns := _patterns(wanted.q):
        ensure(not wanted.filters, Invalid.field("q", "words and attributes go together in /search"))
        rows = await _searched(reads, wanted, start, limit, patterns)
    else:
        rows = await (_sifted if wanted.sifted else _browsed)(reads, wanted, start, limit)
    for row in rows:
        at(row.card, clock.now())
    return rows


async def defined(reads: Reads, category: str) -> list[Attribute]:
    """The attributes by which products in a category, or below it, can be sifted; empty: of the whole shop. Of several
    with one key the first holds.
    """
    rows = await (reads.all(DEFINED, category) if category else reads.all(DEFINED_ANYWHERE))
    found: dict[str, Attribute] = {}
    for each in (each for row in rows for each in row.attributes if each.filterable):
        found.setdefault(each.key, each)
    return list(found.values())


async def _browsed(reads: Reads, wanted: Wanted, start: tuple[Any, str], limit: int) -> list[ListRow]:
    brand = wanted.brands[0] if wanted.brands else ""
    bounds = (wanted.min_price, wanted.max_price, wanted.in_stock, wanted.rating)
    return await reads.all(BROWSE[wanted.sort], wanted.place, *start, *bounds, wanted.category, brand, limit)


async def _sifted(reads: Reads, wanted: Wanted, start: tuple[Any, str], limit: int) -> list[ListRow]:
    bounds = (wanted.min_price, wanted.max_price, wanted.in_stock, wanted.on_sale, wanted.rating)
    query = sift(wanted.sort, len(wanted.groups))
    rows = await reads.all(query, wanted.tags, *start, *bounds, wanted.ranges, limit, *wanted.groups)
    for row in rows:
        row.card.matching_price = Money(row.price)
    return rows


async def _searched(
    reads: Reads, wanted: Wanted, start: tuple[Any, str], limit: int, patterns: Sequence[str]
) -> list[ListRow]:
    bounds = (wanted.min_price, wanted.max_price, wanted.in_stock, wanted.rating, wanted.on_sale)
    query = SEARCH[wanted.sort, len(patterns)]
    brands = list(wanted.brands)
    return await reads.all(query, wanted.vendor, *start, *bounds, wanted.category, brands, limit, *patterns)


def _start(sort: Sort, after: tuple[str, int, str] | None) -> tuple[datetime | int, str]:
    """The key after which a page begins; of the first page, one before everything."""
    ascending = _ORDERS[sort][1] == "ASC"
    of, key, product_id = after or (sort, -1 if ascending else _LATEST, "" if ascending else "~")
    fits = of == sort and -1 <= key <= _LATEST and (after is None or is_id(product_id, "prd"))
    ensure(fits, Invalid.field("cursor", "is not a cursor of this list"))
    return (_EPOCH + timedelta(microseconds=key) if sort == "newest" else key, product_id)


def _patterns(q: str) -> list[str]:
    """A pattern per word; a word too short for trigrams is looked for at the beginnings of words."""
    words = [word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for word in fold(q).split()]
    return [f"% {word}%" if len(word) < _SHORT else f"%{word}%" for word in words[:_MAX_WORDS]]
