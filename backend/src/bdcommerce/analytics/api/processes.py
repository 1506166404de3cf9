"""How calls and queries do."""

from litestar import Response

from bdcommerce.analytics.api.deps import ApiDeps, From, To, span
from bdcommerce.analytics.queries import processes as queries
from bdcommerce.analytics.schemas import ApiReport, QueriesReport, QueryReport, RouteReport
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply


@get(
    "/admin/analytics/api",
    access=staff("analytics.read"),
    summary="How every call did: answers, errors, times",
    operation_class=AlsoAsSheet,
)
async def get_api(*, deps: ApiDeps, from_: From = None, to: To = None, format_: Format = "json") -> Response[ApiReport]:
    """By route template and method, those that took the most time together first. Quantiles are as fine as the classes
    that times are counted in.
    """
    asked = span(from_, to)
    found = await queries.routes(deps.reads, asked.begin, asked.end)
    if format_ == "json":
        return Response(ApiReport(items=found))
    columns = RouteReport.__struct_fields__
    lines = [[getattr(each, name) for name in columns] for each in found]
    return sheet_reply(f"api-{asked.first}-{asked.last}", columns, lines, format_)


@get(
    "/admin/analytics/queries",
    access=staff("analytics.read"),
    summary="How every named query did",
    operation_class=AlsoAsSheet,
)
async def get_queries(
    *, deps: ApiDeps, from_: From = None, to: To = None, format_: Format = "json"
) -> Response[QueriesReport]:
    """Those that took the most time together first."""
    asked = span(from_, to)
    found = await queries.queries(deps.reads, asked.begin, asked.end)
    if format_ == "json":
        return Response(QueriesReport(items=found))
    columns = QueryReport.__struct_fields__
    lines = [[getattr(each, name) for name in columns] for each in found]
    return sheet_reply(f"queries-{asked.first}-{asked.last}", columns, lines, format_)


ROUTES = (get_api, get_queries)
