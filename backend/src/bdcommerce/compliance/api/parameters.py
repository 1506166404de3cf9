"""What several endpoints take from the path or the query."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from litestar.params import PathParameter, QueryParameter

from bdcommerce.infra.http import paging
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
ID = r"^[a-z0-9_]+$"
PhotoName = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}\.webp$", description="as a message names it")]
EXPORT_ROWS = 10_000
"""The longest file a list makes; a longer one is asked for in parts."""
Id = Annotated[str, PathParameter(max_length=64, pattern=ID)]
VendorId = Annotated[
    str, QueryParameter(name="vendor", max_length=64, pattern=r"^[a-z0-9_]*$", description="of one vendor, by id")
]
From = Annotated[date, QueryParameter(name="from", description="first day, in Bangladesh")]
To = Annotated[date, QueryParameter(name="to", description="last day, in Bangladesh")]


def midnight(field: str, day: date) -> datetime:
    """The instant at which a day begins in Bangladesh. Raises Invalid naming the parameter."""
    ensure(FIRST <= day <= LAST, Invalid.field(field, f"must be from {FIRST} to {LAST}"))
    return datetime.combine(day, time.min, clock.DHAKA)


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of a day to the end of another. Raises Invalid."""
    return midnight("from", first), midnight("to", last) + timedelta(days=1)


def position(cursor: str) -> tuple[datetime, str] | None:
    """The instant and the id at which the page before ended. Raises Invalid."""
    found = paging.decode(cursor, tuple[datetime, str])
    ensure(found is None or found[0].tzinfo, Invalid.field("cursor", "is not a cursor of this list"))
    return found


def oldest(cursor: str) -> tuple[datetime, str]:
    """Where a list goes on that begins with the oldest. Raises Invalid."""
    return position(cursor) or (midnight("from", FIRST), "")


def newest(cursor: str) -> tuple[datetime, str]:
    """Where a list goes on that begins with the newest. Raises Invalid."""
    return position(cursor) or (midnight("to", LAST), "")


def fits(rows: int) -> None:
    """Raises Invalid when a file would have more rows than one may have."""
    ensure(rows <= EXPORT_ROWS, Invalid.field("from", f"leaves more than {EXPORT_ROWS} rows: ask for fewer days"))
