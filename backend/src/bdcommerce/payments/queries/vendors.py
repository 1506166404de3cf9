"""What a vendor may see of its money: balance, movements, payouts."""

from datetime import date, datetime
from itertools import accumulate

import msgspec

from bdcommerce.infra.http.paging import encode
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.events import EntryKind
from bdcommerce.payments.queries import LAST
from bdcommerce.payments.schemas import BalanceView, PayoutView, StatementLine, StatementView, micros

Position = tuple[datetime, str, int]


class _Sum(msgspec.Struct, frozen=True):
    total: int


class _Due(msgspec.Struct, frozen=True):
    payout_due_on: date


class _Line(msgspec.Struct, frozen=True):
    entry_id: str
    number: int
    at: datetime
    kind: EntryKind
    reference: str
    vendor_order_id: str | None
    batch_id: str | None
    credited: int


# As in the trial balance: what was closed is a sum already.
_UP_TO = Query(
    "payments.balance_before",
    """
    WITH closed AS (SELECT number, ends_at FROM ledger_period WHERE ends_at <= $2 ORDER BY number DESC LIMIT 1)
    SELECT (
        coalesce((SELECT balance FROM period_balance JOIN closed USING (number) WHERE account = $1), 0)
        + coalesce((SELECT sum(credited) FROM journal_line
                    WHERE account = $1 AND at >= coalesce((SELECT ends_at FROM closed), '-infinity')
                      AND (at, entry_id, number) < ($2, $3, $4)), 0)
    )::bigint AS total
    """,
    _Sum,
)
_LINES = Query(
    "payments.statement_lines",
    """
    SELECT line.entry_id, line.number, line.at, entry.kind, entry.reference, line.vendor_order_id, line.batch_id,
           line.credited
    FROM journal_line AS line JOIN journal_entry AS entry ON entry.id = line.entry_id
    WHERE line.account = $1 AND (line.at, line.entry_id, line.number) >= ($2, $3, $4) AND line.at < $5
    ORDER BY line.at, line.entry_id, line.number LIMIT $6
    """,
    _Line,
)


async def statement(
    reads: Reads, vendor_id: str, *, begin: datetime, end: datetime, after: Position | None, limit: int
) -> StatementView:
    """A vendor's account between two instants, a page of it from a position on."""
    account = ledger.vendor(vendor_id).name
    start = after or (begin, "", 0)
    opening = await balance_before(reads, account, (begin, "", 0))
    closing = await balance_before(reads, account, (end, "", 0))
    before = await balance_before(reads, account, after) if after else opening
    rows = await reads.all(_LINES, account, *start, end, limit + 1)
    page, more = rows[:limit], rows[limit:]
    running = list(accumulate((row.credited for row in page), initial=before))[1:]
    return StatementView(
        opening=Money(opening),
        closing=Money(closing),
        items=[_statement_line(row, balance) for row, balance in zip(page, running, strict=True)],
        next_cursor=encode(micros(more[0].at), more[0].entry_id, more[0].number) if more else None,
    )


MOST_LINES = 20_000
"""So many movements fit into one file."""


async def whole_statement(reads: Reads, vendor_id: str, *, begin: datetime, end: datetime) -> StatementView:
    """A vendor's account between two instants in one piece. Raises Invalid naming `from` for too many movements."""
    found = await statement(reads, vendor_id, begin=begin, end=end, after=None, limit=MOST_LINES)
    ensure(
        found.next_cursor is None,
        Invalid.field("from", f"makes more than {MOST_LINES} movements: ask for fewer days at a time"),
    )
    return found


async def balance_before(reads: Reads, account: str, before: Position) -> int:
    """What an account held before a position in it."""
    found = await reads.one(_UP_TO, account, *before)
    return found.total if found else 0


def _statement_line(row: _Line, balance: int) -> StatementLine:
    return StatementLine(
        entry_id=row.entry_id,
        at=row.at,
        kind=row.kind,
        reference=row.reference,
        vendor_order_id=row.vendor_order_id,
        batch_id=row.batch_id,
        amount=Money(row.credited),
        balance=Money(balance),
    )


_OWED = Query(
    "payments.vendor_balance",
    """
    SELECT jsonb_build_object('amount', owed.balance) AS balance,
           jsonb_build_object('amount', coalesce(
               (SELECT sum(amount) FROM payout WHERE vendor_id = $1 AND status IN ('approved', 'sent', 'unknown')), 0)
           ) AS on_its_way,
           oldest_unpaid($1, owed.balance) AS due_on
    FROM (SELECT coalesce(sum(credited), 0)::bigint AS balance FROM journal_line WHERE account = $2) AS owed
    """,
    BalanceView,
)
_PAYOUTS = Query(
    "payments.vendor_payouts",
    """
    SELECT payout_id, batch_id, vendor_id, jsonb_build_object('amount', amount) AS amount, due_on, status,
           CASE WHEN bank_charge IS NOT NULL THEN jsonb_build_object('amount', bank_charge) END AS bank_charge,
           reason, drafted_at, settled_at, rail, reference, returned_at
    FROM payout
    WHERE vendor_id = $1 AND status NOT IN ('draft', 'discarded') AND payout_id < $2
    ORDER BY payout_id DESC LIMIT $3
    """,
    PayoutView,
)


async def balance(reads: Reads, vendor_id: str) -> BalanceView:
    """What a vendor is owed, what is on its way, and until when."""
    found = await reads.one(_OWED, vendor_id, ledger.vendor(vendor_id).name)
    return found or BalanceView(balance=Money(0), on_its_way=Money(0), due_on=None)


async def payouts(reads: Reads, vendor_id: str, *, before: str, limit: int) -> list[PayoutView]:
    """A vendor's payouts, the newest first; drafts are the operator's business."""
    return await reads.all(_PAYOUTS, vendor_id, before or LAST, limit)
