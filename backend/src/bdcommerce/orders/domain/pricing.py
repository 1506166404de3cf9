"""What a purchase costs, who pays for which discount, and what the operator keeps.

One pure function serves the quote and the checkout, so a customer is never charged what was not shown. Percentages
round half up per vendor order; every split is by largest remainder, so parts always add up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bdcommerce.kernel.money import Money, allocate, half_up, included, percentage
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.events import PricedLine, PricedVendorOrder, Sums

NOTHING = Money(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """So many units of an offer at today's price."""

    line_id: str
    offer_id: str
    product_id: str
    variant_id: str
    vendor_id: str
    title: Localized
    sku: str
    quantity: int
    unit_price: Money
    unit_weight_grams: int
    unit: str
    vat_percent: Decimal
    """VAT inside the price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Per cent or an amount off, never both. A vendor pays for its own goods only; the operator for the whole."""

    vendor_id: str = ""
    """Who funds it; empty for the operator."""
    percent: Decimal = Decimal(0)
    amount: Money = NOTHING

    def of(self, base: int) -> int:
        """What it takes off a base, never more than the base."""
        return min(percentage(base, self.percent) + self.amount.amount, base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Bringing one vendor's goods: the fee, VAT included, and the promised day. Its order is that of the parts."""

    vendor_order_id: str
    vendor_id: str
    vendor_name: Localized
    fee: Money
    promised_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Per cent, from the rule book on the day of the order."""

    delivery_vat: Decimal
    commission_vat: Decimal
    withheld_tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedOrder:
    """A purchase, split."""

    vendor_orders: tuple[PricedVendorOrder, ...]

    @property
    def total(self) -> Money:
        """What the customer pays for everything."""
        return _sum(part.sums.total for part in self.vendor_orders)


def price(
    items: Sequence[Item],
    discounts: Sequence[Discount],
    deliveries: Sequence[Delivery],
    commission: Mapping[str, Decimal],
    rates: Rates,
) -> PricedOrder:
    """The purchase split into one part per delivery; `commission` maps offer ids to per cent.

    Discounts that vendors fund come off first, in order, then the operator's. Every item's vendor has a delivery.
    """
    parts = [
        [_line(item, commission[item.offer_id]) for item in items if item.vendor_id == delivery.vendor_id]
        for delivery in deliveries
    ]
    for discount in (each for each in discounts if each.vendor_id):
        parts = [
            _vendor_funded(lines, discount) if delivery.vendor_id == discount.vendor_id else lines
            for delivery, lines in zip(deliveries, parts, strict=True)
        ]
    for discount in (each for each in discounts if not each.vendor_id):
        parts = _operator_funded(parts, discount)
    return PricedOrder(
        vendor_orders=tuple(
            _vendor_order(delivery, tuple(lines), rates) for delivery, lines in zip(deliveries, parts, strict=True)
        )
    )


def sums_of(
    lines: Sequence[PricedLine],
    *,
    delivery: Money,
    delivery_vat: Money,
    commission_vat_percent: Decimal,
    withheld_tax_percent: Decimal,
) -> Sums:
    """The money of a vendor order with these lines. Commission is added up exactly and rounded once."""
    goods = _sum(line.goods for line in lines)
    commission = half_up(sum((line.goods.amount * line.commission_percent for line in lines), Decimal(0)) / 100)
    return Sums(
        goods=goods,
        operator_discount=_sum(line.operator_discount for line in lines),
        delivery=delivery,
        delivery_vat=delivery_vat,
        commission=Money(commission),
        commission_vat=Money(percentage(commission, commission_vat_percent)),
        withheld_tax=Money(percentage(goods.amount, withheld_tax_percent)),
    )


def _vendor_order(delivery: Delivery, lines: tuple[PricedLine, ...], rates: Rates) -> PricedVendorOrder:
    return PricedVendorOrder(
        vendor_order_id=delivery.vendor_order_id,
        vendor_id=delivery.vendor_id,
        vendor_name=delivery.vendor_name,
        lines=lines,
        sums=sums_of(
            lines,
            delivery=delivery.fee,
            delivery_vat=Money(included(delivery.fee.amount, rates.delivery_vat)),
            commission_vat_percent=rates.commission_vat,
            withheld_tax_percent=rates.withheld_tax,
        ),
        commission_vat_percent=rates.commission_vat,
        withheld_tax_percent=rates.withheld_tax,
        promised_by=delivery.promised_by,
    )


def _line(item: Item, commission_percent: Decimal) -> PricedLine:
    return PricedLine(
        line_id=item.line_id,
        offer_id=item.offer_id,
        product_id=item.product_id,
        variant_id=item.variant_id,
        title=item.title,
        sku=item.sku,
        quantity=item.quantity,
        unit_price=item.unit_price,
        vendor_discount=NOTHING,
        operator_discount=NOTHING,
        commission_percent=commission_percent,
        unit_weight_grams=item.unit_weight_grams,
        unit=item.unit,
        vat_percent=item.vat_percent,
    )


def _vendor_funded(lines: list[PricedLine], discount: Discount) -> list[PricedLine]:
    bases = [line.goods.amount for line in lines]
    shares = allocate(discount.of(sum(bases)), bases)
    return [
        replace(line, vendor_discount=line.vendor_discount + Money(share))
        for line, share in zip(lines, shares, strict=True)
    ]


def _operator_funded(parts: list[list[PricedLine]], discount: Discount) -> list[list[PricedLine]]:
    bases = [sum(line.to_pay.amount for line in lines) for lines in parts]
    amounts = allocate(min(discount.amount.amount, sum(bases)), bases)
    return [
        _operator_funded_part(lines, replace(discount, amount=Money(amount)).of(base))
        for lines, base, amount in zip(parts, bases, amounts, strict=True)
    ]


def _operator_funded_part(lines: list[PricedLine], take: int) -> list[PricedLine]:
    shares = allocate(take, [line.to_pay.amount for line in lines])
    return [
        replace(line, operator_discount=line.operator_discount + Money(share))
        for line, share in zip(lines, shares, strict=True)
    ]


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, NOTHING)
