"""Whether the terms of a promotion make sense, before anybody can use it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.orders.domain.promotions.promotion import Codes
from bdcommerce.orders.events import Benefit, Conditions, PromotionTerms

_LONG_AGO, _FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_LARGEST = 10**12
_WHOLE = 100
_CATALOGUE_KINDS = frozenset({"percentage", "amount", "fixed_price"})
_CATALOGUE_ONLY = frozenset({"fixed_price"})


def checked(terms: PromotionTerms, codes: Codes, at: datetime) -> PromotionTerms:
    """The terms, if they make sense. Raises Invalid naming the field."""
    _check_window(terms, at)
    _check_benefit(terms.benefit)
    _check_level(terms, codes)
    _check_funding(terms)
    check_amount(terms.conditions.min_goods, "conditions.min_goods")
    if terms.limits.budget is not None:
        check_amount(terms.limits.budget, "limits.budget", least=1)
    if terms.limits.per_offer is not None:
        ensure(terms.scope.offer_ids, Invalid.field("scope.offer_ids", "must be listed when each has a limit"))
    return terms


def of_vendor(terms: PromotionTerms, vendor_id: str) -> PromotionTerms:
    """The same, of this vendor's goods only."""
    return replace(terms, scope=replace(terms.scope, vendor_ids=[vendor_id]))


def _check_window(terms: PromotionTerms, at: datetime) -> None:
    ensure(terms.starts_at < terms.ends_at, Invalid.field("ends_at", "must be after starts_at"))
    ensure(at < terms.ends_at, Invalid.field("ends_at", "has passed"))
    ensure(terms.starts_at > _LONG_AGO, Invalid.field("starts_at", "is too long ago"))
    ensure(terms.ends_at < _FAR_OFF, Invalid.field("ends_at", "is too far off"))


def _check_benefit(benefit: Benefit) -> None:
    match benefit.kind:
        case "percentage":
            check_percent(benefit.percent, "percent")
        case "amount":
            check_amount(benefit.amount, "benefit.amount", least=1)
        case "buy_x_get_y":
            check_percent(benefit.percent, "benefit.percent")
            ensure(benefit.get_scope != PromotionScope(), Invalid.field("benefit.get_scope", "must name something"))
        case "bundle":
            check_amount(benefit.price, "benefit.price")
            for at, part in enumerate(benefit.parts):
                ensure(part.scope != PromotionScope(), Invalid.field(f"benefit.parts[{at}]", "must name something"))
        case "fixed_price":
            check_amount(benefit.price, "benefit.price", least=1)
    if benefit.most is not None:
        check_amount(benefit.most, "benefit.most", least=1)


def _check_level(terms: PromotionTerms, codes: Codes) -> None:
    kind = terms.benefit.kind
    if terms.level == "cart":
        ensure(kind not in _CATALOGUE_ONLY, Invalid.field("benefit.kind", "is for the catalogue only"))
        ensure(terms.limits.per_offer is None, Invalid.field("limits.per_offer", "is for the catalogue only"))
        return
    ensure(kind in _CATALOGUE_KINDS, Invalid.field("benefit.kind", "is for carts only"))
    ensure(terms.benefit.most is None, Invalid.field("benefit.most", "is for carts only"))
    ensure(terms.conditions == Conditions(), Invalid.field("conditions", "are for carts only"))
    ensure(codes == "none", Invalid.field("code", "is for carts only"))
    ensure(not terms.stacking.exclusive, Invalid.field("stacking.exclusive", "is for carts only"))


def _check_funding(terms: PromotionTerms) -> None:
    percent = terms.funding.vendor_percent
    if terms.funding.vendor_id:
        check_percent(percent, "funder.vendor_percent")
        vendors = terms.scope.vendor_ids
        ensure(
            not vendors or vendors == [terms.funding.vendor_id],
            Invalid.field("scope.vendor_ids", "must be the vendor that pays, or nobody in particular"),
        )


def check_percent(percent: Decimal, field: str) -> None:
    """Above 0, at most 100, two decimals. Raises Invalid."""
    ensure(percent.is_finite() and 0 < percent <= _WHOLE, Invalid.field(field, "must be above 0 and at most 100"))
    ensure(percent == round(percent, 2), Invalid.field(field, "has more than two decimals"))


def check_amount(amount: Money, field: str, least: int = 0) -> None:
    """Taka, not absurdly much. Raises Invalid."""
    ensure(amount.currency == BDT, Invalid.field(f"{field}.currency", f"must be {BDT}"))
    ensure(least <= amount.amount <= _LARGEST, Invalid.field(f"{field}.amount", f"must be {least} to {_LARGEST}"))
