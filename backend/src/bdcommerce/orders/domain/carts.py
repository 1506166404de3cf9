"""A cart: what somebody means to buy. It changes until it is checked out, and belongs to whoever holds its key."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders.errors import CartClosed, CartEmpty, UnknownCart, UnknownCartLine

CartStatus = Literal["open", "checking_out", "ordered", "merged"]
MAX_LINES = 100
"""No purchase needs more; without a bound one cart could keep every other service busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopper:
    """Who reaches for a cart or an order: a customer, or a guest by the hash of a token."""

    customer_id: str = ""
    guest_hash: str = ""

    def owns(self, *, customer_id: str, guest_hash: str) -> bool:
        """Whether something that belongs to this customer or this token is theirs."""
        theirs = bool(customer_id) and customer_id == self.customer_id
        return theirs or (bool(guest_hash) and hmac.compare_digest(guest_hash, self.guest_hash))


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """So many units of an offer, and the unit price when the customer put them in."""

    line_id: str
    offer_id: str
    quantity: int
    price_seen: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """`order_id` names the purchase that the cart is becoming, or has become; `merged_into` the cart of a customer that
    took over what a guest had put in here.
    """

    cart_id: str
    customer_id: str = ""
    guest_hash: str = ""
    status: CartStatus = "open"
    order_id: str = ""
    coupon_id: str = ""
    coupon_code: str = ""
    lines: tuple[CartLine, ...] = field(default=())
    version: int = 0
    merged_into: str = ""

    def of(self, shopper: Shopper) -> "Cart":
        """The cart, if it is theirs. Raises UnknownCart."""
        ensure(shopper.owns(customer_id=self.customer_id, guest_hash=self.guest_hash), UnknownCart.of(self.cart_id))
        return self

    def with_units(self, line: CartLine, limit: int) -> "Cart":
        """More units; those of an offer that is already in the cart are added to its line.

        Raises CartClosed, Invalid naming `quantity` or `offer_id`.
        """
        same = next((each for each in self.lines if each.offer_id == line.offer_id), None)
        if same:
            more = replace(same, quantity=same.quantity + line.quantity, price_seen=line.price_seen)
            return self._with(_bounded(more, limit))
        ensure(len(self.lines) < MAX_LINES, Invalid.field("offer_id", f"the cart is full ({MAX_LINES} lines)"))
        return self._changed(lines=(*self.lines, _bounded(line, limit)))

    def with_quantity(self, line_id: str, quantity: int, price_seen: Money, limit: int) -> "Cart":
        """Another quantity of a line. Raises CartClosed, UnknownCartLine, Invalid."""
        return self._with(_bounded(replace(self.line(line_id), quantity=quantity, price_seen=price_seen), limit))

    def without(self, line_id: str) -> "Cart":
        """One line less. Raises CartClosed, UnknownCartLine."""
        gone = self.line(line_id)
        return self._changed(lines=tuple(each for each in self.lines if each != gone))

    def with_coupon(self, coupon_id: str = "", code: str = "") -> "Cart":
        """Another coupon, or without an id none. Raises CartClosed."""
        return self._changed(coupon_id=coupon_id, coupon_code=code)

    def checked_out(self, order_id: str) -> "Cart":
        """From now on it only becomes that order. Raises CartClosed, CartEmpty."""
        ensure(self.lines, CartEmpty.of(self.cart_id))
        return self._changed(status="checking_out", order_id=order_id)

    def merged(self, cart_id: str) -> "Cart":
        """What was in it is in that cart now. Raises CartClosed."""
        return self._changed(status="merged", merged_into=cart_id)

    def line(self, line_id: str) -> CartLine:
        """One line. Raises UnknownCartLine."""
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise UnknownCartLine.of(line_id)

    def _with(self, changed: CartLine) -> "Cart":
        return self._changed(lines=tuple(changed if each.line_id == changed.line_id else each for each in self.lines))

    def _changed(self, **changes: Any) -> "Cart":
        ensure(self.status == "open", CartClosed.of(self.cart_id, self.status))
        return replace(self, version=self.version + 1, **changes)


def _bounded(line: CartLine, limit: int) -> CartLine:
    """Rule `cart.max_quantity_per_line`."""
    ensure(0 < line.quantity <= limit, Invalid.field("quantity", f"must be 1 to {limit} of one offer"))
    return line


def new_guest_token() -> str:
    """A secret by which a guest proves what is theirs."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of such a token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""
