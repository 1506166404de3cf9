"""A promotion and its life: drafted, started, paused, ended; and what others are told of it.

A draft and a paused promotion may be changed; a running one is paused first, so that nobody buys while it changes.
Orders keep the terms they were placed with.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bdcommerce.contracts.orders import PromotionScheduled, PromotionWithdrawn
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.errors import PromotionFixed, PromotionOver
from bdcommerce.orders.events import PromotionTerms

State = Literal["draft", "live", "paused", "ended"]
Status = Literal["draft", "scheduled", "active", "paused", "ended"]
Codes = Literal["none", "shared", "unique"]
_ALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """`owner` is the vendor that made it, or empty: the operator. A shared code stands in `code`."""

    terms: PromotionTerms
    owner: str = ""
    state: State = "draft"
    codes: Codes = "none"
    code: str = ""
    version: int = 1

    @property
    def id(self) -> str:
        return self.terms.promotion_id

    def status_at(self, at: datetime) -> Status:
        """What it is at an instant: a window opens and closes by itself."""
        if self.state == "draft":
            return "draft"
        if self.state == "ended" or at >= self.terms.ends_at:
            return "ended"
        if self.state == "paused":
            return "paused"
        return "active" if at >= self.terms.starts_at else "scheduled"

    def revised(self, terms: PromotionTerms, codes: Codes, code: str, at: datetime) -> "Promotion":
        """With other terms. Raises PromotionFixed while it runs, PromotionOver."""
        status = self.status_at(at)
        ensure(status != "ended", PromotionOver.of(self.id))
        ensure(status in ("draft", "paused"), PromotionFixed.of(self.id, "pause it first"))
        same_kind = (terms.level, terms.benefit.kind) == (self.terms.level, self.terms.benefit.kind)
        ensure(status == "draft" or same_kind, PromotionFixed.of(self.id, "its kind stays what it was started with"))
        ensure(status == "draft" or codes == self.codes, PromotionFixed.of(self.id, "its codes stay what they are"))
        return replace(self, terms=terms, codes=codes, code=code, version=self.version + 1)

    def started(self, at: datetime) -> "Promotion":
        """Live from now on, in its window; again: the same. Raises PromotionOver."""
        ensure(self.status_at(at) != "ended" and at < self.terms.ends_at, PromotionOver.of(self.id))
        return self._in("live")

    def paused(self, at: datetime) -> "Promotion":
        """Nobody gets it until it is started again. Raises PromotionOver, PromotionFixed for a draft."""
        ensure(self.status_at(at) != "ended", PromotionOver.of(self.id))
        ensure(self.state != "draft", PromotionFixed.of(self.id, "it has not been started"))
        return self._in("paused")

    def ended(self, at: datetime) -> "Promotion":
        """Over for good. Raises PromotionOver."""
        ensure(self.status_at(at) != "ended", PromotionOver.of(self.id))
        return self._in("ended")

    def ending(self, ends_at: datetime) -> "Promotion":
        """It holds up to another instant."""
        return replace(self, terms=replace(self.terms, ends_at=ends_at), version=self.version + 1)

    def _in(self, state: State) -> "Promotion":
        return self if state == self.state else replace(self, state=state, version=self.version + 1)


def announcement(
    promotion: Promotion, sold_out: Collection[str] = (), *, used_up: bool = False
) -> PromotionScheduled | PromotionWithdrawn:
    """What the catalog should know of a catalogue promotion now. `sold_out` are offers of which no unit is left."""
    terms, benefit = promotion.terms, promotion.terms.benefit
    offers = [offer_id for offer_id in terms.scope.offer_ids if offer_id not in sold_out]
    if promotion.state != "live":
        return PromotionWithdrawn(promotion_id=promotion.id, reason=promotion.state)
    if used_up or (sold_out and not offers):
        return PromotionWithdrawn(promotion_id=promotion.id, reason="sold_out")
    vendor_id = terms.funding.vendor_id
    scope = replace(terms.scope, offer_ids=offers)
    return PromotionScheduled(
        promotion_id=promotion.id,
        name=terms.name,
        scope=replace(scope, vendor_ids=[vendor_id]) if vendor_id else scope,
        percent=benefit.percent if benefit.kind == "percentage" else None,
        amount_off=benefit.amount if benefit.kind == "amount" else None,
        fixed_price=benefit.price if benefit.kind == "fixed_price" else None,
        funded_by=vendor_id if terms.funding.vendor_percent == _ALL else "",
        priority=terms.stacking.priority,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
    )
