"""Filling a cart, and taking over what a guest has put into one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.orders.domain.carts import Cart, CartLine, Shopper, new_guest_token, token_hash
from bdcommerce.orders.domain.filling import LeftOut, Wanted, fill
from bdcommerce.orders.domain.promotions.codes import normal_code
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.errors import CouponNotUsable, NotSellable
from bdcommerce.orders.ports import Work


async def open_cart(work: Work, customer_id: str) -> tuple[Cart, str]:
    """An empty cart, and for a guest (no customer id) the token that proves it is theirs."""
    token = "" if customer_id else new_guest_token()
    cart = Cart(cart_id=ids.new_id("crt"), customer_id=customer_id, guest_hash=token_hash(token))
    await work.carts.add(cart)
    return cart, token


async def add_line(work: Work, cart_id: str, shopper: Shopper, *, offer: OfferTerms, quantity: int, limit: int) -> Cart:
    """Put units of an offer into the cart. Raises UnknownCart, CartClosed, NotSellable, Invalid."""
    ensure(offer.sellable, NotSellable.because({offer.offer_id: offer.reason}))
    cart = (await work.carts.lock(cart_id)).of(shopper)
    line = CartLine(line_id=ids.new_id("cln"), offer_id=offer.offer_id, quantity=quantity, price_seen=offer.price)
    return await _saved(work, cart.with_units(line, limit))


async def change_quantity(
    work: Work, cart_id: str, shopper: Shopper, *, line_id: str, offer: OfferTerms, quantity: int, limit: int
) -> Cart:
    """Another quantity at today's price. Raises UnknownCart, UnknownCartLine, CartClosed, Invalid."""
    cart = (await work.carts.lock(cart_id)).of(shopper)
    return await _saved(work, cart.with_quantity(line_id, quantity, offer.price, limit))


async def remove_line(work: Work, cart_id: str, shopper: Shopper, line_id: str) -> Cart:
    """Take a line out. Raises UnknownCart, UnknownCartLine, CartClosed."""
    cart = (await work.carts.lock(cart_id)).of(shopper)
    return await _saved(work, cart.without(line_id))


async def enter_coupon(work: Work, cart_id: str, shopper: Shopper, code: str) -> Cart:
    """Use a coupon for this cart; it replaces another one. Raises UnknownCoupon, CouponNotUsable, CartClosed."""
    cart = (await work.carts.lock(cart_id)).of(shopper)
    wanted = normal_code(code)
    promotion, used_up = await work.promotions.by_code(wanted)
    reason = _unusable(promotion, used_up=used_up)
    ensure(not reason, CouponNotUsable.because(wanted, reason))
    return await _saved(work, cart.with_coupon(promotion.id, wanted))


async def drop_coupon(work: Work, cart_id: str, shopper: Shopper) -> Cart:
    """Use no coupon. Raises UnknownCart, CartClosed."""
    cart = (await work.carts.lock(cart_id)).of(shopper)
    return await _saved(work, cart.with_coupon())


async def merge(
    work: Work, cart_id: str, shopper: Shopper, *, offers: Mapping[str, OfferTerms | None], limit: int
) -> tuple[Cart, list[LeftOut]]:
    """A guest's cart goes into that of the customer, who holds its token; and what did not fit. Again: nothing more.

    Quantities add up to the limit. The customer's own coupon stays; if there is none that could be used, the guest's
    comes along. `offers` are those of the guest's lines. Raises UnknownCart, CartClosed, Stale.
    """
    guests = (await work.carts.lock(cart_id)).of(shopper)
    if guests.customer_id:
        return guests, []
    if guests.merged_into:
        return (await work.carts.lock(guests.merged_into)).of(Shopper(customer_id=shopper.customer_id)), []
    wanted = [Wanted(offer_id=line.offer_id, quantity=line.quantity) for line in guests.lines]
    moved_on = any(each.offer_id not in offers for each in wanted)
    ensure(not moved_on, Stale("The cart has changed in the meantime.", cart_id=cart_id))
    into = await _cart_of(work, shopper.customer_id)
    filled, left = fill(into, wanted, offers, limit, lambda: ids.new_id("cln"))
    filled = await _with_coupon_of(work, filled, guests)
    await work.carts.save(guests.merged(into.cart_id))
    return await _saved(work, replace(filled, version=into.version + 1)), left


async def put_in(
    work: Work, customer_id: str, wanted: Sequence[Wanted], *, offers: Mapping[str, OfferTerms | None], limit: int
) -> tuple[Cart, str, list[LeftOut]]:
    """Many units at once into the customer's open cart, for a guest into a new one; its token, and what did not fit."""
    own = await work.carts.lock_open(customer_id) if customer_id else None
    cart, token = (own, "") if own else await open_cart(work, customer_id)
    filled, left = fill(cart, wanted, offers, limit, lambda: ids.new_id("cln"))
    if filled == cart:
        return cart, token, left
    return await _saved(work, replace(filled, version=cart.version + 1)), token, left


async def _cart_of(work: Work, customer_id: str) -> Cart:
    """The customer's open cart; a new one if they have none."""
    return await work.carts.lock_open(customer_id) or (await open_cart(work, customer_id))[0]


async def _with_coupon_of(work: Work, cart: Cart, other: Cart) -> Cart:
    if await _has_usable_coupon(work, cart) or not await _has_usable_coupon(work, other):
        return cart
    return cart.with_coupon(other.coupon_id, other.coupon_code)


async def _has_usable_coupon(work: Work, cart: Cart) -> bool:
    if not cart.coupon_id:
        return False
    promotion, used_up = await work.promotions.by_code(cart.coupon_code)
    return not _unusable(promotion, used_up=used_up)


def _unusable(promotion: Promotion, *, used_up: bool) -> str:
    """Why nobody can use a code now, or empty. A draft's code is not told apart from one that has not started."""
    status = promotion.status_at(clock.now())
    if status == "active":
        return "used_up" if used_up else ""
    return "not_started" if status in ("draft", "scheduled") else status


async def _saved(work: Work, cart: Cart) -> Cart:
    await work.carts.save(cart)
    return cart
