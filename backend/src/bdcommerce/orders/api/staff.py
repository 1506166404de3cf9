"""Orders, as the operator's staff see them and step in."""

from typing import Any

from litestar import Response

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import phone
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.api.exports import MOST_ORDERS, orders_sheet
from bdcommerce.orders.api.orders import with_recipient
from bdcommerce.orders.api.parameters import (
    FIRST,
    LAST,
    From,
    Id,
    Number,
    OfCustomer,
    OfStatus,
    OfVendor,
    To,
    before,
    span,
)
from bdcommerce.orders.domain.contacts import PHONE
from bdcommerce.orders.errors import NotCancellable
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.queries.search import Sought
from bdcommerce.orders.schemas.orders import AdminOrderView, OrderView
from bdcommerce.orders.schemas.requests import CancelOrder, SearchOrders


@get(
    "/admin/orders",
    access=staff("orders.read"),
    summary="All orders, the latest first",
    raises=[Invalid],
    operation_class=AlsoAsSheet,
)
async def list_all_orders(
    *,
    deps: ApiDeps,
    status: OfStatus = None,
    number: Number = "",
    vendor_id: OfVendor = "",
    customer_id: OfCustomer = "",
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[OrderView]]:
    """Narrowed by status, the beginning of the number, vendor (then the status is that of its part), customer and days.
    A file has a row per vendor order, of at most 10,000 orders, amounts in poisha. By phone: POST /admin/orders/search.
    """
    begin, end = span(first, last)
    sought = Sought(
        placed_from=begin,
        placed_before=end,
        status=status,
        number=number.upper(),
        vendor_id=vendor_id,
        customer_id=customer_id,
    )
    if format == "json":
        return Response(await _page(deps, sought, limit, cursor))
    rows = await queries.search.orders(deps.reads, sought, queries.LAST, MOST_ORDERS + 1)
    made: Response[Any] = orders_sheet(rows, format)
    return made


@post(
    "/admin/orders/search",
    access=staff("orders.read"),
    summary="Look for orders, also by a phone number",
    status_code=200,
    raises=[Invalid],
)
async def search_orders(data: SearchOrders, deps: ApiDeps) -> Page[OrderView]:
    """The same as the list, and by the phone of the recipient or the one that a guest confirmed: it stands in the body,
    because nobody's number belongs into an address. Only its keyed fingerprint is compared.
    """
    begin, end = span(data.placed_from, data.placed_to)
    sought = Sought(
        placed_from=begin,
        placed_before=end,
        status=data.status,
        number=data.number.upper(),
        vendor_id=data.vendor_id,
        customer_id=data.customer_id,
        phone=deps.seals.blind(phone.normalise(data.phone), PHONE) if data.phone else "",
    )
    return await _page(deps, sought, data.limit, data.cursor)


@get(
    "/admin/orders/{order_id:str}",
    access=staff("orders.read"),
    summary="Everything about an order",
    raises=[UnknownOrder],
)
async def read_any_order(order_id: Id, deps: ApiDeps) -> AdminOrderView:
    """Its vendors' parts with their money, whom it goes to, and all that happened to it, by whom."""
    return await everything_about(deps, order_id)


@post(
    "/admin/orders/{order_id:str}/cancel",
    access=staff("orders.manage"),
    summary="Cancel an order, one vendor's part of it, or a line",
    status_code=200,
    raises=[UnknownOrder, NotCancellable],
)
async def cancel_any_order(order_id: Id, data: CancelOrder, caller: Caller, deps: ApiDeps) -> AdminOrderView:
    """Until the courier has it; single lines only until their parcel is packed. A change that waits for the customer
    falls with it.
    """
    async with deps.works() as work:
        await orders.cancel_for_staff(
            work,
            order_id,
            vendor_order_id=data.vendor_order_id,
            line_ids=data.lines,
            why=data.why,
            by=caller.actor(),
        )
    return await everything_about(deps, order_id)


async def _page(deps: ApiDeps, sought: Sought, limit: int, cursor: str) -> Page[OrderView]:
    rows = await queries.search.orders(deps.reads, sought, before(cursor), limit + 1)
    return paging.page(rows, limit, lambda order: (order.id,))


async def everything_about(deps: ApiDeps, order_id: str) -> AdminOrderView:
    """An order with its parts and all that happened to it. Raises UnknownOrder."""
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


ROUTES = (list_all_orders, search_orders, read_any_order, cancel_any_order)
