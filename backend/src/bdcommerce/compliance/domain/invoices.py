"""VAT invoices: Mushak 6.3 and plain bills, their numbers, and the VAT inside their lines (VAT and Supplementary
Duty Act 2012, s.51; Rules 2016, rule 40).

A price includes its VAT (VAT-INC): the tax of a line is gross x rate / (100 + rate), half up to the poisha, and totals
are the sums of lines (INV-06). A number series begins again with every fiscal year, on 1 July in Bangladesh (INV-02).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.orders import LineTerms
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.kernel.money import half_up, included
from bdcommerce.kernel.text import Localized

InvoiceKind = Literal["vat", "bill", "commission"]
"""Mushak 6.3 of a vendor for goods; a plain bill of one that is not registered for VAT; Mushak 6.3 of the operator for
its commission.
"""
Copy = Literal["original", "office"]
"""The buyer's copy, and the one that stays with the issuer (INV-03)."""
BUYER_OVER = "vat.invoice_buyer_bin_over"
OPERATOR = "operator"
"""The issuer of commission invoices."""
_PREFIXES: dict[InvoiceKind, str] = {"vat": "M63", "bill": "BILL", "commission": "M63C"}
_FIRST_MONTH = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who buys. Personal data if it is a customer."""

    name: str
    address: str = ""
    bin: str = ""

    def __repr__(self) -> str:
        return "Party(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who is named on an invoice."""

    issuer: IssuerIdentity
    buyer: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One row of the form; amounts in poisha for the whole line, but the unit price."""

    description: Localized
    unit: str
    quantity: int
    unit_price: int
    """Without VAT, rounded half up: quantity times this may differ from `net` by the rounding."""
    discount: int
    """What was taken off before, VAT included: `net`, `vat` and `gross` are after it."""
    net: int
    vat_percent: Decimal
    vat: int
    gross: int
    sku: str = ""
    reference: str = ""
    """The order line, or for commission the vendor order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An issued invoice: nothing of it ever changes. Supplementary duty (SD) is due on nothing sold here."""

    id: str
    kind: InvoiceKind
    number: str
    fiscal_year: str
    seq: int
    issued_at: datetime
    supplied_at: datetime
    """When the goods were handed over; for commission the last release in it."""
    issuer: IssuerIdentity
    """Its `vendor_id` is the vendor, or `operator`."""
    buyer: Party
    vendor_id: str
    customer_id: str
    """Empty for a guest, and for commission."""
    order_id: str
    order_number: str
    vendor_order_id: str
    month: date | None
    """The first day of the month whose commission this is."""
    destination: str
    """The district where the goods go."""
    lines: tuple[InvoiceLine, ...]
    operator_discount: int
    """What the marketplace paid for the customer: the invoice is for the vendor's price."""

    @property
    def net(self) -> int:
        """Without VAT."""
        return sum(line.net for line in self.lines)

    @property
    def vat(self) -> int:
        """The VAT of all lines."""
        return sum(line.vat for line in self.lines)

    @property
    def gross(self) -> int:
        """What is charged."""
        return sum(line.gross for line in self.lines)


def fiscal_year(on: date) -> str:
    """`2026-27`: from 1 July to 30 June."""
    first = on.year if on.month >= _FIRST_MONTH else on.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def number_of(kind: InvoiceKind, year: str, seq: int) -> str:
    """`M63-2627-0000123`."""
    return f"{_PREFIXES[kind]}-{year[2:4]}{year[5:7]}-{seq:07d}"


def kind_for(issuer: IssuerIdentity) -> InvoiceKind:
    """Only who is registered for VAT may issue a Mushak 6.3."""
    return "vat" if issuer.bin else "bill"


def goods_lines(terms: Sequence[LineTerms], kind: InvoiceKind) -> tuple[InvoiceLine, ...]:
    """The lines of a vendor's invoice: what the vendor charges, after its own discounts."""
    return tuple(_goods_line(line, line.vat_percent if kind == "vat" else Decimal(0)) for line in terms)


def _goods_line(line: LineTerms, percent: Decimal) -> InvoiceLine:
    gross = (line.list_price - line.vendor_discount).amount
    vat = included(gross, percent)
    return InvoiceLine(
        description=line.title,
        unit=line.unit,
        quantity=line.quantity,
        unit_price=half_up(Decimal(gross - vat) / line.quantity),
        discount=line.vendor_discount.amount,
        net=gross - vat,
        vat_percent=percent,
        vat=vat,
        gross=gross,
        sku=line.sku,
        reference=line.line_id,
    )


def buyer_of(name: str, address: str, *, gross: int, over_taka: Decimal) -> Party:
    """INV-04: above the threshold the buyer's address belongs on the invoice; below it the name is enough."""
    return Party(name=name, address=address if Decimal(gross) > over_taka * 100 else "")
