"""What each kind of promotion takes off a basket. Nothing here knows who pays, or whether it may apply.

Amounts are split by largest remainder, so that parts add up; percentages round half up per vendor order. Units are
counted in runs, never one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bdcommerce.kernel.money import allocate, percentage
from bdcommerce.orders.domain.pricing import Delivery, Item
from bdcommerce.orders.domain.promotions.rules import Rule, lines_of


@dataclass(slots=True)
class Basket:
    """Goods and delivery fees, and what is left to pay of each after the discounts so far."""

    items: Sequence[Item]
    left: list[int]
    """Per line, in poisha."""
    fees: dict[str, int]
    """Per vendor; empty as long as nobody knows where the goods go."""
    vendor_orders: Mapping[str, str]
    """The vendor order of each vendor."""

    @property
    def delivered(self) -> bool:
        """Whether anybody knows where the goods go."""
        return bool(self.vendor_orders)

    @classmethod
    def of(cls, items: Sequence[Item], deliveries: Sequence[Delivery]) -> "Basket":
        """Before any cart promotion."""
        fees = {delivery.vendor_id: delivery.fee.amount for delivery in deliveries}
        orders = {delivery.vendor_id: delivery.vendor_order_id for delivery in deliveries}
        return cls(items, [item.worth.amount for item in items], fees, orders)

    def copy(self) -> "Basket":
        """The same, to be changed apart."""
        return Basket(self.items, list(self.left), dict(self.fees), self.vendor_orders)

    def by_vendor(self, lines: Sequence[int]) -> dict[str, list[int]]:
        """Lines by whose goods they are."""
        parts: dict[str, list[int]] = {}
        for at in lines:
            parts.setdefault(self.items[at].vendor_id, []).append(at)
        return parts

    def spread(self, amount: int, lines: Sequence[int]) -> dict[int, int]:
        """An amount over lines, by what is left of them. Never more than is left."""
        if not lines:
            return {}
        weights = [self.left[at] for at in lines]
        return dict(zip(lines, allocate(min(amount, sum(weights)), weights), strict=True))


@dataclass(slots=True)
class Take:
    """What a promotion takes: off lines, by position, and off delivery fees, by vendor."""

    cuts: dict[int, int] = field(default_factory=dict)
    fees: dict[str, int] = field(default_factory=dict)

    @property
    def amount(self) -> int:
        """All of it, in poisha."""
        return sum(self.cuts.values()) + sum(self.fees.values())


def take(rule: Rule, basket: Basket) -> Take:
    """What a promotion gives on this basket."""
    return _KINDS[rule.terms.benefit.kind](rule, basket)


def missing_units(rule: Rule, basket: Basket) -> int:
    """How many units more a promotion by numbers would need to give anything; 0 if that is not what is missing."""
    benefit = rule.terms.benefit
    if benefit.kind == "buy_x_get_y":
        if rule.get_scope:
            buyers, getters = _buyers_and_getters(rule, basket)
            return max(benefit.buy - _units(basket, buyers), 0) + max(benefit.get - _units(basket, getters), 0)
        return max(benefit.buy + benefit.get - _units(basket, lines_of(rule, basket.items)), 0)
    if benefit.kind == "bundle":
        return sum(max(wanted - _units(basket, lines), 0) for lines, wanted in _bundled(rule, basket))
    return 0


def _percentage(rule: Rule, basket: Basket) -> Take:
    benefit, parts = rule.terms.benefit, basket.by_vendor(lines_of(rule, basket.items))
    wanted = [percentage(sum(basket.left[at] for at in lines), benefit.percent) for lines in parts.values()]
    if benefit.most and sum(wanted) > benefit.most.amount:
        wanted = allocate(benefit.most.amount, wanted)
    return _off_goods(basket, parts.values(), wanted)


def _amount(rule: Rule, basket: Basket) -> Take:
    parts = basket.by_vendor(lines_of(rule, basket.items)).values()
    bases = [sum(basket.left[at] for at in lines) for lines in parts]
    wanted = allocate(min(rule.terms.benefit.amount.amount, sum(bases)), bases) if bases else []
    return _off_goods(basket, parts, wanted)


def _free_delivery(rule: Rule, basket: Basket) -> Take:
    vendors = [each for each in basket.by_vendor(lines_of(rule, basket.items)) if each in basket.fees]
    fees = [basket.fees[vendor_id] for vendor_id in vendors]
    most = rule.terms.benefit.most
    if most and sum(fees) > most.amount:
        fees = allocate(most.amount, fees)
    return Take(fees=dict(zip(vendors, fees, strict=True)))


def _buy_x_get_y(rule: Rule, basket: Basket) -> Take:
    benefit = rule.terms.benefit
    if rule.get_scope:
        buyers, getters = _buyers_and_getters(rule, basket)
        sets = min(_units(basket, buyers) // benefit.buy, _units(basket, getters) // benefit.get)
    else:
        getters = lines_of(rule, basket.items)
        sets = _units(basket, getters) // (benefit.buy + benefit.get)
    units = min(sets, benefit.times or sets) * benefit.get
    portions = _portions(basket, getters, units, dearest=False)
    return Take(cuts={at: percentage(worth, benefit.percent) for at, worth in portions.items()})


def _bundle(rule: Rule, basket: Basket) -> Take:
    benefit, bundled = rule.terms.benefit, _bundled(rule, basket)
    sets = min(_units(basket, lines) // wanted for lines, wanted in bundled)
    sets = min(sets, benefit.times or sets)
    portions: dict[int, int] = {}
    for lines, wanted in bundled:
        portions |= _portions(basket, lines, sets * wanted, dearest=True)
    cheaper_by = max(sum(portions.values()) - sets * benefit.price.amount, 0)
    cuts = allocate(cheaper_by, list(portions.values())) if portions else []
    return Take(cuts=dict(zip(portions, cuts, strict=True)))


def _nothing(rule: Rule, basket: Basket) -> Take:  # noqa: ARG001 - one signature for all kinds
    """A fixed price stands in the catalogue, not in the cart."""
    return Take()


_KINDS: Mapping[str, Callable[[Rule, Basket], Take]] = {
    "percentage": _percentage,
    "amount": _amount,
    "free_delivery": _free_delivery,
    "buy_x_get_y": _buy_x_get_y,
    "bundle": _bundle,
    "fixed_price": _nothing,
}


def _off_goods(basket: Basket, parts: Iterable[list[int]], wanted: Sequence[int]) -> Take:
    cuts: dict[int, int] = {}
    for lines, amount in zip(parts, wanted, strict=True):
        cuts |= basket.spread(amount, lines)
    return Take(cuts=cuts)


def _units(basket: Basket, lines: Sequence[int]) -> int:
    return sum(basket.items[at].quantity for at in lines)


def _buyers_and_getters(rule: Rule, basket: Basket) -> tuple[list[int], list[int]]:
    """A line that could be both is one that is got, so that no unit counts twice."""
    getters = lines_of(rule, basket.items, rule.get_scope)
    return [at for at in lines_of(rule, basket.items) if at not in getters], getters


def _bundled(rule: Rule, basket: Basket) -> list[tuple[list[int], int]]:
    """The lines of each part of a bundle; a line belongs to the first part that it fits."""
    taken: set[int] = set()
    found = []
    for matcher, wanted in rule.parts:
        lines = [at for at in lines_of(rule, basket.items, matcher) if at not in taken]
        taken.update(lines)
        found.append((lines, wanted))
    return found


def _portions(basket: Basket, lines: Sequence[int], units: int, *, dearest: bool) -> dict[int, int]:
    """What so many of the cheapest (or dearest) units are worth, by line; equal ones in the order of the lines."""
    sign = -1 if dearest else 1
    portions: dict[int, int] = {}
    for at in sorted(lines, key=lambda at: (sign * Fraction(basket.left[at], basket.items[at].quantity), at)):
        quantity = basket.items[at].quantity
        taken = min(quantity, units)
        if taken:
            portions[at] = allocate(basket.left[at], [taken, quantity - taken])[0]
        units -= taken
    return portions
