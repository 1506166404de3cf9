"""Sales over HTTP: everybody's for staff, its own for a vendor; as JSON or as CSV."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from litestar import Request, Response
from litestar.params import QueryParameter

from bdcommerce.analytics import queries
from bdcommerce.analytics.ports import Deps
from bdcommerce.analytics.schemas import SalesReport
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

From = Annotated[
    date | None, QueryParameter(name="from", description="first day, in Bangladesh; 30 days before `to` if not given")
]
To = Annotated[date | None, QueryParameter(name="to", description="last day, in Bangladesh; today if not given")]
Vendor = Annotated[str, QueryParameter(name="vendor", max_length=64, pattern=r"^[a-z0-9_]*$")]
Format = Annotated[
    Literal["json", "csv"] | None, QueryParameter(name="format", description="what the header Accept says if not given")
]
_USUAL, _LONGEST, _YEARS = timedelta(days=30), timedelta(days=366), range(2000, 3000)


@dataclass(frozen=True, slots=True)
class ApiDeps(Deps):
    """What the endpoints work with."""

    reads: Reads


@get("/admin/analytics/sales", access=staff("analytics.read"), summary="Sales by day, of one vendor or of all")
async def get_sales(
    *,
    request: Request[Any, Any, Any],
    deps: ApiDeps,
    from_: From = None,
    to: To = None,
    vendor: Vendor = "",
    format_: Format = None,
) -> Response[SalesReport | str]:
    """At most 366 days."""
    return await _reply(request, deps, from_, to, vendor_id=vendor, wanted=format_)


@get("/vendor/performance/sales", access=vendor("owner", "manager"), summary="Your sales by day")
async def get_own_sales(
    *,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: ApiDeps,
    from_: From = None,
    to: To = None,
    format_: Format = None,
) -> Response[SalesReport | str]:
    """At most 366 days."""
    return await _reply(request, deps, from_, to, vendor_id=caller.vendor_id, wanted=format_)


async def _reply(
    request: Request[Any, Any, Any],
    deps: ApiDeps,
    first: date | None,
    last: date | None,
    *,
    vendor_id: str,
    wanted: Literal["json", "csv"] | None,
) -> Response[SalesReport | str]:
    end = last or clock.today()
    ensure(end.year in _YEARS, Invalid.field("to", "is a day too far off"))
    begin = first or end - _USUAL
    ensure(begin <= end, Invalid.field("from", "must not be after `to`"))
    ensure(end - begin < _LONGEST, Invalid.field("from", f"must not be more than {_LONGEST.days} days before `to`"))
    report = await queries.sales(deps.reads, first=begin, last=end, vendor_id=vendor_id)
    if wanted == "csv" or (wanted is None and "text/csv" in request.headers.get("accept", "")):
        headers = {"Content-Disposition": f'attachment; filename="sales-{begin}-{end}.csv"', "Vary": "Accept"}
        return Response(queries.as_csv(report), media_type="text/csv", headers=headers)
    return Response(report, headers={"Vary": "Accept"})


ROUTES = (get_sales, get_own_sales)
