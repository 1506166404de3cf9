"""What several endpoints take from the path, the query or the caller."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from litestar.params import PathParameter, QueryParameter
from msgspec import Meta

from bdcommerce.infra.http import paging
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.orders import queries
from bdcommerce.orders.domain.carts import Shopper, token_hash
from bdcommerce.orders.domain.returned import Shown

_ID = r"^[a-z0-9_]+$"
Id = Annotated[str, PathParameter(max_length=64, pattern=_ID)]
LineId = Annotated[str, PathParameter(max_length=64, pattern=_ID, description="id of a line of the cart, `cln_…`")]
ListId = Annotated[str, PathParameter(max_length=64, pattern=_ID, description="what staff call the list")]
ListingId = Annotated[str, PathParameter(max_length=64, pattern=_ID, description="id of a listed phone, `lph_…`")]
Number = Annotated[
    str, QueryParameter(name="q", max_length=20, pattern=r"^[A-Za-z0-9-]*$", description="how a number begins")
]
OfStatus = Annotated[Shown | None, QueryParameter(name="status", description="only those in this status")]
OfVendor = Annotated[
    str, QueryParameter(name="vendor", max_length=64, pattern=r"^[a-z0-9_]*$", description="orders with a part of it")
]
OfCustomer = Annotated[
    str, QueryParameter(name="customer", max_length=64, pattern=r"^[a-z0-9_]*$", description="of this person, by id")
]
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
From = Annotated[date, QueryParameter(name="from", description="placed on this day in Bangladesh or later")]
To = Annotated[date, QueryParameter(name="to", description="placed on this day in Bangladesh or before")]


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of a day to the end of another. Raises Invalid naming the parameter."""
    return _midnight("from", first), _midnight("to", last) + timedelta(days=1)


def _midnight(field: str, day: date) -> datetime:
    ensure(FIRST <= day <= LAST, Invalid.field(field, f"must be from {FIRST} to {LAST}"))
    return datetime.combine(day, time.min, clock.DHAKA)


def shopper_of(caller: Caller) -> Shopper:
    """Whose carts and orders the caller may reach for."""
    return Shopper(customer_id=caller.user_id, guest_hash=token_hash(caller.guest_token))


def before(cursor: str) -> str:
    """The id at which the page before ended; without a cursor one that sorts after all."""
    (position,) = paging.decode(cursor, tuple[Annotated[str, Meta(max_length=64, pattern=_ID)]]) or (queries.LAST,)
    return position
