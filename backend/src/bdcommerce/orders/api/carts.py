"""Carts: of customers, and of guests who prove by the header X-Guest-Token whose cart it is."""

from bdcommerce.contracts.accounts import UnknownAddress
from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import delete, get, patch, post
from bdcommerce.infra.http.access import shop, shop_or_guest
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Stale
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, LineId, shopper_of
from bdcommerce.orders.domain.carts import Cart
from bdcommerce.orders.domain.quotes import Quote
from bdcommerce.orders.errors import (
    CartClosed,
    CouponNotUsable,
    NotSellable,
    UnknownCart,
    UnknownCartLine,
    UnknownCoupon,
)
from bdcommerce.orders.handlers import carts, quoting
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.carts import CartCreated, CartsMerged, CartView
from bdcommerce.orders.schemas.requests import AddLine, AskQuote, ChangeLine, EnterCoupon


@post("/carts", access=shop_or_guest(), summary="Take a cart")
async def open_cart(caller: Caller, deps: ApiDeps) -> CartCreated:
    """An empty one, each time. A guest is told its `guest_token` in this reply and nowhere else, and shows it as
    `X-Guest-Token` from then on.
    """
    async with deps.works() as work:
        cart, token = await carts.open_cart(work, caller.user_id)
    return CartCreated(id=cart.cart_id, guest_token=token or None)


@get("/carts/{cart_id:str}", access=shop_or_guest(), summary="What is in the cart", raises=[UnknownCart])
async def read_cart(cart_id: Id, caller: Caller, deps: ApiDeps) -> CartView:
    """At the prices and with the promotions of this moment. Only one's own; a guest shows its token."""
    return await _view(deps, await queries.carts.cart(deps.reads, cart_id, shopper_of(caller)), caller)


@get("/carts/mine", access=shop(), summary="My open cart, from whichever device", raises=[UnknownCart])
async def read_my_cart(caller: Caller, deps: ApiDeps) -> CartView:
    """The newest cart of the customer that was not ordered yet. 404 if there is none: take one with `POST /carts`."""
    return await _view(deps, await queries.carts.open_cart(deps.reads, shopper_of(caller)), caller)


@post(
    "/carts/{cart_id:str}/merge",
    access=shop(),
    summary="Take over a guest's cart after signing in",
    status_code=200,
    raises=[UnknownCart, CartClosed, Stale],
)
async def merge_cart(cart_id: Id, caller: Caller, deps: ApiDeps) -> CartsMerged:
    """Put what a guest had in a cart into the customer's open cart (a new one, if there is none).

    The header `X-Guest-Token` proves that the guest's cart is theirs. Quantities add up to the limit per line, at
    today's prices; the customer's own coupon stays, otherwise the guest's comes along if it still holds. What could
    not be taken over is listed in `left_out`. Called again, it changes nothing and gives the same cart.
    """
    shopper = shopper_of(caller)
    guests = await queries.carts.cart(deps.reads, cart_id, shopper)
    offers = await quoting.offers_of(deps, [line.offer_id for line in guests.lines])
    limit = (await quoting.rules_today(deps)).max_quantity
    async with deps.works() as work:
        cart, left = await carts.merge(work, cart_id, shopper, offers=offers, limit=limit)
    return CartsMerged(cart=await _view(deps, cart, caller), left_out=left)


@post(
    "/carts/{cart_id:str}/lines",
    access=shop_or_guest(),
    summary="Put units of an offer into the cart",
    raises=[UnknownCart, UnknownOffer, CartClosed, NotSellable],
)
async def add_line(cart_id: Id, data: AddLine, caller: Caller, deps: ApiDeps) -> CartView:
    """Units of an offer that is in it already are added to its line: up to 100 lines, and of one offer as many units as
    the rule `cart.max_quantity_per_line` allows. Nothing is set aside before checkout.
    """
    shopper = shopper_of(caller)
    (offer,) = await deps.catalog.offers([data.offer_id])
    limit = (await quoting.rules_today(deps)).max_quantity
    async with deps.works() as work:
        cart = await carts.add_line(work, cart_id, shopper, offer=offer, quantity=data.quantity, limit=limit)
    return await _view(deps, cart, caller)


@patch(
    "/carts/{cart_id:str}/lines/{line_id:str}",
    access=shop_or_guest(),
    summary="Change the quantity of a line",
    raises=[UnknownCart, UnknownCartLine, CartClosed],
)
async def change_line(cart_id: Id, line_id: LineId, data: ChangeLine, caller: Caller, deps: ApiDeps) -> CartView:
    """At today's price, up to as many units of one offer as the rule `cart.max_quantity_per_line` allows."""
    shopper = shopper_of(caller)
    cart = await queries.carts.cart(deps.reads, cart_id, shopper)
    (offer,) = await deps.catalog.offers([cart.line(line_id).offer_id])
    limit = (await quoting.rules_today(deps)).max_quantity
    async with deps.works() as work:
        cart = await carts.change_quantity(
            work, cart_id, shopper, line_id=line_id, offer=offer, quantity=data.quantity, limit=limit
        )
    return await _view(deps, cart, caller)


@delete(
    "/carts/{cart_id:str}/lines/{line_id:str}",
    access=shop_or_guest(),
    summary="Take a line out of the cart",
    status_code=200,
    raises=[UnknownCart, UnknownCartLine, CartClosed],
)
async def remove_line(cart_id: Id, line_id: LineId, caller: Caller, deps: ApiDeps) -> CartView:
    """The other lines stay as they are."""
    async with deps.works() as work:
        cart = await carts.remove_line(work, cart_id, shopper_of(caller), line_id)
    return await _view(deps, cart, caller)


@post(
    "/carts/{cart_id:str}/coupon",
    access=shop_or_guest(),
    summary="Use a coupon",
    status_code=200,
    raises=[UnknownCart, UnknownCoupon, CouponNotUsable, CartClosed],
)
async def enter_coupon(cart_id: Id, data: EnterCoupon, caller: Caller, deps: ApiDeps) -> CartView:
    """One per cart: it replaces another one. A code that has not started, has ended or is used up is refused."""
    async with deps.works() as work:
        cart = await carts.enter_coupon(work, cart_id, shopper_of(caller), data.code)
    return await _view(deps, cart, caller)


@delete(
    "/carts/{cart_id:str}/coupon",
    access=shop_or_guest(),
    summary="Use no coupon",
    status_code=200,
    raises=[UnknownCart, CartClosed],
)
async def drop_coupon(cart_id: Id, caller: Caller, deps: ApiDeps) -> CartView:
    """Promotions without a code stay. Repeating is fine."""
    async with deps.works() as work:
        cart = await carts.drop_coupon(work, cart_id, shopper_of(caller))
    return await _view(deps, cart, caller)


@post(
    "/carts/{cart_id:str}/quote",
    access=shop_or_guest(),
    summary="What the cart costs, delivered to an address",
    status_code=200,
    raises=[UnknownCart, UnknownAddress],
)
async def quote(cart_id: Id, data: AskQuote, caller: Caller, deps: ApiDeps) -> Quote:
    """Prices, promotions and delivery of this moment, VAT included. Lines that cannot be bought are left out and listed
    in `problems`; `total` is what `POST /checkout` expects.
    """
    cart = await queries.carts.cart(deps.reads, cart_id, shopper_of(caller))
    address = await quoting.address_for(deps, caller.user_id, address=data.address, address_id=data.address_id)
    priced = await quoting.price_cart(
        deps, cart, address.place, customer_id=caller.user_id, payment_method=data.payment_method
    )
    return priced.quote


async def _view(deps: ApiDeps, cart: Cart, caller: Caller) -> CartView:
    return CartView.of(cart, await quoting.look_at_cart(deps, cart, caller.user_id))


ROUTES = (
    open_cart,
    read_cart,
    read_my_cart,
    merge_cart,
    add_line,
    change_line,
    remove_line,
    enter_coupon,
    drop_coupon,
    quote,
)
