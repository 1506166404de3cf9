"""Wishlists and what was looked at lately, over HTTP."""

from typing import Annotated

from litestar.params import PathParameter

from bdcommerce.catalog.api.deps import ApiDeps, ListId, PathId, newest_before
from bdcommerce.catalog.domain.lists import DEFAULT
from bdcommerce.catalog.errors import UnknownProduct, UnknownVariant
from bdcommerce.catalog.errors.lists import (
    DefaultWishlist,
    UnknownWish,
    UnknownWishlist,
    WishlistFull,
    WishlistNameTaken,
)
from bdcommerce.catalog.handlers import lists as handlers
from bdcommerce.catalog.queries import lists as queries
from bdcommerce.catalog.schemas.lists import (
    ChangeList,
    MoveWish,
    SharedWishlist,
    StartList,
    Viewed,
    WishFor,
    WishlistView,
    WishView,
)
from bdcommerce.infra.http import delete, get, paging, patch, post, put
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page

_Token = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{32}$", description="as its owner was given it")]


@get("/me/wishlists", access=shop(), summary="Your wishlists")
async def list_own(caller: Caller, deps: ApiDeps) -> list[WishlistView]:
    """At most 21: the default one, once something was put on it, and the named ones in the order of their names."""
    return await queries.lists(deps.reads, caller.user_id)


@post(
    "/me/wishlists",
    access=shop(),
    summary="Start a wishlist",
    raises=[WishlistFull, WishlistNameTaken],
)
async def start(data: StartList, caller: Caller, deps: ApiDeps) -> WishlistView:
    """At most 20 beside the default one."""
    async with deps.works() as work:
        wishlist_id = await handlers.start_list(work, caller.user_id, data.name)
    return await _own(wishlist_id, caller, deps)


@patch(
    "/me/wishlists/{wishlist_id:str}",
    access=shop(),
    summary="Rename or share a wishlist",
    raises=[UnknownWishlist, WishlistNameTaken, DefaultWishlist],
)
async def change(wishlist_id: ListId, data: ChangeList, caller: Caller, deps: ApiDeps) -> WishlistView:
    """`default` stands for the default list, which keeps its name."""
    async with deps.works() as work:
        found = await handlers.change_list(work, caller.user_id, wishlist_id, data.name, shared=data.shared)
    return await _own(found, caller, deps)


@delete(
    "/me/wishlists/{wishlist_id:str}",
    access=shop(),
    summary="Forget a wishlist",
    raises=[UnknownWishlist, DefaultWishlist],
)
async def drop(wishlist_id: ListId, caller: Caller, deps: ApiDeps) -> None:
    """With all that is on it."""
    async with deps.works() as work:
        await handlers.drop_list(work, caller.user_id, wishlist_id)


@get(
    "/me/wishlists/{wishlist_id:str}/items",
    access=shop(),
    summary="What is on a wishlist, the newest first",
    raises=[UnknownWishlist],
)
async def list_items(
    wishlist_id: ListId, caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[WishView]:
    """With the price of this moment beside the one when it was put there."""
    before = newest_before(cursor, "wit")
    if wishlist_id == DEFAULT and not any(each.is_default for each in await queries.lists(deps.reads, caller.user_id)):
        return Page(items=[], next_cursor=None)
    there = await _own(wishlist_id, caller, deps)
    return paging.page(await queries.wishes(deps.reads, there.id, before, limit + 1), limit, lambda row: (row.id,))


@post(
    "/me/wishlists/{wishlist_id:str}/items",
    access=shop(),
    summary="Put something on a wishlist",
    raises=[UnknownWishlist, UnknownProduct, UnknownVariant, WishlistFull],
)
async def add_item(wishlist_id: ListId, data: WishFor, caller: Caller, deps: ApiDeps) -> WishView:
    """At most 200 things; what is there already stays as it was. `default` stands for the default list."""
    async with deps.works() as work:
        found, wish_id = await handlers.wish_for(
            work, caller.user_id, wishlist_id, data.product_id, data.variant_id or ""
        )
    rows = await queries.wishes(deps.reads, found, f"{wish_id}~", 1)
    if not rows:
        raise UnknownWishlist.named(wishlist_id)
    return rows[0]


@delete(
    "/me/wishlists/{wishlist_id:str}/items/{wish_id:str}",
    access=shop(),
    summary="Take something off a wishlist",
    raises=[UnknownWishlist],
)
async def remove_item(wishlist_id: ListId, wish_id: PathId, caller: Caller, deps: ApiDeps) -> None:
    """Repeating is fine."""
    async with deps.works() as work:
        await handlers.take_off(work, caller.user_id, wishlist_id, wish_id)


@post(
    "/me/wishlists/{wishlist_id:str}/items/{wish_id:str}/move",
    access=shop(),
    summary="Put something on another wishlist",
    raises=[UnknownWishlist, UnknownWish, WishlistFull],
    status_code=204,
)
async def move_item(wishlist_id: ListId, wish_id: PathId, data: MoveWish, caller: Caller, deps: ApiDeps) -> None:
    """Where the same is there already, it is just taken off this one."""
    async with deps.works() as work:
        await handlers.move_wish(work, caller.user_id, wishlist_id, wish_id, data.wishlist_id)


@get("/wishlists/{share_token:str}", access=public(), summary="A shared wishlist", raises=[UnknownWishlist])
async def show_shared(share_token: _Token, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> SharedWishlist:
    """For whoever was given its token, until its owner shares it no more; it does not say whose it is."""
    before, found = newest_before(cursor, "wit"), await queries.shared(deps.reads, share_token)
    if found is None:
        raise UnknownWishlist.named("")
    wishlist_id, name = found
    rows = await queries.wishes(deps.reads, wishlist_id, before, limit + 1)
    page = paging.page(rows, limit, lambda row: (row.id,))
    return SharedWishlist(name=name, items=page.items, next_cursor=page.next_cursor)


@get("/me/recently-viewed", access=shop(), summary="What you have looked at, the last first")
async def list_viewed(caller: Caller, deps: ApiDeps) -> list[Viewed]:
    """The last 50 products, of those that can be found now."""
    return await queries.viewed(deps.reads, caller.user_id)


@put(
    "/me/recently-viewed/{product_id:str}",
    access=shop(),
    summary="You look at a product",
    raises=[UnknownProduct],
    status_code=204,
)
async def view(product_id: PathId, caller: Caller, deps: ApiDeps) -> None:
    """The last 50 products are kept, each once. 404 for one that customers cannot see."""
    async with deps.works() as work:
        await handlers.view_product(work, caller.user_id, product_id)


@delete("/me/recently-viewed", access=shop(), summary="Forget what you have looked at")
async def forget_viewed(caller: Caller, deps: ApiDeps) -> None:
    """All of it, at once. Repeating is fine."""
    async with deps.works() as work:
        await work.lists.forget_viewed(caller.user_id)


async def _own(wishlist_id: str, caller: Caller, deps: ApiDeps) -> WishlistView:
    for each in await queries.lists(deps.reads, caller.user_id):
        if each.id == wishlist_id or (wishlist_id == DEFAULT and each.is_default):
            return each
    raise UnknownWishlist.named(wishlist_id)


ROUTES = (
    list_own,
    start,
    change,
    drop,
    list_items,
    add_item,
    remove_item,
    move_item,
    show_shared,
    list_viewed,
    view,
    forget_viewed,
)
