"""What compliance has heard of a vendor order. Facts only add up, so the order in which they are heard is no matter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bdcommerce.compliance.domain.evidence import Evidence, first
from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.fulfilment import ShipmentDelivered, ShipmentLost, ShipmentMoved, ShipmentReturned
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnAccepted,
    ReturnCode,
    ReturnedLine,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
    VendorOrderTerms,
)
from bdcommerce.contracts.payments import FundsReleased, PayoutPaid, RefundCompleted

PaidBy = Literal["cash", "digital"]
PAID_AT_THE_DOOR = frozenset({"cod"})
"""Payment methods whose money comes with the delivery; that of all others came before the confirmation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that a customer got back, in poisha."""

    proof: Evidence
    amount: int
    settles: str = ""
    """The return or the dispute for which nothing is to be paid any more once this was paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeHeard:
    """A dispute over the vendor order, with its decision if there is one."""

    dispute_id: str
    opened: Evidence | None = None
    decided: Evidence | None = None
    refund: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnHeard:
    """Goods that came back, and what has to be paid back for them, in poisha."""

    accepted: Evidence
    amount: int
    code: ReturnCode = "other"
    lines: tuple[ReturnedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All of it. Amounts are in poisha."""

    confirmed: Evidence | None = None
    paid_by: PaidBy = "cash"
    same_city: bool = False
    """Whether vendor and customer are in the same city (DC-DLV-01)."""
    district: str = ""
    """Where the parcel goes."""
    terms: VendorOrderTerms | None = None
    terms_at: datetime | None = None
    handed_over: Evidence | None = None
    delivered: Evidence | None = None
    collected: int = 0
    paid_at_first: int = 0
    """What was paid before the confirmation, whatever was cancelled since."""
    ended: Evidence | None = None
    """Nothing will be delivered: cancelled, returned or lost."""
    ended_by: str = ""
    """`customer`, `vendor`, `staff`, `system` or `courier`."""
    completed: Evidence | None = None
    released: Evidence | None = None
    vendor_amount: int = 0
    commission: int = 0
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[DisputeHeard, ...] = ()
    returns: tuple[ReturnHeard, ...] = ()

    @property
    def paid(self) -> Evidence | None:
        """What shows that the customer has paid."""
        if self.paid_by == "digital":
            return self.confirmed
        return self.delivered if self.collected else None

    @property
    def paid_amount(self) -> int:
        """How much that was."""
        if self.paid_by == "digital":
            return self.terms.total.amount if self.terms else 0
        return self.collected

    @property
    def refunded(self) -> int:
        """How much of it was paid back."""
        return sum(refund.amount for refund in self.refunds)

    @property
    def handed_over_with_terms(self) -> bool:
        """Whether goods of a confirmed order have left the vendor: then an invoice is due (INV-01)."""
        return None not in (self.confirmed, self.terms_at, self.handed_over or self.delivered)

    @property
    def commission_due(self) -> bool:
        """Whether the operator has earned a commission that can be invoiced."""
        return None not in (self.confirmed, self.terms_at, self.released) and self.commission > 0

    @property
    def open_dispute(self) -> DisputeHeard | None:
        """The dispute that nobody has decided yet."""
        return next((dispute for dispute in self.disputes if dispute.opened and not dispute.decided), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A vendor order. The number and the customer are not known before its confirmation is heard."""

    vendor_order_id: str
    order_id: str
    vendor_id: str
    number: str = ""
    customer_id: str = ""
    facts: Facts = Facts()


def confirm(sale: Sale, event: OrderConfirmed, proof: Evidence, *, same_city: bool) -> Sale:
    """The purchase binds."""
    facts, terms = sale.facts, terms_of(event, sale.vendor_order_id)
    newer = facts.terms_at is not None and facts.terms_at > event.at
    return replace(
        sale,
        number=event.number,
        customer_id=event.customer_id,
        facts=replace(
            facts,
            confirmed=first(facts.confirmed, proof),
            paid_by="cash" if event.payment_method in PAID_AT_THE_DOOR else "digital",
            same_city=same_city,
            district=event.place.district,
            terms=facts.terms if newer else terms,
            terms_at=facts.terms_at if newer else event.at,
            paid_at_first=0 if event.payment_method in PAID_AT_THE_DOOR else terms.total.amount,
        ),
    )


def terms_of(event: OrderConfirmed, vendor_order_id: str) -> VendorOrderTerms:
    """The money of one vendor order of a purchase."""
    return next(terms for terms in event.vendor_orders if terms.vendor_order_id == vendor_order_id)


def hear(facts: Facts, event: Any, proof: Evidence) -> Facts:
    """What else is known once an event about a vendor order was heard."""
    learn: Callable[[Facts, Any, Evidence], Facts] = _LEARNT[type(event)]
    return learn(facts, event, proof)


def _amended(facts: Facts, event: VendorOrderAmended, _: Evidence) -> Facts:
    if facts.terms_at and facts.terms_at > event.at:
        return facts
    return replace(facts, terms=event.terms, terms_at=event.at)


def _moved(facts: Facts, event: ShipmentMoved, proof: Evidence) -> Facts:
    return replace(facts, handed_over=first(facts.handed_over, proof)) if event.status == "picked_up" else facts


def _delivered(facts: Facts, event: ShipmentDelivered, proof: Evidence) -> Facts:
    return replace(facts, delivered=first(facts.delivered, proof), collected=event.collected.amount)


def _cancelled(facts: Facts, event: VendorOrderCancelled, proof: Evidence) -> Facts:
    return _ended(facts, proof, event.by)


def _gone(facts: Facts, _: ShipmentReturned | ShipmentLost | VendorOrderReturned, proof: Evidence) -> Facts:
    return _ended(facts, proof, "courier")


def _ended(facts: Facts, proof: Evidence, by: str) -> Facts:
    earliest = first(facts.ended, proof)
    return replace(facts, ended=earliest, ended_by=by if earliest == proof else facts.ended_by)


def _completed(facts: Facts, _: VendorOrderCompleted, proof: Evidence) -> Facts:
    return replace(facts, completed=first(facts.completed, proof))


def _released(facts: Facts, event: FundsReleased, proof: Evidence) -> Facts:
    return replace(
        facts,
        released=first(facts.released, proof),
        vendor_amount=event.vendor_amount.amount,
        commission=event.commission.amount,
    )


def _refunded(facts: Facts, event: RefundCompleted, proof: Evidence) -> Facts:
    if any(refund.proof.reference == proof.reference for refund in facts.refunds):
        return facts
    settles = "" if event.left else event.return_id or event.dispute_id
    refunds = (*facts.refunds, Refund(proof=proof, amount=event.amount.amount, settles=settles))
    return replace(facts, refunds=tuple(sorted(refunds, key=lambda refund: (refund.proof.at, refund.proof.reference))))


def _given_back(facts: Facts, event: ReturnAccepted, proof: Evidence) -> Facts:
    if any(each.accepted.reference == proof.reference for each in facts.returns):
        return facts
    back = ReturnHeard(accepted=proof, amount=event.amount.amount, code=event.code, lines=tuple(event.lines))
    return replace(facts, returns=(*facts.returns, back))


def _disputed(facts: Facts, event: DisputeOpened | DisputeDecided, proof: Evidence) -> Facts:
    known = next((each for each in facts.disputes if each.dispute_id == event.dispute_id), None)
    dispute = known or DisputeHeard(dispute_id=event.dispute_id)
    if isinstance(event, DisputeOpened):
        dispute = replace(dispute, opened=proof)
    else:
        refund = 0 if event.return_id else event.refund.amount  # what comes back is paid for when it is there
        dispute = replace(dispute, decided=proof, refund=refund)
    others = (each for each in facts.disputes if each.dispute_id != event.dispute_id)
    return replace(facts, disputes=(*others, dispute))


_LEARNT: dict[type, Any] = {
    VendorOrderAmended: _amended,
    VendorOrderCancelled: _cancelled,
    VendorOrderReturned: _gone,
    VendorOrderCompleted: _completed,
    ShipmentMoved: _moved,
    ShipmentDelivered: _delivered,
    ShipmentReturned: _gone,
    ShipmentLost: _gone,
    FundsReleased: _released,
    RefundCompleted: _refunded,
    ReturnAccepted: _given_back,
    DisputeOpened: _disputed,
    DisputeDecided: _disputed,
}
REFERENCES: dict[type, str] = {
    OrderConfirmed: "order_id",
    VendorOrderAmended: "order_id",
    VendorOrderCancelled: "vendor_order_id",
    VendorOrderReturned: "vendor_order_id",
    VendorOrderCompleted: "vendor_order_id",
    ShipmentMoved: "shipment_id",
    ShipmentDelivered: "shipment_id",
    ShipmentReturned: "shipment_id",
    ShipmentLost: "shipment_id",
    FundsReleased: "vendor_order_id",
    RefundCompleted: "refund_id",
    ReturnAccepted: "return_id",
    PayoutPaid: "payout_id",
    DisputeOpened: "dispute_id",
    DisputeDecided: "dispute_id",
}
"""Which field says what an event was about."""
