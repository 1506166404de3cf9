"""What several endpoints take from the path, the query or the caller."""

from typing import Annotated

from litestar.params import PathParameter, QueryParameter
from msgspec import Meta

from bdcommerce.infra.http import paging
from bdcommerce.infra.http.identity import Caller
from bdcommerce.orders.domain.carts import Shopper, token_hash
from bdcommerce.orders.domain.transitions import Status
from bdcommerce.orders.queries import LAST

_ID = r"^[a-z0-9_]+$"
Id = Annotated[str, PathParameter(max_length=64, pattern=_ID)]
Number = Annotated[
    str, QueryParameter(name="q", max_length=20, pattern=r"^[A-Za-z0-9-]*$", description="how a number begins")
]
OfStatus = Annotated[Status | None, QueryParameter(name="status")]


def shopper_of(caller: Caller) -> Shopper:
    """Whose carts and orders the caller may reach for."""
    return Shopper(customer_id=caller.user_id, guest_hash=token_hash(caller.guest_token))


def before(cursor: str) -> str:
    """The id at which the page before ended; without a cursor one that sorts after all."""
    (position,) = paging.decode(cursor, tuple[Annotated[str, Meta(max_length=64, pattern=_ID)]]) or (LAST,)
    return position
