"""A batch of payouts: one person drafts it, another approves it, the bank is told, and each payout ends on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import Literal

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.errors import SamePerson, UnknownBatch, UnknownPayout, WrongPayoutStatus
from bdcommerce.payments.events import (
    DraftedPayout,
    PayoutBounced,
    PayoutConfirmed,
    PayoutsApproved,
    PayoutsDiscarded,
    PayoutsDrafted,
    PayoutsSent,
)

PayoutStatus = Literal["draft", "approved", "sent", "paid", "failed", "discarded"]
BatchStatus = Literal["draft", "approved", "sent", "settled", "discarded"]
MAX_PAYOUTS = 500
"""So many in one batch: a file a person can still read before approving it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money on its way to one vendor."""

    payout_id: str
    vendor_id: str
    amount: Money
    status: PayoutStatus = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Payouts that go to the bank together."""

    batch_id: str
    drafted_by: str = ""
    status: BatchStatus = "draft"
    payouts: Mapping[str, Payout] = field(default_factory=dict)
    owed_by: datetime | None = None
    """The instant by which what it pays was owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a vendor is owed, since when it has to have it, and (sealed) where it wants it."""

    vendor_id: str
    amount: Money
    due_on: date | None
    payee: str


def draft(dues: Sequence[Due], by: str, until: datetime | None = None) -> PayoutsDrafted:
    """A new batch that pays what is due, or was by `until`."""
    payouts = [
        DraftedPayout(
            payout_id=ids.new_id("pay"), vendor_id=due.vendor_id, amount=due.amount, due_on=due.due_on, payee=due.payee
        )
        for due in dues
    ]
    return PayoutsDrafted(batch_id=ids.new_id("bat"), by=by, at=clock.now(), payouts=payouts, until=until)


def discard(batch: Batch, by: str) -> PayoutsDiscarded:
    """Throw a draft away. Raises WrongPayoutStatus."""
    _require(batch, "draft")
    return PayoutsDiscarded(batch_id=batch.batch_id, by=by, at=clock.now())


def approve(batch: Batch, by: str) -> PayoutsApproved:
    """A second person says yes. Raises WrongPayoutStatus, SamePerson."""
    _require(batch, "draft")
    ensure(by != batch.drafted_by, SamePerson.of(batch.batch_id))
    return PayoutsApproved(batch_id=batch.batch_id, by=by, at=clock.now())


def send(batch: Batch, by: str) -> PayoutsSent:
    """The bank has been given the file. Raises WrongPayoutStatus."""
    _require(batch, "approved")
    return PayoutsSent(batch_id=batch.batch_id, by=by, at=clock.now())


def confirm(batch: Batch, payout_id: str, bank_charge: Money, by: str) -> PayoutConfirmed:
    """The bank paid one. Raises UnknownPayout, WrongPayoutStatus."""
    _sent_payout(batch, payout_id)
    return PayoutConfirmed(batch_id=batch.batch_id, payout_id=payout_id, bank_charge=bank_charge, by=by, at=clock.now())


def bounce(batch: Batch, payout_id: str, reason: str, by: str) -> PayoutBounced:
    """The bank could not pay one. Raises UnknownPayout, WrongPayoutStatus."""
    _sent_payout(batch, payout_id)
    return PayoutBounced(batch_id=batch.batch_id, payout_id=payout_id, reason=reason, by=by, at=clock.now())


def _require(batch: Batch, status: BatchStatus) -> None:
    ensure(batch.payouts, UnknownBatch.of(batch.batch_id))
    ensure(batch.status == status, WrongPayoutStatus.of(f"Batch {batch.batch_id}", batch.status, status))


def _sent_payout(batch: Batch, payout_id: str) -> None:
    ensure(batch.payouts, UnknownBatch.of(batch.batch_id))
    payout = batch.payouts.get(payout_id)
    if payout is None:
        raise UnknownPayout.of(batch.batch_id, payout_id)
    ensure(payout.status == "sent", WrongPayoutStatus.of(f"Payout {payout_id}", payout.status, "sent"))


def restore(batch_id: str, happened: Sequence[object]) -> Batch:
    """The state after what happened."""
    return reduce(evolve, happened, Batch(batch_id=batch_id))


def evolve(batch: Batch, event: object) -> Batch:
    """The state after one more event."""
    match event:
        case PayoutsDrafted():
            payouts = {
                item.payout_id: Payout(payout_id=item.payout_id, vendor_id=item.vendor_id, amount=item.amount)
                for item in event.payouts
            }
            return replace(batch, drafted_by=event.by, payouts=payouts, owed_by=event.until or event.at)
        case PayoutsDiscarded():
            return _all(batch, "discarded")
        case PayoutsApproved():
            return _all(batch, "approved")
        case PayoutsSent():
            return _all(batch, "sent")
        case PayoutConfirmed():
            return _one(batch, event.payout_id, "paid")
        case PayoutBounced():
            return _one(batch, event.payout_id, "failed")
        case _:
            message = f"{event!r} is not part of a batch's life"
            raise TypeError(message)


def _all(batch: Batch, status: Literal["approved", "sent", "discarded"]) -> Batch:
    payouts = {payout_id: replace(payout, status=status) for payout_id, payout in batch.payouts.items()}
    return replace(batch, status=status, payouts=payouts)


def _one(batch: Batch, payout_id: str, status: Literal["paid", "failed"]) -> Batch:
    payouts = {**batch.payouts, payout_id: replace(batch.payouts[payout_id], status=status)}
    open_ones = any(payout.status == "sent" for payout in payouts.values())
    return replace(batch, status="sent" if open_ones else "settled", payouts=payouts)
