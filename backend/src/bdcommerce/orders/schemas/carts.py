"""Carts and coupons as they go out."""

from datetime import datetime
from decimal import Decimal

import msgspec

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.carts import Cart, CartLine, CartStatus
from bdcommerce.orders.domain.filling import LeftOut
from bdcommerce.orders.domain.pricing import Item
from bdcommerce.orders.domain.promotions.hints import GivenPromotion, NearPromotion, given, hints
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.domain.quotes import CartProblem, SoldAt
from bdcommerce.orders.handlers.quoting import SeenCart


class CartCreated(msgspec.Struct, frozen=True, kw_only=True):
    """A new cart. A guest keeps the token: it is told this once, and proves ever after whose cart (and order) it is."""

    id: str
    guest_token: str | None


class CartLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line at today's price. `unit_price` is the promotional price where there is one; `was` the vendor's own."""

    id: str
    offer_id: str
    product_id: str
    vendor_id: str
    title: Localized
    sku: str
    quantity: int
    unit_price: Money
    was: Money | None
    sale: SoldAt | None
    line_total: Money


class CartView(msgspec.Struct, frozen=True, kw_only=True):
    """A cart. `goods` is at promotional prices, `discount` what cart promotions take off the goods; delivery comes with
    a quote, which needs an address. `promotions` says which promotion gives what, `nearly` which ones are close.
    """

    id: str
    status: CartStatus
    order_id: str | None
    coupon_code: str | None
    lines: list[CartLineView]
    goods: Money
    discount: Money
    promotions: list[GivenPromotion]
    nearly: list[NearPromotion]
    problems: list[CartProblem]

    @classmethod
    def of(cls, cart: Cart, seen: SeenCart) -> "CartView":
        """A cart, with what was found out about its lines."""
        sold = {item.offer_id: item for item in seen.items}
        lines = [
            _line(line, offer, sold.get(line.offer_id)) for line, offer in zip(cart.lines, seen.offers, strict=True)
        ]
        applied = given(seen.evaluation.applied)
        return cls(
            id=cart.cart_id,
            status=cart.status,
            order_id=cart.order_id or None,
            coupon_code=cart.coupon_code or None,
            lines=lines,
            goods=sum((line.line_total for line in lines), Money(0)),
            discount=sum((promotion.goods for promotion in applied), Money(0)),
            promotions=list(applied),
            nearly=list(hints(seen.evaluation.near)),
            problems=list(seen.problems),
        )


def _line(line: CartLine, offer: OfferTerms, item: Item | None) -> CartLineView:
    unit_price = item.unit_price if item else offer.price
    sale = SoldAt.of(unit_price, item.sale) if item else None
    return CartLineView(
        id=line.line_id,
        offer_id=line.offer_id,
        product_id=offer.product_id,
        vendor_id=offer.vendor_id,
        title=offer.title,
        sku=offer.sku,
        quantity=line.quantity,
        unit_price=sale.price if sale else unit_price,
        was=unit_price if sale else None,
        sale=sale,
        line_total=item.worth if item else offer.price * line.quantity,
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
    """Per cent off."""
    vendor_id: str | None
    starts_at: datetime
    ends_at: datetime
    total_limit: int
    """Orders."""
    per_customer_limit: int | None
    """Orders; null: no limit."""
    min_goods: Money
    used: int
    """Orders so far."""

    @classmethod
    def of(cls, promotion: Promotion, used: int = 0) -> "CouponView":
        """A promotion with a code for everybody, as the coupon it is."""
        terms, funding = promotion.terms, promotion.terms.funding
        return cls(
            id=promotion.id,
            code=promotion.code,
            percent=terms.benefit.percent,
            vendor_id=funding.vendor_id or None,
            starts_at=terms.starts_at,
            ends_at=terms.ends_at,
            total_limit=terms.limits.total or 0,
            per_customer_limit=terms.limits.per_customer,
            min_goods=terms.conditions.min_goods,
            used=used,
        )
