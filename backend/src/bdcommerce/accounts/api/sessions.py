"""Sessions one can see and end, of whatever audience."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.errors import UnknownSession
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import sessions as schemas
from bdcommerce.infra.http import delete, get
from bdcommerce.infra.http.access import signed_in
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid

_SessionId = Annotated[str, msgspec.Meta(pattern="^ses_[0-9a-z]{26}$")]
_LAST = "ses_z"
"""Sorts after every id of a session."""


@get("/me/sessions", access=signed_in(), summary="Where I am signed in", raises=[Invalid])
async def list_sessions(
    caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[schemas.SessionView]:
    """In the shop, the vendor centre and the admin; the latest sign-in first."""
    (before,) = decode(cursor, tuple[_SessionId]) or (_LAST,)
    found = await deps.directory.sessions(caller.user_id, before, limit)
    return page([schemas.SessionView.of(one, caller.session_id) for one in found], limit, lambda view: (view.id,))


@delete("/me/sessions/{session_id:str}", access=signed_in(), summary="End a session", raises=[UnknownSession])
async def end_session(session_id: str, caller: Caller, deps: Edge) -> None:
    """It cannot be refreshed any more; an access token that is out runs down within ten minutes. Repeating is fine."""
    async with deps.works() as work:
        await handlers.end_session(work, caller.user_id, session_id)


@delete("/me/sessions", access=signed_in(), summary="End all other sessions")
async def end_other_sessions(caller: Caller, deps: Edge) -> None:
    """All but the one that asks. Repeating is fine."""
    async with deps.works() as work:
        await handlers.end_other_sessions(work, caller.user_id, caller.session_id)


ROUTES: list[HTTPRouteHandler] = [list_sessions, end_session, end_other_sessions]
