"""The journal on PostgreSQL.

Balances are sums over an index that holds the amounts, never a row that is updated: a posting to an account everybody
shares would otherwise wait for every other one.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.kernel.work import Recorder
from bdcommerce.payments.domain import ledger
from bdcommerce.payments.domain.ledger import Account, Entry, Line
from bdcommerce.payments.errors import AlreadyPosted
from bdcommerce.payments.events import About, EntryKind
from bdcommerce.payments.tables import journal_entry, journal_line

_DUE_ON = text("SELECT oldest_unpaid(:vendor_id, :owed)")


class PostgresJournal:
    """See ports.Journal."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def post(self, entry: Entry | None) -> None:
        """See ports.Journal. The entry is stored as an event too: the books can be told again from the log."""
        if entry is None:
            return
        new = insert(journal_entry).values(_entry_row(entry)).on_conflict_do_nothing().returning(journal_entry.c.id)
        if await self._tx.scalar(new) is None:
            raise AlreadyPosted.of(entry.kind, entry.reference)
        await self._tx.execute(
            insert(journal_line), [_line_row(entry, line, i) for i, line in enumerate(entry.lines, 1)]
        )
        await self._log.append(f"journal-{entry.id}", [entry.posted()], expected=0)

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
