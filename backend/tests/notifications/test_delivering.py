"""Messages from the outbox over gateways to phones, and back as reports: on PostgreSQL and over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar import Request, post
from litestar.params import FromPath
from sqlalchemy import text

from bdcommerce.contracts.notifications import Message
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.notifications.domain.delivering import Outcome
from bdcommerce.notifications.face import Face
from bdcommerce.notifications.handlers.delivering import HELD
from bdcommerce.notifications.jobs import AT_ONCE, FOR_URGENT, check_gateways, deliver, forget_reports
from bdcommerce.notifications.ports import Caps, Deps, Parcel
from bdcommerce.simulators.messages.phones import REPORT_TOKEN
from notifications.gateways import NUMBER, Simulated, simulated
from support import tokens
from support.harness import Harness
from support.servers import answers, serving

DAY, NIGHT = datetime(2026, 11, 22, 6, tzinfo=UTC), datetime(2026, 11, 22, 17, tzinfo=UTC)
ALL = ("sslwireless", "bulksmsbd", "mimsms")


def staff() -> str:
    """Who may see and do everything with messages, at this instant."""
    return tokens.staff("messages.read", "messages.manage")


@pytest.fixture
async def country() -> AsyncIterator[Simulated]:
    async with simulated() as running:
        yield running


def over(notifications: Harness, country: Simulated, *names: str, **changed: Any) -> Deps:
    """What the service's jobs work with, over these gateways only."""
    deps: Deps = notifications.deps
    return replace(deps, gateways=tuple(country.gateway(name) for name in names or ALL), **changed)


async def code(notifications: Harness, to: str = NUMBER, language: Any = "en") -> str:
    key = new_id("key")
    params = {"code": "482913", "minutes": "5"}
    await notifications.face.send(Message(key=key, template="otp", to=to, language=language, params=params))
    return key


async def news(notifications: Harness, to: str = NUMBER, owner_id: str = "") -> None:
    message = Message(
        key=new_id("key"), template="back_in_stock", to=to, language="en", params={"title": "Rice"}, owner_id=owner_id
    )
    await notifications.face.send(message)


async def outbox(notifications: Harness, query: str = "") -> list[dict[str, Any]]:
    reply = await notifications.get(f"/admin/messages?{query}", as_=staff())
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


async def details(notifications: Harness, message: dict[str, Any]) -> dict[str, Any]:
    reply = await notifications.get(f"/admin/messages/{message['id']}", as_=staff())
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def report(notifications: Harness, gateway: str, body: Any, token: str = REPORT_TOKEN) -> int:
    headers = {"X-Report-Token": token}
    reply = await notifications.post(f"/hooks/sms/{gateway}", body, headers=headers)
    await notifications.settle()
    return reply.status_code


async def test_a_code_goes_out_and_staff_see_through_whom_and_for_how_much(
    notifications: Harness, country: Simulated
) -> None:
    await code(notifications)
    await deliver(over(notifications, country))
    [sent] = await outbox(notifications)
    assert country.on_phone() == ["482913 is your BDCommerce code. It is valid for 5 minutes. Tell it to nobody."]
    assert (sent["state"], sent["gateway"], sent["parts"], sent["cost"]) == ("sent", "sslwireless", 1, 35)
    assert "482913" not in sent["text"]
    [tried] = (await details(notifications, sent))["attempts"]
    assert (tried["verdict"], tried["gateway"]) == ("accepted", "sslwireless")


async def test_bangla_costs_by_its_parts(notifications: Harness, country: Simulated) -> None:
    message = Message(key="one", template="back_in_stock", to=NUMBER, language="bn", params={"title": "চিনিগুঁড়া চাল " * 6})
    with clock.frozen(DAY):
        await notifications.face.send(message)
        await deliver(over(notifications, country))
    [sent] = await outbox(notifications)
    assert (sent["parts"], sent["cost"]) == (2, 70)


async def test_a_gateway_that_is_away_is_passed_over_and_the_next_one_sends(
    notifications: Harness, country: Simulated
) -> None:
    deps = over(notifications, country)
    deps = replace(deps, gateways=(country.gateway("sslwireless", url="http://127.0.0.1:9"), *deps.gateways[1:]))
    await code(notifications)
    await deliver(deps)
    [sent] = await outbox(notifications)
    assert (sent["state"], sent["gateway"], len(country.on_phone())) == ("sent", "bulksmsbd", 1)


@pytest.mark.parametrize("fault", ["unauthorised", "ip_blocked"])
async def test_a_gateway_that_does_not_know_us_is_left_alone_and_staff_see_why(
    notifications: Harness, country: Simulated, fault: str
) -> None:
    country.arm("sslwireless", fault, times=100)
    deps = over(notifications, country)
    for _ in range(3):
        await code(notifications)
    await deliver(deps)
    assert {sent["gateway"] for sent in await outbox(notifications)} == {"bulksmsbd"}
    shown = (await notifications.get("/admin/message-gateways", as_=staff())).json()["items"]
    stopped = next(each for each in shown if each["name"] == "sslwireless")
    assert stopped["paused_until"] is not None
    assert stopped["pause_reason"]


async def test_an_answer_that_comes_too_late_is_no_reason_for_a_second_code(
    notifications: Harness, country: Simulated
) -> None:
    country.arm("sslwireless", "slow", value="0.8")
    slow = country.gateway("sslwireless", timeout=0.4)
    deps = replace(over(notifications, country), gateways=(slow, country.gateway("bulksmsbd")))
    with clock.frozen(DAY):
        await code(notifications)
        await deliver(deps)
    with clock.frozen(DAY + timedelta(seconds=10)):
        await deliver(deps)
        [sent] = await outbox(notifications)
    assert (sent["state"], sent["gateway"], len(country.on_phone())) == ("sent", "sslwireless", 1)
    assert [each["verdict"] for each in (await details(notifications, sent))["attempts"]] == ["unsure", "repeated"]


async def test_without_ids_the_report_decides_before_another_gateway_may(
    notifications: Harness, country: Simulated
) -> None:
    country.arm("bulksmsbd", "silent", value="0.8")
    silent = country.gateway("bulksmsbd", timeout=0.4)
    deps = replace(over(notifications, country), gateways=(silent, country.gateway("mimsms")))
    with clock.frozen(DAY):
        await code(notifications)
        await deliver(deps)
        await deliver(deps)
        assert [sent["state"] for sent in await outbox(notifications)] == ["unsure"]
        undelivered = {"number": NUMBER.removeprefix("+"), "status": "UNDELIV"}
        assert await report(notifications, "bulksmsbd", undelivered) == 202
        await deliver(deps)
        [sent] = await outbox(notifications)
    assert (sent["state"], sent["gateway"], len(country.on_phone())) == ("sent", "mimsms", 1)


async def test_a_report_that_it_has_arrived_is_believed_late_and_costs_what_it_costs(
    notifications: Harness, country: Simulated
) -> None:
    country.arm("bulksmsbd", "slow", value="0.8")
    slow = country.gateway("bulksmsbd", timeout=0.4)
    deps = replace(notifications.deps, gateways=(slow, country.gateway("mimsms")))
    with clock.frozen(DAY):
        await code(notifications)
        await deliver(deps)
        arrived = {"number": NUMBER.removeprefix("+"), "status": "DELIVRD"}
        assert await report(notifications, "bulksmsbd", arrived) == 202
        [sent] = await outbox(notifications)
    assert (sent["state"], sent["cost"], len(country.on_phone())) == ("delivered", 30, 1)


async def test_the_code_for_the_rider_is_not_given_up_after_five_minutes(
    notifications: Harness, country: Simulated
) -> None:
    away = replace(over(notifications, country), gateways=(country.gateway("mimsms", url="http://127.0.0.1:9"),))
    params = {"number": "BD-261122-000123", "code": "4829", "amount": "৳1,250.00"}
    with clock.frozen(NIGHT):
        message = Message(key="one", template="delivery_code", to=NUMBER, language="en", params=params)
        await notifications.face.send(message)
        await deliver(away)
    with clock.frozen(NIGHT + timedelta(minutes=30)):
        await deliver(over(notifications, country))
    assert len(country.on_phone()) == 1


async def test_without_a_report_a_code_is_given_up_and_not_sent_again(
    notifications: Harness, country: Simulated
) -> None:
    country.arm("bulksmsbd", "slow", value="0.8")
    slow = country.gateway("bulksmsbd", timeout=0.4)
    deps = replace(over(notifications, country), gateways=(slow, country.gateway("mimsms")))
    with clock.frozen(DAY):
        await code(notifications)
        await deliver(deps)
    with clock.frozen(DAY + timedelta(minutes=6)):
        await deliver(deps)
        [lost] = await outbox(notifications, "trouble=true")
    assert (lost["state"], len(country.on_phone())) == ("given_up", 1)


async def test_a_process_that_dies_while_it_sends_leads_to_no_second_message(
    notifications: Harness, country: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    deps = over(notifications, country, "bulksmsbd", "mimsms")

    async def dies(_parcel: Any) -> Any:
        raise asyncio.CancelledError

    monkeypatch.setattr(deps.gateways[0], "send", dies)
    with clock.frozen(DAY):
        await news(notifications)
        with pytest.raises(asyncio.CancelledError):
            await deliver(deps)
        await deliver(deps)
        assert [each["state"] for each in await outbox(notifications)] == ["queued"]
    with clock.frozen(DAY + HELD + timedelta(seconds=1)):
        await deliver(deps)
        assert [each["state"] for each in await outbox(notifications)] == ["unsure"]
    assert country.phones.received == []


async def test_processes_that_deliver_at_the_same_time_send_everything_once(
    notifications: Harness, country: Simulated
) -> None:
    with clock.frozen(DAY):
        for number in range(12):
            await news(notifications, to=f"+880171234{5600 + number}")
        await asyncio.gather(*(deliver(over(notifications, country)) for _ in range(3)))
    assert len(country.phones.received) == 12
    assert len({sms.number for sms in country.phones.received}) == 12


async def test_a_report_says_that_it_has_arrived_also_twice_and_out_of_order(
    notifications: Harness, country: Simulated
) -> None:
    with clock.frozen(DAY):
        await code(notifications)
        await deliver(over(notifications, country))
        [sent] = await outbox(notifications)
        csms_id = sent["id"][-20:]
        for status in ("DELIVRD", "DELIVRD", "ENROUTE", "UNDELIV"):
            assert await report(notifications, "sslwireless", {"csms_id": csms_id, "status": status}) == 202
        [arrived] = await outbox(notifications)
    assert (arrived["state"], arrived["settled_at"]) == ("delivered", "2026-11-22T06:00:00Z")


@asynccontextmanager
async def reported(notifications: Harness) -> AsyncIterator[tuple[Simulated, list[int]]]:
    """Gateways that report to us, over HTTP, and what their reports were answered."""
    heard = list[int]()

    async def pass_on(gateway: str, body: bytes, headers: dict[str, str]) -> int:
        kept = {name: headers[name] for name in ("x-report-token", "content-type")}
        path = f"/hooks/sms/{gateway}"
        reply = await notifications.call("POST", path, headers=kept, content=body)
        heard.append(reply.status_code)
        return reply.status_code

    @post("/{gateway:str}", status_code=200)
    async def hook(gateway: FromPath[str], request: Request[Any, Any, Any]) -> int:
        return await pass_on(gateway, await request.body(), dict(request.headers))

    async with serving(answers(hook)) as url, simulated(url) as reporting:
        yield reporting, heard


async def test_reports_come_from_the_gateway_itself(notifications: Harness) -> None:
    async with reported(notifications) as (country, heard):
        for name in ALL:
            await code(notifications, to=f"+88017{ALL.index(name)}2345678")
            await deliver(over(notifications, country, name))
        await until(lambda: heard == [202] * len(ALL))
    await notifications.settle()
    assert {sent["gateway"]: sent["state"] for sent in await outbox(notifications)} == dict.fromkeys(ALL, "delivered")


@pytest.mark.parametrize(
    "fault, value, answers, state",
    [("report_twice", "", [202, 202], "delivered"), ("report_late", "0.1", [202], "delivered"),
     ("undelivered", "", [202], "failed"), ("report_forged", "", [403], "sent"), ("no_report", "", [], "sent")],
)  # fmt: skip
async def test_reports_that_go_wrong_at_any_gateway_change_nothing_that_is_not_true(
    notifications: Harness, fault: str, value: str, answers: list[int], state: str
) -> None:
    async with reported(notifications) as (country, heard):
        for name in ALL:
            country.arm(name, fault, value=value)
            await code(notifications, to=f"+88017{ALL.index(name)}2345678")
            await deliver(over(notifications, country, name))
        await until(lambda: heard == answers * len(ALL))
    await notifications.settle()
    assert {sent["gateway"]: sent["state"] for sent in await outbox(notifications)} == dict.fromkeys(ALL, state)


async def test_a_report_without_the_token_is_refused_and_of_an_unknown_gateway_not_found(
    notifications: Harness,
) -> None:
    body = {"csms_id": "x", "status": "DELIVRD"}
    assert await report(notifications, "sslwireless", body, token="forged") == 403
    assert await report(notifications, "pigeon", body) == 404


async def test_a_report_about_nothing_of_ours_or_of_nothing_at_all_is_stored_and_changes_nothing(
    notifications: Harness,
) -> None:
    bodies: list[Any] = [{"csms_id": "unknown", "status": "DELIVRD"}, [], "DELIVRD", {"msisdn": "8801712345678"}]
    for body in bodies:
        assert await report(notifications, "sslwireless", body) == 202
    async with notifications.database.transaction() as tx:
        rows = await tx.rows(text("SELECT outcome, body_sealed FROM report ORDER BY id"))
    assert [row["outcome"] for row in rows] == [
        "about no message of ours", "", "unreadable_report", "unreadable_report",
    ]  # fmt: skip
    assert "8801712345678" not in str(rows)
    with clock.frozen(clock.now() + timedelta(days=31)):
        await forget_reports(notifications.deps)
    async with notifications.database.transaction() as tx:
        assert await tx.scalar(text("SELECT count(*) FROM report")) == 0


async def test_what_can_wait_is_not_sent_at_night_also_not_when_a_gateway_comes_back_then(
    notifications: Harness, country: Simulated
) -> None:
    away = replace(over(notifications, country), gateways=(country.gateway("mimsms", url="http://127.0.0.1:9"),))
    with clock.frozen(NIGHT - timedelta(hours=1, seconds=3)):
        await news(notifications)
        await deliver(away)
    with clock.frozen(NIGHT):
        await deliver(over(notifications, country))
        [waits] = await outbox(notifications)
        assert (waits["state"], waits["reason"], country.on_phone()) == ("queued", "quiet hours", [])
        await code(notifications)
        await deliver(over(notifications, country))
        assert len(country.on_phone()) == 1
    with clock.frozen(NIGHT + timedelta(hours=9, minutes=1)):
        await deliver(over(notifications, country))
    assert len(country.on_phone()) == 2


async def test_a_day_s_cap_holds_back_what_can_wait_and_no_code(notifications: Harness, country: Simulated) -> None:
    deps = over(notifications, country, caps=Caps(parts=2, to_one=40))
    with clock.frozen(DAY):
        for _ in range(2):
            await news(notifications)
            await deliver(deps)
        await news(notifications)
        await code(notifications)
        await deliver(deps)
        states = {(each["template"], each["state"], each["reason"]) for each in await outbox(notifications)}
        shown = (await notifications.get("/admin/message-gateways", as_=staff())).json()["items"]
    assert ("back_in_stock", "queued", "as much as may be sent today was sent") in states
    assert ("otp", "sent", "") in states
    spent = next(each for each in shown if each["name"] == "sslwireless")
    with clock.frozen(DAY):
        assert (spent["messages_today"], spent["parts_today"], spent["cost_today"]) == (3, 3, 105)
    with clock.frozen(DAY + timedelta(days=1)):
        await deliver(deps)
    assert len(country.on_phone()) == 4


async def test_nobody_s_phone_is_flooded(notifications: Harness, country: Simulated) -> None:
    deps = over(notifications, country, caps=Caps(parts=0, to_one=2))
    for _ in range(4):
        await code(notifications)
        await deliver(deps)
    assert len(country.on_phone()) == 2
    assert sorted(each["state"] for each in await outbox(notifications)) == ["failed", "failed", "sent", "sent"]


async def test_staff_send_again_what_was_given_up_and_nothing_else(notifications: Harness, country: Simulated) -> None:
    away = replace(over(notifications, country), gateways=(country.gateway("mimsms", url="http://127.0.0.1:9"),))
    with clock.frozen(DAY):
        await code(notifications)
        await deliver(away)
        [waiting] = await outbox(notifications)
        path = f"/admin/messages/{waiting['id']}/resend"
        assert (await notifications.post(path, as_=staff())).json()["code"] == "not_over"
    with clock.frozen(DAY + timedelta(minutes=6)):
        await deliver(away)
        assert (await notifications.post(path, as_=staff())).json()["message"]["state"] == "queued"
        await deliver(over(notifications, country))
        [sent] = await outbox(notifications)
    assert (sent["state"], sent["attempts"], len(country.on_phone())) == ("sent", 2, 1)
    unknown = await notifications.post(f"/admin/messages/{new_id('msg')}/resend", as_=staff())
    assert unknown.json()["code"] == "unknown_message"


async def test_gateways_are_checked_and_say_what_is_left(notifications: Harness, country: Simulated) -> None:
    country.arm("mimsms", "unauthorised")
    await check_gateways(over(notifications, country))
    shown = {
        each["name"]: each for each in (await notifications.get("/admin/message-gateways", as_=staff())).json()["items"]
    }
    assert (shown["bulksmsbd"]["working"], shown["bulksmsbd"]["balance"]) == (True, "1240.50")
    assert (shown["mimsms"]["working"], shown["mimsms"]["said"]) == (False, "Invalid API key")


async def test_the_check_of_all_gateways_says_of_each_whether_it_knows_us(
    notifications: Harness, country: Simulated
) -> None:
    country.arm("bulksmsbd", "unauthorised")
    found = {each.name: each for each in await Face(over(notifications, country)).check_gateways()}
    assert {name: each.working for name, each in found.items()} == {
        "sslwireless": True, "bulksmsbd": False, "mimsms": True,
    }  # fmt: skip
    assert (found["bulksmsbd"].said, found["mimsms"].balance) == ("User Id not found", "872.15")


async def test_staff_try_one_gateway_and_no_other_steps_in(notifications: Harness, country: Simulated) -> None:
    path = "/admin/message-gateways/bulksmsbd/test"
    reply = await notifications.post(path, {"to": "01712345678"}, as_=staff())
    assert reply.status_code == 202, reply.text
    country.arm("bulksmsbd", "unauthorised")
    await deliver(over(notifications, country))
    found = await details(notifications, {"id": reply.json()["message_id"]})
    assert (found["message"]["state"], found["message"]["gateway"]) == ("queued", "bulksmsbd")
    assert [each["verdict"] for each in found["attempts"]] == ["misconfigured"]
    assert country.phones.received == []
    stranger = await notifications.post("/admin/message-gateways/pigeon/test", {"to": "01712345678"}, as_=staff())
    assert stranger.json()["code"] == "no_such_gateway"


async def test_what_has_no_way_out_waits_untouched_and_is_given_up_in_the_end(
    notifications: Harness, country: Simulated
) -> None:
    nothing = replace(notifications.deps, gateways=())
    with clock.frozen(DAY):
        await code(notifications)
        for _ in range(2):
            await deliver(nothing)
        [waits] = await outbox(notifications)
        assert (waits["state"], waits["attempts"]) == ("queued", 0)
    with clock.frozen(DAY + timedelta(minutes=5)):
        await deliver(nothing)
        [late] = await outbox(notifications)
    assert (late["state"], late["reason"]) == ("given_up", "it was too late")


async def test_a_slow_campaign_takes_no_place_that_codes_need(
    notifications: Harness, country: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    deps, released, held = over(notifications, country, "mimsms"), asyncio.Event(), list[str]()
    gateway = deps.gateways[0]
    send = gateway.send

    async def slow(parcel: Parcel) -> Outcome:
        if not parcel.urgent:
            held.append(parcel.message_id)
            await released.wait()
        return await send(parcel)

    monkeypatch.setattr(gateway, "send", slow)
    with clock.frozen(DAY):
        for number in range(20):
            await news(notifications, to=f"+880171234{5600 + number}")
        delivering = asyncio.create_task(deliver(deps))
        await until(lambda: len(held) == AT_ONCE - FOR_URGENT)
        await code(notifications)
        await until(lambda: len(country.on_phone()) == 1)
        assert len(country.phones.received) == 1
        released.set()
        await delivering
    assert len(country.phones.received) == 21


async def until(holds: Callable[[], object]) -> None:
    """Wait for it, ten seconds at most."""
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.02)
