"""The sales register (Mushak 6.2), and who the operator is on its own invoices."""

from datetime import date
from typing import Annotated, Literal

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.compliance.api.parameters import EXPORT_ROWS, fits, midnight, span
from bdcommerce.compliance.domain.invoices import OPERATOR, Invoice, InvoiceLine
from bdcommerce.compliance.errors import NoOperatorProfile
from bdcommerce.compliance.handlers import commissions
from bdcommerce.compliance.queries import ApiDeps, invoices
from bdcommerce.compliance.schemas.invoices import IssuerView, OperatorBody, OperatorSaved
from bdcommerce.infra.http import exports, get, put
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import Sheet
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped

LONGEST = 92
"""Days of a register: a quarter."""
Day = Annotated[date, QueryParameter(name="from", description="first day of issue, in Bangladesh")]
LastDay = Annotated[date, QueryParameter(name="to", description="last day, at most 92 days after the first")]
SheetFormat = Annotated[Literal["csv", "xlsx"], QueryParameter(name="format", description="what kind of file")]
IssuerId = Annotated[
    str, QueryParameter(name="issuer", max_length=64, pattern=r"^[a-z0-9_]+$", description="a vendor, or `operator`")
]
COLUMNS = (
    "serial", "date", "opening_stock_quantity", "opening_stock_value", "production_quantity", "production_value",
    "total_quantity", "total_value", "buyer_name", "buyer_address", "buyer_bin_or_nid", "challan_number",
    "challan_date", "description", "quantity", "taxable_value", "supplementary_duty", "vat", "closing_stock_quantity",
    "closing_stock_value", "remark",
)  # fmt: skip
"""Of Mushak 6.2. What a shop has in stock and what it makes are not known here: those columns are for the seller."""


@get(
    "/vendor/sales-register",
    access=vendor("owner", "manager"),
    summary="Your sales register (Mushak 6.2) as a file",
    operation_class=Sheet,
)
async def export_own_register(
    first: Day, last: LastDay, caller: Caller, deps: ApiDeps, kind: SheetFormat = "csv"
) -> Response[bytes]:
    """A row per line of every Mushak 6.3 you issued, values in taka; at most 10,000 invoices. Columns of stock and
    production are left for you to fill in.
    """
    return await _register(deps, caller.vendor_id, first, last, kind)


@get(
    "/admin/sales-register",
    access=staff("invoices.read"),
    summary="A sales register (Mushak 6.2) as a file",
    operation_class=Sheet,
)
async def export_register(
    first: Day, last: LastDay, deps: ApiDeps, issuer_id: IssuerId = OPERATOR, kind: SheetFormat = "csv"
) -> Response[bytes]:
    """A row per line of every Mushak 6.3 of the issuer, values in taka; at most 10,000 invoices."""
    return await _register(deps, issuer_id, first, last, kind)


@get(
    "/admin/operator-profile",
    access=staff("invoices.read"),
    summary="Who the operator is on its own invoices",
    raises=[NoOperatorProfile],
)
async def read_operator(deps: ApiDeps) -> IssuerView:
    """Name, BIN, address and responsible officer."""
    found = await invoices.operator(deps.reads)
    if found is None:
        raise NoOperatorProfile.missing()
    return IssuerView.of(found)


@put("/admin/operator-profile", access=staff("invoices.manage"), summary="Say who the operator is on its invoices")
async def save_operator(data: OperatorBody, caller: Caller, deps: ApiDeps) -> OperatorSaved:
    """Holds for invoices from now on; issued ones keep theirs. Months of commission that waited for it are invoiced."""
    identity = data.identity()
    async with deps.works() as work:
        await work.operator.replace(identity, caller.user_id)
        months = await commissions.bill_what_waits(work)
    return OperatorSaved(profile=IssuerView.of(identity), months_invoiced=months)


async def _register(
    deps: ApiDeps, issuer_id: str, first: date, last: date, kind: Literal["csv", "xlsx"]
) -> Response[bytes]:
    midnight("from", first), midnight("to", last)
    ensure(first <= last and (last - first).days < LONGEST, Invalid.field("to", f"must be within {LONGEST} days"))
    rows = await invoices.register(deps.reads, issuer_id, *span(first, last), EXPORT_ROWS + 1)
    fits(len(rows))
    sold = ((invoice, line) for row in rows for invoice in [row.opened(deps.sealer)] for line in invoice.lines)
    lines = (_line(serial, invoice, line) for serial, (invoice, line) in enumerate(sold, 1))
    return exports.sheet_reply(f"sales-register-{first}-{last}", COLUMNS, lines, kind)


def _line(serial: int, invoice: Invoice, line: InvoiceLine) -> list[object]:
    day, buyer = clock.dhaka_date(invoice.issued_at), invoice.buyer
    return [
        serial, day, "", "", "", "", "", "", buyer.name, buyer.address, buyer.bin, invoice.number, day,
        line.description.en, line.quantity, _taka(line.net), _taka(0), _taka(line.vat), "", "", invoice.order_number,
    ]  # fmt: skip


def _taka(poisha: int) -> str:
    """Plain decimals, for a spreadsheet to add up."""
    return grouped(Money(poisha)).replace(",", "")


ROUTES = (export_own_register, export_register, read_operator, save_operator)
