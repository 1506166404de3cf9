"""Purchases as orders tells them: terms whose parts add up, for the services that only listen."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bdcommerce.contracts.orders import LineTerms, OrderConfirmed, VendorOrderTerms
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money, allocate, included, percentage
from bdcommerce.kernel.text import Localized

DHANMONDI = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")


@dataclass(frozen=True, kw_only=True)
class Bought:
    """One line: so many of a thing at a unit price, and how its discounts are funded."""

    unit_price: int
    quantity: int = 1
    vendor_discount: int = 0
    commission_percent: str = "10"


def vendor_order(
    *lines: Bought,
    vendor_id: str = "",
    delivery: int = 6000,
    operator_discount: int = 0,
    commission_vat_percent: str = "15",
    withheld_tax_percent: str = "1",
) -> VendorOrderTerms:
    """A new vendor order of these lines. The operator's discount is split over them by their goods value."""
    goods = [line.unit_price * line.quantity - line.vendor_discount for line in lines]
    commission = sum(
        percentage(amount, Decimal(line.commission_percent)) for amount, line in zip(goods, lines, strict=True)
    )
    return VendorOrderTerms(
        vendor_order_id=new_id("vor"),
        vendor_id=vendor_id or new_id("ven"),
        lines=[_line(line, Money(part)) for line, part in zip(lines, allocate(operator_discount, goods), strict=True)],
        goods=Money(sum(goods)),
        operator_discount=Money(operator_discount),
        delivery=Money(delivery),
        delivery_vat=Money(included(delivery, Decimal(15))),
        total=Money(sum(goods) + delivery - operator_discount),
        commission=Money(commission),
        commission_vat=Money(percentage(commission, Decimal(commission_vat_percent))),
        withheld_tax=Money(percentage(sum(goods), Decimal(withheld_tax_percent))),
        commission_vat_percent=Decimal(commission_vat_percent),
        withheld_tax_percent=Decimal(withheld_tax_percent),
    )


def _line(line: Bought, operator_discount: Money) -> LineTerms:
    return LineTerms(
        line_id=new_id("lin"),
        offer_id=new_id("off"),
        product_id=new_id("prd"),
        title=Localized(en="Cotton panjabi"),
        quantity=line.quantity,
        list_price=Money(line.unit_price * line.quantity),
        vendor_discount=Money(line.vendor_discount),
        operator_discount=operator_discount,
        commission_percent=Decimal(line.commission_percent),
    )


def without_line(terms: VendorOrderTerms, line_id: str) -> VendorOrderTerms:
    """The same vendor order after a line was cancelled: amounts in proportion to the goods that stay."""
    stay = [line for line in terms.lines if line.line_id != line_id]
    left = sum((line.list_price - line.vendor_discount).amount for line in stay)

    def part(whole: Money) -> Money:
        return Money(allocate(whole.amount, [left, terms.goods.amount - left])[0])

    discount = Money(sum(line.operator_discount.amount for line in stay))
    return replace(
        terms,
        lines=stay,
        goods=Money(left),
        operator_discount=discount,
        total=Money(left) + terms.delivery - discount,
        commission=part(terms.commission),
        commission_vat=part(terms.commission_vat),
        withheld_tax=part(terms.withheld_tax),
    )


def confirmed(*vendor_orders: VendorOrderTerms, at: datetime | None = None) -> OrderConfirmed:
    """The purchase of these vendor orders, confirmed."""
    return OrderConfirmed(
        order_id=new_id("ord"),
        number="BD-261122-000123",
        customer_id=new_id("usr"),
        payment_method="cod",
        place=DHANMONDI,
        vendor_orders=list(vendor_orders),
        total=Money(sum(terms.total.amount for terms in vendor_orders)),
        at=at or clock.now(),
    )
