"""What the endpoints work with, and the spans they speak of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.analytics.ports import Deps
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.errors import Invalid, ensure

From = Annotated[
    date | None, QueryParameter(name="from", description="first day, in Bangladesh; 30 days before `to` if not given")
]
To = Annotated[date | None, QueryParameter(name="to", description="last day, in Bangladesh; today if not given")]
Vendor = Annotated[
    str, QueryParameter(name="vendor", max_length=64, pattern=r"^[a-z0-9_]*$", description="of one vendor, by id")
]
_USUAL, _LONGEST, _YEARS = timedelta(days=30), timedelta(days=366), range(2000, 3000)


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What handlers need, and what is only read."""

    reads: Reads


@dataclass(frozen=True, slots=True)
class Span:
    """Days in Bangladesh, the first and the last of them included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The instant at which the first day begins."""
        return datetime.combine(self.first, time.min, DHAKA).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The instant at which the last day is over."""
        return datetime.combine(self.last + timedelta(days=1), time.min, DHAKA).astimezone(UTC)

    @property
    def before(self) -> "Span":
        """As many days right before it."""
        length = self.last - self.first + timedelta(days=1)
        return Span(self.first - length, self.last - length)


def span(first: date | None, last: date | None) -> Span:
    """At most 366 days. Raises Invalid naming `from` or `to`."""
    end = last or clock.today()
    ensure(end.year in _YEARS, Invalid.field("to", "is a day too far off"))
    begin = first or end - _USUAL
    ensure(begin <= end, Invalid.field("from", "must not be after `to`"))
    ensure(end - begin < _LONGEST, Invalid.field("from", f"must not be more than {_LONGEST.days} days before `to`"))
    return Span(begin, end)
