"""A difference between what a source says and what we know.

open -> waiting, proposed (somebody else has to agree), claimed, refund_owed -> resolved. Staff decide; a later
statement that brings what was missing resolves it by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Literal

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.errors import DifferenceOver, NotPossible, SamePerson, UnknownDifference
from bdcommerce.payments.events import (
    DifferenceClaimed,
    DifferenceFound,
    DifferenceProposed,
    DifferenceReason,
    DifferenceRefundOwed,
    DifferenceResolved,
    DifferenceTurnedDown,
    DifferenceWaits,
    How,
    ItemMove,
    SourceKind,
)

DifferenceStatus = Literal["open", "waiting", "proposed", "claimed", "refund_owed", "resolved"]
ALLOWED: Mapping[DifferenceReason, frozenset[How]] = {
    "amount": frozenset({"write_off", "wait", "claim", "paid", "refund_customer"}),
    "fee": frozenset({"write_off", "wait", "claim", "paid"}),
    "missing_at_us": frozenset({"wait", "assign", "write_off", "refund_customer", "dismiss"}),
    "unknown_reference": frozenset({"wait", "assign", "write_off", "refund_customer", "dismiss"}),
    "missing_at_them": frozenset({"wait", "claim", "write_off", "paid"}),
    "duplicate": frozenset({"wait", "dismiss"}),
    "short_cod": frozenset({"wait", "claim", "write_off", "paid"}),
}
"""How each may end."""
BORNE: frozenset[How] = frozenset({"write_off", "refund_customer"})
"""What somebody else has to agree to above the rule book's limit."""
OPEN: frozenset[DifferenceStatus] = frozenset({"open", "waiting", "claimed"})
BY_CONSIGNMENT: frozenset[DifferenceReason] = frozenset({"short_cod", "missing_at_them"})
"""A courier's differences about cash it collected: fulfilment keeps that cash, and what becomes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What decisions need to know."""

    difference_id: str
    kind: SourceKind = "provider"
    source: str = ""
    reason: DifferenceReason = "amount"
    amount: Money = field(default_factory=lambda: Money(0))
    reference: str = ""
    item_id: str = ""
    line_id: str = ""
    status: DifferenceStatus | Literal[""] = ""
    proposed: DifferenceProposed | None = None

    @property
    def in_fulfilment(self) -> bool:
        """Whether it is about cash that fulfilment keeps."""
        return self.kind == "courier" and self.reason in BY_CONSIGNMENT

    def carried(self, balance: Money) -> Money:
        """How much of its item's balance it stands for: no more than it is about, and nothing of another sign."""
        if self.amount.amount * balance.amount <= 0:
            return Money(0, balance.currency)
        return min(self.amount, balance) if self.amount.amount > 0 else max(self.amount, balance)


def found(
    kind: SourceKind,
    source: str,
    reason: DifferenceReason,
    amount: Money,
    *,
    reference: str,
    item_id: str = "",
    line_id: str = "",
) -> DifferenceFound:
    """Something does not fit."""
    return DifferenceFound(
        difference_id=ids.new_id("dif"),
        kind=kind,
        source=source,
        reason=reason,
        amount=amount,
        reference=reference,
        item_id=item_id,
        line_id=line_id,
        at=clock.now(),
    )


def ensure_decidable(difference: Difference, how: How) -> None:
    """Raises UnknownDifference, DifferenceOver, and NotPossible for what its reason does not allow."""
    ensure(difference.status, UnknownDifference.of(difference.difference_id))
    ensure(difference.status in OPEN, DifferenceOver.of(difference.difference_id, difference.status))
    ensure(how in ALLOWED[difference.reason], NotPossible.for_reason(how, difference.reason))


def is_over(difference: Difference, balance: Money, *, found: bool) -> bool:
    """Whether there is nothing left to decide: what was missing was found in a statement, or nothing stands open."""
    if difference.status not in OPEN or difference.reason == "duplicate":
        return False
    if difference.reason == "missing_at_them" and found:
        return True
    nothing_moved_yet = difference.reason == "fee" and difference.status != "claimed"
    return not nothing_moved_yet and not difference.carried(balance)


def needs_another(difference: Difference, how: How, limit: Money) -> bool:
    """Whether somebody else has to agree."""
    return how in BORNE and abs(difference.amount.amount) > limit.amount


def propose(difference: Difference, how: How, reason: str, by: str) -> DifferenceProposed:
    """Somebody else will be asked."""
    return DifferenceProposed(difference_id=difference.difference_id, how=how, reason=reason, by=by, at=clock.now())


def proposal(difference: Difference, by: str) -> DifferenceProposed:
    """What waits for somebody else. Raises UnknownDifference, DifferenceOver, SamePerson."""
    ensure(difference.status, UnknownDifference.of(difference.difference_id))
    if difference.proposed is None or difference.status != "proposed":
        raise DifferenceOver.of(difference.difference_id, str(difference.status))
    ensure(difference.proposed.by != by, SamePerson.proposed(difference.difference_id))
    return difference.proposed


def turn_down(difference: Difference, reason: str, by: str) -> DifferenceTurnedDown:
    """Not so. Raises as `proposal`."""
    proposal(difference, by)
    return DifferenceTurnedDown(difference_id=difference.difference_id, reason=reason, by=by, at=clock.now())


def wait(difference: Difference, until: date | None, reason: str, by: str) -> DifferenceWaits:
    """Until a day that has not come. Raises Invalid."""
    if until is None or until <= clock.today():
        raise Invalid.field("until", "must be a day that has not come")
    return DifferenceWaits(difference_id=difference.difference_id, until=until, reason=reason, by=by, at=clock.now())


def claim(difference: Difference, reason: str, moves: Sequence[ItemMove], by: str) -> DifferenceClaimed:
    """The source is asked for the money."""
    return DifferenceClaimed(
        difference_id=difference.difference_id,
        kind=difference.kind,
        source=difference.source,
        reason=reason,
        moves=[*moves],
        by=by,
        at=clock.now(),
    )


def owe_refund(difference: Difference, amount: Money, reason: str, by: str) -> DifferenceRefundOwed:
    """The customer is to have it."""
    return DifferenceRefundOwed(
        difference_id=difference.difference_id,
        kind=difference.kind,
        source=difference.source,
        amount=amount,
        reason=reason,
        moves=[ItemMove(item_id=difference.item_id, amount=amount)],
        by=by,
        at=clock.now(),
    )


def resolve(difference: Difference, how: How, reason: str, moves: Sequence[ItemMove], by: str) -> DifferenceResolved:
    """It is no more."""
    return DifferenceResolved(
        difference_id=difference.difference_id,
        kind=difference.kind,
        source=difference.source,
        how=how,
        reason=reason,
        moves=[*moves],
        by=by,
        at=clock.now(),
    )


def restore(difference_id: str, happened: Sequence[object]) -> Difference:
    """The state after what happened."""
    return reduce(evolve, happened, Difference(difference_id=difference_id))


def evolve(difference: Difference, event: object) -> Difference:
    """The state after one more event."""
    match event:
        case DifferenceFound():
            return replace(
                difference,
                kind=event.kind,
                source=event.source,
                reason=event.reason,
                amount=event.amount,
                reference=event.reference,
                item_id=event.item_id,
                line_id=event.line_id,
                status="open",
            )
        case DifferenceProposed():
            return replace(difference, status="proposed", proposed=event)
        case DifferenceTurnedDown():
            return replace(difference, status="open", proposed=None)
        case DifferenceRefundOwed():
            return replace(difference, status="refund_owed", amount=event.amount)
        case DifferenceWaits() | DifferenceClaimed() | DifferenceResolved():
            return replace(difference, status=_STATUS_AFTER[type(event)])
        case _:
            message = f"{event!r} is not part of a difference's life"
            raise TypeError(message)


_STATUS_AFTER: Mapping[type, DifferenceStatus] = {
    DifferenceWaits: "waiting",
    DifferenceClaimed: "claimed",
    DifferenceResolved: "resolved",
}
