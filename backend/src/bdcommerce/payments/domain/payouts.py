"""A batch of payouts: one person drafts it, another approves it, the bank is told, and each payout ends on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import Any, Literal

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.rails import ASKED_BY_US
from bdcommerce.payments.errors import SamePerson, SentByItself, UnknownBatch, UnknownPayout, WrongPayoutStatus
from bdcommerce.payments.events import (
    DraftedPayout,
    PayoutAsked,
    PayoutBounced,
    PayoutConfirmed,
    PayoutNotSent,
    PayoutReturned,
    PayoutsApproved,
    PayoutsDiscarded,
    PayoutsDrafted,
    PayoutsSent,
    PayoutUnsure,
    Proposal,
    Rail,
    ResolutionProposed,
    ResolutionRefused,
)

PayoutStatus = Literal["draft", "approved", "sent", "unknown", "paid", "failed", "returned", "discarded"]
BatchStatus = Literal["draft", "approved", "sent", "settled", "discarded"]
MAX_PAYOUTS = 500
"""So many in one batch: a file a person can still read before approving it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money on its way to one vendor."""

    payout_id: str
    vendor_id: str
    amount: Money
    rail: Rail = "beftn"
    payee: str = ""
    """Sealed."""
    wallet: str = ""
    """The key of the wallet it goes to."""
    status: PayoutStatus = "draft"
    tries: int = 0
    """How often its rail was asked to pay it."""
    asked_at: datetime | None = None
    again_at: datetime | None = None
    """Not before then is it tried again."""
    looks: int = 0
    """How often it was found that nobody knows."""
    trx_id: str = ""
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Payouts that are decided on together."""

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
    rail: Rail = "beftn"
    wallet: str = ""


def draft(dues: Sequence[Due], by: str, until: datetime | None = None) -> PayoutsDrafted:
    """A new batch that pays what is due, or was by `until`."""
    payouts = [
        DraftedPayout(
            payout_id=ids.new_id("pay"),
            vendor_id=due.vendor_id,
            amount=due.amount,
            due_on=due.due_on,
            payee=due.payee,
            rail=due.rail,
            wallet=due.wallet,
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
    """The bank has been given the file. Raises WrongPayoutStatus, also when no payout of it is carried by people."""
    _require(batch, "approved")
    waiting = [each for each in batch.payouts.values() if _carried(each)]
    ensure(waiting, WrongPayoutStatus.of(f"Batch {batch.batch_id}", "sent", "approved and carried to the bank"))
    return PayoutsSent(batch_id=batch.batch_id, by=by, at=clock.now())


def confirm(batch: Batch, payout_id: str, bank_charge: Money, by: str, reference: str = "") -> PayoutConfirmed:
    """The bank paid one. Raises UnknownPayout, WrongPayoutStatus, SentByItself."""
    _carried_there(batch, payout_id)
    return confirmed(batch, payout_id, bank_charge, by, reference)


def confirmed(batch: Batch, payout_id: str, charge: Money, by: str, reference: str) -> PayoutConfirmed:
    """It has arrived, whoever says so."""
    return PayoutConfirmed(
        batch_id=batch.batch_id, payout_id=payout_id, bank_charge=charge, by=by, at=clock.now(), reference=reference
    )


def bounce(batch: Batch, payout_id: str, reason: str, by: str) -> PayoutBounced:
    """The bank could not pay one, or one that waits for a rail that we ask ourselves is given up. Raises UnknownPayout,
    WrongPayoutStatus, SentByItself.
    """
    payout = known(batch, payout_id)
    if payout.rail not in ASKED_BY_US or payout.status != "approved":
        _carried_there(batch, payout_id)
    return bounced(batch, payout_id, reason, by)


def bounced(batch: Batch, payout_id: str, reason: str, by: str) -> PayoutBounced:
    """It has not arrived and will not, whoever says so."""
    return PayoutBounced(batch_id=batch.batch_id, payout_id=payout_id, reason=reason, by=by, at=clock.now())


def give_back(batch: Batch, payout_id: str, reason: str, charge: Money, by: str) -> PayoutReturned:
    """One that had arrived has come back. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus."""
    wanted(batch, payout_id, "paid")
    return PayoutReturned(
        batch_id=batch.batch_id, payout_id=payout_id, reason=reason, charge=charge, by=by, at=clock.now()
    )


def wanted(batch: Batch, payout_id: str, status: PayoutStatus) -> Payout:
    """A payout in a state. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus."""
    payout = known(batch, payout_id)
    ensure(payout.status == status, WrongPayoutStatus.of(f"Payout {payout_id}", payout.status, status))
    return payout


def known(batch: Batch, payout_id: str) -> Payout:
    """A payout. Raises UnknownBatch, UnknownPayout."""
    ensure(batch.payouts, UnknownBatch.of(batch.batch_id))
    payout = batch.payouts.get(payout_id)
    if payout is None:
        raise UnknownPayout.of(batch.batch_id, payout_id)
    return payout


def _require(batch: Batch, status: BatchStatus) -> None:
    ensure(batch.payouts, UnknownBatch.of(batch.batch_id))
    ensure(batch.status == status, WrongPayoutStatus.of(f"Batch {batch.batch_id}", batch.status, status))


def _carried(payout: Payout) -> bool:
    return payout.status == "approved" and payout.rail not in ASKED_BY_US


def _carried_there(batch: Batch, payout_id: str) -> None:
    payout = wanted(batch, payout_id, "sent")
    ensure(payout.rail not in ASKED_BY_US, SentByItself.of(payout_id, payout.rail))


def restore(batch_id: str, happened: Sequence[object]) -> Batch:
    """The state after what happened."""
    return reduce(evolve, happened, Batch(batch_id=batch_id))


def evolve(batch: Batch, event: object) -> Batch:
    """The state after one more event."""
    match event:
        case PayoutsDrafted():
            return _drafted(batch, event)
        case PayoutsDiscarded():
            return _all(batch, "discarded")
        case PayoutsApproved():
            return _all(batch, "approved")
        case PayoutsSent():
            sent = {
                each.payout_id: replace(each, status="sent", asked_at=event.at) if _carried(each) else each
                for each in batch.payouts.values()
            }
            return _settled(batch, sent)
        case _:
            return _ended(batch, event) or _asked(batch, event)


def _ended(batch: Batch, event: object) -> Batch | None:
    match event:
        case PayoutConfirmed():
            return _one(batch, event.payout_id, status="paid", trx_id=event.reference, proposal=None)
        case PayoutBounced():
            return _one(batch, event.payout_id, status="failed", proposal=None)
        case PayoutReturned():
            return _one(batch, event.payout_id, status="returned")
        case _:
            return None


def _asked(batch: Batch, event: object) -> Batch:
    """The part of its life in which a rail is asked by us."""
    match event:
        case PayoutAsked():
            return _one(batch, event.payout_id, status="sent", tries=event.number, asked_at=event.at, again_at=None)
        case PayoutNotSent():
            return _one(batch, event.payout_id, status="approved", asked_at=None, again_at=event.again_at)
        case PayoutUnsure():
            looks = batch.payouts[event.payout_id].looks + 1
            return _one(batch, event.payout_id, status="unknown", looks=looks, trx_id=event.trx_id)
        case ResolutionProposed():
            return _one(batch, event.payout_id, proposal=event.proposal)
        case ResolutionRefused():
            return _one(batch, event.payout_id, proposal=None)
        case _:
            message = f"{event!r} is not part of a batch's life"
            raise TypeError(message)


def _drafted(batch: Batch, event: PayoutsDrafted) -> Batch:
    payouts = {
        item.payout_id: Payout(
            payout_id=item.payout_id,
            vendor_id=item.vendor_id,
            amount=item.amount,
            rail=item.rail,
            payee=item.payee,
            wallet=item.wallet,
        )
        for item in event.payouts
    }
    return replace(batch, drafted_by=event.by, payouts=payouts, owed_by=event.until or event.at)


def _all(batch: Batch, status: Literal["approved", "discarded"]) -> Batch:
    payouts = {payout_id: replace(payout, status=status) for payout_id, payout in batch.payouts.items()}
    return replace(batch, status=status, payouts=payouts)


def _one(batch: Batch, payout_id: str, **changed: Any) -> Batch:
    return _settled(batch, {**batch.payouts, payout_id: replace(batch.payouts[payout_id], **changed)})


def _settled(batch: Batch, payouts: Mapping[str, Payout]) -> Batch:
    """A batch is as far as the last of its payouts."""
    stages = {payout.status for payout in payouts.values()}
    status: BatchStatus = "approved" if "approved" in stages else "settled"
    if status == "settled" and stages & {"sent", "unknown"}:
        status = "sent"
    return replace(batch, status=status, payouts=payouts)
