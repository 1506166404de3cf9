"""VAT invoices of vendors: due when the goods leave, issued once, numbered without a gap."""

from datetime import datetime

from bdcommerce.compliance.domain import invoices
from bdcommerce.compliance.domain.invoices import Invoice
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.events import InvoiceDue
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.orders import Recipient, VendorOrderTerms
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.address import Address


async def prepare(work: Work, before: Sale, after: Sale) -> None:
    """Put the invoice in hand as soon as it is due; whoever it names is asked for by the consumer of that."""
    if after.facts.handed_over_with_terms and not before.facts.handed_over_with_terms:
        due = InvoiceDue(vendor_order_id=after.vendor_order_id, order_id=after.order_id, vendor_id=after.vendor_id)
        await work.log.later(due, due=clock.now())


async def issue(
    work: Work, due: InvoiceDue, *, book: Book, issuer: IssuerIdentity, recipient: Recipient
) -> Invoice | None:
    """Issue the invoice of a vendor order, unless it is there already (then None). Raises UnknownRule."""
    blank = Sale(vendor_order_id=due.vendor_order_id, order_id=due.order_id, vendor_id=due.vendor_id)
    (sale,) = await work.sales.lock([blank])
    terms, left = sale.facts.terms, sale.facts.handed_over or sale.facts.delivered
    if terms is None or left is None or await work.invoices.issued_for(sale.vendor_order_id):
        return None
    kind, now = invoices.kind_for(issuer), clock.now()
    year = invoices.fiscal_year(clock.dhaka_date(now))
    lines = invoices.goods_lines(terms.lines, kind)
    seq = await work.invoices.next_seq(issuer.vendor_id, kind, year)
    invoice = Invoice(
        id=ids.new_id("inv"),
        kind=kind,
        number=invoices.number_of(kind, year, seq),
        fiscal_year=year,
        seq=seq,
        issued_at=now,
        supplied_at=left.at,
        issuer=issuer,
        buyer=_buyer(book, recipient, terms, now),
        vendor_id=sale.vendor_id,
        customer_id=sale.customer_id,
        order_id=sale.order_id,
        order_number=sale.number,
        vendor_order_id=sale.vendor_order_id,
        month=None,
        destination=sale.facts.district,
        lines=lines,
        operator_discount=terms.operator_discount.amount,
    )
    await work.invoices.add(invoice)
    return invoice


def _buyer(book: Book, recipient: Recipient, terms: VendorOrderTerms, now: datetime) -> invoices.Party:
    over = book.value(invoices.BUYER_OVER, clock.dhaka_date(now))
    address = recipient.address
    return invoices.buyer_of(address.recipient_name, _one_line(address), gross=terms.goods.amount, over_taka=over)


def _one_line(address: Address) -> str:
    place = address.place
    parts = (address.line1, address.area, _name(address.union), _name(place.upazila), _name(place.district))
    return ", ".join(part for part in (*parts, address.postcode) if part)


def _name(place_id: str) -> str:
    """`dhaka/dhanmondi` as people write it."""
    return place_id.rpartition("/")[2].replace("-", " ").title()
