"""Paying by bKash, over HTTP, with everything that goes wrong on the way. Every story ends with books that hold."""

import asyncio
from datetime import timedelta

import pytest

from bdcommerce.contracts.orders import OrderCancelled
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.payments.domain import collecting
from bdcommerce.payments.handlers import flows
from payments.till import Till

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAID = {"asset:provider:bkash": -100000, "liability:customer_funds": 100000}
PAID_BACK: dict[str, int] = {}


async def paid_once(till: Till, order_id: str) -> None:
    assert await till.told_paid() == [order_id]
    assert await till.balances() == PAID
    await till.check_books()


async def test_a_customer_who_pays_and_returns_has_paid_at_once(till: Till) -> None:
    order = await till.order(60000, 40000)
    reply = await till.come_back(await till.play(await till.begin(order)))
    assert (reply.status_code, reply.headers["location"].endswith("?payment=captured")) == (303, True)
    await paid_once(till, order.order_id)


async def test_a_customer_who_pays_and_never_returns_has_paid_by_the_first_look(till: Till) -> None:
    order = await till.order(60000, 40000)
    await till.play(await till.begin(order))
    await till.sweep()
    await paid_once(till, order.order_id)


async def test_the_same_payment_executed_by_several_at_once_is_taken_and_booked_once(till: Till) -> None:
    order = await till.order()
    callback = await till.play(await till.begin(order))
    await asyncio.gather(*(till.come_back(callback) for _ in range(3)), till.sweep(), till.look(order))
    await till.come_back(callback)
    await paid_once(till, order.order_id)
    assert len(till.parties["bkash"].faults.armed) == 0


@pytest.mark.parametrize("fault, value", [("wrong_amount", "1.00"), ("wrong_invoice", "BD2611220000010199")])
async def test_another_amount_or_reference_is_never_believed(till: Till, fault: str, value: str) -> None:
    till.arm("bkash", fault, value, times=2)
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    assert (await till.payment(order)).status == "unknown"
    assert await till.told_paid() == []
    await till.sweep()
    assert await till.balances() == {}
    await till.sweep()
    await paid_once(till, order.order_id)


async def test_a_provider_that_is_away_leaves_the_payment_unknown_until_it_is_back(till: Till) -> None:
    order = await till.order()
    callback = await till.play(await till.begin(order))
    till.arm("bkash", "down", times=4)
    await till.come_back(callback)
    assert (await till.payment(order)).status == "unknown"
    await till.sweep()
    assert await till.told_paid() == []
    await till.sweep()
    await paid_once(till, order.order_id)


async def test_a_token_that_does_not_hold_is_replaced_once_and_the_call_repeated(till: Till) -> None:
    till.arm("bkash", "unauthorized")
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    await paid_once(till, order.order_id)
    asked = [each.operation for each in await till.exchanges("")]
    assert sorted(asked) == ["grant", "grant"]


async def test_a_token_is_never_asked_for_more_often_than_allowed(till: Till) -> None:
    orders = [await till.order() for _ in range(5)]
    pages = await asyncio.gather(*(till.begin(order) for order in orders))
    assert len(set(pages)) == 5
    till.arm("bkash", "tokens_expire")
    await till.begin(await till.order())
    till.arm("bkash", "tokens_expire")
    refused = await till.service.face.start((await till.order()).order_id, "bkash")
    assert (refused.status, refused.redirect_url) == ("failed", None)
    assert [each.operation for each in await till.exchanges("")] == ["grant", "grant"]


async def test_a_customer_without_money_may_try_again(till: Till) -> None:
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order), wallet="01823074817"))
    failed = await till.payment(order)
    assert (failed.status, failed.latest.code if failed.latest else "") == ("failed", "2023")
    await till.come_back(await till.play(await till.begin(order)))
    await paid_once(till, order.order_id)


@pytest.mark.parametrize("choice, status", [("cancel", "cancelled"), ("failure", "failed")])
async def test_a_customer_who_turns_back_has_not_paid(till: Till, choice: str, status: str) -> None:
    order = await till.order()
    reply = await till.come_back(await till.play(await till.begin(order), choice))
    assert reply.headers["location"].endswith(f"?payment={status}")
    assert await till.balances() == {}


async def test_a_browser_that_claims_success_is_not_believed(till: Till) -> None:
    order = await till.order()
    page = await till.begin(order)
    payment_id = page.rpartition("/")[2]
    reply = await till.service.get(f"/hooks/bkash?paymentID={payment_id}&status=success&apiVersion=1.2.0-beta")
    assert reply.headers["location"].endswith("?payment=pending_confirm")
    assert await till.told_paid() == []


async def test_asking_for_a_page_again_gives_the_one_that_waits(till: Till) -> None:
    order = await till.order()
    assert await till.begin(order) == await till.begin(order)
    assert len((await till.payment(order)).attempts) == 1


async def test_a_page_that_does_not_come_leaves_nothing_to_pay_and_another_may_be_asked_for(till: Till) -> None:
    till.arm("bkash", "down")
    order = await till.order()
    nothing = await till.service.face.start(order.order_id, "bkash")
    assert (nothing.status, nothing.redirect_url) == ("failed", None)
    await till.come_back(await till.play(await till.begin(order)))
    await paid_once(till, order.order_id)


async def test_what_is_paid_twice_goes_back_by_itself(till: Till) -> None:
    order = await till.order()
    first = await till.begin(order)
    await till.play(first)
    await till.forget_page(order)
    second = await till.begin(order)
    assert second != first
    await till.come_back(await till.play(second))
    await till.sweep()
    await till.sweep()
    payment = await till.payment(order)
    assert (payment.captured.amount, payment.returning.amount, payment.status) == (200000, 100000, "partially_refunded")
    assert await till.balances() == PAID
    assert await till.told_paid() == [order.order_id]
    await till.check_books()


async def test_late_money_for_a_cancelled_order_goes_back_by_itself(till: Till) -> None:
    order = await till.order(60000, 40000)
    await till.play(await till.begin(order))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="payment_expired"))
    for _ in range(3):
        await till.sweep()
    assert (await till.payment(order)).status == "refunded"
    assert await till.balances() == PAID_BACK
    assert await till.told_paid() == []
    assert sum(each.amount.amount for each in await till.told(RefundCompleted)) == 100000
    await till.check_books()


async def test_a_refund_that_outlasts_the_patience_is_not_paid_twice(till: Till) -> None:
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    till.arm("bkash", "slow_refund", "0.6")
    await till.sweep()
    assert (await till.payment(order)).status == "refund_pending"
    await till.check_books()
    await till.sweep()
    assert await till.balances() == PAID_BACK
    (only,) = [each for each in await till.exchanges(order.order_id) if each.operation == "refund"]
    assert only.outcome == "no_answer"
    await till.check_books()


async def test_a_refund_that_takes_its_time_is_asked_about_until_it_is_done(till: Till) -> None:
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    till.arm("bkash", "refund_pending", "2")
    for status in ("refund_pending", "refund_pending", "refunded"):
        await till.sweep()
        assert (await till.payment(order)).status == status
    await till.check_books()


async def test_a_refund_that_the_provider_refuses_is_settled_by_staff(till: Till) -> None:
    order = await till.order()
    await till.come_back(await till.play(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    till.arm("bkash", "error", "2026")
    await till.sweep()
    (refund,) = (await till.payment(order)).refunds.values()
    assert refund.status == "refused"
    path = f"/admin/payments/{order.order_id}/refunds/{refund.refund_id}/settle"
    reply = await till.service.post(path, {"reference": "PANEL-1"}, as_=till.staff)
    assert (reply.status_code, reply.json()["refunds"][0]["status"]) == (200, "done")
    assert await till.balances() == PAID_BACK
    await till.check_books()


async def test_a_payment_that_nobody_makes_expires_at_the_provider(till: Till) -> None:
    order = await till.order()
    await till.begin(order)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        await till.sweep()
    assert (await till.payment(order)).status == "expired"


async def test_an_attempt_whose_process_died_before_there_was_a_page_is_ended(till: Till) -> None:
    order = await till.order()
    async with till.service.deps.works() as work:
        payment, version = await work.payments.load(order.order_id)
        started = collecting.start(payment, "bkash", "", clock.now())
        await flows.record(work, payment, version, [started])
    await till.sweep()
    assert (await till.payment(order)).status == "created"
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        await till.sweep()
    assert (await till.payment(order)).status == "failed"


async def test_one_transaction_of_a_provider_pays_for_one_attempt(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [await till.order(), await till.order()]
    for order in orders:
        await till.play(await till.begin(order))
    desk = till.desk
    till.reuse_transaction(monkeypatch)
    await till.sweep()
    assert len(await till.told_paid()) == 1
    assert sorted([(await till.payment(order)).status for order in orders]) == ["captured", "unknown"]
    assert len({payment.trx_id for payment in desk.payments.values()}) == 1
    await till.check_books()
