"""A burst waits its turn in memory, in order and up to a limit; what is not the public API never waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from bdcommerce.infra.http.front import Front, Turns
from bdcommerce.kernel.errors import Unavailable
from support import tokens

PATH = "/api/v1/products"


async def settled() -> None:
    """Let every task go as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


class Crowd:
    """Calls that take their turns and stay until they are let go."""

    def __init__(self, turns: Turns) -> None:
        self._turns, self.inside, self.go = turns, list[int](), asyncio.Event()

    async def call(self, number: int, path: str = PATH) -> None:
        async with self._turns.taken(path):
            self.inside.append(number)
            await self.go.wait()

    async def come(self, *numbers: int, path: str = PATH) -> "list[asyncio.Task[None]]":
        tasks = [asyncio.create_task(self.call(number, path)) for number in numbers]
        await settled()
        return tasks


async def test_no_more_than_the_limit_are_inside_and_the_others_follow_in_order() -> None:
    crowd = Crowd(Turns(at_once=2, waiting=10))
    tasks = await crowd.come(1, 2, 3, 4)
    assert crowd.inside == [1, 2]
    crowd.go.set()
    await asyncio.gather(*tasks)
    assert crowd.inside == [1, 2, 3, 4]


async def test_beyond_the_queue_a_call_is_refused_at_once_and_told_when_to_come_back() -> None:
    turns = Turns(at_once=1, waiting=2)
    crowd = Crowd(turns)
    tasks = await crowd.come(1, 2, 3)
    with pytest.raises(Unavailable) as refused:
        async with turns.taken(PATH):
            pytest.fail("there was no room")
    assert refused.value.data["retry_after"] > 0
    crowd.go.set()
    await asyncio.gather(*tasks)
    async with turns.taken(PATH):
        pass


async def test_without_a_queue_whoever_finds_no_free_place_is_refused() -> None:
    turns = Turns(at_once=1, waiting=0)
    async with turns.taken(PATH):
        with pytest.raises(Unavailable):
            async with turns.taken(PATH):
                pytest.fail("there was no room")
    async with turns.taken(PATH):
        pass


@pytest.mark.parametrize("path", ["/faces/orders/recipient", "/health/ready", "/metrics", "/openapi.json", "/docs"])
async def test_what_is_not_the_public_api_never_waits(path: str) -> None:
    turns = Turns(at_once=1, waiting=0)
    async with turns.taken(PATH), turns.taken(path), turns.taken(path):
        pass


async def test_whoever_gives_up_waiting_frees_the_place_in_the_queue() -> None:
    turns = Turns(at_once=1, waiting=1)
    crowd = Crowd(turns)
    first, second = await crowd.come(1, 2)
    second.cancel()
    await settled()
    (third,) = await crowd.come(3)
    assert not third.done(), "it waits where the second one waited"
    crowd.go.set()
    await asyncio.gather(first, third)
    assert crowd.inside == [1, 3]


async def test_whoever_is_cut_off_inside_makes_room_for_the_next() -> None:
    crowd = Crowd(Turns(at_once=1, waiting=1))
    first, second = await crowd.come(1, 2)
    first.cancel()
    await settled()
    assert crowd.inside == [1, 2]
    crowd.go.set()
    await second


async def test_a_call_that_fails_gives_its_turn_back() -> None:
    turns = Turns(at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with turns.taken(PATH):
                raise ZeroDivisionError


@pytest.fixture
async def busy() -> AsyncIterator[httpx.AsyncClient]:
    """A process whose only turn is taken."""
    turns = Turns(at_once=1, waiting=0)

    async def answers(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    transport: Any = httpx.ASGITransport(Front(answers, tokens.verifier(), turns))  # type: ignore[arg-type]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(turns.taken(PATH))
        yield await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))


async def test_a_refused_call_gets_503_as_a_problem_with_retry_after(busy: httpx.AsyncClient) -> None:
    reply = await busy.get(PATH)
    assert (reply.status_code, reply.headers["content-type"]) == (503, "application/problem+json")
    assert int(reply.headers["retry-after"]) > 0
    assert reply.json()["code"] == "unavailable"
    assert reply.json()["trace_id"]
    assert reply.headers["x-request-id"]


async def test_health_is_answered_while_everybody_waits(busy: httpx.AsyncClient) -> None:
    assert (await busy.get("/health/ready")).status_code == 200
