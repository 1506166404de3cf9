"""Credit and debit notes in an open transaction. Who is named on one is sealed."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.compliance.domain.invoices import Invoice, InvoiceLine, Parties
from bdcommerce.compliance.domain.notes import Note, NoteKind, NoteLine
from bdcommerce.compliance.tables import PARTIES, invoice, invoice_series, tax_note
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer

_NEXT = (
    insert(invoice_series)
    .on_conflict_do_update(
        index_elements=["issuer_id", "kind", "fiscal_year"], set_={"last_seq": invoice_series.c.last_seq + 1}
    )
    .returning(invoice_series.c.last_seq)
)
_KEPT = tuple(
    column.name
    for column in tax_note.c
    if column.name not in ("issuer_id", "lines", "parties_sealed", "net", "vat", "gross")
)
_SAME = (*_KEPT, "net", "vat", "gross")
_OF_INVOICE = tuple(column.name for column in invoice.c if column.name not in ("issuer_id", "net", "vat", "gross"))


class PostgresNotes:
    """See ports.NoteRepository. A series is locked from taking a number to the commit, so that none is missing."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def invoice_of(self, vendor_order_id: str) -> Invoice | None:
        """See ports.NoteRepository."""
        return await self._invoice(invoice.c.vendor_order_id == vendor_order_id)

    async def invoice(self, invoice_id: str) -> Invoice | None:
        """See ports.NoteRepository."""
        return await self._invoice(invoice.c.id == invoice_id)

    async def _invoice(self, wanted: ColumnElement[bool]) -> Invoice | None:
        row = await self._tx.row(select(*(invoice.c[name] for name in _OF_INVOICE)).where(wanted))
        if row is None:
            return None
        parties = self._parties(row["parties_sealed"])
        kept = {name: row[name] for name in _OF_INVOICE if name != "parties_sealed"}
        lines = msgspec.convert(kept.pop("lines"), tuple[InvoiceLine, ...], strict=False)
        kept["vendor_order_id"] = kept["vendor_order_id"] or ""
        return Invoice(**kept, lines=lines, issuer=parties.issuer, buyer=parties.buyer)

    async def of_invoice(self, invoice_id: str) -> list[Note]:
        """See ports.NoteRepository."""
        columns = (*(tax_note.c[name] for name in _KEPT), tax_note.c.lines, tax_note.c.parties_sealed)
        of_it = select(*columns).where(tax_note.c.invoice_id == invoice_id).order_by(tax_note.c.id)
        return [self._note(row) for row in await self._tx.rows(of_it)]

    def _note(self, row: RowMapping) -> Note:
        parties = self._parties(row["parties_sealed"])
        lines = msgspec.convert(row["lines"], tuple[NoteLine, ...], strict=False)
        kept = {name: row[name] for name in _KEPT}
        return Note(**kept, lines=lines, issuer=parties.issuer, recipient=parties.buyer)

    def _parties(self, sealed: str) -> Parties:
        return msgspec.json.decode(self._sealer.open(sealed, PARTIES), type=Parties)

    async def next_seq(self, issuer_id: str, kind: NoteKind, year: str) -> int:
        """See ports.NoteRepository."""
        series = {"issuer_id": issuer_id, "kind": kind, "fiscal_year": year, "last_seq": 1}
        seq: int = await self._tx.scalar(_NEXT, series)
        return seq

    async def add(self, note: Note) -> None:
        """See ports.NoteRepository."""
        parties = Parties(issuer=note.issuer, buyer=note.recipient)
        row: dict[str, Any] = {name: getattr(note, name) for name in _SAME}
        row |= {
            "issuer_id": note.issuer.vendor_id,
            "lines": msgspec.to_builtins(note.lines),
            "parties_sealed": self._sealer.seal(msgspec.json.encode(parties).decode(), PARTIES),
        }
        await self._tx.execute(insert(tax_note).values(row))
