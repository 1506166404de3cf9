"""What customers read: categories and product pages."""

import msgspec

from bdcommerce.catalog.events import Attribute
from bdcommerce.catalog.queries.attributes import read
from bdcommerce.catalog.schemas.categories import CategoryNode
from bdcommerce.catalog.schemas.shop import Crumb, ProductPage, at
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized


class _PathRow(msgspec.Struct):
    id: str
    slug: str
    name: Localized
    attributes: list[Attribute]


class _PageRow(msgspec.Struct):
    page: ProductPage
    stock: dict[str, int]
    stars: list[int] | None
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


PAGE = Query(
    "catalog.product_page",
    """
    SELECT p.page,
           (SELECT coalesce(jsonb_object_agg(o.offer_id, o.available), '{}')
            FROM offer o WHERE o.product_id = p.product_id) AS stock,
           (SELECT r.stars FROM product_rating r WHERE r.product_id = p.product_id) AS stars,
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


async def product_page(reads: Reads, slug: str) -> ProductPage | None:
    """The page at a path, with the stock of this moment."""
    row = await reads.one(PAGE, slug)
    if row is None:
        return None
    row.page.stars = row.stars or []
    row.page.categories = [Crumb(id=each.id, slug=each.slug, name=each.name) for each in row.categories]
    known = {each.key: each for category in row.categories for each in category.attributes}
    row.page.attributes = read(row.page.attributes, known)
    for variant in row.page.variants:
        variant.attributes = read(variant.attributes, known)
    for offer in (offer for variant in row.page.variants for offer in variant.offers):
        offer.available = row.stock.get(offer.id, 0)
        offer.in_stock = offer.available > 0
        at(offer, clock.now())
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
