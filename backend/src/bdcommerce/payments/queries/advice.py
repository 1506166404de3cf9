"""What a payout is made of: every movement on the vendor's account since the payout before it."""

from datetime import UTC, datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.events import EntryKind
from bdcommerce.payments.queries.vendors import Position, balance_before
from bdcommerce.payments.schemas import AdviceLine, AdviceView, PayoutView

MOST_LINES = 5_000
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class _At(msgspec.Struct, frozen=True):
    at: datetime
    entry_id: str
    number: int


class _Line(msgspec.Struct, frozen=True):
    at: datetime
    kind: EntryKind
    reference: str
    vendor_order_id: str | None
    credited: int
    goods: int | None
    commission: int | None
    commission_vat: int | None
    withheld_tax: int | None


_PAYOUT = Query(
    "payments.payout_of_vendor",
    """
    SELECT payout_id, batch_id, vendor_id, jsonb_build_object('amount', amount) AS amount, due_on, status,
           CASE WHEN bank_charge IS NOT NULL THEN jsonb_build_object('amount', bank_charge) END AS bank_charge,
           reason, drafted_at, settled_at, rail, reference, returned_at
    FROM payout WHERE payout_id = $1 AND status IN ('paid', 'returned')
    """,
    PayoutView,
)
_BOOKED = Query(
    "payments.payout_booked",
    """
    SELECT line.at, line.entry_id, line.number
    FROM journal_entry AS entry JOIN journal_line AS line ON line.entry_id = entry.id
    WHERE entry.reference = $1 AND entry.kind = 'payout' AND line.account = $2
    """,
    _At,
)
_BEFORE = Query(
    "payments.payout_before",
    """
    SELECT line.at, line.entry_id, line.number
    FROM journal_line AS line JOIN journal_entry AS entry ON entry.id = line.entry_id
    WHERE line.account = $1 AND (line.at, line.entry_id, line.number) < ($2, $3, $4) AND entry.kind = 'payout'
    ORDER BY line.at DESC, line.entry_id DESC, line.number DESC LIMIT 1
    """,
    _At,
)
_LINES = Query(
    "payments.advice_lines",
    """
    SELECT line.at, entry.kind, entry.reference, line.vendor_order_id, line.credited,
           CASE entry.kind WHEN 'released' THEN escrow.goods ELSE -refund.goods END AS goods,
           CASE entry.kind WHEN 'released' THEN -escrow.commission ELSE refund.commission END AS commission,
           CASE entry.kind WHEN 'released' THEN -escrow.commission_vat ELSE refund.commission_vat END AS commission_vat,
           CASE entry.kind WHEN 'released' THEN -escrow.withheld_tax ELSE refund.withheld_tax END AS withheld_tax
    FROM journal_line AS line JOIN journal_entry AS entry ON entry.id = line.entry_id
    LEFT JOIN escrow ON entry.kind = 'released' AND escrow.vendor_order_id = entry.reference
    LEFT JOIN refund ON entry.kind = 'refund_owed' AND refund.refund_id = entry.reference
    WHERE line.account = $1 AND (line.at, line.entry_id, line.number) > ($2, $3, $4)
      AND (line.at, line.entry_id, line.number) < ($5, $6, $7)
    ORDER BY line.at, line.entry_id, line.number LIMIT $8
    """,
    _Line,
)


async def advice(reads: Reads, payout_id: str) -> AdviceView | None:
    """What a payout that was made is made of; None if there is no such payout. What was brought forward and what has
    moved make the payout and what is carried forward. Raises Invalid naming `payout_id` for too many movements.
    """
    payout = await reads.one(_PAYOUT, payout_id)
    if payout is None:
        return None
    account = ledger.vendor(payout.vendor_id).name
    booked = await reads.one(_BOOKED, payout_id, account)
    if booked is None:
        return None
    before = await reads.one(_BEFORE, account, booked.at, booked.entry_id, booked.number)
    since: Position = (before.at, before.entry_id, before.number) if before else (_BEGINNING, "", 0)
    until: Position = (booked.at, booked.entry_id, booked.number)
    rows = await reads.all(_LINES, account, *since, *until, MOST_LINES + 1)
    too_many = Invalid.field("payout_id", f"is made of more than {MOST_LINES} movements: read the statement instead")
    ensure(len(rows) <= MOST_LINES, too_many)
    opening = await balance_before(reads, account, (since[0], since[1], since[2] + 1)) if before else 0
    moved = sum(row.credited for row in rows)
    return AdviceView(
        payout=payout,
        brought_forward=Money(opening),
        lines=[_line(row) for row in rows],
        carried_forward=Money(opening + moved - payout.amount.amount),
    )


def _line(row: _Line) -> AdviceLine:
    return AdviceLine(
        at=row.at,
        kind=row.kind,
        reference=row.reference,
        vendor_order_id=row.vendor_order_id,
        goods=_money(row.goods),
        commission=_money(row.commission),
        commission_vat=_money(row.commission_vat),
        withheld_tax=_money(row.withheld_tax),
        amount=Money(row.credited),
    )


def _money(amount: int | None) -> Money | None:
    return None if amount is None else Money(amount)
