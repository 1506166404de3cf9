"""What every endpoint gets without asking: problems, identity, ids, idempotency, limits."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

import httpx
import msgspec
import pytest

from bdcommerce.infra import telemetry, unit_of_work
from bdcommerce.infra.http import app, get, ops, post
from bdcommerce.infra.http.access import public, shop, shop_or_guest, staff, vendor
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.identity import Caller, preferred_language
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, encode, page
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.settings import HttpSettings
from bdcommerce.kernel.errors import Conflict, Invalid, TooMany, Unavailable
from support import tokens
from support.toy import TALLY, Counted, toy_database

KEY = "0123456789abcdef"
NOON = "2026-11-22T12:00:00+06:00"
SECRET = "card 4111"


class Count(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    thing: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    by: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


@post("/counts", access=shop_or_guest(), summary="Count")
async def count(data: Count, deps: Database) -> dict[str, int]:
    async with unit_of_work.unit(deps, [TALLY]) as work:
        version = len(await work.log.history(f"count-{data.thing}"))
        await asyncio.sleep(0.05)
        await work.log.append(f"count-{data.thing}", [Counted(thing=data.thing, by=data.by)], expected=version)
    return {"version": version + 1}


@get("/numbers", access=public(), summary="Numbers")
async def numbers(limit: Limit = PAGE, cursor: Cursor = "") -> Page[int]:
    position = decode(cursor, tuple[int])
    start = position[0] + 1 if position else 0
    return page(list(range(start, min(start + limit + 1, 50))), limit, lambda number: (number,))


@get("/fail/{how:str}", access=public(), summary="Fail")
async def fail(how: str) -> None:
    errors: dict[str, Exception] = {
        "conflict": Conflict("not now", since="yesterday"),
        "busy": TooMany("slow down", retry_after=7),
        "away": Unavailable("gone"),
        "crash": ZeroDivisionError(SECRET),
    }
    raise errors[how]


@get("/mine", access=shop(), summary="Mine")
async def mine(caller: Caller) -> dict[str, str]:
    return {"user": caller.user_id}


@get("/vendor/things", access=vendor("owner"), summary="A vendor's")
async def vendors_only(caller: Caller) -> dict[str, str]:
    return {"vendor": caller.vendor_id}


@get("/admin/things", access=staff("things.read"), summary="Staff's")
async def staff_only() -> dict[str, str]:
    return {}


@post("/admin/things", access=staff("things.write"), summary="Make a thing")
async def make_thing(caller: Caller) -> dict[str, str]:
    return {"by": caller.user_id}


ROUTES = (count, numbers, fail, mine, vendors_only, staff_only, make_thing)


@pytest.fixture
async def http(postgres_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with toy_database(postgres_url) as database:
        keys = IdempotencyKeys(database, Sealer("k1:" + "A" * 43 + "="))
        router = app.service_router(app.Mounted("toy", ROUTES, database, keys))
        application = app.application(
            [router, *ops.routes({"toy": database.ping})],
            tokens.verifier(),
            Turns(32, 2_000),
            http=HttpSettings(max_body_bytes=2_000),
        )
        transport: Any = httpx.ASGITransport(application)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_wrong_field_is_named_with_its_reason(http: httpx.AsyncClient) -> None:
    reply = await http.post("/api/v1/counts", json={"thing": "rice", "by": 10})
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")
    assert reply.json()["errors"] == [{"field": "by", "reason": "Expected `int` <= 9"}]


@pytest.mark.parametrize("body", ["{", '{"thing": 5}', '{"thing": "a", "more": 1}', "[]", "", "null", '{"by": 1}'])
async def test_no_body_makes_a_crash(http: httpx.AsyncClient, body: str) -> None:
    reply = await http.post("/api/v1/counts", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code in {400, 422}
    assert reply.json()["detail"]


async def test_unknown_paths_and_methods_are_problems_too(http: httpx.AsyncClient) -> None:
    assert (await http.get("/api/v1/nothing")).json()["code"] == "not_found"
    assert (await http.delete("/api/v1/numbers")).json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("how, status", [("conflict", 409), ("busy", 429), ("away", 503), ("crash", 500)])
async def test_an_error_has_the_status_of_its_kind(http: httpx.AsyncClient, how: str, status: int) -> None:
    reply = await http.get(f"/api/v1/fail/{how}")
    assert reply.status_code == status
    assert reply.json()["trace_id"]


async def test_a_crash_shows_nothing_of_its_inside(http: httpx.AsyncClient) -> None:
    reply = await http.get("/api/v1/fail/crash")
    assert SECRET not in reply.text
    assert "Traceback" not in reply.text


async def test_who_must_wait_is_told_how_long(http: httpx.AsyncClient) -> None:
    assert (await http.get("/api/v1/fail/busy")).headers["retry-after"] == "7"


@pytest.mark.parametrize("path", ["/mine", "/vendor/things", "/admin/things"])
async def test_an_anonymous_caller_is_asked_to_sign_in(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(f"/api/v1{path}")).status_code == 401
    assert (await http.get(f"/api/v1{path}", headers=bearer("forged.token.here"))).status_code == 401


async def test_a_token_opens_its_own_audience_only(http: httpx.AsyncClient) -> None:
    holders = {
        "/mine": tokens.customer(),
        "/vendor/things": tokens.vendor("ven_1"),
        "/admin/things": tokens.staff("things.read"),
    }
    for path in holders:
        for owner, token in holders.items():
            status = (await http.get(f"/api/v1{path}", headers=bearer(token))).status_code
            assert status == (200 if owner == path else 403), (path, owner)


async def test_a_role_or_permission_that_is_missing_is_refused(http: httpx.AsyncClient) -> None:
    packer = bearer(tokens.vendor("ven_1", "packer"))
    assert (await http.get("/api/v1/vendor/things", headers=packer)).status_code == 403
    other = bearer(tokens.staff("things.write"))
    assert (await http.get("/api/v1/admin/things", headers=other)).status_code == 403


async def test_a_guest_endpoint_serves_no_vendor(http: httpx.AsyncClient) -> None:
    reply = await http.post("/api/v1/counts", json={"thing": "a"}, headers=bearer(tokens.vendor("ven_1")))
    assert reply.status_code == 403


async def test_a_request_id_comes_back_or_is_made(http: httpx.AsyncClient) -> None:
    reply = await http.get("/api/v1/numbers", headers={"X-Request-Id": "my-own-request"})
    assert reply.headers["x-request-id"] == "my-own-request"
    assert (await http.get("/api/v1/numbers", headers={"X-Request-Id": "<x>"})).headers["x-request-id"] != "<x>"


async def test_pages_follow_each_other_to_the_end(http: httpx.AsyncClient) -> None:
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        body = (await http.get("/api/v1/numbers", params={"limit": 20, "cursor": cursor})).json()
        seen, cursor = seen + body["items"], body["next_cursor"]
    assert seen == list(range(50))


@pytest.mark.parametrize(
    "cursor",
    ["x", "eyJhIjoxfQ", "WyJ0ZXh0Il0", "////", "আ", encode(2**63), encode(-(2**63) - 1), encode(10**40), "WzEuNV0"],
)
async def test_a_made_up_cursor_is_refused_by_name(http: httpx.AsyncClient, cursor: str) -> None:
    reply = await http.get("/api/v1/numbers", params={"cursor": cursor})
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    "position",
    [("a\0b", 1, NOON), ("a", 2**63, NOON), ("a", -(2**63) - 1, NOON), ("a", 1, "0001-01-01T00:00:00+14:00"),
     ("a", 1, "9999-12-31T23:59:59-14:00")],
)  # fmt: skip
def test_a_cursor_that_no_database_could_compare_with_is_refused(position: tuple[str, int, str]) -> None:
    shape: Any = tuple[str, int, datetime]
    assert decode(encode("a", 1, NOON), shape) == ("a", 1, datetime.fromisoformat(NOON))
    with pytest.raises(Invalid):
        decode(encode(*position), shape)


async def test_the_same_key_answers_the_same_and_changes_once(http: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": KEY}
    first = await http.post("/api/v1/counts", json={"thing": "a"}, headers=headers)
    second = await http.post("/api/v1/counts", json={"thing": "a"}, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() == {"version": 1}
    assert second.headers["idempotency-replayed"] == "true"


async def test_a_storm_of_one_key_changes_once(http: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": KEY}
    replies = await asyncio.gather(
        *(http.post("/api/v1/counts", json={"thing": "a"}, headers=headers) for _ in range(20))
    )
    assert {reply.status_code for reply in replies} <= {201, 409}
    assert {reply.json()["version"] for reply in replies if reply.status_code == 201} == {1}
    assert all(reply.json()["code"] == "in_flight" for reply in replies if reply.status_code == 409)


async def test_two_callers_may_use_the_same_key(http: httpx.AsyncClient) -> None:
    for user, version in (("usr_a", 1), ("usr_b", 2)):
        headers = {"Idempotency-Key": KEY, **bearer(tokens.customer(user))}
        assert (await http.post("/api/v1/counts", json={"thing": "a"}, headers=headers)).json() == {"version": version}


async def test_a_stored_reply_is_not_for_somebody_who_may_not_call_any_more(http: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": KEY, **bearer(tokens.staff("things.write"))}
    assert (await http.post("/api/v1/admin/things", headers=headers)).status_code == 201
    assert (await http.post("/api/v1/admin/things", headers=headers)).headers["idempotency-replayed"] == "true"
    later = {**headers, **bearer(tokens.staff("things.read"))}
    assert (await http.post("/api/v1/admin/things", headers=later)).status_code == 403


async def test_a_key_of_another_body_and_a_short_key_are_refused(http: httpx.AsyncClient) -> None:
    await http.post("/api/v1/counts", json={"thing": "a"}, headers={"Idempotency-Key": KEY})
    reused = await http.post("/api/v1/counts", json={"thing": "b"}, headers={"Idempotency-Key": KEY})
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    for key in ("short", ""):
        short = await http.post("/api/v1/counts", json={"thing": "b"}, headers={"Idempotency-Key": key})
        assert short.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_a_key_belongs_to_the_query_too(http: httpx.AsyncClient) -> None:
    await http.post("/api/v1/counts?dry_run=true", json={"thing": "a"}, headers={"Idempotency-Key": KEY})
    reused = await http.post("/api/v1/counts?dry_run=false", json={"thing": "a"}, headers={"Idempotency-Key": KEY})
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_body_over_the_limit_is_refused(http: httpx.AsyncClient) -> None:
    reply = await http.post("/api/v1/counts", json={"thing": "x" * 3_000})
    assert (reply.status_code, reply.json()["code"]) == (413, "body_too_large")


async def test_health_says_which_part_is_wrong(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live")).json()["status"] == "ok"
    assert (await http.get("/health/ready")).json() == {"status": "ok", "parts": {"toy": "ok"}}


async def test_metrics_count_by_template_never_by_path(http: httpx.AsyncClient) -> None:
    await http.get("/api/v1/fail/conflict")
    text = (await http.get("/metrics")).text
    assert "/api/v1/fail/{how}" in text
    assert "fail/conflict" not in text
    assert telemetry.render()


@pytest.mark.parametrize(
    "header, language", [("bn-BD,bn;q=0.9,en;q=0.8", "bn"), ("en-US,bn", "en"), ("", "en"), ("fr", "en")]
)
def test_the_language_is_what_the_client_puts_first(header: str, language: str) -> None:
    assert preferred_language(header) == language
