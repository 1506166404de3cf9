"""Payments before delivery: what the sweeper has to do, and what staff look through."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.payments.domain.payment import Payment


class _Due(msgspec.Struct, frozen=True):
    order_id: str


class PaymentRow(msgspec.Struct, frozen=True):
    """A payment as it is kept for reading."""

    order_id: str
    state: Payment


_DUE = Query(
    "payments.due_payments",
    "SELECT order_id FROM payment WHERE next_at <= $1 ORDER BY next_at LIMIT $2",
    _Due,
)
_ALL = Query(
    "payments.payments",
    "SELECT order_id, state FROM payment WHERE order_id < $1 ORDER BY order_id DESC LIMIT $2",
    PaymentRow,
)
_OF_STATUS = Query(
    "payments.payments_of_status",
    """
    SELECT order_id, state FROM payment WHERE status = $3 AND order_id < $1 ORDER BY order_id DESC LIMIT $2
    """,
    PaymentRow,
)
_LAST = "zzz"


async def due(reads: Reads, at: datetime, limit: int) -> list[str]:
    """The orders about whose payment something has to be done by an instant, the longest due first."""
    return [row.order_id for row in await reads.all(_DUE, at, limit)]


async def payments(reads: Reads, *, status: str, before: str, limit: int) -> list[PaymentRow]:
    """Payments, the latest order first; those of a status, if one is given."""
    if status:
        return await reads.all(_OF_STATUS, before or _LAST, limit, status)
    return await reads.all(_ALL, before or _LAST, limit)
