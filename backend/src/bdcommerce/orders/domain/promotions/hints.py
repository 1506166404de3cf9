"""What a customer is told of promotions: which gave what, and which they are close to."""

from collections.abc import Sequence
from dataclasses import dataclass

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, bangla_digits, show
from bdcommerce.orders.domain.promotions.evaluation import Near
from bdcommerce.orders.events import NOTHING, AppliedPromotion, BenefitKind

MOST_HINTS = 3
"""More than that is noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPromotion:
    """A promotion at work on a cart or an order: how much it takes off goods, and off delivery."""

    promotion_id: str
    name: Localized
    kind: BenefitKind
    code: str
    goods: Money
    delivery: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPromotion:
    """A promotion that almost applies: `goods` more, or `units` more, of what it is for. `hint` says so."""

    promotion_id: str
    name: Localized
    kind: BenefitKind
    goods: Money | None
    units: int
    """How many are missing; 0: none."""
    hint: Localized


def given(applied: Sequence[AppliedPromotion]) -> tuple[GivenPromotion, ...]:
    """What each promotion gave, in the order in which they were worked out."""
    return tuple(
        GivenPromotion(
            promotion_id=each.terms.promotion_id,
            name=each.terms.name,
            kind=each.terms.benefit.kind,
            code=each.code,
            goods=each.goods,
            delivery=each.delivery,
        )
        for each in applied
    )


def hints(near: Sequence[Near]) -> tuple[NearPromotion, ...]:
    """The nearest ones: fewest units first, then the least money."""
    closest = sorted(
        near, key=lambda each: (each.goods is not None, each.units, each.goods or NOTHING, each.rule.order)
    )
    return tuple(_hint(each) for each in closest[:MOST_HINTS])


def _hint(near: Near) -> NearPromotion:
    terms = near.rule.terms
    return NearPromotion(
        promotion_id=terms.promotion_id,
        name=terms.name,
        kind=terms.benefit.kind,
        goods=near.goods,
        units=near.units,
        hint=_sentence(near),
    )


def _sentence(near: Near) -> Localized:
    terms = near.rule.terms
    if near.goods is not None:
        more_en, more_bn = show(near.goods), show(near.goods, "bn")
    else:
        pieces = "item" if near.units == 1 else "items"
        more_en, more_bn = f"{near.units} more {pieces}", f"{bangla_digits(str(near.units))}টি পণ্য"
    if terms.benefit.kind == "free_delivery":
        return Localized(f"Add {more_en} for free delivery", f"ফ্রি ডেলিভারির জন্য আরও {more_bn} যোগ করুন")
    return Localized(f"Add {more_en} to get: {terms.name.en}", f"আরও {more_bn} যোগ করলে পাবেন: {terms.name.to('bn')}")
