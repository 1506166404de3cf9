"""A face is the same face next door and across the network: one suite for both, then what only a network can do."""

import asyncio
import importlib
import pkgutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Protocol

import aiohttp
import msgspec
import pytest

from bdcommerce import contracts
from bdcommerce.infra import delivery, postgres, remote, telemetry
from bdcommerce.infra.http.app import litestar_application
from bdcommerce.infra.remote import breaker, client, wire
from bdcommerce.infra.remote.deadline import remaining, within
from bdcommerce.kernel.errors import Conflict, Invalid, Unavailable
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.money import Money, taka
from support.servers import serving

TOKEN = "shared by all processes"


class SoldOut(Conflict):
    """A refusal of the toy's."""

    code = "toy_sold_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    id: str
    price: Money
    rate: Decimal
    on: date
    at: datetime
    notes: list[str] = field(default_factory=list)


class ToyFace(Protocol):
    @idempotent
    async def echo(self, parcel: Parcel, again: int = 1) -> list[Parcel]:
        """As often as asked."""

    @idempotent
    async def find(self, name: str) -> Parcel | None:
        """Nothing."""

    @idempotent
    async def read(self, how: str) -> str:
        """Behaves as told."""

    async def write(self, how: str) -> str:
        """Likewise, and not repeatable."""


class Toy:
    """Behaves as told; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.seen: dict[str, object] = {}
        self.behaviours: dict[str, Callable[[], Awaitable[str]]] = {
            "ok": self._ok,
            "sold out": self._sold_out,
            "away": self._away,
            "crash": self._crash,
            "sleep": self._sleep,
            "look": self._look,
        }

    async def echo(self, parcel: Parcel, again: int = 1) -> list[Parcel]:
        return [parcel] * again

    async def find(self, name: str) -> Parcel | None:
        self.asked.append(name)
        return None

    async def read(self, how: str) -> str:
        self.asked.append(how)
        return await self.behaviours[how]()

    async def write(self, how: str) -> str:
        return await self.read(how)

    async def _ok(self) -> str:
        return "ok"

    async def _sold_out(self) -> str:
        raise SoldOut("none left", shortages={"off_1": 0})

    async def _away(self) -> str:
        raise Unavailable("later", retry_after=3)

    async def _crash(self) -> str:
        raise ZeroDivisionError("+8801712345678")

    async def _sleep(self) -> str:
        await asyncio.sleep(5)
        return "late"

    async def _look(self) -> str:
        self.seen = {"trace": telemetry.trace_id(), "left": remaining(99), "delivery": delivery.current("toy")}
        return "seen"


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
async def elsewhere(toy: Toy) -> AsyncIterator[ToyFace]:
    application = litestar_application([remote.serve(ToyFace, toy, token=TOKEN)])
    async with serving(application) as url, remote.clients(TOKEN) as clients:
        yield clients.client(ToyFace, url)


@pytest.fixture(params=["local", "remote"])
async def face(request: pytest.FixtureRequest, toy: Toy) -> AsyncIterator[ToyFace]:
    async with AsyncExitStack() as stack:
        if request.param == "local":
            yield remote.local(ToyFace, lambda: toy)
            return
        url = await stack.enter_async_context(serving(litestar_application([remote.serve(ToyFace, toy, token=TOKEN)])))
        clients = await stack.enter_async_context(remote.clients(TOKEN))
        yield clients.client(ToyFace, url)


def parcel() -> Parcel:
    at = datetime(2026, 11, 22, 6, 30, 15, 123456, UTC)
    return Parcel(id="p", price=taka("12.50"), rate=Decimal("7.5"), on=date(2026, 11, 22), at=at, notes=["ভঙ্গুর"])


async def test_values_arrive_as_they_were_sent(face: ToyFace) -> None:
    assert await face.echo(parcel(), again=2) == [parcel(), parcel()]


async def test_a_default_need_not_be_sent(face: ToyFace) -> None:
    assert await face.echo(parcel=parcel()) == [parcel()]


async def test_nothing_is_an_answer(face: ToyFace) -> None:
    assert await face.find("nobody") is None


async def test_a_refusal_is_the_same_class_with_the_same_data(face: ToyFace) -> None:
    with pytest.raises(SoldOut) as refusal:
        await face.read("sold out")
    assert (refusal.value.message, refusal.value.data) == ("none left", {"shortages": {"off_1": 0}})


async def test_a_refusal_is_asked_for_once(face: ToyFace, toy: Toy) -> None:
    with pytest.raises(SoldOut):
        await face.read("sold out")
    assert toy.asked == ["sold out"]


async def test_a_call_that_the_protocol_does_not_know_is_a_type_error(face: ToyFace) -> None:
    with pytest.raises(TypeError):
        await face.echo()  # type: ignore[call-arg]


async def test_a_face_is_not_asked_inside_a_transaction(face: ToyFace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "in_transaction", lambda: True)
    with pytest.raises(RuntimeError, match="inside a transaction"):
        await face.read("ok")


async def test_what_is_asked_on_the_way_is_no_part_of_the_delivery(face: ToyFace, toy: Toy) -> None:
    with delivery.handling(delivery.Delivery(queue="toy", event_id="evt_1", metadata={})):
        await face.read("look")
    assert toy.seen["delivery"] is None


async def test_a_crash_over_there_is_unavailable_and_says_nothing_of_its_cause(elsewhere: ToyFace, toy: Toy) -> None:
    with pytest.raises(Unavailable) as failure:
        await elsewhere.read("crash")
    assert "8801712345678" not in str(failure.value) + str(failure.value.data)


async def test_what_is_idempotent_is_asked_again_and_the_rest_is_not(elsewhere: ToyFace, toy: Toy) -> None:
    with pytest.raises(Unavailable):
        await elsewhere.read("away")
    assert toy.asked == ["away"] * client.ATTEMPTS
    toy.asked.clear()
    with pytest.raises(Unavailable):
        await elsewhere.write("away")
    assert toy.asked == ["away"]


async def test_an_answer_that_comes_on_a_later_attempt_is_an_answer(elsewhere: ToyFace, toy: Toy) -> None:
    answers = iter([toy._away, toy._away, toy._ok])

    async def at_last() -> str:
        return await next(answers)()

    toy.behaviours["at last"] = at_last
    assert await elsewhere.read("at last") == "ok"


async def test_the_deadline_of_the_caller_ends_the_call_on_both_sides(elsewhere: ToyFace, toy: Toy) -> None:
    started = time.monotonic()
    with within(0.3), pytest.raises(Unavailable):
        await elsewhere.read("sleep")
    assert time.monotonic() - started < 1.5
    with within(0.5):
        await elsewhere.read("look")
    assert 0 < float(str(toy.seen["left"])) <= 0.5


async def test_the_trace_goes_along(toy: Toy) -> None:
    seen: dict[str, str] = {}
    router = remote.serve(ToyFace, toy, token=TOKEN)
    inner = litestar_application([router])

    async def application(scope: object, receive: object, send: object) -> None:
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}  # type: ignore[index]
        seen["traceparent"] = headers.get(b"traceparent", b"").decode()
        await inner(scope, receive, send)  # type: ignore[arg-type]

    async with serving(application) as url, remote.clients(TOKEN) as clients:
        with telemetry.tracing("a" * 32):
            await clients.client(ToyFace, url).read("ok")
    assert seen["traceparent"].startswith("00-" + "a" * 32)


async def test_only_a_token_for_this_service_opens_it(toy: Toy) -> None:
    application = litestar_application([remote.serve(ToyFace, toy, token=TOKEN)])
    body = msgspec.msgpack.encode({"how": "ok"})
    service = wire.service_of(ToyFace)
    async with serving(application) as url, aiohttp.ClientSession() as session:
        for token, status in (
            (wire.token_for(service, TOKEN), 200),
            (wire.token_for("payments", TOKEN), 403),
            (wire.token_for(service, "guessed"), 403),
            (TOKEN, 403),
            ("", 403),
        ):
            headers = {wire.TOKEN: token, "Content-Type": wire.MEDIA_TYPE}
            async with session.post(f"{url}/faces/{service}/read", data=body, headers=headers) as reply:
                assert reply.status == status
    assert toy.asked == ["ok"]


async def test_a_wrong_token_is_a_refusal_at_the_client(toy: Toy) -> None:
    application = litestar_application([remote.serve(ToyFace, toy, token=TOKEN)])
    async with serving(application) as url, remote.clients("another installation") as clients:
        with pytest.raises(Exception, match="installation"):
            await clients.client(ToyFace, url).read("ok")


async def test_garbage_is_answered_with_an_error_and_not_with_silence(toy: Toy) -> None:
    application = litestar_application([remote.serve(ToyFace, toy, token=TOKEN)])
    service = wire.service_of(ToyFace)
    headers = {wire.TOKEN: wire.token_for(service, TOKEN), wire.DEADLINE: "soon"}
    async with serving(application) as url, aiohttp.ClientSession() as session:
        for method, body, status in (("read", b"\xc1", 500), ("read", b"", 500), ("rule", b"\x80", 404)):
            async with session.post(f"{url}/faces/{service}/{method}", data=body, headers=headers) as reply:
                assert (reply.status, reply.content_type) == (status, wire.MEDIA_TYPE)


async def test_a_process_that_is_not_there_is_unavailable_and_soon_not_asked_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "FIRST_PAUSE_SECONDS", 0.0)
    async with serving(litestar_application([])) as url:
        pass
    async with remote.clients(TOKEN) as clients:
        face = clients.client(ToyFace, url)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await face.read("ok")
        with pytest.raises(breaker.Open):
            await face.read("ok")


async def test_something_else_at_that_address_is_unavailable() -> None:
    async with serving(litestar_application([])) as url, remote.clients(TOKEN) as clients:
        with pytest.raises(Unavailable):
            await clients.client(ToyFace, url).write("ok")


def test_a_breaker_opens_tries_once_and_closes() -> None:
    now = 0.0

    def monotonic() -> float:
        return now

    guard = breaker.Breaker("toy", monotonic)
    for _ in range(breaker.FAILURES):
        guard.enter()
        guard.failed()
    with pytest.raises(breaker.Open):
        guard.enter()
    now = breaker.PAUSE_SECONDS
    guard.enter()
    with pytest.raises(breaker.Open):
        guard.enter()
    guard.failed()
    with pytest.raises(breaker.Open):
        guard.enter()
    now *= 2
    guard.enter()
    guard.answered()
    for _ in range(3):
        guard.enter()
        guard.failed()
    guard.enter()


def test_a_failure_between_answers_does_not_add_up() -> None:
    guard = breaker.Breaker("toy")
    for _ in range(breaker.FAILURES * 3):
        guard.enter()
        guard.failed()
        guard.enter()
        guard.answered()


def test_a_deadline_inside_another_one_is_never_later() -> None:
    with within(1), within(60):
        assert remaining(99) <= 1


def test_every_face_of_the_marketplace_can_be_served_and_asked() -> None:
    names = [module.name for module in pkgutil.iter_modules(contracts.__path__)]
    modules = {name: vars(importlib.import_module(f"bdcommerce.contracts.{name}")) for name in names}
    found = {name: made for name, inside in modules.items() for word, made in inside.items() if word.endswith("Face")}
    assert len(found) >= 8
    for service, made in found.items():
        assert wire.service_of(made) == service
        remote.serve(made, object(), token=TOKEN)
        assert wire.methods(made)


def test_invalid_keeps_its_fields_across_a_border() -> None:
    error = Invalid.field("phone", "is too short")
    crossed = msgspec.msgpack.decode(
        msgspec.msgpack.encode(wire.Failure(error.code, error.message, error.data)), type=wire.Failure
    )
    again = Invalid.restore(crossed.code, crossed.message, crossed.data)
    assert (type(again), again.data) == (Invalid, error.data)
