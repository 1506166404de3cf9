"""Campaigns reach only who allows it, only by day, at their pace, and can be stopped."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.contracts.accounts import ConsentChanged
from bdcommerce.kernel import clock
from bdcommerce.notifications.adapters.settings import SmtpSettings
from bdcommerce.notifications.adapters.smtp import Smtp
from bdcommerce.notifications.jobs import deliver, run_campaigns
from bdcommerce.notifications.ports import Deps
from bdcommerce.simulators.messages.mailroom import Mailroom
from notifications.gateways import Simulated, simulated
from support import tokens
from support.faces.accounts import FakeAccounts
from support.faces.orders import FakeOrders
from support.harness import Harness
from support.purchases import Bought, confirmed, vendor_order

DAY, NIGHT = datetime(2026, 11, 22, 6, tzinfo=UTC), datetime(2026, 11, 22, 17, tzinfo=UTC)
BOTH = {"en": "Winter sale: 20% off till Friday", "bn": "শীতের ছাড়: শুক্রবার পর্যন্ত ২০%"}


def staff() -> str:
    """Who may see and do everything with messages, at this instant."""
    return tokens.staff("messages.read", "messages.manage")


@pytest.fixture
async def country() -> AsyncIterator[Simulated]:
    async with simulated() as running:
        yield running


async def person(notifications: Harness, accounts: FakeAccounts, number: int, **allowed: Any) -> str:
    """A customer who allows marketing by SMS, or what is said instead."""
    user_id = accounts.person(number=f"0171234567{number}", email=f"c{number}@example.com", language="en")
    await consent(notifications, user_id, **allowed)
    return user_id


async def consent(
    notifications: Harness, user_id: str, purpose: Any = "marketing_sms", *, granted: bool = True, at: datetime = DAY
) -> None:
    await notifications.publish(
        ConsentChanged(user_id=user_id, purpose=purpose, granted=granted, policy_version="1", at=at)
    )


async def campaign(notifications: Harness, **changed: Any) -> dict[str, Any]:
    body = {"name": "Winter", "channel": "sms", "subject": BOTH, "text": BOTH, "per_minute": 600} | changed
    reply = await notifications.post("/admin/campaigns", body, as_=staff())
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


async def schedule(notifications: Harness, made: dict[str, Any], at: datetime | None = None) -> None:
    body = {"version": made["version"], "starts_at": at.isoformat() if at else None}
    reply = await notifications.post(f"/admin/campaigns/{made['id']}/schedule", body, as_=staff())
    assert (reply.status_code, reply.json()["state"]) == (200, "scheduled")


async def progress(notifications: Harness, made: dict[str, Any]) -> dict[str, Any]:
    return dict((await notifications.get(f"/admin/campaigns/{made['id']}", as_=staff())).json())


def over(notifications: Harness, country: Simulated) -> Deps:
    deps: Deps = notifications.deps
    return replace(deps, gateways=(country.gateway("sslwireless"),))


def reached(country: Simulated) -> list[str]:
    return sorted(sms.number[-1] for sms in country.phones.received)


async def test_who_withdrew_the_consent_is_not_in_the_next_sending(
    notifications: Harness, accounts: FakeAccounts, country: Simulated
) -> None:
    with clock.frozen(DAY):
        people = [await person(notifications, accounts, number) for number in range(3)]
        made = await campaign(notifications)
        await consent(notifications, people[1], granted=False, at=DAY + timedelta(seconds=1))
        await schedule(notifications, made)
        await run_campaigns(notifications.deps)
        await deliver(over(notifications, country))
    assert reached(country) == ["0", "2"]


async def test_of_a_yes_and_a_no_of_one_instant_the_no_holds(
    notifications: Harness, accounts: FakeAccounts, country: Simulated
) -> None:
    with clock.frozen(DAY):
        people = [await person(notifications, accounts, number) for number in range(2)]
        await consent(notifications, people[0], granted=False)
        await consent(notifications, people[0])
        await schedule(notifications, await campaign(notifications))
        await run_campaigns(notifications.deps)
        await deliver(over(notifications, country))
    assert reached(country) == ["1"]


async def test_consent_is_asked_again_at_the_moment_of_sending(
    notifications: Harness, accounts: FakeAccounts, country: Simulated
) -> None:
    with clock.frozen(DAY):
        people = [await person(notifications, accounts, number) for number in range(3)]
        made = await campaign(notifications)
        await schedule(notifications, made)
        await run_campaigns(notifications.deps)
        await consent(notifications, people[2], granted=False, at=DAY + timedelta(seconds=1))
        await deliver(over(notifications, country))
        await run_campaigns(replace(notifications.deps))
        now = await progress(notifications, made)
    assert reached(country) == ["0", "1"]
    assert (now["states"], now["cost"], now["written"]) == ({"sent": 2, "none": 1}, 70, 3)
    kept = (await notifications.get(f"/admin/messages?campaign={made['id']}", as_=staff())).json()["items"]
    assert [each["reason"] for each in kept if each["state"] == "none"] == ["not allowed by whom it was for"]


async def test_an_old_word_that_comes_late_does_not_undo_a_newer_one(
    notifications: Harness, accounts: FakeAccounts
) -> None:
    user_id = await person(notifications, accounts, 1, granted=False, at=DAY + timedelta(minutes=1))
    await consent(notifications, user_id, granted=True, at=DAY)
    made = await campaign(notifications)
    shown = (await notifications.get(f"/admin/campaigns/{made['id']}/preview", as_=staff())).json()
    assert shown["recipients"] == 0


async def test_nobody_is_woken_and_a_cancelled_campaign_does_not_come_in_the_morning(
    notifications: Harness, accounts: FakeAccounts, country: Simulated
) -> None:
    with clock.frozen(DAY):
        sleeper = await person(notifications, accounts, 0)
        await person(notifications, accounts, 1)
        wishes = {"version": 0, "quiet": None}
        await notifications.put("/me/notification-preferences", wishes, as_=tokens.customer(sleeper))
    with clock.frozen(NIGHT):
        first, second = await campaign(notifications), await campaign(notifications)
        for made in (first, second):
            await schedule(notifications, made)
        await run_campaigns(notifications.deps)
        await deliver(over(notifications, country))
        assert country.phones.received == []
        stopped = await notifications.post(f"/admin/campaigns/{second['id']}/cancel", as_=staff())
        assert stopped.json()["state"] == "cancelled"
    with clock.frozen(NIGHT + timedelta(hours=9, minutes=1)):
        await deliver(over(notifications, country))
        assert (await progress(notifications, second))["states"] == {"none": 2}
    assert reached(country) == ["0", "1"]
    again = await notifications.post(f"/admin/campaigns/{second['id']}/cancel", as_=staff())
    assert again.json()["code"] == "campaign_over"


async def test_a_campaign_keeps_its_pace_and_comes_to_its_end(
    notifications: Harness, accounts: FakeAccounts, country: Simulated
) -> None:
    with clock.frozen(DAY):
        for number in range(5):
            await person(notifications, accounts, number)
        made = await campaign(notifications, per_minute=2)
        await schedule(notifications, made, DAY + timedelta(minutes=10))
        await run_campaigns(notifications.deps)
        assert (await progress(notifications, made))["written"] == 0
    written = []
    for seconds in (600, 601, 630, 660, 720, 780):
        with clock.frozen(DAY + timedelta(seconds=seconds)):
            await run_campaigns(notifications.deps)
            written.append((await progress(notifications, made))["written"])
    assert written == [2, 2, 3, 4, 5, 5]
    assert (await progress(notifications, made))["state"] == "done"
    with clock.frozen(DAY + timedelta(seconds=780)):
        await deliver(over(notifications, country))
    assert reached(country) == ["0", "1", "2", "3", "4"]


async def test_a_campaign_is_for_a_district_or_for_who_has_not_bought_for_long(
    notifications: Harness, accounts: FakeAccounts, orders: FakeOrders
) -> None:
    buyer = await person(notifications, accounts, 0)
    await person(notifications, accounts, 1)
    with clock.frozen(DAY - timedelta(days=40)):
        order = confirmed(vendor_order(Bought(unit_price=100000)))
        orders.deliver_to("", order.order_id, customer_id=buyer, language="en")
        recipient = await orders.recipient_of_order(order.order_id)
        await notifications.publish(order)
    there = recipient.address.place.district
    segments: list[tuple[dict[str, Any], int]] = [
        ({}, 2),
        ({"districts": [there]}, 1),
        ({"districts": ["nowhere"]}, 0),
        ({"bought_within_days": 30}, 0),
        ({"bought_within_days": 60}, 1),
        ({"not_bought_for_days": 30, "districts": [there]}, 1),
    ]
    with clock.frozen(DAY):
        for segment, recipients in segments:
            made = await campaign(notifications, segment=segment)
            shown = (await notifications.get(f"/admin/campaigns/{made['id']}/preview", as_=staff())).json()
            assert (shown["recipients"], shown["cost_at_most"]) == (recipients, recipients * 35), segment


async def test_a_preview_shows_both_languages_and_their_parts(notifications: Harness) -> None:
    made = await campaign(notifications)
    shown = (await notifications.get(f"/admin/campaigns/{made['id']}/preview", as_=staff())).json()
    assert shown["en"] == {"text": BOTH["en"], "sms": {"encoding": "gsm7", "units": 32, "parts": 1}}
    assert shown["bn"]["sms"]["encoding"] == "ucs2"


async def test_only_a_draft_is_rewritten_and_only_as_it_was_read(notifications: Harness) -> None:
    made = await campaign(notifications)
    path = f"/admin/campaigns/{made['id']}"
    body = {"name": "Spring", "subject": BOTH, "text": BOTH, "per_minute": 5, "version": 1}
    assert (await notifications.put(path, body, as_=staff())).json()["version"] == 2
    assert (await notifications.put(path, body, as_=staff())).json()["code"] == "stale"
    await schedule(notifications, made | {"version": 2})
    late = await notifications.put(path, body | {"version": 3}, as_=staff())
    assert late.json()["code"] == "campaign_under_way"
    reader = tokens.staff("messages.read")
    assert (await notifications.post(f"{path}/cancel", as_=reader)).status_code == 403
    assert (await notifications.get("/admin/campaigns/cgn_x", as_=reader)).json()["code"] == "no_such_campaign"
    [listed] = (await notifications.get("/admin/campaigns", as_=reader)).json()["items"]
    assert (listed["name"], listed["state"]) == ("Spring", "scheduled")


async def test_one_click_in_the_mailbox_ends_it_until_it_is_allowed_again(
    notifications: Harness, accounts: FakeAccounts
) -> None:
    room = Mailroom()
    async with room.open() as port:
        smtp = Smtp(SmtpSettings(host="127.0.0.1", port=port, security="none"))
        deps = replace(notifications.deps, gateways=(smtp,))

        async def send(at: datetime) -> int:
            with clock.frozen(at):
                await schedule(notifications, await campaign(notifications, channel="email"))
                await run_campaigns(deps)
                await deliver(deps)
            return len(room.received)

        user_id = await person(notifications, accounts, 1, purpose="marketing_email")
        assert await send(DAY) == 1
        link = room.received[0].headers["List-Unsubscribe"]
        assert room.received[0].subject == BOTH["en"]
        path = re.sub(r"^<.*/api/v1|>$", "", link)
        with clock.frozen(DAY):
            for _ in range(2):
                headers = {"Content-Type": "application/x-www-form-urlencoded"}
                click = b"List-Unsubscribe=One-Click"
                assert (await notifications.call("POST", path, headers=headers, content=click)).status_code == 204
        assert await send(DAY + timedelta(minutes=2)) == 1
        await consent(notifications, user_id, "marketing_email", at=DAY + timedelta(minutes=3))
        assert await send(DAY + timedelta(minutes=4)) == 2
    forged = await notifications.post("/unsubscribe/k1.AAAA", as_="")
    assert (forged.status_code, forged.json()["code"]) == (422, "bad_leave")
