"""Payouts that staff have to look into, one by one, and how vendors are paid."""

from datetime import datetime, timedelta

import msgspec

from bdcommerce.contracts.payments import UnknownPayouts
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.events import Rail
from bdcommerce.payments.schemas import AskedMethod, MethodView, PayoutView, ProposalView, UnknownPayout


class PayoutRow(msgspec.Struct, frozen=True):
    """One payout as it stands."""

    payout: PayoutView
    tries: int
    asked_at: datetime | None
    code: str | None
    next_at: datetime | None
    proposal: ProposalView | None


class _Method(msgspec.Struct, frozen=True):
    vendor_id: str
    rail: Rail
    wallet_shown: str
    accepted_by: str | None
    accepted_at: datetime | None
    asked_rail: Rail | None
    asked_wallet_shown: str | None
    asked_by: str | None
    asked_at: datetime | None
    refused_because: str | None


class _Unsure(msgspec.Struct, frozen=True):
    count: int
    amount: int
    late: int
    since: datetime | None


_METHOD = """
    SELECT vendor_id, rail, wallet_shown, accepted_by, accepted_at, asked_rail, asked_wallet_shown, asked_by, asked_at,
           refused_because
    FROM payout_method
"""
_ONE_METHOD = Query("payments.payout_method", f"{_METHOD} WHERE vendor_id = $1", _Method)
_ASKED = Query(
    "payments.payout_methods_asked",
    f"{_METHOD} WHERE asked_rail IS NOT NULL AND vendor_id > $1 ORDER BY vendor_id LIMIT $2",
    _Method,
)
_UNKNOWN = Query(
    "payments.unknown_payouts",
    """
    SELECT payout_id, batch_id, vendor_id, jsonb_build_object('amount', amount) AS amount, rail, code, reference,
           asked_at, unsure_since, next_at AS next_look_at, proposal
    FROM payout WHERE status = 'unknown' AND payout_id > $1 ORDER BY payout_id LIMIT $2
    """,
    UnknownPayout,
)
_UNSURE = Query(
    "payments.unknown_payouts_counted",
    """
    SELECT count(*) AS count, coalesce(sum(amount), 0)::bigint AS amount,
           count(*) FILTER (WHERE unsure_since < $1) AS late, min(unsure_since) AS since
    FROM payout WHERE status = 'unknown'
    """,
    _Unsure,
)
_PAYOUT = Query(
    "payments.payout",
    """
    SELECT jsonb_build_object(
               'payout_id', payout_id, 'batch_id', batch_id, 'vendor_id', vendor_id,
               'amount', jsonb_build_object('amount', amount), 'due_on', due_on, 'status', status,
               'bank_charge', CASE WHEN bank_charge IS NOT NULL THEN jsonb_build_object('amount', bank_charge) END,
               'reason', reason, 'drafted_at', drafted_at, 'settled_at', settled_at, 'rail', rail,
               'reference', reference, 'returned_at', returned_at) AS payout,
           tries, asked_at, code, next_at, proposal
    FROM payout WHERE payout_id = $1 AND batch_id = $2
    """,
    PayoutRow,
)


class Float(msgspec.Struct, frozen=True):
    """The disbursement account by the books, in poisha, and what is to be paid from it."""

    ledger: int
    waiting: int
    unknown: int


_FLOAT = Query(
    "payments.payout_float",
    """
    SELECT (SELECT -coalesce(sum(credited), 0)::bigint FROM journal_line WHERE account = $1) AS ledger,
           coalesce(sum(amount) FILTER (WHERE status = 'approved'), 0)::bigint AS waiting,
           coalesce(sum(amount) FILTER (WHERE status = 'unknown'), 0)::bigint AS unknown
    FROM payout WHERE wallet_key <> '' AND status IN ('approved', 'unknown')
    """,
    Float,
)


async def wallet_float(reads: Reads) -> Float:
    """The disbursement account by the books."""
    return await reads.one(_FLOAT, ledger.WALLET_FLOAT.name) or Float(0, 0, 0)


async def method(reads: Reads, vendor_id: str) -> MethodView:
    """How a vendor is paid."""
    row = await reads.one(_ONE_METHOD, vendor_id)
    return _method(row) if row else _usual(vendor_id)


async def methods_asked(reads: Reads, *, after: str, limit: int) -> list[MethodView]:
    """Vendors who have asked to be paid in another way, by id."""
    return [_method(row) for row in await reads.all(_ASKED, after, limit)]


def _usual(vendor_id: str) -> MethodView:
    return MethodView(
        vendor_id=vendor_id,
        rail="beftn",
        wallet=None,
        accepted_by=None,
        accepted_at=None,
        asked=None,
        refused_because=None,
    )


def _method(row: _Method) -> MethodView:
    asked = None
    if row.asked_rail and row.asked_by and row.asked_at:
        wallet = row.asked_wallet_shown or None
        asked = AskedMethod(rail=row.asked_rail, wallet=wallet, asked_by=row.asked_by, asked_at=row.asked_at)
    return MethodView(
        vendor_id=row.vendor_id,
        rail=row.rail,
        wallet=row.wallet_shown or None,
        accepted_by=row.accepted_by,
        accepted_at=row.accepted_at,
        asked=asked,
        refused_because=row.refused_because,
    )


async def unknown(reads: Reads, *, after: str, limit: int) -> list[UnknownPayout]:
    """Payouts of which nobody knows whether they were paid, the oldest first."""
    return await reads.all(_UNKNOWN, after, limit)


async def payout(reads: Reads, batch_id: str, payout_id: str) -> PayoutRow | None:
    """One payout of a batch."""
    return await reads.one(_PAYOUT, payout_id, batch_id)


async def unknown_counted(reads: Reads, late_after: timedelta) -> UnknownPayouts:
    """The same counted, as of now."""
    now = clock.now()
    found = await reads.one(_UNSURE, now - late_after) or _Unsure(count=0, amount=0, late=0, since=None)
    return UnknownPayouts(
        count=found.count,
        amount=Money(found.amount),
        late=found.late,
        late_after_seconds=int(late_after.total_seconds()),
        oldest_seconds=int((now - found.since).total_seconds()) if found.since else 0,
    )
