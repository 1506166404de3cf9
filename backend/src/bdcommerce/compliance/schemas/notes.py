"""Credit and debit notes over HTTP. Amounts are in poisha."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.amounts import in_words
from bdcommerce.compliance.domain.notes import Note, NoteKind, NoteLine, NoteReason
from bdcommerce.compliance.schemas.invoices import BuyerView, IssuerView
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

_CLEAN = r"^[^\x00-\x1f]*$"


class NoteLineView(msgspec.Struct, frozen=True, kw_only=True):
    """By how much a line of the invoice changes."""

    line_id: Annotated[str, Meta(description="the line of the order")]
    description: Localized
    sku: str
    price: Annotated[Money, Meta(description="without VAT")]
    vat: Money
    total: Annotated[Money, Meta(description="both")]

    @classmethod
    def of(cls, line: NoteLine) -> "NoteLineView":
        """A line."""
        return cls(
            line_id=line.reference,
            description=line.line.description,
            sku=line.line.sku,
            price=Money(line.net),
            vat=Money(line.vat),
            total=Money(line.gross),
        )


class NoteView(msgspec.Struct, frozen=True, kw_only=True):
    """A note as it was issued: nothing of it ever changes."""

    id: str
    kind: Annotated[NoteKind, Meta(description="`credit`: Mushak 6.7, so much less; `debit`: Mushak 6.8, so much more")]
    number: Annotated[str, Meta(description="gap-free per issuer, kind and fiscal year", examples=["M67-2627-0000123"])]
    fiscal_year: Annotated[str, Meta(examples=["2026-27"])]
    issued_at: datetime
    issuer: IssuerView
    recipient: Annotated[BuyerView, Meta(description="empty up to the VAT of the rule vat.note_recipient_over_vat")]
    order_id: str
    order_number: str
    vendor_order_id: str
    invoice_id: str
    invoice_number: Annotated[str, Meta(description="of the Mushak 6.3 that it changes", examples=["M63-2627-0000123"])]
    invoice_issued_at: datetime
    reason: NoteReason
    explanation: str
    lines: list[NoteLineView]
    price: Annotated[Money, Meta(description="without VAT: the sum of the lines")]
    vat: Annotated[Money, Meta(description="the VAT effect: the sum of the lines")]
    total: Annotated[Money, Meta(description="the sum of the lines")]
    in_words: Localized

    @classmethod
    def of(cls, note: Note) -> "NoteView":
        """A note with its names."""
        recipient = note.recipient
        return cls(
            id=note.id,
            kind=note.kind,
            number=note.number,
            fiscal_year=note.fiscal_year,
            issued_at=note.issued_at,
            issuer=IssuerView.of(note.issuer),
            recipient=BuyerView(name=recipient.name, address=recipient.address, bin=recipient.bin),
            order_id=note.order_id,
            order_number=note.order_number,
            vendor_order_id=note.vendor_order_id,
            invoice_id=note.invoice_id,
            invoice_number=note.invoice_number,
            invoice_issued_at=note.invoice_issued_at,
            reason=note.reason,
            explanation=note.explanation,
            lines=[NoteLineView.of(line) for line in note.lines],
            price=Money(note.net),
            vat=Money(note.vat),
            total=Money(note.gross),
            in_words=in_words(Money(note.gross)),
        )


class AdjustedLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A line of an invoice and by how much it changes."""

    line_id: Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]+$", description="the line of the order")]
    total: Annotated[int, Meta(ge=1, le=10**13, description="in poisha, VAT included", examples=[5000])]


class IssueNote(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Take something off an invoice, or put back what was taken off."""

    kind: NoteKind
    lines: Annotated[list[AdjustedLine], Meta(min_length=1, max_length=100, description="each line once")]
    explanation: Annotated[
        str, Meta(min_length=3, max_length=300, pattern=_CLEAN, examples=["a price reduction was agreed"])
    ]
