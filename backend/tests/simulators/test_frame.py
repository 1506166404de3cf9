"""The frame of the simulators: faults happen as often as was asked for; callbacks are repeated."""

import logging
import threading
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar, Response, get, post
from litestar.testing import AsyncTestClient

from bdcommerce.simulators.application import application
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.telling import Telling
from support.servers import answers, serving


@pytest.fixture
async def desk() -> AsyncIterator[AsyncTestClient[Litestar]]:
    faults, calls = Faults({"late": "the answer comes late"}), []

    @get("/calls")
    async def count() -> int:
        calls.append(1)
        return 0 if faults.happens("late") else len(calls)

    party = Party(name="toy", about="a toy <party>", routes=[count], faults=faults, forget=calls.clear)
    async with AsyncTestClient(application([party])) as client:
        yield client


async def test_an_armed_fault_happens_as_often_as_was_asked_for(desk: httpx.AsyncClient) -> None:
    assert (await desk.put("/toy/faults/late", json={"times": 2})).status_code == 204
    assert (await desk.get("/toy/faults")).json() == {"late": {"does": "the answer comes late", "armed": 2}}
    assert [(await desk.get("/toy/calls")).json() for _ in range(3)] == [0, 0, 3]


async def test_a_fault_that_does_not_exist_is_refused_by_name(desk: httpx.AsyncClient) -> None:
    reply = await desk.put("/toy/faults/earthquake", json={})
    assert (reply.status_code, reply.json()) == (404, {"error": "there is no fault 'earthquake'"})


async def test_a_party_can_begin_anew(desk: httpx.AsyncClient) -> None:
    await desk.put("/toy/faults/late", json={})
    assert (await desk.delete("/toy/state")).status_code == 204
    assert (await desk.get("/toy/calls")).json() == 1


async def test_the_page_lists_the_parties(desk: httpx.AsyncClient) -> None:
    shown = (await desk.get("/")).text
    assert "/toy" in shown
    assert "a toy &lt;party&gt;" in shown


def test_simulators_leave_the_log_of_their_process_alone() -> None:
    before = logging.getLogger().handlers[:], set(threading.enumerate())
    application([])
    assert (logging.getLogger().handlers, set(threading.enumerate())) == before


async def test_a_callback_is_repeated_until_it_is_taken() -> None:
    statuses = [500, 404, 200]

    @post("/hook")
    async def hook() -> Response[None]:
        return Response(None, status_code=statuses.pop(0))

    telling = Telling(after=(0, 0, 0, 0))
    async with serving(answers(hook)) as url:
        telling.tell(f"{url}/hook", b"{}", {"X-Mark": "1"})
        await telling.quiet()
    assert [told.status for told in telling.log] == [500, 404, 200]


async def test_a_callback_that_nobody_answers_is_given_up() -> None:
    telling = Telling(after=(0, 0))
    telling.tell("http://127.0.0.1:9/hook", b"{}", {})
    await telling.quiet()
    assert [told.status for told in telling.log] == [0, 0]
