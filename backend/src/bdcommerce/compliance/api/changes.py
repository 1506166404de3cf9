"""Changes of the rule book, with four eyes and a look at what they would have changed."""

from datetime import date, timedelta
from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.compliance.api.parameters import Id, midnight
from bdcommerce.compliance.domain.changes import ChangeStatus
from bdcommerce.compliance.errors import BackdatedRule, ChangeClosed, SecondPersonNeeded, UnknownChange
from bdcommerce.compliance.handlers import rules
from bdcommerce.compliance.queries import ApiDeps, changes, previews
from bdcommerce.compliance.schemas.changes import DecideChange, PreviewView, ProposeChange, RuleChangeView
from bdcommerce.contracts.compliance import UnknownRule
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure

LONGEST = 366
_LAST = "zzz"
OfStatus = Annotated[ChangeStatus | None, QueryParameter(name="status", description="only those of this status")]
OfKey = Annotated[
    str, QueryParameter(name="key", max_length=64, pattern=r"^[a-z0-9_.]*$", description="only of this rule")
]
FromDay = Annotated[date | None, QueryParameter(name="from", description="first day; thirty days back if not given")]
ToDay = Annotated[date | None, QueryParameter(name="to", description="last day; yesterday if not given")]


@get("/admin/rule-changes", access=staff("rules.manage"), summary="Proposed and decided changes, the latest first")
async def list_changes(
    *, deps: ApiDeps, status: OfStatus = None, key: OfKey = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[RuleChangeView]:
    """Filtered by status and rule."""
    (before,) = paging.decode(cursor, tuple[str]) or (_LAST,)
    rows = await changes.page(deps.reads, status=status, key=key, before=before, limit=limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@post(
    "/admin/rule-changes",
    access=staff("rules.manage"),
    summary="Propose another value for a rule",
    raises=[BackdatedRule],
)
async def propose_change(data: ProposeChange, caller: Caller, deps: ApiDeps) -> RuleChangeView:
    """From today on or later, unless it is said to be retroactive. Somebody else has to approve it."""
    async with deps.works() as work:
        change = await rules.propose(
            work,
            key=data.key,
            value=data.value,
            effective_from=data.effective_from,
            source=data.source,
            reason=data.reason,
            retroactive=data.retroactive,
            by=caller.actor(),
        )
    return await changes.one(deps.reads, change.id)


@get("/admin/rule-changes/{change_id:str}", access=staff("rules.manage"), summary="A change", raises=[UnknownChange])
async def read_change(change_id: Id, deps: ApiDeps) -> RuleChangeView:
    """With who proposed it and who decided it."""
    return await changes.one(deps.reads, change_id)


@post(
    "/admin/rule-changes/{change_id:str}/approve",
    access=staff("rules.approve"),
    summary="Approve a change that somebody else has proposed",
    status_code=200,
    raises=[UnknownChange, ChangeClosed, SecondPersonNeeded, BackdatedRule, Stale],
)
async def approve_change(change_id: Id, data: DecideChange, caller: Caller, deps: ApiDeps) -> RuleChangeView:
    """The value stands in the book then. A change whose first day has passed meanwhile has to be proposed again."""
    async with deps.works() as work:
        await rules.approve(work, change_id, data.note, caller.actor())
    deps.rule_book.forget()
    return await changes.one(deps.reads, change_id)


@post(
    "/admin/rule-changes/{change_id:str}/refuse",
    access=staff("rules.approve"),
    summary="Refuse a change that somebody else has proposed",
    status_code=200,
    raises=[UnknownChange, ChangeClosed, SecondPersonNeeded],
)
async def refuse_change(change_id: Id, data: DecideChange, caller: Caller, deps: ApiDeps) -> RuleChangeView:
    """The book stays as it is."""
    async with deps.works() as work:
        await rules.refuse(work, change_id, data.note, caller.actor())
    return await changes.one(deps.reads, change_id)


@post(
    "/admin/rule-changes/{change_id:str}/withdraw",
    access=staff("rules.manage"),
    summary="Withdraw a change you have proposed",
    status_code=200,
    raises=[UnknownChange, ChangeClosed, SecondPersonNeeded],
)
async def withdraw_change(change_id: Id, caller: Caller, deps: ApiDeps) -> RuleChangeView:
    """The book stays as it is."""
    async with deps.works() as work:
        await rules.withdraw(work, change_id, caller.actor())
    return await changes.one(deps.reads, change_id)


@get(
    "/admin/rule-changes/{change_id:str}/preview",
    access=staff("rules.manage"),
    summary="What a change would have changed, had its value held before",
    raises=[UnknownChange, UnknownRule],
)
async def preview_change(change_id: Id, deps: ApiDeps, first: FromDay = None, last: ToDay = None) -> PreviewView:
    """Clocks that began, or invoices that were issued, in at most 366 days. Rules that set no clock and no VAT of an
    invoice have no preview; neither have those of refunds, where the soonest of several counts.
    """
    change = await changes.one(deps.reads, change_id)
    last = last or clock.today() - timedelta(days=1)
    first = first or last - timedelta(days=29)
    midnight("from", first), midnight("to", last)
    ensure(first <= last and (last - first).days < LONGEST, Invalid.field("to", f"must be within {LONGEST} days"))
    book = await deps.rule_book.book()
    return await previews.preview(deps.reads, book, change, first, last)


ROUTES = (
    list_changes,
    propose_change,
    read_change,
    approve_change,
    refuse_change,
    withdraw_change,
    preview_change,
)
