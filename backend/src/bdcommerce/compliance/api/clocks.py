"""Statutory clocks over HTTP: staff see all, a vendor its own."""

from datetime import date
from typing import Annotated

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.compliance.api.parameters import EXPORT_ROWS, FIRST, LAST, From, Id, To, VendorId, fits, position, span
from bdcommerce.compliance.domain.clocks import NEEDED, ClockState
from bdcommerce.compliance.errors import UnknownClock
from bdcommerce.compliance.queries import ApiDeps, clocks
from bdcommerce.compliance.queries.clocks import ClockRow, Sought
from bdcommerce.compliance.schemas.clocks import ClockDetail, ClockRule, ClockView, ProofView
from bdcommerce.contracts.compliance import ClockKind, UnknownRule
from bdcommerce.infra.http import exports, get, paging
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock

State = Annotated[ClockState | None, QueryParameter(name="state", description="only clocks in this state")]
Kind = Annotated[ClockKind | None, QueryParameter(name="kind", description="only clocks of this kind")]
COLUMNS = (
    "id", "kind", "state", "subject_id", "order_id", "vendor_id", "rule_key", "started_at", "at_risk_at", "due_at",
    "stopped_at",
)  # fmt: skip


@get(
    "/admin/clocks",
    access=staff("clocks.read"),
    summary="Statutory clocks, what is due first at the top",
    operation_class=AlsoAsSheet,
)
async def list_clocks(
    *,
    deps: ApiDeps,
    in_state: State = None,
    kind: Kind = None,
    vendor_id: VendorId = "",
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[ClockView]]:
    """Hand-over (hours), delivery, refund and payout (days) and complaints (hours), filtered by state, kind, vendor and
    the days in which they are due. A file has at most 10,000 rows.
    """
    begin, end = span(first, last)
    sought = Sought(vendor_id=vendor_id, state=in_state, kind=kind, due_from=begin, due_before=end)
    if format == "json":
        return Response(await _page(deps, sought, limit, cursor))
    rows = await clocks.page(deps.reads, sought, None, EXPORT_ROWS + 1)
    fits(len(rows))
    lines = ([getattr(row, column) for column in COLUMNS] for row in rows)
    return exports.sheet_reply("clocks", COLUMNS, lines, format)


@get(
    "/admin/clocks/{clock_id:str}",
    access=staff("clocks.read"),
    summary="A clock with its evidence",
    raises=[UnknownClock, UnknownRule],
)
async def read_clock(clock_id: Id, deps: ApiDeps) -> ClockDetail:
    """What started it, what stopped it or what is needed to, and the rule as it held when it began."""
    return await _detail(deps, await clocks.one(deps.reads, clock_id))


@get("/vendor/clocks", access=vendor(), summary="The statutory clocks over your orders")
async def list_own_clocks(
    *,
    caller: Caller,
    deps: ApiDeps,
    in_state: State = None,
    kind: Kind = None,
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[ClockView]:
    """What is due first comes first; filtered by state, kind and the days in which they are due."""
    begin, end = span(first, last)
    sought = Sought(vendor_id=caller.vendor_id, state=in_state, kind=kind, due_from=begin, due_before=end)
    return await _page(deps, sought, limit, cursor)


@get(
    "/vendor/clocks/{clock_id:str}",
    access=vendor(),
    summary="One of your clocks with its evidence",
    raises=[UnknownClock, UnknownRule],
)
async def read_own_clock(clock_id: Id, caller: Caller, deps: ApiDeps) -> ClockDetail:
    """What started it, what stopped it or what is needed to, and the rule as it held when it began."""
    return await _detail(deps, await clocks.one(deps.reads, clock_id, caller.vendor_id))


async def _page(deps: ApiDeps, sought: Sought, limit: int, cursor: str) -> Page[ClockView]:
    rows = await clocks.page(deps.reads, sought, position(cursor), limit + 1)
    return paging.page(rows, limit, lambda row: (row.due_at.isoformat(), row.id))


async def _detail(deps: ApiDeps, row: ClockRow | None) -> ClockDetail:
    if row is None:
        raise UnknownClock("There is no such clock.")
    view = row.view
    began: date = clock.dhaka_date(view.started_at)
    (rule,) = await deps.rule_book.rules([view.rule_key], began)
    return ClockDetail(
        clock=view,
        rule=ClockRule(key=rule.key, value=rule.value, source=rule.source),
        started=ProofView(**row.started, at=view.started_at),
        stopped=ProofView(**row.stopped, at=view.stopped_at) if row.stopped and view.stopped_at else None,
        needed=list(NEEDED[view.kind]),
        at_risk_told_at=row.at_risk_told_at,
        breach_told_at=row.breach_told_at,
        withdrawn_at=row.withdrawn_at,
    )


ROUTES = (list_clocks, read_clock, list_own_clocks, read_own_clock)
