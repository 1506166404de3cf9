"""Sales: everybody's for staff, its own for a vendor; as JSON or as a file."""

from typing import Annotated, Any, Literal

from litestar import Request, Response
from litestar.params import QueryParameter

from bdcommerce.analytics.api.deps import ApiDeps, From, Span, To, Vendor, span
from bdcommerce.analytics.queries import sales as queries
from bdcommerce.analytics.schemas import Dimension, Reasons, SalesBy, SalesReport
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller

Accepted = Annotated[
    Literal["json", "csv", "xlsx"] | None,
    QueryParameter(name="format", description="what the header Accept says if not given: JSON or CSV"),
]
By = Annotated[Dimension, QueryParameter(name="by", description="what the figures are added up by")]
Kind = Annotated[
    Literal["cancelled", "returned", "given_back"],
    QueryParameter(
        name="kind", description="how it came to nothing: cancelled, returned undelivered, or given back afterwards"
    ),
]


@get(
    "/admin/analytics/sales",
    access=staff("analytics.read"),
    summary="Sales by day, of one vendor or of all",
    operation_class=AlsoAsSheet,
)
async def get_sales(
    *,
    request: Request[Any, Any, Any],
    deps: ApiDeps,
    from_: From = None,
    to: To = None,
    vendor: Vendor = "",
    format_: Accepted = None,
) -> Response[SalesReport]:
    """At most 366 days."""
    return await _days(deps, span(from_, to), vendor, _wanted(request, format_))


@get(
    "/vendor/performance/sales",
    access=vendor("owner", "manager"),
    summary="Your sales by day",
    operation_class=AlsoAsSheet,
)
async def get_own_sales(
    *,
    request: Request[Any, Any, Any],
    caller: Caller,
    deps: ApiDeps,
    from_: From = None,
    to: To = None,
    format_: Accepted = None,
) -> Response[SalesReport]:
    """At most 366 days."""
    return await _days(deps, span(from_, to), caller.vendor_id, _wanted(request, format_))


@get(
    "/admin/analytics/sales/by",
    access=staff("analytics.read"),
    summary="Sales of a span by vendor, category, district or channel",
    operation_class=AlsoAsSheet,
)
async def get_sales_by(
    *, deps: ApiDeps, by: By = "vendor", from_: From = None, to: To = None, format_: Format = "json"
) -> Response[SalesBy]:
    """The most goods first, at most 1,000. A category holds all below it. `day` is one row per day, in their order."""
    asked = span(from_, to)
    found = await queries.sales_by(deps.reads, by, first=asked.first, last=asked.last)
    if format_ == "json":
        return Response(SalesBy(by=by, items=found))
    return sheet_reply(_name(f"sales-by-{by}", asked), (by, *queries.COLUMNS), queries.lines(found), format_)


@get(
    "/admin/analytics/reasons",
    access=staff("analytics.read"),
    summary="Why vendor orders were cancelled or came back",
    operation_class=AlsoAsSheet,
)
async def get_reasons(
    *,
    deps: ApiDeps,
    kind: Kind = "cancelled",
    from_: From = None,
    to: To = None,
    vendor: Vendor = "",
    format_: Format = "json",
) -> Response[Reasons]:
    """The most frequent first. What was written in free words counts as `other`."""
    asked = span(from_, to)
    found = await queries.reasons(deps.reads, kind, first=asked.first, last=asked.last, vendor_id=vendor)
    if format_ == "json":
        return Response(Reasons(kind=kind, items=found))
    lines = [(each.reason, each.by, each.orders) for each in found]
    return sheet_reply(_name(kind, asked), ("reason", "by", "orders"), lines, format_)


def _wanted(request: Request[Any, Any, Any], asked: Literal["json", "csv", "xlsx"] | None) -> Any:
    return asked or ("csv" if "text/csv" in request.headers.get("accept", "") else "json")


async def _days(deps: ApiDeps, asked: Span, vendor_id: str, kind: Literal["json", "csv", "xlsx"]) -> Response[Any]:
    report = await queries.sales(deps.reads, first=asked.first, last=asked.last, vendor_id=vendor_id)
    if kind == "json":
        return Response(report, headers={"Vary": "Accept"})
    return sheet_reply(_name("sales", asked), ("day", *queries.COLUMNS), queries.lines(report.days), kind)


def _name(what: str, asked: Span) -> str:
    return f"{what}-{asked.first}-{asked.last}"


ROUTES = (get_sales, get_own_sales, get_sales_by, get_reasons)
