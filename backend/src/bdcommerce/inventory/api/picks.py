"""HTTP for vendors: what to pick for an order, and where."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.catalog import OfferTerms, UnknownOffer
from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory.queries import warehouses as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.queries.warehouses import PickRow
from bdcommerce.inventory.schemas import PickView
from bdcommerce.inventory.schemas.fields import BatchNo, Id
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import Localized

MOST_IN_A_FILE = 1000
"""Lines of a pick list as a file: more than an order can have."""
_COLUMNS = ("warehouse", "sku", "title", "title_bn", "batch_no", "expires_on", "quantity", "offer_id")
_FIRST = ("", "", date.min, "", "")
Reference = Annotated[
    str, QueryParameter(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$", description="the order's id")
]


@get(
    "/vendor/picks",
    access=vendor(),
    summary="What to pick for an order, and where",
    raises=[Invalid],
    operation_class=AlsoAsSheet,
)
async def list_picks(
    *,
    caller: Caller,
    deps: Edge,
    reference: Reference,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[PickView]]:
    """The vendor's lines of an order by warehouse, from the batches that expire first. Nothing of an order that is not
    confirmed, or of somebody else's. A file has all lines at once.
    """
    if format == "json":
        after = decode(cursor, tuple[Id, Id, date, BatchNo, str]) or _FIRST
        rows = await queries.picks(deps.reads, caller.vendor_id, reference, after, limit + 1)
        listed = page(rows, limit, _position)
        return Response(Page(items=await _views(deps, listed.items), next_cursor=listed.next_cursor))
    rows = await queries.picks(deps.reads, caller.vendor_id, reference, _FIRST, MOST_IN_A_FILE)
    return sheet_reply(f"picks-{reference}", _COLUMNS, map(_line, await _views(deps, rows)), format)


async def _views(deps: Edge, rows: Sequence[PickRow]) -> list[PickView]:
    """Lines as people read them. An offer that the catalog has forgotten must be picked all the same."""
    offer_ids = sorted({row.offer_id for row in rows})
    try:
        terms = {each.offer_id: each for each in await deps.catalog.offers(offer_ids)} if offer_ids else {}
    except UnknownOffer:
        terms = {}
    return [_view(row, terms.get(row.offer_id)) for row in rows]


def _view(row: PickRow, terms: OfferTerms | None) -> PickView:
    return PickView(
        offer_id=row.offer_id,
        sku=terms.sku if terms else "",
        title=terms.title if terms else Localized(""),
        warehouse_id=row.warehouse_id,
        warehouse=row.warehouse,
        batch_no=row.batch_no,
        expires_on=row.expires_on,
        quantity=row.quantity,
        given_back=row.given_back,
        picked_at=row.picked_at,
    )


def _line(view: PickView) -> Sequence[object]:
    shown = {**msgspec.structs.asdict(view), "title": view.title.en, "title_bn": view.title.bn}
    return [shown[column] for column in _COLUMNS]


def _position(row: PickRow) -> tuple[str, str, str, str, str]:
    expires_on = (row.expires_on or date.max).isoformat()
    return (row.warehouse_id, row.offer_id, expires_on, row.batch_no, row.hold_id)


ROUTES: list[HTTPRouteHandler] = [list_picks]
