"""Escrow of one vendor order: what has been heard of its money, and when that is enough to let it go.

Facts come from orders, fulfilment and staff, each on its own way, so the state is nothing but the set of them: any
order of the same facts ends in the same state, and the one that completes the set releases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.postings import vendor_share
from bdcommerce.payments.domain.refunds import award, left_after, line_of, shares_of_what_is_left
from bdcommerce.payments.errors import (
    AlreadyRefunded,
    AlreadyReleased,
    NotReleased,
    TooMuchRefunded,
    UnknownEscrow,
    UnknownRefund,
)
from bdcommerce.payments.events import (
    AwardLapsed,
    CashAccounted,
    CashClaimed,
    CashCollected,
    DisputeEnded,
    EscrowAmended,
    EscrowClosed,
    EscrowDisputed,
    EscrowFrozen,
    EscrowOpened,
    EscrowReleased,
    EscrowReturnEnded,
    EscrowReturnOpened,
    EscrowThawed,
    GoodsAccepted,
    PrepaidReceived,
    PrepaidReturned,
    RefundedUnits,
    RefundGranted,
    RefundPaid,
    ShortfallBorne,
)

Status = Literal["open", "released", "closed"]
Obstacle = Literal[
    "terms_unknown", "not_collected", "amount_differs", "not_arrived", "not_completed", "frozen", "disputed",
    "return_open", "cancelled",
]  # fmt: skip
Fact = (
    EscrowOpened
    | EscrowAmended
    | EscrowClosed
    | CashCollected
    | CashAccounted
    | CashClaimed
    | PrepaidReceived
    | PrepaidReturned
    | GoodsAccepted
    | EscrowDisputed
    | DisputeEnded
    | EscrowReturnOpened
    | EscrowReturnEnded
)
Happened = (
    Fact | AwardLapsed | EscrowFrozen | EscrowThawed | EscrowReleased | RefundGranted | RefundPaid | ShortfallBorne
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escrow:
    """What is known of the money of a vendor order."""

    vendor_order_id: str
    order_id: str = ""
    terms: VendorOrderTerms | None = None
    terms_since: datetime | None = None
    payout_days: int | None = None
    collected: Money | None = None
    prepaid: Money = field(default_factory=lambda: Money(0))
    """What of it a provider holds for us."""
    accounted: Money = field(default_factory=lambda: Money(0))
    accepted: bool = False
    closed: bool = False
    frozen: str = ""
    disputes: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    """Disputes that staff have decided, perhaps before they were heard of."""
    borne: Money = field(default_factory=lambda: Money(0))
    """What the operator has added, where a courier collected less than was to pay."""
    returns: frozenset[str] = frozenset()
    returns_ended: frozenset[str] = frozenset()
    released: bool = False
    awards: Mapping[str, Money] = field(default_factory=dict)
    """What disputes have given the customer and is not owed yet, by dispute."""
    refunded: Mapping[str, int] = field(default_factory=dict)
    """Units refunded, by line."""
    refunds: Mapping[str, RefundGranted] = field(default_factory=dict)
    paid_refunds: frozenset[str] = frozenset()

    @property
    def left(self) -> VendorOrderTerms | None:
        """The terms without what was refunded before the release: what a release divides."""
        early = (each for each in self.refunds.values() if not each.after_release and not each.surplus)
        return left_after(self.terms, early) if self.terms else None

    @property
    def unrefunded(self) -> VendorOrderTerms | None:
        """The terms without everything that was refunded, before the release or after it."""
        return (
            left_after(self.terms, (each for each in self.refunds.values() if not each.surplus)) if self.terms else None
        )

    @property
    def in_hand(self) -> Money:
        """What of the customer's money has come in and has not gone back."""
        return (self.collected or Money(0)) - sum(
            (each.pickup_fee if each.by_provider else each.worth for each in self.refunds.values()), Money(0)
        )

    @property
    def to_collect(self) -> Money | None:
        """What has to have come in: all of it, but for what goes back to a provider before the release; a difference
        that staff have settled counts.
        """
        early = (each.amount for each in self.refunds.values() if each.by_provider and not each.after_release)
        settled = sum((each.amount for each in self.refunds.values() if each.surplus), -self.borne)
        return self.terms.total - sum(early, Money(0)) + settled if self.terms else None

    @property
    def status(self) -> Status:
        if self.released:
            return "released"
        return "closed" if self.closed and not self.collected else "open"


def obstacles(escrow: Escrow) -> list[Obstacle]:
    """What keeps the money in escrow; empty when it may go. Nothing else than this releases.

    `amount_differs`: another amount was collected or paid than the customer was to pay. `cancelled`: nothing was to be
    delivered, so whatever cash there is belongs to the customer.
    """
    total, collected = escrow.to_collect, escrow.collected
    stands: dict[Obstacle, bool] = {
        "terms_unknown": total is None or escrow.payout_days is None,
        "not_collected": collected is None,
        "amount_differs": total is not None and collected is not None and collected != total,
        "not_arrived": collected is not None and escrow.accounted < collected,
        "not_completed": not escrow.accepted,
        "frozen": bool(escrow.frozen),
        "disputed": bool(escrow.disputes - escrow.decided),
        "return_open": bool(escrow.returns - escrow.returns_ended),
        "cancelled": escrow.closed,
    }
    return [obstacle for obstacle, there in stands.items() if there]


def hear(escrow: Escrow, fact: Fact) -> list[Happened]:
    """Take a fact in, and release if it was the last one. Raises AlreadyReleased if it comes too late to be true."""
    late = escrow.released and isinstance(fact, EscrowOpened | EscrowAmended | EscrowClosed)
    ensure(not late, AlreadyReleased.of(escrow.vendor_order_id))
    owed = awarded(evolve(escrow, fact))
    return [fact, *owed, *release(reduce(evolve, [fact, *owed], escrow))]


def awarded(escrow: Escrow) -> list[Happened]:
    """What disputes have given the customer is owed as soon as that much of their money has come in: never more than is
    left of it, whatever was refunded for other reasons.
    """
    found: list[Happened] = []
    for dispute_id, amount in escrow.awards.items():
        left = escrow.unrefunded
        if left is None or not (escrow.released or escrow.closed or escrow.in_hand >= min(amount, left.total)):
            break
        room = left.total if escrow.released else min(left.total, escrow.in_hand)
        found.append(_award(escrow, left, dispute_id, max(min(amount, room), Money(0))))
        escrow = evolve(escrow, found[-1])
    return found


def _award(escrow: Escrow, left: VendorOrderTerms, dispute_id: str, amount: Money) -> RefundGranted | AwardLapsed:
    if not amount:
        return AwardLapsed(dispute_id=dispute_id, vendor_order_id=escrow.vendor_order_id, at=clock.now())
    given = award(left, amount)
    return RefundGranted(
        refund_id=ids.new_id("ref"),
        order_id=escrow.order_id,
        vendor_order_id=escrow.vendor_order_id,
        vendor_id=left.vendor_id,
        line_id="",
        quantity=0,
        goods=given.shares.goods,
        operator_discount=given.shares.operator_discount,
        commission=given.shares.commission,
        commission_vat=given.shares.commission_vat,
        withheld_tax=given.shares.withheld_tax,
        amount=amount,
        reason="dispute",
        by=dispute_id,
        at=clock.now(),
        delivery=given.delivery,
        delivery_vat=given.delivery_vat,
        after_release=escrow.released,
        by_provider=escrow.prepaid >= amount,
        dispute_id=dispute_id,
    )


def freeze(escrow: Escrow, reason: str, by: str) -> list[Happened]:
    """Hold the money back. Raises UnknownEscrow, AlreadyReleased."""
    ensure(escrow.terms, UnknownEscrow.of(escrow.vendor_order_id))
    ensure(not escrow.released, AlreadyReleased.of(escrow.vendor_order_id))
    return [EscrowFrozen(vendor_order_id=escrow.vendor_order_id, reason=reason, by=by)]


def thaw(escrow: Escrow, by: str) -> list[Happened]:
    """Let it go again, at once if nothing else is missing. Raises UnknownEscrow, AlreadyReleased."""
    ensure(escrow.terms, UnknownEscrow.of(escrow.vendor_order_id))
    ensure(not escrow.released, AlreadyReleased.of(escrow.vendor_order_id))
    thawed = EscrowThawed(vendor_order_id=escrow.vendor_order_id, by=by)
    return [thawed, *release(evolve(escrow, thawed))]


def release(escrow: Escrow) -> list[Happened]:
    """Let the money go, if nothing is missing."""
    left = escrow.left
    if escrow.released or obstacles(escrow) or left is None or escrow.payout_days is None:
        return []
    now = clock.now()
    released = EscrowReleased(
        order_id=escrow.order_id,
        vendor_order_id=escrow.vendor_order_id,
        vendor_id=left.vendor_id,
        vendor_amount=vendor_share(left),
        commission=left.commission,
        at=now,
        payout_due_on=clock.dhaka_date(now) + timedelta(days=escrow.payout_days),
        goods=left.goods,
        commission_vat=left.commission_vat,
        withheld_tax=left.withheld_tax,
    )
    return [released]


def refund(escrow: Escrow, *, line_id: str, quantity: int, reason: str, by: str) -> RefundGranted:
    """Owe the customer the price of some units. Raises NotReleased, UnknownLine, TooMuchRefunded."""
    ensure(escrow.terms, UnknownEscrow.of(escrow.vendor_order_id))
    if not escrow.released or escrow.terms is None:
        raise NotReleased.of(escrow.vendor_order_id)
    line, before = line_of(escrow.terms, line_id), escrow.refunded.get(line_id, 0)
    ensure(before + quantity <= line.quantity, TooMuchRefunded.of(line_id, line.quantity - before))
    units = [RefundedUnits(line_id=line_id, quantity=quantity)]
    shares = shares_of_what_is_left(escrow.terms, escrow.unrefunded or escrow.terms, units, escrow.refunded)
    return RefundGranted(
        refund_id=ids.new_id("ref"),
        order_id=escrow.order_id,
        vendor_order_id=escrow.vendor_order_id,
        vendor_id=escrow.terms.vendor_id,
        line_id=line_id,
        quantity=quantity,
        goods=shares.goods,
        operator_discount=shares.operator_discount,
        commission=shares.commission,
        commission_vat=shares.commission_vat,
        withheld_tax=shares.withheld_tax,
        amount=shares.customer,
        reason=reason,
        by=by,
        at=clock.now(),
    )


def pay_refund(escrow: Escrow, refund_id: str, by: str) -> RefundPaid:
    """The customer has the money. Raises UnknownRefund, AlreadyRefunded."""
    granted = escrow.refunds.get(refund_id)
    if granted is None:
        raise UnknownRefund.of(refund_id)
    ensure(refund_id not in escrow.paid_refunds, AlreadyRefunded.of(refund_id))
    return RefundPaid(
        refund_id=refund_id, vendor_order_id=escrow.vendor_order_id, amount=granted.amount, by=by, at=clock.now()
    )


def restore(vendor_order_id: str, happened: Sequence[object]) -> Escrow:
    """The state after what happened."""
    return reduce(evolve, happened, Escrow(vendor_order_id=vendor_order_id))


def evolve(escrow: Escrow, event: object) -> Escrow:
    """The state after one more event."""
    match event:
        case EscrowOpened():
            after = replace(_with_terms(escrow, event), payout_days=event.payout_days)
        case EscrowAmended():
            after = _with_terms(escrow, event)
        case EscrowClosed():
            after = replace(escrow, closed=True)
        case CashCollected() | CashAccounted() | CashClaimed() | PrepaidReceived() | PrepaidReturned():
            after = _with_money(escrow, event)
        case GoodsAccepted():
            after = replace(escrow, accepted=True)
        case EscrowDisputed():
            after = replace(escrow, disputes=escrow.disputes | {event.dispute_id})
        case DisputeEnded() | AwardLapsed():
            after = _decided(escrow, event)
        case EscrowReturnOpened():
            after = replace(escrow, returns=escrow.returns | {event.return_id})
        case EscrowReturnEnded():
            after = replace(escrow, returns_ended=escrow.returns_ended | {event.return_id})
        case _:
            after = _by_decision(escrow, event)
    return after


def _decided(escrow: Escrow, event: DisputeEnded | AwardLapsed) -> Escrow:
    if isinstance(event, AwardLapsed):
        return replace(escrow, awards=_without(escrow.awards, event.dispute_id))
    news = event.refund and event.dispute_id not in escrow.decided
    return replace(
        escrow,
        decided=escrow.decided | {event.dispute_id},
        awards={**escrow.awards, event.dispute_id: event.refund} if news else escrow.awards,
    )


def _without(awards: Mapping[str, Money], dispute_id: str) -> dict[str, Money]:
    return {award_id: amount for award_id, amount in awards.items() if award_id != dispute_id}


def _with_money(
    escrow: Escrow, event: CashCollected | CashAccounted | CashClaimed | PrepaidReceived | PrepaidReturned
) -> Escrow:
    """What a provider has taken has arrived at once: it is never in a courier's hands."""
    before = escrow.collected or Money(0)
    match event:
        case CashCollected():
            return replace(escrow, collected=before + event.amount)
        case CashAccounted(claimed=True) | CashClaimed():
            return escrow
        case CashAccounted():
            return replace(escrow, accounted=escrow.accounted + event.amount)
        case PrepaidReceived():
            return _moved(escrow, before, event.amount)
        case PrepaidReturned():
            return _moved(escrow, before, -event.amount)


def _moved(escrow: Escrow, collected: Money, prepaid: Money) -> Escrow:
    return replace(
        escrow,
        collected=collected + prepaid,
        accounted=escrow.accounted + prepaid,
        prepaid=escrow.prepaid + prepaid,
    )


def _with_terms(escrow: Escrow, event: EscrowOpened | EscrowAmended) -> Escrow:
    """The latest terms hold, whichever was heard last."""
    if escrow.terms_since and escrow.terms_since > event.at:
        return escrow
    return replace(escrow, order_id=event.order_id, terms=event.terms, terms_since=event.at)


def _by_decision(escrow: Escrow, event: object) -> Escrow:
    match event:
        case EscrowFrozen():
            return replace(escrow, frozen=event.reason)
        case EscrowThawed():
            return replace(escrow, frozen="")
        case EscrowReleased():
            return replace(escrow, released=True)
        case RefundGranted():
            refunded = dict(escrow.refunded)
            for units in event.units:
                refunded[units.line_id] = refunded.get(units.line_id, 0) + units.quantity
            refunds = {**escrow.refunds, event.refund_id: event}
            return replace(escrow, refunded=refunded, refunds=refunds, awards=_without(escrow.awards, event.dispute_id))
        case ShortfallBorne():
            return replace(escrow, borne=escrow.borne + event.amount)
        case RefundPaid():
            return replace(escrow, paid_refunds=escrow.paid_refunds | {event.refund_id})
        case _:
            message = f"{event!r} is not part of an escrow's life"
            raise TypeError(message)
