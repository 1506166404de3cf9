"""A thousand people want the last hundred units: a hundred get one each, the others are told so. Nobody gets two."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from support import tokens
from support.whole import Whole, whole

BUYERS = 1000
UNITS = 100
PRICE = 50000
ADMIN = ("vendors.approve", "catalog.manage", "coupons.manage", "messages.read", "ledger.read")
ADDRESS = {"recipient_name": "A Buyer", "phone": "01711000111", "line1": "House 1", "upazila_id": "dhaka/dhanmondi"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
async def market(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Whole]:
    async with whole(postgres_url, monkeypatch) as marketplace:
        yield marketplace


async def test_a_thousand_buyers_of_a_hundred_units(market: Whole) -> None:
    offer = await an_offer(market, UNITS)
    carts = await gathered(cart_of(market, offer, buyer) for buyer in range(BUYERS))
    replies = await gathered(buy(market, cart, buyer) for buyer, cart in enumerate(carts))
    outcomes = Counter((reply.status_code, reply.json().get("code", "")) for reply in replies)
    assert outcomes == {(201, ""): UNITS, (409, "out_of_stock"): BUYERS - UNITS}
    await all_sold_once(market, offer, replies)


async def test_a_storm_of_retries_with_the_same_keys(market: Whole) -> None:
    offer = await an_offer(market, 20)
    carts = await gathered(cart_of(market, offer, buyer) for buyer in range(60))
    storm = [(buyer, cart) for buyer, cart in enumerate(carts) for _ in range(5)]
    replies = await gathered(buy(market, cart, buyer, key=f"storm-of-buyer-{buyer:06}") for buyer, cart in storm)
    assert {reply.status_code for reply in replies} <= {201, 409}
    placed = {reply.json()["order"]["id"] for reply in replies if reply.status_code == 201}
    assert len(placed) == 20
    await all_sold_once(market, offer, [reply for reply in replies if reply.status_code == 201])


async def test_a_coupon_for_ten_is_used_ten_times(market: Whole) -> None:
    offer = await an_offer(market, 200)
    coupon = {
        "code": "FIRST10", "percent": "10", "funder": {"kind": "operator"}, "total_limit": 10,
        "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z",
    }  # fmt: skip
    await market.ok("POST", "/admin/coupons", coupon, as_=tokens.staff(*ADMIN))
    carts = await gathered(cart_of(market, offer, buyer, coupon="FIRST10") for buyer in range(50))
    replies = await gathered(buy(market, cart, buyer, discount=5000) for buyer, cart in enumerate(carts))
    outcomes = Counter((reply.status_code, reply.json().get("code", "")) for reply in replies)
    assert outcomes[(201, "")] == 10
    assert sum(outcomes.values()) - outcomes[(409, "coupon_exhausted")] - outcomes[(409, "cart_changed")] == 10
    [shown] = (await market.ok("GET", "/admin/coupons", as_=tokens.staff(*ADMIN)))["items"]
    assert shown["used"] == 10
    stock = await stock_of(market, offer)
    assert (stock["on_hand"], stock["held"]) == (190, 0)


async def all_sold_once(market: Whole, offer: dict[str, Any], replies: list[Any]) -> None:
    """As many orders as units sold, each of another cart, and nothing set aside any more."""
    orders = {reply.json()["order"]["id"] for reply in replies if reply.status_code == 201}
    numbers = {reply.json()["order"]["number"] for reply in replies if reply.status_code == 201}
    stock = await stock_of(market, offer)
    assert (stock["on_hand"], stock["held"]) == (offer["units"] - len(orders), 0)
    assert len(numbers) == len(orders) == offer["units"]


async def stock_of(market: Whole, offer: dict[str, Any]) -> dict[str, Any]:
    found = await market.ok("GET", "/vendor/stock", as_=offer["vendor"])
    return dict(next(item for item in found["items"] if item["offer_id"] == offer["id"]))


async def gathered(calls: Any) -> list[Any]:
    """All at once."""
    return list(await asyncio.gather(*calls))


async def cart_of(market: Whole, offer: dict[str, Any], buyer: int, coupon: str = "") -> str:
    token = tokens.customer(f"usr_{buyer:026}")
    cart = await market.ok("POST", "/carts", {}, as_=token)
    await market.ok("POST", f"/carts/{cart['id']}/lines", {"offer_id": offer["id"], "quantity": 1}, as_=token)
    if coupon:
        await market.ok("POST", f"/carts/{cart['id']}/coupon", {"code": coupon}, as_=token)
    return str(cart["id"])


async def buy(market: Whole, cart_id: str, buyer: int, *, key: str = "", discount: int = 0) -> Any:
    total = {"amount": PRICE + 6000 - discount, "currency": "BDT"}
    where = ADDRESS | {"phone": f"017{buyer:08}", "line1": f"House {buyer + 1}, Road 27"}
    body = {"cart_id": cart_id, "address": where, "payment_method": "cod", "expected_total": total}
    return await market.call("POST", "/checkout", body, as_=tokens.customer(f"usr_{buyer:026}"), key=key)


async def an_offer(market: Whole, units: int) -> dict[str, Any]:
    """A shop in Dhaka with one product, and so many units of it."""
    from support.shopkeeping import open_for_business

    return await open_for_business(market, price=PRICE, units=units)
