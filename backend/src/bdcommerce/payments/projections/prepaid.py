"""What the sweeper, staff and the audit of the books read of payments before delivery."""

from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.payments.domain.payment import NOTHING, SURPLUS, Payment, evolve
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
from bdcommerce.payments.tables import payment, payment_attempt, payment_refund


async def show(event: Any, _: EventMeta, tx: Transaction) -> None:
    """The payment after one more event, and the keys that it brings."""
    await _keep_keys(event, tx)
    found = await tx.scalar(select(payment.c.state).where(payment.c.order_id == event.order_id))
    before = msgspec.convert(found, Payment, strict=False) if found else Payment(order_id=event.order_id)
    after = evolve(before, event)
    row = {
        "status": after.status,
        "unassigned": _unassigned(after),
        "next_at": after.next_at,
        "state": msgspec.to_builtins(after),
    }
    new = postgresql.insert(payment).values(order_id=event.order_id, **row)
    await tx.execute(new.on_conflict_do_update(index_elements=["order_id"], set_=row))


def _unassigned(after: Payment) -> int:
    """What was received for no vendor order and is not owed back yet."""
    gone = sum((refund.parts.get(SURPLUS, NOTHING) for refund in after.refunds.values()), NOTHING)
    return (after.received.get(SURPLUS, NOTHING) - gone).amount


async def _keep_keys(event: Any, tx: Transaction) -> None:
    match event:
        case AttemptStarted():
            names = ("attempt_id", "order_id", "provider", "reference", "number")
            row = {name: getattr(event, name) for name in names}
            await tx.execute(insert(payment_attempt).values(**row, captured=0))
        case AttemptRedirected():
            await _set(tx, event.attempt_id, provider_payment_id=event.provider_payment_id)
        case AttemptCaptured():
            await _set(tx, event.attempt_id, trx_id=event.trx_id, captured=event.amount.amount)
        case PrepaidRefundOwed():
            rows = [
                {
                    "refund_id": event.refund_id,
                    "vendor_order_id": part.vendor_order_id,
                    "order_id": event.order_id,
                    "provider": event.provider,
                    "amount": part.amount.amount,
                    "owed_at": event.at,
                    "done_at": None,
                }
                for part in event.parts
            ]
            await tx.execute(insert(payment_refund), rows)
        case PrepaidRefundDone():
            change = update(payment_refund).where(payment_refund.c.refund_id == event.refund_id)
            await tx.execute(change.values(done_at=event.at))


async def _set(tx: Transaction, attempt_id: str, **columns: Any) -> None:
    await tx.execute(update(payment_attempt).where(payment_attempt.c.attempt_id == attempt_id).values(**columns))


PREPAID = Projection(
    name="payments.prepaid",
    tables=("payment", "payment_attempt", "payment_refund"),
    on=dict.fromkeys(
        (
            PaymentOpened,
            AttemptStarted,
            AttemptRedirected,
            AttemptAsked,
            AttemptCaptured,
            AttemptCleared,
            AttemptEnded,
            AttemptHinted,
            PartDueChanged,
            PaymentClosed,
            PrepaidRefundOwed,
            PrepaidRefundSent,
            PrepaidRefundLooked,
            PrepaidRefundDone,
            PrepaidRefundRefused,
        ),
        show,
    ),
)
