"""Wishlists and what was looked at lately, as their owners read them."""

from datetime import datetime

import msgspec

from bdcommerce.catalog.schemas.lists import Viewed, WishlistView, WishView
from bdcommerce.catalog.schemas.shop import Card, at
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money


class _WishRow(msgspec.Struct):
    wish_id: str
    product_id: str
    variant_id: str
    added_at: datetime
    price_then: int | None
    in_stock_then: bool
    price: int | None
    in_stock: bool
    card: Card | None

    def view(self, now: datetime) -> WishView:
        if self.card:
            at(self.card, now)
        return WishView(
            id=self.wish_id,
            product_id=self.product_id,
            variant_id=self.variant_id or None,
            added_at=self.added_at,
            price_then=None if self.price_then is None else Money(self.price_then),
            price=self._price(),
            in_stock=self.in_stock,
            back_in_stock=self.in_stock and not self.in_stock_then,
            card=self.card,
        )

    def _price(self) -> Money | None:
        """The card knows of a promotion that has just ended."""
        if self.card and not self.variant_id:
            return self.card.price
        return None if self.price is None else Money(self.price)


class _SharedRow(msgspec.Struct):
    wishlist_id: str
    name: str


LISTS = Query(
    "catalog.wishlists",
    """
    SELECT l.wishlist_id AS id, l.name, l.is_default, l.share_token,
           (SELECT count(*) FROM wish w WHERE w.wishlist_id = l.wishlist_id) AS items
    FROM wishlist l WHERE l.user_id = $1 ORDER BY l.is_default DESC, l.name
    """,
    WishlistView,
)
SHARED = Query("catalog.wishlist_shared", "SELECT wishlist_id, name FROM wishlist WHERE share_token = $1", _SharedRow)
WISHES = Query(
    "catalog.wishes",
    """
    SELECT w.wish_id, w.product_id, w.variant_id, w.added_at, w.price_then, w.in_stock_then,
           CASE w.variant_id WHEN '' THEN p.price ELSE v.price END AS price,
           coalesce(CASE w.variant_id WHEN '' THEN p.in_stock ELSE v.in_stock END, false) AS in_stock, p.card
    FROM wish w LEFT JOIN listing p USING (product_id)
    LEFT JOIN listed_variant v ON v.variant_id = w.variant_id AND v.product_id = w.product_id
    WHERE w.wishlist_id = $1 AND w.wish_id < $2 ORDER BY w.wish_id DESC LIMIT $3
    """,
    _WishRow,
)
VIEWED = Query(
    "catalog.recently_viewed",
    """
    SELECT r.viewed_at, p.card FROM recently_viewed r JOIN listing p USING (product_id)
    WHERE r.user_id = $1 ORDER BY r.viewed_at DESC LIMIT 50
    """,
    Viewed,
)


async def lists(reads: Reads, user_id: str) -> list[WishlistView]:
    """Somebody's lists, the default one first."""
    return await reads.all(LISTS, user_id)


async def shared(reads: Reads, token: str) -> tuple[str, str] | None:
    """The id and the name of the list with a token."""
    row = await reads.one(SHARED, token)
    return (row.wishlist_id, row.name) if row else None


async def wishes(reads: Reads, wishlist_id: str, before: str, limit: int) -> list[WishView]:
    """What is on a list, the newest first."""
    now = clock.now()
    return [row.view(now) for row in await reads.all(WISHES, wishlist_id, before or "~", limit)]


async def viewed(reads: Reads, user_id: str) -> list[Viewed]:
    """What somebody has looked at, the last first."""
    found, now = await reads.all(VIEWED, user_id), clock.now()
    for each in found:
        at(each.card, now)
    return found
