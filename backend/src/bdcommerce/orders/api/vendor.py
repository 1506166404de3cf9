"""Vendor orders, as the vendor's staff see them and work on them."""

from typing import Any

from litestar import Response

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.documented import PDF, AlsoAsSheet, Pdf
from bdcommerce.infra.http.exports import Format
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.adapters.paper import packing_slip
from bdcommerce.orders.api.exports import MOST_ORDERS, lines_sheet
from bdcommerce.orders.api.parameters import FIRST, LAST, From, Id, Number, OfStatus, To, before, span
from bdcommerce.orders.errors import EditPending, NotCancellable, WrongState
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.queries.orders import VendorOrderRow
from bdcommerce.orders.queries.search import Sought
from bdcommerce.orders.schemas.orders import VENDOR_HAS_THE_JOB, BuyerView, VendorOrderDetail, VendorOrderView
from bdcommerce.orders.schemas.requests import CancelVendorOrder, Dispatch


@get(
    "/vendor/orders",
    access=vendor(),
    summary="The vendor's orders, the latest first",
    raises=[Invalid],
    operation_class=AlsoAsSheet,
)
async def list_vendor_orders(
    *,
    caller: Caller,
    deps: ApiDeps,
    status: OfStatus = None,
    number: Number = "",
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[VendorOrderView]]:
    """Narrowed by status, the beginning of the number and days. A file has a row per line, of at most 10,000 orders,
    amounts in poisha.
    """
    begin, end = span(first, last)
    sought = Sought(
        placed_from=begin, placed_before=end, status=status, number=number.upper(), vendor_id=caller.vendor_id
    )
    if format == "json":
        rows = await queries.search.vendor_orders(deps.reads, sought, before(cursor), limit + 1)
        return Response(paging.page(rows, limit, lambda order: (order.id,)))
    rows = await queries.search.vendor_orders(deps.reads, sought, queries.LAST, MOST_ORDERS + 1)
    made: Response[Any] = lines_sheet(rows, format)
    return made


@get(
    "/vendor/orders/{vendor_order_id:str}",
    access=vendor(),
    summary="A vendor order, with its buyer",
    raises=[UnknownOrder],
)
async def read_vendor_order(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    """Phone, address and notes of the buyer only while the vendor has the job: once it is accepted, and until it has
    come to its end.
    """
    return await vendor_order_of(deps, vendor_order_id, caller.vendor_id)


@get(
    "/vendor/orders/{vendor_order_id:str}/packing-slip",
    access=vendor(),
    summary="The packing slip of a vendor order",
    raises=[UnknownOrder, WrongState],
    operation_class=Pdf,
)
async def print_packing_slip(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> Response[bytes]:
    """As PDF, in the language of the order: what is in the parcel, for whom, the note for the courier, and the gift
    message. It has no prices. It can be printed once the order is accepted and until it has come to its end.
    """
    found = await _found(deps, vendor_order_id, caller.vendor_id)
    if found.view.status not in VENDOR_HAS_THE_JOB:
        raise WrongState.of(vendor_order_id, found.view.status, "print")
    return Response(await packing_slip(found.view, found.contact(deps.seals), found.language), media_type=PDF)


@post(
    "/vendor/orders/{vendor_order_id:str}/accept",
    access=vendor("owner", "manager"),
    summary="Take the job",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def accept(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    """From `confirmed`, within the hours of the rule `order.accept_hours`; what is not accepted then is cancelled."""
    async with deps.works() as work:
        await orders.accept(work, vendor_order_id, caller.actor())
    return await vendor_order_of(deps, vendor_order_id, caller.vendor_id)


@post(
    "/vendor/orders/{vendor_order_id:str}/pack",
    access=vendor("owner", "manager", "packer"),
    summary="The parcel is closed",
    status_code=200,
    raises=[UnknownOrder, WrongState, EditPending],
)
async def pack(vendor_order_id: Id, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    """From `accepted`, unless a change of the order waits for its customer. The customer cannot cancel it any more."""
    async with deps.works() as work:
        await orders.pack(work, vendor_order_id, caller.actor())
    return await vendor_order_of(deps, vendor_order_id, caller.vendor_id)


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
    """From `packed`. `weight_grams` is what the parcel weighs; without it the weight of its goods counts."""
    async with deps.works() as work:
        await orders.dispatch(work, vendor_order_id, data.weight_grams if data else None, caller.actor())
    return await vendor_order_of(deps, vendor_order_id, caller.vendor_id)


@post(
    "/vendor/orders/{vendor_order_id:str}/cancel",
    access=vendor("owner", "manager"),
    summary="The vendor cannot deliver it, or a line of it",
    status_code=200,
    raises=[UnknownOrder, NotCancellable],
)
async def cancel(vendor_order_id: Id, data: CancelVendorOrder, caller: Caller, deps: ApiDeps) -> VendorOrderDetail:
    """Until the courier has it; single lines only until the parcel is packed. `/cancellation-reasons` has the codes."""
    async with deps.works() as work:
        await orders.cancel_for_vendor(work, vendor_order_id, line_ids=data.lines, why=data.why, by=caller.actor())
    return await vendor_order_of(deps, vendor_order_id, caller.vendor_id)


async def _found(deps: ApiDeps, vendor_order_id: str, vendor_id: str) -> VendorOrderRow:
    found = await queries.orders.vendor_order(deps.reads, vendor_order_id)
    if found is None or found.vendor_id != vendor_id:
        raise UnknownOrder("There is no such order.", vendor_order_id=vendor_order_id)
    return found


async def vendor_order_of(deps: ApiDeps, vendor_order_id: str, vendor_id: str) -> VendorOrderDetail:
    """A vendor order with its buyer. Raises UnknownOrder."""
    found = await _found(deps, vendor_order_id, vendor_id)
    view = found.view
    buyer = BuyerView.of(found.contact(deps.seals), view.status)
    return VendorOrderDetail(**{name: getattr(view, name) for name in VendorOrderView.__struct_fields__}, buyer=buyer)


ROUTES = (list_vendor_orders, read_vendor_order, print_packing_slip, accept, pack, dispatch, cancel)
