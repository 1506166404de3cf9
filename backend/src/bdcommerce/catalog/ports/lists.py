"""What customers keep for themselves, as handlers need it kept."""

from datetime import datetime
from typing import Protocol

from bdcommerce.catalog.domain.lists import Wish, Wishlist


class Lists(Protocol):
    """Wishlists and what was looked at lately, of one caller at a time."""

    async def hold(self, user_id: str) -> None:
        """Let nobody else change this customer's lists until the transaction ends."""

    async def find(self, user_id: str, wishlist_id: str) -> Wishlist | None:
        """A list of theirs, by its id or as `default`."""

    async def named(self, user_id: str) -> int:
        """How many lists they have beside the default one."""

    async def put(self, wishlist: Wishlist) -> None:
        """Keep a new list, or another name or token. Raises WishlistNameTaken."""

    async def drop(self, wishlist_id: str) -> None:
        """Forget a list with all that is on it."""

    async def shown(self, product_id: str, variant_id: str) -> tuple[int | None, bool]:
        """What a product, or a variant of it, costs now (None: it cannot be bought), and whether it is in stock.

        Raises UnknownProduct, UnknownVariant for one that customers cannot find.
        """

    async def wish(self, wishlist_id: str, product_id: str, variant_id: str) -> str:
        """The id of what is on a list already, or empty."""

    async def wishes(self, wishlist_id: str) -> int:
        """How many things are on it."""

    async def add(self, wishlist_id: str, wish: Wish, at: datetime) -> None:
        """Put something on a list."""

    async def remove(self, wishlist_id: str, wish_id: str) -> None:
        """Take something off a list."""

    async def move(self, wish_id: str, wishlist_id: str, to: str) -> bool:
        """Put it on another list; where the same is there already, it is taken off this one. Whether it was there."""

    async def view(self, user_id: str, product_id: str, at: datetime, keep: int) -> None:
        """Somebody looks at a product; the last so many are kept."""

    async def forget_viewed(self, user_id: str) -> None:
        """They have looked at nothing."""
