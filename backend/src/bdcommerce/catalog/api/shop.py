"""The shop: categories, lists of products, product pages."""

from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.params import PathParameter, QueryParameter

from bdcommerce.catalog.api.deps import ApiDeps
from bdcommerce.catalog.api.sifting import (
    BrandIds,
    Facets,
    InCategory,
    InStock,
    OfVendor,
    OnSale,
    Price,
    Stars,
    asked_of_attributes,
    chosen_brands,
)
from bdcommerce.catalog.domain.filters import filters_of
from bdcommerce.catalog.errors import UnknownProduct
from bdcommerce.catalog.queries import facets as counting
from bdcommerce.catalog.queries import listing
from bdcommerce.catalog.queries import shop as queries
from bdcommerce.catalog.schemas.categories import CategoryNode
from bdcommerce.catalog.schemas.shop import ProductList, ProductPage, Sort
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import get, paging
from bdcommerce.infra.http.access import public
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit
from bdcommerce.kernel import clock

_Slug = Annotated[str, PathParameter(max_length=120, pattern=r"^[^\x00]+$", description="its path in the shop")]
_Sort = Annotated[Sort, QueryParameter(description="what comes first; `price_asc`: the cheapest, `rating`: the best")]


@get(
    "/categories",
    access=public(),
    summary="The category tree",
    cache=Cached(seconds=600, stale_seconds=60, tags=("categories",)),
)
async def list_categories(deps: ApiDeps) -> list[CategoryNode]:
    """The whole tree, in the order that staff gave it. Nothing is sold in a `prohibited` one; `perishable` ones and
    `requires_dgda_licence` ask more of products.
    """
    return await queries.category_tree(deps.reads)


@get(
    "/products",
    access=public(),
    summary="Products that customers can find",
    cache=Cached(seconds=30, stale_seconds=30, tags=("products", "categories"), prefixes=("attr.",)),
)
async def list_products(
    *,
    request: Request[Any, Any, State],
    deps: ApiDeps,
    category: InCategory = "",
    vendor: OfVendor = "",
    brand: BrandIds = "",
    min_price: Price = 0,
    max_price: Price = listing.MOST,
    rating: Stars = 0,
    in_stock: InStock = False,
    on_sale: OnSale = False,
    facets: Facets = False,
    sort: _Sort = "newest",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> ProductList:
    """`category` and `vendor` are ids. `attr.<key>` sifts by an attribute of the category: values with commas between
    (any of them), or for numbers a range such as `4..8`, either end of which may be left out; what is asked of several
    attributes must be said of one and the same variant, at the price asked. `in_stock` leaves out what cannot be bought
    now, `on_sale` leaves what a promotion has made cheaper. `facets=true` counts what the list could be narrowed to.
    Sorted by price, a sifted list goes by `matching_price`. Words are searched for at `/search`.
    """
    asked = asked_of_attributes(request)
    known = await listing.defined(deps.reads, category) if asked or facets else []
    wanted = listing.Wanted(
        category=category,
        vendor=vendor,
        brands=chosen_brands(brand),
        filters=tuple(filters_of(asked, known)),
        min_price=min_price,
        max_price=max_price,
        rating=rating * 100,
        in_stock=in_stock,
        on_sale=on_sale,
        sort=sort,
    )
    rows = await listing.products(deps.reads, wanted, paging.decode(cursor, tuple[str, int, str]), limit + 1)
    found = paging.page(rows, limit, lambda row: row.position(sort))
    counts = await counting.facets(deps.reads, wanted, known) if facets else None
    cards = [row.shown(clock.now(), sifted=wanted.sifted) for row in found.items]
    return ProductList(items=cards, next_cursor=found.next_cursor, facets=counts)


@get(
    "/products/{slug:str}",
    access=public(),
    summary="A product",
    raises=[UnknownProduct],
    cache=Cached(seconds=60, stale_seconds=30, tags=("product:{id}", "every-product", "categories")),
)
async def show_product(slug: _Slug, deps: ApiDeps) -> ProductPage:
    """With all its offers that sell, in the order of the buy box, their prices and their stock. 404 for one that
    customers cannot see.
    """
    page = await queries.product_page(deps.reads, slug)
    if page is None:
        raise UnknownProduct.named(slug)
    return page


ROUTES = (list_categories, list_products, show_product)
