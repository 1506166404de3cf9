"""The books: balances of all accounts, entries, and whether everything agrees."""

from datetime import UTC, date, datetime

import msgspec

from bdcommerce.contracts.payments import AccountBalance, LedgerVerdict
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money
from bdcommerce.payments.queries import LAST
from bdcommerce.payments.schemas import AccountDay, EntryView, PeriodView


class _Moved(msgspec.Struct, frozen=True):
    day: date
    account: str
    debit: int | None
    credit: int | None


# What was closed is a sum already: only what was posted since is added up.
_BALANCES = Query(
    "payments.balances",
    """
    WITH closed AS (
        SELECT number, ends_at FROM ledger_period WHERE $1::timestamptz IS NULL OR ends_at <= $1
        ORDER BY number DESC LIMIT 1
    )
    SELECT account, jsonb_build_object('amount', sum(balance)) AS balance
    FROM (
        SELECT account, balance FROM period_balance JOIN closed USING (number)
        UNION ALL
        SELECT account, CASE side WHEN 'credit' THEN amount ELSE -amount END FROM journal_line
        WHERE at >= coalesce((SELECT ends_at FROM closed), '-infinity') AND at < coalesce($1, 'infinity')
    ) AS moved
    GROUP BY account ORDER BY account
    """,
    AccountBalance,
)
_DAYS = Query(
    "payments.trial_balance_days",
    """
    SELECT (at AT TIME ZONE 'Asia/Dhaka')::date AS day, account,
           sum(amount) FILTER (WHERE side = 'debit')::bigint AS debit,
           sum(amount) FILTER (WHERE side = 'credit')::bigint AS credit
    FROM journal_line WHERE at >= $1 AND at < $2 GROUP BY 1, 2 ORDER BY 1, 2
    """,
    _Moved,
)
_PERIODS = Query(
    "payments.periods",
    """
    SELECT number, last_day, entries, closed_by, closed_at FROM ledger_period
    WHERE number < $1 ORDER BY number DESC LIMIT $2
    """,
    PeriodView,
)


async def balances(reads: Reads, before: datetime | None = None) -> list[AccountBalance]:
    """Every account that was posted to, now or before an instant, by name."""
    return await reads.all(_BALANCES, before)


async def days(reads: Reads, begin: datetime, end: datetime) -> list[AccountDay]:
    """What moved on each account on each day, with the balance before and after; accounts that did not move are left
    out of a day.
    """
    balance = {each.account: each.balance.amount for each in await balances(reads, begin)}
    found = []
    for row in await reads.all(_DAYS, begin, end):
        opening, debit, credit = balance.get(row.account, 0), row.debit or 0, row.credit or 0
        closing = balance[row.account] = opening - debit + credit
        amounts = {"opening": opening, "debit": debit, "credit": credit, "closing": closing}
        found.append(
            AccountDay(day=row.day, account=row.account, **{name: Money(each) for name, each in amounts.items()})
        )
    return found


_NO_PERIOD = 2**31 - 1


async def periods(reads: Reads, *, before: int, limit: int) -> list[PeriodView]:
    """Closed periods, the latest first; those before a number, if one is given."""
    return await reads.all(_PERIODS, before or _NO_PERIOD, limit)


_ENTRY = """
    SELECT entry.id, entry.at, entry.kind, entry.reference, entry.order_id, entry.vendor_order_id, entry.shipment_id,
           entry.remittance_id, entry.batch_id, entry.reverses, (
        SELECT jsonb_agg(jsonb_build_object(
            'account', account, 'side', side, 'amount', jsonb_build_object('amount', amount, 'currency', currency),
            'vendor_order_id', vendor_order_id, 'batch_id', batch_id) ORDER BY number)
        FROM journal_line WHERE entry_id = entry.id) AS lines
    FROM journal_entry AS entry
"""
_NEWEST = Query(
    "payments.entries",
    f"""
    {_ENTRY} WHERE (entry.at, entry.id) < ($1, $2)
    ORDER BY entry.at DESC, entry.id DESC LIMIT $3
    """,
    EntryView,
)
_OF_ACCOUNT = Query(
    "payments.entries_of_account",
    f"""
    WITH wanted AS (
        SELECT at, entry_id FROM journal_line
        WHERE account = $4 AND (at, entry_id) < ($1, $2)
        GROUP BY at, entry_id ORDER BY at DESC, entry_id DESC LIMIT $3)
    {_ENTRY} JOIN wanted ON wanted.entry_id = entry.id ORDER BY entry.at DESC, entry.id DESC
    """,  # noqa: S608 - only our own text is put together
    EntryView,
)
_OF_REFERENCE = Query(
    "payments.entries_of_reference",
    f"""
    {_ENTRY}
    WHERE entry.id IN (
        SELECT id FROM journal_entry WHERE id = $4 OR reverses = $4 OR reference = $4 OR order_id = $4
            OR vendor_order_id = $4 OR remittance_id = $4 OR batch_id = $4)
      AND ($5 = '' OR EXISTS (SELECT FROM journal_line WHERE entry_id = entry.id AND account = $5))
      AND (entry.at, entry.id) < ($1, $2)
    ORDER BY entry.at DESC, entry.id DESC LIMIT $3
    """,  # noqa: S608 - only our own text is put together
    EntryView,
)


_EVER = (datetime(2999, 1, 1, tzinfo=UTC), LAST)
"""Before it is every entry there is."""


async def entries(
    reads: Reads, *, account: str, reference: str, before: tuple[datetime, str] | None, limit: int
) -> list[EntryView]:
    """Entries, the newest first; `account` and `reference` (any id an entry speaks of) narrow them down."""
    at, entry_id = before or _EVER
    if reference:
        return await reads.all(_OF_REFERENCE, at, entry_id, limit, reference, account)
    if account:
        return await reads.all(_OF_ACCOUNT, at, entry_id, limit, account)
    return await reads.all(_NEWEST, at, entry_id, limit)


class _Count(msgspec.Struct, frozen=True):
    count: int


class _Finding(msgspec.Struct, frozen=True):
    what: str
    ledger: int
    other: int


_ENTRIES = Query("payments.entry_count", "SELECT count(*) AS count FROM journal_entry", _Count)
_UNBALANCED = Query(
    "payments.verify_entries",
    """
    SELECT entry.id AS what, coalesce(sum(line.credited), 0)::bigint AS ledger,
           (count(line.number) - entry.line_count)::bigint AS other
    FROM journal_entry AS entry LEFT JOIN journal_line AS line ON line.entry_id = entry.id
    GROUP BY entry.id, entry.line_count
    HAVING coalesce(sum(line.credited), 0) <> 0 OR count(line.number) <> entry.line_count LIMIT 100
    """,
    _Finding,
)
_ESCROW = Query(
    "payments.verify_escrow",
    """
    SELECT vendor_order_id AS what, coalesce(ledger, 0)::bigint AS ledger, coalesce(other, 0)::bigint AS other
    FROM (SELECT coalesce(vendor_order_id, '') AS vendor_order_id, sum(credited) AS ledger FROM journal_line
          WHERE account = 'liability:customer_funds' GROUP BY 1) AS booked
    FULL JOIN (SELECT vendor_order_id, CASE WHEN released_at IS NULL THEN collected - refunded ELSE 0 END AS other
               FROM escrow
               UNION ALL SELECT '', sum(unassigned) FROM payment WHERE unassigned > 0) AS known
    USING (vendor_order_id)
    WHERE coalesce(ledger, 0) <> coalesce(other, 0) LIMIT 100
    """,
    _Finding,
)
_COURIERS = Query(
    "payments.verify_couriers",
    """
    SELECT courier AS what, coalesce(ledger, 0)::bigint AS ledger, coalesce(other, 0)::bigint AS other
    FROM (SELECT substr(account, 15) AS courier, -sum(credited) AS ledger FROM journal_line
          WHERE account >= 'asset:courier:' AND account < 'asset:courier;' GROUP BY account) AS booked
    FULL JOIN (SELECT courier, sum(owed) AS other FROM (
                   SELECT courier, collected + claimed - accounted AS owed FROM escrow WHERE courier IS NOT NULL
                   UNION ALL SELECT source, balance FROM settlement_item
                             WHERE kind = 'courier' AND what = 'line') AS owing
               GROUP BY courier) AS known
    USING (courier)
    WHERE coalesce(ledger, 0) <> coalesce(other, 0) LIMIT 100
    """,
    _Finding,
)
_IN_TRANSIT = Query(
    "payments.verify_payouts",
    """
    SELECT batch_id AS what, coalesce(ledger, 0)::bigint AS ledger, coalesce(other, 0)::bigint AS other
    FROM (SELECT batch_id, sum(credited) AS ledger FROM journal_line
          WHERE account = 'liability:payout_in_transit' GROUP BY batch_id) AS booked
    FULL JOIN (SELECT batch_id, sum(amount) AS other FROM payout
               WHERE status IN ('approved', 'sent', 'unknown') GROUP BY batch_id) AS known USING (batch_id)
    WHERE coalesce(ledger, 0) <> coalesce(other, 0) LIMIT 100
    """,
    _Finding,
)
_REFUNDS = Query(
    "payments.verify_refunds",
    """
    SELECT vendor_order_id AS what, coalesce(ledger, 0)::bigint AS ledger, coalesce(other, 0)::bigint AS other
    FROM (SELECT coalesce(vendor_order_id, '') AS vendor_order_id, sum(credited) AS ledger FROM journal_line
          WHERE account = 'liability:refund_payable' GROUP BY 1) AS booked
    FULL JOIN (SELECT vendor_order_id, sum(amount) AS other FROM (
                   SELECT vendor_order_id, amount FROM refund WHERE paid_at IS NULL
                   UNION ALL SELECT vendor_order_id, amount FROM payment_refund WHERE done_at IS NULL
                   UNION ALL SELECT '', amount FROM settlement_difference WHERE status = 'refund_owed') AS owed
               GROUP BY vendor_order_id) AS known USING (vendor_order_id)
    WHERE coalesce(ledger, 0) <> coalesce(other, 0) LIMIT 100
    """,
    _Finding,
)
_PROVIDERS = Query(
    "payments.verify_providers",
    """
    SELECT provider AS what, coalesce(ledger, 0)::bigint AS ledger, coalesce(other, 0)::bigint AS other
    FROM (SELECT substr(account, 16) AS provider, -sum(credited) AS ledger FROM journal_line
          WHERE account >= 'asset:provider:' AND account < 'asset:provider;' GROUP BY account) AS booked
    FULL JOIN (SELECT provider, sum(amount) AS other FROM (
                   SELECT provider, captured AS amount FROM payment_attempt WHERE trx_id IS NOT NULL
                   UNION ALL SELECT provider, -amount FROM payment_refund WHERE done_at IS NOT NULL
                   UNION ALL SELECT source, amount FROM settlement_move
                             WHERE kind = 'provider' AND what <> 'captured') AS moved
               GROUP BY provider) AS known USING (provider)
    WHERE coalesce(ledger, 0) <> coalesce(other, 0) LIMIT 100
    """,
    _Finding,
)
_CHECKS: tuple[tuple[Query[_Finding], str], ...] = (
    (_UNBALANCED, "entry {what}: the sides differ by {ledger}, {other} lines too many"),
    (_ESCROW, "vendor order {what}: customer funds are {ledger} in the ledger, {other} in escrow"),
    (_COURIERS, "courier {what}: owes {ledger} by the ledger, {other} parcel by parcel"),
    (_PROVIDERS, "provider {what}: holds {ledger} by the ledger, {other} payment by payment"),
    (_IN_TRANSIT, "batch {what}: {ledger} in transit by the ledger, {other} in payouts"),
    (_REFUNDS, "vendor order {what}: {ledger} refundable by the ledger, {other} in refunds"),
)


async def verify(reads: Reads) -> LedgerVerdict:
    """Recompute the books from their lines and compare them with what escrow, payouts and refunds say."""
    problems = [
        sentence.format(what=finding.what, ledger=finding.ledger, other=finding.other)
        for check, sentence in _CHECKS
        for finding in await reads.all(check)
    ]
    total = sum((item.balance for item in await balances(reads)), Money(0))
    if total:
        problems.append(f"all accounts together make {total.amount}, not zero")
    counted = await reads.one(_ENTRIES)
    return LedgerVerdict(entries=counted.count if counted else 0, holds=not problems, problems=problems)
