"""bKash's webhook: what is believed of it, what is not, and that any number of them in any order ends the same."""

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio
from sqlalchemy import text

from bdcommerce.simulators.bkash.topic import HOST, TOPIC_ARN
from payments.till import Till
from support.servers import serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

BELIEVED, REFUSED = 200, 403


@pytest_asyncio.fixture(loop_scope="module")
async def told(till: Till) -> AsyncIterator[Till]:
    """The till, subscribed to bKash's topic over HTTP."""
    async with serving(till.application) as url:
        await till.listen(f"{url}/api/v1/hooks/bkash")
        yield till


async def paid_but_not_returned(till: Till) -> str:
    """The customer has paid, and bKash has taken the money, but nobody has told us."""
    order = await till.order()
    page = await till.begin(order)
    await till.play(page)
    await till.execute_elsewhere(page)
    return order.order_id


async def test_a_subscription_is_confirmed_and_a_notification_leads_to_the_question(told: Till) -> None:
    order_id = await paid_but_not_returned(told)
    assert [each.status for each in await told.webhooks()] == [BELIEVED, BELIEVED]
    assert [each.operation for each in await told.exchanges(order_id)][:2] == ["webhook", "create"]
    await told.sweep()
    assert await told.told_paid() == [order_id]
    await told.check_books()


@pytest.mark.parametrize("version", ["1", "2"])
async def test_both_versions_of_the_signature_are_understood(till: Till, version: str) -> None:
    async with serving(till.application) as url:
        await till.listen(f"{url}/api/v1/hooks/bkash", version=version)
        assert [each.status for each in await till.webhooks()] == [BELIEVED]


@pytest.mark.parametrize(
    "fault, value",
    [
        ("webhook_bad_signature", ""),
        ("webhook_hostile_host", "sns.evil.example"),
        ("webhook_hostile_host", "sns.ap-southeast-1.amazonaws.com.evil.example"),
        ("webhook_hostile_host", "evil@sns.ap-southeast-1.amazonaws.com"),
        ("webhook_hostile_host", "sns.ap-southeast-1.amazonaws.com:8443"),
        ("webhook_wrong_topic", ""),
        ("webhook_old", ""),
    ],
)
async def test_what_amazon_did_not_sign_for_our_topic_just_now_is_refused(told: Till, fault: str, value: str) -> None:
    told.arm("bkash", fault, value, times=9)
    await paid_but_not_returned(told)
    statuses = {each.status for each in (await told.webhooks())[1:]}
    assert statuses == {REFUSED}
    assert await told.told_paid() == []
    async with told.service.database.transaction() as tx:
        outcomes = {
            row["outcome"] for row in await tx.rows(text("SELECT outcome FROM exchange WHERE operation = 'webhook'"))
        }
    assert "refused" in outcomes


async def test_a_subscription_at_a_hostile_host_is_not_confirmed(till: Till) -> None:
    till.arm("bkash", "subscribe_hostile_host", "sns.evil.example")
    async with serving(till.application) as url:
        await till.listen(f"{url}/api/v1/hooks/bkash")
    assert {each.status for each in await till.webhooks()} == {REFUSED}
    assert not till.desk.topic.confirmed


async def test_repeated_late_and_overtaken_notifications_converge(told: Till) -> None:
    told.arm("bkash", "webhook_late", "0.1")
    told.arm("bkash", "webhook_twice", times=3)
    orders = [await paid_but_not_returned(told) for _ in range(3)]
    await told.sweep()
    await told.webhooks()
    assert sorted(await told.told_paid()) == sorted(orders)
    assert (await told.balances())["asset:provider:bkash"] == -300000
    await told.check_books()


async def test_a_notification_that_is_lost_is_made_up_for_by_the_sweeper(told: Till) -> None:
    told.arm("bkash", "webhook_lost")
    order_id = await paid_but_not_returned(told)
    assert await told.told_paid() == []
    await told.sweep()
    assert await told.told_paid() == [order_id]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"\xff\xfe", b'{"Type": "Notification"}',
     msgspec.json.encode({"Type": "Notification", "TopicArn": TOPIC_ARN, "Timestamp": "now"}),
     msgspec.json.encode({"Type": "UnsubscribeConfirmation", "TopicArn": TOPIC_ARN}),
     msgspec.json.encode({"Type": "Notification", "TopicArn": TOPIC_ARN, "SigningCertURL": f"http://{HOST}/x.pem"})],
)  # fmt: skip
async def test_whatever_else_comes_in_is_refused(till: Till, body: bytes) -> None:
    reply = await till.service.call("POST", "/hooks/bkash", content=body, headers={"content-type": "text/plain"})
    assert (reply.status_code, reply.json()["code"]) == (REFUSED, "hook_refused")
