"""Late refunds."""

from typing import Annotated, Literal

from litestar.params import QueryParameter

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.errors import (
    AlreadyRefunded,
    NotReleased,
    TooMuchRefunded,
    UnknownEscrow,
    UnknownLine,
    UnknownRefund,
)
from bdcommerce.payments.handlers import refunds as cases
from bdcommerce.payments.queries import payouts as queries
from bdcommerce.payments.schemas import GrantRefund, Id, RefundView

Status = Annotated[
    Literal["all", "owed"], QueryParameter(name="status", description="`owed`: only those that are not paid yet")
]


@post(
    "/admin/refunds",
    access=staff("refunds.manage"),
    summary="Owe a customer the price of goods that came back after the release",
    raises=[UnknownEscrow, NotReleased, UnknownLine, TooMuchRefunded],
)
async def grant(data: GrantRefund, caller: Caller, deps: ApiDeps) -> RefundView:
    """Vendor, operator and state give back their parts, to the poisha."""
    async with deps.works() as work:
        granted = await cases.grant_refund(
            work,
            data.vendor_order_id,
            line_id=data.line_id,
            quantity=data.quantity,
            reason=data.reason,
            by=caller.user_id,
        )
    return await _refund(deps, granted.refund_id)


@get("/admin/refunds", access=staff("ledger.read"), summary="Late refunds, the newest first")
async def list_refunds(
    deps: ApiDeps, status: Status = "all", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[RefundView]:
    """All of them, or those the bank has still to pay."""
    position = decode(cursor, tuple[Id])
    before = position[0] if position else ""
    rows = await queries.refunds(deps.reads, owed=status == "owed", before=before, limit=limit + 1)
    return page(rows, limit, lambda refund: (refund.refund_id,))


@post(
    "/admin/refunds/{refund_id:str}/paid",
    access=staff("refunds.manage"),
    summary="The bank has paid the customer",
    raises=[UnknownRefund, AlreadyRefunded],
    status_code=200,
)
async def mark_paid(refund_id: PathId, caller: Caller, deps: ApiDeps) -> RefundView:
    """Nothing is owed any more."""
    async with deps.works() as work:
        await cases.pay_refund(work, refund_id, caller.user_id)
    return await _refund(deps, refund_id)


async def _refund(deps: ApiDeps, refund_id: str) -> RefundView:
    found = await queries.refund(deps.reads, refund_id)
    if found is None:
        raise UnknownRefund.of(refund_id)
    return found


ROUTES = (grant, list_refunds, mark_paid)
