"""HTTP for those who count the cash: what couriers hold, hand over, and owe."""

from typing import Annotated, Literal

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.fulfilment import CodRemitted
from bdcommerce.fulfilment.domain.cash import HandedOver
from bdcommerce.fulfilment.errors import (
    AlreadyRemitted,
    AlreadySettled,
    InClosing,
    NotCollected,
    ReferenceUsed,
    UnknownCourier,
    UnknownShortage,
)
from bdcommerce.fulfilment.handlers import cash as handlers
from bdcommerce.fulfilment.queries import cash as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.cash import (
    CashInHands,
    Remit,
    RemittanceView,
    RemittedView,
    SettledView,
    SettleShortage,
    ShortageView,
)
from bdcommerce.fulfilment.schemas.words import CourierName, Id, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

CASHIER = staff("remittances.record")
Open = Annotated[Literal["open"] | None, QueryParameter(name="status", description="only those still owed")]


@post(
    "/admin/remittances",
    access=CASHIER,
    summary="A courier hands over cash",
    raises=[Invalid, NotCollected, AlreadyRemitted, InClosing, ReferenceUsed],
)
async def remit(data: Remit, caller: Caller, deps: Edge) -> RemittanceView:
    """All parcels of the courier's statement, or none. What is short of a parcel stays owed, as a shortage."""
    handed_over = [
        HandedOver(shipment_id=one.shipment_id, arrived=one.arrived, charge=one.charge) for one in data.parcels
    ]
    async with deps.works() as work:
        remittance = await handlers.remit(work, data.courier, data.reference, handed_over, caller.user_id)
    return _remittance(remittance)


@get("/admin/shortages", access=CASHIER, summary="What couriers owe", raises=[Invalid])
async def list_shortages(
    deps: Edge, status: Open = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ShortageView]:
    """Shortages, oldest first; all of them or those still owed."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.shortages(deps.reads, status, after, limit + 1)
    return page(rows, limit, lambda row: (row.shortage_id,))


@post(
    "/admin/shortages/{shortage_id:str}/settle",
    access=CASHIER,
    summary="A shortage is paid, or written off",
    status_code=200,
    raises=[UnknownShortage, AlreadySettled],
)
async def settle_shortage(shortage_id: PathId, data: SettleShortage, caller: Caller, deps: Edge) -> SettledView:
    """Once, and for good."""
    async with deps.works() as work:
        settled = await handlers.settle_shortage(work, shortage_id, data.how, data.reason, caller.user_id)
    return SettledView(
        shortage_id=settled.shortage_id,
        courier=settled.courier,
        shipment_id=settled.shipment_id,
        vendor_order_id=settled.vendor_order_id,
        amount=settled.amount,
        how=settled.how,
        settled_at=settled.at,
    )


@get(
    "/admin/couriers/{courier:str}/cash",
    access=CASHIER,
    summary="Cash in a courier's hands",
    raises=[UnknownCourier, Invalid],
)
async def cash_in_hands(courier: CourierName, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> CashInHands:
    """What it has collected and not handed over, parcel by parcel, and what it still owes beside that."""
    known = {account.courier for account in await deps.market.accounts()}
    ensure(courier in known, UnknownCourier.of(courier))
    (after,) = decode(cursor, tuple[Id]) or ("",)
    total = await queries.cash_total(deps.reads, courier)
    rows = await queries.cash_parcels(deps.reads, courier, after, limit + 1)
    listed = page(rows, limit, lambda row: (row.shipment_id,))
    return CashInHands(
        courier=courier,
        in_hands=Money(total.in_hands),
        parcels=total.parcels,
        short=Money(total.short),
        oldest_days=(clock.today() - clock.dhaka_date(total.oldest)).days if total.oldest else 0,
        items=listed.items,
        next_cursor=listed.next_cursor,
    )


def _remittance(made: CodRemitted) -> RemittanceView:
    return RemittanceView(
        remittance_id=made.remittance_id,
        courier=made.courier,
        reference=made.reference,
        recorded_at=made.at,
        parcels=[
            RemittedView(
                shipment_id=parcel.shipment_id,
                vendor_order_id=parcel.vendor_order_id,
                collected=parcel.collected,
                arrived=parcel.arrived,
                charge=parcel.charge,
                short=parcel.short,
            )
            for parcel in made.parcels
        ],
    )


ROUTES: list[HTTPRouteHandler] = [remit, list_shortages, settle_shortage, cash_in_hands]
