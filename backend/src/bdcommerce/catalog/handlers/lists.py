"""Wishlists and what was looked at lately."""

from bdcommerce.catalog.domain.lists import (
    DEFAULT,
    DEFAULT_NAME,
    MAX_LISTS,
    MAX_VIEWED,
    MAX_WISHES,
    Wish,
    Wishlist,
    list_name,
    share_token,
)
from bdcommerce.catalog.errors.lists import DefaultWishlist, UnknownWish, UnknownWishlist, WishlistFull
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.ids import new_id


async def start_list(work: Work, user_id: str, name: str) -> str:
    """A new list; its id. Raises WishlistFull, WishlistNameTaken, Invalid."""
    await work.lists.hold(user_id)
    ensure(await work.lists.named(user_id) < MAX_LISTS, WishlistFull(f"one may have {MAX_LISTS} lists"))
    made = Wishlist(wishlist_id=new_id("wsh"), user_id=user_id, name=list_name(name), is_default=False)
    await work.lists.put(made)
    return made.wishlist_id


async def change_list(work: Work, user_id: str, wishlist_id: str, name: str | None, *, shared: bool | None) -> str:
    """Call it otherwise, share it with whoever has its token, or no more; its id. A token that was withdrawn never
    works again. Raises UnknownWishlist, WishlistNameTaken, DefaultWishlist, Invalid.
    """
    before = await _list(work, user_id, wishlist_id)
    ensure(name is None or not before.is_default, DefaultWishlist("the default list keeps its name"))
    token = before.share_token
    if shared is not None:
        token = (token or share_token()) if shared else None
    await work.lists.put(
        Wishlist(
            wishlist_id=before.wishlist_id,
            user_id=user_id,
            name=before.name if name is None else list_name(name),
            is_default=before.is_default,
            share_token=token,
        )
    )
    return before.wishlist_id


async def drop_list(work: Work, user_id: str, wishlist_id: str) -> None:
    """Forget a list and what is on it. Raises UnknownWishlist, DefaultWishlist."""
    before = await _list(work, user_id, wishlist_id)
    ensure(not before.is_default, DefaultWishlist("the default list stays"))
    await work.lists.drop(before.wishlist_id)


async def wish_for(work: Work, user_id: str, wishlist_id: str, product_id: str, variant_id: str) -> tuple[str, str]:
    """Put a product or a variant on a list; again: nothing more. The ids of the list and of what is on it.

    Raises UnknownWishlist, UnknownProduct, UnknownVariant, WishlistFull.
    """
    there = await _list(work, user_id, wishlist_id)
    if known := await work.lists.wish(there.wishlist_id, product_id, variant_id):
        return there.wishlist_id, known
    price, in_stock = await work.lists.shown(product_id, variant_id)
    await _room(work, there.wishlist_id)
    wish = Wish(
        wish_id=new_id("wit"),
        product_id=product_id,
        variant_id=variant_id,
        price_then=price,
        in_stock_then=in_stock,
    )
    await work.lists.add(there.wishlist_id, wish, clock.now())
    return there.wishlist_id, wish.wish_id


async def take_off(work: Work, user_id: str, wishlist_id: str, wish_id: str) -> None:
    """Take something off a list; again: nothing more. Raises UnknownWishlist."""
    there = await _list(work, user_id, wishlist_id)
    await work.lists.remove(there.wishlist_id, wish_id)


async def move_wish(work: Work, user_id: str, wishlist_id: str, wish_id: str, to: str) -> None:
    """Put something on another list of one's own. Raises UnknownWishlist, UnknownWish, WishlistFull."""
    there = await _list(work, user_id, wishlist_id)
    other = await _list(work, user_id, to)
    if other.wishlist_id != there.wishlist_id:
        await _room(work, other.wishlist_id)
        ensure(await work.lists.move(wish_id, there.wishlist_id, other.wishlist_id), UnknownWish.named(wish_id))


async def view_product(work: Work, user_id: str, product_id: str) -> None:
    """Remember that somebody looks at a product. Raises UnknownProduct."""
    await work.lists.hold(user_id)
    await work.lists.shown(product_id, "")
    await work.lists.view(user_id, product_id, clock.now(), MAX_VIEWED)


async def _list(work: Work, user_id: str, wishlist_id: str) -> Wishlist:
    await work.lists.hold(user_id)
    found = await work.lists.find(user_id, wishlist_id)
    if found is None and wishlist_id == DEFAULT:
        found = Wishlist(wishlist_id=new_id("wsh"), user_id=user_id, name=DEFAULT_NAME, is_default=True)
        await work.lists.put(found)
    if found is None:
        raise UnknownWishlist.named(wishlist_id)
    return found


async def _room(work: Work, wishlist_id: str) -> None:
    full = WishlistFull(f"a list holds {MAX_WISHES} things")
    ensure(await work.lists.wishes(wishlist_id) < MAX_WISHES, full)
