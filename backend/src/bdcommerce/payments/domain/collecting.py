"""What may be done about a payment: each decision answers with the events that follow from it, or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import Conflict, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.payment import DOUBTED, NOTHING, OPENING, SURPLUS, Attempt, Payment, Refund, next_look
from bdcommerce.payments.domain.providers import AskedRefund, Opened, RefundVerdict, Verdict
from bdcommerce.payments.errors import PaymentClosed as Closed
from bdcommerce.payments.errors import UnknownPayment
from bdcommerce.payments.events import (
    AttemptAsked,
    AttemptCaptured,
    AttemptCleared,
    AttemptEnded,
    AttemptHinted,
    AttemptRedirected,
    AttemptStarted,
    Ended,
    Part,
    PartDueChanged,
    PaymentClosed,
    PrepaidRefundDone,
    PrepaidRefundLooked,
    PrepaidRefundOwed,
    PrepaidRefundRefused,
    PrepaidRefundSent,
    Undecided,
)

MOST_ATTEMPTS = 20
LATE = timedelta(hours=1)
"""So long after its end a page may still be paid at, by a customer who was on it."""
Events = list[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When to ask again, by how often it was asked."""

    looks: tuple[timedelta, ...]
    refunds: tuple[timedelta, ...]


def reusable(payment: Payment, provider: str, at: datetime) -> Attempt | None:
    """The attempt whose page the customer may still go to, so that no second one is begun."""
    latest = payment.latest
    if latest is None or not latest.open or latest.provider != provider or latest.agreed:
        return None
    goes_on = latest.expires_at is not None and latest.expires_at > at and latest.amount == payment.outstanding
    return latest if goes_on else None


def start(payment: Payment, provider: str, wallet_id: str, at: datetime) -> AttemptStarted:
    """Another attempt, at this provider. Raises UnknownPayment, PaymentClosed."""
    ensure(payment.opened_at, UnknownPayment.of(payment.order_id))
    stands = not payment.closed and bool(payment.outstanding)
    ensure(stands, Closed.of(payment.order_id, payment.closed or payment.status))
    ensure(payment.pay_until is None or at < payment.pay_until, Closed.of(payment.order_id, "expired"))
    number = len(payment.attempts) + 1
    ensure(number <= MOST_ATTEMPTS, Closed.of(payment.order_id, "tried too often"))
    return AttemptStarted(
        order_id=payment.order_id,
        attempt_id=ids.new_id("att"),
        number=number,
        provider=provider,
        reference=f"{payment.number.replace('-', '')}{number:02d}",
        amount=payment.outstanding,
        wallet_id=wallet_id,
        at=at,
    )


def redirected(attempt: AttemptStarted, opened: Opened, sealed: str, schedule: Schedule, at: datetime) -> Events:
    """The provider has a page for it."""
    return [
        AttemptRedirected(
            order_id=attempt.order_id,
            attempt_id=attempt.attempt_id,
            provider=attempt.provider,
            provider_payment_id=opened.provider_payment_id,
            redirect=sealed,
            expires_at=opened.expires_at,
            next_at=next_look(0, schedule.looks, at),
            at=at,
        )
    ]


def not_opened(attempt: AttemptStarted, code: str, at: datetime) -> Events:
    """There is no page to pay at, so nobody can pay by it."""
    return [_ended(attempt.order_id, attempt.attempt_id, "failed", code, at)]


def hear(
    payment: Payment, attempt_id: str, verdict: Verdict, *, agreed: bool, schedule: Schedule, at: datetime
) -> Events:
    """What the provider's answer means. The money counts only for our reference and to the poisha; what was captured
    stays captured, whatever else is said later; and what had ended is taken in if it brought money after all.
    """
    attempt = payment.attempts[attempt_id]
    if verdict.found == "captured" and attempt.status != "captured":
        doubt = _doubt(payment, attempt, verdict)
        if doubt is None:
            return [_captured(payment, attempt, verdict, at)]
        return [_asked(payment, attempt, *doubt, agreed=agreed, schedule=schedule, at=at)]
    if not attempt.open:
        return []
    if verdict.found in ("failed", "cancelled", "expired"):
        return [_ended(payment.order_id, attempt_id, verdict.found, verdict.code, at)]
    found: Undecided = "pending" if verdict.found == "pending" else "unknown"
    if found == "pending" and attempt.expires_at and at >= attempt.expires_at + LATE:
        return [_ended(payment.order_id, attempt_id, "expired", verdict.code, at)]
    return [_asked(payment, attempt, found, verdict.code, agreed=agreed, schedule=schedule, at=at)]


def hint(payment: Payment, attempt_id: str, at: datetime) -> Events:
    """Something was heard of an attempt: ask about it now, even if it had ended without money. Nothing if that is to be
    done anyway, or it has brought its money.
    """
    attempt = payment.attempts[attempt_id]
    asked_anyway = attempt.open and attempt.next_at is not None and attempt.next_at <= at
    if asked_anyway or attempt.status == "captured" or not attempt.provider_payment_id:
        return []
    return [AttemptHinted(order_id=payment.order_id, attempt_id=attempt_id, at=at)]


def clear(payment: Payment, attempt_number: int, by: str, at: datetime) -> Events:
    """Staff take in what the provider doubts. Raises UnknownPayment, Conflict."""
    found = [attempt for attempt in payment.attempts.values() if attempt.number == attempt_number]
    ensure(found, UnknownPayment.of(payment.order_id))
    doubted = found[0].status == "unknown" and found[0].doubted
    ensure(doubted, Conflict("Its provider does not doubt this payment.", status=found[0].status))
    return [AttemptCleared(order_id=payment.order_id, attempt_id=found[0].attempt_id, by=by, at=at)]


def misled(payment: Payment, attempt_id: str, code: str, schedule: Schedule, at: datetime) -> Events:
    """The provider said something that cannot be: it is asked again."""
    attempt = payment.attempts[attempt_id]
    return [_asked(payment, attempt, "mismatch", code, agreed=False, schedule=schedule, at=at)]


def change_due(payment: Payment, vendor_order_id: str, amount: Money, reason: str, at: datetime) -> Events:
    """Another amount is due for a vendor order from an instant on; nothing if something later is known. Of one of which
    a part was asked in advance never more than that.
    """
    amount = min(amount, payment.advances.get(vendor_order_id, amount))
    since = payment.changed_at.get(vendor_order_id)
    if vendor_order_id not in payment.due or (since is not None and since > at):
        return []
    if payment.due[vendor_order_id] == amount:
        return []
    changed = PartDueChanged(
        order_id=payment.order_id, vendor_order_id=vendor_order_id, amount=amount, reason=reason, at=at
    )
    return [changed]


def close(payment: Payment, reason: str, at: datetime) -> Events:
    """Nothing is due before delivery. Again: nothing more."""
    if payment.opened_at is None or payment.closed:
        return []
    return [PaymentClosed(order_id=payment.order_id, reason=reason, at=at)]


def owe_refunds(payment: Payment, at: datetime, *, return_id: str = "", dispute_id: str = "") -> Events:
    """What was received and is not due goes back the way it came: what a provider doubts, then the latest attempt."""
    excess, owed = payment.excess(), []
    for attempt in sorted(payment.attempts.values(), key=lambda each: (not each.doubted, -each.number)):
        room = attempt.captured - _returning(payment, attempt)
        parts: list[Part] = []
        for part_id in sorted(excess):
            taken = min(room, excess[part_id])
            if taken.amount > 0:
                parts.append(_part(payment, part_id, taken))
                room, excess[part_id] = room - taken, excess[part_id] - taken
        if parts:
            owed.append(_owed(payment, attempt, parts, at, return_id=return_id, dispute_id=dispute_id))
    return [*owed]


def send(refund: Refund, order_id: str, schedule: Schedule, at: datetime) -> Events:
    """Remember, before the provider is asked to pay it back, that it may have been."""
    next_at = next_look(refund.looks, schedule.refunds, at)
    return [PrepaidRefundSent(order_id=order_id, refund_id=refund.refund_id, next_at=next_at, at=at)]


def hear_refund(payment: Payment, refund_id: str, verdict: RefundVerdict, schedule: Schedule, at: datetime) -> Events:
    """What the provider's answer means for a refund. Once done it stays done."""
    refund = payment.refunds[refund_id]
    if not refund.open:
        return []
    if verdict.found == "done":
        return [_done(payment, refund, verdict.refund_trx_id, at)]
    if verdict.found == "refused":
        return [PrepaidRefundRefused(order_id=payment.order_id, refund_id=refund_id, code=verdict.code, at=at)]
    looked = PrepaidRefundLooked(
        order_id=payment.order_id,
        refund_id=refund_id,
        found=verdict.found,
        refund_trx_id=verdict.refund_trx_id,
        code=verdict.code,
        next_at=next_look(refund.looks, schedule.refunds, at),
        at=at,
    )
    return [looked]


def settle_by_hand(payment: Payment, refund_id: str, reference: str, at: datetime) -> Events:
    """Staff have paid back in the provider's own panel what it would not by call, or have found there that it was.

    Raises UnknownPayment, Conflict.
    """
    refund = payment.refunds.get(refund_id)
    if refund is None:
        raise UnknownPayment.of(payment.order_id)
    ensure(refund.status in ("refused", "sent"), Conflict(f"This refund is {refund.status}.", status=refund.status))
    return [_done(payment, refund, reference, at)]


def asked_refund(payment: Payment, refund: Refund) -> AskedRefund:
    """A refund as its provider is asked for it."""
    attempt = payment.attempts[refund.attempt_id]
    others = {
        other.refund_trx_id
        for other in payment.refunds.values()
        if other.attempt_id == refund.attempt_id and other.refund_id != refund.refund_id and other.refund_trx_id
    }
    return AskedRefund(
        refund_id=refund.refund_id,
        order_id=payment.order_id,
        amount=refund.amount,
        reason=refund.reason,
        reference=attempt.reference,
        original=attempt.captured,
        begun_at=attempt.started_at,
        provider_payment_id=attempt.provider_payment_id,
        trx_id=attempt.trx_id,
        sent=refund.sent,
        refund_trx_id=refund.refund_trx_id,
        known=frozenset(others),
    )


def due_refunds(payment: Payment, at: datetime) -> list[Refund]:
    """The refunds that are due, one of each attempt, the oldest: for a provider tells those of one attempt apart by
    nothing but their amounts.
    """
    oldest: dict[str, Refund] = {}
    for refund in sorted((each for each in payment.refunds.values() if each.open), key=lambda each: each.owed_at):
        oldest.setdefault(refund.attempt_id, refund)
    return [refund for refund in oldest.values() if refund.next_at is None or refund.next_at <= at]


def died_opening(payment: Payment, at: datetime) -> Events:
    """Attempts whose process died before there was a page to pay at."""
    return [
        _ended(payment.order_id, attempt.attempt_id, "failed", "never_opened", at)
        for attempt in payment.attempts.values()
        if attempt.status == "created" and at - attempt.started_at > OPENING
    ]


def _doubt(payment: Payment, attempt: Attempt, verdict: Verdict) -> tuple[Undecided, str] | None:
    """Why money that was taken is not taken in yet. What the provider doubts is, once it is only to go back."""
    agrees = verdict.amount == attempt.amount and verdict.reference == attempt.reference
    if not verdict.trx_id or not agrees:
        return "mismatch", "amount_or_reference"
    paid_otherwise = attempt.doubted and not payment.outstanding
    only_goes_back = payment.closed or paid_otherwise
    if verdict.risky and not attempt.cleared and not only_goes_back:
        return "risky", DOUBTED
    return None


def _captured(payment: Payment, attempt: Attempt, verdict: Verdict, at: datetime) -> AttemptCaptured:
    return AttemptCaptured(
        order_id=payment.order_id,
        attempt_id=attempt.attempt_id,
        provider=attempt.provider,
        amount=attempt.amount,
        trx_id=verdict.trx_id,
        parts=_divided(payment, attempt.amount),
        at=at,
    )


def _divided(payment: Payment, amount: Money) -> list[Part]:
    """For which vendor orders money is: for those that still wait for it, and the rest for none."""
    parts, left = [], amount
    for part_id, due in ({} if payment.closed else payment.due).items():
        taken = min(left, due - payment.received.get(part_id, NOTHING))
        if taken.amount > 0:
            parts.append(_part(payment, part_id, taken))
            left -= taken
    return [*parts, _part(payment, SURPLUS, left)] if left else parts


def _part(payment: Payment, part_id: str, amount: Money) -> Part:
    return Part(vendor_order_id=part_id, vendor_id=payment.vendors.get(part_id, ""), amount=amount)


def _returning(payment: Payment, attempt: Attempt) -> Money:
    of_it = (refund.amount for refund in payment.refunds.values() if refund.attempt_id == attempt.attempt_id)
    return sum(of_it, NOTHING)


def _asked(
    payment: Payment, attempt: Attempt, found: Undecided, code: str, *, agreed: bool, schedule: Schedule, at: datetime
) -> AttemptAsked:
    return AttemptAsked(
        order_id=payment.order_id,
        attempt_id=attempt.attempt_id,
        found=found,
        code=code,
        agreed=agreed or attempt.agreed,
        next_at=next_look(attempt.looks + 1, schedule.looks, at),
        at=at,
    )


def _ended(order_id: str, attempt_id: str, status: Ended, code: str, at: datetime) -> AttemptEnded:
    return AttemptEnded(order_id=order_id, attempt_id=attempt_id, status=status, code=code, at=at)


def _owed(
    payment: Payment, attempt: Attempt, parts: Sequence[Part], at: datetime, *, return_id: str, dispute_id: str
) -> PrepaidRefundOwed:
    return PrepaidRefundOwed(
        order_id=payment.order_id,
        refund_id=ids.new_id("ref"),
        attempt_id=attempt.attempt_id,
        provider=attempt.provider,
        amount=sum((part.amount for part in parts), NOTHING),
        parts=list(parts),
        reason=payment.closed or ("returned" if return_id else "disputed" if dispute_id else "not_due"),
        at=at,
        return_id=return_id,
        dispute_id=dispute_id,
    )


def _done(payment: Payment, refund: Refund, refund_trx_id: str, at: datetime) -> PrepaidRefundDone:
    return PrepaidRefundDone(
        order_id=payment.order_id,
        refund_id=refund.refund_id,
        provider=payment.attempts[refund.attempt_id].provider,
        amount=refund.amount,
        parts=[_part(payment, part_id, amount) for part_id, amount in refund.parts.items()],
        refund_trx_id=refund_trx_id,
        at=at,
    )
