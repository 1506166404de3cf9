"""Payout batches as staff see them, whom to pay next, and late refunds."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.payments.domain.methods import Chosen, Wallet
from bdcommerce.payments.events import Rail
from bdcommerce.payments.queries import LAST
from bdcommerce.payments.schemas import BatchSummary, BatchView, RefundView


class _Vendor(msgspec.Struct, frozen=True):
    vendor_id: str


class SealedPayout(msgspec.Struct, frozen=True):
    """A line of a bank file, its payee still sealed."""

    payout_id: str
    amount: int
    payee_sealed: str


class DuePayout(msgspec.Struct, frozen=True):
    """A payout about which something is to be done."""

    batch_id: str
    payout_id: str


class _Method(msgspec.Struct, frozen=True):
    vendor_id: str
    rail: Rail
    sealed: str
    key: str
    shown: str
    by: str


_OWED = Query(
    "payments.vendors_owed",
    """
    SELECT substr(account, 18) AS vendor_id FROM journal_line
    WHERE account >= 'liability:vendor:' AND account < 'liability:vendor;'
      AND NOT EXISTS (SELECT FROM payout
                      WHERE vendor_id = substr(account, 18) COLLATE "default"
                        AND status IN ('draft', 'approved', 'sent', 'unknown'))
    GROUP BY account HAVING sum(credited) > 0 ORDER BY account LIMIT $1
    """,
    _Vendor,
)
_SUMMARY = """
    SELECT batch.batch_id, batch.status, drafted_by, batch.drafted_at, approved_by, approved_at, sent_at,
           (SELECT jsonb_build_object('amount', sum(amount)) FROM payout WHERE batch_id = batch.batch_id) AS total,
           (SELECT count(*) FROM payout WHERE batch_id = batch.batch_id) AS payouts
"""
_BATCHES = Query(
    "payments.batches",
    f"{_SUMMARY} FROM payout_batch AS batch WHERE batch_id < $1 ORDER BY batch_id DESC LIMIT $2",
    BatchSummary,
)
_BATCH = Query(
    "payments.batch",
    f"""
    {_SUMMARY}, (
        SELECT jsonb_agg(jsonb_build_object(
            'payout_id', payout_id, 'batch_id', batch_id, 'vendor_id', vendor_id,
            'amount', jsonb_build_object('amount', amount), 'due_on', due_on, 'status', status,
            'bank_charge', CASE WHEN bank_charge IS NOT NULL THEN jsonb_build_object('amount', bank_charge) END,
            'reason', reason, 'drafted_at', drafted_at, 'settled_at', settled_at, 'rail', rail,
            'reference', reference, 'returned_at', returned_at) ORDER BY payout_id)
        FROM payout WHERE batch_id = batch.batch_id) AS items
    FROM payout_batch AS batch WHERE batch_id = $1
    """,  # noqa: S608 - only our own text is put together
    BatchView,
)
_FILE = Query(
    "payments.bank_file",
    "SELECT payout_id, amount, payee_sealed FROM payout WHERE batch_id = $1 AND rail = ANY($2) ORDER BY payout_id",
    SealedPayout,
)
_DUE = Query(
    "payments.due_payouts",
    "SELECT batch_id, payout_id FROM payout WHERE next_at <= $1 ORDER BY next_at LIMIT $2",
    DuePayout,
)
_CHOSEN = Query(
    "payments.payout_methods_chosen",
    """
    SELECT vendor_id, rail, wallet_sealed AS sealed, wallet_key AS key, wallet_shown AS shown, accepted_by AS by
    FROM payout_method WHERE vendor_id = ANY($1) AND accepted_by IS NOT NULL
    """,
    _Method,
)
_REFUND = """
    SELECT refund_id, order_id, vendor_order_id, vendor_id, line_id, quantity,
           jsonb_build_object('amount', amount) AS amount, reason, granted_by, granted_at, paid_by, paid_at
    FROM refund
"""
_ONE_REFUND = Query("payments.refund", f"{_REFUND} WHERE refund_id = $1", RefundView)
_REFUNDS = Query(
    "payments.refunds",
    f"{_REFUND} WHERE refund_id < $1 ORDER BY refund_id DESC LIMIT $2",
    RefundView,
)
_OWED_REFUNDS = Query(
    "payments.refunds_owed",
    f"{_REFUND} WHERE paid_at IS NULL AND refund_id < $1 ORDER BY refund_id DESC LIMIT $2",
    RefundView,
)


async def vendors_owed(reads: Reads, limit: int) -> list[str]:
    """Vendors with a balance above zero whom no open batch pays."""
    return [row.vendor_id for row in await reads.all(_OWED, limit)]


async def batches(reads: Reads, *, before: str, limit: int) -> list[BatchSummary]:
    """Batches, the newest first."""
    return await reads.all(_BATCHES, before or LAST, limit)


async def batch(reads: Reads, batch_id: str) -> BatchView | None:
    """A batch with its payouts."""
    return await reads.one(_BATCH, batch_id)


async def for_bank_file(reads: Reads, batch_id: str, rails: Sequence[Rail]) -> list[SealedPayout]:
    """What the bank has to pay in a batch, by these rails."""
    return await reads.all(_FILE, batch_id, list(rails))


async def due(reads: Reads, at: datetime, limit: int) -> list[DuePayout]:
    """Payouts about which something has to be done by an instant, the longest due first."""
    return await reads.all(_DUE, at, limit)


async def chosen(reads: Reads, vendor_ids: Sequence[str]) -> dict[str, Chosen]:
    """How vendors are paid; those who never chose are not in it."""
    rows = await reads.all(_CHOSEN, list(vendor_ids))
    return {
        row.vendor_id: Chosen(rail=row.rail, wallet=Wallet(sealed=row.sealed, key=row.key, shown=row.shown), by=row.by)
        for row in rows
    }


async def refund(reads: Reads, refund_id: str) -> RefundView | None:
    """One late refund."""
    return await reads.one(_ONE_REFUND, refund_id)


async def refunds(reads: Reads, *, owed: bool, before: str, limit: int) -> list[RefundView]:
    """Late refunds, the newest first; only those not paid yet, if wanted."""
    return await reads.all(_OWED_REFUNDS if owed else _REFUNDS, before or LAST, limit)
