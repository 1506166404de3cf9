"""Wishlists and what was looked at lately, as their owners read and change them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.catalog.schemas.fields import Id
from bdcommerce.catalog.schemas.shop import Card
from bdcommerce.kernel.money import Money

_Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$", examples=["For the wedding"])]


class StartList(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new list."""

    name: _Name


class ChangeList(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise; null: as it is."""

    name: _Name | None = None
    shared: bool | None = None
    """Whether whoever has its token may read it. Shared anew, it has another token."""


class WishFor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A product, or a variant of it."""

    product_id: Annotated[Id, Meta(examples=["prd_01h455vb4pex5vsknk084sn02q"])]
    variant_id: Annotated[Id, Meta(examples=["var_01h455vb4pex5vsknk084sn02q"])] | None = None
    """null: whichever."""


class MoveWish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """To which list of one's own."""

    wishlist_id: Annotated[
        str, Meta(max_length=60, pattern=r"^(default|wsh_[0-9a-z]+)$", description="its id, or `default`")
    ]


class WishlistView(msgspec.Struct, frozen=True, kw_only=True):
    """A list."""

    id: str
    name: str
    is_default: bool
    share_token: str | None
    """With which whoever has it reads `GET /wishlists/{share_token}`; null: the list is not shared."""
    items: int
    """How many things are on it."""


class WishView(msgspec.Struct, frozen=True, kw_only=True):
    """Something on a list."""

    id: str
    product_id: str
    variant_id: str | None
    added_at: datetime
    price_then: Money | None
    """What it cost when it was put on the list; null: it could not be bought."""
    price: Money | None
    """What it costs now, all taxes included; null: it cannot be bought now."""
    in_stock: bool
    back_in_stock: bool
    """It was out of stock when it was put on the list, and is not now."""
    card: Card | None
    """The product as lists show it; null: customers cannot find it now."""


class SharedWishlist(msgspec.Struct, frozen=True, kw_only=True):
    """A page of somebody's list: not whose it is."""

    name: str
    items: list[WishView]
    next_cursor: str | None


class Viewed(msgspec.Struct, frozen=True, kw_only=True):
    """A product that one has looked at."""

    viewed_at: datetime
    card: Card
