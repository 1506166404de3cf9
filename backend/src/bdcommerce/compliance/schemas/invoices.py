"""Invoices over HTTP. Amounts are in poisha."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.compliance.domain.amounts import in_words
from bdcommerce.compliance.domain.invoices import OPERATOR, Invoice, InvoiceKind, InvoiceLine
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, nfc

_CLEAN = r"^[^\x00-\x1f]*$"


class IssuerView(msgspec.Struct, frozen=True, kw_only=True):
    """Who issued it."""

    id: Annotated[str, Meta(description="the vendor, or `operator`")]
    name: str
    bin: Annotated[str, Meta(description="empty: not registered for VAT", examples=["001745707-0402"])]
    address: str
    officer: str
    designation: str

    @classmethod
    def of(cls, identity: IssuerIdentity) -> "IssuerView":
        """The identity as it stands on the invoice."""
        return cls(
            id=identity.vendor_id,
            name=identity.name,
            bin=identity.bin,
            address=identity.address,
            officer=identity.officer,
            designation=identity.designation,
        )


class BuyerView(msgspec.Struct, frozen=True, kw_only=True):
    """Who buys."""

    name: str
    address: Annotated[str, Meta(description="above the threshold of the rule vat.invoice_buyer_bin_over only")]
    bin: str


class InvoiceLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the form: columns 1 to 10 of Mushak 6.3."""

    serial: int
    """Counts the rows from 1."""
    description: Localized
    sku: str
    unit: str
    quantity: int
    """In `unit`."""
    unit_price: Annotated[Money, Meta(description="without VAT, rounded half up to the poisha")]
    total_price: Annotated[Money, Meta(description="without VAT, for the whole line")]
    supplementary_duty: Money
    vat_percent: Annotated[Decimal, Meta(description="per cent", examples=["15"])]
    vat: Annotated[Money, Meta(description="inside the price, half up to the poisha")]
    total_with_tax: Money
    discount: Annotated[Money, Meta(description="taken off before, VAT included")]

    @classmethod
    def of(cls, serial: int, line: InvoiceLine) -> "InvoiceLineView":
        """A line by its place."""
        return cls(
            serial=serial,
            description=line.description,
            sku=line.sku,
            unit=line.unit,
            quantity=line.quantity,
            unit_price=Money(line.unit_price),
            total_price=Money(line.net),
            supplementary_duty=Money(0),
            vat_percent=line.vat_percent,
            vat=Money(line.vat),
            total_with_tax=Money(line.gross),
            discount=Money(line.discount),
        )


class InvoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice as it was issued: nothing of it ever changes."""

    id: str
    kind: Annotated[
        InvoiceKind,
        Meta(description="`vat`: Mushak 6.3 for goods; `bill`: the vendor is not registered; `commission`: Mushak 6.3"),
    ]
    number: Annotated[str, Meta(description="gap-free per issuer, kind and fiscal year", examples=["M63-2627-0000123"])]
    fiscal_year: Annotated[str, Meta(examples=["2026-27"])]
    issued_at: datetime
    supplied_at: Annotated[datetime, Meta(description="when the goods were handed over")]
    issuer: IssuerView
    buyer: BuyerView
    order_id: Annotated[str, Meta(description="empty for commission")]
    order_number: str
    vendor_order_id: str
    month: Annotated[date | None, Meta(description="of a commission invoice: the first day of its month")]
    destination: Annotated[str, Meta(description="the district where the goods go")]
    lines: list[InvoiceLineView]
    total_price: Annotated[Money, Meta(description="without VAT: the sum of the lines")]
    supplementary_duty: Money
    vat: Annotated[Money, Meta(description="the sum of the lines")]
    total_with_tax: Annotated[Money, Meta(description="the sum of the lines")]
    in_words: Localized
    operator_discount: Annotated[Money, Meta(description="what the marketplace paid of it for the buyer")]

    @classmethod
    def of(cls, invoice: Invoice) -> "InvoiceView":
        """An invoice with its names."""
        return cls(
            id=invoice.id,
            kind=invoice.kind,
            number=invoice.number,
            fiscal_year=invoice.fiscal_year,
            issued_at=invoice.issued_at,
            supplied_at=invoice.supplied_at,
            issuer=IssuerView.of(invoice.issuer),
            buyer=BuyerView(name=invoice.buyer.name, address=invoice.buyer.address, bin=invoice.buyer.bin),
            order_id=invoice.order_id,
            order_number=invoice.order_number,
            vendor_order_id=invoice.vendor_order_id,
            month=invoice.month,
            destination=invoice.destination,
            lines=[InvoiceLineView.of(serial, line) for serial, line in enumerate(invoice.lines, 1)],
            total_price=Money(invoice.net),
            supplementary_duty=Money(0),
            vat=Money(invoice.vat),
            total_with_tax=Money(invoice.gross),
            in_words=in_words(Money(invoice.gross)),
            operator_discount=Money(invoice.operator_discount),
        )


class InvoiceHeading(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice in a list."""

    id: str
    kind: InvoiceKind
    number: str
    issued_at: datetime
    issuer_id: str
    issuer_name: str
    vendor_id: str
    order_number: str
    total_price: Money
    vat: Money
    total_with_tax: Money

    @classmethod
    def of(cls, invoice: Invoice) -> "InvoiceHeading":
        """What a list shows of it."""
        return cls(
            id=invoice.id,
            kind=invoice.kind,
            number=invoice.number,
            issued_at=invoice.issued_at,
            issuer_id=invoice.issuer.vendor_id,
            issuer_name=invoice.issuer.name,
            vendor_id=invoice.vendor_id,
            order_number=invoice.order_number,
            total_price=Money(invoice.net),
            vat=Money(invoice.vat),
            total_with_tax=Money(invoice.gross),
        )


class OrderInvoices(msgspec.Struct, frozen=True, kw_only=True):
    """The invoices of a purchase: one per vendor whose goods have left."""

    items: list[InvoiceView]


class OperatorBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who the operator is on its own invoices."""

    name: Annotated[str, Meta(min_length=2, max_length=120, pattern=_CLEAN, examples=["BDCommerce Limited"])]
    bin: Annotated[
        str, Meta(min_length=13, max_length=14, pattern=r"^[0-9]{9}-?[0-9]{4}$", examples=["001745707-0402"])
    ]
    address: Annotated[
        str, Meta(min_length=5, max_length=300, pattern=_CLEAN, examples=["Level 4, Gulshan Avenue, Dhaka 1212"])
    ]
    officer: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=100,
            pattern=_CLEAN,
            description="responsible for invoices",
            examples=["Salma Akter"],
        ),
    ]
    designation: Annotated[str, Meta(min_length=2, max_length=80, pattern=_CLEAN, examples=["Head of Finance"])]

    def identity(self) -> IssuerIdentity:
        """The issuer that these words make. Raises Invalid for one that is nothing but blanks."""
        digits = self.bin.replace("-", "")
        words = {name: nfc(getattr(self, name)) for name in ("name", "address", "officer", "designation")}
        for name, word in words.items():
            ensure(word, Invalid.field(name, "is needed"))
        return IssuerIdentity(vendor_id=OPERATOR, bin=f"{digits[:9]}-{digits[9:]}", **words)


class OperatorSaved(msgspec.Struct, frozen=True, kw_only=True):
    """The identity, and how many ended months of commission are invoiced now that were waiting for it."""

    profile: IssuerView
    months_invoiced: int
    """Months of single vendors."""
