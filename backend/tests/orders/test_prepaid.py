"""Orders that are paid before anything is sent: they wait with their stock held, and end in one of four ways."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.contracts.orders import OrderCancelled, OrderConfirmed, VendorOrderCancelled, VendorOrderReadyToShip
from bdcommerce.contracts.payments import PaymentCaptured
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unavailable
from bdcommerce.kernel.money import Money
from bdcommerce.orders.jobs import STALLED_AFTER, sweep_checkouts
from orders.market import Market
from orders.test_checkout_resumed import Fails

WINDOW, GRACE = timedelta(minutes=30), timedelta(minutes=15)
SOON = timedelta(seconds=1)


async def form_of(market: Market) -> dict[str, Any]:
    cart_id = await market.cart(("panjabi", 2), ("sari", 1), as_=market.customer)
    return await market.order_form(cart_id, as_=market.customer) | {"payment_method": "bkash"}


async def bought(market: Market) -> Any:
    """A checkout by bKash; its reply."""
    reply = await market.service.post("/checkout", await form_of(market), as_=market.customer)
    assert reply.status_code == 201, reply.text
    return reply.json()


def captured(order_id: str) -> PaymentCaptured:
    return PaymentCaptured(order_id=order_id, payment_id="pmt_1", method="bkash", amount=Money(339900), at=clock.now())


async def pay(market: Market, order_id: str) -> None:
    market.payments.stand(order_id, status="captured", paid=True, undecided=False, redirect_url=None)
    await market.service.publish(captured(order_id))


async def status_of(market: Market, order_id: str) -> str:
    reply = await market.service.get(f"/orders/{order_id}", as_=market.customer)
    return str(reply.json()["status"])


async def end_window(market: Market, later: timedelta = SOON) -> None:
    with clock.frozen(clock.now() + WINDOW + later):
        await market.service.settle()


def sellable(market: Market) -> int:
    return market.inventory.available(market.offers["panjabi"])


async def test_a_checkout_by_bkash_waits_for_the_money_and_says_where_to_pay(market: Market) -> None:
    reply = await bought(market)
    order, payment = reply["order"], reply["payment"]
    assert (order["status"], order["payment_method"]) == ("awaiting_payment", "bkash")
    assert payment["next_action"] == {"redirect_url": f"https://pay.example/bkash/{order['id']}"}
    assert payment["status"] == "redirected"
    assert payment["pay_until"] is not None
    opened = market.payments.opened[order["id"]]
    assert sum(part.amount.amount for part in opened.parts) == order["total"]["amount"]
    assert (opened.customer_id, opened.number) == (market.customer_id, order["number"])
    assert sellable(market) == 98
    assert await market.service.told(OrderConfirmed) == []


async def test_money_confirms_it_and_commits_the_stock(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    await pay(market, order_id)
    await market.service.publish(captured(order_id))
    assert await status_of(market, order_id) == "confirmed"
    (told,) = await market.service.told(OrderConfirmed)
    assert told.payment_method == "bkash"
    assert market.inventory.on_hand[market.offers["panjabi"]] == 98
    await end_window(market)
    assert await status_of(market, order_id) == "confirmed"


async def test_without_money_the_stock_is_released_and_the_order_cancelled_when_the_window_ends(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    market.payments.stand(order_id, status="failed", undecided=False)
    await end_window(market)
    assert await status_of(market, order_id) == "cancelled"
    (told,) = await market.service.told(OrderCancelled)
    assert (told.order_id, told.reason) == (order_id, "payment_expired")
    assert await market.service.told(VendorOrderCancelled) == []
    assert sellable(market) == 100


async def test_the_last_look_at_the_end_of_the_window_may_find_it_paid(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    market.payments.stand(order_id, status="captured", paid=True, undecided=False)
    await end_window(market)
    assert await status_of(market, order_id) == "awaiting_payment"
    await pay(market, order_id)
    assert await status_of(market, order_id) == "confirmed"


async def test_a_payment_nobody_has_decided_is_waited_for_a_little_longer_and_no_longer(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    market.payments.stand(order_id, status="unknown", undecided=True)
    await end_window(market)
    assert await status_of(market, order_id) == "awaiting_payment"
    await end_window(market, GRACE + timedelta(minutes=2))
    assert await status_of(market, order_id) == "cancelled"


async def test_money_that_comes_after_the_order_was_cancelled_confirms_nothing(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    market.payments.stand(order_id, status="expired", undecided=False)
    await end_window(market)
    await pay(market, order_id)
    assert await status_of(market, order_id) == "cancelled"
    assert sellable(market) == 100
    assert await market.service.told(OrderConfirmed) == []


async def test_money_for_stock_that_somebody_else_has_meanwhile_cancels_the_order(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    await market.inventory.release(f"hld_{order_id.removeprefix('ord_')}", "a test")
    await pay(market, order_id)
    assert await status_of(market, order_id) == "cancelled"
    assert (await market.service.told(OrderCancelled))[0].reason == "stock_gone"


async def test_a_customer_may_cancel_while_it_waits_but_only_all_of_it(market: Market) -> None:
    order = (await bought(market))["order"]
    part = {"code": "changed_mind", "vendor_order_id": order["vendor_orders"][0]["id"]}
    refused = await market.service.post(f"/orders/{order['id']}/cancel", part, as_=market.customer)
    assert refused.json()["code"] == "not_cancellable"
    reply = await market.service.post(f"/orders/{order['id']}/cancel", {"code": "changed_mind"}, as_=market.customer)
    assert (reply.status_code, reply.json()["status"]) == (200, "cancelled")
    await market.service.settle()
    assert sellable(market) == 100


async def test_it_may_be_paid_in_cash_after_all(market: Market) -> None:
    order_id = (await bought(market))["order"]["id"]
    market.payments.stand(order_id, status="failed", undecided=False)
    reply = await market.service.post(f"/orders/{order_id}/pay-on-delivery", as_=market.customer)
    assert (reply.status_code, reply.json()["status"], reply.json()["payment_method"]) == (200, "confirmed", "cod")
    (told,) = await market.service.told(OrderConfirmed)
    assert told.payment_method == "cod"
    kinds = [
        each["kind"]
        for each in (await market.service.get(f"/orders/{order_id}/events", as_=market.customer)).json()["items"]
    ]
    assert kinds == ["placed", "payment_awaited", "payment_method_changed", "confirmed"]


@pytest.mark.parametrize(
    "how", [{"status": "unknown"}, {"status": "pending_confirm"}, {"status": "captured", "paid": True}]
)
async def test_it_may_not_while_money_may_have_been_taken(market: Market, how: dict[str, Any]) -> None:
    order_id = (await bought(market))["order"]["id"]
    market.payments.stand(order_id, **how)
    reply = await market.service.post(f"/orders/{order_id}/pay-on-delivery", as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "payment_undecided")
    stranger = await market.service.post(f"/orders/{order_id}/pay-on-delivery")
    assert stranger.status_code == 404


async def test_a_provider_that_does_not_answer_leaves_an_order_that_can_be_paid_later(market: Market) -> None:
    market.payments.silent = True
    reply = await bought(market)
    assert reply["order"]["status"] == "awaiting_payment"
    assert reply["payment"]["next_action"] is None


async def test_a_provider_that_is_off_refuses_the_checkout_and_the_cart_is_open_again(market: Market) -> None:
    market.payments.off.add("bkash")
    form = await form_of(market)
    reply = await market.service.post("/checkout", form, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "method_off")
    cart = (await market.service.get(f"/carts/{form['cart_id']}", as_=market.customer)).json()
    assert cart["status"] == "open"
    assert sellable(market) == 100


@pytest.mark.parametrize("method", ["open", "start"])
@pytest.mark.parametrize("after", [False, True])
async def test_the_same_call_goes_on_where_payments_was_away(
    market: Market, monkeypatch: pytest.MonkeyPatch, method: str, *, after: bool
) -> None:
    form, key = await form_of(market), "checkout-0123456789"
    away: Callable[..., Awaitable[None]] = Fails(getattr(market.payments, method), Unavailable("away"), 1, after=after)
    monkeypatch.setattr(market.payments, method, away)
    await market.service.post("/checkout", form, as_=market.customer, key=key)
    monkeypatch.undo()
    again = await market.service.post("/checkout", form, as_=market.customer, key=key)
    assert (again.status_code, again.json()["order"]["status"]) == (201, "awaiting_payment")
    assert len(market.payments.opened) == 1
    assert sellable(market) == 98


async def test_a_checkout_whose_process_died_before_the_payment_was_open_comes_to_its_end_by_itself(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await form_of(market)
    monkeypatch.setattr(market.payments, "open", Fails(market.payments.open, Unavailable("away"), 1))
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 503
    with clock.frozen(clock.now() + STALLED_AFTER + timedelta(minutes=1)):
        await market.service.settle()
        await sweep_checkouts(market.service.deps)
    (order,) = (await market.service.get("/orders", as_=market.customer)).json()["items"]
    assert order["status"] == "awaiting_payment"
    assert list(market.payments.opened) == [order["id"]]


async def test_nothing_is_collected_at_the_door_for_what_was_paid(market: Market) -> None:
    order = (await bought(market))["order"]
    await pay(market, order["id"])
    part = next(each for each in order["vendor_orders"] if each["vendor_id"] == market.vendor_ids["a"])
    steps: dict[str, Any] = {"accept": None, "pack": None, "dispatch": {}}
    for step, body in steps.items():
        reply = await market.service.post(f"/vendor/orders/{part['id']}/{step}", body, as_=market.staff_of("a"))
        assert reply.status_code == 200, reply.text
    (told,) = await market.service.told(VendorOrderReadyToShip)
    assert told.cod_amount == Money(0)
