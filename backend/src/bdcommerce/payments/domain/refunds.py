"""What goes back of the price of goods: everybody gives back in proportion, half up, and the last part takes the rest.

What a line's part in the vendor order's commission and taxes was is split by largest remainder, so that all lines
together give back exactly what was taken. Money that a dispute gives to the customer makes all goods cheaper that were
not paid back yet: a unit that comes back afterwards is worth what was left of its price.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bdcommerce.contracts.orders import LineTerms, VendorOrderTerms, portion
from bdcommerce.kernel.money import Money, allocate, half_up
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

    def of(self, whole: "Shares", left: "Shares") -> "Shares":
        """The same part of what is left as this is of the whole."""
        return Shares(
            goods=_part(left.goods, self.goods, whole.goods),
            operator_discount=_part(left.operator_discount, self.operator_discount, whole.operator_discount),
            commission=_part(left.commission, self.commission, whole.commission),
            commission_vat=_part(left.commission_vat, self.commission_vat, whole.commission_vat),
            withheld_tax=_part(left.withheld_tax, self.withheld_tax, whole.withheld_tax),
        )

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


def shares_of(terms: VendorOrderTerms) -> Shares:
    """What all goods of a vendor order brought."""
    return Shares(
        goods=terms.goods,
        operator_discount=terms.operator_discount,
        commission=terms.commission,
        commission_vat=terms.commission_vat,
        withheld_tax=terms.withheld_tax,
    )


def shares_of_what_is_left(
    terms: VendorOrderTerms, left: VendorOrderTerms, units: Iterable[RefundedUnits], refunded: Mapping[str, int]
) -> Shares:
    """What the next units of several lines are worth, where `left` is what was not refunded yet. Raises UnknownLine."""
    rest = [
        RefundedUnits(line_id=line.line_id, quantity=line.quantity - refunded.get(line.line_id, 0))
        for line in terms.lines
    ]
    asked, whole = shares_of_lines(terms, units, refunded), shares_of_lines(terms, rest, refunded)
    return asked.of(whole, shares_of(left))


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """How money that a dispute gives to the customer is divided: it comes from the price of the goods, and only what is
    more than that from the delivery fee.
    """

    shares: Shares
    delivery: Money
    delivery_vat: Money


def award(left: VendorOrderTerms, amount: Money) -> Award:
    """So much of what is left of a vendor order; no more than there is."""
    whole = shares_of(left)
    of_goods = min(amount, whole.customer)
    discount = _part(whole.operator_discount, of_goods, whole.customer)
    delivery = min(amount - of_goods, left.delivery)
    shares = Shares(
        goods=of_goods + discount,
        operator_discount=discount,
        commission=_part(whole.commission, of_goods, whole.customer),
        commission_vat=_part(whole.commission_vat, of_goods, whole.customer),
        withheld_tax=_part(whole.withheld_tax, of_goods, whole.customer),
    )
    return Award(shares=shares, delivery=delivery, delivery_vat=_part(left.delivery_vat, delivery, left.delivery))


def _part(amount: Money, part: Money, whole: Money) -> Money:
    """As much of an amount as the part is of the whole, half up; nothing of nothing."""
    if not whole:
        return NOTHING
    return Money(half_up(Decimal(amount.amount) * part.amount / whole.amount), amount.currency)


def left_after(terms: VendorOrderTerms, refunds: Iterable[RefundGranted]) -> VendorOrderTerms:
    """The money of a vendor order without what was refunded of it; its lines stay as they were."""
    for refund in refunds:
        terms = replace(
            terms,
            goods=terms.goods - refund.goods,
            operator_discount=terms.operator_discount - refund.operator_discount,
            delivery=terms.delivery - refund.delivery,
            delivery_vat=terms.delivery_vat - refund.delivery_vat,
            total=terms.total - refund.worth,
            commission=terms.commission - refund.commission,
            commission_vat=terms.commission_vat - refund.commission_vat,
            withheld_tax=terms.withheld_tax - refund.withheld_tax,
        )
    return terms
