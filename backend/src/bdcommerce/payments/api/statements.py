"""A vendor's account as a file: for the vendor, and for staff who are asked about it."""

from datetime import date, timedelta
from typing import Annotated, Literal

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import PdfOrSheet
from bdcommerce.infra.http.exports import sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Language
from bdcommerce.payments.adapters.statement import KINDS, on_paper
from bdcommerce.payments.api.deps import ApiDeps, PathId, begin_of, end_of, taka
from bdcommerce.payments.queries import vendors as queries
from bdcommerce.payments.schemas import StatementView

From = Annotated[
    date | None, QueryParameter(name="from", description="first day, in Bangladesh; 30 days before `to` if not given")
]
To = Annotated[date | None, QueryParameter(name="to", description="last day, in Bangladesh; today if not given")]
FileKind = Annotated[Literal["pdf", "csv", "xlsx"], QueryParameter(name="format", description="what kind of file")]
_USUAL, _LONGEST, _LONGEST_ON_PAPER = timedelta(days=30), timedelta(days=366), 2_000
_Days = tuple[date | None, date | None]
_COLUMNS = ("at", "kind", "movement", "reference", "vendor_order", "batch", "amount_bdt", "balance_bdt")


@get(
    "/vendor/statements/file",
    access=vendor("owner", "manager"),
    summary="Your account over some days as a file",
    operation_class=PdfOrSheet,
)
async def get_own_file(
    *, caller: Caller, deps: ApiDeps, format_: FileKind = "pdf", from_: From = None, to: To = None
) -> Response[bytes]:
    """At most 366 days and 20,000 movements (2,000 as PDF). The PDF is in the language of `Accept-Language`; files for
    spreadsheets have amounts in taka.
    """
    return await _file(deps, caller.vendor_id, caller.language, format_, days=(from_, to))


@get(
    "/admin/vendors/{vendor_id:str}/statement",
    access=staff("ledger.read"),
    summary="A vendor's account over some days as a file",
    raises=[UnknownVendor],
    operation_class=PdfOrSheet,
)
async def get_file(
    *,
    vendor_id: PathId,
    caller: Caller,
    deps: ApiDeps,
    format_: FileKind = "pdf",
    from_: From = None,
    to: To = None,
) -> Response[bytes]:
    """As the vendor gets it."""
    return await _file(deps, vendor_id, caller.language, format_, days=(from_, to))


async def _file(
    deps: ApiDeps, vendor_id: str, language: Language, kind: Literal["pdf", "csv", "xlsx"], *, days: _Days
) -> Response[bytes]:
    (card,) = await deps.vendors.cards([vendor_id])
    last = days[1] or clock.today()
    end = end_of(last, "to")
    first = days[0] or last - _USUAL
    ensure(first <= last, Invalid.field("from", "must not be after `to`"))
    ensure(last - first < _LONGEST, Invalid.field("from", f"must not be more than {_LONGEST.days} days before `to`"))
    found = await queries.whole_statement(deps.reads, vendor_id, begin=begin_of(first, "from"), end=end)
    name = f"statement-{card.slug or vendor_id}-{first}-{last}"
    if kind != "pdf":
        return sheet_reply(name, _COLUMNS, _lines(found, language), kind)
    too_long = Invalid.field("format", f"a PDF holds {_LONGEST_ON_PAPER} movements: take csv, or fewer days")
    ensure(len(found.items) <= _LONGEST_ON_PAPER, too_long)
    paper = await on_paper(found, vendor_id=vendor_id, name=card.name, first=first, last=last, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(paper, media_type="application/pdf", headers=headers)


def _lines(found: StatementView, language: Language) -> list[tuple[str, ...]]:
    return [
        (
            each.at.astimezone(DHAKA).isoformat(timespec="seconds"),
            each.kind,
            KINDS[each.kind].to(language),
            each.reference,
            each.vendor_order_id or "",
            each.batch_id or "",
            taka(each.amount.amount),
            taka(each.balance.amount),
        )
        for each in found.items
    ]


ROUTES = (get_own_file, get_file)
