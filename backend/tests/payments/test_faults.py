"""What providers do wrong, fault by fault over real HTTP: each story ends in the right state, with the books balanced.

A provider's 35 seconds are 0.6 here, and our patience of 29 is 0.4. Which test is for which fault of which simulator is
written in simulators/test_every_fault.py.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from bdcommerce.contracts.orders import OrderCancelled
from bdcommerce.contracts.payments import OpenPayment, RefundCompleted
from bdcommerce.kernel import clock
from payments.till import Till
from support.servers import serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

AMOUNT = 100000
LATE = "0.6"
Case = tuple[str, str, str, int]
"""Provider, fault, its value, how often."""


@pytest_asyncio.fixture(loop_scope="module")
async def open_till(till: Till) -> AsyncIterator[Till]:
    """The till, reached by webhooks and IPN over HTTP, with little patience."""
    deps = till.service.deps
    usual = deps.shop_url
    for provider in deps.providers.values():
        provider._outside._timeout = 0.4
    async with serving(till.application) as url:
        object.__setattr__(deps, "shop_url", url)
        await till.listen(f"{url}/api/v1/hooks/bkash")
        yield till
    object.__setattr__(deps, "shop_url", usual)


async def begun(till: Till, order: OpenPayment) -> str:
    """The page; who gets none asks again."""
    started = await till.service.face.start(order.order_id, order.method)
    return started.redirect_url or await till.begin(order)


async def pay(till: Till, method: str, *, comes_back: bool = True) -> OpenPayment:
    """A customer pays and comes back, or tells nobody; then the sweeper makes its rounds."""
    order = await till.order(60000, 40000, method=method)
    page = await begun(till, order)
    back: partial[Any]
    if method == "sslcommerz":
        back = partial(till.post_back, await till.play_card(page))
    else:
        play = till.play if method == "bkash" else till.play_nagad
        back = partial(till.come_back, await play(page))
    if comes_back:
        await back()
    elif method == "bkash":
        await till.execute_elsewhere(page)
    await till.webhooks()
    await till.ipns()
    await rounds(till)
    return order


async def rounds(till: Till) -> None:
    """The sweeper's next few."""
    for _ in range(4):
        await till.sweep()


async def ends(till: Till, order: OpenPayment, status: str) -> None:
    """It stands like that, its money is where that says, and whoever has to know was told once."""
    assert (await till.payment(order)).status == status
    taken = {f"asset:provider:{order.method}": -AMOUNT, "liability:customer_funds": AMOUNT}
    assert await till.balances() == (taken if status == "captured" else {})
    assert await till.told_paid() == ([order.order_id] if status in ("captured", "refunded") else [])
    back = sum(each.amount.amount for each in await till.told(RefundCompleted))
    assert back == (AMOUNT if status == "refunded" else 0)
    await till.check_books()


def named(case: Case) -> str:
    return f"{case[0]}-{case[1]}"


ANSWERS: list[Case] = [
    # an execute of 35 seconds, and whatever else comes too late
    ("bkash", "slow_execute", LATE, 1), ("bkash", "mute_execute", "", 1), ("bkash", "slow_create", LATE, 1),
    ("bkash", "slow_query", LATE, 1), ("nagad", "slow_complete", LATE, 1), ("nagad", "slow_verify", LATE, 1),
    ("sslcommerz", "slow_session", LATE, 1),
    # another amount, another reference
    ("bkash", "wrong_amount", "1.00", 2), ("bkash", "wrong_invoice", "BD2611220000010199", 2),
    ("nagad", "wrong_amount", "1.00", 1), ("nagad", "wrong_order", "BD2611220000010199", 1),
    ("sslcommerz", "wrong_amount", "1.00", 1), ("sslcommerz", "wrong_reference", "BD000000", 1),
    # a signature that is none, a token that holds no more, 401 once, nobody there
    ("nagad", "bad_signature", "", 1), ("bkash", "tokens_expire", "", 1), ("bkash", "unauthorized", "", 1),
    ("bkash", "down", "", 1), ("nagad", "down", "", 1), ("sslcommerz", "down", "", 1),
    ("sslcommerz", "not_done", "", 1), ("sslcommerz", "inactive", "", 1),
]  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS, ids=named)
async def test_what_a_provider_answers_wrongly_or_too_late_is_asked_again(open_till: Till, case: Case) -> None:
    method, fault, value, times = case
    open_till.arm(method, fault, value, times)
    await ends(open_till, await pay(open_till, method, comes_back=fault != "slow_query"), "captured")
    assert not open_till.parties[method].faults.armed


TOLD: list[Case] = [
    ("bkash", "webhook_twice", "", 1), ("bkash", "webhook_late", "0.1", 1), ("bkash", "webhook_lost", "", 1),
    ("bkash", "webhook_bad_signature", "", 9), ("bkash", "webhook_hostile_host", "sns.evil.example", 9),
    ("bkash", "webhook_wrong_topic", "", 9), ("bkash", "webhook_old", "", 9),
    ("sslcommerz", "ipn_twice", "", 1), ("sslcommerz", "ipn_late", "0.1", 1), ("sslcommerz", "ipn_lost", "", 1),
    ("sslcommerz", "ipn_bad_hash", "", 1), ("sslcommerz", "ipn_wrong_amount", "1.00", 1),
]  # fmt: skip


@pytest.mark.parametrize("case", TOLD, ids=named)
async def test_what_a_provider_tells_twice_late_forged_or_never_pays_once(open_till: Till, case: Case) -> None:
    method, fault, value, times = case
    open_till.arm(method, fault, value, times)
    await ends(open_till, await pay(open_till, method, comes_back=False), "captured")


async def test_a_webhook_that_a_later_one_has_overtaken_changes_nothing(open_till: Till) -> None:
    open_till.arm("bkash", "webhook_late", "0.1")
    orders = [await pay(open_till, "bkash", comes_back=False) for _ in range(2)]
    assert sorted(await open_till.told_paid()) == sorted(order.order_id for order in orders)
    assert (await open_till.balances())["asset:provider:bkash"] == -2 * AMOUNT
    await open_till.check_books()


async def test_a_topic_that_wants_to_be_confirmed_at_a_hostile_host_is_not_and_money_comes_all_the_same(
    open_till: Till,
) -> None:
    open_till.desk.topic.telling.log.clear()
    open_till.arm("bkash", "subscribe_hostile_host", "sns.evil.example")
    await open_till.listen(f"{open_till.service.deps.shop_url}/api/v1/hooks/bkash")
    assert {each.status for each in open_till.desk.topic.telling.log} == {403}
    assert not open_till.desk.topic.confirmed
    await ends(open_till, await pay(open_till, "bkash", comes_back=False), "captured")


async def test_a_token_of_3600_seconds_is_renewed_in_time(open_till: Till) -> None:
    with clock.frozen(clock.now()):
        await pay(open_till, "bkash")
    with clock.frozen(clock.now() + timedelta(seconds=3600)):
        order = await pay(open_till, "bkash")
        assert (await open_till.payment(order)).status == "captured"
    asked = [each.operation for each in await open_till.exchanges("")]
    assert [operation for operation in asked if operation in ("grant", "refresh")] == ["grant", "grant"]
    await open_till.check_books()


async def test_what_is_taken_at_risk_level_1_waits_for_staff(open_till: Till) -> None:
    open_till.arm("sslcommerz", "risky")
    order = await pay(open_till, "sslcommerz")
    await ends(open_till, order, "unknown")
    path = f"/admin/payments/{order.order_id}/attempts/1/clear"
    answers = [(await open_till.service.post(path, as_=open_till.staff)).status_code for _ in range(2)]
    assert answers == [200, 409]
    await open_till.service.settle()
    await ends(open_till, order, "captured")


REFUNDS: list[Case] = [
    ("bkash", "refund_pending", "2", 1), ("sslcommerz", "refund_pending", "2", 1),
    ("bkash", "slow_refund", LATE, 1), ("sslcommerz", "slow_refund", LATE, 1),
    ("bkash", "down", "", 1), ("nagad", "down", "", 1), ("sslcommerz", "down", "", 1),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUNDS, ids=named)
async def test_a_refund_that_takes_two_polls_or_whose_answer_is_lost_is_paid_once(open_till: Till, case: Case) -> None:
    method, fault, value, times = case
    order = await pay(open_till, method)
    await open_till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    open_till.arm(method, fault, value, times)
    await rounds(open_till)
    await ends(open_till, order, "refunded")


@pytest.mark.parametrize(
    "method, fault, value",
    [
        ("nagad", "refund_refused", ""),
        ("sslcommerz", "refund_refused", ""),
        ("bkash", "error", "2026"),
        ("nagad", "slow_refund", LATE),
    ],
)
async def test_a_refund_that_is_refused_or_cannot_be_asked_about_is_settled_by_staff(
    open_till: Till, method: str, fault: str, value: str
) -> None:
    order = await pay(open_till, method)
    await open_till.service.publish(OrderCancelled(order_id=order.order_id, reason="cancelled"))
    open_till.arm(method, fault, value)
    await rounds(open_till)
    (refund,) = (await open_till.payment(order)).refunds.values()
    assert refund.status in ("refused", "sent")
    path = f"/admin/payments/{order.order_id}/refunds/{refund.refund_id}/settle"
    assert (await open_till.service.post(path, {"reference": "PANEL-1"}, as_=open_till.staff)).status_code == 200
    await open_till.service.settle()
    await ends(open_till, order, "refunded")
