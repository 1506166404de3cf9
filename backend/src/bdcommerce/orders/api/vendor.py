"""Vendor orders, as the vendor's staff see them and work on them."""

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, OfStatus, before
from bdcommerce.orders.errors import NotCancellable, WrongState
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.orders import BuyerView, VendorOrderDetail, VendorOrderView
from bdcommerce.orders.schemas.requests import CancelVendorOrder, Dispatch


@get("/vendor/orders", access=vendor(), summary="The vendor's orders, the latest first", raises=[Invalid])
async def list_vendor_orders(
    caller: Caller, deps: ApiDeps, status: OfStatus = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[VendorOrderView]:
    rows = await queries.orders.vendor_orders(
        deps.reads, caller.vendor_id, status=status, before=before(cursor), limit=limit + 1
    )
    return paging.page(rows, limit, lambda order: (order.id,))


@get(
    "/vendor/orders/{vendor_order_id:str}",
    access=vendor(),
    summary="A vendor order, with its buyer",
    raises=[UnknownOrder],
)
async def read_vendor_order(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    return await _detail(deps, vendor_order_id, caller.vendor_id)


@post(
    "/vendor/orders/{vendor_order_id:str}/accept",
    access=vendor("owner", "manager"),
    summary="Take the job",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def accept(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    async with deps.works() as work:
        await orders.accept(work, vendor_order_id, caller.actor())
    return await _detail(deps, vendor_order_id, caller.vendor_id)


@post(
    "/vendor/orders/{vendor_order_id:str}/pack",
    access=vendor("owner", "manager", "packer"),
    summary="The parcel is closed",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def pack(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    async with deps.works() as work:
        await orders.pack(work, vendor_order_id, caller.actor())
    return await _detail(deps, vendor_order_id, caller.vendor_id)


@post(
    "/vendor/orders/{vendor_order_id:str}/dispatch",
    access=vendor("owner", "manager", "packer"),
    summary="The courier may come",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def dispatch(
    vendor_order_id: Id, caller: Caller, deps: ApiDeps, data: Dispatch | None = None
) -> VendorOrderDetail:
    async with deps.works() as work:
        await orders.dispatch(work, vendor_order_id, data.weight_grams if data else None, caller.actor())
    return await _detail(deps, vendor_order_id, caller.vendor_id)


@post(
    "/vendor/orders/{vendor_order_id:str}/cancel",
    access=vendor("owner", "manager"),
    summary="The vendor cannot deliver it, or a line of it",
    status_code=200,
    raises=[UnknownOrder, NotCancellable],
)
async def cancel(vendor_order_id: Id, data: CancelVendorOrder, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    async with deps.works() as work:
        await orders.cancel_for_vendor(work, vendor_order_id, line_ids=data.lines, why=data.why, by=caller.actor())
    return await _detail(deps, vendor_order_id, caller.vendor_id)


async def _detail(deps: ApiDeps, vendor_order_id: str, vendor_id: str) -> VendorOrderDetail:
    found = await queries.orders.vendor_order(deps.reads, vendor_order_id)
    if found is None or found.vendor_id != vendor_id:
        raise UnknownOrder("There is no such order.", vendor_order_id=vendor_order_id)
    view = found.view
    buyer = BuyerView.of(found.contact(deps.seals), view.status)
    return VendorOrderDetail(**{name: getattr(view, name) for name in VendorOrderView.__struct_fields__}, buyer=buyer)


ROUTES = (list_vendor_orders, read_vendor_order, accept, pack, dispatch, cancel)
