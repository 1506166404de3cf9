"""A purchase paid by bKash through the whole marketplace: orders, stock and payments together, bKash over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import party
from orders.market import ADDRESS
from payments.till import WALLET
from support import tokens
from support.servers import serving
from support.shopkeeping import open_for_business
from support.whole import Whole, whole

PATIENCE_SECONDS = 30


class Customer:
    """Somebody with a browser."""

    def __init__(self, market: Whole, offer: dict[str, Any], bkash: httpx.AsyncClient) -> None:
        self.market, self.offer, self.bkash = market, offer, bkash
        self.token = tokens.customer(new_id("usr"))

    async def check_out(self) -> dict[str, Any]:
        """Two of the thing, by bKash."""
        cart = (await self.market.ok("POST", "/carts", as_=self.token))["id"]
        wanted = {"offer_id": self.offer["id"], "quantity": 2}
        await self.market.ok("POST", f"/carts/{cart}/lines", wanted, as_=self.token)
        quote = await self.market.ok("POST", f"/carts/{cart}/quote", {"address": ADDRESS}, as_=self.token)
        form = {"cart_id": cart, "payment_method": "bkash", "expected_total": quote["total"], "address": ADDRESS}
        found: dict[str, Any] = await self.market.ok("POST", "/checkout", form, as_=self.token)
        return found

    async def pay(self, checkout: dict[str, Any]) -> str:
        """On bKash's page; where the browser is sent."""
        page = checkout["payment"]["next_action"]["redirect_url"]
        reply = await self.bkash.post(page, data=WALLET | {"choice": "success"})
        return reply.headers["location"]

    async def until(self, order_id: str, status: str) -> dict[str, Any]:
        """Wait until the order says so."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                order: dict[str, Any] = await self.market.ok("GET", f"/orders/{order_id}", as_=self.token)
                if order["status"] == status:
                    return order
                await asyncio.sleep(0.05)


@pytest.fixture
async def customer(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Customer]:
    async def whichever(scope: Any, receive: Any, send: Any) -> None:
        await simulators(scope, receive, send)

    async with serving(whichever) as url:
        simulators = application([party(url)])
        monkeypatch.setenv("BDC_SIMULATORS_URL", url)
        monkeypatch.setenv("BDC_PAYMENTS_LOOKS", "1")
        monkeypatch.setenv("BDC_PAYMENTS_REFUND_LOOKS", "1")
        async with whole(postgres_url, monkeypatch) as market, httpx.AsyncClient() as bkash:
            offer = await open_for_business(market, price=125000, units=5)
            yield Customer(market, offer, bkash)


@pytest.mark.slow
async def test_a_purchase_paid_by_bkash_is_confirmed_although_the_browser_never_returns(customer: Customer) -> None:
    checkout = await customer.check_out()
    order = checkout["order"]
    assert (order["status"], checkout["payment"]["status"]) == ("awaiting_payment", "redirected")
    began = clock.now()
    await customer.pay(checkout)
    await customer.until(order["id"], "confirmed")
    assert (clock.now() - began).total_seconds() < PATIENCE_SECONDS
    payment = await customer.market.ok("GET", f"/payments/{order['id']}", as_=customer.token)
    assert (payment["status"], payment["captured"]) == ("captured", order["total"])
    cancelled = await customer.market.ok(
        "POST", f"/orders/{order['id']}/cancel", {"code": "changed_mind"}, as_=customer.token
    )
    assert cancelled["status"] == "cancelled"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while payment["status"] != "refunded":
            payment = await customer.market.ok("GET", f"/payments/{order['id']}", as_=customer.token)
            await asyncio.sleep(0.05)
    balances = await customer.market.ok("GET", "/admin/ledger/trial-balance", as_=tokens.staff("ledger.read"))
    assert {each["balance"]["amount"] for each in balances["accounts"]} == {0}


@pytest.mark.slow
async def test_of_goods_that_are_not_ready_a_tenth_is_paid_by_bkash_and_the_rest_waits_for_the_door(
    customer: Customer,
) -> None:
    market, vendor = customer.market, customer.offer["vendor"]
    late = {"version": 1, "ready_to_ship": False}
    await market.ok("PATCH", f"/vendor/offers/{customer.offer['id']}", late, as_=vendor)
    checkout = await customer.check_out()
    order = checkout["order"]
    assert (order["status"], order["advance"]["amount"]) == ("awaiting_payment", 25000)
    await customer.pay(checkout)
    await customer.until(order["id"], "confirmed")
    payment = await market.ok("GET", f"/payments/{order['id']}", as_=customer.token)
    assert (payment["status"], payment["captured"]["amount"], payment["outstanding"]["amount"]) == (
        "captured",
        25000,
        0,
    )
    staff = tokens.staff("orders.read", "ledger.read", "risk.manage")
    risk = await market.ok("GET", f"/admin/orders/{order['id']}/risk", as_=staff)
    assert risk["open_cash"]["amount"] == order["total"]["amount"] - 25000
    balances = await market.ok("GET", "/admin/ledger/trial-balance", as_=staff)
    found = {each["account"]: each["balance"]["amount"] for each in balances["accounts"]}
    assert {name: amount for name, amount in found.items() if amount} == {
        "asset:provider:bkash": -25000, "liability:customer_funds": 25000,
    }  # fmt: skip
