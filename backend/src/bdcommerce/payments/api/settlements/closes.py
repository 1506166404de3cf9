"""The end of a day with a provider or a courier."""

from typing import Any

from litestar import Response

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid
from bdcommerce.payments.api.deps import ApiDeps, PathId, begin_of, taka
from bdcommerce.payments.api.settlements.parameters import CLERK, READER
from bdcommerce.payments.errors import UnknownClose
from bdcommerce.payments.handlers.settlement import closing
from bdcommerce.payments.handlers.settlement.rules import ask_rules
from bdcommerce.payments.queries import settlements as queries
from bdcommerce.payments.schemas import Id
from bdcommerce.payments.schemas.settlements import CloseDay, CloseSummary, CloseView

_COLUMNS = ("item_id", "reference", "amount_bdt", "why", "since")


@post(
    "/admin/settlements/closes",
    access=CLERK,
    summary="Close a day with a provider or courier",
    raises=[Invalid],
)
async def close_day(data: CloseDay, caller: Caller, deps: ApiDeps) -> CloseView:
    """What the source owed at the end of that day, item by item beside the ledger. Again: the close there is. A job
    closes yesterday with every source by itself.
    """
    begin_of(data.day, "day")
    rules = await ask_rules(deps.compliance, data.kind, data.source)
    async with deps.works() as work:
        close_id = await closing.close_day(work, data.kind, data.source, data.day, rules=rules, by=caller.user_id)
    return await _close(deps, close_id)


@get("/admin/settlements/closes", access=READER, summary="Closed days, the latest close first")
async def list_closes(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[CloseSummary]:
    """Of every source."""
    (before,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.closes(deps.reads, before=before, limit=limit + 1)
    return page(rows, limit, lambda each: (each.close_id,))


@get(
    "/admin/settlements/closes/{close_id:str}",
    access=READER,
    summary="A closed day",
    raises=[UnknownClose],
    operation_class=AlsoAsSheet,
)
async def get_close(close_id: PathId, deps: ApiDeps, format_: Format = "json") -> Response[CloseView]:
    """With everything that was open when the day ended, and why; as JSON, CSV or XLSX, in files amounts are taka."""
    found = await _close(deps, close_id)
    if format_ == "json":
        return Response(found)
    lines: list[list[Any]] = [
        [item.item_id, item.reference, taka(item.amount.amount), item.why, item.since] for item in found.items
    ]
    name = f"close-{found.close.source}-{found.close.day}"
    return sheet_reply(name, _COLUMNS, lines, format_)


async def _close(deps: ApiDeps, close_id: str) -> CloseView:
    found = await queries.close(deps.reads, close_id)
    if found is None:
        raise UnknownClose.of(close_id)
    return CloseView(close=found.close, items=found.items)


ROUTES = (close_day, list_closes, get_close)
