"""Credit and debit notes over HTTP: for the customer of the order, the vendor, and staff."""

from datetime import UTC, datetime

from litestar import Response

from bdcommerce.compliance.api.invoices import InLanguage
from bdcommerce.compliance.api.parameters import Id, VendorId, position
from bdcommerce.compliance.domain.notes import Note
from bdcommerce.compliance.errors import NoteTooLarge, NotForNotes, UnknownInvoice, UnknownNote
from bdcommerce.compliance.handlers import notes as handlers
from bdcommerce.compliance.queries import ApiDeps, notes, sales
from bdcommerce.compliance.queries.notes import NoteRow
from bdcommerce.compliance.schemas.notes import IssueNote, NoteView
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import shop, staff, vendor
from bdcommerce.infra.http.documented import PDF, Pdf
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Language

_LATEST = (datetime(2999, 1, 1, tzinfo=UTC), "")


@get(
    "/orders/{order_id:str}/tax-notes",
    access=shop(),
    summary="The credit and debit notes of your order",
    raises=[UnknownOrder],
)
async def list_notes_of_order(order_id: Id, caller: Caller, deps: ApiDeps) -> list[NoteView]:
    """The first one first, at most 100: one whenever goods of an invoice came back, or did not arrive."""
    sold = await sales.of_order(deps.reads, order_id)
    theirs = bool(sold) and all(sale.customer_id == caller.user_id for sale in sold)
    ensure(theirs, UnknownOrder("There is no such order."))
    return [NoteView.of(row.opened(deps.sealer)) for row in await notes.of_order(deps.reads, order_id)]


@get("/vendor/tax-notes", access=vendor("owner", "manager"), summary="Your credit and debit notes, the latest first")
async def list_vendor_notes(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[NoteView]:
    """They change the VAT of the month they are issued in."""
    return await _page(deps, caller.vendor_id, limit, cursor)


@get(
    "/tax-notes/{note_id:str}/pdf",
    access=shop(),
    summary="A credit note of yours as PDF",
    raises=[UnknownNote],
    operation_class=Pdf,
)
async def print_note(note_id: Id, caller: Caller, deps: ApiDeps, in_language: InLanguage = "bn") -> Response[bytes]:
    """Mushak 6.7, in Bangla or English."""
    row = await notes.one(deps.reads, note_id)
    theirs = row is not None and row.kind == "credit" and row.customer_id == caller.user_id
    return await _printed(deps, row if theirs else None, in_language)


@get(
    "/vendor/tax-notes/{note_id:str}/pdf",
    access=vendor("owner", "manager"),
    summary="A credit or debit note of yours as PDF",
    raises=[UnknownNote],
    operation_class=Pdf,
)
async def print_vendor_note(
    note_id: Id, caller: Caller, deps: ApiDeps, in_language: InLanguage = "bn"
) -> Response[bytes]:
    """Mushak 6.7 or 6.8, in Bangla or English."""
    row = await notes.one(deps.reads, note_id)
    return await _printed(deps, row if row and row.vendor_id == caller.vendor_id else None, in_language)


@get(
    "/admin/tax-notes/{note_id:str}/pdf",
    access=staff("invoices.read"),
    summary="A credit or debit note as PDF",
    raises=[UnknownNote],
    operation_class=Pdf,
)
async def print_any_note(note_id: Id, deps: ApiDeps, in_language: InLanguage = "bn") -> Response[bytes]:
    """Mushak 6.7 or 6.8, in Bangla or English."""
    return await _printed(deps, await notes.one(deps.reads, note_id), in_language)


@get(
    "/vendor/tax-notes/{note_id:str}",
    access=vendor("owner", "manager"),
    summary="A credit or debit note of yours",
    raises=[UnknownNote],
)
async def read_vendor_note(note_id: Id, caller: Caller, deps: ApiDeps) -> NoteView:
    """As it was issued. Amounts in poisha."""
    row = await notes.one(deps.reads, note_id)
    return _found(row if row and row.vendor_id == caller.vendor_id else None, deps)


@get("/admin/tax-notes", access=staff("invoices.read"), summary="All credit and debit notes, the latest first")
async def list_all_notes(
    deps: ApiDeps, vendor_id: VendorId = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[NoteView]:
    """Of one vendor, or of all."""
    return await _page(deps, vendor_id, limit, cursor)


@get(
    "/admin/tax-notes/{note_id:str}",
    access=staff("invoices.read"),
    summary="A credit or debit note",
    raises=[UnknownNote],
)
async def read_any_note(note_id: Id, deps: ApiDeps) -> NoteView:
    """As it was issued. Amounts in poisha."""
    return _found(await notes.one(deps.reads, note_id), deps)


@post(
    "/admin/invoices/{invoice_id:str}/tax-notes",
    access=staff("invoices.manage"),
    summary="Issue a credit or a debit note by hand",
    raises=[UnknownInvoice, NotForNotes, NoteTooLarge, Invalid],
)
async def issue_note(invoice_id: Id, data: IssueNote, caller: Caller, deps: ApiDeps) -> NoteView:
    """For what does not follow from the goods, as a price reduced afterwards. A credit note takes off at most what is
    charged still; a debit note puts back at most what credit notes took off. No money moves by it.
    """
    amounts = {line.line_id: line.total for line in data.lines}
    ensure(len(amounts) == len(data.lines), Invalid.field("lines", "must name each line once"))
    book = await deps.rule_book.book()
    async with deps.works() as work:
        note = await handlers.adjust(
            work, book, invoice_id, data.kind, amounts, explanation=data.explanation, by=caller.user_id
        )
    return NoteView.of(note)


async def _page(deps: ApiDeps, vendor_id: str, limit: int, cursor: str) -> Page[NoteView]:
    rows = await notes.page(deps.reads, vendor_id, position(cursor) or _LATEST, limit + 1)
    found = paging.page(rows, limit, lambda row: (row.issued_at.isoformat(), row.id))
    return Page(items=[NoteView.of(row.opened(deps.sealer)) for row in found.items], next_cursor=found.next_cursor)


async def _printed(deps: ApiDeps, row: NoteRow | None, language: Language) -> Response[bytes]:
    note = _opened(row, deps)
    headers = {"Content-Disposition": f'attachment; filename="{note.number}.pdf"'}
    return Response(await deps.papers.note(note, language), media_type=PDF, headers=headers)


def _found(row: NoteRow | None, deps: ApiDeps) -> NoteView:
    return NoteView.of(_opened(row, deps))


def _opened(row: NoteRow | None, deps: ApiDeps) -> Note:
    if row is None:
        raise UnknownNote("There is no such note.")
    return row.opened(deps.sealer)


ROUTES = (
    list_notes_of_order,
    print_note,
    list_vendor_notes,
    read_vendor_note,
    print_vendor_note,
    list_all_notes,
    read_any_note,
    print_any_note,
    issue_note,
)
