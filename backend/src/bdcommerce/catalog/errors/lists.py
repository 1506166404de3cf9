"""What can go wrong with wishlists."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownWishlist(NotFound):
    """There is no such list, or not of this caller, or it is shared no more."""

    code = "unknown_wishlist"

    @classmethod
    def named(cls, wishlist_id: str) -> Self:
        return cls("there is no such wishlist", wishlist_id=wishlist_id)


class UnknownWish(NotFound):
    """There is no such thing on the list."""

    code = "unknown_wish"

    @classmethod
    def named(cls, wish_id: str) -> Self:
        return cls(f"there is no {wish_id} on this list", wish_id=wish_id)


class WishlistFull(Conflict):
    """One has that many lists, or that many things on a list."""

    code = "wishlist_full"


class WishlistNameTaken(Conflict):
    """One has a list of this name."""

    code = "wishlist_name_taken"


class DefaultWishlist(Conflict):
    """The default list stays, and keeps its name."""

    code = "default_wishlist"
