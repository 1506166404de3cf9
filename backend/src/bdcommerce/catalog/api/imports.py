"""Products from a file: read whole, brought in product by product, each with all its variants or not at all."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.catalog import handlers
from bdcommerce.catalog.adapters import shopify_csv
from bdcommerce.catalog.api.deps import ApiDeps, PathId
from bdcommerce.catalog.api.uploads import uploaded
from bdcommerce.catalog.domain import ImportTerms, Plan, PlannedProduct, Result, RowReport
from bdcommerce.catalog.errors import UnknownImport, UnreadableFile
from bdcommerce.catalog.queries import vendor as queries
from bdcommerce.catalog.schemas.imports import ImportView
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.documented import takes_file
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import BdError, Conflict, Invalid, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import BDT
from bdcommerce.kernel.text import Localized

MAX_BYTES = 5_000_000

_CategoryId = Annotated[str, QueryParameter(max_length=60, pattern=r"^cat_[0-9a-z]+$", description="for new products")]
_Currency = Annotated[str, QueryParameter(pattern=r"^[A-Z]{3}$", description="of the prices in the file")]
_Rate = Annotated[
    str, QueryParameter(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$", description="taka for one unit of that currency")
]
_Dispatch = Annotated[
    str, QueryParameter(max_length=200, pattern=r"^[^\x00]*$", description="delivery time of products that state none")
]
_Mrp = Annotated[bool, QueryParameter(description="Compare At Price is the maximum retail price printed on the goods")]
_DryRun = Annotated[bool, QueryParameter(description="say what would happen, and do nothing")]


_TAKES_CSV = takes_file("text/csv", at_most=MAX_BYTES)


class _Rehearsed(Exception):
    """Ends the unit of work of a rehearsal, so that nothing of it is kept."""


@post(
    "/vendor/imports",
    access=vendor("owner", "manager"),
    summary="Bring in the product CSV that Shopify exports",
    raises=[UnreadableFile],
    resumable=True,
    operation_class=_TAKES_CSV,
)
async def import_products(
    *,
    request: Request[Any, Any, State],
    caller: Caller,
    deps: ApiDeps,
    category_id: _CategoryId,
    currency: _Currency = BDT,
    rate: _Rate = "1",
    dispatch: _Dispatch = "",
    dispatch_bn: _Dispatch = "",
    compare_at_is_mrp: _Mrp = False,
    dry_run: _DryRun = False,
) -> ImportView:
    """At most 5 MB, as `text/csv` or as the field `file` of a form. The same file again changes nothing. What lacks
    facts arrives as a draft. Quantities are handed back with their offers, to be sent to `/vendor/stock`.
    """
    data = await uploaded(request, MAX_BYTES, UnreadableFile)
    plan = shopify_csv.read(data, _exchange(currency, rate, compare_at_is_mrp=compare_at_is_mrp))
    ensure(not plan.problem, UnreadableFile.field("file", plan.problem))
    terms = ImportTerms(category_id=category_id, dispatch=Localized(dispatch, dispatch_bn))
    async with deps.works() as work:
        await handlers.ensure_category(work, category_id)
    rows, at = await _bring_in(deps, caller.vendor_id, plan, terms, rehearse=dry_run), clock.now()
    if dry_run:
        return _view(None, at, rows)
    import_id, sha256 = new_id("imp"), hashlib.sha256(data).hexdigest()
    async with deps.works() as work:
        await work.imports.save_report(import_id, caller.vendor_id, at, sha256, rows)
    return _view(import_id, at, rows)


@get("/vendor/imports/{import_id:str}", access=vendor(), summary="What became of a file", raises=[UnknownImport])
async def show_import(import_id: PathId, caller: Caller, deps: ApiDeps) -> ImportView:
    """Row by row, with the fields that were refused and why."""
    found = await queries.imported(deps.reads, caller.vendor_id, import_id)
    if found is None:
        raise UnknownImport.named(import_id)
    return _view(import_id, found.imported_at, found.rows)


def _exchange(currency: str, rate: str, *, compare_at_is_mrp: bool) -> shopify_csv.Exchange:
    factor = Decimal(rate)
    ensure(factor > 0, Invalid.field("rate", "must be more than nothing"))
    if currency == BDT:
        ensure(factor == 1, Invalid.field("rate", "a taka is a taka"))
    else:
        ensure(rate != "1", Invalid.field("rate", f"say what one {currency} is in taka"))
    return shopify_csv.Exchange(rate=factor, compare_at_is_mrp=compare_at_is_mrp)


async def _bring_in(
    deps: ApiDeps, vendor_id: str, plan: Plan, terms: ImportTerms, *, rehearse: bool
) -> list[RowReport]:
    rows, margin = list(plan.refused), await handlers.expiry_margin(deps.compliance)
    for planned in plan.products:
        rows.extend(await _bring_in_one(deps, vendor_id, planned, terms, margin=margin, rehearse=rehearse))
    return sorted(rows, key=lambda each: each.row)


async def _bring_in_one(
    deps: ApiDeps, vendor_id: str, planned: PlannedProduct, terms: ImportTerms, *, margin: timedelta, rehearse: bool
) -> Sequence[RowReport]:
    reports: list[RowReport] = []
    try:
        async with deps.works() as work:
            reports = await handlers.import_product(work, vendor_id, planned, terms, margin)
            if rehearse:
                raise _Rehearsed
    except _Rehearsed:
        return [replace(each, product_id="", offer_id="") for each in reports]
    except (Invalid, Conflict) as refusal:
        return list(_refused(planned, refusal))
    return reports


def _refused(planned: PlannedProduct, refusal: BdError) -> Iterable[RowReport]:
    fields: dict[str, str] = refusal.data.get("fields") or {"": refusal.message}
    field, reason = next(iter(fields.items()))
    for row in planned.rows:
        yield RowReport(row=row, handle=planned.handle, result="refused", field=field, reason=reason)


def _view(import_id: str | None, at: datetime, rows: Sequence[RowReport]) -> ImportView:
    totals: dict[Result, int] = dict(Counter(each.result for each in rows))
    return ImportView(id=import_id, imported_at=at, totals=totals, rows=list(rows))


ROUTES = (import_products, show_import)
