"""Promotions made ready for the evaluator: sets instead of lists, and found by the vendors in a cart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.kernel.money import Money, percentage
from bdcommerce.orders.domain.pricing import Item
from bdcommerce.orders.events import NOTHING, PromotionTerms


class Goods(Protocol):
    """What can be told apart by a scope: a line, or an offer."""

    @property
    def offer_id(self) -> str: ...
    @property
    def product_id(self) -> str: ...
    @property
    def vendor_id(self) -> str: ...
    @property
    def brand_id(self) -> str: ...
    @property
    def category_path(self) -> Sequence[str]: ...


_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Which goods are meant: those that fit every set that is not empty."""

    offers: frozenset[str]
    products: frozenset[str]
    categories: frozenset[str]
    brands: frozenset[str]
    vendors: frozenset[str]

    @classmethod
    def of(cls, scope: PromotionScope, vendor_id: str = "") -> "Matcher":
        """A scope, perhaps with only one vendor's goods of it."""
        vendors = frozenset(scope.vendor_ids)
        if vendor_id:
            vendors = frozenset({vendor_id if vendor_id in vendors or not vendors else _NOBODY})
        return cls(
            offers=frozenset(scope.offer_ids),
            products=frozenset(scope.product_ids),
            categories=frozenset(scope.category_ids),
            brands=frozenset(scope.brand_ids),
            vendors=vendors,
        )

    def fits(self, goods: Goods) -> bool:
        """Whether these goods are meant."""
        return (
            (not self.vendors or goods.vendor_id in self.vendors)
            and (not self.offers or goods.offer_id in self.offers)
            and (not self.products or goods.product_id in self.products)
            and (not self.brands or goods.brand_id in self.brands)
            and (not self.categories or not self.categories.isdisjoint(goods.category_path))
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A promotion, compiled."""

    terms: PromotionTerms
    scope: Matcher
    get_scope: Matcher | None = None
    parts: tuple[tuple[Matcher, int], ...] = ()

    @property
    def id(self) -> str:
        return self.terms.promotion_id

    @property
    def order(self) -> tuple[int, int, str]:
        """When it is worked out: what vendors pay for first, then what is shared, then what the operator adds."""
        vendor_percent = self.terms.funding.vendor_percent
        stage = 2 if not vendor_percent else 0 if vendor_percent == _ALL else 1
        return stage, -self.terms.stacking.priority, self.id

    @property
    def per_customer(self) -> int | None:
        """How often one customer may use it: a first order is placed once."""
        return 1 if self.terms.conditions.first_order else self.terms.limits.per_customer

    @property
    def counted(self) -> bool:
        """Whether what was used so far matters."""
        return not self.terms.limits.none or self.per_customer is not None

    def holds_at(self, at: datetime) -> bool:
        """Whether the instant is in its window."""
        return self.terms.starts_at <= at < self.terms.ends_at

    def unit_cut(self, price: Money) -> Money:
        """What a catalogue promotion takes off a unit of that price; nothing where it would raise the price, or leave
        none.
        """
        benefit = self.terms.benefit
        if benefit.kind == "percentage":
            cut = Money(percentage(price.amount, benefit.percent))
        else:
            cut = benefit.amount if benefit.kind == "amount" else price - benefit.price
        return cut if NOTHING < cut < price else NOTHING

    def sells(self, goods: Goods) -> bool:
        """Whether a catalogue promotion may be for these goods. Of brands and categories the catalog knows more."""
        scope = self.scope
        return (not scope.vendors or goods.vendor_id in scope.vendors) and (
            not scope.offers or goods.offer_id in scope.offers
        )


_ALL = 100


def compiled(terms: PromotionTerms) -> Rule:
    """A promotion as the evaluator wants it. What a vendor pays for is for its own goods only."""
    vendor_id, benefit = terms.funding.vendor_id, terms.benefit
    return Rule(
        terms=terms,
        scope=Matcher.of(terms.scope, vendor_id),
        get_scope=Matcher.of(benefit.get_scope, vendor_id) if benefit.get_scope else None,
        parts=tuple((Matcher.of(part.scope, vendor_id), part.quantity) for part in benefit.parts),
    )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every promotion that needs no code and has not ended."""

    anywhere: tuple[Rule, ...] = ()
    by_vendor: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    catalogue: Mapping[str, Rule] = field(default_factory=dict)

    def having(self, rule: Rule) -> "Rulebook":
        """The book as if this one ran too."""
        if rule.terms.level == "catalogue":
            return replace(self, catalogue={**self.catalogue, rule.id: rule})
        return replace(self, anywhere=(*(each for each in self.anywhere if each.id != rule.id), rule))

    def for_goods_of(self, vendor_ids: Iterable[str]) -> list[Rule]:
        """The cart promotions that could concern these vendors' goods."""
        theirs = {rule.id: rule for vendor_id in vendor_ids for rule in self.by_vendor.get(vendor_id, ())}
        return list({**theirs, **{rule.id: rule for rule in self.anywhere}}.values())


def rulebook(promotions: Iterable[PromotionTerms]) -> Rulebook:
    """The promotions, compiled once for every cart there will be until one of them changes."""
    rules = [compiled(terms) for terms in promotions]
    in_carts = [rule for rule in rules if rule.terms.level == "cart"]
    by_vendor: dict[str, tuple[Rule, ...]] = {}
    for rule in in_carts:
        for vendor_id in rule.scope.vendors:
            by_vendor[vendor_id] = (*by_vendor.get(vendor_id, ()), rule)
    return Rulebook(
        anywhere=tuple(rule for rule in in_carts if not rule.scope.vendors),
        by_vendor=by_vendor,
        catalogue={rule.id: rule for rule in rules if rule.terms.level == "catalogue"},
    )


def lines_of(rule: Rule, items: Sequence[Item], matcher: Matcher | None = None) -> list[int]:
    """Which lines a promotion is for, by position."""
    meant, full_price = matcher or rule.scope, rule.terms.conditions.full_price_only
    return [at for at, item in enumerate(items) if meant.fits(item) and not (full_price and item.sale)]
