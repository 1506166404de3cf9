"""Which promotions apply to a cart, what each of them gives, and which almost do. Pure: the same question has the same
answer, in whatever order the promotions come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.pricing import Delivery, Item
from bdcommerce.orders.domain.promotions.benefits import Basket, missing_units, take
from bdcommerce.orders.domain.promotions.funding import apply
from bdcommerce.orders.domain.promotions.rules import Rule, lines_of
from bdcommerce.orders.events import NOTHING, AppliedPromotion

WhyNot = Literal[
    "not_started", "ended", "used_up", "customer_limit", "other_goods", "sign_in", "not_first_order", "not_for_you",
    "payment_method", "district", "too_few", "below_minimum", "nothing_off", "better_offer",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What was used of a promotion before: by everybody, by this customer, and units by offer."""

    used: int = 0
    spent: int = 0
    theirs: int = 0
    by_offer: Mapping[str, int] = field(default_factory=dict)


UNUSED = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who asks, when, and how they would pay and have it delivered. An empty district is not known yet."""

    at: datetime
    customer_id: str = ""
    first_order: bool = False
    lists: frozenset[str] = frozenset()
    payment_method: PaymentMethod = "cod"
    district: str = ""
    usage: Mapping[str, Usage] = field(default_factory=dict)
    granted: bool = False
    """Who they were was decided when they ordered: only the goods and the district are looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A promotion that would apply to a little more: so much more of goods, or so many more units."""

    rule: Rule
    goods: Money | None = None
    units: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was found. `refused` says of every other promotion why it does not apply."""

    applied: tuple[AppliedPromotion, ...]
    near: tuple[Near, ...]
    refused: Mapping[str, WhyNot]


def evaluate(
    items: Sequence[Item], deliveries: Sequence[Delivery], rules: Iterable[Rule], codes: Mapping[str, str], buyer: Buyer
) -> Evaluation:
    """The promotions at work on these goods. `codes` maps promotions that were asked for to their code.

    Exclusive promotions stand alone, of a group the best stands, everything else adds up; what gives the customer
    more wins. Each is worked out on what the ones before it have left.
    """
    basket = Basket.of(items, deliveries)
    candidates: list[Rule] = []
    near: list[Near] = []
    refused: dict[str, WhyNot] = {}
    for rule in sorted(rules, key=lambda rule: rule.order):
        why, lacking = _unmet(rule, basket, buyer)
        if why:
            refused[rule.id] = why
        else:
            candidates.append(rule)
        if lacking:
            near.append(lacking)
    chosen = _chosen(candidates, basket)
    refused |= {rule.id: "better_offer" for rule in candidates if rule not in chosen}
    applied = []
    for rule in chosen:
        given = apply(rule, basket, codes.get(rule.id, ""))
        if given.amount or not basket.delivered:
            applied.append(given)
        else:
            refused[rule.id] = "nothing_off"
    return Evaluation(applied=tuple(applied), near=tuple(near), refused=refused)


def _unmet(rule: Rule, basket: Basket, buyer: Buyer) -> tuple[WhyNot | None, Near | None]:
    """Why a promotion does not apply, and what is lacking if that is only more of the goods."""
    lines = lines_of(rule, basket.items)
    parts = [at for matcher, _ in rule.parts for at in lines_of(rule, basket.items, matcher)]
    if why := _unmet_by_goods_alone(rule, bool(lines and (parts or not rule.parts)), buyer):
        return why, None
    conditions = rule.terms.conditions
    goods = sum((basket.items[at].worth for at in lines), NOTHING)
    if goods < conditions.min_goods:
        return "below_minimum", Near(rule=rule, goods=conditions.min_goods - goods)
    lacking = max(conditions.min_quantity - sum(basket.items[at].quantity for at in lines), missing_units(rule, basket))
    if lacking > 0:
        return "too_few", Near(rule=rule, units=lacking)
    worth = take(rule, basket).amount
    if not worth and (basket.delivered or rule.terms.benefit.kind != "free_delivery"):
        return "nothing_off", None
    budget = rule.terms.limits.budget
    if budget and not buyer.granted and _usage(rule, buyer).spent + worth > budget.amount:
        return "used_up", None
    return None, None


def _unmet_by_goods_alone(rule: Rule, concerned: bool, buyer: Buyer) -> WhyNot | None:  # noqa: FBT001 - a fact about the basket
    """What more of the same goods would not change."""
    if not buyer.granted and (why := unmet_by_anybody(rule, buyer.at, _usage(rule, buyer))):
        return why
    if not concerned:
        return "other_goods"
    if not buyer.granted and (why := _unmet_by_buyer(rule, buyer)):
        return why
    districts = rule.terms.conditions.districts
    return "district" if districts and buyer.district not in districts else None


def unmet_by_anybody(rule: Rule, at: datetime, usage: Usage) -> WhyNot | None:
    """Why nobody can use a promotion at an instant."""
    if at < rule.terms.starts_at:
        return "not_started"
    if at >= rule.terms.ends_at:
        return "ended"
    limits = rule.terms.limits
    used_up = limits.total is not None and usage.used >= limits.total
    overspent = limits.budget is not None and usage.spent >= limits.budget.amount
    return "used_up" if used_up or overspent else None


def _unmet_by_buyer(rule: Rule, buyer: Buyer) -> WhyNot | None:
    conditions = rule.terms.conditions
    if (conditions.first_order or conditions.list_id) and not buyer.customer_id:
        return "sign_in"
    if conditions.first_order and not buyer.first_order:
        return "not_first_order"
    if conditions.list_id and conditions.list_id not in buyer.lists:
        return "not_for_you"
    if rule.per_customer is not None and _usage(rule, buyer).theirs >= rule.per_customer:
        return "customer_limit"
    methods = conditions.payment_methods
    return "payment_method" if methods and buyer.payment_method not in methods else None


def _usage(rule: Rule, buyer: Buyer) -> Usage:
    return buyer.usage.get(rule.id, UNUSED)


def _chosen(candidates: Sequence[Rule], basket: Basket) -> list[Rule]:
    """The best that may stand together; the candidates come in the order in which they are worked out."""
    alone = {rule.id: take(rule, basket).amount for rule in candidates}
    exclusive = [rule for rule in candidates if rule.terms.stacking.exclusive]
    best_of: dict[str, Rule] = {}
    for rule in (each for each in candidates if each not in exclusive):
        group = rule.terms.stacking.group or f"only {rule.id}"
        if group not in best_of or alone[rule.id] > alone[best_of[group].id]:
            best_of[group] = rule
    together = [rule for rule in candidates if best_of.get(rule.terms.stacking.group or f"only {rule.id}") is rule]
    best = max(exclusive, key=lambda rule: alone[rule.id], default=None)
    if best and (not together or alone[best.id] > _worth(together, basket.copy())):
        return [best]
    return together


def _worth(rules: Sequence[Rule], basket: Basket) -> int:
    return sum(apply(rule, basket, "").amount.amount for rule in rules)
