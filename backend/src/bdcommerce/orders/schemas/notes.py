"""Notes of staff, and carts that are filled from an order."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.orders.domain.filling import LeftOut
from bdcommerce.orders.schemas.carts import CartView


class WriteNote(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the next colleague should know. Neither customers nor vendors see it; it is kept sealed."""

    text: Annotated[
        str, Meta(min_length=1, max_length=2000, pattern=r"^[^\x00]*$", examples=["Called: wants it after Friday"])
    ]


class NoteView(msgspec.Struct, frozen=True, kw_only=True):
    """A note, who of the staff wrote it, and when."""

    id: str
    author_id: str
    text: str
    at: datetime


class Reordered(msgspec.Struct, frozen=True, kw_only=True):
    """The cart with what is still sold of an order, and what is not. A guest gets a new cart and its token."""

    cart: CartView
    guest_token: str | None
    left_out: list[LeftOut]
