"""How the marketplace does, each figure beside its target."""

from dataclasses import dataclass
from decimal import Decimal

from litestar import Response

from bdcommerce.analytics.api.deps import ApiDeps, From, Span, To, span
from bdcommerce.analytics.domain import kpis
from bdcommerce.analytics.domain.kpis import MEASURES, RULES, Measure, share
from bdcommerce.analytics.queries import people, processes, sales
from bdcommerce.analytics.schemas import Kpi, Kpis, SalesReport
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.kernel import clock

_COLUMNS = ("name", "value", "unit", "target", "better", "met", "of")
_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class _Value:
    """A figure, and of how many things it is one."""

    value: Decimal | None
    of: int


@get(
    "/admin/analytics/kpis",
    access=staff("analytics.read"),
    summary="How the marketplace does, beside its targets",
    operation_class=AlsoAsSheet,
)
async def get_kpis(*, deps: ApiDeps, from_: From = None, to: To = None, format_: Format = "json") -> Response[Kpis]:
    """Technical and business health over a span of at most 366 days; growth is against as many days before it."""
    asked = span(from_, to)
    values = {
        **await _of_processes(deps, asked),
        **await _of_people(deps, asked),
        **await _of_sales(deps, asked),
    }
    rules = await deps.compliance.rules(list(RULES.values()), clock.today())
    targets = {name: rule.value for name, rule in zip(RULES, rules, strict=True)}
    items = [_kpi(measure, values[measure.name], targets.get(measure.name)) for measure in MEASURES]
    if format_ == "json":
        return Response(Kpis(first=asked.first, last=asked.last, items=items))
    lines = [[getattr(each, name) for name in _COLUMNS] for each in items]
    return sheet_reply(f"kpis-{asked.first}-{asked.last}", _COLUMNS, lines, format_)


async def _of_processes(deps: ApiDeps, asked: Span) -> dict[str, _Value]:
    end = min(asked.end, clock.now())
    api = await processes.api(deps.reads, asked.begin, asked.end)
    queries = await processes.queries(deps.reads, asked.begin, asked.end)
    uptime = await processes.uptime(deps.reads, asked.begin, end)
    runs = sum(each.runs for each in queries)
    mean = sum(each.mean_ms * each.runs for each in queries) / runs if runs else None
    return {
        "api_p95": _Value(_exactly(api.p95_ms), api.answered),
        "error_rate": _Value(share(api.failed, api.answered), api.answered),
        "query_mean": _Value(_exactly(mean), runs),
        "uptime": _Value(share(min(uptime.up, uptime.minutes), uptime.minutes), uptime.minutes),
    }


async def _of_people(deps: ApiDeps, asked: Span) -> dict[str, _Value]:
    said = await people.satisfaction(deps.reads, first=asked.first, last=asked.last)
    let_in = await people.onboarding(deps.reads, first=asked.first, last=asked.last)
    waited = let_in.seconds / let_in.vendors / _SECONDS if let_in.vendors else None
    return {"csat": _Value(_exactly(said.mean), said.answered), "onboarding": _Value(_exactly(waited), let_in.vendors)}


async def _of_sales(deps: ApiDeps, asked: Span) -> dict[str, _Value]:
    report = await sales.sales(deps.reads, first=asked.first, last=asked.last)
    before = await sales.sales(deps.reads, first=asked.before.first, last=asked.before.last)
    reasons = await sales.reasons(deps.reads, "cancelled", first=asked.first, last=asked.last)
    total = report.total
    by_others = sum(each.orders for each in reasons if each.by != "customer")
    ended = total.delivered + by_others + total.returned
    kept = kpis.fulfilled(delivered=total.delivered, cancelled_by_others=by_others, returned=total.returned)
    return {
        "fulfilment": _Value(kept, ended),
        "revenue_growth": _Value(kpis.growth(_revenue(report), _revenue(before)), total.orders),
        "cancelled": _Value(share(total.cancelled, total.orders), total.orders),
        "returned": _Value(share(total.returned, total.orders), total.orders),
    }


def _revenue(report: SalesReport) -> int:
    """What was sold and stayed sold, in poisha: cancelled and returned goods taken off when they were."""
    total = report.total
    return (total.goods - total.cancelled_goods - total.returned_goods).amount


def _exactly(value: float | None) -> Decimal | None:
    return None if value is None else round(Decimal(value), 3)


def _kpi(measure: Measure, value: _Value, target: Decimal | None) -> Kpi:
    return Kpi(
        name=measure.name,
        title=measure.title,
        value=float(value.value) if value.value is not None else None,
        unit=measure.unit,
        target=float(target) if target is not None else None,
        better=measure.better,
        met=measure.met(value.value, target),
        of=value.of,
    )


ROUTES = (get_kpis,)
