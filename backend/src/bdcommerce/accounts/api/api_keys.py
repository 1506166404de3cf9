"""API keys: of a vendor's programs, and of the operator's partners."""

from typing import Annotated

import msgspec
from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain.api_keys import ApiKey
from bdcommerce.accounts.errors import CannotGrant, NotStaff, NotVendorStaff, TooManyApiKeys, UnknownApiKey
from bdcommerce.accounts.queries import Edge
from bdcommerce.accounts.schemas import api_keys as schemas
from bdcommerce.infra.http import delete, get, post
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid, ensure

_KeyId = Annotated[str, msgspec.Meta(pattern="^key_[0-9a-z]{26}$")]
_LAST = "key_z"
"""Sorts after every id of a key."""


@get("/vendor/api-keys", access=vendor("owner"), summary="Our API keys", raises=[Invalid])
async def list_keys(caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.ApiKeyView]:
    """The newest first, withdrawn and expired ones among them. The keys themselves are not kept."""
    return await _page(deps, caller.vendor_id, limit, cursor)


@post(
    "/vendor/api-keys",
    access=vendor("owner"),
    summary="Make an API key",
    raises=[Invalid, NotVendorStaff, TooManyApiKeys],
)
async def add_key(data: schemas.NewApiKey, caller: Caller, deps: Edge) -> schemas.ApiKeySecret:
    """For a program of ours. The key is in this reply and nowhere else; send it as the header `X-Api-Key`. It is
    worth what a manager may do, within its scopes.
    """
    membership = await deps.vendors.membership(caller.user_id)
    owns = membership and (membership.vendor_id, membership.role) == (caller.vendor_id, "owner")
    ensure(owns, NotVendorStaff.refused())
    key, secret = ApiKey.of_vendor(caller.vendor_id, caller.user_id, data.wish())
    async with deps.works() as work:
        await handlers.add_key(work, key)
    return schemas.ApiKeySecret(api_key=secret, key=schemas.ApiKeyView.of(key))


@delete("/vendor/api-keys/{key_id:str}", access=vendor("owner"), summary="Withdraw an API key", raises=[UnknownApiKey])
async def revoke_key(key_id: str, caller: Caller, deps: Edge) -> None:
    """At once for new calls; what it was exchanged for already holds for at most five minutes. Repeating is fine."""
    async with deps.works() as work:
        await handlers.revoke_key(work, key_id, caller.vendor_id)


@get("/admin/api-keys", access=staff("api_keys.manage"), summary="The API keys of partners", raises=[Invalid])
async def list_partner_keys(deps: Edge, limit: Limit = PAGE, cursor: Cursor = "") -> Page[schemas.ApiKeyView]:
    """The newest first, withdrawn and expired ones among them. The keys themselves are not kept."""
    return await _page(deps, "", limit, cursor)


@post(
    "/admin/api-keys",
    access=staff("api_keys.manage"),
    summary="Make an API key for a partner",
    raises=[Invalid, NotStaff, CannotGrant, TooManyApiKeys],
)
async def add_partner_key(data: schemas.NewPartnerKey, caller: Caller, deps: Edge) -> schemas.ApiKeySecret:
    """With permissions that you hold yourself; none of them can manage staff or keys. The key is in this reply and
    nowhere else; it is sent as the header `X-Api-Key`.
    """
    async with deps.works() as work:
        key, secret = await handlers.add_partner_key(work, caller.user_id, data.wish())
    return schemas.ApiKeySecret(api_key=secret, key=schemas.ApiKeyView.of(key))


@delete(
    "/admin/api-keys/{partner_key_id:str}",
    access=staff("api_keys.manage"),
    summary="Withdraw a partner's API key",
    raises=[UnknownApiKey],
)
async def revoke_partner_key(partner_key_id: str, deps: Edge) -> None:
    """At once for new calls; what it was exchanged for already holds for at most five minutes. Repeating is fine."""
    async with deps.works() as work:
        await handlers.revoke_key(work, partner_key_id, "")


async def _page(deps: Edge, vendor_id: str, limit: int, cursor: str) -> Page[schemas.ApiKeyView]:
    (before,) = decode(cursor, tuple[_KeyId]) or (_LAST,)
    found = await deps.directory.api_keys(vendor_id, before, limit)
    return page([schemas.ApiKeyView.of(key) for key in found], limit, lambda view: (view.id,))


ROUTES: list[HTTPRouteHandler] = [
    list_keys,
    add_key,
    revoke_key,
    list_partner_keys,
    add_partner_key,
    revoke_partner_key,
]
