"""Requests nobody writes by accident: each is refused with what is wrong about it, before any service sees it."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import msgspec
import pytest
from litestar.params import QueryParameter

from bdcommerce.infra import telemetry
from bdcommerce.infra.http import app, get, post
from bdcommerce.infra.http.access import public, shop, staff
from bdcommerce.infra.http.front import Front, Turns
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer, TokenVerifier
from bdcommerce.infra.settings import HttpSettings
from support import tokens

JSON = {"Content-Type": "application/json"}
NUL = "must not contain the character U+0000"
SECRET = "card 4111"


class Part(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    weight: int = 1


class Parcel(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    title: str
    first: Part | None = None
    parts: list[Part] = []


@post("/parcels", access=public(), summary="Parcels")
async def parcels(data: Parcel) -> Parcel:
    return data


@get("/parcels/{name:str}", access=public(), summary="A parcel")
async def one_parcel(name: str) -> dict[str, str]:
    return {"name": name}


@get("/weights", access=public(), summary="Weights")
async def weights(unit: str, from_: Annotated[int, QueryParameter(name="from", ge=0)] = 0) -> dict[str, str | int]:
    return {"unit": unit, "from": from_}


@post("/mine", access=shop(), summary="Mine")
async def mine(data: Parcel) -> Parcel:
    return data


@post("/staff", access=staff("parcels.write"), summary="Staff's")
async def staffs(data: Parcel) -> Parcel:
    return data


class NoDatabase(Database):
    """Nothing in these tests may reach one."""

    def __init__(self) -> None:
        pass


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    keys = IdempotencyKeys(NoDatabase(), Sealer("k1:" + "A" * 43 + "="))
    routes = (parcels, one_parcel, weights, mine, staffs)
    router = app.service_router(app.Mounted("toy", routes, None, keys))
    application: Any = app.application(
        [router], tokens.verifier(), Turns(8, 8), http=HttpSettings(max_body_bytes=200_000)
    )
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        yield client


async def send(http: httpx.AsyncClient, body: str | bytes, path: str = "/parcels") -> httpx.Response:
    return await http.post(path, content=body, headers=JSON)


def fields(reply: httpx.Response) -> dict[str, str]:
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    return {wrong["field"]: wrong["reason"] for wrong in reply.json()["errors"]}


@pytest.mark.parametrize("path", ["/parcels/%00", "/parcels/a%00b", "/%00", "/parcels/%00?unit=kg"])
async def test_no_path_carries_a_nul(http: httpx.AsyncClient, path: str) -> None:
    reply = await http.get(path)
    assert (reply.status_code, fields(reply)) == (422, {"path": NUL})


@pytest.mark.parametrize(
    "query, field",
    [("unit=k%00g", "unit"), ("unit=kg&more=%00", "more"), ("unit=kg&un%00it=x", "unit"), ("%00=1", "query")],
)
async def test_no_query_carries_a_nul(http: httpx.AsyncClient, query: str, field: str) -> None:
    reply = await http.get(f"/weights?{query}")
    assert (reply.status_code, fields(reply)) == (422, {field: NUL})


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31T23:59:59Z", "9999-12-31", "3000-01-01%2B06:00"])
async def test_no_query_asks_for_a_day_no_arithmetic_can_be_done_with(http: httpx.AsyncClient, day: str) -> None:
    reply = await http.get(f"/weights?unit=g&day={day}")
    assert (reply.status_code, fields(reply)) == (422, {"day": "is a day too far off"})


@pytest.mark.parametrize("query", ["unit=1900-01-01", "unit=4000-20-105", "unit=g&q=4000-20-10"])
async def test_what_only_looks_like_a_day_far_off_goes_through(http: httpx.AsyncClient, query: str) -> None:
    assert (await http.get(f"/weights?{query}")).status_code == 200


@pytest.mark.parametrize(
    "body, field",
    [
        ({"title": "a\0b"}, "title"),
        ({"title": "a", "first": {"name": "\0"}}, "first.name"),
        ({"title": "a", "parts": [{"name": "a"}, {"name": "b\0"}]}, "parts[1].name"),
        ({"title": "a", "ti\0tle": "a"}, "body"),
        (["\0"], "[0]"),
        ("\0", "body"),
    ],
)
async def test_no_body_carries_a_nul_however_deep(http: httpx.AsyncClient, body: object, field: str) -> None:
    reply = await send(http, json.dumps(body))
    assert (reply.status_code, fields(reply)) == (422, {field: NUL})


async def test_six_characters_that_only_look_like_a_nul_are_a_text_like_any_other(http: httpx.AsyncClient) -> None:
    reply = await send(http, json.dumps({"title": "\\u0000"}))
    assert (reply.status_code, reply.json()["title"]) == (201, "\\u0000")


@pytest.mark.parametrize(
    "body",
    [
        "[" * 50_000,
        '{"title":' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"a":' * 20_000 + "1" + "}" * 20_000,
        '{"title":"\\u0000","parts":' + "[" * 50_000 + "]" * 50_000 + "}",
    ],
)
async def test_a_body_nested_without_end_is_malformed(http: httpx.AsyncClient, body: str) -> None:
    reply = await send(http, body)
    assert (reply.status_code, reply.json()["code"]) == (400, "malformed")
    assert "nested" in reply.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe{}", b'{"title":"\xff"}', b'{"title":"\\ud800"}', b'{"title":"\\udc00\\ud800"}', b'{"title":1e999999}',
     b'{"title":"a"', b"{'title':'a'}", b"title=a", b"\x00", b"NaN", b'{"title":"a"}{}'],
)  # fmt: skip
async def test_what_is_no_json_is_malformed(http: httpx.AsyncClient, body: bytes) -> None:
    reply = await send(http, body)
    assert (reply.status_code, reply.json()["code"]) == (400, "malformed"), reply.text


@pytest.mark.parametrize(
    "text", ["রহিমা", "🙂", "\u202eabc", "\ufeff", "\x01\x1f\x7f", "'; DROP TABLE x; --", "<script>"]
)
async def test_any_other_text_goes_through(http: httpx.AsyncClient, text: str) -> None:
    reply = await send(http, json.dumps({"title": text}))
    assert (reply.status_code, reply.json()["title"]) == (201, text)


@pytest.mark.parametrize(
    "body, wrong",
    [
        ({}, {"title": "is required"}),
        ({"title": "a", "colour": "red"}, {"colour": "is not known here"}),
        ({"title": "a", "": "red"}, {'""': "is not known here"}),
        ({"title": "a", "first": {}}, {"first.name": "is required"}),
        ({"title": "a", "first": {"name": "a", "x": 1}}, {"first.x": "is not known here"}),
        ({"title": "a", "parts": [{"weight": 1}]}, {"parts[0].name": "is required"}),
        ({"title": "a", "first": {"name": "a", "weight": "much"}}, {"first.weight": "Expected `int`, got `str`"}),
        ([], {"body": "Expected `object`, got `array`"}),
        (None, {"body": "Expected `object`, got `null`"}),
    ],
)
async def test_a_wrong_field_of_a_body_is_named(http: httpx.AsyncClient, body: object, wrong: dict[str, str]) -> None:
    reply = await send(http, json.dumps(body))
    assert (reply.status_code, fields(reply)) == (422, wrong)


@pytest.mark.parametrize(
    "query, wrong",
    [
        ("", {"unit": "is required"}),
        ("unit=kg&from=x", {"from": "Expected `int`, got `str`"}),
        ("unit=kg&from=-1", {"from": "Expected `int` >= 0"}),
    ],
)
async def test_a_wrong_parameter_is_named_as_the_caller_knows_it(
    http: httpx.AsyncClient, query: str, wrong: dict[str, str]
) -> None:
    reply = await http.get(f"/weights?{query}")
    assert (reply.status_code, fields(reply)) == (422, wrong)


async def test_who_may_not_call_is_refused_before_the_body_is_read_or_a_key_is_kept(http: httpx.AsyncClient) -> None:
    too_large, key = b"x" * 300_000, {"Idempotency-Key": "0123456789abcdef"}
    assert (await http.post("/mine", content=too_large, headers=key)).status_code == 401
    bearer = {"Authorization": f"Bearer {tokens.customer()}"}
    assert (await http.post("/staff", content=too_large, headers=key | bearer)).status_code == 403
    assert (await http.post("/mine", content=too_large, headers=key | bearer)).status_code == 413


async def test_a_method_that_is_not_there_is_answered_with_those_that_are(http: httpx.AsyncClient) -> None:
    reply = await http.put("/parcels", json={})
    assert (reply.status_code, reply.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in reply.headers["allow"]


async def test_a_method_that_somebody_made_up_is_no_label_of_a_metric(http: httpx.AsyncClient) -> None:
    await http.request("BREW", "/parcels")
    assert "BREW" not in telemetry.render().decode()


async def test_what_fails_before_the_framework_is_a_problem_too_and_shows_nothing_of_its_inside() -> None:
    async def broken() -> dict[str, Any]:
        raise ZeroDivisionError(SECRET)

    async def never(*_: Any) -> None:
        pytest.fail("nobody asked for this")

    application: Any = Front(never, TokenVerifier(broken), Turns(1, 1))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://test") as client:
        reply = await client.get("/api/v1/x", headers={"Authorization": "Bearer a.b.c"})
    assert (reply.status_code, reply.headers["content-type"]) == (500, "application/problem+json")
    assert reply.json()["code"] == "internal"
    assert reply.json()["trace_id"]
    assert SECRET not in reply.text


async def test_what_fails_in_the_middle_of_a_reply_is_not_answered_twice() -> None:
    async def half(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    application: Any = Front(half, tokens.verifier(), Turns(1, 1))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://test") as client:
        with pytest.raises(ZeroDivisionError):
            await client.get("/api/v1/x")
