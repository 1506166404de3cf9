"""Pushes to apps and browsers, against the services that are stood in for; a browser of theirs decrypts what comes."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bdcommerce.kernel import clock
from bdcommerce.notifications.adapters.push.encryption import encoded, point
from bdcommerce.notifications.ports import Device
from bdcommerce.simulators.messages import browsers, fcm
from notifications.gateways import parcel
from notifications.pushes import KEY, Services, running

pytestmark = pytest.mark.asyncio(loop_scope="module")
DAY = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def all_day() -> AsyncIterator[Services]:
    async with running() as services:
        yield services


@pytest.fixture
def services(all_day: Services) -> Services:
    all_day.record.kept.clear()
    all_day.firebase.forget()
    for faults in (all_day.firebase.faults, all_day.browsers.faults):
        faults.disarm()
    return all_day


def app(token: str = "device-1", **changed: Any) -> Any:
    return _to("fcm", token, **changed)


def browser(services: Services, **changed: Any) -> tuple[browsers.Browser, Any]:
    given = services.browsers.subscribe(changed.pop("key", encoded(point(KEY.public_key()))))
    address = {"endpoint": given["endpoint"], **given["keys"]}
    found = services.browsers.browsers[given["endpoint"].rpartition("/")[2]]
    return found, _to("webpush", json.dumps(address), **changed)


def _to(kind: Any, address: str, **changed: Any) -> Any:
    device = Device(id="dev_1", owner_id="usr_1", kind=kind, label="", address=address, registered_at=DAY)
    given: dict[str, Any] = {"device": device, "subject": "অর্ডার", "text": "পার্সেল আসছে <b>", "language": "bn"}
    return parcel(**given | {"to": ""} | changed)


# --- browsers


async def test_a_browser_shows_what_was_pushed(services: Services) -> None:
    there, push = browser(services)
    assert (await services.web().send(push)).verdict == "accepted"
    [shown] = there.shown.values()
    assert (shown["title"], shown["body"], shown["lang"]) == ("অর্ডার", "পার্সেল আসছে <b>", "bn")


async def test_a_push_that_is_sent_again_takes_the_place_of_the_first(services: Services) -> None:
    there, push = browser(services)
    services.browsers.faults.arm("slow", value="0.8")
    assert (await services.web(timeout=0.4).send(push)).verdict == "unsure"
    assert (await services.web().send(push)).verdict == "accepted"
    assert (there.pushes, len(there.shown)) == (2, 1)


async def test_a_browser_that_has_left_is_gone(services: Services) -> None:
    _, push = browser(services)
    services.browsers.browsers.clear()
    assert (await services.web().send(push)).verdict == "gone"


@pytest.mark.parametrize("fault, verdict", [("busy", "unsent"), ("down", "unsure")])
async def test_a_push_service_in_trouble_is_asked_again_later(services: Services, fault: str, verdict: str) -> None:
    services.browsers.faults.arm(fault, value="77")
    outcome = await services.web().send(browser(services)[1])
    assert outcome.verdict == verdict
    assert outcome.wait == timedelta(seconds=77 if fault == "busy" else 0)


async def test_a_subscription_to_another_shop_s_key_cannot_be_pushed_to(services: Services) -> None:
    assert (await services.web().send(browser(services, key="somebody-else")[1])).verdict == "refused"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/push",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com@169.254.169.254/",
        "https://169.254.169.254/latest",
        "https://fcm.googleapis.com.evil.example/",
        "file:///etc/passwd",
        "http://127.0.0.1:8000/admin",
    ],
)
async def test_nobody_makes_us_call_what_is_no_push_service(services: Services, endpoint: str) -> None:
    _, push = browser(services)
    address = json.dumps(json.loads(push.device.address) | {"endpoint": endpoint})
    outcome = await services.web(private=False).send(_to("webpush", address))
    assert outcome.verdict == "gone"


# --- apps


async def test_an_app_is_told_under_a_token_that_is_asked_for_once(services: Services) -> None:
    gateway, before = services.fcm(), services.firebase.grants
    outcomes = await asyncio.gather(*(gateway.send(app(f"device-{number}")) for number in range(5)))
    assert {outcome.verdict for outcome in outcomes} == {"accepted"}
    assert services.firebase.grants == before + 1
    assert services.firebase.pushed[0]["notification"] == {"title": "অর্ডার", "body": "পার্সেল আসছে <b>"}


async def test_a_token_is_asked_for_anew_in_time_and_once_more_when_it_is_refused(services: Services) -> None:
    gateway, before = services.fcm(), services.firebase.grants
    with clock.frozen(DAY):
        await gateway.send(app())
    with clock.frozen(DAY + timedelta(minutes=59, seconds=30)):
        assert (await gateway.send(app())).verdict == "accepted"
        assert services.firebase.grants == before + 2
        services.firebase.faults.arm("expired")
        assert (await gateway.send(app())).verdict == "accepted"
    assert services.firebase.grants == before + 3


async def test_an_app_that_was_removed_is_gone(services: Services) -> None:
    assert (await services.fcm().send(app("gone-1"))).verdict == "gone"


@pytest.mark.parametrize(
    "fault, verdict",
    [
        ("quota", "unsent"),
        ("unavailable", "unsure"),
        ("internal", "unsure"),
        ("not_granted", "misconfigured"),
        ("slow", "unsure"),
    ],
)
async def test_what_firebase_says_decides_what_becomes_of_a_push(services: Services, fault: str, verdict: str) -> None:
    services.firebase.faults.arm(fault, value="0.8" if fault == "slow" else "45")
    outcome = await services.fcm(timeout=0.4).send(app())
    assert outcome.verdict == verdict
    if fault in {"quota", "unavailable"}:
        assert outcome.wait == timedelta(seconds=45)


async def test_a_stranger_s_account_is_granted_nothing(services: Services) -> None:
    stranger = fcm.Firebase(services.firebase.url)
    gateway = services.fcm(account=stranger.account)
    assert (await gateway.send(app())).verdict == "misconfigured"
    assert not (await gateway.check()).working
    assert (await services.fcm().check()).working


async def test_a_text_that_is_too_long_for_a_push_loses_its_end(services: Services) -> None:
    assert (await services.fcm().send(app(text="ক" * 3_000))).verdict == "accepted"
    assert services.firebase.pushed[0]["notification"]["body"].endswith("…")


async def test_the_record_holds_neither_tokens_nor_words(services: Services) -> None:
    await services.fcm().send(app("device-secret"))
    written = "".join(f"{each.path}{each.request}{each.response}" for each in services.record.kept)
    for hidden in ("device-secret", "পার্সেল", "PRIVATE KEY", *services.firebase.granted):
        assert hidden not in written
    assert "eyJ" not in written
