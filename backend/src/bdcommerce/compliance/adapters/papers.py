"""Documents to print, made by Typst from templates beside this file: they lay out, what they say is made here."""

from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from bdcommerce.compliance.domain.amounts import in_words
from bdcommerce.compliance.domain.invoices import Copy, Invoice, InvoiceLine, Party
from bdcommerce.compliance.domain.notes import Note, NoteLine, NoteReason
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.infra import documents
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, Localized, bangla_digits, grouped

_UNITS = {"piece": "টি", "kg": "কেজি", "gram": "গ্রাম", "litre": "লিটার", "pack": "প্যাকেট", "service": "সেবা"}

NOTE_REASONS: dict[NoteReason, Localized] = {
    "damaged": Localized("Goods returned: damaged", "পণ্য ফেরত: নষ্ট"),
    "defective": Localized("Goods returned: defective", "পণ্য ফেরত: ত্রুটিপূর্ণ"),
    "wrong_item": Localized("Goods returned: something else was sent", "পণ্য ফেরত: ভুল পণ্য পাঠানো হয়েছে"),
    "not_as_described": Localized("Goods returned: not as described", "পণ্য ফেরত: বর্ণনার সঙ্গে মেলে না"),
    "missing_parts": Localized("Goods returned: parts missing", "পণ্য ফেরত: অংশবিশেষ নেই"),
    "expired": Localized("Goods returned: expired", "পণ্য ফেরত: মেয়াদোত্তীর্ণ"),
    "counterfeit": Localized("Goods returned: not genuine", "পণ্য ফেরত: আসল নয়"),
    "size": Localized("Goods returned: did not fit", "পণ্য ফেরত: মাপে হয়নি"),
    "changed_mind": Localized("Goods returned by the buyer", "ক্রেতা পণ্য ফেরত দিয়েছেন"),
    "other": Localized("Goods returned", "পণ্য ফেরত"),
    "not_delivered": Localized("The goods were not delivered", "পণ্য সরবরাহ হয়নি"),
    "fewer_goods": Localized("Fewer goods were supplied", "কম পণ্য সরবরাহ হয়েছে"),
    "price_adjusted": Localized("The price was reduced", "মূল্য হ্রাস করা হয়েছে"),
    "credited_in_error": Localized("Too much was credited before", "পূর্বে অতিরিক্ত ক্রেডিট করা হয়েছে"),
    "dispute": Localized("The price was reduced by the decision of a dispute", "বিরোধ নিষ্পত্তিতে মূল্য হ্রাস"),
}
"""What the forms give as the reason of the adjustment."""


class TypstPapers:
    """See ports.Papers."""

    async def invoice(self, invoice: Invoice, language: Language, copy: Copy) -> bytes:
        """See ports.Papers."""
        return await documents.pdf(template("invoice"), on_paper(invoice, language, copy))

    async def note(self, note: Note, language: Language) -> bytes:
        """See ports.Papers."""
        return await documents.pdf(template("note"), note_on_paper(note, language))


@cache
def template(name: str) -> str:
    """A Typst template of compliance."""
    return (resources.files("bdcommerce.compliance.adapters") / f"{name}.typ").read_text(encoding="utf-8")


def on_paper(invoice: Invoice, language: Language, copy: Copy) -> dict[str, Any]:
    """What the template prints: texts in one language, amounts in taka with its digits."""
    issued = invoice.issued_at.astimezone(clock.DHAKA)
    return {
        "language": language,
        "copy": copy,
        "kind": invoice.kind,
        "issuer": _issuer(invoice.issuer, language),
        "buyer": _party(invoice.buyer, language),
        "destination": invoice.destination.replace("-", " ").title(),
        "number": invoice.number,
        "date": _digits(f"{issued:%d/%m/%Y}", language),
        "time": _digits(f"{issued:%H:%M:%S}", language),
        "order": invoice.order_number,
        "month": _digits(f"{invoice.month:%m/%Y}", language) if invoice.month else "",
        "lines": [_line(number, line, language) for number, line in enumerate(invoice.lines, 1)],
        "total": {
            "net": _taka(invoice.net, language),
            "sd": _taka(0, language),
            "vat": _taka(invoice.vat, language),
            "gross": _taka(invoice.gross, language),
        },
        "words": in_words(Money(invoice.gross)).to(language),
        "marketplace": _taka(invoice.operator_discount, language) if invoice.operator_discount else "",
    }


def note_on_paper(note: Note, language: Language) -> dict[str, Any]:
    """What the template of notes prints: every field of the forms Mushak 6.7 and 6.8."""
    issued, sold = note.issued_at.astimezone(clock.DHAKA), note.invoice_issued_at.astimezone(clock.DHAKA)
    return {
        "language": language,
        "kind": note.kind,
        "issuer": _issuer(note.issuer, language),
        "recipient": _party(note.recipient, language),
        "number": note.number,
        "date": _digits(f"{issued:%d/%m/%Y}", language),
        "time": _digits(f"{issued:%H:%M:%S}", language),
        "invoice": {
            "number": note.invoice_number,
            "date": _digits(f"{sold:%d/%m/%Y}", language),
            "time": _digits(f"{sold:%H:%M:%S}", language),
        },
        "order": note.order_number,
        "reason": NOTE_REASONS[note.reason].to(language),
        "explanation": note.explanation,
        "lines": [_note_line(number, line, language) for number, line in enumerate(note.lines, 1)],
        "total": {
            "net": _taka(note.net, language),
            "vat": _taka(note.vat, language),
            "gross": _taka(note.gross, language),
        },
        "words": in_words(Money(note.gross)).to(language),
    }


def _note_line(number: int, changed: NoteLine, language: Language) -> dict[str, str]:
    return {
        "number": _digits(str(number), language),
        "description": changed.line.description.to(language),
        "net": _taka(changed.net, language),
        "vat_percent": _digits(f"{_plain(changed.line.vat_percent)}%", language),
        "vat": _taka(changed.vat, language),
        "gross": _taka(changed.gross, language),
    }


def _issuer(issuer: IssuerIdentity, language: Language) -> dict[str, str]:
    return {
        "name": issuer.name,
        "bin": _digits(issuer.bin, language),
        "address": issuer.address,
        "officer": issuer.officer,
        "designation": issuer.designation,
    }


def _party(party: Party, language: Language) -> dict[str, str]:
    return {"name": party.name, "bin": _digits(party.bin, language), "address": party.address}


def _line(number: int, line: InvoiceLine, language: Language) -> dict[str, str]:
    return {
        "number": _digits(str(number), language),
        "description": line.description.to(language),
        "unit": _UNITS.get(line.unit, line.unit) if language == "bn" else line.unit,
        "quantity": _digits(str(line.quantity), language),
        "unit_price": _taka(line.unit_price, language),
        "net": _taka(line.net, language),
        "sd": _taka(0, language),
        "vat_percent": _digits(f"{_plain(line.vat_percent)}%", language),
        "vat": _taka(line.vat, language),
        "gross": _taka(line.gross, language),
    }


def _taka(poisha: int, language: Language) -> str:
    return _digits(grouped(Money(poisha)), language)


def _digits(text: str, language: Language) -> str:
    return bangla_digits(text) if language == "bn" else text


def _plain(percent: Decimal) -> str:
    """`7.5`, `15`: without zeros that say nothing."""
    return f"{percent.normalize():f}"
