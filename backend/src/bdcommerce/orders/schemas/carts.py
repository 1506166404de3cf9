"""Carts and coupons as they go out."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.carts import Cart, CartLine, CartStatus
from bdcommerce.orders.domain.coupons import Coupon
from bdcommerce.orders.domain.filling import LeftOut
from bdcommerce.orders.domain.quotes import CartProblem


class CartCreated(msgspec.Struct, frozen=True, kw_only=True):
    """A new cart. A guest keeps the token: it is told this once, and proves ever after whose cart (and order) it is."""

    id: str
    guest_token: str | None


class CartLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line at today's price."""

    id: str
    offer_id: str
    product_id: str
    vendor_id: str
    title: Localized
    sku: str
    quantity: int
    unit_price: Money
    line_total: Money


class CartView(msgspec.Struct, frozen=True, kw_only=True):
    """A cart. Discounts and delivery come with a quote, which needs an address."""

    id: str
    status: CartStatus
    order_id: str | None
    coupon_code: str | None
    lines: list[CartLineView]
    goods: Money
    problems: list[CartProblem]

    @classmethod
    def of(cls, cart: Cart, offers: Sequence[OfferTerms], problems: Sequence[CartProblem]) -> "CartView":
        """A cart, with what the catalog says of each line, in order."""
        lines = [_line(line, offer) for line, offer in zip(cart.lines, offers, strict=True)]
        return cls(
            id=cart.cart_id,
            status=cart.status,
            order_id=cart.order_id or None,
            coupon_code=cart.coupon_code or None,
            lines=lines,
            goods=sum((line.line_total for line in lines), Money(0)),
            problems=list(problems),
        )


def _line(line: CartLine, offer: OfferTerms) -> CartLineView:
    return CartLineView(
        id=line.line_id,
        offer_id=line.offer_id,
        product_id=offer.product_id,
        vendor_id=offer.vendor_id,
        title=offer.title,
        sku=offer.sku,
        quantity=line.quantity,
        unit_price=offer.price,
        line_total=offer.price * line.quantity,
    )


class CartsMerged(msgspec.Struct, frozen=True, kw_only=True):
    """The customer's cart with what the guest had in theirs, and what could not be taken over."""

    cart: CartView
    left_out: list[LeftOut]


class CouponView(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon, as staff see it. `vendor_id` is null when the operator pays."""

    id: str
    code: str
    percent: Decimal
    vendor_id: str | None
    starts_at: datetime
    ends_at: datetime
    total_limit: int
    per_customer_limit: int | None
    min_goods: Money
    used: int

    @classmethod
    def of(cls, coupon: Coupon) -> "CouponView":
        """A coupon."""
        return cls(
            id=coupon.coupon_id,
            code=coupon.code,
            percent=coupon.percent,
            vendor_id=coupon.vendor_id or None,
            starts_at=coupon.starts_at,
            ends_at=coupon.ends_at,
            total_limit=coupon.total_limit,
            per_customer_limit=coupon.per_customer_limit,
            min_goods=coupon.min_goods,
            used=coupon.used,
        )
