"""At which promotional prices the lines of a cart are sold: what the catalog shows, held against the own book.

The catalog shows a price that was worked out beforehand; whether the promotion still has units for this customer is
decided here, and once more, strictly, when the order is placed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.promotions.evaluation import UNUSED, Usage, unmet_by_anybody
from bdcommerce.orders.domain.promotions.rules import Rule, Rulebook
from bdcommerce.orders.events import Sale


class Till:
    """Sells the lines of one cart, one after the other: units and money that a line takes are gone for the next."""

    def __init__(self, book: Rulebook, usage: Mapping[str, Usage], at: datetime) -> None:
        self._book, self._usage, self._at = book, usage, at
        self._taken: dict[str, int] = {}
        self._spent: dict[str, int] = {}

    def sale(self, offer: OfferTerms, quantity: int) -> Sale | None:
        """The promotional price of as many of these units as the promotion has left; None if there is none."""
        rule = self._book.catalogue.get(offer.promotion.promotion_id) if offer.promotion else None
        if rule is None or offer.promotion is None or not rule.sells(offer):
            return None
        usage = self._usage.get(rule.id, UNUSED)
        cut = rule.unit_cut(offer.promotion.was)
        units = self._units(rule, usage, offer.offer_id, quantity, cut)
        if not units or not cut:
            return None
        self._taken[rule.id] = self._taken.get(rule.id, 0) + units
        self._spent[rule.id] = self._spent.get(rule.id, 0) + (cut * units).amount
        return Sale(
            promotion_id=rule.id,
            name=rule.terms.name,
            unit_cut=cut,
            units=units,
            vendor_percent=rule.terms.funding.vendor_percent,
        )

    def _units(self, rule: Rule, usage: Usage, offer_id: str, quantity: int, cut: Money) -> int:
        if unmet_by_anybody(rule, self._at, usage):
            return 0
        limits, taken = rule.terms.limits, self._taken.get(rule.id, 0)
        most = [quantity]
        if limits.total is not None:
            most.append(limits.total - usage.used - taken)
        if limits.per_customer is not None:
            most.append(limits.per_customer - usage.theirs - taken)
        if limits.per_offer is not None:
            most.append(limits.per_offer - usage.by_offer.get(offer_id, 0))
        if limits.budget is not None and cut:
            most.append((limits.budget.amount - usage.spent - self._spent.get(rule.id, 0)) // cut.amount)
        return max(min(most), 0)


def promotions_of(offers: Sequence[OfferTerms]) -> list[str]:
    """The promotions that the catalog's prices come from."""
    return sorted({offer.promotion.promotion_id for offer in offers if offer.promotion})
