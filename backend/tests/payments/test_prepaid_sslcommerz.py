"""Paying by card or wallet at SSLCommerz, over HTTP, with everything that goes wrong on the way."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from bdcommerce.contracts.orders import OrderCancelled
from bdcommerce.kernel import clock
from bdcommerce.payments.domain.payment import Payment
from payments.till import Till
from support.servers import serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAID = {"asset:provider:sslcommerz": -100000, "liability:customer_funds": 100000}
PAID_BACK: dict[str, int] = {}


@pytest_asyncio.fixture(loop_scope="module")
async def told(till: Till) -> AsyncIterator[Till]:
    """The till, which SSLCommerz reaches over HTTP."""
    usual = till.service.deps.shop_url
    async with serving(till.application) as url:
        object.__setattr__(till.service.deps, "shop_url", url)
        yield till
    object.__setattr__(till.service.deps, "shop_url", usual)


async def paid(till: Till, means: str = "4111111111111111") -> str:
    order = await till.order(60000, 40000, method="sslcommerz")
    await till.play_card(await till.begin(order), means=means)
    await till.ipns()
    return order.order_id


async def paid_once(till: Till, order_id: str) -> None:
    assert await till.told_paid() == [order_id]
    assert await till.balances() == PAID
    await till.check_books()


async def cancelled(till: Till, order_id: str) -> None:
    await till.service.publish(OrderCancelled(order_id=order_id, reason="cancelled"))


async def payment(till: Till, order_id: str) -> Payment:
    async with till.service.deps.works() as work:
        found: Payment = (await work.payments.load(order_id))[0]
    return found


@pytest.mark.parametrize("means", ["4111 1111 1111 1111", "rocket", "upay"])
async def test_a_customer_who_pays_and_returns_has_paid_at_once(till: Till, means: str) -> None:
    order = await till.order(60000, 40000, method="sslcommerz")
    reply = await till.post_back(await till.play_card(await till.begin(order), means=means))
    assert (reply.status_code, reply.headers["location"].endswith("?payment=captured")) == (303, True)
    await paid_once(till, order.order_id)


async def test_a_customer_who_never_returns_has_paid_by_the_first_look(till: Till) -> None:
    order_id = await paid(till)
    await till.sweep()
    await paid_once(till, order_id)


async def test_an_ipn_leads_to_the_question_at_once(told: Till) -> None:
    told.arm("sslcommerz", "ipn_twice")
    order_id = await paid(told)
    assert [each.status for each in await told.ipns()] == [200, 200]
    await told.sweep()
    await paid_once(told, order_id)


@pytest.mark.parametrize("fault", ["ipn_bad_hash"])
async def test_an_ipn_with_a_wrong_hash_is_refused(told: Till, fault: str) -> None:
    told.arm("sslcommerz", fault)
    await paid(told)
    assert {each.status for each in await told.ipns()} == {403}
    assert await told.told_paid() == []


async def test_an_ipn_with_the_right_hash_and_another_amount_decides_nothing(told: Till) -> None:
    told.arm("sslcommerz", "ipn_wrong_amount", "1.00")
    told.arm("sslcommerz", "wrong_amount", "1.00", times=1)
    order_id = await paid(told)
    assert [each.status for each in await told.ipns()] == [200]
    await told.sweep()
    assert (await payment(told, order_id)).status == "unknown"
    assert await told.balances() == {}
    await told.sweep()
    await paid_once(told, order_id)


@pytest.mark.parametrize("fault, value", [("wrong_amount", "999.99"), ("wrong_reference", "BD000000")])
async def test_another_amount_or_reference_is_never_believed(till: Till, fault: str, value: str) -> None:
    till.arm("sslcommerz", fault, value, times=3)
    await paid(till)
    for _ in range(3):
        await till.sweep()
    assert await till.told_paid() == []
    assert await till.balances() == {}


@pytest.mark.parametrize("fault", ["down", "not_done", "inactive"])
async def test_an_api_that_does_not_look_leaves_the_payment_unknown(till: Till, fault: str) -> None:
    order_id = await paid(till)
    till.arm("sslcommerz", fault)
    await till.sweep()
    assert (await payment(till, order_id)).status == "unknown"
    await till.sweep()
    await paid_once(till, order_id)


async def test_what_is_doubted_and_not_wanted_any_more_goes_back(till: Till) -> None:
    till.arm("sslcommerz", "risky")
    order_id = await paid(till)
    await till.sweep()
    await cancelled(till, order_id)
    for _ in range(3):
        await till.sweep()
    assert (await payment(till, order_id)).status == "refunded"
    assert await till.balances() == PAID_BACK
    await till.check_books()


async def test_what_is_doubted_goes_back_once_the_order_was_paid_in_another_way(till: Till) -> None:
    till.arm("sslcommerz", "risky")
    order = await till.order(60000, 40000, method="sslcommerz")
    await till.play_card(await till.begin(order))
    await till.ipns()
    await till.sweep()
    assert await till.told_paid() == []
    await till.come_back(await till.play_nagad(await till.begin(order, "nagad")))
    for _ in range(3):
        await till.sweep()
    assert await till.told_paid() == [order.order_id]
    assert await till.balances() == {"asset:provider:nagad": -100000, "liability:customer_funds": 100000}
    await till.check_books()


async def test_a_refund_whose_answer_is_lost_is_asked_for_again_under_the_same_name(till: Till) -> None:
    order_id = await paid(till)
    await till.sweep()
    await cancelled(till, order_id)
    till.arm("sslcommerz", "slow_refund", "0.6")
    for _ in range(3):
        await till.sweep()
    assert await till.balances() == PAID_BACK
    (session,) = till.ssl.sessions.values()
    assert len(session.refunds) == 1
    await till.check_books()


async def test_a_refund_that_needs_two_polls_is_done_after_them(till: Till) -> None:
    order_id = await paid(till)
    await till.sweep()
    await cancelled(till, order_id)
    till.arm("sslcommerz", "refund_pending", "2")
    seen = []
    for _ in range(3):
        await till.sweep()
        seen.append((await payment(till, order_id)).status)
    assert seen == ["refund_pending", "refund_pending", "refunded"]


async def test_a_refused_refund_is_left_to_staff(till: Till) -> None:
    order_id = await paid(till)
    await till.sweep()
    await cancelled(till, order_id)
    till.arm("sslcommerz", "refund_refused")
    await till.sweep()
    (refund,) = (await payment(till, order_id)).refunds.values()
    assert refund.status == "refused"
    await till.check_books()


@pytest.mark.parametrize("choice, status", [("cancel", "cancelled"), ("failure", "failed")])
async def test_a_customer_who_turns_back_has_not_paid(till: Till, choice: str, status: str) -> None:
    order = await till.order(method="sslcommerz")
    reply = await till.post_back(await till.play_card(await till.begin(order), choice))
    assert reply.headers["location"].endswith(f"?payment={status}")


async def test_a_session_that_nobody_uses_is_over_after_its_time(till: Till) -> None:
    order = await till.order(method="sslcommerz")
    await till.begin(order)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        await till.sweep()
    assert (await till.payment(order)).status == "expired"


@pytest.mark.parametrize("amount", [999, 50_000_001])
async def test_an_amount_that_sslcommerz_does_not_take_is_refused(till: Till, amount: int) -> None:
    order = await till.order(amount, method="sslcommerz")
    reply = await till.service.post(f"/payments/{order.order_id}/attempts", {"method": "sslcommerz"}, as_=till.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "provider_refused")


async def test_a_customer_may_switch_the_provider_and_pays_once(till: Till) -> None:
    order = await till.order(method="sslcommerz")
    first = await till.begin(order)
    await till.play(await till.begin(order, "bkash"))
    await till.sweep()
    assert await till.told_paid() == [order.order_id]
    await till.play_card(first)
    for _ in range(4):
        await till.sweep()
    settled = await till.payment(order)
    assert (settled.captured.amount, settled.returning.amount) == (200000, 100000)
    assert (await till.balances())["liability:customer_funds"] == 100000
    await till.check_books()


async def test_no_card_number_and_no_password_is_kept(told: Till) -> None:
    await paid(told)
    await told.sweep()
    async with told.service.database.transaction() as tx:
        kept = [dict(row) for row in await tx.rows(text("SELECT request, response FROM exchange"))]
        events = [row["data"] for row in await tx.rows(text("SELECT data FROM event_log"))]
    said = f"{kept} {events}"
    assert "411111XXXXXX1111" not in said
    assert not any(secret in said for secret in ("qwerty", "4111111111111111", "Rahima", "1712345678", "House 7"))
