"""Orders, as the operator's staff see them and step in."""

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.api.orders import with_recipient
from bdcommerce.orders.api.parameters import Id, Number, OfStatus, before
from bdcommerce.orders.errors import NotCancellable
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.orders import AdminOrderView, OrderView
from bdcommerce.orders.schemas.requests import CancelOrder


@get("/admin/orders", access=staff("orders.read"), summary="All orders, the latest first", raises=[Invalid])
async def list_all_orders(
    *, deps: ApiDeps, status: OfStatus = None, number: Number = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[OrderView]:
    rows = await queries.orders.orders_for_staff(
        deps.reads, status=status, number=number.upper(), before=before(cursor), limit=limit + 1
    )
    return paging.page(rows, limit, lambda order: (order.id,))


@get(
    "/admin/orders/{order_id:str}",
    access=staff("orders.read"),
    summary="Everything about an order",
    raises=[UnknownOrder],
)
async def read_any_order(order_id: Id, deps: ApiDeps) -> AdminOrderView:
    return await _everything(deps, order_id)


@post(
    "/admin/orders/{order_id:str}/cancel",
    access=staff("orders.manage"),
    summary="Cancel an order, one vendor's part of it, or a line",
    status_code=200,
    raises=[UnknownOrder, NotCancellable],
)
async def cancel_any_order(order_id: Id, data: CancelOrder, caller: Caller, deps: ApiDeps) -> AdminOrderView:
    async with deps.works() as work:
        await orders.cancel_for_staff(
            work,
            order_id,
            vendor_order_id=data.vendor_order_id,
            line_ids=data.lines,
            why=data.why,
            by=caller.actor(),
        )
    return await _everything(deps, order_id)


async def _everything(deps: ApiDeps, order_id: str) -> AdminOrderView:
    found = await queries.orders.order(deps.reads, order_id)
    if found is None:
        raise UnknownOrder("There is no such order.", order_id=order_id)
    position = {part.id: at for at, part in enumerate(found.view.vendor_orders)}
    parts = await queries.orders.parts(deps.reads, order_id)
    return AdminOrderView(
        order=with_recipient(deps, found),
        customer_id=found.customer_id or None,
        vendor_orders=sorted(parts, key=lambda part: position[part.id]),
        events=await queries.orders.timeline_for_staff(deps.reads, order_id),
    )


ROUTES = (list_all_orders, read_any_order, cancel_any_order)
