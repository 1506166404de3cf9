"""A quote: what the customer sees of a priced cart. What the operator keeps is not their business and not in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.domain.pricing import NOTHING, PricedOrder
from bdcommerce.orders.events import PricedLine, PricedVendorOrder

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
    """One line of a cart at today's price, with its share of the discounts."""

    offer_id: str
    title: Localized
    quantity: int
    unit_price: Money
    list_price: Money
    discount: Money
    to_pay: Money


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
    """VAT included."""
    total: Money
    promised_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The breakdown of a cart for an address. goods - discount + delivery = total, here and in every part."""

    vendor_orders: tuple[QuotedVendorOrder, ...]
    goods: Money
    discount: Money
    delivery: Money
    total: Money
    problems: tuple[CartProblem, ...]


def quote_of(priced: PricedOrder, problems: Sequence[CartProblem]) -> Quote:
    """The customer's side of a priced order."""
    parts = tuple(_part(part) for part in priced.vendor_orders)
    return Quote(
        vendor_orders=parts,
        goods=sum((part.goods for part in parts), NOTHING),
        discount=sum((part.discount for part in parts), NOTHING),
        delivery=sum((part.delivery for part in parts), NOTHING),
        total=priced.total,
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
        total=part.sums.total,
        promised_by=part.promised_by,
    )


def _line(line: PricedLine) -> QuotedLine:
    return QuotedLine(
        offer_id=line.offer_id,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        list_price=line.list_price,
        discount=line.vendor_discount + line.operator_discount,
        to_pay=line.to_pay,
    )
