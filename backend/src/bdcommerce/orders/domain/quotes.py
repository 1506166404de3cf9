"""A quote: what the customer sees of a priced cart. What the operator keeps is not their business and not in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.pricing import PricedOrder
from bdcommerce.orders.domain.promotions.evaluation import Evaluation
from bdcommerce.orders.domain.promotions.hints import GivenPromotion, NearPromotion, given, hints
from bdcommerce.orders.events import NOTHING, PricedLine, PricedVendorOrder, Sale

ProblemCode = Literal["not_sellable", "price_changed", "too_many", "coupon_not_usable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CartProblem:
    """Something the customer should know. `line_id` is empty when it is about the coupon."""

    code: ProblemCode
    line_id: str
    reason: str
    blocks: bool
    """The cart cannot be ordered like this."""
    was: Money | None = None
    now: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine:
    """One line of a cart at today's price, with its share of the discounts, that of a promotional price among them."""

    offer_id: str
    title: Localized
    quantity: int
    unit_price: Money
    """The vendor's own."""
    sale: "SoldAt | None"
    list_price: Money
    discount: Money
    to_pay: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldAt:
    """The promotional price of so many units of a line; the others cost the vendor's own."""

    promotion_id: str
    name: Localized
    price: Money
    units: int
    """How many units cost that."""

    @classmethod
    def of(cls, unit_price: Money, sale: Sale | None) -> "SoldAt | None":
        """What a customer sees of it."""
        if sale is None:
            return None
        return cls(promotion_id=sale.promotion_id, name=sale.name, price=unit_price - sale.unit_cut, units=sale.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedVendorOrder:
    """What one vendor would send."""

    vendor_id: str
    vendor_name: Localized
    lines: tuple[QuotedLine, ...]
    goods: Money
    """Before any discount."""
    discount: Money
    delivery: Money
    """What is charged for it, VAT included."""
    delivery_waived: Money
    """What promotions take off the fee."""
    total: Money
    promised_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The breakdown of a cart for an address. goods - discount + delivery = total, here and in every part.

    `promotions` says which promotion gave what, `nearly` which ones would apply to a little more.
    """

    vendor_orders: tuple[QuotedVendorOrder, ...]
    goods: Money
    discount: Money
    delivery: Money
    total: Money
    promotions: tuple[GivenPromotion, ...]
    nearly: tuple[NearPromotion, ...]
    problems: tuple[CartProblem, ...]
    advance: Money | None = None
    """What of it is paid now, if goods that are not ready to ship may not be paid in advance; the rest at the door."""


def quote_of(priced: PricedOrder, evaluation: Evaluation, problems: Sequence[CartProblem]) -> Quote:
    """The customer's side of a priced order."""
    parts = tuple(_part(part) for part in priced.vendor_orders)
    return Quote(
        vendor_orders=parts,
        goods=sum((part.goods for part in parts), NOTHING),
        discount=sum((part.discount for part in parts), NOTHING),
        delivery=sum((part.delivery for part in parts), NOTHING),
        total=priced.total,
        promotions=given(evaluation.applied),
        nearly=hints(evaluation.near),
        problems=tuple(problems),
    )


def _part(part: PricedVendorOrder) -> QuotedVendorOrder:
    lines = tuple(_line(line) for line in part.lines)
    return QuotedVendorOrder(
        vendor_id=part.vendor_id,
        vendor_name=part.vendor_name,
        lines=lines,
        goods=sum((line.list_price for line in lines), NOTHING),
        discount=sum((line.discount for line in lines), NOTHING),
        delivery=part.sums.delivery,
        delivery_waived=part.delivery_waived,
        total=part.sums.total,
        promised_by=part.promised_by,
    )


def _line(line: PricedLine) -> QuotedLine:
    return QuotedLine(
        offer_id=line.offer_id,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        sale=SoldAt.of(line.unit_price, line.sale),
        list_price=line.list_price,
        discount=line.vendor_discount + line.operator_discount,
        to_pay=line.to_pay,
    )
