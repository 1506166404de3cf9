"""HTTP for customers: be told when an offer can be bought again."""

from datetime import UTC, datetime

from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.infra.http import delete, get, post
from bdcommerce.infra.http.access import shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.inventory import handlers
from bdcommerce.inventory.api.parts import LAST, PathId
from bdcommerce.inventory.domain import Waiting
from bdcommerce.inventory.errors import InStock, WaitsForTooMuch
from bdcommerce.inventory.queries import waiting as queries
from bdcommerce.inventory.queries.edge import Edge
from bdcommerce.inventory.schemas import WaitingView
from bdcommerce.inventory.schemas.fields import Id
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid

_FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


@post(
    "/offers/{offer_id:str}/back-in-stock",
    access=shop(),
    summary="Be told when an offer can be bought again",
    raises=[UnknownOffer, InStock, WaitsForTooMuch],
)
async def wait_for(offer_id: PathId, caller: Caller, deps: Edge) -> WaitingView:
    """Told once, those who asked first before others. At most 200 offers at a time. Asking again changes nothing."""
    (terms,) = await deps.catalog.offers([offer_id])
    async with deps.works() as work:
        await handlers.wait_for(work, Waiting(caller.user_id, offer_id, terms.title, terms.slug))
    found = await queries.waiting(deps.reads, caller.user_id, offer_id)
    return found or WaitingView(offer_id=offer_id, title=terms.title, slug=terms.slug, asked_at=clock.now())


@delete("/offers/{offer_id:str}/back-in-stock", access=shop(), summary="Do not be told after all")
async def stop_waiting(offer_id: PathId, caller: Caller, deps: Edge) -> None:
    """Whether one had asked or not."""
    async with deps.works() as work:
        await handlers.stop_waiting(work, caller.user_id, offer_id)


@get("/me/back-in-stock", access=shop(), summary="Offers one waits for", raises=[Invalid])
async def list_waiting(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[WaitingView]:
    """What was asked for last comes first. What one was told about is not among them any more."""
    before = decode(cursor, tuple[datetime, Id]) or (_FOREVER, LAST)
    rows = await queries.waiting_of_person(deps.reads, caller.user_id, before, limit + 1)
    return page(rows, limit, lambda row: (row.asked_at.isoformat(), row.offer_id))


ROUTES: list[HTTPRouteHandler] = [wait_for, stop_waiting, list_waiting]
