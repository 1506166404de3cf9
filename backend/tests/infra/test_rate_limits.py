"""Callers are limited by name or by address, are told so in headers, and cannot talk themselves out of it."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.settings import DoorSettings
from support import tokens
from support.doors import doorway


@get("/things", access=public(), summary="Things")
async def things() -> dict[str, int]:
    return {"things": 3}


@get("/mine", access=shop(), summary="Mine")
async def mine() -> dict[str, int]:
    return {}


@post("/things", access=public(), summary="A thing")
async def make_thing() -> dict[str, int]:
    return {}


def doors(**settings: Any) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """A process with low limits; addresses stand alone unless told otherwise."""
    low = {"limit_address_share": 1, "limit_reads": "3/60", "limit_writes": "2/60"}
    return doorway((things, mine, make_thing), **{**low, **settings})


async def statuses(client: httpx.AsyncClient, times: int, path: str = "/things", **headers: str) -> list[int]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return [(await client.get(path, headers=named)).status_code for _ in range(times)]


def bearer(token: str) -> str:
    return f"Bearer {token}"


async def test_beyond_the_quota_a_call_is_refused_and_told_when_to_come_back() -> None:
    async with doors() as client:
        first = await client.get("/things")
        assert first.headers["ratelimit-policy"] == '"reads";q=3;w=60'
        assert first.headers["ratelimit"] == '"reads";r=2;t=20'
        await statuses(client, 2)
        refused = await client.get("/things")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert refused.headers["ratelimit"].startswith('"reads";r=0;')


async def test_reading_and_writing_are_counted_apart() -> None:
    async with doors() as client:
        assert await statuses(client, 4) == [200, 200, 200, 429]
        assert [(await client.post("/things")).status_code for _ in range(3)] == [201, 201, 429]


async def test_who_has_signed_in_is_counted_by_name_wherever_the_call_comes_from() -> None:
    async with doors() as client:
        ann, bob = (bearer(tokens.customer(user)) for user in ("usr_ann", "usr_bob"))
        assert await statuses(client, 4, authorization=ann) == [200, 200, 200, 429]
        assert await statuses(client, 1, authorization=bob) == [200]
        assert await statuses(client, 1) == [200]


@pytest.mark.parametrize(
    "header, value",
    [("x-forwarded-for", "198.51.100.{n}"), ("forwarded", "for=198.51.100.{n}"), ("x-real-ip", "198.51.100.{n}"),
     ("x-guest-token", "another-guest-{n}"), ("user-agent", "another {n}"), ("x-request-id", "another-request-{n}")],
)  # fmt: skip
async def test_no_header_makes_one_somebody_else(header: str, value: str) -> None:
    async with doors() as client:
        found = [(await client.get("/things", headers={header: value.format(n=n)})).status_code for n in range(4)]
    assert found == [200, 200, 200, 429]


async def test_behind_a_trusted_proxy_clients_are_counted_apart_and_not_by_what_they_made_up() -> None:
    async with doors(peer="10.0.0.1", trusted_proxies="10.0.0.0/8") as client:
        made_up = [f"192.0.2.{number}, 198.51.100.1" for number in range(4)]
        found = [await statuses(client, 1, x_forwarded_for=each) for each in made_up]
        assert found == [[200], [200], [200], [429]]
        assert await statuses(client, 1, x_forwarded_for="198.51.100.2") == [200]


async def test_wrong_tokens_are_counted_by_address() -> None:
    async with doors(limit_auth="2/60") as client:
        assert await statuses(client, 3, authorization="Bearer a.b.c") == [401, 401, 429]
        assert await statuses(client, 1, "/mine", authorization=bearer(tokens.customer())) == [200]


async def test_an_address_may_be_shared() -> None:
    async with doors(limit_address_share=2) as client:
        assert await statuses(client, 7) == [200] * 6 + [429]


async def test_this_machine_is_exempt_except_in_production() -> None:
    async with doors(production=False, peer="127.0.0.1") as client:
        assert await statuses(client, 5) == [200] * 5
    async with doors(production=True, peer="127.0.0.1") as client:
        assert await statuses(client, 4) == [200, 200, 200, 429]
    async with doors(limit_exempt="203.0.113.0/24") as client:
        assert await statuses(client, 5) == [200] * 5


async def test_limits_can_be_switched_off() -> None:
    async with doors(limits=False) as client:
        assert await statuses(client, 5) == [200] * 5


@pytest.mark.parametrize("wrong", ["600", "x/60", "0/60", "-1/60", "600/0", ""])
def test_a_rate_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        DoorSettings(limit_reads=wrong)  # type: ignore[arg-type]
