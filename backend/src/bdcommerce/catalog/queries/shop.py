"""What customers read: categories, lists of products, product pages."""

from datetime import UTC, datetime, timedelta

import msgspec

from bdcommerce.catalog.events import Attribute
from bdcommerce.catalog.queries.attributes import read
from bdcommerce.catalog.schemas.categories import CategoryNode
from bdcommerce.catalog.schemas.shop import Card, Crumb, ProductPage, Sort
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.kernel.text import Localized, fold

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
}


class ListRow(msgspec.Struct, frozen=True):
    """A card and where it stands in every order."""

    product_id: str
    card: Card
    price: int
    published_us: int

    def position(self, sort: Sort) -> tuple[str, int, str]:
        """What a cursor after this row says."""
        return (sort, self.published_us if sort == "newest" else self.price, self.product_id)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which products, in which order."""

    category: str = ""
    vendor: str = ""
    min_price: int = 0
    max_price: int = MOST
    in_stock: bool = False
    q: str = ""
    sort: Sort = "newest"


class _PathRow(msgspec.Struct):
    id: str
    slug: str
    name: Localized
    attributes: list[Attribute]


class _PageRow(msgspec.Struct):
    page: ProductPage
    stock: dict[str, int]
    categories: list[_PathRow]


class _CategoryRow(msgspec.Struct):
    id: str
    parent_id: str
    slug: str
    name: Localized
    perishable: bool
    requires_dgda_licence: bool
    prohibited: bool
    version: int


def _browse(sort: Sort) -> Query[ListRow]:
    """One range of the index that has this order within a place."""
    key, direction, beyond = _ORDERS[sort]
    return Query(
        f"catalog.browse_{sort}",
        f"""
        SELECT s.product_id, l.card, s.price,
               (extract(epoch FROM s.published_at) * 1000000)::bigint AS published_us
        FROM shelf s JOIN listing l USING (product_id)
        WHERE s.place = $1 AND (s.{key}, s.product_id) {beyond} ($2, $3) AND s.price BETWEEN $4 AND $5
          AND (NOT $6 OR l.in_stock) AND ($7 = '' OR l.category_path @> ARRAY[$7])
        ORDER BY s.{key} {direction}, s.product_id {direction} LIMIT $8
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


def _search(sort: Sort, words: int) -> Query[ListRow]:
    """The products with all these words, found by their trigrams and then put in order."""
    key, direction, beyond = _ORDERS[sort]
    likes = " ".join(f"AND l.search LIKE ${number}" for number in range(9, 9 + words))
    return Query(
        f"catalog.search_{sort}",
        f"""
        SELECT l.product_id, l.card, l.price,
               (extract(epoch FROM l.published_at) * 1000000)::bigint AS published_us
        FROM listing l
        WHERE (l.{key}, l.product_id) {beyond} ($2, $3) AND l.price BETWEEN $4 AND $5 AND (NOT $6 OR l.in_stock)
          AND ($1 = '' OR l.vendors @> ARRAY[$1]) AND ($7 = '' OR l.category_path @> ARRAY[$7]) {likes}
        ORDER BY l.{key} {direction}, l.product_id {direction} LIMIT $8
        """,  # noqa: S608 - only the names above are put in
        ListRow,
    )


BROWSE = {sort: _browse(sort) for sort in _ORDERS}
SEARCH = {(sort, words): _search(sort, words) for sort in _ORDERS for words in range(1, _MAX_WORDS + 1)}
PAGE = Query(
    "catalog.product_page",
    """
    SELECT p.page,
           (SELECT coalesce(jsonb_object_agg(o.offer_id, o.available), '{}')
            FROM offer o WHERE o.product_id = p.product_id) AS stock,
           (SELECT jsonb_agg(jsonb_build_object('id', c.category_id, 'slug', c.slug, 'name', c.name,
                                                'attributes', c.attributes)
                             ORDER BY cardinality(c.path))
            FROM category c WHERE c.category_id = ANY(p.category_path)) AS categories
    FROM product_page p WHERE p.slug = $1
    """,
    _PageRow,
)
CATEGORIES = Query(
    "catalog.categories",
    """
    SELECT category_id AS id, parent_id, slug, name, perishable, requires_dgda_licence, prohibited, version
    FROM category ORDER BY cardinality(path), position, slug
    """,
    _CategoryRow,
)


async def products(reads: Reads, wanted: Wanted, after: tuple[str, int, str] | None, limit: int) -> list[ListRow]:
    """Up to so many products after a position. Raises Invalid for a position of another list."""
    patterns = _patterns(wanted.q)
    start = _start(wanted.sort, after)
    limits = (wanted.min_price, wanted.max_price, wanted.in_stock)
    if patterns:
        query = SEARCH[wanted.sort, len(patterns)]
        return await reads.all(query, wanted.vendor, *start, *limits, wanted.category, limit, *patterns)
    place, rest = (wanted.vendor, wanted.category) if wanted.vendor else (wanted.category, "")
    return await reads.all(BROWSE[wanted.sort], place, *start, *limits, rest, limit)


async def product_page(reads: Reads, slug: str) -> ProductPage | None:
    """The page at a path, with the stock of this moment."""
    row = await reads.one(PAGE, slug)
    if row is None:
        return None
    row.page.categories = [Crumb(id=each.id, slug=each.slug, name=each.name) for each in row.categories]
    known = {each.key: each for category in row.categories for each in category.attributes}
    row.page.attributes = read(row.page.attributes, known)
    for variant in row.page.variants:
        variant.attributes = read(variant.attributes, known)
    for offer in (offer for variant in row.page.variants for offer in variant.offers):
        offer.available = row.stock.get(offer.id, 0)
        offer.in_stock = offer.available > 0
    return row.page


async def category_tree(reads: Reads) -> list[CategoryNode]:
    """The categories below the root, each with those below it."""
    roots: list[CategoryNode] = []
    nodes: dict[str, CategoryNode] = {}
    for row in await reads.all(CATEGORIES):
        node = nodes[row.id] = CategoryNode(
            id=row.id,
            slug=row.slug,
            name=row.name,
            perishable=row.perishable,
            requires_dgda_licence=row.requires_dgda_licence,
            prohibited=row.prohibited,
            version=row.version,
        )
        (nodes[row.parent_id].children if row.parent_id else roots).append(node)
    return roots


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
