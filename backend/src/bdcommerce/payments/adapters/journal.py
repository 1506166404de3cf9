"""The journal on PostgreSQL.

Balances are sums over an index that holds the amounts, never a row that is updated: a posting to an account everybody
shares would otherwise wait for every other one.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import NotFound, ensure
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.kernel.work import Recorder
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.domain.ledger import Account, Entry, Line
from bdcommerce.payments.errors import AlreadyPosted, PeriodIsClosed, PeriodNotOver
from bdcommerce.payments.events import About, ClosingBalance, EntryKind, PeriodClosed
from bdcommerce.payments.tables import journal_entry, journal_line, ledger_period, period_balance

_DUE_ON = text("SELECT oldest_unpaid(:vendor_id, :owed)")
_OPEN_PERIOD = "journal_entry_open_period_check"
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('payments.periods', 0))")
_LAST_PERIOD = text("SELECT number, last_day, ends_at FROM ledger_period ORDER BY number DESC LIMIT 1")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_CLOSING = text("""
    SELECT account, sum(balance) AS balance FROM (
        SELECT account, balance FROM period_balance WHERE number = :number
        UNION ALL
        SELECT account, CASE side WHEN 'credit' THEN amount ELSE -amount END FROM journal_line
        WHERE at >= :since AND at < :end
    ) AS moved GROUP BY account ORDER BY account
""")
_ENTRIES = text("SELECT count(*) FROM journal_entry WHERE at >= :since AND at < :end")


class PostgresJournal:
    """See ports.Journal."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def post(self, entry: Entry | None) -> None:
        """See ports.Journal. The entry is stored as an event too: the books can be told again from the log."""
        if entry is None:
            return
        await self._write(entry)
        await self._log.append(f"journal-{entry.id}", [entry.posted()], expected=0)

    async def post_all(self, entries: Sequence[Entry]) -> None:
        """See ports.Journal."""
        if not entries:
            return
        new = insert(journal_entry).values([_entry_row(entry) for entry in entries]).on_conflict_do_nothing()
        written = {row["id"] for row in await self._tx.rows(new.returning(journal_entry.c.id))}
        for entry in entries:
            ensure(entry.id in written, AlreadyPosted.of(entry.kind, entry.reference))
        rows = [_line_row(entry, line, i) for entry in entries for i, line in enumerate(entry.lines, 1)]
        await self._tx.execute(insert(journal_line), rows)
        events = {f"journal-{entry.id}": [entry.posted()] for entry in entries}
        await self._log.append_many(events, expected=dict.fromkeys(events, 0))

    async def close(self, last_day: date, by: str) -> PeriodClosed:
        """See ports.Journal. Nobody posts while the balances are taken."""
        await self._tx.execute(_ALONE)
        before, now = await self._tx.row(_LAST_PERIOD), clock.now()
        ensure(before is None or last_day > before["last_day"], PeriodIsClosed.through(last_day))
        ends_at = datetime.combine(last_day + timedelta(days=1), time.min, clock.DHAKA)
        ensure(ends_at <= now, PeriodNotOver.on(last_day))
        since = before["ends_at"] if before else _BEGINNING
        rows = await self._tx.rows(
            _CLOSING, {"number": before["number"] if before else 0, "since": since, "end": ends_at}
        )
        closed = PeriodClosed(
            number=(before["number"] if before else 0) + 1,
            last_day=last_day,
            entries=await self._tx.scalar(_ENTRIES, {"since": since, "end": ends_at}),
            balances=[ClosingBalance(account=row["account"], balance=Money(int(row["balance"]))) for row in rows],
            by=by,
            at=now,
        )
        await self._keep(closed, ends_at)
        await self._log.append("periods", [closed], expected=closed.number - 1)
        return closed

    async def _keep(self, closed: PeriodClosed, ends_at: datetime) -> None:
        period = {"number": closed.number, "last_day": closed.last_day, "ends_at": ends_at, "entries": closed.entries}
        await self._tx.execute(insert(ledger_period).values(**period, closed_by=closed.by, closed_at=closed.at))
        kept = [
            {"number": closed.number, "account": each.account, "balance": each.balance.amount}
            for each in closed.balances
        ]
        if kept:
            await self._tx.execute(insert(period_balance), kept)

    async def _write(self, entry: Entry) -> None:
        new = insert(journal_entry).values(_entry_row(entry)).on_conflict_do_nothing().returning(journal_entry.c.id)
        try:
            if await self._tx.scalar(new) is None:
                raise AlreadyPosted.of(entry.kind, entry.reference)
        except IntegrityError as error:
            if getattr(getattr(error.orig, "__cause__", None), "constraint_name", "") == _OPEN_PERIOD:
                raise PeriodIsClosed.at(entry.at) from error
            raise
        await self._tx.execute(
            insert(journal_line), [_line_row(entry, line, i) for i, line in enumerate(entry.lines, 1)]
        )

    async def find(self, kind: EntryKind, reference: str) -> Entry:
        """See ports.Journal."""
        by_reference = journal_entry.c.kind == kind, journal_entry.c.reference == reference
        found = await self._tx.row(select(journal_entry).where(*by_reference))
        if found is None:
            raise NotFound(f"There is no {kind} of {reference} in the ledger.")
        of_entry = select(journal_line).where(journal_line.c.entry_id == found["id"]).order_by(journal_line.c.number)
        lines = tuple(_line(row) for row in await self._tx.rows(of_entry))
        about = About(
            order_id=found["order_id"] or "",
            vendor_order_id=found["vendor_order_id"] or "",
            shipment_id=found["shipment_id"] or "",
            remittance_id=found["remittance_id"] or "",
            batch_id=found["batch_id"] or "",
        )
        return Entry(
            id=found["id"],
            at=found["at"],
            kind=kind,
            reference=reference,
            about=about,
            lines=lines,
            reverses=found["reverses"] or "",
        )

    async def owed(self, vendor_id: str, until: datetime | None = None) -> Money:
        """See ports.Journal."""
        line = journal_line.c
        wanted = select(func.coalesce(func.sum(line.credited), 0)).where(line.account == ledger.vendor(vendor_id).name)
        return Money(int(await self._tx.scalar(wanted.where(line.at < until) if until else wanted)), BDT)

    async def due_on(self, vendor_id: str, owed: Money) -> date | None:
        """See ports.Journal."""
        due_on: date | None = await self._tx.scalar(_DUE_ON, {"vendor_id": vendor_id, "owed": owed.amount})
        return due_on


def _entry_row(entry: Entry) -> dict[str, Any]:
    about = entry.about
    return {
        "id": entry.id,
        "at": entry.at,
        "kind": entry.kind,
        "reference": entry.reference,
        "currency": entry.currency,
        "line_count": len(entry.lines),
        "order_id": about.order_id or None,
        "vendor_order_id": about.vendor_order_id or None,
        "shipment_id": about.shipment_id or None,
        "remittance_id": about.remittance_id or None,
        "batch_id": about.batch_id or None,
        "reverses": entry.reverses or None,
    }


def _line_row(entry: Entry, line: Line, number: int) -> dict[str, Any]:
    return {
        "entry_id": entry.id,
        "number": number,
        "at": entry.at,
        "account": line.account.name,
        "side": line.side,
        "amount": line.amount.amount,
        "currency": line.amount.currency,
        "vendor_order_id": line.vendor_order_id or None,
        "batch_id": line.batch_id or None,
    }


def _line(row: Any) -> Line:
    return Line(
        account=Account(row["account"]),
        side=row["side"],
        amount=Money(row["amount"], row["currency"]),
        vendor_order_id=row["vendor_order_id"] or "",
        batch_id=row["batch_id"] or "",
    )
