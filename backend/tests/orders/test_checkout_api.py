import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bdcommerce.contracts.orders import OrderConfirmed, OrderPlaced
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from orders.market import ADDRESS, Market
from support import tokens
from support.faces.catalog import offer_terms


async def refused(market: Market, form: dict[str, Any], **who: str) -> tuple[int, str]:
    reply = await market.service.post("/checkout", form, **(who or {"as_": market.customer}))
    return reply.status_code, reply.json()["code"]


async def test_a_member_buys_from_two_vendors(market: Market) -> None:
    order = await market.buy(("panjabi", 2), ("sari", 1))
    assert order["total"] == {"amount": 2 * 125000 + 89900 + 12000, "currency": "BDT"}
    assert order["status"] == "confirmed"
    assert [part["total"]["amount"] for part in order["vendor_orders"]] == [256000, 95900]
    assert order["recipient"]["address"]["phone"] == "+8801712345678"
    assert market.inventory.on_hand[market.offers["panjabi"]] == 98


async def test_others_are_told_the_frozen_terms(market: Market) -> None:
    market.vendors.set_commission(8, vendor_id=market.vendor_ids["a"])
    market.compliance.set_rule("tds.agency_pct", 1)
    order = await market.buy(("panjabi", 2))
    (placed,) = await market.service.told(OrderPlaced)
    (confirmed,) = await market.service.told(OrderConfirmed)
    assert placed.order_id == confirmed.order_id == order["id"]
    assert confirmed.place.upazila == "dhaka/dhanmondi"
    (terms,) = confirmed.vendor_orders
    assert (terms.goods, terms.delivery, terms.delivery_vat) == (Money(250000), Money(6000), Money(783))
    assert (terms.commission, terms.commission_vat, terms.withheld_tax) == (Money(20000), Money(3000), Money(2500))
    assert terms.total == confirmed.total == Money(256000)


async def test_lines_carry_what_an_invoice_and_a_pick_list_need(market: Market) -> None:
    market.compliance.set_rule("vat.essential", "7.5")
    rice = replace(offer_terms(vendor_id=market.vendor_ids["a"]), unit="kg", vat_rule="vat.essential", sku="RICE-5")
    market.offers["rice"] = market.catalog.put(rice).offer_id
    market.inventory.on_hand[rice.offer_id] = 10
    order = await market.buy(("rice", 2), ("panjabi", 1))
    (confirmed,) = await market.service.told(OrderConfirmed)
    frozen = {line.sku: (line.unit, line.vat_percent) for line in confirmed.vendor_orders[0].lines}
    assert frozen.pop("RICE-5") == ("kg", Decimal("7.5"))
    assert list(frozen.values()) == [("piece", Decimal(15))]
    ((reference, destination),) = market.inventory.sold_for.values()
    assert (reference, destination) == (order["id"], confirmed.place)


async def test_others_are_told_where_the_customer_bought(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    assert (await market.service.post("/checkout", form | {"channel": "app"}, as_=market.customer)).status_code == 201
    (confirmed,) = await market.service.told(OrderConfirmed)
    assert confirmed.channel == "app"


async def test_a_guest_buys_with_a_confirmed_phone_and_reads_the_order_by_token(market: Market) -> None:
    cart_id, token = await market.guest_cart(("mug", 2))
    form = await market.order_form(cart_id, guest=token)
    assert await refused(market, form, guest=token) == (422, "invalid")
    assert await refused(market, form | {"phone_proof": "forged"}, guest=token) == (401, "bad_phone_proof")
    form |= {"phone_proof": market.accounts.prove("01999999999"), "contact": {"name": "Rina", "email": "r@example.com"}}
    reply = await market.service.post("/checkout", form, guest=token)
    assert reply.status_code == 201, reply.text
    body = reply.json()
    nothing_to_do = {"next_action": None, "pay_until": None, "advance": None}
    assert body["payment"] == {"method": "cod", "status": "due_on_delivery"} | nothing_to_do
    assert body["guest_token"] == token
    assert body["order"]["recipient"]["phone"] == "+8801999999999"
    path = f"/orders/{body['order']['id']}"
    assert (await market.service.get(path, guest=token)).json() == body["order"]
    assert (await market.service.get(path)).status_code == 404
    assert (await market.service.get(path, as_=market.customer)).status_code == 404


async def test_a_guest_who_signs_in_takes_the_cart_along(market: Market) -> None:
    cart_id, token = await market.guest_cart(("mug", 1))
    form = await market.order_form(cart_id, guest=token)
    reply = await market.service.post("/checkout", form, as_=market.customer, guest=token)
    assert reply.status_code == 201
    assert reply.json()["guest_token"] is None
    mine = (await market.service.get("/orders", as_=market.customer)).json()["items"]
    assert [order["id"] for order in mine] == [reply.json()["order"]["id"]]


async def test_an_order_goes_to_a_stored_address(market: Market) -> None:
    from bdcommerce.contracts.accounts import AddressInput

    address_id = await market.accounts.live_at(market.customer_id, AddressInput(**ADDRESS))
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    del form["address"]
    reply = await market.service.post("/checkout", form | {"address_id": address_id}, as_=market.customer)
    assert reply.json()["order"]["recipient"]["address"]["line1"] == ADDRESS["line1"]


async def test_a_drifted_total_is_refused_with_what_holds_now(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    market.catalog.reprice(market.offers["mug"], Money(1))
    reply = await market.service.post("/checkout", form, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "cart_changed")
    data = reply.json()["data"]
    assert data["quote"] == await market.quote(cart_id, as_=market.customer)
    assert data["total"]["amount"] == 12001
    form["expected_total"] = data["total"]
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 201


async def test_what_cannot_be_bought_stops_the_checkout_and_says_which(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), ("sari", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    market.catalog.stop_selling(market.offers["mug"])
    reply = await market.service.post("/checkout", form, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "not_sellable")
    assert [each["reason"] for each in reply.json()["data"]["problems"]] == ["inactive"]


async def test_cash_has_a_limit(market: Market) -> None:
    market.compliance.set_rule("cod.max_order", 45332)
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    assert await refused(market, form) == (409, "cod_limit_exceeded")
    market.compliance.set_rule("cod.max_order", 45333)
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 201


async def test_an_empty_cart_is_refused(market: Market) -> None:
    cart_id = await market.cart(as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    assert await refused(market, form) == (409, "cart_empty")


async def test_out_of_stock_leaves_an_open_cart_and_no_trace(market: Market) -> None:
    market.sell("rare", "a", 100, stock=1)
    cart_id = await market.cart(("rare", 2), ("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    reply = await market.service.post("/checkout", form, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "out_of_stock")
    assert reply.json()["data"]["shortages"] == {market.offers["rare"]: 1}
    assert market.inventory.available(market.offers["mug"]) == 100
    assert (await market.service.get("/orders", as_=market.customer)).json()["items"] == []
    cart = (await market.service.get(f"/carts/{cart_id}", as_=market.customer)).json()
    assert (cart["status"], cart["order_id"]) == ("open", None)
    await market.service.patch(f"/carts/{cart_id}/lines/{cart['lines'][0]['id']}", {"quantity": 1}, as_=market.customer)
    again = await market.order_form(cart_id, as_=market.customer)
    assert (await market.service.post("/checkout", again, as_=market.customer)).status_code == 201


async def test_the_same_cart_again_is_the_same_order(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    first = await market.service.post("/checkout", form, as_=market.customer)
    market.catalog.reprice(market.offers["mug"], Money(1))
    second = await market.service.post("/checkout", form, as_=market.customer)
    assert (second.status_code, second.json()) == (201, first.json())
    assert len(await market.service.told(OrderConfirmed)) == 1


async def test_a_cart_that_was_ordered_changes_no_more(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    order = (await market.service.post("/checkout", form, as_=market.customer)).json()["order"]
    line = {"offer_id": market.offers["mug"], "quantity": 1}
    reply = await market.service.post(f"/carts/{cart_id}/lines", line, as_=market.customer)
    assert (reply.status_code, reply.json()["code"]) == (409, "cart_closed")
    cart = (await market.service.get(f"/carts/{cart_id}", as_=market.customer)).json()
    assert (cart["status"], cart["order_id"]) == ("ordered", order["id"])


async def test_fifty_checkouts_of_one_cart_at_once_make_one_order(market: Market) -> None:
    cart_id = await market.cart(("panjabi", 1), ("sari", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    replies = await asyncio.gather(*(market.service.post("/checkout", form, as_=market.customer) for _ in range(50)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["order"]["id"] for reply in replies}) == 1
    assert market.inventory.on_hand[market.offers["panjabi"]] == 99
    assert len(await market.service.told(OrderPlaced)) == len(await market.service.told(OrderConfirmed)) == 1
    mine = (await market.service.get("/orders", as_=market.customer)).json()["items"]
    assert len(mine) == 1


async def test_twenty_customers_get_twenty_numbers(market: Market) -> None:
    async def form_of(token: str) -> dict[str, Any]:
        return await market.order_form(await market.cart(("mug", 1), as_=token), as_=token)

    customers = [tokens.customer(market.accounts.person()) for _ in range(20)]
    with clock.frozen(datetime(2026, 11, 22, 18, 30, tzinfo=UTC)):  # half past midnight in Dhaka
        customers = [tokens.customer(f"usr_{at}") for at in range(20)]
        forms = [await form_of(token) for token in customers]
        replies = await asyncio.gather(
            *(market.service.post("/checkout", form, as_=who) for form, who in zip(forms, customers, strict=True))
        )
    numbers = sorted(reply.json()["order"]["number"] for reply in replies)
    assert numbers == [f"BD-261123-{at:06d}" for at in range(1, 21)]


async def test_the_same_key_gives_the_stored_reply(market: Market) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    key = "checkout-0123456789"
    first = await market.service.post("/checkout", form, as_=market.customer, key=key)
    second = await market.service.post("/checkout", form, as_=market.customer, key=key)
    assert second.headers["idempotency-replayed"] == "true"
    assert second.json() == first.json()


@pytest.mark.parametrize(
    "change",
    [
        {"payment_method": "credit"},
        {"channel": "pigeon"},
        {"expected_total": {"amount": "much"}},
        {"address": ADDRESS | {"upazila_id": "atlantis"}},
        {"address": ADDRESS | {"phone": "12"}},
        {"contact": {"email": "nobody"}},
        {"surprise": 1},
        {"cart_id": "crt_\u0000"},
    ],
)
async def test_a_form_that_makes_no_sense_is_refused(market: Market, change: dict[str, Any]) -> None:
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    reply = await market.service.post("/checkout", form | change, as_=market.customer)
    assert reply.status_code in (400, 422), reply.text


async def test_names_and_phones_stand_in_no_event_and_in_no_read_table(market: Market) -> None:
    await market.buy(("mug", 1))
    from sqlalchemy import text

    async with market.service.database.transaction() as tx:
        for table in ("event_log", "order_view", "vendor_order_view", "timeline", "order_contact", "saga"):
            for row in await tx.rows(text(f"SELECT CAST({table} AS text) AS row FROM {table}")):
                assert "Rahima" not in row["row"], table
                assert "712345678" not in row["row"], table
