"""Promotions in memory: the limits are counted from what orders have redeemed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders.adapters.memory.store import Code, Redemption, Store
from bdcommerce.orders.domain.promotions.claims import Claim
from bdcommerce.orders.domain.promotions.evaluation import Usage
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.domain.promotions.rules import compiled
from bdcommerce.orders.errors import CouponCodeTaken, CouponExhausted, PromotionSoldOut, UnknownCoupon, UnknownPromotion


class MemoryPromotions:
    """See ports.PromotionRepository."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, promotion: Promotion) -> None:
        """See the port."""
        self._keep(promotion)

    async def get(self, promotion_id: str) -> Promotion:
        """See the port."""
        ensure(promotion_id in self._store.promotions, UnknownPromotion.of(promotion_id))
        return self._store.promotions[promotion_id]

    async def lock(self, promotion_id: str) -> Promotion:
        """See the port."""
        return await self.get(promotion_id)

    async def save(self, promotion: Promotion) -> None:
        """See the port."""
        before = self._store.promotions[promotion.id].version
        moved_on = Stale("The promotion has changed in the meantime.", promotion_id=promotion.id)
        ensure(before < promotion.version, moved_on)
        self._keep(promotion)

    async def by_code(self, code: str) -> tuple[Promotion, bool]:
        """See the port."""
        ensure(code in self._store.codes, UnknownCoupon.of(code))
        found = self._store.codes[code]
        usage = usage_of(self._store, found.promotion_id, "")
        promotion = self._store.promotions[found.promotion_id]
        return promotion, bool(found.order_id) or _exhausted(promotion, usage, Money(0))

    async def add_codes(self, promotion_id: str, codes: Sequence[str]) -> int:
        """See the port."""
        new = [code for code in codes if code not in self._store.codes]
        self._store.codes |= {code: Code(promotion_id, single_use=True) for code in new}
        return len(new)

    async def count_codes(self, promotion_id: str) -> int:
        """See the port."""
        return sum(code.promotion_id == promotion_id for code in self._store.codes.values())

    async def recount(self, promotion_id: str) -> None:
        """See the port. Here everything is counted anew each time."""

    async def claim(self, claims: Sequence[Claim], customer: str, order_id: str, at: datetime) -> list[str]:  # noqa: ARG002 - the instant is for the books
        """See the port."""
        return [claim.promotion_id for claim in claims if self._use(claim, customer, order_id)]

    async def give_back(self, order_id: str, claims: Sequence[Claim]) -> list[str]:
        """See the port."""
        return [claim.promotion_id for claim in claims if self._unuse(claim, order_id)]

    async def sold_out(self, promotion_id: str) -> tuple[bool, list[str]]:
        """See the port."""
        promotion, usage = self._store.promotions[promotion_id], usage_of(self._store, promotion_id, "")
        return _exhausted(promotion, usage, Money(0)), _sold_out_offers(promotion, usage)

    def _keep(self, promotion: Promotion) -> None:
        codes = {
            code: each
            for code, each in self._store.codes.items()
            if each.promotion_id != promotion.id or each.single_use
        }
        ensure(promotion.code not in codes, CouponCodeTaken.of(promotion.code))
        if promotion.code:
            codes[promotion.code] = Code(promotion.id, single_use=False)
        self._store.codes, self._store.promotions[promotion.id] = codes, promotion

    def _use(self, claim: Claim, customer: str, order_id: str) -> bool:
        promotion = self._store.promotions.get(claim.promotion_id)
        over = CouponExhausted.of(claim.code) if claim.code else PromotionSoldOut.of(claim.promotion_id)
        had = self._store.redemptions.get((order_id, claim.promotion_id))
        if promotion is None or (promotion.state != "live" and had is None):
            raise PromotionSoldOut.of(claim.promotion_id)
        self._store.redemptions[order_id, claim.promotion_id] = _more(had, claim, customer)
        code = self._store.codes.get(claim.code)
        ensure(code is None or code.order_id in ("", order_id), over)
        if code and code.single_use:
            self._store.codes[claim.code] = replace(code, order_id=order_id)
        usage = usage_of(self._store, promotion.id, customer)
        ensure(_within(promotion, usage), over)
        unit = Money(claim.amount.amount // max(claim.uses, 1))
        sold_out = claim.units.keys() & set(_sold_out_offers(promotion, usage))
        return _exhausted(promotion, usage, unit) or bool(sold_out)

    def _unuse(self, claim: Claim, order_id: str) -> bool:
        had = self._store.redemptions.get((order_id, claim.promotion_id))
        if had is None:
            return False
        promotion = self._store.promotions[claim.promotion_id]
        usage = usage_of(self._store, promotion.id, "")
        sold_out = claim.units.keys() & set(_sold_out_offers(promotion, usage))
        before = _exhausted(promotion, usage, Money(0)) or bool(sold_out)
        self._give_back(claim, had, order_id)
        return before

    def _give_back(self, claim: Claim, had: Redemption, order_id: str) -> None:
        del self._store.redemptions[order_id, claim.promotion_id]
        uses = min(claim.uses, had.uses)
        if uses < had.uses:
            amount = had.amount - min(claim.amount, had.amount)
            units = {offer_id: had.units[offer_id] - claim.units.get(offer_id, 0) for offer_id in had.units}
            kept = replace(had, uses=had.uses - uses, amount=amount, units=units)
            self._store.redemptions[order_id, claim.promotion_id] = kept
        elif (code := self._store.codes.get(had.code)) and code.order_id == order_id:
            self._store.codes[had.code] = replace(code, order_id="")


class MemoryLists:
    """See ports.CustomerLists."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def put(self, list_id: str, name: str, customer_ids: Sequence[str], at: datetime) -> None:  # noqa: ARG002 - only members matter here
        """See the port."""
        self._store.lists[list_id] = frozenset(customer_ids)

    async def exists(self, list_id: str) -> bool:
        """See the port."""
        return list_id in self._store.lists


def usage_of(store: Store, promotion_id: str, customer: str) -> Usage:
    """What orders have redeemed of a promotion."""
    redeemed = [each for (_, of), each in store.redemptions.items() if of == promotion_id]
    by_offer: dict[str, int] = {}
    for each in redeemed:
        for offer_id, units in each.units.items():
            by_offer[offer_id] = by_offer.get(offer_id, 0) + units
    return Usage(
        used=sum(each.uses for each in redeemed),
        spent=sum(each.amount.amount for each in redeemed),
        theirs=sum(each.uses for each in redeemed if each.customer == customer),
        by_offer=by_offer,
    )


def _more(had: Redemption | None, claim: Claim, customer: str) -> Redemption:
    if had is None:
        return Redemption(customer, claim.code, claim.uses, claim.amount, dict(claim.units))
    units = {each: had.units.get(each, 0) + claim.units.get(each, 0) for each in {*had.units, *claim.units}}
    return replace(had, uses=had.uses + claim.uses, amount=had.amount + claim.amount, units=units)


def _within(promotion: Promotion, usage: Usage) -> bool:
    limits, per_customer = promotion.terms.limits, compiled(promotion.terms).per_customer
    return (
        (limits.total is None or usage.used <= limits.total)
        and (limits.budget is None or usage.spent <= limits.budget.amount)
        and (per_customer is None or usage.theirs <= per_customer)
        and (limits.per_offer is None or max(usage.by_offer.values(), default=0) <= limits.per_offer)
    )


def _exhausted(promotion: Promotion, usage: Usage, unit: Money) -> bool:
    limits = promotion.terms.limits
    used_up = limits.total is not None and usage.used >= limits.total
    return used_up or (limits.budget is not None and usage.spent + unit.amount > limits.budget.amount)


def _sold_out_offers(promotion: Promotion, usage: Usage) -> list[str]:
    most = promotion.terms.limits.per_offer
    return sorted(offer_id for offer_id, units in usage.by_offer.items() if most is not None and units >= most)
