"""Purchases paid at the door, from the appraisal to what comes of it: taken, confirmed, paid in part, refused."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from bdcommerce.contracts.inventory import HoldGone
from bdcommerce.contracts.orders import OrderCancelled, OrderConfirmed
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unavailable
from orders.market import ADDRESS, Market
from orders.risky import (
    HOURS,
    PHONE,
    SUPPORT,
    checked_out,
    confirm,
    counted,
    ended,
    refused_before,
    risk_of,
    status_of,
    waiting,
    wrong,
)
from orders.test_checkout_resumed import Fails
from support import tokens


async def test_an_ordinary_order_is_taken_at_once_and_says_why(market: Market) -> None:
    order = await market.buy(("panjabi", 2))
    assert (order["status"], order["confirmation"], order["paying"], order["advance"]) == (
        "confirmed",
        None,
        None,
        None,
    )
    seen = await risk_of(market, order)
    assert (seen["appraisal"]["decision"], seen["appraisal"]["score"]) == ("accept", 10)
    (factor,) = seen["appraisal"]["factors"]
    assert (factor["code"], factor["rule"], factor["points"]) == ("first_order", "cod.points_first_order", 10)
    assert seen["open_cash"]["amount"] == order["total"]["amount"]


async def test_parcels_that_were_refused_are_remembered_by_phone_whoever_orders(market: Market) -> None:
    await refused_before(market, 2)
    cart_id, token = await market.guest_cart(("panjabi", 2))
    form = await market.order_form(cart_id, guest=token) | {"phone_proof": market.accounts.prove("01999999999")}
    order = (await market.service.post("/checkout", form, guest=token)).json()["order"]
    assert order["status"] == "awaiting_confirmation"
    assert [each["en"] for each in order["paying"]["reasons"]] == ["Parcels that were refused at the door"]
    assert "code" in order["paying"]["text"]["en"]
    seen = await risk_of(market, order)
    assert seen["appraisal"]["signals"]["refused"] == 2
    assert seen["appraisal"]["factors"][0]["value"] == 2
    market.compliance.set_rule("cod.history_days", 0)
    other = ADDRESS | {"phone": "01712345678", "line1": "House 8, Road 6"}
    assert (await checked_out(market, address=other)).json()["order"]["status"] == "confirmed"


async def test_parcels_that_were_received_count_for_their_customer(market: Market) -> None:
    await ended(market, await market.buy(("panjabi", 2)))
    await ended(market, await market.buy(("panjabi", 2)), code="nobody_home")
    seen = await risk_of(market, await market.buy(("panjabi", 1)))
    points = {each["code"]: each["points"] for each in seen["appraisal"]["factors"]}
    assert points == {"absent_before": 10, "delivered_before": -5}


async def test_the_code_to_the_phone_confirms_and_sells_the_stock(market: Market) -> None:
    market.compliance.set_rule("order.accept_hours", 1000)
    order = await waiting(market)
    assert await market.service.told(OrderConfirmed) == []
    assert market.inventory.available(market.offers["panjabi"]) == 98
    assert market.inventory.on_hand[market.offers["panjabi"]] == 100
    (message,) = market.notifications.sent
    assert (message.template, message.to, message.params["number"]) == ("confirm_order", PHONE, order["number"])
    code = message.params["code"]
    reply = await confirm(market, order, wrong(code))
    assert (reply.status_code, reply.json()["code"]) == (422, "wrong_confirmation_code")
    assert reply.json()["data"]["tries_left"] == 4
    again = [await confirm(market, order, code) for _ in range(2)]
    assert [each.status_code for each in again] == [200, 200]
    assert again[0].json()["status"] == "confirmed"
    await market.service.settle()
    assert len(await market.service.told(OrderConfirmed)) == 1
    assert market.inventory.on_hand[market.offers["panjabi"]] == 98
    with clock.frozen(clock.now() + HOURS * 2):
        await market.service.settle()
    assert await status_of(market, order) == "confirmed"
    seen = await risk_of(market, order)
    assert (seen["affirmed"]["how"], seen["affirmed"]["actor_id"]) == ("code", market.customer_id)


async def test_a_guest_confirms_and_a_stranger_does_not(market: Market) -> None:
    market.compliance.set_rule("cod.confirm_from", 1)
    cart_id, token = await market.guest_cart(("panjabi", 2))
    form = await market.order_form(cart_id, guest=token) | {"phone_proof": market.accounts.prove("01999999999")}
    order = (await market.service.post("/checkout", form, guest=token)).json()["order"]
    await market.service.settle()
    code = market.notifications.last_code(PHONE)
    path = f"/orders/{order['id']}/confirmation"
    for stranger in ({"as_": market.customer}, {"guest": "another"}, {}):
        assert (await market.service.post(path, {"code": code}, **stranger)).status_code == 404
        assert (await market.service.post(f"{path}/code", **stranger)).status_code == 404
    assert (await market.service.post(path, {"code": code}, guest=token)).json()["status"] == "confirmed"


async def test_unconfirmed_orders_come_to_nothing_when_their_hours_are_over(market: Market) -> None:
    order = await waiting(market)
    code = market.notifications.last_code(PHONE)
    with clock.frozen(clock.now() + HOURS - timedelta(minutes=1)):
        await market.service.settle()
        assert await status_of(market, order) == "awaiting_confirmation"
    with clock.frozen(clock.now() + HOURS + timedelta(seconds=1)):
        await market.service.settle()
        reply = await confirm(market, order, code)
    assert (reply.status_code, reply.json()["code"]) == (409, "not_confirmable")
    assert await status_of(market, order) == "cancelled"
    (told,) = await market.service.told(OrderCancelled)
    assert told.reason == "not_confirmed"
    assert market.inventory.available(market.offers["panjabi"]) == 100


async def test_codes_cannot_be_guessed_even_many_at_once(market: Market) -> None:
    order = await waiting(market)
    code = market.notifications.last_code(PHONE)
    guesses = [f"{(int(code) + each) % 10**6:06d}" for each in range(1, 13)]
    replies = await asyncio.gather(*(confirm(market, order, guess) for guess in guesses))
    found = sorted(reply.json()["code"] for reply in replies)
    assert found == ["tries_used_up"] * 7 + ["wrong_confirmation_code"] * 5
    assert (await confirm(market, order, code)).json()["code"] == "tries_used_up"
    assert await status_of(market, order) == "awaiting_confirmation"


async def test_the_right_code_from_four_places_at_once_confirms_once(market: Market) -> None:
    order = await waiting(market)
    code = market.notifications.last_code(PHONE)
    replies = await asyncio.gather(*(confirm(market, order, code) for _ in range(4)))
    assert {reply.status_code for reply in replies} == {200}
    await market.service.settle()
    assert await status_of(market, order) == "confirmed"
    assert len(await market.service.told(OrderConfirmed)) == 1
    assert market.inventory.on_hand[market.offers["panjabi"]] == 98


async def test_another_code_is_sent_after_a_pause_and_only_so_often(market: Market) -> None:
    order = await waiting(market)
    path, now = f"/orders/{order['id']}/confirmation/code", clock.now()
    soon = await market.service.post(path, as_=market.customer)
    assert (soon.status_code, soon.json()["code"]) == (429, "code_sent_just_now")
    assert int(soon.headers["retry-after"]) in range(1, 61)
    for nth in range(2, 6):
        with clock.frozen(now + timedelta(minutes=2 * nth)):
            reply = await market.service.post(path, as_=market.customer)
            assert (reply.status_code, reply.json()["codes_left"]) == (200, 5 - nth)
            await market.service.settle()
            assert (reply.json()["next_at"] is None) == (nth == 5)
    with clock.frozen(now + timedelta(minutes=30)):
        spent = await market.service.post(path, as_=market.customer)
        assert (spent.status_code, spent.json()["code"]) == (409, "codes_used_up")
        codes = [message.params["code"] for message in market.notifications.sent]
        assert len(codes) == 5
        if codes[0] != codes[-1]:
            assert (await confirm(market, order, codes[0])).json()["code"] == "wrong_confirmation_code"
        assert (await confirm(market, order, codes[-1])).json()["status"] == "confirmed"


async def test_one_phone_is_not_sent_codes_all_day_whoever_orders_with_its_number(market: Market) -> None:
    market.compliance.set_rule("cod.confirm_sends_phone", 1)
    await waiting(market)
    order = (await checked_out(market)).json()["order"]
    await market.service.settle()
    assert order["status"] == "awaiting_confirmation"
    assert len(market.notifications.sent) == 1
    reply = await market.service.post(f"/orders/{order['id']}/confirmation/code", as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "codes_used_up")
    called = await market.service.post(
        f"/admin/orders/{order['id']}/confirmation", {"note": "spoke to her"}, as_=SUPPORT
    )
    assert called.json()["order"]["status"] == "confirmed"


async def test_staff_confirm_after_a_call_and_their_note_is_not_the_customers(market: Market) -> None:
    order = await waiting(market)
    path = f"/admin/orders/{order['id']}/confirmation"
    assert (await market.service.post(path, {"note": "hi there"}, as_=tokens.staff("orders.read"))).status_code == 403
    reply = await market.service.post(path, {"note": "spoke to her sister"}, as_=SUPPORT)
    assert reply.json()["order"]["status"] == "confirmed"
    again = await market.service.post(path, {"note": "spoke to her"}, as_=SUPPORT)
    assert (again.status_code, again.json()["code"]) == (409, "not_confirmable")
    theirs = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).text
    assert "sister" not in theirs
    assert (await risk_of(market, order))["affirmed"]["note"] == "spoke to her sister"


async def test_customers_may_cancel_what_they_have_not_confirmed(market: Market) -> None:
    order = await waiting(market)
    reply = await market.service.post(f"/orders/{order['id']}/cancel", {"code": "changed_mind"}, as_=market.customer)
    assert reply.json()["status"] == "cancelled"
    await market.service.settle()
    assert market.inventory.available(market.offers["panjabi"]) == 100
    assert (await risk_of(market, order))["open_cash"]["amount"] == 0


async def test_who_dies_between_the_word_and_the_stock_leaves_nothing_undone(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await waiting(market)
    fails = Fails(market.inventory.commit, Unavailable("inventory does not answer"), 1)
    monkeypatch.setattr(market.inventory, "commit", fails)
    reply = await confirm(market, order, market.notifications.last_code(PHONE))
    assert reply.status_code == 503
    assert await status_of(market, order) == "awaiting_confirmation"
    with clock.frozen(clock.now() + HOURS + timedelta(minutes=1)):
        await market.service.settle()
    assert await status_of(market, order) == "confirmed"
    assert len(await market.service.told(OrderConfirmed)) == 1


async def test_stock_that_went_to_somebody_else_ends_what_was_confirmed(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await waiting(market)
    monkeypatch.setattr(market.inventory, "commit", Fails(market.inventory.commit, HoldGone("gone"), 9))
    reply = await confirm(market, order, market.notifications.last_code(PHONE))
    assert reply.json()["status"] == "cancelled"


async def test_very_risky_orders_are_not_paid_at_the_door_but_in_advance(market: Market) -> None:
    market.compliance.set_rule("cod.refuse_from", 10)
    reply = await checked_out(market)
    assert (reply.status_code, reply.json()["code"]) == (409, "cod_refused")
    assert reply.json()["data"]["reasons"][0]["bn"]
    assert market.inventory.available(market.offers["panjabi"]) == 100
    paid = await checked_out(market, payment_method="bkash")
    order = paid.json()["order"]
    assert order["status"] == "awaiting_payment"
    switched = await market.service.post(f"/orders/{order['id']}/pay-on-delivery", as_=market.customer)
    assert (switched.status_code, switched.json()["code"]) == (409, "cod_refused")


async def test_what_is_decided_is_counted(market: Market) -> None:
    before = [counted("accept"), counted("cod_refused")]
    await checked_out(market)
    market.compliance.set_rule("cod.refuse_from", 1)
    market.compliance.set_rule("cod.orders_per_address", 1)
    await checked_out(market)
    assert [counted("accept") - before[0], counted("cod_refused") - before[1]] == [1, 1]


async def test_of_two_purchases_at_once_only_one_fits_under_the_limit_of_a_customer(market: Market) -> None:
    market.compliance.set_rule("cod.open_customer", 300000)
    replies = await asyncio.gather(*(checked_out(market) for _ in range(4)))
    found = sorted((reply.status_code, reply.json().get("code", "")) for reply in replies)
    assert found == [(201, "")] + [(409, "cod_exposure_exceeded")] * 3
    order = next(reply.json()["order"] for reply in replies if reply.status_code == 201)
    assert market.inventory.available(market.offers["panjabi"]) == 98
    await ended(market, order)
    assert (await checked_out(market)).status_code == 201


async def test_a_district_has_a_limit_of_its_own(market: Market) -> None:
    market.compliance.set_rule("cod.open_area.dhaka", 300000)
    assert (await checked_out(market)).status_code == 201
    other = ADDRESS | {"phone": "01812345670"}
    cart_id, token = await market.guest_cart(("panjabi", 2))
    form = await market.order_form(cart_id, guest=token)
    form |= {"phone_proof": market.accounts.prove("01812345671"), "address": other}
    reply = await market.service.post("/checkout", form, guest=token)
    assert (reply.status_code, reply.json()["code"]) == (409, "cod_exposure_exceeded")
    assert reply.json()["data"]["scope"] == "area"
    market.compliance.set_rule("cod.max_order_in.dhaka", 100000)
    assert (await checked_out(market)).json()["code"] == "cod_limit_exceeded"


async def test_many_orders_from_one_device_and_to_one_address_are_noticed(market: Market) -> None:
    for key in ("cod.orders_per_device", "cod.orders_per_address", "cod.orders_per_phone"):
        market.compliance.set_rule(key, 2)
    await checked_out(market, device_id="device-1")
    order = (await checked_out(market, device_id="device-1")).json()["order"]
    points = {each["code"]: each["value"] for each in (await risk_of(market, order))["appraisal"]["factors"]}
    assert points == {"many_from_phone": 2, "many_from_device": 2, "many_to_address": 2}
    with clock.frozen(clock.now() + timedelta(hours=25)):
        later = await market.buy(("panjabi", 1))
    assert (await risk_of(market, later))["appraisal"]["factors"] == []


async def test_staff_block_and_allow_phones_until_a_day(market: Market) -> None:
    until = (clock.now() + timedelta(days=2)).isoformat()
    form = {"phone": "01712345678", "verdict": "blocked", "reason": "never pays", "expires_at": until}
    listed = (await market.service.post("/admin/risk/phones", form, as_=SUPPORT)).json()
    assert listed["phone"] == "+88017*****678"
    assert (await checked_out(market)).json()["code"] == "cod_refused"
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert (await checked_out(market)).status_code == 201
    market.compliance.set_rule("cod.refuse_from", 1)
    allowed = form | {"verdict": "allowed", "reason": "a good one"}
    listed = (await market.service.post("/admin/risk/phones", allowed, as_=SUPPORT)).json()
    assert (await checked_out(market)).status_code == 201
    page = (await market.service.get("/admin/risk/phones", as_=SUPPORT)).json()
    assert [each["verdict"] for each in page["items"]] == ["allowed"]
    gone = [await market.service.delete(f"/admin/risk/phones/{listed['id']}", as_=SUPPORT) for _ in range(2)]
    assert [each.status_code for each in gone] == [204, 404]
    past = form | {"expires_at": "2020-01-01T00:00:00Z"}
    assert (await market.service.post("/admin/risk/phones", past, as_=SUPPORT)).status_code == 422


async def test_staff_see_what_other_rules_would_have_decided(market: Market) -> None:
    await ended(market, await market.buy(("panjabi", 2)), code="refused")
    await market.buy(("panjabi", 2))
    form = {"rules": [{"key": "cod.confirm_from", "value": "10"}]}
    preview = (await market.service.post("/admin/risk/preview", form, as_=SUPPORT)).json()
    counts = {each["decision"]: each for each in preview["decisions"]}
    assert (preview["orders"], preview["changed"]) == (2, 2)
    assert (counts["accept"]["before"], counts["confirm"]["after"], counts["confirm"]["after_bad"]) == (2, 2, 1)
    unknown = {"rules": [{"key": "cod.max_order", "value": "10"}]}
    assert (await market.service.post("/admin/risk/preview", unknown, as_=SUPPORT)).status_code == 422


async def test_neither_events_nor_tables_hold_a_phone_or_an_address(market: Market) -> None:
    order = await waiting(market)
    await confirm(market, order, market.notifications.last_code(PHONE))
    until = (clock.now() + timedelta(days=2)).isoformat()
    form = {"phone": "01712345678", "verdict": "allowed", "reason": "a good one", "expires_at": until}
    await market.service.post("/admin/risk/phones", form, as_=SUPPORT)
    tables = ("event_log", "order_view", "order_trace", "parcel_outcome", "listed_phone", "order_confirmation")
    async with market.service.database.transaction() as tx:
        for table in tables:
            rows = await tx.rows(text(f"SELECT to_jsonb(t) AS row FROM {table} t"))
            written = json.dumps([row["row"] for row in rows], ensure_ascii=False)
            assert rows or table == "parcel_outcome"
            assert "1712345678" not in written
            assert "Rahima" not in written
            assert table != "order_confirmation" or market.notifications.last_code(PHONE) not in written
