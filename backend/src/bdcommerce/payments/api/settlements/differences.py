"""What a source says and what we know differ: the queue of it, and how each ends."""

from typing import Annotated, Any

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from bdcommerce.kernel.events import name_of
from bdcommerce.payments import sagas
from bdcommerce.payments.api.deps import ApiDeps, PathId, taka
from bdcommerce.payments.api.settlements.parameters import CLERK, READER, SECOND, OnlyKind, OnlySource, one_source
from bdcommerce.payments.domain.settlement.differences import ALLOWED, OPEN
from bdcommerce.payments.errors import DifferenceOver, NothingOpen, NotPossible, SamePerson, UnknownDifference
from bdcommerce.payments.handlers.settlement import deciding
from bdcommerce.payments.handlers.settlement.deciding import Decision
from bdcommerce.payments.queries import settlements as queries
from bdcommerce.payments.schemas import Id, WithReason
from bdcommerce.payments.schemas.settlements import DifferenceStep, DifferenceSummary, DifferenceView, Resolve

Resolved = Annotated[bool, QueryParameter(name="resolved", description="also those that are resolved")]
_COLUMNS = (
    "difference_id", "kind", "source", "reason", "status", "amount_bdt", "reference", "item_id", "found_at", "age_days",
    "how", "resolved_by", "resolved_at",
)  # fmt: skip


@get(
    "/admin/settlements/differences",
    access=READER,
    summary="What does not fit, the oldest first",
    operation_class=AlsoAsSheet,
)
async def list_differences(
    *,
    deps: ApiDeps,
    kind: OnlyKind = None,
    source: OnlySource = "",
    resolved: Resolved = False,
    format_: Format = "json",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Response[Page[DifferenceSummary]]:
    """Those that wait for somebody; as JSON, or the same page as CSV or XLSX, amounts in taka."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    whose = one_source(kind, source)
    rows = await queries.differences(deps.reads, source=whose, resolved=resolved, after=after, limit=limit + 1)
    shown = page(rows, limit, lambda each: (each.difference_id,))
    if format_ == "json":
        return Response(shown)
    return sheet_reply("differences", _COLUMNS, [_cells(each) for each in shown.items], format_)


@get(
    "/admin/settlements/differences/{difference_id:str}",
    access=READER,
    summary="A difference",
    raises=[UnknownDifference],
)
async def get_difference(difference_id: PathId, deps: ApiDeps) -> DifferenceView:
    """With who did what about it, and how it may end."""
    return await _view(deps, difference_id)


@post(
    "/admin/settlements/differences/{difference_id:str}/resolve",
    access=CLERK,
    summary="Say how a difference ends",
    status_code=200,
    raises=[UnknownDifference, DifferenceOver, NotPossible, NothingOpen, Invalid, NotFound, Conflict, Unavailable],
)
async def resolve(difference_id: PathId, data: Resolve, caller: Caller, deps: ApiDeps) -> DifferenceView:
    """What follows is posted at once; what the operator is to bear or give away above the rule
    `settlement.write_off_limit` waits for somebody else to agree.
    """
    decision = Decision(how=data.how, reason=data.reason, by=caller.user_id, until=data.until, reference=data.reference)
    await deciding.decide(deps, difference_id, decision)
    return await _view(deps, difference_id)


@post(
    "/admin/settlements/differences/{difference_id:str}/approve",
    access=SECOND,
    summary="Agree to what somebody else proposed",
    status_code=200,
    raises=[UnknownDifference, DifferenceOver, SamePerson, NotPossible, NothingOpen, NotFound, Conflict, Unavailable],
)
async def approve(difference_id: PathId, caller: Caller, deps: ApiDeps) -> DifferenceView:
    """It is done and posted."""
    await deciding.approve(deps, difference_id, caller.user_id)
    return await _view(deps, difference_id)


@post(
    "/admin/settlements/differences/{difference_id:str}/turn-down",
    access=SECOND,
    summary="Do not agree to what somebody else proposed",
    status_code=200,
    raises=[UnknownDifference, DifferenceOver, SamePerson],
)
async def turn_down(difference_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps) -> DifferenceView:
    """It is open again."""
    async with deps.works() as work:
        await deciding.turn_down(work, difference_id, data.reason, caller.user_id)
    return await _view(deps, difference_id)


@post(
    "/admin/settlements/differences/{difference_id:str}/refund-paid",
    access=CLERK,
    summary="The customer has been paid what came in for nothing",
    status_code=200,
    raises=[UnknownDifference, DifferenceOver],
)
async def refund_paid(difference_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps) -> DifferenceView:
    """From the bank; say how in `reason`."""
    async with deps.works() as work:
        await deciding.pay_refund(work, difference_id, data.reason, caller.user_id)
    return await _view(deps, difference_id)


@post(
    "/admin/settlements/differences/{difference_id:str}/ask",
    access=CLERK,
    summary="Ask the provider about a payment it has settled and we know no money of",
    status_code=200,
    raises=[UnknownDifference, DifferenceOver, NotPossible, NothingOpen, Conflict, Unavailable],
)
async def ask(difference_id: PathId, caller: Caller, deps: ApiDeps) -> DifferenceView:
    """Where the provider says that it was paid, the money is taken in, and the line settles it."""
    found = await queries.difference(deps.reads, difference_id)
    if found is None:
        raise UnknownDifference.of(difference_id)
    async with deps.works() as work:
        line = await work.settlements.line(found.line_id) if found.line_id else None
        names = [line.reference, line.other_reference] if line else []
        orders = await work.settlements.orders(found.source, names) if found.kind == "provider" else []
    for order_id in orders:
        await sagas.decide(deps, order_id)
    decision = Decision(how="assign", reason="the provider was asked", by=caller.user_id)
    await deciding.decide(deps, difference_id, decision)
    return await _view(deps, difference_id)


def _cells(each: DifferenceSummary) -> list[Any]:
    return [
        each.difference_id,
        each.kind,
        each.source,
        each.reason,
        each.status,
        taka(each.amount.amount),
        each.reference,
        each.item_id,
        each.found_at,
        each.age_days,
        each.how or "",
        each.resolved_by or "",
        each.resolved_at or "",
    ]


async def _view(deps: ApiDeps, difference_id: str) -> DifferenceView:
    found = await queries.difference(deps.reads, difference_id)
    if found is None:
        raise UnknownDifference.of(difference_id)
    async with deps.works() as work:
        history = await work.log.history(f"difference-{difference_id}")
    may = sorted(ALLOWED[found.reason]) if found.status in OPEN else []
    return DifferenceView(difference=found, may_end_by=may, history=[_step(event) for event in history])


def _step(event: Any) -> DifferenceStep:
    return DifferenceStep(
        at=event.at,
        what=name_of(event).partition(".")[2],
        how=getattr(event, "how", ""),
        reason=str(getattr(event, "reason", "")),
        by=getattr(event, "by", ""),
    )


ROUTES = (list_differences, get_difference, resolve, approve, turn_down, refund_paid, ask)
