"""Webhooks from subscription to delivery, on the real PostgreSQL and over real HTTP."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bdcommerce.contracts.gateway import WebhookGivenUp
from bdcommerce.contracts.payments import PayoutPaid, RefundCompleted
from bdcommerce.gateway import consumers, jobs
from bdcommerce.gateway.adapters.sender import HttpSender
from bdcommerce.gateway.bootstrap import SERVICE
from bdcommerce.infra.delivery import AlreadyHandled, Delivery, handling
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from gateway.receiver import Partner, partner
from support import tokens
from support.harness import Harness, service_harness

ANN, BOB = tokens.vendor("ven_ann"), tokens.vendor("ven_bob")
STAFF = tokens.staff("webhooks.manage")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def paid(vendor_id: str = "ven_ann", number: int = 1) -> PayoutPaid:
    return PayoutPaid(payout_id=f"pay_{number}", batch_id="bat_1", vendor_id=vendor_id, amount=Money(500), at=NOON)


@pytest.fixture
async def service(postgres_url: str) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE) as harness:
        yield harness


@pytest.fixture
async def shop() -> AsyncIterator[Partner]:
    async with partner() as found:
        yield found


async def subscribed(
    service: Harness, url: str, *events: str, as_: str = ANN, base: str = "/vendor"
) -> tuple[str, str]:
    """A webhook's id and secret."""
    body = {"url": url, "events": list(events or ("payout.paid",))}
    reply = await service.post(f"{base}/webhooks", body, as_=as_)
    assert reply.status_code == 201, reply.text
    return reply.json()["webhook"]["id"], reply.json()["secret"]


async def delivered(service: Harness) -> None:
    await jobs.deliver(service.deps)


async def log(service: Harness, webhook: str, as_: str = ANN, **query: str) -> list[dict[str, Any]]:
    reply = await service.get(f"/vendor/webhooks/{webhook}/deliveries", as_=as_, params=query)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["items"]
    return found


async def shown(service: Harness, webhook: str) -> dict[str, Any]:
    found: dict[str, Any] = (await service.get(f"/vendor/webhooks/{webhook}", as_=ANN)).json()
    return found


def signed_by(secret: str, headers: dict[str, str], body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


async def test_what_happens_arrives_signed(service: Harness, shop: Partner) -> None:
    webhook, secret = await subscribed(service, shop.url)
    await service.publish(paid())
    await delivered(service)
    [(headers, body)] = shop.got
    assert headers["webhook-signature"] == signed_by(secret, headers, body)
    assert abs(int(headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
    assert (headers["content-type"], headers["user-agent"]) == ("application/json", "BDCommerce-Webhooks/1")
    [message] = shop.messages
    assert message == {
        "id": headers["webhook-id"], "type": "payout.paid", "version": 1, "at": "2026-11-22T12:00:00Z",
        "data": {"payout_id": "pay_1", "batch_id": "bat_1", "vendor_id": "ven_ann",
                 "amount": {"amount": 500, "currency": "BDT"}},
    }  # fmt: skip
    [entry] = await log(service, webhook)
    assert (entry["id"], entry["status"], entry["attempts"]) == (headers["webhook-id"], "delivered", 1)
    assert (entry["last"]["status_code"], entry["last"]["reply"], entry["last"]["problem"]) == (200, "thank you", "")
    assert entry["last"]["milliseconds"] >= 0


async def test_a_partner_gets_what_concerns_it_and_nobody_elses(service: Harness, shop: Partner) -> None:
    async with partner() as other, partner() as operators:
        await subscribed(service, shop.url)
        await subscribed(service, other.url, as_=BOB)
        await subscribed(service, operators.url, "payout.paid", "refund.completed", as_=STAFF, base="/admin")
        refund = RefundCompleted(refund_id="ref_1", order_id="o", vendor_order_id="v", amount=Money(5), at=NOON)
        await service.publish(paid("ven_ann", 1), paid("ven_bob", 2), paid("ven_eve", 3), refund)
        await delivered(service)
        assert [message["data"]["payout_id"] for message in shop.messages] == ["pay_1"]
        assert [message["data"]["payout_id"] for message in other.messages] == ["pay_2"]
        assert sorted(message["data"].get("payout_id", "refund") for message in operators.messages) == [
            "pay_1", "pay_2", "pay_3", "refund",
        ]  # fmt: skip


async def test_an_event_that_comes_twice_is_one_message(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    async with service.database.transaction() as tx:
        known = await tx.row(text("SELECT event_id FROM inbox"))
    assert known
    with handling(Delivery(queue="gateway", event_id=known["event_id"], metadata={})), pytest.raises(AlreadyHandled):
        await consumers.tell_partners(paid(), service.deps)
    await delivered(service)
    await delivered(service)
    assert (len(shop.got), len(await log(service, webhook))) == (1, 1)


async def test_what_nobody_wants_leaves_nothing_behind(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url, "order.confirmed")
    await service.publish(paid())
    await delivered(service)
    assert (shop.got, await log(service, webhook)) == ([], [])


async def test_a_failed_message_is_tried_again_later_under_the_same_id(service: Harness, shop: Partner) -> None:
    shop.statuses, shop.says = [500], b"\xff\x00" + b"x" * 5_000
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    await delivered(service)
    [entry] = await log(service, webhook)
    assert (entry["status"], entry["last"]["problem"], entry["last"]["status_code"]) == ("pending", "status", 500)
    assert len(entry["last"]["reply"]) <= 1_024
    await delivered(service)
    assert len(shop.got) == 1, "not yet"
    with clock.frozen(clock.now() + timedelta(seconds=6)):
        await delivered(service)
    first, second = shop.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    detail = (await service.get(f"/vendor/webhooks/{webhook}/deliveries/{entry['id']}", as_=ANN)).json()
    assert [each["status_code"] for each in detail["attempts"]] == [500, 200]
    assert (detail["delivery"]["status"], detail["body"]["data"]["payout_id"]) == ("delivered", "pay_1")
    assert (await shown(service, webhook))["failures"] == 0


async def test_a_redirect_is_not_followed_and_an_endpoint_that_hangs_is_not_waited_for(
    service: Harness, shop: Partner
) -> None:
    async with partner() as trap:
        shop.statuses, shop.headers = [302], [(b"location", trap.url.encode())]
        webhook, _ = await subscribed(service, shop.url)
        await service.publish(paid())
        await delivered(service)
        assert trap.got == []
        trap.go.clear()
        hanging, _ = await subscribed(service, trap.url)
        await service.publish(paid(number=2))
        impatient = replace(service.deps, sender=HttpSender(private_allowed=True, seconds=0.1))
        await jobs.deliver(impatient)
        [entry] = await log(service, hanging)
        assert (entry["last"]["problem"], entry["last"]["status_code"]) == ("timeout", None)
        assert (await log(service, webhook, status="pending"))[0]["last"]["status_code"] == 302
        trap.go.set()


async def test_an_endpoint_that_keeps_failing_is_left_alone_then_tried_with_one_message(
    service: Harness, shop: Partner
) -> None:
    shop.statuses = [503] * 6
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(*(paid(number=number) for number in range(8)))
    await delivered(service)
    assert len(shop.got) == 5, "the breaker opened"
    assert (await shown(service, webhook))["paused_until"]
    await delivered(service)
    assert len(shop.got) == 5, "and is open"
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        await delivered(service)
        assert len(shop.got) == 6, "one message tried in vain"
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        await delivered(service)
    assert {entry["status"] for entry in await log(service, webhook)} == {"delivered"}
    ids = [headers["webhook-id"] for headers, _ in shop.got]
    assert len(set(ids)) == 8
    assert (await shown(service, webhook))["failures"] == 0


async def test_one_slow_endpoint_holds_back_nobody(service: Harness, shop: Partner) -> None:
    async with partner() as slow:
        slow.go.clear()
        await subscribed(service, slow.url)
        await subscribed(service, shop.url)
        await service.publish(*(paid(number=number) for number in range(30)))
        working = asyncio.create_task(delivered(service))
        async with asyncio.timeout(20):
            while len(shop.got) < 30:
                await asyncio.sleep(0.01)
        assert len(slow.got) == 1
        slow.go.set()
        await working
        assert len(slow.got) == 30


async def test_messages_of_one_endpoint_come_in_order(service: Harness, shop: Partner) -> None:
    await subscribed(service, shop.url)
    for number in range(45):
        await service.publish(paid(number=number))
    await delivered(service)
    assert [message["data"]["payout_id"] for message in shop.messages] == [f"pay_{number}" for number in range(45)]


async def test_an_endpoint_that_fails_for_days_is_disabled_and_its_owner_told(service: Harness, shop: Partner) -> None:
    shop.statuses = [500, 500]
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    await delivered(service)
    with clock.frozen(clock.now() + timedelta(days=5, minutes=1)):
        await delivered(service)
    found = await shown(service, webhook)
    assert (found["status"], found["disabled_because"]) == ("disabled", "failing")
    [told] = await service.told(WebhookGivenUp)
    assert (told.webhook_id, told.vendor_id, told.reason) == (webhook, "ven_ann", "failing")
    await service.publish(paid(number=2))
    assert len(await log(service, webhook)) == 1, "nothing is kept for it"
    ping = await service.post(f"/vendor/webhooks/{webhook}/ping", as_=ANN)
    assert (ping.status_code, ping.json()["code"]) == (409, "webhook_disabled")
    change = {"active": True, "version": found["version"]}
    assert (await service.patch(f"/vendor/webhooks/{webhook}", change, as_=ANN)).json()["status"] == "active"
    await service.publish(paid(number=3))
    await delivered(service)
    assert shop.messages[-1]["data"]["payout_id"] == "pay_3"


async def test_an_endpoint_that_says_it_is_gone_is_disabled_at_once(service: Harness, shop: Partner) -> None:
    shop.statuses = [410]
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid(), paid(number=2))
    await delivered(service)
    assert len(shop.got) == 1
    assert (await shown(service, webhook))["disabled_because"] == "gone"
    assert [told.reason for told in await service.told(WebhookGivenUp)] == ["gone"]


async def test_a_name_that_stands_for_an_inner_address_is_not_called(service: Harness, shop: Partner) -> None:
    """It looked public when it was entered; what counts is what it means when it is called (DNS rebinding)."""
    webhook, _ = await subscribed(service, shop.url.replace("127.0.0.1", "localhost"))
    number, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    careful = replace(service.deps, sender=HttpSender(private_allowed=False))
    await jobs.deliver(careful)
    assert shop.got == []
    for each in (webhook, number):
        [entry] = await log(service, each)
        assert (entry["last"]["problem"], entry["last"]["status_code"]) == ("not_public", None)


async def test_where_nobody_listens_it_is_unreachable(service: Harness) -> None:
    webhook, _ = await subscribed(service, "http://127.0.0.1:9/x")
    await service.publish(paid())
    await delivered(service)
    assert (await log(service, webhook))[0]["last"]["problem"] == "unreachable"


async def test_a_changed_secret_signs_beside_the_old_one(service: Harness, shop: Partner) -> None:
    webhook, old = await subscribed(service, shop.url)
    new = (await service.post(f"/vendor/webhooks/{webhook}/secret", as_=ANN)).json()["secret"]
    ping = await service.post(f"/vendor/webhooks/{webhook}/ping", as_=ANN)
    await delivered(service)
    [(headers, body)] = shop.got
    assert (ping.status_code, ping.json()["id"]) == (202, headers["webhook-id"])
    assert headers["webhook-signature"].split() == [signed_by(secret, headers, body) for secret in (new, old)]
    assert shop.messages[0]["type"] == "ping"


async def test_a_message_can_be_sent_again_by_hand(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    await delivered(service)
    [entry] = await log(service, webhook)
    again = await service.post(f"/vendor/webhooks/{webhook}/deliveries/{entry['id']}/redeliver", as_=ANN)
    assert (again.status_code, again.json()) == (202, {"id": entry["id"]})
    await delivered(service)
    assert [headers["webhook-id"] for headers, _ in shop.got] == [entry["id"]] * 2
    assert (await log(service, webhook))[0]["attempts"] == 2


async def test_what_a_dead_process_had_in_hand_is_taken_up_again(service: Harness, shop: Partner) -> None:
    await subscribed(service, shop.url)
    await service.publish(paid())
    async with service.deps.works() as work:
        [due] = await work.deliveries.claim([], 10, 10, clock.now() + jobs.HELD)
    await delivered(service)
    assert shop.got == [], f"somebody else has {due.delivery.id} in hand"
    with clock.frozen(clock.now() + jobs.HELD):
        await delivered(service)
    assert len(shop.got) == 1


async def test_a_webhook_that_is_removed_is_not_called_any_more(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    assert (await service.delete(f"/vendor/webhooks/{webhook}", as_=ANN)).status_code == 204
    await delivered(service)
    assert shop.got == []
    assert (await service.get(f"/vendor/webhooks/{webhook}", as_=ANN)).status_code == 404
    assert (await service.delete(f"/vendor/webhooks/{webhook}", as_=ANN)).status_code == 404


async def test_a_webhook_that_is_removed_while_it_is_called_leaves_no_trace(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid(), paid(number=2))
    shop.go.clear()
    working = asyncio.create_task(delivered(service))
    while not shop.got:
        await asyncio.sleep(0.01)
    await service.delete(f"/vendor/webhooks/{webhook}", as_=ANN)
    shop.go.set()
    await working
    assert len(shop.got) == 1


async def test_old_deliveries_are_forgotten_and_those_on_their_way_are_not(service: Harness, shop: Partner) -> None:
    shop.statuses = [200, 500]
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid(), paid(number=2))
    await delivered(service)
    with clock.frozen(clock.now() + jobs.KEPT + timedelta(minutes=1)):
        await jobs.forget(service.deps)
    assert [entry["status"] for entry in await log(service, webhook)] == ["pending"]


async def test_strangers_see_and_change_nothing(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url)
    await service.publish(paid())
    await delivered(service)
    [entry] = await log(service, webhook)
    one = f"/webhooks/{webhook}"
    calls: list[tuple[str, str, Any]] = [
        ("GET", one, None), ("PATCH", one, {"version": 1, "description": "mine"}), ("DELETE", one, None),
        ("POST", f"{one}/secret", None), ("POST", f"{one}/ping", None), ("GET", f"{one}/deliveries", None),
        ("GET", f"{one}/deliveries/{entry['id']}", None), ("POST", f"{one}/deliveries/{entry['id']}/redeliver", None),
    ]  # fmt: skip
    for method, path, body in calls:
        for base, stranger in (("/vendor", BOB), ("/admin", STAFF)):
            reply = await service.call(method, f"{base}{path}", body, as_=stranger)
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_webhook"), (method, path)
        assert (await service.call(method, f"/vendor{path}", body)).status_code == 401
        manager = tokens.vendor("ven_ann", "manager")
        assert (await service.call(method, f"/vendor{path}", body, as_=manager)).status_code == 403
        assert (await service.call(method, f"/admin{path}", body, as_=tokens.staff("orders.read"))).status_code == 403
    other, _ = await subscribed(service, shop.url)
    wrong = await service.get(f"/vendor/webhooks/{other}/deliveries/{entry['id']}", as_=ANN)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "unknown_delivery")
    assert (await service.get("/vendor/webhooks", as_=BOB)).json()["items"] == []


async def test_two_people_who_change_a_webhook_at_once_do_not_undo_each_other(service: Harness, shop: Partner) -> None:
    webhook, _ = await subscribed(service, shop.url)
    read = await service.get(f"/vendor/webhooks/{webhook}", as_=ANN)
    assert read.headers["etag"] == '"1"'
    path, match = f"/vendor/webhooks/{webhook}", {"If-Match": read.headers["etag"]}
    first = await service.patch(path, {"description": "one"}, as_=ANN, headers=match)
    second = await service.patch(path, {"description": "two"}, as_=ANN, headers=match)
    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 409, "stale")
    assert (await service.patch(path, {"description": "two"}, as_=ANN)).status_code == 422


@pytest.mark.parametrize(
    "body, field",
    [
        ({"url": "ftp://x.example/", "events": ["payout.paid"]}, "url"),
        ({"url": "https://x.example/", "events": ["payout.stolen"]}, "events"),
        ({"url": "https://x.example/", "events": []}, "events"),
        ({"url": "https://x.example/", "events": ["refund.completed"]}, "events"),
        ({"events": ["payout.paid"]}, "url"),
    ],
)
async def test_what_is_wrong_is_named(service: Harness, body: dict[str, Any], field: str) -> None:
    reply = await service.post("/vendor/webhooks", body, as_=ANN)
    assert (reply.status_code, reply.json()["errors"][0]["field"].split("[")[0]) == (422, field)


async def test_there_is_a_limit_and_pages_follow_each_other(service: Harness) -> None:
    made = [(await subscribed(service, f"https://x.example/{number}"))[0] for number in range(20)]
    full = await service.post("/vendor/webhooks", {"url": "https://x.example/", "events": ["payout.paid"]}, as_=ANN)
    assert (full.status_code, full.json()["code"]) == (409, "too_many_webhooks")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await service.get("/vendor/webhooks", as_=ANN, params={"limit": 7, "cursor": cursor})).json()
        seen, cursor = seen + [item["id"] for item in page["items"]], page["next_cursor"]
        assert "secret" not in str(page)
    assert seen == made


async def test_secrets_are_sealed_and_shown_once(service: Harness) -> None:
    webhook, secret = await subscribed(service, "https://x.example/")
    async with service.database.transaction() as tx:
        stored = str(await tx.rows(text("SELECT * FROM webhook")))
    assert secret not in stored
    assert secret.removeprefix("whsec_") not in stored
    assert secret not in (await service.get(f"/vendor/webhooks/{webhook}", as_=ANN)).text


async def test_the_types_there_are_can_be_read_by_anybody(service: Harness) -> None:
    types = {each["type"]: each for each in (await service.get("/webhook-types")).json()}
    assert "lines" in types["order.confirmed"]["fields"]
    assert (types["payout.paid"]["for_vendors"], types["refund.completed"]["for_vendors"]) == (True, False)
