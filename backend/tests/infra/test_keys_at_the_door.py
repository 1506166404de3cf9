"""A program shows its API key; behind the door it is a caller with a token like any other."""

from typing import Any

import httpx
from litestar import Request
from litestar.datastructures import State

from bdcommerce.contracts.accounts import BadApiKey
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import public, vendor
from bdcommerce.infra.http.identity import Caller
from support import tokens
from support.doors import doorway


@get("/vendor/mine", access=vendor(), summary="Mine")
async def mine(caller: Caller, request: Request[Any, Any, State]) -> dict[str, object]:
    seen = {name: name in request.headers for name in ("x-api-key", "authorization")}
    return {"vendor": caller.vendor_id, "scopes": sorted(caller.scopes or ()), **seen}


@post("/vendor/mine", access=vendor(), summary="Change mine")
async def change() -> dict[str, str]:
    return {}


@get("/things", access=public(), summary="Things")
async def things() -> dict[str, str]:
    return {}


ROUTES = (mine, change, things)
KEY = {"X-Api-Key": "bdc_good"}


class Keys:
    """One key is known."""

    def __init__(self, scopes: tuple[str, ...] = ("toy:read",)) -> None:
        self.asked = 0
        self.scopes = scopes

    async def token_of(self, api_key: str) -> str:
        self.asked += 1
        if api_key != "bdc_good":
            raise BadApiKey("no such key")
        return tokens.api_key(*self.scopes)


async def test_a_key_opens_what_its_scopes_say() -> None:
    async with doorway(ROUTES, keys=Keys()) as client:
        reply = await client.get("/vendor/mine", headers=KEY)
        assert reply.json() == {"vendor": "ven_1", "scopes": ["toy:read"], "x-api-key": False, "authorization": True}
        assert (await client.post("/vendor/mine", headers=KEY)).status_code == 403
    async with doorway(ROUTES, keys=Keys(("other:write",))) as client:
        assert (await client.get("/vendor/mine", headers=KEY)).status_code == 403


async def test_a_wrong_key_is_refused_also_where_none_is_needed_and_often_not_even_looked_at() -> None:
    keys = Keys()
    async with doorway(ROUTES, keys=keys, limit_auth="2/60", limit_address_share=1) as client:
        replies = [await client.get("/things", headers={"X-Api-Key": f"bdc_{n}"}) for n in range(2)]
        assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(401, "bad_api_key")] * 2
        assert (await client.get("/things", headers={"X-Api-Key": "bdc_3"})).status_code == 429


async def test_a_key_and_a_token_at_once_are_refused() -> None:
    async with doorway(ROUTES, keys=Keys()) as client:
        both = KEY | {"Authorization": f"Bearer {tokens.customer()}"}
        assert (await client.get("/things", headers=both)).status_code == 401


async def test_each_key_has_its_own_limit() -> None:
    async with doorway(ROUTES, keys=Keys(), limit_keys="2/60") as client:
        statuses = [(await client.get("/vendor/mine", headers=KEY)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert (await client.get("/things")).status_code == 200


async def test_what_a_key_is_told_is_kept_for_nobody() -> None:
    async with doorway(ROUTES, keys=Keys()) as client:
        reply: httpx.Response = await client.get("/vendor/mine", headers=KEY)
        assert reply.headers["cache-control"] == "private, no-cache"
