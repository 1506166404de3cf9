"""Credit notes (Mushak 6.7) and debit notes (Mushak 6.8): what changed about a supply after its invoice was issued.

An invoice never changes. When goods come back, never arrive, or become cheaper by a dispute, a credit note takes off
what is not owed any more; a debit note puts back what a credit note took off too much (Value Added Tax and
Supplementary Duty Act 2012, section 52). A note changes the VAT of the period it is issued in, so it is numbered and
dated as an invoice is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.compliance.domain.charges import charges
from bdcommerce.compliance.domain.invoices import Invoice, InvoiceLine, Party
from bdcommerce.compliance.domain.sales import Facts
from bdcommerce.compliance.errors import NoteTooLarge
from bdcommerce.contracts.orders import ReturnCode
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import included

NoteKind = Literal["credit", "debit"]
NoteReason = Literal[ReturnCode, "not_delivered", "fewer_goods", "price_adjusted", "credited_in_error", "dispute"]
RECIPIENT_OVER = "vat.note_recipient_over_vat"
"""Above so much VAT (taka) the note names its recipient."""
_PREFIXES: dict[NoteKind, str] = {"credit": "M67", "debit": "M68"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """By how much a line of the invoice changes, in poisha; never below zero, whichever way it goes."""

    reference: str
    """The line of the order."""
    line: InvoiceLine
    """As the invoice has it."""
    net: int
    vat: int
    gross: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An issued note: nothing of it ever changes."""

    id: str
    kind: NoteKind
    number: str
    fiscal_year: str
    seq: int
    issued_at: datetime
    issuer: IssuerIdentity
    recipient: Party
    """Empty up to the threshold of the rule vat.note_recipient_over_vat."""
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
    """What staff said about it; empty where it follows from what happened to the goods."""
    by: str
    """Who of the staff; empty likewise."""
    lines: tuple[NoteLine, ...]

    @property
    def net(self) -> int:
        """Without VAT."""
        return sum(line.net for line in self.lines)

    @property
    def vat(self) -> int:
        """By how much the VAT changes."""
        return sum(line.vat for line in self.lines)

    @property
    def gross(self) -> int:
        """Both."""
        return sum(line.gross for line in self.lines)


def number_of(kind: NoteKind, year: str, seq: int) -> str:
    """`M67-2627-0000123`."""
    return f"{_PREFIXES[kind]}-{year[2:4]}{year[5:7]}-{seq:07d}"


def standing(invoice: Invoice, notes: Iterable[Note]) -> dict[str, int]:
    """What is charged for every line of an invoice once its notes are counted in, in poisha."""
    charged = {line.reference: line.gross for line in invoice.lines}
    for note in notes:
        for line in note.lines:
            charged[line.reference] += line.gross if note.kind == "debit" else -line.gross
    return charged


def owed(invoice: Invoice, facts: Facts) -> dict[str, int]:
    """What may be charged for every line by what is known of the goods, in poisha."""
    gone = facts.ended is not None or facts.terms is None
    left = {} if gone else charges(facts)
    return {line.reference: max(left.get(line.reference, 0), 0) for line in invoice.lines}


def differences(
    invoice: Invoice, before: Mapping[str, int], after: Mapping[str, int]
) -> dict[NoteKind, list[NoteLine]]:
    """The lines of the notes that lead from one state to the other."""
    found: dict[NoteKind, list[NoteLine]] = {}
    for line in invoice.lines:
        was, now = before[line.reference], after[line.reference]
        if was != now:
            kind: NoteKind = "credit" if was > now else "debit"
            found.setdefault(kind, []).append(_line(line, was, now))
    return found


def _line(line: InvoiceLine, was: int, now: int) -> NoteLine:
    """The VAT of a line is that inside what is charged for it, so all notes together take off what the invoice has."""
    gross, vat = abs(was - now), abs(included(was, line.vat_percent) - included(now, line.vat_percent))
    return NoteLine(reference=line.reference, line=line, net=gross - vat, vat=vat, gross=gross)


def adjusted(
    invoice: Invoice, charged: Mapping[str, int], kind: NoteKind, amounts: Mapping[str, int]
) -> dict[str, int]:
    """What is charged once staff take so much off lines, or put so much back: never more than the invoice has.

    Raises Invalid for a line that is none of the invoice's, NoteTooLarge.
    """
    after = dict(charged)
    most = {line.reference: line.gross for line in invoice.lines}
    for reference, amount in amounts.items():
        ensure(reference in most, Invalid.field("lines", f"{reference} is no line of the invoice"))
        left = charged[reference] if kind == "credit" else most[reference] - charged[reference]
        ensure(amount <= left, NoteTooLarge.of(reference, left))
        after[reference] += -amount if kind == "credit" else amount
    return after


def recipient_of(invoice: Invoice, vat: int, over_taka: Decimal) -> Party:
    """Who it is for, where the law wants that said."""
    named = Decimal(vat) > over_taka * 100
    return invoice.buyer if named else Party(name="")


def reason_of(facts: Facts) -> NoteReason:
    """Why, by what happened to the goods last."""
    if facts.ended:
        return "not_delivered"
    given = [each.decided.at for each in facts.disputes if each.decided and each.refund]
    back = facts.returns[-1] if facts.returns else None
    if given and (back is None or max(given) > back.accepted.at):
        return "dispute"
    return back.code if back else "fewer_goods"


def with_notes_of_staff(charged: Mapping[str, int], notes: Iterable[Note]) -> dict[str, int]:
    """What staff have changed stays changed, whatever happens to the goods; but nothing is charged below zero."""
    after = dict(charged)
    for note in notes:
        for line in note.lines if note.by else ():
            after[line.reference] += line.gross if note.kind == "debit" else -line.gross
    return {reference: max(amount, 0) for reference, amount in after.items()}
