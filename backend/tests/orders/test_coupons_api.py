import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.kernel import clock
from orders.market import Market
from support import tokens

MANAGER = "coupons.manage"


def terms(market: Market, **changes: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "code": "EID10",
        "percent": "10",
        "funder": {"kind": "operator"},
        "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=1)).isoformat(),
        "total_limit": 5,
        **changes,
    }


async def coupon(market: Market, **changes: Any) -> Any:
    reply = await market.service.post("/admin/coupons", terms(market, **changes), as_=tokens.staff(MANAGER))
    assert reply.status_code == 201, reply.text
    return reply.json()


async def enter(market: Market, cart_id: str, code: str = "EID10", **who: str) -> Any:
    return await market.service.post(f"/carts/{cart_id}/coupon", {"code": code}, **(who or {"as_": market.customer}))


async def used(market: Market) -> int:
    page = (await market.service.get("/admin/coupons", as_=tokens.staff(MANAGER))).json()
    return int(page["items"][0]["used"])


async def test_an_operators_coupon_takes_its_percentage_off_everything(market: Market) -> None:
    await coupon(market)
    cart_id = await market.cart(("panjabi", 1), ("sari", 1), as_=market.customer)
    entered = await enter(market, cart_id, "eid১০")
    assert (entered.status_code, entered.json()["coupon_code"]) == (200, "EID10")
    quote = await market.quote(cart_id, as_=market.customer)
    assert [part["discount"]["amount"] for part in quote["vendor_orders"]] == [12500, 8990]


async def test_a_vendors_coupon_takes_off_that_vendors_goods_and_lowers_its_commission(market: Market) -> None:
    await coupon(market, funder={"kind": "vendor", "vendor_id": market.vendor_ids["a"]})
    cart_id = await market.cart(("panjabi", 1), ("sari", 1), as_=market.customer)
    await enter(market, cart_id)
    form = await market.order_form(cart_id, as_=market.customer)
    order = (await market.service.post("/checkout", form, as_=market.customer)).json()["order"]
    everything = await market.service.get(f"/admin/orders/{order['id']}", as_=tokens.staff("orders.read"))
    a, b = everything.json()["vendor_orders"]
    assert (a["goods"]["amount"], a["operator_discount"]["amount"], a["commission"]["amount"]) == (112500, 0, 11250)
    assert b["goods"]["amount"] == 89900


async def test_a_coupon_of_an_unknown_vendor_is_not_made(market: Market) -> None:
    body = terms(market, funder={"kind": "vendor", "vendor_id": "ven_none"})
    reply = await market.service.post("/admin/coupons", body, as_=tokens.staff(MANAGER))
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_vendor")


@pytest.mark.parametrize(
    "field, value",
    [
        ("percent", "0"),
        ("percent", "100.01"),
        ("percent", "NaN"),
        ("percent", "1.005"),
        ("total_limit", 0),
        ("per_customer_limit", 0),
        ("ends_at", "2020-01-01T00:00:00Z"),
        ("ends_at", "9999-12-31T23:59:59Z"),
        ("starts_at", "0001-01-01T00:00:00Z"),
        ("min_goods", {"amount": -1, "currency": "BDT"}),
        ("min_goods", {"amount": 10**30, "currency": "BDT"}),
        ("min_goods", {"amount": 1, "currency": "USD"}),
        ("code", "a\u0000bc"),
    ],
)
async def test_terms_that_make_no_sense_are_refused_by_name(market: Market, field: str, value: object) -> None:
    body = terms(market, **{field: value})
    reply = await market.service.post("/admin/coupons", body, as_=tokens.staff(MANAGER))
    assert reply.status_code in (400, 422), reply.text
    assert field in reply.text


async def test_two_coupons_do_not_share_a_code(market: Market) -> None:
    await coupon(market)
    reply = await market.service.post("/admin/coupons", terms(market, code="eid10"), as_=tokens.staff(MANAGER))
    assert (reply.status_code, reply.json()["code"]) == (409, "coupon_code_taken")


async def test_an_ended_coupon_is_refused_at_the_cart_and_gone_from_the_quote(market: Market) -> None:
    made = await coupon(market)
    cart_id = await market.cart(("sari", 1), as_=market.customer)
    await enter(market, cart_id)
    now = clock.now()
    path, manager = f"/admin/coupons/{made['id']}", tokens.staff(MANAGER)
    ended = await market.service.patch(path, {"ends_at": now.isoformat()}, as_=manager)
    assert ended.status_code == 200, ended.text
    assert (await enter(market, cart_id)).json()["data"]["reason"] == "ended"
    quote = await market.quote(cart_id, as_=market.customer)
    assert quote["discount"]["amount"] == 0
    assert [(each["code"], each["reason"]) for each in quote["problems"]] == [("coupon_not_usable", "ended")]
    again = await market.service.patch(path, {"ends_at": now.isoformat()}, as_=manager)
    assert (again.status_code, again.json()["code"]) == (409, "coupon_ended")


async def test_a_coupon_below_its_minimum_does_not_stand_in_the_way(market: Market) -> None:
    await coupon(market, min_goods={"amount": 100000, "currency": "BDT"})
    cart_id = await market.cart(("sari", 1), as_=market.customer)
    await enter(market, cart_id)
    form = await market.order_form(cart_id, as_=market.customer)
    assert form["expected_total"]["amount"] == 95900
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 201
    assert await used(market) == 0


async def test_a_dropped_coupon_takes_nothing_off(market: Market) -> None:
    await coupon(market)
    cart_id = await market.cart(("sari", 1), as_=market.customer)
    await enter(market, cart_id)
    dropped = await market.service.delete(f"/carts/{cart_id}/coupon", as_=market.customer)
    assert dropped.json()["coupon_code"] is None
    assert (await market.quote(cart_id, as_=market.customer))["discount"]["amount"] == 0


async def checkouts_with_coupon(market: Market, how_many: int) -> list[Any]:
    """So many customers with a cart each, all at the same moment."""

    async def prepared() -> tuple[dict[str, Any], str]:
        token = tokens.customer(market.accounts.person())
        cart_id = await market.cart(("sari", 1), as_=token)
        await enter(market, cart_id, as_=token)
        return await market.order_form(cart_id, as_=token), token

    forms = [await prepared() for _ in range(how_many)]
    return await asyncio.gather(*(market.service.post("/checkout", form, as_=token) for form, token in forms))


async def test_a_limit_holds_when_everybody_comes_at_once(market: Market) -> None:
    await coupon(market, total_limit=5)
    replies = await checkouts_with_coupon(market, 20)
    assert sorted(reply.status_code for reply in replies) == [201] * 5 + [409] * 15
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"coupon_exhausted"}
    assert await used(market) == 5
    assert market.inventory.available(market.offers["sari"]) == 95


async def test_who_came_too_late_may_order_without_the_coupon(market: Market) -> None:
    await coupon(market, total_limit=1)
    token = tokens.customer(market.accounts.person())
    cart_id = await market.cart(("sari", 1), as_=token)
    await enter(market, cart_id, as_=token)
    form = await market.order_form(cart_id, as_=token)
    assert [reply.status_code for reply in await checkouts_with_coupon(market, 1)] == [201]
    late = await market.service.post("/checkout", form, as_=token)
    assert (late.status_code, late.json()["code"]) == (409, "cart_changed")
    form["expected_total"] = late.json()["data"]["total"]
    assert (await market.service.post("/checkout", form, as_=token)).status_code == 201


async def test_a_customer_uses_a_coupon_as_often_as_allowed_also_at_the_same_moment(market: Market) -> None:
    await coupon(market, per_customer_limit=2)
    forms = []
    for _ in range(5):
        cart_id = await market.cart(("mug", 1), as_=market.customer)
        await enter(market, cart_id)
        forms.append(await market.order_form(cart_id, as_=market.customer))
    replies = await asyncio.gather(*(market.service.post("/checkout", form, as_=market.customer) for form in forms))
    assert sorted(reply.status_code for reply in replies) == [201, 201, 409, 409, 409]
    assert await used(market) == 2


async def test_guests_are_told_apart_by_their_confirmed_phone(market: Market) -> None:
    await coupon(market, per_customer_limit=1)
    statuses = []
    for number in ("01912345678", "+8801912345678", "01512345678"):
        cart_id, token = await market.guest_cart(("mug", 1))
        await enter(market, cart_id, guest=token)
        form = await market.order_form(cart_id, guest=token)
        form["phone_proof"] = market.accounts.prove(number)
        statuses.append((await market.service.post("/checkout", form, guest=token)).status_code)
    assert statuses == [201, 409, 201]


async def test_cancelling_a_confirmed_order_gives_the_coupon_back(market: Market) -> None:
    await coupon(market)
    (reply,) = await checkouts_with_coupon(market, 1)
    order_id = reply.json()["order"]["id"]
    await market.service.post(
        f"/admin/orders/{order_id}/cancel", {"reason": "a test"}, as_=tokens.staff("orders.manage")
    )
    assert await used(market) == 0
