"""A payment before delivery: what is due, what attempts have brought, what has to go back.

Nothing is counted but from events, and every signal (a callback, a webhook, the sweeper's own question) leads to the
same question to the provider. So signals may be late, repeated or in any order: the state they end in is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from bdcommerce.contracts.payments import PaymentStatus
from bdcommerce.kernel.money import Money
from bdcommerce.payments.events import (
    AttemptAsked,
    AttemptCaptured,
    AttemptCleared,
    AttemptEnded,
    AttemptHinted,
    AttemptRedirected,
    AttemptStarted,
    PartDueChanged,
    PaymentClosed,
    PaymentOpened,
    PrepaidRefundDone,
    PrepaidRefundLooked,
    PrepaidRefundOwed,
    PrepaidRefundRefused,
    PrepaidRefundSent,
)

AttemptStatus = Literal[
    "created", "redirected", "pending_confirm", "unknown", "captured", "failed", "cancelled", "expired"
]
RefundStatus = Literal["owed", "sent", "processing", "done", "refused"]
NOTHING = Money(0)
SURPLUS = ""
"""The part of money that belongs to no vendor order."""
OPENING = timedelta(minutes=2)
"""An attempt that was never redirected by then belongs to a process that died."""
DOUBTED = "risk_level"
"""The code of an attempt whose money its provider doubts."""
_OPEN: frozenset[AttemptStatus] = frozenset({"redirected", "pending_confirm", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to take the money, at one provider."""

    attempt_id: str
    number: int
    provider: str
    reference: str
    amount: Money
    started_at: datetime
    status: AttemptStatus = "created"
    provider_payment_id: str = ""
    redirect: str = ""
    expires_at: datetime | None = None
    next_at: datetime | None = None
    looks: int = 0
    agreed: bool = False
    cleared: bool = False
    """Staff take the money in although the provider doubts it."""
    code: str = ""
    trx_id: str = ""
    captured: Money = NOTHING

    @property
    def open(self) -> bool:
        """Whether the provider may still take money by it."""
        return self.status in _OPEN

    @property
    def doubted(self) -> bool:
        """Whether its provider doubts it, and nobody has looked at it."""
        return self.code == DOUBTED and not self.cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money on its way back."""

    refund_id: str
    attempt_id: str
    amount: Money
    parts: Mapping[str, Money]
    reason: str
    owed_at: datetime
    return_id: str = ""
    dispute_id: str = ""
    status: RefundStatus = "owed"
    next_at: datetime | None = None
    looks: int = 0
    sent: int = 0
    refund_trx_id: str = ""
    code: str = ""

    @property
    def cause(self) -> str:
        """The return or the dispute it is for; empty where the money was just not due."""
        return self.return_id or self.dispute_id

    @property
    def open(self) -> bool:
        """Whether it is still to be paid."""
        return self.status in ("owed", "sent", "processing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """The payment of one order. `opened_at` is None where none was ever opened."""

    order_id: str
    payment_id: str = ""
    number: str = ""
    customer_id: str = ""
    guest_hash: str = ""
    opened_at: datetime | None = None
    pay_until: datetime | None = None
    due: Mapping[str, Money] = field(default_factory=dict)
    """By vendor order."""
    vendors: Mapping[str, str] = field(default_factory=dict)
    changed_at: Mapping[str, datetime] = field(default_factory=dict)
    """Since when what is due for a vendor order holds: what was heard late does not overrule it."""
    received: Mapping[str, Money] = field(default_factory=dict)
    """By vendor order, and what belongs to none."""
    advances: Mapping[str, Money] = field(default_factory=dict)
    """By vendor order: no more than that is ever due before delivery. Empty: whatever it costs."""
    closed: str = ""
    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    refunds: Mapping[str, Refund] = field(default_factory=dict)

    @property
    def total_due(self) -> Money:
        """What has to be paid before delivery, as things stand."""
        return NOTHING if self.closed else sum(self.due.values(), NOTHING)

    @property
    def captured(self) -> Money:
        """What attempts have brought."""
        return sum((attempt.captured for attempt in self.attempts.values()), NOTHING)

    @property
    def returning(self) -> Money:
        """What has gone back or will."""
        return sum((refund.amount for refund in self.refunds.values()), NOTHING)

    @property
    def outstanding(self) -> Money:
        """What is still to be paid."""
        missing = self.total_due - self.captured + self.returning
        return missing if missing.amount > 0 else NOTHING

    @property
    def paid(self) -> bool:
        """Whether everything was paid, ever."""
        return bool(self.captured) and self.captured >= sum(self.due.values(), NOTHING)

    @property
    def latest(self) -> Attempt | None:
        """The last attempt that was begun."""
        return max(self.attempts.values(), key=lambda attempt: attempt.number, default=None)

    @property
    def status(self) -> PaymentStatus:
        """Where it stands, as a whole."""
        if self.captured:
            return _status_of_captured(self)
        if self.closed:
            return "expired" if self.closed == "payment_expired" else "cancelled"
        latest = self.latest
        return latest.status if latest else "created"

    def left_of(self, cause: str) -> Money:
        """What is still to be paid back for a return of goods, or by a dispute."""
        open_ones = (each for each in self.refunds.values() if each.cause == cause and each.status != "done")
        return sum((each.amount for each in open_ones), NOTHING)

    def given_back(self, vendor_order_id: str) -> Money:
        """What went back, or will, of a vendor order that was due and paid."""
        caused = (each.parts.get(vendor_order_id, NOTHING) for each in self.refunds.values() if each.cause)
        return sum(caused, NOTHING)

    def excess(self) -> dict[str, Money]:
        """What was received and is not due, by vendor order."""
        gone: dict[str, Money] = {}
        for refund in self.refunds.values():
            for part, amount in refund.parts.items():
                gone[part] = gone.get(part, NOTHING) + amount
        left: dict[str, Money] = {}
        for part, received in self.received.items():
            due = NOTHING if self.closed else self.due.get(part, NOTHING)
            over = received - gone.get(part, NOTHING) - due
            if over.amount > 0:
                left[part] = over
        return left

    @property
    def next_at(self) -> datetime | None:
        """When somebody has to look after it; None: never again, as far as is known."""
        moments = [attempt.next_at for attempt in self.attempts.values() if attempt.open and attempt.next_at]
        moments += [attempt.started_at + OPENING for attempt in self.attempts.values() if attempt.status == "created"]
        moments += [refund.next_at or refund.owed_at for refund in self.refunds.values() if refund.open]
        if self.opened_at and self.excess():
            moments.append(self.opened_at)
        return min(moments, default=None)


def _status_of_captured(payment: Payment) -> PaymentStatus:
    if any(refund.open for refund in payment.refunds.values()) or payment.excess():
        return "refund_pending"
    if not payment.returning:
        return "captured"
    return "refunded" if payment.returning >= payment.captured else "partially_refunded"


def next_look(looks: int, schedule: Sequence[timedelta], at: datetime) -> datetime:
    """When to ask again after so many questions; the last pause of the schedule repeats."""
    return at + schedule[min(looks, len(schedule) - 1)]


def restore(order_id: str, happened: Sequence[object]) -> Payment:
    """The state after what happened."""
    return reduce(evolve, happened, Payment(order_id=order_id))


def evolve(payment: Payment, event: object) -> Payment:
    """The state after one more event."""
    match event:
        case PaymentOpened():
            return _opened(payment, event)
        case PartDueChanged():
            due = {**payment.due, event.vendor_order_id: event.amount}
            return replace(payment, due=due, changed_at={**payment.changed_at, event.vendor_order_id: event.at})
        case PaymentClosed():
            return replace(payment, closed=payment.closed or event.reason)
        case AttemptStarted() | AttemptCaptured():
            return _attempted(payment, event)
        case AttemptRedirected() | AttemptHinted() | AttemptAsked() | AttemptCleared() | AttemptEnded():
            return _with_attempt(payment, _attempt_after(payment.attempts[event.attempt_id], event))
        case _:
            return _refunding(payment, event)


def _opened(payment: Payment, event: PaymentOpened) -> Payment:
    known = payment.due
    return replace(
        payment,
        payment_id=event.payment_id,
        number=event.number,
        customer_id=event.customer_id,
        guest_hash=event.guest_hash,
        opened_at=event.at,
        pay_until=event.pay_until,
        due={**{part.vendor_order_id: part.amount for part in event.parts}, **known},
        vendors={part.vendor_order_id: part.vendor_id for part in event.parts},
        advances={part.vendor_order_id: part.amount for part in event.parts} if event.advance else {},
    )


def _with_attempt(payment: Payment, attempt: Attempt) -> Payment:
    return replace(payment, attempts={**payment.attempts, attempt.attempt_id: attempt})


def _attempted(payment: Payment, event: AttemptStarted | AttemptCaptured) -> Payment:
    if isinstance(event, AttemptStarted):
        names = ("attempt_id", "number", "provider", "reference", "amount")
        begun = Attempt(**{name: getattr(event, name) for name in names}, started_at=event.at)
        return _with_attempt(payment, begun)
    received = dict(payment.received)
    for part in event.parts:
        received[part.vendor_order_id] = received.get(part.vendor_order_id, NOTHING) + part.amount
    paid = replace(
        payment.attempts[event.attempt_id],
        status="captured",
        captured=event.amount,
        trx_id=event.trx_id,
        next_at=None,
    )
    return _with_attempt(replace(payment, received=received), paid)


def _attempt_after(
    attempt: Attempt, event: AttemptRedirected | AttemptHinted | AttemptAsked | AttemptCleared | AttemptEnded
) -> Attempt:
    match event:
        case AttemptRedirected():
            return replace(
                attempt,
                status="redirected",
                provider_payment_id=event.provider_payment_id,
                redirect=event.redirect,
                expires_at=event.expires_at,
                next_at=event.next_at,
            )
        case AttemptHinted():
            return replace(attempt, next_at=event.at, status=attempt.status if attempt.open else "unknown")
        case AttemptCleared():
            return replace(attempt, cleared=True, next_at=event.at)
        case AttemptAsked():
            status: AttemptStatus = "pending_confirm" if event.agreed else "redirected"
            return replace(
                attempt,
                status=status if event.found == "pending" else "unknown",
                looks=attempt.looks + 1,
                agreed=attempt.agreed or event.agreed,
                next_at=event.next_at,
                code=event.code,
            )
        case AttemptEnded():
            return replace(attempt, status=event.status, code=event.code, next_at=None)


def _looked(before: Refund, event: PrepaidRefundLooked) -> Refund:
    sent = before.sent - (event.found == "not_asked")
    status: RefundStatus = "processing" if event.found == "processing" else before.status
    return replace(
        before,
        status=status if sent else "owed",
        looks=before.looks + 1,
        sent=sent,
        next_at=event.next_at,
        refund_trx_id=event.refund_trx_id or before.refund_trx_id,
        code=event.code,
    )


def _refunding(payment: Payment, event: object) -> Payment:
    match event:
        case PrepaidRefundOwed():
            after = Refund(
                refund_id=event.refund_id,
                attempt_id=event.attempt_id,
                amount=event.amount,
                parts={part.vendor_order_id: part.amount for part in event.parts},
                reason=event.reason,
                owed_at=event.at,
                return_id=event.return_id,
                dispute_id=event.dispute_id,
            )
        case PrepaidRefundSent():
            before = payment.refunds[event.refund_id]
            after = replace(before, status="sent", sent=before.sent + 1, next_at=event.next_at)
        case PrepaidRefundLooked():
            after = _looked(payment.refunds[event.refund_id], event)
        case PrepaidRefundDone():
            before = payment.refunds[event.refund_id]
            after = replace(before, status="done", refund_trx_id=event.refund_trx_id, next_at=None)
        case PrepaidRefundRefused():
            after = replace(payment.refunds[event.refund_id], status="refused", code=event.code, next_at=None)
        case _:
            message = f"{event!r} is not part of a payment's life"
            raise TypeError(message)
    return replace(payment, refunds={**payment.refunds, after.refund_id: after})
