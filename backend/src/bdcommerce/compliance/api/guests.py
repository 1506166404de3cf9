"""What somebody without an account may ask for with the number of an order and a proof of its phone."""

from litestar import Response

from bdcommerce.compliance.api.invoices import InLanguage, printed
from bdcommerce.compliance.api.parameters import Id
from bdcommerce.compliance.domain.letters import new_token, token_hash
from bdcommerce.compliance.errors import UnknownInvoice
from bdcommerce.compliance.queries import ApiDeps, complaints, disputes, invoices, sales
from bdcommerce.compliance.schemas.guests import GuestCases, GuestProof
from bdcommerce.compliance.schemas.invoices import InvoiceView, OrderInvoices
from bdcommerce.contracts.accounts import BadPhoneProof
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import shop_or_guest
from bdcommerce.infra.http.documented import Pdf


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
    operation_class=Pdf,
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


@post(
    "/guest/cases",
    access=shop_or_guest(),
    summary="Come back to the complaints and disputes over an order made without an account",
    status_code=200,
    raises=[BadPhoneProof, UnknownOrder],
)
async def come_back(data: GuestProof, deps: ApiDeps) -> GuestCases:
    """Also to one that the vendor has opened."""
    found = await sales.of_guest(deps, data.order_number, data.phone_proof)
    order_id, token = found[0].order_id, new_token()
    async with deps.works() as work:
        await work.complaints.give_to_guest(order_id, token_hash(token))
        await work.disputes.give_to_guest(order_id, token_hash(token))
    return GuestCases(
        guest_token=token,
        complaints=await complaints.of_guests_order(deps.reads, order_id),
        disputes=await disputes.of_guests_order(deps.reads, order_id),
    )


ROUTES = (list_invoices_of_guest, print_invoice_of_guest, come_back)
