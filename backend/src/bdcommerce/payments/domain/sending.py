"""A payout by a rail that we ask ourselves: asked once, and never again before it is certain that it was not paid.

What was asked and not answered is `unknown`. Only the rail's own word ends that: its answer about a transaction, or its
statement, which one person reads and another one believes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import payouts
from bdcommerce.payments.domain.payouts import Batch, Payout
from bdcommerce.payments.domain.rails import ASKED_BY_US, Limits, TransferVerdict, Used, next_day
from bdcommerce.payments.errors import SamePerson, TooEarlyToSay, WrongPayoutStatus
from bdcommerce.payments.events import (
    Outcome,
    PayoutAsked,
    PayoutBounced,
    PayoutConfirmed,
    PayoutNotSent,
    PayoutUnsure,
    Proposal,
    ResolutionProposed,
    ResolutionRefused,
)

SYSTEM = "system"
DAY_LIMIT, LIMIT, NO_WORD = "wallet_day_limit", "wallet_limit", "no_word"


@dataclass(frozen=True, slots=True)
class Pauses:
    """When a rail is asked again."""

    after_nothing: timedelta
    """So long after it is certain that nothing was sent."""
    silence: timedelta
    """So long after it was asked, whoever asked it is taken to have died."""
    looks: Sequence[timedelta]
    """Between questions about what became of a payment; the last one repeats."""
    statement: timedelta
    """So long after it was asked, its statement shows whether it has paid."""
    unknown: timedelta = timedelta(hours=6)
    """So long nobody may know of a payout before somebody has to look after it."""

    def look(self, looks: int) -> timedelta:
        """The pause before the next question."""
        return self.looks[min(looks, len(self.looks) - 1)]


def ask(
    batch: Batch, payout_id: str, *, limit: Limits, used: Used, at: datetime
) -> PayoutAsked | PayoutNotSent | PayoutBounced | None:
    """What is to be done about a payout that waits for its rail: ask it, wait for another day, or give it up because
    its wallet takes no more in this month; nothing if it does not wait. `used` is what the wallet was sent before.
    """
    payout = batch.payouts.get(payout_id)
    if payout is None or payout.status != "approved" or payout.rail not in ASKED_BY_US:
        return None
    if payout.again_at and payout.again_at > at:
        return None
    if used.month + payout.amount > limit.wallet_month or payout.amount > limit.wallet_day:
        return payouts.bounced(batch, payout_id, LIMIT, SYSTEM)
    if used.day + payout.amount > limit.wallet_day:
        return PayoutNotSent(batch_id=batch.batch_id, payout_id=payout_id, code=DAY_LIMIT, again_at=next_day(at), at=at)
    return PayoutAsked(batch_id=batch.batch_id, payout_id=payout_id, number=payout.tries + 1, at=at)


def hear(
    batch: Batch, payout_id: str, number: int, *, verdict: TransferVerdict, pauses: Pauses, at: datetime
) -> PayoutConfirmed | PayoutBounced | PayoutNotSent | PayoutUnsure | None:
    """What the rail's answer to the question of that number makes of a payout; nothing once it is decided."""
    payout = batch.payouts[payout_id]
    if payout.status not in {"sent", "unknown"} or payout.tries != number:
        return None
    match verdict.found:
        case "paid":
            return payouts.confirmed(batch, payout_id, verdict.fee, SYSTEM, verdict.trx_id)
        case "failed":
            return payouts.bounced(batch, payout_id, verdict.code, SYSTEM)
        case "not_sent":
            again_at = at + pauses.after_nothing
            return PayoutNotSent(
                batch_id=batch.batch_id, payout_id=payout_id, code=verdict.code, again_at=again_at, at=at
            )
        case _:
            return _unsure(batch, payout, verdict, pauses, at)


def _unsure(batch: Batch, payout: Payout, verdict: TransferVerdict, pauses: Pauses, at: datetime) -> PayoutUnsure:
    trx_id = verdict.trx_id or payout.trx_id
    return PayoutUnsure(
        batch_id=batch.batch_id,
        payout_id=payout.payout_id,
        code=verdict.code,
        trx_id=trx_id,
        look_at=at + pauses.look(payout.looks) if trx_id else None,
        at=at,
    )


def died(batch: Batch, payout_id: str, pauses: Pauses, at: datetime) -> PayoutUnsure | None:
    """Whoever asked was never heard of again: it may have been paid."""
    payout = batch.payouts[payout_id]
    asked = payout.status == "sent" and payout.rail in ASKED_BY_US and payout.asked_at is not None
    if not asked or payout.asked_at is None or at < payout.asked_at + pauses.silence:
        return None
    return _unsure(batch, payout, TransferVerdict(found="unknown", code=NO_WORD), pauses, at)


def propose(batch: Batch, payout_id: str, proposal: Proposal, pauses: Pauses) -> ResolutionProposed:
    """One person says by the rail's statement what has become of it; what was said before counts no more.

    Raises UnknownBatch, UnknownPayout, WrongPayoutStatus; TooEarlyToSay that it was not paid, while it may still be.
    """
    payout = payouts.wanted(batch, payout_id, "unknown")
    if proposal.outcome == "not_paid" and payout.asked_at:
        known_at = payout.asked_at + pauses.statement
        ensure(proposal.at >= known_at, TooEarlyToSay.before(payout_id, known_at))
    return ResolutionProposed(batch_id=batch.batch_id, payout_id=payout_id, proposal=proposal)


def refuse(batch: Batch, payout_id: str, by: str, at: datetime) -> ResolutionRefused:
    """The evidence does not convince. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus."""
    _proposed(batch, payout_id)
    return ResolutionRefused(batch_id=batch.batch_id, payout_id=payout_id, by=by, at=at)


def accept(batch: Batch, payout_id: str, by: str) -> PayoutConfirmed | PayoutBounced:
    """A second person believes it. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus, SamePerson."""
    proposal = _proposed(batch, payout_id)
    ensure(by != proposal.by, SamePerson.of(batch.batch_id))
    if proposal.outcome == "paid":
        return payouts.confirmed(batch, payout_id, proposal.charge, by, proposal.reference)
    return payouts.bounced(batch, payout_id, proposal.evidence, by)


def _proposed(batch: Batch, payout_id: str) -> Proposal:
    proposal = payouts.wanted(batch, payout_id, "unknown").proposal
    if proposal is None:
        raise WrongPayoutStatus.of(f"Payout {payout_id}", "unknown", "unknown with a proposal")
    return proposal


def proposal(*, outcome: Outcome, evidence: str, reference: str, charge: Money, by: str, at: datetime) -> Proposal:
    """What somebody says. `reference` and `charge` belong to what was paid."""
    paid = outcome == "paid"
    return Proposal(
        outcome=outcome,
        evidence=evidence,
        reference=reference if paid else "",
        charge=charge if paid else Money(0),
        by=by,
        at=at,
    )
