"""Invoices over HTTP: for the customer of the order, the vendor, and staff; as data and as PDF."""

from typing import Annotated, Any, Literal

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.compliance.api.parameters import EXPORT_ROWS, FIRST, LAST, From, Id, To, VendorId, fits, position, span
from bdcommerce.compliance.domain.invoices import Copy, Invoice, InvoiceKind
from bdcommerce.compliance.errors import UnknownInvoice
from bdcommerce.compliance.queries import ApiDeps, invoices, sales
from bdcommerce.compliance.queries.invoices import InvoiceRow, Sought
from bdcommerce.compliance.schemas.invoices import InvoiceHeading, InvoiceView, OrderInvoices
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import exports, get, paging
from bdcommerce.infra.http.access import shop, staff, vendor
from bdcommerce.infra.http.documented import PDF, AlsoAsSheet, Pdf
from bdcommerce.infra.http.exports import Format
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import ensure

Kind = Annotated[InvoiceKind | None, QueryParameter(name="kind", description="only invoices of this kind")]
Number = Annotated[
    str, QueryParameter(name="number", max_length=30, pattern=r"^[A-Z0-9-]*$", description="only with this number")
]
InLanguage = Annotated[Literal["bn", "en"], QueryParameter(name="language", description="of the form")]
COLUMNS = (
    "number", "kind", "issued_at", "issuer_id", "issuer_name", "vendor_id", "order_number", "total_price", "vat",
    "total_with_tax",
)  # fmt: skip


@get(
    "/orders/{order_id:str}/invoices",
    access=shop(),
    summary="The invoices of your order",
    raises=[UnknownOrder],
)
async def list_invoices_of_order(order_id: Id, caller: Caller, deps: ApiDeps) -> OrderInvoices:
    """One per vendor, issued when its goods are handed over; empty before that."""
    sold = await sales.of_order(deps.reads, order_id)
    theirs = bool(sold) and all(sale.customer_id == caller.user_id for sale in sold)
    ensure(theirs, UnknownOrder("There is no such order."))
    rows = await invoices.of_order(deps.reads, order_id)
    return OrderInvoices(items=[InvoiceView.of(row.opened(deps.sealer)) for row in rows])


@get("/invoices/{invoice_id:str}", access=shop(), summary="An invoice of yours", raises=[UnknownInvoice])
async def read_invoice(invoice_id: Id, caller: Caller, deps: ApiDeps) -> InvoiceView:
    """As it was issued. Amounts in poisha."""
    return InvoiceView.of(await _of_customer(deps, invoice_id, caller))


@get(
    "/invoices/{invoice_id:str}/pdf",
    access=shop(),
    summary="An invoice of yours as PDF",
    raises=[UnknownInvoice],
    operation_class=Pdf,
)
async def print_invoice(
    invoice_id: Id, caller: Caller, deps: ApiDeps, in_language: InLanguage = "bn"
) -> Response[bytes]:
    """The buyer's copy, in Bangla or English."""
    return await printed(deps, await _of_customer(deps, invoice_id, caller), in_language, "original")


@get("/vendor/invoices", access=vendor("owner", "manager"), summary="Invoices you issued, and those issued to you")
async def list_vendor_invoices(
    *,
    caller: Caller,
    deps: ApiDeps,
    kind: Kind = None,
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[InvoiceHeading]:
    """The latest first; `commission` ones are the operator's to you."""
    begin, end = span(first, last)
    sought = Sought(vendor_id=caller.vendor_id, kind=kind, issued_from=begin, issued_before=end)
    return await _page(deps, sought, limit, cursor)


@get(
    "/vendor/invoices/{invoice_id:str}",
    access=vendor("owner", "manager"),
    summary="An invoice of yours",
    raises=[UnknownInvoice],
)
async def read_vendor_invoice(invoice_id: Id, caller: Caller, deps: ApiDeps) -> InvoiceView:
    """As it was issued. Amounts in poisha."""
    return InvoiceView.of(await _of_vendor(deps, invoice_id, caller))


@get(
    "/vendor/invoices/{invoice_id:str}/pdf",
    access=vendor("owner", "manager"),
    summary="An invoice of yours as PDF",
    raises=[UnknownInvoice],
    operation_class=Pdf,
)
async def print_vendor_invoice(
    invoice_id: Id, caller: Caller, deps: ApiDeps, in_language: InLanguage = "bn"
) -> Response[bytes]:
    """The office's copy of what you issued; the original of what was issued to you."""
    invoice = await _of_vendor(deps, invoice_id, caller)
    return await printed(deps, invoice, in_language, "original" if invoice.kind == "commission" else "office")


@get(
    "/admin/invoices",
    access=staff("invoices.read"),
    summary="All invoices, the latest first",
    operation_class=AlsoAsSheet,
)
async def list_all_invoices(
    *,
    deps: ApiDeps,
    vendor_id: VendorId = "",
    kind: Kind = None,
    number: Number = "",
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[InvoiceHeading]]:
    """Filtered by vendor, kind and days of issue, or by a number alone. A file has at most 10,000 rows; amounts in it
    are in poisha.
    """
    begin, end = span(first, last)
    sought = Sought(vendor_id=vendor_id, kind=kind, issued_from=begin, issued_before=end)
    if number:
        return Response(await _numbered(deps, number, limit, cursor))
    if format == "json":
        return Response(await _page(deps, sought, limit, cursor))
    rows = await invoices.page(deps.reads, sought, None, EXPORT_ROWS + 1)
    fits(len(rows))
    headings = (InvoiceHeading.of(row.opened(deps.sealer)) for row in rows)
    lines = ([_cell(getattr(heading, column)) for column in COLUMNS] for heading in headings)
    return exports.sheet_reply("invoices", COLUMNS, lines, format)


@get(
    "/admin/invoices/{invoice_id:str}",
    access=staff("invoices.read"),
    summary="An invoice",
    raises=[UnknownInvoice],
)
async def read_any_invoice(invoice_id: Id, deps: ApiDeps) -> InvoiceView:
    """As it was issued. Amounts in poisha."""
    return InvoiceView.of(_found(await invoices.one(deps.reads, invoice_id), deps))


@get(
    "/admin/invoices/{invoice_id:str}/pdf",
    access=staff("invoices.read"),
    summary="An invoice as PDF",
    raises=[UnknownInvoice],
    operation_class=Pdf,
)
async def print_any_invoice(invoice_id: Id, deps: ApiDeps, in_language: InLanguage = "bn") -> Response[bytes]:
    """The office's copy, in Bangla or English."""
    return await printed(deps, _found(await invoices.one(deps.reads, invoice_id), deps), in_language, "office")


async def printed(deps: ApiDeps, invoice: Invoice, language: Literal["bn", "en"], copy: Copy) -> Response[bytes]:
    """An invoice as a PDF to download."""
    made = await deps.papers.invoice(invoice, language, copy)
    headers = {"Content-Disposition": f'attachment; filename="{invoice.number}.pdf"'}
    return Response(made, media_type=PDF, headers=headers)


async def _page(deps: ApiDeps, sought: Sought, limit: int, cursor: str) -> Page[InvoiceHeading]:
    rows = await invoices.page(deps.reads, sought, position(cursor), limit + 1)
    return _headings(deps, paging.page(rows, limit, lambda row: (row.issued_at.isoformat(), row.id)))


async def _numbered(deps: ApiDeps, number: str, limit: int, cursor: str) -> Page[InvoiceHeading]:
    before = position(cursor)
    after = before[1] if before else ""
    rows = await invoices.of_number(deps.reads, number, after, limit + 1)
    return _headings(deps, paging.page(rows, limit, lambda row: (row.issued_at.isoformat(), row.id)))


def _headings(deps: ApiDeps, page: Page[InvoiceRow]) -> Page[InvoiceHeading]:
    items = [InvoiceHeading.of(row.opened(deps.sealer)) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


async def _of_customer(deps: ApiDeps, invoice_id: str, caller: Caller) -> Invoice:
    row = await invoices.one(deps.reads, invoice_id)
    return _found(row if row and row.customer_id == caller.user_id else None, deps)


async def _of_vendor(deps: ApiDeps, invoice_id: str, caller: Caller) -> Invoice:
    row = await invoices.one(deps.reads, invoice_id)
    return _found(row if row and row.vendor_id == caller.vendor_id else None, deps)


def _found(row: InvoiceRow | None, deps: ApiDeps) -> Invoice:
    if row is None:
        raise UnknownInvoice("There is no such invoice.")
    return row.opened(deps.sealer)


def _cell(value: Any) -> object:
    return getattr(value, "amount", value)


ROUTES = (
    list_invoices_of_order,
    read_invoice,
    print_invoice,
    list_vendor_invoices,
    read_vendor_invoice,
    print_vendor_invoice,
    list_all_invoices,
    read_any_invoice,
    print_any_invoice,
)
