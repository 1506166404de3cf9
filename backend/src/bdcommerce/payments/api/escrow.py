"""Escrow as staff see it: what keeps a vendor order's money there, and holding it back by hand."""

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.domain.escrow import Escrow, obstacles
from bdcommerce.payments.errors import AlreadyReleased, NoDifference, UnknownEscrow
from bdcommerce.payments.handlers import escrow as cases
from bdcommerce.payments.schemas import EscrowView, WithReason


@get(
    "/admin/escrows/{vendor_order_id:str}",
    access=staff("ledger.read"),
    summary="Where a vendor order's money stands",
    raises=[UnknownEscrow],
)
async def get_escrow(vendor_order_id: PathId, deps: ApiDeps) -> EscrowView:
    """And what keeps it in escrow."""
    async with deps.works() as work:
        state, _ = await work.escrows.load(vendor_order_id)
    return _view(state)


@post(
    "/admin/escrows/{vendor_order_id:str}/freeze",
    access=staff("refunds.manage"),
    summary="Hold a vendor order's money back, for instance while a dispute is open",
    raises=[UnknownEscrow, AlreadyReleased],
    status_code=200,
)
async def freeze(vendor_order_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps) -> EscrowView:
    """Until it is thawed nothing is released."""
    async with deps.works() as work:
        state = await cases.freeze(work, vendor_order_id, data.reason, caller.user_id)
    return _view(state)


@post(
    "/admin/escrows/{vendor_order_id:str}/thaw",
    access=staff("refunds.manage"),
    summary="Let a vendor order's money go on",
    raises=[UnknownEscrow, AlreadyReleased],
    status_code=200,
)
async def thaw(vendor_order_id: PathId, caller: Caller, deps: ApiDeps) -> EscrowView:
    """It is released at once if nothing else keeps it."""
    async with deps.works() as work:
        state = await cases.thaw(work, vendor_order_id, caller.user_id)
    return _view(state)


@post(
    "/admin/escrows/{vendor_order_id:str}/settle-difference",
    access=staff("refunds.manage"),
    summary="Settle what a courier has collected too much or too little",
    raises=[UnknownEscrow, AlreadyReleased, NoDifference],
    status_code=200,
)
async def settle_difference(vendor_order_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps) -> EscrowView:
    """Where `amount_differs` holds the money, once everything else is known. Too much goes back to the customer (it
    stands among the refunds then); what is missing the operator bears, and may claim from the courier.
    """
    async with deps.works() as work:
        state = await cases.settle_difference(work, vendor_order_id, data.reason, caller.user_id)
    return _view(state)


def _view(state: Escrow) -> EscrowView:
    if state.terms is None:
        raise UnknownEscrow.of(state.vendor_order_id)
    return EscrowView(
        vendor_order_id=state.vendor_order_id,
        order_id=state.order_id,
        vendor_id=state.terms.vendor_id,
        status=state.status,
        total=state.terms.total,
        collected=state.collected,
        accounted=state.accounted,
        held_by=[] if state.released else obstacles(state),
        frozen_because=state.frozen,
    )


ROUTES = (get_escrow, freeze, thaw, settle_difference)
