"""The codes of a promotion: a page of them, or all of them in a file."""

from typing import Annotated

from litestar import Response
from msgspec import Meta

from bdcommerce.infra.http import paging
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.paging import Page
from bdcommerce.orders import queries
from bdcommerce.orders.handlers.promotions import MOST_CODES
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.promotions import CodeView

_Code = Annotated[str, Meta(max_length=60)]


async def codes_reply(
    deps: ApiDeps, promotion_id: str, limit: int, cursor: str, kind: Format
) -> Response[Page[CodeView]]:
    """Raises Invalid for a cursor that is none."""
    if kind != "json":
        rows = await queries.promotions.codes(deps.reads, promotion_id, "", MOST_CODES)
        lines = ((code.code, "once" if code.single_use else "shared", code.order_id or "") for code in rows)
        return sheet_reply("codes", ("code", "use", "order"), lines, kind)
    (after,) = paging.decode(cursor, tuple[_Code]) or ("",)
    rows = await queries.promotions.codes(deps.reads, promotion_id, after, limit + 1)
    return Response(paging.page(rows, limit, lambda code: (code.code,)))
