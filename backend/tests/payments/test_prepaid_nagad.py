"""Paying by Nagad, over HTTP: nobody tells us of a payment, so the sweeper must ask."""

import pytest
from sqlalchemy import text

from bdcommerce.contracts.orders import OrderCancelled
from payments.till import Till

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAID = {"asset:provider:nagad": -100000, "liability:customer_funds": 100000}
PAID_BACK: dict[str, int] = {}


async def paid_once(till: Till, order_id: str) -> None:
    assert await till.told_paid() == [order_id]
    assert await till.balances() == PAID
    await till.check_books()


async def test_a_customer_who_pays_and_returns_has_paid_at_once(till: Till) -> None:
    order = await till.order(60000, 40000, method="nagad")
    reply = await till.come_back(await till.play_nagad(await till.begin(order)))
    assert (reply.status_code, reply.headers["location"].endswith("?payment=captured")) == (303, True)
    await paid_once(till, order.order_id)


async def test_a_customer_who_never_returns_has_paid_by_the_first_look(till: Till) -> None:
    order = await till.order(method="nagad")
    await till.play_nagad(await till.begin(order))
    await till.sweep()
    await paid_once(till, order.order_id)


@pytest.mark.parametrize("fault, value", [("wrong_amount", "1.00"), ("wrong_order", "BD2611220000010199")])
async def test_another_amount_or_order_is_never_believed(till: Till, fault: str, value: str) -> None:
    till.arm("nagad", fault, value)
    order = await till.order(method="nagad")
    reply = await till.come_back(await till.play_nagad(await till.begin(order)))
    assert reply.headers["location"].endswith("?payment=unknown")
    assert await till.balances() == {}
    await till.sweep()
    await paid_once(till, order.order_id)


async def test_a_reply_that_nagad_did_not_sign_leads_nowhere_and_another_attempt_may_be_made(till: Till) -> None:
    till.arm("nagad", "bad_signature")
    order = await till.order(method="nagad")
    nothing = await till.service.face.start(order.order_id, "nagad")
    assert (nothing.status, nothing.redirect_url) == ("failed", None)
    await till.come_back(await till.play_nagad(await till.begin(order)))
    await paid_once(till, order.order_id)


async def test_a_browser_that_claims_success_is_not_believed(till: Till) -> None:
    order = await till.order(method="nagad")
    ref_id = (await till.begin(order)).rpartition("/")[2]
    reply = await till.service.get(f"/hooks/nagad?payment_ref_id={ref_id}&status=Success&order_id=x&merchant=y")
    assert reply.headers["location"].endswith("?payment=redirected")
    assert await till.told_paid() == []


async def test_what_is_not_wanted_any_more_goes_back(till: Till) -> None:
    order = await till.order(method="nagad")
    await till.come_back(await till.play_nagad(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    await till.sweep()
    assert await till.balances() == PAID_BACK
    await till.check_books()


async def test_a_refund_whose_answer_is_lost_is_never_asked_for_again_but_settled_by_staff(till: Till) -> None:
    order = await till.order(method="nagad")
    await till.come_back(await till.play_nagad(await till.begin(order)))
    await till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    till.arm("nagad", "slow_refund", "0.6")
    for _ in range(3):
        await till.sweep()
    (refund,) = (await till.payment(order)).refunds.values()
    assert (refund.status, refund.code) == ("sent", "no_status_call")
    asked = [each for each in await till.exchanges(order.order_id) if each.operation == "refund"]
    assert len(asked) == 1
    path = f"/admin/payments/{order.order_id}/refunds/{refund.refund_id}/settle"
    assert (await till.service.post(path, {"reference": "PANEL-1"}, as_=till.staff)).status_code == 200
    assert await till.balances() == PAID_BACK
    await till.check_books()


async def test_what_is_sealed_is_not_kept(till: Till) -> None:
    order = await till.order(method="nagad")
    await till.begin(order)
    async with till.service.database.transaction() as tx:
        kept = str(await tx.rows(text("SELECT request, response FROM exchange WHERE party = 'nagad'")))
    assert kept.count("***") >= 3
    assert "01711428036" not in kept
