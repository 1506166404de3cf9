"""Issued invoices, as customers, vendors and staff look them up."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

import msgspec

from bdcommerce.compliance.domain.invoices import Invoice, InvoiceKind, InvoiceLine, Parties
from bdcommerce.compliance.tables import PARTIES
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.infra.security import Sealer


class InvoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice as it is kept."""

    id: str
    kind: InvoiceKind
    number: str
    fiscal_year: str
    seq: int
    issued_at: datetime
    supplied_at: datetime
    vendor_id: str
    customer_id: str
    order_id: str
    order_number: str
    vendor_order_id: str
    month: date | None
    destination: str
    lines: tuple[InvoiceLine, ...]
    operator_discount: int
    parties_sealed: str

    def opened(self, sealer: Sealer) -> Invoice:
        """The invoice with its names."""
        parties = msgspec.json.decode(sealer.open(self.parties_sealed, PARTIES), type=Parties)
        kept = {name: getattr(self, name) for name in self.__struct_fields__ if name != "parties_sealed"}
        return Invoice(**kept, issuer=parties.issuer, buyer=parties.buyer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which invoices; what is empty does not matter."""

    vendor_id: str = ""
    kind: InvoiceKind | None = None
    issuer_id: str = ""
    issued_from: datetime
    issued_before: datetime

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        values = {name: getattr(self, name) for name in _FILTERS}
        return {name: value for name, value in values.items() if value}


_FILTERS = ("vendor_id", "kind", "issuer_id")
_COLUMNS = """
    id, kind, number, fiscal_year, seq, issued_at, supplied_at, vendor_id, customer_id, order_id, order_number,
    coalesce(vendor_order_id, '') AS vendor_order_id, month, destination, lines, operator_discount, parties_sealed
"""


def _page(chosen: tuple[str, ...]) -> Query[InvoiceRow]:
    """One query per way to filter, so that each is a range of an index."""
    conditions = "".join(f" AND {column} = ${number}" for number, column in enumerate(chosen, 5))
    return Query(
        f"compliance.invoices{''.join(f'_by_{column}' for column in chosen)}",
        f"""
        SELECT {_COLUMNS} FROM invoice
        WHERE (issued_at, id) < ($1, $2) AND issued_at >= $3 {conditions} ORDER BY issued_at DESC, id DESC LIMIT $4
        """,  # noqa: S608 - columns stand above
        InvoiceRow,
    )


_CHOICES = [
    tuple(name for name, wanted in zip(_FILTERS, chosen, strict=True) if wanted)
    for chosen in product((False, True), repeat=len(_FILTERS))
]
_PAGES = {chosen: _page(chosen) for chosen in _CHOICES}
_ONE = Query("compliance.invoice", f"SELECT {_COLUMNS} FROM invoice WHERE id = $1", InvoiceRow)  # noqa: S608
_OF_ORDER = Query(
    "compliance.invoices_of_order",
    f"SELECT {_COLUMNS} FROM invoice WHERE order_id = $1 ORDER BY issued_at, id LIMIT 100",  # noqa: S608
    InvoiceRow,
)
_OF_NUMBER = Query(
    "compliance.invoices_of_number",
    f"SELECT {_COLUMNS} FROM invoice WHERE number = $1 AND id > $2 ORDER BY id LIMIT $3",  # noqa: S608
    InvoiceRow,
)
_REGISTER = Query(
    "compliance.sales_register",
    f"""
    SELECT {_COLUMNS} FROM invoice
    WHERE issuer_id = $1 AND issued_at >= $2 AND issued_at < $3 AND kind <> 'bill' ORDER BY issued_at, id LIMIT $4
    """,  # noqa: S608 - columns stand above
    InvoiceRow,
)
_OPERATOR = Query(
    "compliance.operator_profile",
    "SELECT identity FROM operator_profile ORDER BY id DESC LIMIT 1",
    dict[str, IssuerIdentity],
)


async def page(reads: Reads, sought: Sought, before: tuple[datetime, str] | None, limit: int) -> list[InvoiceRow]:
    """Invoices before a position, the latest first."""
    given = sought.given()
    end = (sought.issued_before, "")
    return await reads.all(
        _PAGES[tuple(given)], *(min(before, end) if before else end), sought.issued_from, limit, *given.values()
    )


async def of_number(reads: Reads, number: str, after: str, limit: int) -> list[InvoiceRow]:
    """All issuers' invoices with that number."""
    return await reads.all(_OF_NUMBER, number, after, limit)


async def of_order(reads: Reads, order_id: str) -> list[InvoiceRow]:
    """The invoices of a purchase, one per vendor whose goods have left."""
    return await reads.all(_OF_ORDER, order_id)


async def one(reads: Reads, invoice_id: str) -> InvoiceRow | None:
    """An invoice."""
    return await reads.one(_ONE, invoice_id)


async def register(reads: Reads, issuer_id: str, begin: datetime, end: datetime, limit: int) -> list[InvoiceRow]:
    """The Mushak 6.3 that somebody issued from an instant on and before another, in their order."""
    return await reads.all(_REGISTER, issuer_id, begin, end, limit)


async def operator(reads: Reads) -> IssuerIdentity | None:
    """Who the operator is, as its invoices say."""
    found = await reads.one(_OPERATOR)
    return found["identity"] if found else None
