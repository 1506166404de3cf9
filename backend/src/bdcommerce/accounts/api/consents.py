"""Consents: what was published, what holds, what was said."""

from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain import consents
from bdcommerce.accounts.errors import ConsentTextChanged
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import consents as schemas
from bdcommerce.infra.http import get, put
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid, NotFound

_BEYOND = 2**63 - 1
"""After every entry."""


@get("/consents/texts", access=public(), summary="What one can consent to")
async def list_texts() -> schemas.ConsentTexts:
    """Every version ever published, in Bangla and English; show the current one before asking for a yes."""
    return schemas.ConsentTexts(items=[schemas.ConsentTextView.of(text) for text in consents.TEXTS])


@get("/me/consents", access=shop(), summary="What I have consented to")
async def read_consents(caller: Caller, deps: Edge) -> schemas.ConsentStates:
    """For every purpose there is. Where nothing was said, nothing is allowed."""
    return schemas.ConsentStates.of(await deps.directory.consents(caller.user_id))


@put(
    "/me/consents",
    access=shop(),
    summary="Give a consent, or take it back",
    raises=[Invalid, NotFound, ConsentTextChanged],
)
async def choose(
    data: schemas.Choose, request: Request[Any, Any, Any], caller: Caller, deps: Edge
) -> schemas.ConsentStates:
    """Logged for ever with the text's version and fingerprint, the time and the (sealed) address. A yes is to the
    text that holds today; a no may name any version. Repeating changes nothing.
    """
    address = request.client.host if request.client else ""
    async with deps.works() as work:
        await handlers.choose(
            work,
            caller.user_id,
            [each.choice() for each in data.consents],
            channel=data.channel,
            language=caller.language,
            address=address,
        )
        latest = await work.consents.latest(caller.user_id)
    return schemas.ConsentStates.of(latest)


@get("/me/consents/log", access=shop(), summary="Everything I ever said about my data", raises=[Invalid])
async def list_log(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.ConsentEntry]:
    """The latest first."""
    (before,) = decode(cursor, tuple[int]) or (_BEYOND,)
    found = await deps.directory.consent_log(caller.user_id, before, limit)
    listed = page(found, limit, lambda one: (one.position,))
    return Page([schemas.ConsentEntry.of(one) for one in listed.items], listed.next_cursor)


ROUTES: list[HTTPRouteHandler] = [list_texts, read_consents, choose, list_log]
