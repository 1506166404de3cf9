"""A late refund of some units of a line: everybody gives back in proportion, half up, and the last unit takes the rest.

What a line's part in the vendor order's commission and taxes was is split by largest remainder, so that all lines
together give back exactly what was taken.
"""

from dataclasses import dataclass
from decimal import Decimal

from bdcommerce.contracts.orders import LineTerms, VendorOrderTerms
from bdcommerce.kernel.money import Money, allocate, half_up
from bdcommerce.payments.errors import UnknownLine


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
        return Money(_upto(whole.amount, after, of) - _upto(whole.amount, before, of), whole.currency)

    return Shares(
        goods=part(line.goods),
        operator_discount=part(line.operator_discount),
        commission=part(line.commission),
        commission_vat=part(line.commission_vat),
        withheld_tax=part(line.withheld_tax),
    )


def _upto(whole: int, units: int, of: int) -> int:
    return half_up(Decimal(whole) * units / of)
