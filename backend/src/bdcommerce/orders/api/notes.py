"""What staff write down about orders for each other."""

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, before
from bdcommerce.orders.ports import Note
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.queries.notes import CONTEXT
from bdcommerce.orders.schemas.notes import NoteView, WriteNote


@post(
    "/admin/orders/{order_id:str}/notes",
    access=staff("orders.manage"),
    summary="Write a note about an order",
    raises=[UnknownOrder],
)
async def write_note(order_id: Id, data: WriteNote, caller: Caller, deps: ApiDeps) -> NoteView:
    """For staff only, kept sealed, never changed."""
    await _known(deps, order_id)
    sealed = deps.seals.seal(data.text, CONTEXT)
    note = Note(note_id=ids.new_id("not"), order_id=order_id, author_id=caller.user_id, sealed=sealed, at=clock.now())
    async with deps.works() as work:
        await work.purchases.note(note)
    return NoteView(id=note.note_id, author_id=note.author_id, text=data.text, at=note.at)


@get(
    "/admin/orders/{order_id:str}/notes",
    access=staff("orders.read"),
    summary="What staff wrote about an order, the latest first",
    raises=[UnknownOrder, Invalid],
)
async def list_notes(order_id: Id, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[NoteView]:
    """Neither customers nor vendors ever see them."""
    await _known(deps, order_id)
    rows = await queries.notes.notes(deps.reads, deps.seals, order_id, before(cursor), limit + 1)
    return paging.page(rows, limit, lambda note: (note.id,))


async def _known(deps: ApiDeps, order_id: str) -> None:
    if await queries.orders.order(deps.reads, order_id) is None:
        raise UnknownOrder("There is no such order.", order_id=order_id)


ROUTES = (write_note, list_notes)
