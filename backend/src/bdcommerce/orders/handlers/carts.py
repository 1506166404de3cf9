"""Filling a cart."""

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.domain.carts import Cart, CartLine, Shopper, new_guest_token, token_hash
from bdcommerce.orders.domain.coupons import normal_code
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
    coupon = await work.coupons.by_code(normal_code(code))
    reason = coupon.unusable_at(clock.now())
    ensure(not reason, CouponNotUsable.because(coupon.code, reason))
    return await _saved(work, cart.with_coupon(coupon.coupon_id, coupon.code))


async def drop_coupon(work: Work, cart_id: str, shopper: Shopper) -> Cart:
    """Use no coupon. Raises UnknownCart, CartClosed."""
    cart = (await work.carts.lock(cart_id)).of(shopper)
    return await _saved(work, cart.with_coupon())


async def _saved(work: Work, cart: Cart) -> Cart:
    await work.carts.save(cart)
    return cart
