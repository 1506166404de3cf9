"""What is read of payouts and of how vendors are paid, kept beside the events that say it."""

from dataclasses import asdict
from typing import Any

import msgspec
from sqlalchemy import case, exists, func, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.payments.domain.payouts import PayoutStatus
from bdcommerce.payments.domain.rails import ASKED_BY_US
from bdcommerce.payments.events import (
    PayoutAsked,
    PayoutBounced,
    PayoutConfirmed,
    PayoutMethodAccepted,
    PayoutMethodAsked,
    PayoutMethodRefused,
    PayoutNotSent,
    PayoutReturned,
    PayoutsApproved,
    PayoutsDiscarded,
    PayoutsDrafted,
    PayoutsSent,
    PayoutUnsure,
    ResolutionProposed,
    ResolutionRefused,
)
from bdcommerce.payments.tables import payout, payout_batch, payout_method

_OURS = payout.c.rail.in_(sorted(ASKED_BY_US))


async def drafted(event: PayoutsDrafted, _: EventMeta, tx: Transaction) -> None:
    """A new batch."""
    batch = {"batch_id": event.batch_id, "status": "draft", "drafted_by": event.by, "drafted_at": event.at}
    await tx.execute(insert(payout_batch).values(batch))
    rows = [
        {
            "payout_id": item.payout_id,
            "batch_id": event.batch_id,
            "vendor_id": item.vendor_id,
            "amount": item.amount.amount,
            "due_on": item.due_on,
            "payee_sealed": item.payee,
            "status": "draft",
            "drafted_at": event.at,
            "rail": item.rail,
            "wallet_key": item.wallet,
            "tries": 0,
        }
        for item in event.payouts
    ]
    await tx.execute(insert(payout), rows)


async def discarded(event: PayoutsDiscarded, _: EventMeta, tx: Transaction) -> None:
    """A batch that goes nowhere."""
    await _move(tx, event.batch_id, "discarded", {})


async def approved(event: PayoutsApproved, _: EventMeta, tx: Transaction) -> None:
    """A batch two people stand for. What we ask ourselves is due at once."""
    await _move(tx, event.batch_id, "approved", {"approved_by": event.by, "approved_at": event.at})
    await tx.execute(update(payout).where(payout.c.batch_id == event.batch_id, _OURS).values(next_at=event.at))


async def sent(event: PayoutsSent, _: EventMeta, tx: Transaction) -> None:
    """A batch the bank has."""
    await tx.execute(update(payout_batch).where(payout_batch.c.batch_id == event.batch_id).values(sent_at=event.at))
    waiting = payout.c.batch_id == event.batch_id, payout.c.status == "approved", ~_OURS
    await tx.execute(update(payout).where(*waiting).values(status="sent", asked_at=event.at))
    await _settle(tx, event.batch_id)


async def asked(event: PayoutAsked, _: EventMeta, tx: Transaction) -> None:
    """On its way. Whoever asks may die: then it is looked at."""
    how = {"status": "sent", "tries": event.number, "asked_at": event.at, "next_at": event.at}
    await _change(tx, event.batch_id, event.payout_id, how)


async def not_sent(event: PayoutNotSent, _: EventMeta, tx: Transaction) -> None:
    """Once more, later."""
    how = {"status": "approved", "asked_at": None, "code": event.code, "next_at": event.again_at}
    await _change(tx, event.batch_id, event.payout_id, how)


async def unsure(event: PayoutUnsure, _: EventMeta, tx: Transaction) -> None:
    """Nobody knows."""
    how = {
        "status": "unknown",
        "code": event.code,
        "reference": event.trx_id or None,
        "next_at": event.look_at,
        "unsure_since": func.coalesce(payout.c.unsure_since, event.at),
    }
    await _change(tx, event.batch_id, event.payout_id, how)


async def confirmed(event: PayoutConfirmed, _: EventMeta, tx: Transaction) -> None:
    """A payout that arrived."""
    how = {
        "status": "paid",
        "bank_charge": event.bank_charge.amount,
        "settled_at": event.at,
        "reference": event.reference or None,
        "next_at": None,
        "proposal": None,
    }
    await _change(tx, event.batch_id, event.payout_id, how)


async def bounced(event: PayoutBounced, _: EventMeta, tx: Transaction) -> None:
    """A payout that did not arrive."""
    how = {"status": "failed", "reason": event.reason, "settled_at": event.at, "next_at": None, "proposal": None}
    await _change(tx, event.batch_id, event.payout_id, how)


async def returned(event: PayoutReturned, _: EventMeta, tx: Transaction) -> None:
    """A payout that came back."""
    charge = func.coalesce(payout.c.bank_charge, 0) + event.charge.amount
    how = {"status": "returned", "reason": event.reason, "returned_at": event.at, "bank_charge": charge}
    await _change(tx, event.batch_id, event.payout_id, how)


async def proposed(event: ResolutionProposed, _: EventMeta, tx: Transaction) -> None:
    """Somebody says what has become of it."""
    shown = msgspec.to_builtins(asdict(event.proposal))
    await _change(tx, event.batch_id, event.payout_id, {"proposal": shown})


async def refused(event: ResolutionRefused, _: EventMeta, tx: Transaction) -> None:
    """Nobody believes it."""
    await _change(tx, event.batch_id, event.payout_id, {"proposal": None})


async def _move(tx: Transaction, batch_id: str, status: PayoutStatus, how: dict[str, Any]) -> None:
    await tx.execute(update(payout_batch).where(payout_batch.c.batch_id == batch_id).values(status=status, **how))
    await tx.execute(update(payout).where(payout.c.batch_id == batch_id).values(status=status))


async def _change(tx: Transaction, batch_id: str, payout_id: str, how: dict[str, Any]) -> None:
    await tx.execute(update(payout).where(payout.c.payout_id == payout_id).values(how))
    await _settle(tx, batch_id)


async def _settle(tx: Transaction, batch_id: str) -> None:
    """A batch is as far as the last of its payouts."""
    of_batch = exists().where(payout.c.batch_id == batch_id)
    status = case(
        (of_batch.where(payout.c.status == "approved"), "approved"),
        (of_batch.where(payout.c.status.in_(["sent", "unknown"])), "sent"),
        else_="settled",
    )
    await tx.execute(update(payout_batch).where(payout_batch.c.batch_id == batch_id).values(status=status))


async def method_asked(event: PayoutMethodAsked, _: EventMeta, tx: Transaction) -> None:
    """A vendor wants to be paid in another way."""
    row = {
        "asked_rail": event.rail,
        "asked_wallet_sealed": event.wallet,
        "asked_wallet_key": event.wallet_key,
        "asked_wallet_shown": event.wallet_shown,
        "asked_by": event.by,
        "asked_at": event.at,
        "refused_because": None,
    }
    new = insert(payout_method).values(vendor_id=event.vendor_id, **row)
    await tx.execute(new.on_conflict_do_update(index_elements=["vendor_id"], set_=row))


_NOTHING_ASKED = {
    "asked_rail": None,
    "asked_wallet_sealed": None,
    "asked_wallet_key": None,
    "asked_wallet_shown": None,
    "asked_by": None,
    "asked_at": None,
}


async def method_accepted(event: PayoutMethodAccepted, _: EventMeta, tx: Transaction) -> None:
    """It is paid like that from now on."""
    now = {
        "rail": payout_method.c.asked_rail,
        "wallet_sealed": payout_method.c.asked_wallet_sealed,
        "wallet_key": payout_method.c.asked_wallet_key,
        "wallet_shown": payout_method.c.asked_wallet_shown,
        "accepted_by": event.by,
        "accepted_at": event.at,
    }
    change = update(payout_method).where(payout_method.c.vendor_id == event.vendor_id)
    await tx.execute(change.values(**now, **_NOTHING_ASKED))


async def method_refused(event: PayoutMethodRefused, _: EventMeta, tx: Transaction) -> None:
    """It stays as it was."""
    change = update(payout_method).where(payout_method.c.vendor_id == event.vendor_id)
    await tx.execute(change.values(**_NOTHING_ASKED, refused_because=event.reason))


PAYOUTS = Projection(
    name="payments.payouts",
    tables=("payout_batch", "payout"),
    on={
        PayoutsDrafted: drafted,
        PayoutsDiscarded: discarded,
        PayoutsApproved: approved,
        PayoutsSent: sent,
        PayoutAsked: asked,
        PayoutNotSent: not_sent,
        PayoutUnsure: unsure,
        PayoutConfirmed: confirmed,
        PayoutBounced: bounced,
        PayoutReturned: returned,
        ResolutionProposed: proposed,
        ResolutionRefused: refused,
    },
)
METHODS = Projection(
    name="payments.payout_methods",
    tables=("payout_method",),
    on={
        PayoutMethodAsked: method_asked,
        PayoutMethodAccepted: method_accepted,
        PayoutMethodRefused: method_refused,
    },
)
