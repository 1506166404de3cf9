"""Orders, as their customers see them and what customers may do to them."""

from typing import Annotated

from msgspec import Meta

from bdcommerce.contracts.inventory import HoldGone
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra import telemetry
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import public, shop, shop_or_guest
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, before, shopper_of
from bdcommerce.orders.domain.carts import Shopper
from bdcommerce.orders.domain.filling import Wanted
from bdcommerce.orders.domain.reasons import REASONS, CancelReason
from bdcommerce.orders.errors import (
    CartClosed,
    CodExposureExceeded,
    CodLimitExceeded,
    CodRefused,
    NotCancellable,
    PaymentUndecided,
    WrongState,
)
from bdcommerce.orders.handlers import carts, orders, paying, quoting
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.queries.orders import OrderRow
from bdcommerce.orders.schemas.carts import CartView
from bdcommerce.orders.schemas.notes import Reordered
from bdcommerce.orders.schemas.orders import OrderDetail, OrderView, RecipientView, TimelineEntry
from bdcommerce.orders.schemas.requests import AcceptGoods, CancelOrder

Version = Annotated[int, Meta(ge=0, le=2**31 - 1)]


@get("/orders", access=shop(), summary="My orders, the latest first", raises=[Invalid])
async def list_orders(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[OrderView]:
    """Those that were cancelled or came back among them, each with its vendors' parts."""
    rows = await queries.orders.orders_of_customer(deps.reads, caller.user_id, before(cursor), limit + 1)
    return paging.page(rows, limit, lambda order: (order.id,))


@get("/orders/{order_id:str}", access=shop_or_guest(), summary="An order", raises=[UnknownOrder])
async def read_order(order_id: Id, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """With whom it goes to. Only one's own; a guest shows the token of the cart it was."""
    return await detail_of(deps, order_id, shopper_of(caller))


@get("/orders/{order_id:str}/events", access=shop_or_guest(), summary="What happened to it", raises=[UnknownOrder])
async def read_events(
    order_id: Id, caller: Caller, deps: ApiDeps, limit: Limit = 100, cursor: Cursor = ""
) -> Page[TimelineEntry]:
    """The first one first: by whom, and the reason where one was given. Only of one's own."""
    await _theirs(deps, order_id, shopper_of(caller))
    (after,) = paging.decode(cursor, tuple[Version]) or (0,)
    rows = await queries.orders.timeline(deps.reads, order_id, after, limit + 1)
    return paging.page(rows, limit, lambda entry: (entry.number,))


@post(
    "/orders/{order_id:str}/reorder",
    access=shop_or_guest(),
    summary="Put what was ordered into a cart again",
    raises=[UnknownOrder, CartClosed],
)
async def reorder(order_id: Id, caller: Caller, deps: ApiDeps) -> Reordered:
    """Every line as it was placed, at today's prices, as far as it is still sold: into the customer's open cart (or a
    new one), for a guest into a new cart whose token is told this once. What is not sold any more is in `left_out`.
    """
    shopper = shopper_of(caller)
    order = (await _theirs(deps, order_id, shopper)).view
    wanted = [
        Wanted(offer_id=line.offer_id, quantity=line.quantity) for part in order.vendor_orders for line in part.lines
    ]
    offers = await quoting.offers_of(deps, [each.offer_id for each in wanted])
    limit = (await quoting.rules_today(deps)).max_quantity
    async with deps.works() as work:
        cart, token, left = await carts.put_in(work, caller.user_id, wanted, offers=offers, limit=limit)
    seen = await quoting.look_at_cart(deps, cart, caller.user_id)
    return Reordered(cart=CartView.of(cart, seen), guest_token=token or None, left_out=left)


@get("/cancellation-reasons", access=public(), summary="Why an order may be cancelled")
async def list_cancellation_reasons() -> list[CancelReason]:
    """Every code that a cancellation may give, what it says in both languages, and who may give it."""
    return list(REASONS)


@post(
    "/orders/{order_id:str}/cancel",
    access=shop_or_guest(),
    summary="Cancel an order, one vendor's part of it, or a line",
    status_code=200,
    raises=[UnknownOrder, NotCancellable],
)
async def cancel_order(order_id: Id, data: CancelOrder, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """Until a parcel is packed; all of what is named, or nothing. `/cancellation-reasons` lists the codes."""
    shopper = shopper_of(caller)
    async with deps.works() as work:
        await orders.cancel_for_customer(
            work,
            order_id,
            shopper,
            vendor_order_id=data.vendor_order_id,
            line_ids=data.lines,
            why=data.why,
            by=caller.actor(),
        )
    return await detail_of(deps, order_id, shopper)


@post(
    "/orders/{order_id:str}/pay-on-delivery",
    access=shop_or_guest(),
    summary="Pay an order in cash after all",
    status_code=200,
    raises=[
        UnknownOrder, WrongState, CodLimitExceeded, CodRefused, CodExposureExceeded, PaymentUndecided, HoldGone,
    ],
)  # fmt: skip
async def pay_on_delivery(order_id: Id, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """While it waits for all of its money, nothing was taken for it yet, and nothing more would be asked of an order
    paid at the door. What is paid for it all the same goes back.
    """
    shopper = shopper_of(caller)
    contact = (await _theirs(deps, order_id, shopper)).contact(deps.seals)
    order, appraised = await paying.may_pay_at_the_door(deps, order_id, shopper, contact)
    telemetry.decided("cod", appraised.appraisal.decision)
    # lint-skip: no-commit it is stock that inventory commits
    await deps.inventory.commit(order.hold_id, order_id, order.place)
    async with deps.works() as work:
        await paying.pay_at_the_door(work, order_id, caller.actor(), appraised)
    return await detail_of(deps, order_id, shopper)


@post(
    "/orders/{order_id:str}/accept",
    access=shop_or_guest(),
    summary="The delivered goods are as they should be",
    status_code=200,
    raises=[UnknownOrder, WrongState],
)
async def accept_goods(order_id: Id, data: AcceptGoods, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """Of a vendor order that is `delivered`: it is `completed` then, before its return window (rule
    `order.return_window_days`) ends.
    """
    shopper = shopper_of(caller)
    async with deps.works() as work:
        await orders.accept_goods(work, order_id, shopper, data.vendor_order_id, caller.actor())
    return await detail_of(deps, order_id, shopper)


async def detail_of(deps: ApiDeps, order_id: str, shopper: Shopper) -> OrderDetail:
    """An order of theirs with its recipient. Raises UnknownOrder."""
    return with_recipient(deps, await _theirs(deps, order_id, shopper))


def with_recipient(deps: ApiDeps, found: OrderRow) -> OrderDetail:
    """An order with its recipient."""
    recipient = RecipientView.of(found.contact(deps.seals))
    return OrderDetail(**{name: getattr(found.view, name) for name in OrderView.__struct_fields__}, recipient=recipient)


async def _theirs(deps: ApiDeps, order_id: str, shopper: Shopper) -> OrderRow:
    found = await queries.orders.order(deps.reads, order_id)
    if found is None or not shopper.owns(customer_id=found.customer_id, guest_hash=found.guest_hash):
        raise UnknownOrder("There is no such order.", order_id=order_id)
    return found


ROUTES = (
    list_orders,
    read_order,
    read_events,
    reorder,
    list_cancellation_reasons,
    cancel_order,
    pay_on_delivery,
    accept_goods,
)
