"""A vendor's own money."""

from datetime import date, timedelta
from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.payments.api.deps import ApiDeps, begin_of, end_of
from bdcommerce.payments.queries import vendors
from bdcommerce.payments.schemas import BalanceView, Id, Micros, PayoutView, StatementView, instant

From = Annotated[
    date | None, QueryParameter(name="from", description="first day, in Bangladesh; 30 days ago if not given")
]
To = Annotated[date | None, QueryParameter(name="to", description="last day, in Bangladesh; today if not given")]
_USUAL = timedelta(days=30)
LineNumber = Annotated[int, msgspec.Meta(ge=0, le=1000)]


@get("/vendor/balance", access=vendor("owner", "manager"), summary="What the operator owes you")
async def get_balance(caller: Caller, deps: ApiDeps) -> BalanceView:
    """Released and not yet paid."""
    return await vendors.balance(deps.reads, caller.vendor_id)


@get("/vendor/statements", access=vendor("owner", "manager"), summary="Your account, movement by movement")
async def get_statement(
    *, caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "", from_: From = None, to: To = None
) -> StatementView:
    """Releases, payouts and late refunds in the order they were booked, with the balance after each."""
    end = end_of(to or clock.today(), "to")
    begin = begin_of(from_, "from") if from_ else end - _USUAL
    ensure(begin < end, Invalid.field("from", "must not be after `to`"))
    position = decode(cursor, tuple[Micros, Id, LineNumber])
    after = (instant(position[0]), *position[1:]) if position else None
    return await vendors.statement(deps.reads, caller.vendor_id, begin=begin, end=end, after=after, limit=limit)


@get("/vendor/payouts", access=vendor("owner", "manager"), summary="Your payouts, the newest first")
async def list_payouts(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[PayoutView]:
    """From their approval on."""
    position = decode(cursor, tuple[Id])
    before = position[0] if position else ""
    rows = await vendors.payouts(deps.reads, caller.vendor_id, before=before, limit=limit + 1)
    return page(rows, limit, lambda payout: (payout.payout_id,))


ROUTES = (get_balance, get_statement, list_payouts)
