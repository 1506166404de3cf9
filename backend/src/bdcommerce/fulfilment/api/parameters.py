"""Query parameters that several lists share, and who a customer is."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.ports import Owner
from bdcommerce.fulfilment.queries.tracking import Sought
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.errors import Invalid, ensure

EXPORT_ROWS = 10_000
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 31)
Status = Annotated[ShipmentStatus | None, QueryParameter(name="status", description="only in this status")]
From = Annotated[date, QueryParameter(name="from", description="the first day in Bangladesh, YYYY-MM-DD")]
To = Annotated[date, QueryParameter(name="to", description="the last day in Bangladesh, YYYY-MM-DD")]
OfVendor = Annotated[
    str, QueryParameter(name="vendor_id", max_length=64, pattern=r"^[a-z0-9_]*$", description="only this vendor's")
]
OfRider = Annotated[
    str, QueryParameter(name="rider_id", max_length=64, pattern=r"^[a-z0-9_]*$", description="only with this rider")
]


def owner(caller: Caller) -> Owner:
    """Who is calling, as parcels know their owners."""
    token = caller.guest_token
    return Owner(customer_id=caller.user_id, guest_hash=hashlib.sha256(token.encode()).hexdigest() if token else "")


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, in Bangladesh. Raises Invalid."""
    ensure(FIRST <= first <= last <= LAST, Invalid.field("from", f"must not be after `to`, {FIRST} at the earliest"))
    begin, end = (datetime.combine(day, time(), tzinfo=DHAKA) for day in (first, last + timedelta(days=1)))
    return begin, end


def on(day: date | None) -> date:
    """That day, or today. Raises Invalid for one too far off."""
    asked = day or clock.today()
    ensure(FIRST <= asked <= LAST, Invalid.field("day", f"must be from {FIRST} to {LAST}"))
    return asked


def sought(status: ShipmentStatus | None, first: date, last: date, *, vendor_id: str, rider_id: str = "") -> Sought:
    """The filter of a list. Raises Invalid."""
    begin, end = span(first, last)
    return Sought(status=status, vendor_id=vendor_id, rider_id=rider_id, first=begin, last=end)


def fits(rows: int) -> None:
    """Raises Invalid for more rows than a file may have."""
    ensure(rows <= EXPORT_ROWS, Invalid.field("from", f"a file has at most {EXPORT_ROWS} rows: choose fewer days"))
