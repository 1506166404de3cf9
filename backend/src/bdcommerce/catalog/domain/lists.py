"""Wishlists and what was looked at lately: what one may keep."""

import secrets
from dataclasses import dataclass

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import nfc

MAX_LISTS = 20
"""Beside the default list."""
MAX_WISHES = 200
"""On one list."""
MAX_VIEWED = 50
DEFAULT = "default"
"""Stands for the id of the default list, which is made when something is put on it."""
DEFAULT_NAME = "Wishlist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishlist:
    """A list of somebody's."""

    wishlist_id: str
    user_id: str
    name: str
    is_default: bool
    share_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something on a list, as the shop had it at that moment."""

    wish_id: str
    product_id: str
    variant_id: str
    """Empty: whichever."""
    price_then: int | None
    """In poisha; None: it could not be bought."""
    in_stock_then: bool


def list_name(name: str) -> str:
    """In normal form. Raises Invalid."""
    found = " ".join(nfc(name).split())
    ensure(found, Invalid.field("name", "must have at least one letter"))
    return found


def share_token() -> str:
    """With what whoever is given it reads a list: 128 bits that nobody guesses."""
    return secrets.token_hex(16)
