"""What a purchase costs, who pays for which discount, and what the operator keeps.

One pure function serves the quote and the checkout, so a customer is never charged what was not shown. Percentages
round half up per vendor order; every split is by largest remainder, so parts always add up. What promotions give is
worked out before (see promotions).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bdcommerce.kernel.money import Money, half_up, included, percentage
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.events import NOTHING, AppliedPromotion, PricedLine, PricedVendorOrder, Sale, Share, Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """So many units of an offer at its vendor's own price, and the promotional price some of them are sold at."""

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
    category_path: tuple[str, ...] = ()
    brand_id: str = ""
    sale: Sale | None = None
    ready_to_ship: bool = True

    @property
    def worth(self) -> Money:
        """At the promotional price, before any cart promotion."""
        goods = self.unit_price * self.quantity
        return goods - self.sale.cut if self.sale else goods


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
    applied: Sequence[AppliedPromotion],
    deliveries: Sequence[Delivery],
    commission: Mapping[str, Decimal],
    rates: Rates,
) -> PricedOrder:
    """The purchase split into one part per delivery; `commission` maps offer ids to per cent.

    Every item's vendor has a delivery. What promotions give was decided before.
    """
    shares: dict[str, list[Share]] = {}
    for share in (share for promotion in applied for share in promotion.shares):
        shares.setdefault(share.line_id, []).append(share)
    waived: dict[str, Money] = {}
    for waiver in (waiver for promotion in applied for waiver in promotion.waivers):
        waived[waiver.vendor_order_id] = waived.get(waiver.vendor_order_id, NOTHING) + waiver.amount
    return PricedOrder(
        vendor_orders=tuple(
            _vendor_order(
                delivery,
                tuple(
                    _line(item, commission[item.offer_id], shares.get(item.line_id, ()))
                    for item in items
                    if item.vendor_id == delivery.vendor_id
                ),
                waived.get(delivery.vendor_order_id, NOTHING),
                rates,
            )
            for delivery in deliveries
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


def _vendor_order(delivery: Delivery, lines: tuple[PricedLine, ...], waived: Money, rates: Rates) -> PricedVendorOrder:
    charged = delivery.fee - waived
    return PricedVendorOrder(
        vendor_order_id=delivery.vendor_order_id,
        vendor_id=delivery.vendor_id,
        vendor_name=delivery.vendor_name,
        lines=lines,
        sums=sums_of(
            lines,
            delivery=charged,
            delivery_vat=Money(included(charged.amount, rates.delivery_vat)),
            commission_vat_percent=rates.commission_vat,
            withheld_tax_percent=rates.withheld_tax,
        ),
        commission_vat_percent=rates.commission_vat,
        withheld_tax_percent=rates.withheld_tax,
        promised_by=delivery.promised_by,
        delivery_waived=waived,
        delivery_vat_percent=rates.delivery_vat,
    )


def _line(item: Item, commission_percent: Decimal, shares: Sequence[Share]) -> PricedLine:
    sale = item.sale
    by_vendor, by_operator = (sale.vendor_share, sale.cut - sale.vendor_share) if sale else (NOTHING, NOTHING)
    return PricedLine(
        line_id=item.line_id,
        offer_id=item.offer_id,
        product_id=item.product_id,
        variant_id=item.variant_id,
        title=item.title,
        sku=item.sku,
        quantity=item.quantity,
        unit_price=item.unit_price,
        vendor_discount=_sum([by_vendor, *(share.vendor for share in shares)]),
        operator_discount=_sum([by_operator, *(share.operator for share in shares)]),
        commission_percent=commission_percent,
        unit_weight_grams=item.unit_weight_grams,
        unit=item.unit,
        vat_percent=item.vat_percent,
        category_path=item.category_path,
        brand_id=item.brand_id,
        sale=sale,
        ready_to_ship=item.ready_to_ship,
    )


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, NOTHING)
