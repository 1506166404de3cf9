"""Credit and debit notes: due when what is known of goods does not fit their invoice, issued once, without a gap."""

from collections.abc import Mapping, Sequence

from bdcommerce.compliance.domain import invoices, notes
from bdcommerce.compliance.domain.invoices import Invoice
from bdcommerce.compliance.domain.notes import Note, NoteKind, NoteLine, NoteReason
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Facts, Sale
from bdcommerce.compliance.errors import NotForNotes, UnknownInvoice
from bdcommerce.compliance.events import NoteDue
from bdcommerce.compliance.ports import Work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Unavailable, ensure


async def prepare(work: Work, before: Sale, after: Sale) -> None:
    """Put a note in hand when goods that have left come back, do not arrive, or are fewer; in whatever order that is
    heard.
    """
    old, new = before.facts, after.facts
    if old.handed_over_with_terms:
        changed = _of_goods(old) != _of_goods(new)
    else:
        changed = bool(new.returns or new.ended or any(each.refund for each in new.disputes))
    if changed and new.handed_over_with_terms:
        due = NoteDue(vendor_order_id=after.vendor_order_id, order_id=after.order_id, vendor_id=after.vendor_id)
        await work.log.later(due, due=clock.now())


def _of_goods(facts: Facts) -> tuple[object, ...]:
    """What decides over what may be charged."""
    given = [each for each in facts.disputes if each.decided and each.refund]
    return facts.returns, facts.ended, facts.terms, given


async def issue(work: Work, due: NoteDue, book: Book) -> list[Note]:
    """Issue what is missing between the invoice with its notes, and what may be charged; nothing for a plain bill.

    Raises Unavailable while the invoice itself is not issued, UnknownRule.
    """
    blank = Sale(vendor_order_id=due.vendor_order_id, order_id=due.order_id, vendor_id=due.vendor_id)
    (sale,) = await work.sales.lock([blank])
    invoice = await work.notes.invoice_of(sale.vendor_order_id)
    if invoice is None:
        raise Unavailable("the invoice is not issued yet")
    if invoice.kind != "vat":
        return []
    issued = await work.notes.of_invoice(invoice.id)
    wanted = notes.with_notes_of_staff(notes.owed(invoice, sale.facts), issued)
    found = notes.differences(invoice, notes.standing(invoice, issued), wanted)
    reason = notes.reason_of(sale.facts)
    return [await _issue(work, book, invoice, kind, lines, reason=reason) for kind, lines in found.items()]


async def adjust(
    work: Work, book: Book, invoice_id: str, kind: NoteKind, amounts: Mapping[str, int], *, explanation: str, by: str
) -> Note:
    """Staff take something off an invoice, or put it back.

    Raises UnknownInvoice, NotForNotes, Invalid, NoteTooLarge.
    """
    invoice = await work.notes.invoice(invoice_id)
    if invoice is None:
        raise UnknownInvoice("There is no such invoice.")
    ensure(invoice.kind == "vat", NotForNotes.of(invoice.kind))
    blank = Sale(vendor_order_id=invoice.vendor_order_id, order_id=invoice.order_id, vendor_id=invoice.vendor_id)
    await work.sales.lock([blank])
    charged = notes.standing(invoice, await work.notes.of_invoice(invoice.id))
    found = notes.differences(invoice, charged, notes.adjusted(invoice, charged, kind, amounts))
    reason: NoteReason = "price_adjusted" if kind == "credit" else "credited_in_error"
    return await _issue(work, book, invoice, kind, found[kind], reason=reason, explanation=explanation, by=by)


async def _issue(
    work: Work,
    book: Book,
    invoice: Invoice,
    kind: NoteKind,
    lines: Sequence[NoteLine],
    *,
    reason: NoteReason,
    explanation: str = "",
    by: str = "",
) -> Note:
    now = clock.now()
    today = clock.dhaka_date(now)
    year = invoices.fiscal_year(today)
    seq = await work.notes.next_seq(invoice.issuer.vendor_id, kind, year)
    over = book.value(notes.RECIPIENT_OVER, today)
    note = Note(
        id=ids.new_id("ntx"),
        kind=kind,
        number=notes.number_of(kind, year, seq),
        fiscal_year=year,
        seq=seq,
        issued_at=now,
        issuer=invoice.issuer,
        recipient=notes.recipient_of(invoice, sum(line.vat for line in lines), over),
        vendor_id=invoice.vendor_id,
        customer_id=invoice.customer_id,
        order_id=invoice.order_id,
        order_number=invoice.order_number,
        vendor_order_id=invoice.vendor_order_id,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        invoice_issued_at=invoice.issued_at,
        reason=reason,
        explanation=explanation,
        by=by,
        lines=tuple(lines),
    )
    await work.notes.add(note)
    return note
