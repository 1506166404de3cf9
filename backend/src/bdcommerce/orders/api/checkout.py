"""Checkout: a cart becomes an order, once, however often and from however many places it is asked for."""

from bdcommerce.contracts.accounts import BadPhoneProof, UnknownAddress
from bdcommerce.contracts.inventory import HoldGone, OutOfStock
from bdcommerce.contracts.payments import MethodOff
from bdcommerce.infra import telemetry
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import shop_or_guest
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Conflict, NotFound, Stale, Unavailable
from bdcommerce.orders import queries
from bdcommerce.orders.api.orders import detail_of
from bdcommerce.orders.api.parameters import shopper_of
from bdcommerce.orders.domain.carts import Cart, Shopper
from bdcommerce.orders.domain.transitions import WAITING
from bdcommerce.orders.errors import (
    AdvanceNeeded,
    CartChanged,
    CartClosed,
    CartEmpty,
    CodExposureExceeded,
    CodLimitExceeded,
    CodRefused,
    CouponExhausted,
    NotSellable,
    PrepaidNotAllowed,
    PromotionSoldOut,
    UnknownCart,
)
from bdcommerce.orders.handlers import checkout as handlers
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.sagas import finish
from bdcommerce.orders.schemas.orders import CheckedOut, NextAction, OrderDetail, PaymentView
from bdcommerce.orders.schemas.requests import StartCheckout

_OF_RISK = (CodRefused, AdvanceNeeded, CodLimitExceeded, CodExposureExceeded)


@post(
    "/checkout",
    access=shop_or_guest(),
    summary="Order what is in the cart",
    resumable=True,
    raises=[
        UnknownCart,
        UnknownAddress,
        BadPhoneProof,
        CartEmpty,
        CartChanged,
        CartClosed,
        NotSellable,
        CodLimitExceeded,
        CodRefused,
        AdvanceNeeded,
        PrepaidNotAllowed,
        CodExposureExceeded,
        CouponExhausted,
        PromotionSoldOut,
        OutOfStock,
        HoldGone,
        MethodOff,
        Unavailable,
    ],
)
async def check_out(data: StartCheckout, caller: Caller, deps: ApiDeps) -> CheckedOut:
    """Once per cart: sent again, it gives the same order, paid in cash on delivery. `expected_total` (poisha) is
    `total` of the quote; if that is another one by now, nothing is ordered and the new quote comes back. Guests show
    the cart's token and the `phone_proof` of a confirmed number. Whether an order may simply be paid at the door is
    decided by the rule book: it may have to be confirmed with a code (status `awaiting_confirmation`), paid in part
    before (`advance_needed`: ask again with `advance_method`), or in whole (`cod_refused`).
    Of goods that are not ready to ship only a part is paid in advance, whatever the method; the rest at the door.
    """
    shopper = shopper_of(caller)
    cart = await queries.carts.cart(deps.reads, data.cart_id, shopper)
    try:
        order_id = cart.order_id or await _begin(deps, cart, data, caller, shopper)
        if not (cart.order_id and await _stands(deps, order_id)):
            await finish(deps, cart.cart_id, order_id)
    except _OF_RISK as refusal:
        telemetry.decided("cod", refusal.code)
        raise
    order = await detail_of(deps, order_id, shopper)
    return CheckedOut(
        order=order,
        payment=await _payment(deps, order, data),
        guest_token=None if caller.user_id else caller.guest_token,
    )


async def _begin(deps: ApiDeps, cart: Cart, data: StartCheckout, caller: Caller, shopper: Shopper) -> str:
    """Begin an attempt; the id of the order it will make, or of the one that somebody else's attempt makes."""
    frozen = await handlers.prepare(
        deps,
        cart,
        shopper=shopper,
        by=caller.actor(),
        language=caller.language,
        name=data.contact.name,
        email=data.contact.email,
        address=data.address,
        address_id=data.address_id,
        phone_proof=data.phone_proof,
        delivery_note=data.delivery_note,
        gift_message=data.gift_message,
        payment_method=data.payment_method,
        channel=data.channel,
        expected_total=data.expected_total,
        advance_method=data.advance_method or "",
        device_id=data.device_id,
    )
    if frozen.appraisal:
        telemetry.decided("cod", frozen.appraisal.decision)
    try:
        async with deps.works() as work:
            await handlers.begin(work, cart, frozen)
    except Stale:
        cart = await queries.carts.cart(deps.reads, cart.cart_id, shopper)
        if not cart.order_id:
            raise
    return cart.order_id or frozen.order_id


async def _payment(deps: ApiDeps, order: OrderDetail, data: StartCheckout) -> PaymentView:
    """How the order is paid. What a provider does not take now, it may take when it is tried again."""
    in_cash = order.payment_method == "cod"
    if in_cash and order.advance is None:
        return PaymentView(method="cod", status="due_on_delivery")
    method = data.advance_method if in_cash and data.advance_method else order.payment_method
    try:
        standing = await deps.payments.start(order.id, method, data.wallet_id)
    except (Conflict, NotFound, Unavailable):
        standing = await deps.payments.decide(order.id)
    return PaymentView(
        method=method,
        status=standing.status,
        next_action=NextAction(redirect_url=standing.redirect_url) if standing.redirect_url else None,
        pay_until=standing.pay_until,
        advance=order.advance,
    )


async def _stands(deps: ApiDeps, order_id: str) -> bool:
    found = await queries.orders.order(deps.reads, order_id)
    return found is not None and (found.confirmed or found.view.status in WAITING)


ROUTES = (check_out,)
