"""The shop: categories, lists of products, product pages."""

from typing import Annotated

from litestar.params import PathParameter, QueryParameter

from bdcommerce.catalog.api.deps import ApiDeps
from bdcommerce.catalog.errors import UnknownProduct
from bdcommerce.catalog.queries import shop as queries
from bdcommerce.catalog.schemas.categories import CategoryNode
from bdcommerce.catalog.schemas.shop import Card, ProductPage, Sort
from bdcommerce.infra.http import get, paging
from bdcommerce.infra.http.access import public
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page

_Id = Annotated[str, QueryParameter(max_length=60, pattern=r"^([a-z]+_[0-9a-z]+)?$")]
_Price = Annotated[int, QueryParameter(ge=0, le=queries.MOST, description="poisha")]
_Words = Annotated[
    str,
    QueryParameter(max_length=100, pattern=r"^[^\x00]*$", description="words of the title or brand, Bangla or English"),
]
_Slug = Annotated[str, PathParameter(max_length=120, pattern=r"^[^\x00]+$")]


@get("/categories", access=public(), summary="The category tree")
async def list_categories(deps: ApiDeps) -> list[CategoryNode]:
    return await queries.category_tree(deps.reads)


@get("/products", access=public(), summary="Products that customers can find")
async def list_products(
    *,
    deps: ApiDeps,
    category: _Id = "",
    vendor: _Id = "",
    min_price: _Price = 0,
    max_price: _Price = queries.MOST,
    in_stock: bool = False,
    q: _Words = "",
    sort: Sort = "newest",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[Card]:
    """`category` and `vendor` are ids; `in_stock=true` leaves out what cannot be bought now."""
    wanted = queries.Wanted(
        category=category,
        vendor=vendor,
        min_price=min_price,
        max_price=max_price,
        in_stock=in_stock,
        q=q,
        sort=sort,
    )
    after = paging.decode(cursor, tuple[str, int, str])
    rows = await queries.products(deps.reads, wanted, after, limit + 1)
    found = paging.page(rows, limit, lambda row: row.position(sort))
    return Page(items=[row.card for row in found.items], next_cursor=found.next_cursor)


@get("/products/{slug:str}", access=public(), summary="A product", raises=[UnknownProduct])
async def show_product(slug: _Slug, deps: ApiDeps) -> ProductPage:
    page = await queries.product_page(deps.reads, slug)
    if page is None:
        raise UnknownProduct.named(slug)
    return page


ROUTES = (list_categories, list_products, show_product)
