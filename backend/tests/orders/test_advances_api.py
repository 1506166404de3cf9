"""What is paid before anything is sent, and the rest at the door: because somebody is a risk, or because goods are not
ready to ship.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderReadyToShip
from bdcommerce.contracts.payments import PaymentCaptured
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unavailable
from bdcommerce.kernel.money import Money
from orders.market import ADDRESS, Market
from orders.risky import SUPPORT, checked_out, risk_of, status_of
from orders.test_checkout_resumed import Fails
from support import tokens


async def advanced(market: Market, **more: Any) -> Any:
    """A reply to a checkout of which a part is asked in advance."""
    market.compliance.set_rule("cod.advance_from", 5)
    return await checked_out(market, ("panjabi", 2), ("sari", 1), **more)


async def test_an_advance_is_asked_for_before_anything_is_ordered(market: Market) -> None:
    reply = await advanced(market)
    assert (reply.status_code, reply.json()["code"]) == (409, "advance_needed")
    total = 2 * 125000 + 89900 + 12000
    assert (reply.json()["data"]["advance"]["amount"], reply.json()["data"]["rest"]["amount"]) == (35190, total - 35190)
    assert market.payments.opened == {}


async def test_an_advance_confirms_the_order_and_the_rest_is_taken_at_the_door(market: Market) -> None:
    body = (await advanced(market, advance_method="nagad")).json()
    order, payment = body["order"], body["payment"]
    assert (order["status"], order["payment_method"], order["advance"]["amount"]) == ("awaiting_payment", "cod", 35190)
    assert (payment["method"], payment["advance"]["amount"]) == ("nagad", 35190)
    assert payment["next_action"]["redirect_url"]
    assert order["paying"]["reasons"][0]["en"] == "The first order with this phone"
    opened = market.payments.opened[order["id"]]
    assert (opened.method, opened.advance) == ("nagad", True)
    assert sum(part.amount.amount for part in opened.parts) == 35190
    switched = await market.service.post(f"/orders/{order['id']}/pay-on-delivery", as_=market.customer)
    assert (switched.status_code, switched.json()["code"]) == (409, "wrong_state")
    market.payments.stand(order["id"], status="captured", paid=True, undecided=False)
    paid = PaymentCaptured(order_id=order["id"], payment_id="p", method="nagad", amount=Money(35190), at=clock.now())
    await market.service.publish(paid)
    (told,) = await market.service.told(OrderConfirmed)
    assert (told.payment_method, told.advance, told.total) == ("cod", Money(35190), Money(351900))
    for part, vendor in zip(order["vendor_orders"], "ab", strict=True):
        for step in ("accept", "pack", "dispatch"):
            await market.service.post(f"/vendor/orders/{part['id']}/{step}", as_=market.staff_of(vendor))
    ready = await market.service.told(VendorOrderReadyToShip)
    assert sum(each.cod_amount.amount for each in ready) == 351900 - 35190
    assert (await risk_of(market, order))["open_cash"]["amount"] == 351900 - 35190


async def test_an_advance_that_never_comes_ends_the_order(market: Market) -> None:
    order = (await advanced(market, advance_method="bkash")).json()["order"]
    market.payments.stand(order["id"], status="failed", undecided=False)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        await market.service.settle()
    assert await status_of(market, order) == "cancelled"
    assert market.inventory.available(market.offers["panjabi"]) == 100


async def test_staff_do_without_an_advance_and_say_why(market: Market) -> None:
    order = (await advanced(market, advance_method="bkash")).json()["order"]
    path = f"/admin/orders/{order['id']}/risk/override"
    assert (await market.service.post(path, {"reason": "known"}, as_=tokens.staff("orders.manage"))).status_code == 403
    called = await market.service.post(f"/admin/orders/{order['id']}/confirmation", {"note": "no"}, as_=SUPPORT)
    assert called.status_code in (409, 422)
    reply = await market.service.post(path, {"reason": "a known customer"}, as_=SUPPORT)
    assert reply.json()["order"]["status"] == "confirmed"
    assert reply.json()["order"]["advance"] is None
    (told,) = await market.service.told(OrderConfirmed)
    assert (told.advance, told.total.amount) == (Money(0), order["total"]["amount"])
    prepaid = (await checked_out(market, payment_method="bkash")).json()["order"]
    refused = await market.service.post(
        f"/admin/orders/{prepaid['id']}/risk/override", {"reason": "a known customer"}, as_=SUPPORT
    )
    assert refused.json()["code"] == "not_confirmable"


def not_ready(market: Market, name: str) -> None:
    """It takes longer than 48 hours until the courier has it."""
    terms = market.catalog._terms[market.offers[name]]
    market.catalog.put(replace(terms, ready_to_ship=False))


async def test_goods_that_are_not_ready_to_ship_are_paid_in_advance_up_to_a_tenth(market: Market) -> None:
    not_ready(market, "sari")
    cart_id = await market.cart(("panjabi", 2), ("sari", 1), as_=market.customer)
    asked = {"address": ADDRESS, "payment_method": "bkash"}
    quote = (await market.service.post(f"/carts/{cart_id}/quote", asked, as_=market.customer)).json()
    assert quote["advance"]["amount"] == 256000 + 8990
    form = await market.order_form(cart_id, as_=market.customer) | {"payment_method": "bkash"}
    body = (await market.service.post("/checkout", form, as_=market.customer)).json()
    order = body["order"]
    assert (order["status"], order["advance"]["amount"], body["payment"]["advance"]["amount"]) == (
        "awaiting_payment", 264990, 264990,
    )  # fmt: skip
    assert "not ready to ship" in order["paying"]["text"]["en"]
    opened = market.payments.opened[order["id"]]
    assert [part.amount.amount for part in opened.parts] == [256000, 8990]
    market.payments.stand(order["id"], status="captured", paid=True, undecided=False)
    await market.service.publish(
        PaymentCaptured(order_id=order["id"], payment_id="p", method="bkash", amount=Money(264990), at=clock.now())
    )
    (told,) = await market.service.told(OrderConfirmed)
    assert (told.payment_method, told.advance) == ("bkash", Money(264990))
    for part, vendor in zip(order["vendor_orders"], "ab", strict=True):
        for step in ("accept", "pack", "dispatch"):
            await market.service.post(f"/vendor/orders/{part['id']}/{step}", as_=market.staff_of(vendor))
    ready = {each.vendor_id: each.cod_amount.amount for each in await market.service.told(VendorOrderReadyToShip)}
    assert ready == {market.vendor_ids["a"]: 0, market.vendor_ids["b"]: 95900 - 8990}
    assert (await risk_of(market, order))["open_cash"]["amount"] == 95900 - 8990


async def test_an_approved_escrow_takes_everything_in_advance_and_no_percentage_nothing(market: Market) -> None:
    not_ready(market, "panjabi")
    market.compliance.set_rule("dc.advance_max_pct_not_ready", 0)
    reply = await checked_out(market, payment_method="bkash")
    assert (reply.status_code, reply.json()["code"]) == (409, "prepaid_not_allowed")
    market.compliance.set_rule("dc.advance_escrow", 1)
    order = (await checked_out(market, payment_method="bkash")).json()["order"]
    assert order["advance"] is None
    assert sum(part.amount.amount for part in market.payments.opened[order["id"]].parts) == order["total"]["amount"]


async def test_of_goods_that_are_not_ready_an_advance_asked_by_risk_is_lawful_too(market: Market) -> None:
    not_ready(market, "panjabi")
    market.compliance.set_rule("cod.advance_from", 5)
    market.compliance.set_rule("cod.advance_pct", 50)
    reply = await checked_out(market)
    assert reply.json()["data"]["advance"]["amount"] == 25000


async def test_an_advance_that_staff_did_without_is_not_missed_when_its_time_is_over(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = (await advanced(market, advance_method="bkash")).json()["order"]
    fails = Fails(market.inventory.commit, Unavailable("inventory does not answer"), 1)
    monkeypatch.setattr(market.inventory, "commit", fails)
    path = f"/admin/orders/{order['id']}/risk/override"
    assert (await market.service.post(path, {"reason": "a known customer"}, as_=SUPPORT)).status_code == 503
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        await market.service.settle()
    assert await status_of(market, order) == "confirmed"
