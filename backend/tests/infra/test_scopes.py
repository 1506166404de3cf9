"""What somebody with an API key reaches: the services of its scopes, and nothing that is only for people."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bdcommerce.infra.http import app, get, post
from bdcommerce.infra.http.access import public, signed_in, staff, vendor
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.security import Sealer
from support import tokens


@get("/vendor/things", access=vendor("owner", "manager"), summary="A vendor's")
async def vendors_things(caller: Caller) -> dict[str, str]:
    return {"vendor": caller.vendor_id, "by": caller.actor().id}


@post("/vendor/things", access=vendor("owner", "manager"), summary="Make one")
async def make_thing() -> dict[str, str]:
    return {}


@post("/vendor/owner", access=vendor("owner"), summary="For the owner")
async def owners_thing() -> dict[str, str]:
    return {}


@get("/admin/things", access=staff("things.read"), summary="Staff's")
async def staffs_things() -> dict[str, str]:
    return {}


@get("/things", access=public(), summary="Anybody's")
async def anybodys_things() -> dict[str, str]:
    return {}


@get("/me/things", access=signed_in(), summary="A person's")
async def persons_things(caller: Caller) -> dict[str, str]:
    return {"audience": caller.audience}


ROUTES = (vendors_things, make_thing, owners_thing, staffs_things, anybodys_things, persons_things)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    keys: Any = IdempotencyKeys(None, Sealer("k1:" + "A" * 43 + "="))  # type: ignore[arg-type]
    router = app.service_router(app.Mounted("toy", ROUTES, None, keys))
    transport: Any = httpx.ASGITransport(app.application([router], tokens.verifier(), Turns(32, 2_000)))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        yield client


async def status(http: httpx.AsyncClient, method: str, path: str, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return (await http.request(method, path, headers=headers)).status_code


async def test_a_key_that_may_read_reads_and_does_not_write(http: httpx.AsyncClient) -> None:
    token = tokens.api_key("toy:read")
    assert await status(http, "GET", "/vendor/things", token) == 200
    assert await status(http, "POST", "/vendor/things", token) == 403


async def test_a_key_that_may_write_reads_too(http: httpx.AsyncClient) -> None:
    token = tokens.api_key("toy:write")
    assert await status(http, "GET", "/vendor/things", token) == 200
    assert await status(http, "POST", "/vendor/things", token) == 201


@pytest.mark.parametrize("scopes", [(), ("other:write",), ("toy",), ("toy:readwrite",)])
async def test_a_key_for_another_service_opens_nothing_here_not_even_what_anybody_may_read(
    http: httpx.AsyncClient, scopes: tuple[str, ...]
) -> None:
    token = tokens.api_key(*scopes)
    for path in ("/vendor/things", "/things"):
        refused = await http.get(path, headers={"Authorization": f"Bearer {token}"})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert await status(http, "GET", "/things", "") == 200


async def test_scopes_add_nothing_to_roles_permissions_and_audience(http: httpx.AsyncClient) -> None:
    vendors = tokens.api_key("toy:write")
    assert await status(http, "POST", "/vendor/owner", vendors) == 403
    assert await status(http, "GET", "/admin/things", vendors) == 403
    assert await status(http, "GET", "/admin/things", tokens.api_key("toy:read", permissions=["things.write"])) == 403
    assert await status(http, "GET", "/admin/things", tokens.api_key("toy:read", permissions=["things.read"])) == 200


async def test_who_acts_with_a_key_is_the_key(http: httpx.AsyncClient) -> None:
    reply = await http.get("/vendor/things", headers={"Authorization": f"Bearer {tokens.api_key('toy:read')}"})
    assert reply.json() == {"vendor": "ven_1", "by": "key_vendor"}


async def test_what_is_for_people_is_for_people_of_every_audience_and_for_no_key(http: httpx.AsyncClient) -> None:
    people = (tokens.customer(), tokens.vendor("ven_1"), tokens.staff())
    assert [await status(http, "GET", "/me/things", token) for token in people] == [200, 200, 200]
    assert await status(http, "GET", "/me/things", "") == 401
    assert await status(http, "GET", "/me/things", tokens.api_key("toy:write")) == 403
