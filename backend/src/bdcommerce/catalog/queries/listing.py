"""Lists of products: a page is one range of a shelf, or what is left of it when variants are sifted."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast

import msgspec

from bdcommerce.catalog.domain import listing as domain
from bdcommerce.catalog.domain.filters import Filter
from bdcommerce.catalog.events import Attribute
from bdcommerce.catalog.schemas.shop import Card, Sort, at
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.kernel.money import Money

MOST = 10**12
"""No price is higher, in poisha."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800_000_000
_ORDERS: dict[Sort, tuple[str, str, str]] = {
    "newest": ("published_at", "DESC", "<"),
    "price_asc": ("price", "ASC", ">"),
    "price_desc": ("price", "DESC", "<"),
    "popular": ("popularity", "DESC", "<"),
    "rating": ("rating", "DESC", "<"),
}
_PUBLISHED_US = "(extract(epoch FROM s.published_at) * 1000000)::bigint AS published_us"
_CARD = "l.product_id, l.card::text AS card, l.card->>'promotion' IS NOT NULL AS promoted"
# Every range is met, or the variant is not wanted; `numbers` says what it states.
_IN_RANGES = """
    NOT EXISTS (SELECT FROM jsonb_to_recordset({}::jsonb) AS wanted (key text, low numeric, high numeric)
                WHERE ((numbers->>wanted.key)::numeric BETWEEN wanted.low AND wanted.high) IS NOT TRUE)
"""
Condition = tuple[str, tuple[Any, ...]]
"""What must hold, with `{}` for each of its values."""


class ListRow(msgspec.Struct):
    """A card, as the JSON that it is shown as, and where it stands in every order."""

    product_id: str
    card: str
    promoted: bool
    price: int
    popularity: int
    rating: int
    published_us: int

    def position(self, sort: Sort) -> tuple[str, int, str]:
        """What a cursor after this row says."""
        keys = {"newest": self.published_us, "popular": self.popularity, "rating": self.rating}
        return (sort, keys.get(sort, self.price), self.product_id)

    def shown(self, now: datetime, *, sifted: bool) -> Card:
        """The card at this moment. Most go out as they are stored; of a list of sifted variants it says their price."""
        if not (self.promoted or sifted):
            return cast("Card", msgspec.Raw(self.card))
        card = msgspec.json.decode(self.card, type=Card)
        card.matching_price = Money(self.price) if sifted else None
        at(card, now)
        return card


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
    sort: Sort = "newest"

    @property
    def sifted(self) -> bool:
        """Whether variants are looked at, not shelves alone."""
        return bool(self.filters) or len(self.brands) > 1

    @property
    def brand(self) -> str:
        """The only brand that is wanted, or empty."""
        return self.brands[0] if len(self.brands) == 1 else ""

    @property
    def place(self) -> str:
        """The narrowest shelf that has all of them."""
        place = self.vendor or self.brand or self.category or domain.EVERYWHERE
        return domain.sale(place) if self.on_sale else place

    @property
    def beside_place(self) -> list[Condition]:
        """What must hold of what stands on that shelf."""
        found: list[Condition] = []
        if self.category and (self.vendor or self.brand):
            found.append(("category_path @> ARRAY[{}]", (self.category,)))
        return [*found, ("brand_id = {}", (self.brand,))] if self.brand and self.vendor else found

    @property
    def tags(self) -> list[str]:
        """What every variant of them is tagged with."""
        ranged = [domain.tag(each.key, "") for each in self.filters if each.is_range]
        return [each for each in (self.category, self.vendor, self.brand, *ranged) if each]

    @property
    def groups(self) -> list[list[str]]:
        """Of each of these, every variant has a tag."""
        chosen = [list(each.tags) for each in self.filters if not each.is_range]
        return [*chosen, list(self.brands)] if len(self.brands) > 1 else chosen

    @property
    def bounds(self) -> list[Condition]:
        """What prices, stock and ratings must be. Statements hold only what is asked for: a plan for whatever might be
        asked would be a bad one for everything.
        """
        found: list[Condition] = []
        if (self.min_price, self.max_price) != (0, MOST):
            found.append(("price BETWEEN {} AND {}", (self.min_price, self.max_price)))
        if self.rating:
            found.append(("rating >= {}", (self.rating,)))
        return [*found, ("in_stock", ())] if self.in_stock else found

    @property
    def of_variants(self) -> list[Condition]:
        """What must hold of a variant."""
        ranges = [{"key": each.key, "low": each.low, "high": each.high} for each in self.filters if each.is_range]
        found: list[Condition] = [("tags @> {}::text[]", (self.tags,))] if self.tags else []
        found += [("tags && {}::text[]", (each,)) for each in self.groups]
        found += [(_IN_RANGES, (msgspec.json.encode(ranges).decode(),))] if ranges else []
        found += [("on_sale", ())] if self.on_sale else []
        return [*found, *self.bounds]


def numbered(conditions: Iterable[str], first: int) -> str:
    """Conditions with the numbers of their parameters, from `first` on."""
    whole = "".join(f" AND {each}" for each in conditions)
    return whole.format(*(f"${number}" for number in range(first, first + whole.count("{}"))))


def texts(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """What must hold, without the values."""
    return tuple(text for text, _ in conditions)


def values(conditions: Sequence[Condition]) -> list[Any]:
    """The values, in order."""
    return [value for _, found in conditions for value in found]


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


@cache
def browse(sort: Sort, on_shelf: tuple[str, ...], in_list: tuple[str, ...]) -> Query[ListRow]:
    """One range of the index that has this order within a place; cards are read for what is left of it."""
    key, direction, beyond = _ORDERS[sort]
    stood = numbered([_beside_order(each, key) for each in on_shelf], 5)
    listed = numbered([f"listing.{each}" for each in in_list], 5 + stood.count("$"))
    named = f"AND EXISTS (SELECT FROM listing WHERE listing.product_id = shelf.product_id {listed})" if listed else ""
    return Query(
        f"catalog.browse_{sort}",
        f"""
        SELECT {_CARD}, s.price, s.popularity, s.rating, {_PUBLISHED_US} FROM (
            SELECT product_id, price, popularity, rating, published_at FROM shelf
            WHERE place = $1 AND ({key}, product_id) {beyond} ($2, $3) {stood} {named}
            ORDER BY {key} {direction}, product_id {direction} LIMIT $4
        ) AS s JOIN listing l USING (product_id) ORDER BY s.{key} {direction}, s.product_id {direction}
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


@cache
def sift(sort: Sort, conditions: tuple[str, ...]) -> Query[ListRow]:
    """The products that have a variant of which all this is true, found by its tags and then put in order."""
    key, direction, beyond = _ORDERS[sort]
    of_all = "min(price)" if key == "price" else f"max({key})"
    return Query(
        f"catalog.sift_{sort}",
        f"""
        SELECT {_CARD}, s.price, s.popularity, s.rating, {_PUBLISHED_US} FROM (
            SELECT product_id, min(price) AS price, max(popularity) AS popularity, max(rating) AS rating,
                   max(published_at) AS published_at
            FROM listed_variant WHERE true {numbered(conditions, 4)}
            GROUP BY product_id HAVING ({of_all}, product_id) {beyond} ($1, $2)
            ORDER BY {of_all} {direction}, product_id {direction} LIMIT $3
        ) AS s JOIN listing l USING (product_id) ORDER BY s.{key} {direction}, s.product_id {direction}
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


def _beside_order(condition: str, key: str) -> str:
    """A condition of what a list is not ordered by, so that no other index is taken for it: the list would have to be
    put in order then, however long it is.
    """
    column, _, rest = condition.partition(" ")
    return condition if column == key or not rest else f"{column} + 0 {rest}"


SORTS: tuple[Sort, ...] = tuple(_ORDERS)


async def products(reads: Reads, wanted: Wanted, after: tuple[str, int, str] | None, limit: int) -> list[ListRow]:
    """Up to so many products after a position. Raises Invalid for a position of another list."""
    start = _start(wanted.sort, after)
    return await (_sifted if wanted.sifted else _browsed)(reads, wanted, start, limit)


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
    rest = wanted.beside_place
    query = browse(wanted.sort, texts(wanted.bounds), texts(rest))
    return await reads.all(query, wanted.place, *start, limit, *values(wanted.bounds), *values(rest))


async def _sifted(reads: Reads, wanted: Wanted, start: tuple[Any, str], limit: int) -> list[ListRow]:
    conditions = wanted.of_variants
    return await reads.all(sift(wanted.sort, texts(conditions)), *start, limit, *values(conditions))


def _start(sort: Sort, after: tuple[str, int, str] | None) -> tuple[datetime | int, str]:
    """The key after which a page begins; of the first page, one before everything."""
    ascending = _ORDERS[sort][1] == "ASC"
    of, key, product_id = after or (sort, -1 if ascending else _LATEST, "" if ascending else "~")
    fits = of == sort and -1 <= key <= _LATEST and (after is None or is_id(product_id, "prd"))
    ensure(fits, Invalid.field("cursor", "is not a cursor of this list"))
    return (_EPOCH + timedelta(microseconds=key) if sort == "newest" else key, product_id)
