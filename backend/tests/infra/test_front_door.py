"""What comes in at the front door is bounded before anything is done for it; slow senders hold up nobody."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Request

from bdcommerce.cli.serving import answering, bound
from bdcommerce.infra.http import app, get, post
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.http.bodies import Bodies, Gone
from bdcommerce.infra.http.front import Turns
from bdcommerce.infra.http.problems import TooLarge, TooSlow
from bdcommerce.infra.idempotency import IdempotencyKeys
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.settings import HttpSettings
from bdcommerce.kernel.errors import Unavailable
from support import tokens

TOKEN = {"Authorization": f"Bearer {tokens.customer()}"}


class Note(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    text: str


@get("/notes/{name:str}", access=public(), summary="A note")
async def read_note(name: str) -> dict[str, str]:
    return {"name": name, "text": "rice"}


@post("/notes", access=public(), summary="A new note", max_bytes=1_000_000)
async def write_note(data: Note) -> dict[str, int]:
    return {"length": len(data.text)}


@post("/letters", access=public(), summary="A letter")
async def write_letter(data: Note) -> dict[str, int]:
    return {"length": len(data.text)}


@post("/files", access=shop(), summary="A file", streamed=True)
async def keep_file(request: Request[Any, Any, Any]) -> dict[str, int]:
    return {"bytes": sum([len(piece) async for piece in request.stream()])}


class NoDatabase(Database):
    def __init__(self) -> None:
        pass


def front(turns: Turns, **settings: Any) -> Any:
    keys = IdempotencyKeys(NoDatabase(), Sealer("k1:" + "A" * 43 + "="))
    routes = (read_note, write_note, write_letter, keep_file)
    router = app.service_router(app.Mounted("toy", routes, None, keys))
    return app.application([router], tokens.verifier(), turns, http=HttpSettings(**settings))


@asynccontextmanager
async def served(turns: Turns | None = None, **settings: Any) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """The front on a port of loopback: a client of it, and the port."""
    http = HttpSettings(port=0, **settings)
    listening = bound(http)
    port = listening.getsockname()[1]
    async with (
        answering(front(turns or Turns(8, 8), **settings), listening, http),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as client,
    ):
        yield client, port


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
    """Status and problem of a reply after which nothing more comes."""
    async with asyncio.timeout(5):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


async def test_slow_senders_take_no_turns() -> None:
    async with served(Turns(1, 0)) as (client, port), connection(port) as (_, slow), connection(port) as (_, upload):
        slow.write(b"POST /api/v1/notes HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        upload.write(f"POST /api/v1/files HTTP/1.1\r\nhost: x\r\nauthorization: {TOKEN['Authorization']}\r\n".encode())
        upload.write(b"content-length: 100\r\n\r\nx")
        await slow.drain()
        for _ in range(5):
            assert (await client.get("/notes/a")).status_code == 200
            assert (await client.post("/notes", json={"text": "abc"})).json() == {"length": 3}


async def test_a_body_that_does_not_arrive_in_time_is_refused_and_its_connection_closed() -> None:
    async with served(body_seconds=0.1) as (_, port), connection(port) as (reader, writer):
        writer.write(b"POST /api/v1/notes HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        assert (await answer(reader))[1]["code"] == "body_too_slow"


async def test_a_streamed_body_has_its_time_too() -> None:
    async with served(upload_seconds=0.1) as (_, port), connection(port) as (reader, writer):
        writer.write(f"POST /api/v1/files HTTP/1.1\r\nhost: x\r\nauthorization: {TOKEN['Authorization']}\r\n".encode())
        writer.write(b"content-length: 100\r\n\r\nx")
        async with asyncio.timeout(5):
            assert b"body_too_slow" in await reader.readuntil(b"}")


async def test_a_body_that_announces_too_much_is_refused_before_it_is_sent() -> None:
    async with served() as (_, port), connection(port) as (reader, writer):
        writer.write(
            b"POST /api/v1/notes HTTP/1.1\r\nhost: x\r\ncontent-length: 1000001\r\nexpect: 100-continue\r\n\r\n"
        )
        status, problem = await answer(reader)
    assert (status, problem["code"]) == (413, "body_too_large")


async def test_who_has_not_signed_in_may_send_less_unless_the_endpoint_says_otherwise() -> None:
    async with served(anonymous_body_bytes=2_000) as (client, _):
        long = {"text": "x" * 3_000}
        assert (await client.post("/letters", json=long)).status_code == 413
        assert (await client.post("/letters", json=long, headers=TOKEN)).status_code == 201
        assert (await client.post("/notes", json=long)).status_code == 201


async def test_a_streamed_body_reaches_its_endpoint() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * 10_000

    async with served() as (client, _):
        assert (await client.post("/files", content=pieces(), headers=TOKEN)).json() == {"bytes": 500_000}


@pytest.mark.parametrize(
    "head, status, code",
    [
        (b"GET /api/v1/notes/" + b"a" * 3_000, 414, "target_too_long"),
        (b"GET /api/v1/notes/a HTTP/1.1\r\n" + b"x-a: b\r\n" * 30, 431, "headers_too_large"),
        (b"GET /api/v1/notes/a HTTP/1.1\r\nx-a: " + b"b" * 40_000, 431, "headers_too_large"),
        (b"GET /api/v1/notes/a HTTP/1.1\r\nhost: x\r\nx-a: " + b"b" * 2_500 + b"\r\n\r\n", 431, "headers_too_large"),
        (b"GET /api/v1/notes/a HTTP/1.1\r\nx-", 408, "body_too_slow"),
    ],
)
async def test_a_head_has_its_limits(head: bytes, status: int, code: str) -> None:
    limits: dict[str, Any] = {
        "max_target_bytes": 2_000,
        "max_headers": 20,
        "max_header_bytes": 2_000,
        "header_seconds": 0.2,
    }
    async with served(**limits) as (_, port), connection(port) as (reader, writer):
        for start in range(0, len(head), 1_000):
            writer.write(head[start : start + 1_000])
            await asyncio.sleep(0)
        answered, problem = await answer(reader)
    assert (answered, problem["code"]) == (status, code)


async def test_who_connects_and_says_nothing_is_let_go() -> None:
    async with served(header_seconds=0.1) as (_, port), connection(port) as (reader, _), asyncio.timeout(5):
        assert await reader.read() == b""


async def test_one_connection_carries_many_requests_with_bodies() -> None:
    async with served(max_header_bytes=2_000) as (client, _):
        for _ in range(20):
            assert (await client.post("/notes", json={"text": "x" * 50_000})).status_code == 201


async def test_head_is_answered_like_get_without_a_body() -> None:
    async with served() as (client, _):
        got, head = await client.get("/notes/a"), await client.head("/notes/a")
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-length", "content-type"):
            assert head.headers[name] == got.headers[name]
        assert (await client.head("/letters")).status_code == 405
        assert (await client.head("/nothing")).status_code == 404


async def test_options_says_what_there_is() -> None:
    async with served() as (client, _):
        reply = await client.options("/notes/a")
        assert (reply.status_code, reply.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        assert (await client.options("/letters")).headers["allow"] == "OPTIONS, POST"
        assert (await client.options("/nothing")).status_code == 404


async def test_a_forged_address_in_a_header_is_nothing_to_the_server() -> None:
    """uvicorn would believe anybody on this machine."""
    seen: list[Any] = []

    async def application(scope: Any, _: Any, send: Any) -> None:
        seen.append(scope["client"][0])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    http = HttpSettings(port=0)
    listening = bound(http)
    async with answering(application, listening, http), httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        await client.get(url, headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == ["127.0.0.1"]


def sent(*messages: dict[str, Any]) -> Any:
    left = list(messages)

    async def receive() -> Any:
        return left.pop(0)

    return receive


def piece(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_bodies_together_have_their_limit_and_give_it_back() -> None:
    bodies = Bodies(HttpSettings(body_memory_bytes=1_000_000))
    half = b"x" * 600_000
    async with bodies.read(sent(piece(half, more=False)), 1_000_000, 0):
        with pytest.raises(Unavailable):
            async with bodies.read(sent(piece(half, more=False)), 1_000_000, 0):
                pytest.fail("there was no room")
    assert bodies.held == 0
    async with bodies.read(sent(piece(half, more=True), piece(b"y", more=False)), 1_000_000, 0) as receive:
        whole: Any = await receive()
    assert whole["body"] == half + b"y"


async def test_a_body_beyond_its_limit_is_not_kept() -> None:
    bodies = Bodies(HttpSettings())
    with pytest.raises(TooLarge):
        async with bodies.read(sent(piece(b"123", more=True), piece(b"456", more=False)), 5, 0):
            pytest.fail("it was too large")
    assert bodies.held == 0


async def test_half_a_body_is_no_body() -> None:
    bodies = Bodies(HttpSettings())
    with pytest.raises(Gone):
        async with bodies.read(sent(piece(b"{", more=True), {"type": "http.disconnect"}), 100, 0):
            pytest.fail("its sender has hung up")
    assert bodies.held == 0


async def test_whoever_waits_for_a_body_gives_back_what_came_of_it() -> None:
    async def never() -> Any:
        await asyncio.sleep(60)

    bodies = Bodies(HttpSettings(body_seconds=0.1))
    with pytest.raises(TooSlow):
        async with bodies.read(never, 100, 0):
            pytest.fail("it never came")
    assert bodies.held == 0
