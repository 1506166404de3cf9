"""Returns over HTTP: the customer asks, the vendor answers and looks, others hear of it, and timers do the rest."""

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.compliance import DisputeDecided
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from orders.market import Market
from orders.test_orders_api import act, delivered, part_of
from support import tokens

STAFF = tokens.staff("orders.read", "orders.manage")


async def bought(market: Market, *wanted: tuple[str, int]) -> Any:
    """An order that has arrived."""
    order = await market.buy(*(wanted or [("panjabi", 2)]))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    await market.service.publish(delivered(order))
    return order


def wish(order: Any, quantity: int = 1, code: str = "damaged") -> dict[str, Any]:
    part = order["vendor_orders"][0]
    lines = [{"line_id": part["lines"][0]["id"], "quantity": quantity}]
    return {"vendor_order_id": part["id"], "lines": lines, "code": code, "reason": "the seam is open"}


async def ask(market: Market, order: Any, **how: Any) -> Any:
    reply = await market.service.post(f"/orders/{order['id']}/returns", wish(order, **how), as_=market.customer)
    assert reply.status_code == 201, reply.text
    return reply.json()


async def answer(market: Market, asked: Any, step: str, body: Any = None) -> Any:
    reply = await market.service.post(f"/vendor/returns/{asked['id']}/{step}", body, as_=market.staff_of("a"))
    assert reply.status_code == 200, reply.text
    return reply.json()


async def seen(market: Market, order: Any) -> Any:
    return (await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()


def found(asked: Any, **how: int) -> dict[str, Any]:
    return {"lines": [{"line_id": asked["lines"][0]["line_id"], **how}]}


async def test_a_return_from_the_wish_to_the_money(market: Market) -> None:
    order = await bought(market)
    asked = await ask(market, order)
    assert (asked["status"], asked["worth"]["amount"]) == ("requested", 125000)
    (waiting,) = (await market.service.get("/vendor/returns?status=requested", as_=market.staff_of("a"))).json()[
        "items"
    ]
    assert waiting["id"] == asked["id"]
    assert (await seen(market, order))["status"] == "return_requested"
    assert (await answer(market, asked, "approve", {"note": "send it"}))["answer"] == "send it"
    stock = market.inventory.on_hand[market.offers["panjabi"]]
    back = await answer(market, asked, "received", found(asked, as_described=1))
    assert (back["status"], back["worth"]["amount"]) == ("received", 125000)
    await market.service.settle()
    assert market.inventory.on_hand[market.offers["panjabi"]] == stock + 1
    (accepted,) = await market.service.told(contract.ReturnAccepted)
    paid = RefundCompleted(
        refund_id="ref_1", order_id=order["id"], vendor_order_id=part_of(order), amount=accepted.amount,
        at=clock.now(), return_id=asked["id"],
    )  # fmt: skip
    await market.service.publish(paid, paid)
    (ended,) = (await market.service.get(f"/orders/{order['id']}/returns", as_=market.customer)).json()
    assert (ended["status"], ended["paid"]["amount"]) == ("refunded", 125000)
    events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert [each["kind"] for each in events][-5:] == [
        "return_requested", "return_approved", "return_received", "return_granted", "return_refunded",
    ]  # fmt: skip
    assert events[-5]["why"]["en"] == "It arrived damaged"


async def test_photos_are_shown_to_both_and_to_staff(market: Market) -> None:
    order = await bought(market)
    asked = await ask(market, order)
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "PNG")
    path = f"/orders/{order['id']}/returns/{asked['id']}/photos"
    png = {"Content-Type": "image/png"}
    shown = await market.service.post(path, as_=market.customer, content=drawn.getvalue(), headers=png)
    assert shown.status_code == 201, shown.text
    (name,) = shown.json()["photos"]
    for where, who in (
        (path, market.customer),
        (f"/vendor/returns/{asked['id']}/photos", market.staff_of("a")),
        (f"/admin/returns/{asked['id']}/photos", STAFF),
    ):
        reply = await market.service.get(f"{where}/{name}", as_=who)
        assert (reply.status_code, reply.headers["content-type"]) == (200, "image/webp")
    assert (await market.service.get(f"{path}/{'0' * 64}.webp", as_=market.customer)).status_code == 404


async def test_a_vendor_that_says_nothing_agrees_and_goods_that_never_come_end_it(market: Market) -> None:
    order = await bought(market)
    asked = await ask(market, order)
    with clock.frozen(clock.now() + timedelta(hours=49)):
        await market.service.settle()
        assert (await seen(market, order))["status"] == "return_approved"
    with clock.frozen(clock.now() + timedelta(days=14)):
        await market.service.settle()
    ended = (await market.service.get(f"/admin/returns/{asked['id']}", as_=STAFF)).json()
    assert ended["status"] == "lapsed"
    (completed,) = await market.service.told(contract.VendorOrderCompleted)
    assert completed.vendor_order_id == part_of(order)


async def test_a_refusal_that_is_contradicted_is_decided_in_a_dispute(market: Market) -> None:
    order = await bought(market)
    asked = await ask(market, order)
    await answer(market, asked, "refuse", {"reason": "it was worn"})
    path = f"/orders/{order['id']}/returns/{asked['id']}/escalate"
    contradicted = await market.service.post(path, {"reason": "it was not"}, as_=market.customer)
    assert contradicted.json()["status"] == "escalated"
    assert (await market.service.told(contract.ReturnMoved))[-1].status == "escalated"
    decided = DisputeDecided(
        dispute_id="dsp_1", order_id=order["id"], vendor_order_id=part_of(order), vendor_id=asked["vendor_id"],
        outcome="for_customer", refund=Money(125000), at=clock.now(), return_id=asked["id"],
    )  # fmt: skip
    await market.service.publish(decided)
    assert (await seen(market, order))["status"] == "return_approved"


async def test_staff_let_goods_come_back_after_the_window(market: Market) -> None:
    order = await bought(market)
    with clock.frozen(clock.now() + timedelta(days=30)):
        await market.service.settle()
        late = await market.service.post(f"/orders/{order['id']}/returns", wish(order), as_=market.customer)
        assert (late.status_code, late.json()["code"]) == (409, "not_returnable")
        staff = tokens.staff("orders.read", "orders.manage")
        opened = await market.service.post(f"/admin/orders/{order['id']}/returns", wish(order), as_=staff)
        assert opened.json()["status"] == "approved"
        path = f"/admin/returns/{opened.json()['id']}/received"
        back = await market.service.post(path, found(opened.json(), damaged=1), as_=staff)
        assert back.json()["status"] == "received"
    assert (await market.service.told(contract.ReturnAccepted))[0].amount == Money(125000)


async def test_a_guest_gives_back_with_the_token_of_the_cart(market: Market) -> None:
    cart_id, token = await market.guest_cart(("panjabi", 1))
    form = await market.order_form(cart_id, guest=token)
    proof = market.accounts.prove("01712345678")
    made = await market.service.post("/checkout", {**form, "phone_proof": proof}, guest=token)
    assert made.status_code == 201, made.text
    order = made.json()["order"]
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    await market.service.publish(delivered(order))
    asked = await market.service.post(f"/orders/{order['id']}/returns", wish(order), guest=token)
    assert asked.status_code == 201, asked.text
    path = f"/orders/{order['id']}/returns/{asked.json()['id']}"
    assert (await market.service.post(f"{path}/withdraw", guest="x" * 43)).status_code == 404
    assert (await market.service.post(f"{path}/withdraw", guest=token)).json()["status"] == "withdrawn"


async def test_the_same_units_asked_back_twice_at_once_are_in_one_return(market: Market) -> None:
    order = await bought(market)
    path = f"/orders/{order['id']}/returns"
    replies = await asyncio.gather(
        *(market.service.post(path, wish(order, quantity=2), as_=market.customer) for _ in range(4))
    )
    assert sum(reply.status_code == 201 for reply in replies) == 1
    assert {reply.status_code for reply in replies} <= {201, 409, 422}
    assert len((await market.service.get(path, as_=market.customer)).json()) == 1


async def test_what_came_back_is_inspected_once_however_often_that_is_said_at_once(market: Market) -> None:
    order = await bought(market)
    asked = await ask(market, order)
    await answer(market, asked, "approve")
    path = f"/vendor/returns/{asked['id']}/received"
    replies = await asyncio.gather(
        *(market.service.post(path, found(asked, as_described=1), as_=market.staff_of("a")) for _ in range(4))
    )
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409, 409]
    assert len(await market.service.told(contract.ReturnAccepted)) == 1
