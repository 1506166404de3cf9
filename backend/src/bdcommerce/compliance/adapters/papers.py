"""Documents to print, made by Typst from templates beside this file: they lay out, what they say is made here."""

from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from bdcommerce.compliance.domain.amounts import in_words
from bdcommerce.compliance.domain.invoices import Copy, Invoice, InvoiceLine
from bdcommerce.infra import documents
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, bangla_digits, grouped

_UNITS = {"piece": "টি", "kg": "কেজি", "gram": "গ্রাম", "litre": "লিটার", "pack": "প্যাকেট", "service": "সেবা"}


class TypstPapers:
    """See ports.Papers."""

    async def invoice(self, invoice: Invoice, language: Language, copy: Copy) -> bytes:
        """See ports.Papers."""
        return await documents.pdf(template("invoice"), on_paper(invoice, language, copy))


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
        "issuer": {
            "name": invoice.issuer.name,
            "bin": _digits(invoice.issuer.bin, language),
            "address": invoice.issuer.address,
            "officer": invoice.issuer.officer,
            "designation": invoice.issuer.designation,
        },
        "buyer": {
            "name": invoice.buyer.name,
            "bin": _digits(invoice.buyer.bin, language),
            "address": invoice.buyer.address,
        },
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
