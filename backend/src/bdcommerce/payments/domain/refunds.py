"""A late refund of some units of a line: everybody gives back in proportion, half up, and the last unit takes the rest.

What a line's part in the vendor order's commission and taxes was is split by largest remainder, so that all lines
together give back exactly what was taken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bdcommerce.contracts.orders import LineTerms, VendorOrderTerms, portion
from bdcommerce.kernel.money import Money, allocate
from bdcommerce.payments.errors import UnknownLine
from bdcommerce.payments.events import RefundedUnits, RefundGranted

NOTHING = Money(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How the price of goods was, or is, divided. `goods` is what the line brought after vendor-funded discounts."""

    goods: Money
    operator_discount: Money
    commission: Money
    commission_vat: Money
    withheld_tax: Money

    @property
    def customer(self) -> Money:
        """What the customer paid for the goods: without the part the operator gave."""
        return self.goods - self.operator_discount

    def plus(self, other: "Shares") -> "Shares":
        """Both together."""
        return Shares(
            goods=self.goods + other.goods,
            operator_discount=self.operator_discount + other.operator_discount,
            commission=self.commission + other.commission,
            commission_vat=self.commission_vat + other.commission_vat,
            withheld_tax=self.withheld_tax + other.withheld_tax,
        )


def line_of(terms: VendorOrderTerms, line_id: str) -> LineTerms:
    """A line of the vendor order as it was fulfilled. Raises UnknownLine."""
    for line in terms.lines:
        if line.line_id == line_id:
            return line
    raise UnknownLine.of(terms.vendor_order_id, line_id)


def shares_of_line(terms: VendorOrderTerms, line_id: str) -> Shares:
    """A whole line's part in the money of its vendor order. Raises UnknownLine."""
    index = terms.lines.index(line_of(terms, line_id))
    goods = [(line.list_price - line.vendor_discount).amount for line in terms.lines]
    bases = [_base(line) for line in terms.lines]
    commissions = allocate(terms.commission.amount, bases)
    return Shares(
        goods=Money(goods[index]),
        operator_discount=terms.lines[index].operator_discount,
        commission=Money(commissions[index]),
        commission_vat=Money(allocate(terms.commission_vat.amount, commissions)[index]),
        withheld_tax=Money(allocate(terms.withheld_tax.amount, goods)[index]),
    )


def _base(line: LineTerms) -> int:
    """Goods times commission rate, on a scale fine enough for any rate with four decimals."""
    return int((line.list_price - line.vendor_discount).amount * line.commission_percent * 10_000)


def shares_of_units(line: Shares, *, before: int, after: int, of: int) -> Shares:
    """What the units from `before` to `after` of a line of so many brought: the difference of two running totals."""

    def part(whole: Money) -> Money:
        return Money(portion(whole.amount, before, after, of), whole.currency)

    return Shares(
        goods=part(line.goods),
        operator_discount=part(line.operator_discount),
        commission=part(line.commission),
        commission_vat=part(line.commission_vat),
        withheld_tax=part(line.withheld_tax),
    )


def shares_of_lines(terms: VendorOrderTerms, units: Iterable[RefundedUnits], refunded: Mapping[str, int]) -> Shares:
    """What the next units of several lines brought, after those that were refunded already. Raises UnknownLine."""
    total = Shares(
        goods=NOTHING, operator_discount=NOTHING, commission=NOTHING, commission_vat=NOTHING, withheld_tax=NOTHING
    )
    for each in units:
        before, quantity = refunded.get(each.line_id, 0), line_of(terms, each.line_id).quantity
        whole = shares_of_line(terms, each.line_id)
        total = total.plus(shares_of_units(whole, before=before, after=before + each.quantity, of=quantity))
    return total


def left_after(terms: VendorOrderTerms, refunds: Iterable[RefundGranted]) -> VendorOrderTerms:
    """The money of a vendor order without what was refunded of it; its lines stay as they were."""
    for refund in refunds:
        terms = replace(
            terms,
            goods=terms.goods - refund.goods,
            operator_discount=terms.operator_discount - refund.operator_discount,
            delivery=terms.delivery - refund.delivery,
            delivery_vat=terms.delivery_vat - refund.delivery_vat,
            total=terms.total - refund.amount,
            commission=terms.commission - refund.commission,
            commission_vat=terms.commission_vat - refund.commission_vat,
            withheld_tax=terms.withheld_tax - refund.withheld_tax,
        )
    return terms
