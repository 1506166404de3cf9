"""What somebody without an account may ask for with the number of an order and a proof of its phone."""

from litestar import Response

from bdcommerce.compliance.api.invoices import PDF, InLanguage, printed
from bdcommerce.compliance.api.parameters import Id
from bdcommerce.compliance.errors import UnknownInvoice
from bdcommerce.compliance.queries import ApiDeps, invoices, sales
from bdcommerce.compliance.schemas.invoices import GuestProof, InvoiceView, OrderInvoices
from bdcommerce.contracts.accounts import BadPhoneProof
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import shop_or_guest


@post(
    "/guest/invoices",
    access=shop_or_guest(),
    summary="The invoices of an order made without an account",
    status_code=200,
    raises=[BadPhoneProof, UnknownOrder],
)
async def list_invoices_of_guest(data: GuestProof, deps: ApiDeps) -> OrderInvoices:
    """One per vendor, issued when its goods are handed over; empty before that."""
    found = await sales.of_guest(deps, data.order_number, data.phone_proof)
    rows = await invoices.of_order(deps.reads, found[0].order_id)
    return OrderInvoices(items=[InvoiceView.of(row.opened(deps.sealer)) for row in rows])


@post(
    "/guest/invoices/{invoice_id:str}/pdf",
    access=shop_or_guest(),
    summary="An invoice of an order made without an account, as PDF",
    status_code=200,
    raises=[BadPhoneProof, UnknownOrder, UnknownInvoice],
    media_type=PDF,
)
async def print_invoice_of_guest(
    invoice_id: Id, data: GuestProof, deps: ApiDeps, in_language: InLanguage = "bn"
) -> Response[bytes]:
    """The buyer's copy, in Bangla or English."""
    found = await sales.of_guest(deps, data.order_number, data.phone_proof)
    row = await invoices.one(deps.reads, invoice_id)
    if row is None or row.order_id != found[0].order_id:
        raise UnknownInvoice("There is no such invoice.")
    return await printed(deps, row.opened(deps.sealer), in_language, "original")


ROUTES = (list_invoices_of_guest, print_invoice_of_guest)
