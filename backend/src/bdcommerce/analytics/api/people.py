"""Visits and surveys: what browsers and customers tell, and what staff and vendors read of it."""

from datetime import datetime
from itertools import pairwise
from typing import Annotated

import msgspec
from litestar import Response

from bdcommerce.analytics.api.deps import ApiDeps, From, To, Vendor, span
from bdcommerce.analytics.domain.visits import session_key
from bdcommerce.analytics.errors import SurveyOver, UnknownSurvey
from bdcommerce.analytics.handlers import operations
from bdcommerce.analytics.handlers import surveys as cases
from bdcommerce.analytics.queries import people as queries
from bdcommerce.analytics.schemas import (
    AnswerSurvey,
    Comment,
    Funnel,
    FunnelDay,
    LookAtSurvey,
    Satisfaction,
    Seen,
    SurveyView,
)
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import public, staff, vendor
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale

_STEPS = ("views", "carts", "checkouts", "orders", "delivered")
_TRIES = 3
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]


@post("/visits", access=public(), summary="Say how far a visit got", status_code=204)
async def go_on(data: Seen, deps: ApiDeps) -> None:
    """Counted once a day for each step. Nothing is kept that leads to a person: the name is another one each day."""
    today = clock.today()
    session = session_key(data.session, today)
    for attempt in range(_TRIES):
        try:
            async with deps.works() as work:
                await operations.visit(work, session, today, data.steps)
        except Stale:
            if attempt == _TRIES - 1:
                raise
        else:
            return


@post("/surveys/look", access=public(), summary="What a link asks", raises=[UnknownSurvey], status_code=200)
async def look(data: LookAtSurvey, deps: ApiDeps) -> SurveyView:
    """And whether it may still be answered."""
    vendor_order_id = cases.asked_by(deps.sealer, data.token)
    async with deps.works() as work:
        survey, version = await cases.load(work, vendor_order_id)
    if not version:
        raise UnknownSurvey("There is no such question.")
    (card,) = await deps.vendors.cards([survey.vendor_id])
    return SurveyView(vendor_order_id=vendor_order_id, shop=card.name, open=survey.open)


@post("/surveys/answer", access=public(), summary="Say how a delivery was", raises=[UnknownSurvey, SurveyOver],
      status_code=204)  # fmt: skip
async def answer(data: AnswerSurvey, deps: ApiDeps) -> None:
    """Once, within 30 days."""
    vendor_order_id = cases.asked_by(deps.sealer, data.token)
    comment = deps.sealer.seal(data.comment, cases.COMMENT) if data.comment else ""
    async with deps.works() as work:
        await cases.answer(work, vendor_order_id, score=data.score, comment_sealed=comment)


@get(
    "/admin/analytics/funnel",
    access=staff("analytics.read"),
    summary="The way from a look to a parcel, day by day",
    operation_class=AlsoAsSheet,
)
async def get_funnel(*, deps: ApiDeps, from_: From = None, to: To = None, format_: Format = "json") -> Response[Funnel]:
    """At most 366 days."""
    asked = span(from_, to)
    days = await queries.funnel(deps.reads, first=asked.first, last=asked.last)
    if format_ == "json":
        return Response(_funnel(days))
    lines = [(each.day, *(getattr(each, step) for step in _STEPS)) for each in days]
    return sheet_reply(f"funnel-{asked.first}-{asked.last}", ("day", *_STEPS), lines, format_)


@get("/admin/analytics/satisfaction", access=staff("analytics.read"), summary="What customers say of deliveries")
async def get_satisfaction(*, deps: ApiDeps, from_: From = None, to: To = None, vendor: Vendor = "") -> Satisfaction:
    """Of one vendor or of all."""
    asked = span(from_, to)
    return await queries.satisfaction(deps.reads, first=asked.first, last=asked.last, vendor_id=vendor)


@get("/vendor/performance/satisfaction", access=vendor("owner", "manager"), summary="What your customers say")
async def get_own_satisfaction(*, caller: Caller, deps: ApiDeps, from_: From = None, to: To = None) -> Satisfaction:
    """Of your deliveries."""
    asked = span(from_, to)
    return await queries.satisfaction(deps.reads, first=asked.first, last=asked.last, vendor_id=caller.vendor_id)


@get("/admin/analytics/comments", access=staff("analytics.read"), summary="What customers wrote, the newest first")
async def list_comments(deps: ApiDeps, vendor: Vendor = "", limit: Limit = PAGE, cursor: Cursor = "") -> Page[Comment]:
    """With the points they gave."""
    return await _comments(deps, vendor, limit, cursor)


@get(
    "/vendor/performance/comments",
    access=vendor("owner", "manager"),
    summary="What your customers wrote, the newest first",
)
async def list_own_comments(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[Comment]:
    """With the points they gave."""
    return await _comments(deps, caller.vendor_id, limit, cursor)


async def _comments(deps: ApiDeps, vendor_id: str, limit: int, cursor: str) -> Page[Comment]:
    position = decode(cursor, tuple[Instant, Id])
    before = position or queries.NEWEST
    rows = await queries.comments(deps.reads, vendor_id=vendor_id, before=before, limit=limit + 1)
    return page([_opened(row, deps) for row in rows], limit, lambda each: (each.at.isoformat(), each.vendor_order_id))


def _opened(row: queries.SealedComment, deps: ApiDeps) -> Comment:
    return Comment(
        vendor_order_id=row.vendor_order_id,
        vendor_id=row.vendor_id,
        score=row.score,
        comment=deps.sealer.open(row.comment_sealed, cases.COMMENT) if row.comment_sealed else "",
        at=row.at,
    )


def _funnel(days: list[FunnelDay]) -> Funnel:
    sums = {step: sum(getattr(day, step) for day in days) for step in _STEPS}
    conversion = {
        f"{earlier}_to_{later}": round(100 * sums[later] / sums[earlier], 2) if sums[earlier] else None
        for earlier, later in pairwise(_STEPS)
    }
    return Funnel(total=FunnelDay(day=days[-1].day, **sums), conversion=conversion, days=days)


ROUTES = (
    go_on, look, answer, get_funnel, get_satisfaction, get_own_satisfaction, list_comments, list_own_comments,
)  # fmt: skip
