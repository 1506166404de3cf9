"""Inboxes of customers and of vendors."""

from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import shop, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, decode, page
from bdcommerce.kernel.text import Language
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.handlers import sending
from bdcommerce.notifications.queries import inbox as queries
from bdcommerce.notifications.schemas import InboxView, MarkRead, Unread

Only = Annotated[bool, QueryParameter(name="unread", description="only what was not read")]
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]


@get("/me/inbox", access=shop(), summary="Your messages, the newest first")
async def get_mine(
    *, caller: Caller, deps: ApiDeps, unread: Only = False, limit: Limit = PAGE, cursor: Cursor = ""
) -> InboxView:
    """In the language of `Accept-Language`, whatever they were sent in."""
    return await _page(deps, caller.user_id, caller.language, unread=unread, limit=limit, cursor=cursor)


@post("/me/inbox/read", access=shop(), summary="You have read these", status_code=200)
async def read_mine(data: MarkRead, caller: Caller, deps: ApiDeps) -> Unread:
    """All of them if none are named. What is not yours is left alone."""
    return await _read(deps, caller.user_id, data)


@get("/vendor/inbox", access=vendor(), summary="Our messages, the newest first")
async def get_ours(
    *, caller: Caller, deps: ApiDeps, unread: Only = False, limit: Limit = PAGE, cursor: Cursor = ""
) -> InboxView:
    """In the language of `Accept-Language`, whatever they were sent in."""
    return await _page(deps, caller.vendor_id, caller.language, unread=unread, limit=limit, cursor=cursor)


@post("/vendor/inbox/read", access=vendor(), summary="Somebody of us has read these", status_code=200)
async def read_ours(data: MarkRead, caller: Caller, deps: ApiDeps) -> Unread:
    """All of them if none are named. What is not ours is left alone."""
    return await _read(deps, caller.vendor_id, data)


async def _page(
    deps: ApiDeps, owner_id: str, language: Language, *, unread: bool, limit: int, cursor: str
) -> InboxView:
    position = decode(cursor, tuple[_Id])
    before = position[0] if position else ""
    rows = await queries.items(
        deps.reads, deps.sealer, owner_id, language, unread=unread, before=before, limit=limit + 1
    )
    shown = page(rows, limit, lambda item: (item.id,))
    return InboxView(
        items=shown.items, next_cursor=shown.next_cursor, unread=await queries.unread(deps.reads, owner_id)
    )


async def _read(deps: ApiDeps, owner_id: str, data: MarkRead) -> Unread:
    async with deps.works() as work:
        await sending.read(work, owner_id, data.ids)
    return Unread(unread=await queries.unread(deps.reads, owner_id))


ROUTES = (get_mine, read_mine, get_ours, read_ours)
