"""Credit and debit notes, as customers, vendors and staff look them up."""

from datetime import datetime

import msgspec

from bdcommerce.compliance.domain.invoices import Parties
from bdcommerce.compliance.domain.notes import Note, NoteKind, NoteLine, NoteReason
from bdcommerce.compliance.tables import PARTIES
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.infra.security import Sealer


class NoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A note as it is kept."""

    id: str
    kind: NoteKind
    number: str
    fiscal_year: str
    seq: int
    issued_at: datetime
    vendor_id: str
    customer_id: str
    order_id: str
    order_number: str
    vendor_order_id: str
    invoice_id: str
    invoice_number: str
    invoice_issued_at: datetime
    reason: NoteReason
    explanation: str
    by: str
    lines: tuple[NoteLine, ...]
    parties_sealed: str

    def opened(self, sealer: Sealer) -> Note:
        """The note with its names."""
        parties = msgspec.json.decode(sealer.open(self.parties_sealed, PARTIES), type=Parties)
        kept = {name: getattr(self, name) for name in self.__struct_fields__ if name != "parties_sealed"}
        return Note(**kept, issuer=parties.issuer, recipient=parties.buyer)


COLUMNS = ", ".join(NoteRow.__struct_fields__)
MOST = 100
_LATEST = "(issued_at, id) < ($1, $2) ORDER BY issued_at DESC, id DESC LIMIT $3"
_ONE = Query("compliance.tax_note", f"SELECT {COLUMNS} FROM tax_note WHERE id = $1", NoteRow)  # noqa: S608
_OF_ORDER = Query(
    "compliance.tax_notes_of_order",
    f"SELECT {COLUMNS} FROM tax_note WHERE order_id = $1 ORDER BY id LIMIT $2",  # noqa: S608
    NoteRow,
)
_ALL = Query("compliance.tax_notes", f"SELECT {COLUMNS} FROM tax_note WHERE {_LATEST}", NoteRow)  # noqa: S608
_OF_VENDOR = Query(
    "compliance.tax_notes_of_vendor",
    f"SELECT {COLUMNS} FROM tax_note WHERE vendor_id = $4 AND {_LATEST}",  # noqa: S608 - columns stand above
    NoteRow,
)


async def one(reads: Reads, note_id: str) -> NoteRow | None:
    """A note."""
    return await reads.one(_ONE, note_id)


async def of_order(reads: Reads, order_id: str) -> list[NoteRow]:
    """The notes of an order, the first one first."""
    return await reads.all(_OF_ORDER, order_id, MOST)


async def page(reads: Reads, vendor_id: str, before: tuple[datetime, str], limit: int) -> list[NoteRow]:
    """Notes before a position, the latest first; of one vendor, or of all."""
    if vendor_id:
        return await reads.all(_OF_VENDOR, *before, limit, vendor_id)
    return await reads.all(_ALL, *before, limit)
