"""Search over HTTP: customers find and are given suggestions, staff keep synonyms and read what is searched."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated, Any, cast

from litestar import Request, Response
from litestar.datastructures import State
from litestar.params import PathParameter, QueryParameter
from msgspec import Raw

from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, read_version
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
from bdcommerce.catalog.errors.search import UnknownSynonyms
from bdcommerce.catalog.handlers import search as handlers
from bdcommerce.catalog.ports.search import ANY_PRICE, Found, SearchPosition, SearchRequest, SearchSort
from bdcommerce.catalog.queries import facets as counting
from bdcommerce.catalog.queries import listing
from bdcommerce.catalog.queries import search as queries
from bdcommerce.catalog.queries.search import MOST_ASKED, AskedOrder
from bdcommerce.catalog.schemas.search import (
    AskedView,
    HowUnderstood,
    IndexView,
    KeepSynonyms,
    SearchPage,
    SuggestionView,
    SynonymsView,
)
from bdcommerce.catalog.schemas.shop import Card
from bdcommerce.infra import sheets
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import delete, get, paging, put
from bdcommerce.infra.http.access import public, staff
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, Unavailable, ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.kernel.text import Localized

_keepers = staff("search.manage")
_EXPORT_ROWS = 10_000
_PARTS = 100
_BEFORE_ALL = "~"
_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)
_SPAN = timedelta(days=29)
_SUGGESTIONS = 10
_COLUMNS = ("query", "times", "in_vain", "last_day")
_Words = Annotated[
    str,
    QueryParameter(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="what is searched, as people say it",
    ),
]
_Sort = Annotated[SearchSort, QueryParameter(description="what comes first; `relevance`: what fits the words best")]
_Typed = Annotated[
    str, QueryParameter(min_length=1, max_length=100, pattern=r"^[^\x00]*$", description="what has been typed so far")
]
_Few = Annotated[int, QueryParameter(ge=1, le=_SUGGESTIONS, description="suggestions at most")]
_Key = Annotated[
    str, PathParameter(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", description="names a group: small letters, digits, -")
]
_Word = Annotated[
    str,
    QueryParameter(max_length=80, pattern=r"^[^\x00]*$", description="a word of the group, or how its key begins"),
]
_From = Annotated[date | None, QueryParameter(name="from", description="first day, in Bangladesh; 30 days if omitted")]
_To = Annotated[date | None, QueryParameter(name="to", description="last day, in Bangladesh; today if omitted")]


@get("/search", access=public(), summary="Find products in English, Bangla and Banglish")
async def search(
    *,
    request: Request[Any, Any, State],
    deps: ApiDeps,
    q: _Words,
    category: InCategory = "",
    vendor: OfVendor = "",
    brand: BrandIds = "",
    min_price: Price = 0,
    max_price: Price = ANY_PRICE,
    rating: Stars = 0,
    in_stock: InStock = False,
    on_sale: OnSale = False,
    facets: Facets = False,
    sort: _Sort = "relevance",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> SearchPage:
    """Typing errors are forgiven, in every script; digits of both scripts, amounts (`২ কেজি` is `2kg`) and prices said
    in words (`under 2000`, `২০০০ টাকার নিচে`) are understood; brands, attributes and categories go in the words, or are
    narrowed to by the same parameters as `/products`. By relevance, some 1,500 candidates are weighed at a time. Not
    kept at the door, so that what is searched is counted.
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
    )
    found = await deps.search.search(_request(q, wanted, sort, limit, _after(cursor, sort)))
    if not cursor:
        await _remember(deps, q, in_vain=not found.hits)
    counts = None
    if facets:
        counts = await counting.facets(deps.reads, wanted, known, lambda each: deps.search.count(_request(q, each)))
    return SearchPage(
        items=[cast("Card", Raw(hit.card)) for hit in found.hits if hit.card],
        next_cursor=_cursor(sort, found.next),
        understood=_understood(found),
        facets=counts,
    )


@get(
    "/search/suggest",
    access=public(),
    summary="Suggestions while somebody types",
    cache=Cached(seconds=60, stale_seconds=60, tags=("categories",)),
)
async def suggest(deps: ApiDeps, q: _Typed, limit: _Few = _SUGGESTIONS) -> list[SuggestionView]:
    """Searches that others have made, categories, brands and products, in any script: `panj` suggests পাঞ্জাবি too.

    When nothing begins with `q`, what was probably meant by it is suggested.
    """
    found = await deps.search.suggest(q, limit)
    return [
        SuggestionView(kind=each.kind, text=Localized(each.en, each.bn), target=each.target) for each in found[:limit]
    ]


@get("/admin/search/synonyms", access=_keepers, summary="Groups of synonyms, by key")
async def list_synonyms(
    deps: ApiDeps, word: _Word = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[SynonymsView]:
    """The groups that the product brings along are among them, and may be changed like any other."""
    (after,) = paging.decode(cursor, tuple[str]) or ("",)
    rows = await queries.synonyms(deps.reads, word, after, limit + 1)
    return paging.page(rows, limit, lambda row: (row.key,))


@put("/admin/search/synonyms/{key:str}", access=_keepers, summary="Add or change a group of synonyms", raises=[Stale])
async def keep_synonyms(key: _Key, data: KeepSynonyms, deps: ApiDeps, if_match: IfMatch = "") -> SynonymsView:
    """Every search goes by it from now on; nothing has to be indexed anew. A new group has version 0 before."""
    version = 0 if data.version is None and not if_match else read_version(if_match, data.version)
    async with deps.works() as work:
        return SynonymsView.of(await handlers.keep_synonyms(work, data.group(key), version))


@delete(
    "/admin/search/synonyms/{key:str}",
    access=_keepers,
    summary="Drop a group of synonyms",
    raises=[UnknownSynonyms, Stale],
)
async def drop_synonyms(key: _Key, deps: ApiDeps, if_match: IfMatch = "") -> None:
    """`If-Match` is the version of the group."""
    async with deps.works() as work:
        await handlers.drop_synonyms(work, key, read_version(if_match, None))


@get(
    "/admin/search/misses",
    access=_keepers,
    summary="What was searched in vain, most often first",
    operation_class=AlsoAsSheet,
)
async def list_misses(
    *,
    deps: ApiDeps,
    first: _From = None,
    last: _To = None,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[AskedView]]:
    """Folded, and counted by day; nothing says by whom. Counts follow in seconds. A file has at most 10,000 rows."""
    await _write_down(deps)
    days = _days(first, last)
    if format == "json":
        return await _asked(deps, "misses", days, limit, cursor)
    return await _sheet(deps, "misses", days, format)


@get(
    "/admin/search/popular",
    access=_keepers,
    summary="What is searched, most often first",
    operation_class=AlsoAsSheet,
)
async def list_popular(
    *,
    deps: ApiDeps,
    first: _From = None,
    last: _To = None,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[AskedView]]:
    """Folded, and counted by day; nothing says by whom. Counts follow in seconds. A file has at most 10,000 rows."""
    await _write_down(deps)
    days = _days(first, last)
    if format == "json":
        return await _asked(deps, "popular", days, limit, cursor)
    return await _sheet(deps, "popular", days, format)


@get("/admin/search/index", access=_keepers, summary="How the search index stands")
async def show_index(deps: ApiDeps) -> IndexView:
    """How many products are in it, how many of them by old rules, and which synonyms searches go by."""
    return await queries.index(deps.reads)


def _request(
    q: str, wanted: listing.Wanted, sort: SearchSort = "relevance", limit: int = 1, after: SearchPosition | None = None
) -> SearchRequest:
    return SearchRequest(
        text=q,
        category=wanted.category,
        vendor=wanted.vendor,
        brands=wanted.brands,
        filters=wanted.filters,
        min_price=wanted.min_price,
        max_price=wanted.max_price,
        in_stock=wanted.in_stock,
        on_sale=wanted.on_sale,
        rating=wanted.rating,
        sort=sort,
        limit=limit,
        after=after,
    )


def _understood(found: Found) -> HowUnderstood:
    return HowUnderstood(
        min_price=found.least,
        max_price=found.most,
        corrected=found.corrected,
        ignored=list(found.ignored),
        relaxed=found.relaxed,
    )


def _after(cursor: str, sort: SearchSort) -> SearchPosition | None:
    position = paging.decode(cursor, tuple[str, int, int, str])
    if position is None:
        return None
    of, part, key, product_id = position
    fits = of == sort and abs(part) <= _PARTS and (product_id == _BEFORE_ALL or is_id(product_id, "prd"))
    ensure(fits, Invalid.field("cursor", "is not a cursor of this search"))
    return SearchPosition(key=key, product_id=product_id, level=part)


def _cursor(sort: SearchSort, after: SearchPosition | None) -> str | None:
    return paging.encode(sort, after.level, after.key, after.product_id) if after else None


async def _remember(deps: ApiDeps, q: str, *, in_vain: bool) -> None:
    deps.tally.note(q, in_vain=in_vain)
    if deps.tally.is_due:
        await _write_down(deps)


async def _write_down(deps: ApiDeps) -> None:
    """Statistics are not worth an answer that fails: if they cannot be written down now, they are lost."""
    if asked := deps.tally.take():
        with suppress(Stale, Unavailable):
            async with deps.works() as work:
                await handlers.remember_searches(work, asked)


def _days(first: date | None, last: date | None) -> tuple[date, date]:
    last = last or clock.today()
    first = first or max(_FIRST, last - _SPAN)
    ensure(_FIRST <= first <= last <= _LAST, Invalid.field("from", f"must be {_FIRST} or later, and not after to"))
    return first, last


async def _asked(
    deps: ApiDeps, order: AskedOrder, days: tuple[date, date], limit: int, cursor: str
) -> Response[Page[AskedView]]:
    after = paging.decode(cursor, tuple[int, str]) or MOST_ASKED
    rows = await queries.asked(deps.reads, order, days, after, limit + 1)
    return Response(paging.page(rows, limit, lambda row: row.position(order)))


async def _sheet(
    deps: ApiDeps, order: AskedOrder, days: tuple[date, date], kind: sheets.Kind
) -> Response[Page[AskedView]]:
    rows = await queries.asked(deps.reads, order, days, MOST_ASKED, _EXPORT_ROWS)
    lines = ([getattr(row, column) for column in _COLUMNS] for row in rows)
    return sheet_reply(f"search-{order}-{days[0]}-{days[1]}", _COLUMNS, lines, kind)


ROUTES = (
    search,
    suggest,
    list_synonyms,
    keep_synonyms,
    drop_synonyms,
    list_misses,
    list_popular,
    show_index,
)
