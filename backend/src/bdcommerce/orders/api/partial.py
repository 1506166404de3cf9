"""Parcels of which customers keep a part: what it was, as the vendor or staff say."""

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.orders.api.parameters import Id
from bdcommerce.orders.api.staff import everything_about
from bdcommerce.orders.api.vendor import vendor_order_of
from bdcommerce.orders.errors import WrongState
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.orders import AdminOrderView, VendorOrderDetail
from bdcommerce.orders.schemas.partial import RecordKept, RecordKeptFor


@post(
    "/vendor/orders/{vendor_order_id:str}/kept",
    access=vendor("owner", "manager", "packer"),
    summary="Say what the customer kept of a parcel",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def record_kept(vendor_order_id: Id, data: RecordKept, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    """Of one that was delivered in part (`partly_delivered`), once the rest is back. That is what was sold then: what
    was paid before delivery for the rest goes back, and its units are in stock again.
    """
    async with deps.works() as work:
        order = await orders.sold_by(work, vendor_order_id, caller.actor())
        await orders.record_kept(work, order, vendor_order_id, data.units, data.note.strip(), by=caller.actor())
    return await vendor_order_of(deps, vendor_order_id, caller.vendor_id)


@post(
    "/admin/orders/{order_id:str}/kept",
    access=staff("orders.manage"),
    summary="Say what a customer kept of a parcel, for its vendor",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def record_kept_for(order_id: Id, data: RecordKeptFor, caller: Caller, deps: ApiDeps) -> AdminOrderView:
    """As the vendor says it otherwise."""
    async with deps.works() as work:
        order = await orders.load(work, order_id)
        await orders.record_kept(work, order, data.vendor_order_id, data.units, data.note.strip(), by=caller.actor())
    return await everything_about(deps, order_id)


ROUTES = (record_kept, record_kept_for)
