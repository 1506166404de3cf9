"""What may be charged for goods of a vendor order, by line, once some came back or a dispute made some cheaper.

Money that a dispute gives the customer is a reduction of the price of all goods that are still theirs: a unit that
comes back afterwards is worth what was left of its price. Amounts are in poisha.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bdcommerce.compliance.domain.sales import DisputeHeard, Facts, ReturnHeard
from bdcommerce.contracts.orders import LineTerms
from bdcommerce.kernel.money import allocate, half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charge:
    """A line: its price as agreed less what came back, what may be charged of that, and the operator's part of it."""

    agreed: int
    left: int
    discount: int

    @property
    def paid(self) -> int:
        """The customer's part of it."""
        return self.left - self.discount

    def without(self, goods: int, discount: int) -> "_Charge":
        """Some units came back, of the price as agreed."""
        agreed = self.agreed - goods
        if agreed <= 0:
            return _Charge(agreed=0, left=0, discount=0)
        left = self.left - half_up(Decimal(self.left) * goods / self.agreed)
        return _Charge(agreed=agreed, left=left, discount=max(min(self.discount - discount, left), 0))

    def cheaper(self, amount: int) -> "_Charge":
        """The customer pays so much less; the operator's part shrinks in proportion."""
        if not self.paid:
            return self
        discount = half_up(Decimal(self.discount) * amount / self.paid)
        return replace(self, left=self.left - amount - discount, discount=self.discount - discount)


def charges(facts: Facts) -> dict[str, int]:
    """What may be charged for every line of the vendor order, by its id."""
    lines = facts.terms.lines if facts.terms else []
    found = {line.line_id: _agreed(line) for line in lines}
    changes: list[tuple[datetime, ReturnHeard | DisputeHeard]] = [
        *((back.accepted.at, back) for back in facts.returns),
        *((each.decided.at, each) for each in facts.disputes if each.decided and each.refund),
    ]
    for _, change in sorted(changes, key=lambda each: each[0]):
        found = _returned(found, change) if isinstance(change, ReturnHeard) else _reduced(found, change.refund)
    return {line_id: charge.left for line_id, charge in found.items()}


def _agreed(line: LineTerms) -> _Charge:
    goods = (line.list_price - line.vendor_discount).amount
    return _Charge(agreed=goods, left=goods, discount=line.operator_discount.amount)


def _returned(found: Mapping[str, _Charge], back: ReturnHeard) -> dict[str, _Charge]:
    after = dict(found)
    for units in back.lines:
        if units.line_id in after:
            after[units.line_id] = after[units.line_id].without(units.goods.amount, units.operator_discount.amount)
    return after


def _reduced(found: Mapping[str, _Charge], refund: int) -> dict[str, _Charge]:
    """What is more than was paid for goods is for their delivery, which is no part of the vendor's invoice."""
    paid = [charge.paid for charge in found.values()]
    parts = allocate(min(refund, sum(paid)), paid) if paid else []
    return {line_id: charge.cheaper(part) for (line_id, charge), part in zip(found.items(), parts, strict=True)}
