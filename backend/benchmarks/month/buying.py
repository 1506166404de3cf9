"""Customers of a month: they order, pay, cancel, accept and give back."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.benchmarks.month.calling import Person
from backend.benchmarks.month.faults import Faults
from backend.benchmarks.month.paying import answer_page, come_back
from backend.benchmarks.month.plan import Purchase
from backend.benchmarks.month.world import World

from bdcommerce.accounts.handlers import people as accounts
from bdcommerce.demo.client import Refused
from bdcommerce.demo.theatre import at_work
from bdcommerce.kernel import phone


@dataclass(slots=True)
class Buyer:
    """Somebody with an account."""

    api: Person
    wallet_id: str = ""


@dataclass(slots=True)
class Part:
    """One vendor's part of an order."""

    purchase: Purchase
    buyer: Buyer
    order_id: str
    vendor_order_id: str
    vendor_id: str
    lines: list[dict[str, Any]]
    total: int
    delivery: int
    prepaid: bool
    over: bool = False
    """Cancelled before a courier had it."""


@dataclass(slots=True)
class Bought:
    """What has come of it so far."""

    parts: dict[str, Part] = field(default_factory=dict)
    """By vendor order."""
    orders: dict[str, Purchase] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)


class Buying:
    """Plays customers."""

    def __init__(self, world: World, faults: Faults, bought: Bought) -> None:
        self._world, self._faults, self.bought = world, faults, bought
        self._buyers: dict[int, Buyer] = {}

    def later(self, purchase: Purchase, least: float, most: float, *, working: bool = False) -> datetime:
        """In so many hours."""
        chance = self._world.chance("later", purchase.number, least, most)
        at = self._world.theatre.at + timedelta(hours=chance.uniform(least, most))
        return at_work(at) if working else at

    async def buy(self, purchase: Purchase) -> None:
        """From the cart to the provider's page."""
        buyer = await self._buyer(purchase)
        method = "bkash" if purchase.method == "wallet" else purchase.method
        if purchase.method == "wallet" and not buyer.wallet_id:
            await self._save_wallet(buyer)
        self._faults.before_paying(method, purchase.number)
        placed = await self._checked_out(buyer, purchase, method)
        if placed is None:
            self.bought.ends["turned away"] += 1
            return
        order = placed["order"]
        self.bought.orders[order["id"]] = purchase
        self.bought.ends["ordered"] += 1
        self._remember(buyer, purchase, order)
        await self._world.theatre.settle()
        if order["status"] == "awaiting_confirmation":
            note = {"note": "picked up at once and confirmed"}
            await self._world.staff["admin"].post(f"/admin/orders/{order['id']}/confirmation", note)
        if placed["payment"]["method"] != "cod":
            await self._pay(buyer, purchase, order["id"], placed["payment"])
        if purchase.fate == "customer_cancels":
            self._world.theatre.plan(self.later(purchase, 0.5, 6), lambda: self._cancel(buyer, order["id"]))

    async def _checked_out(self, buyer: Buyer, purchase: Purchase, method: str) -> Any:
        api, customer = buyer.api, purchase.customer
        cart = (await api.post("/carts"))["id"]
        for ware, quantity in purchase.lines:
            await api.post(f"/carts/{cart}/lines", {"offer_id": ware.offer_id, "quantity": quantity})
        address = {
            "recipient_name": customer.name,
            "phone": customer.phone,
            "line1": customer.line1,
            "upazila_id": customer.upazila_id,
        }
        quote = await api.post(f"/carts/{cart}/quote", {"address": address, "payment_method": method})
        form = {"cart_id": cart, "payment_method": method, "expected_total": quote["total"], "address": address}
        form |= {"wallet_id": buyer.wallet_id} if purchase.method == "wallet" and buyer.wallet_id else {}
        try:
            return await api.post("/checkout", form)
        except Refused as refused:
            self.bought.ends[f"refused: {refused.code}"] += 1
        if method != "cod":
            return None
        try:
            return await api.post("/checkout", form | {"payment_method": "bkash"})
        except Refused:
            return None

    def _remember(self, buyer: Buyer, purchase: Purchase, order: dict[str, Any]) -> None:
        for part in order["vendor_orders"]:
            self.bought.parts[part["id"]] = Part(
                purchase=purchase,
                buyer=buyer,
                order_id=order["id"],
                vendor_order_id=part["id"],
                vendor_id=part["vendor_id"],
                lines=part["lines"],
                total=part["total"]["amount"],
                delivery=part["delivery"]["amount"],
                prepaid=order["payment_method"] != "cod",
            )

    async def _buyer(self, purchase: Purchase) -> Buyer:
        who = purchase.customer
        if who.number not in self._buyers:
            async with self._world.theatre.deps("accounts").works() as work:
                person = await accounts.register_phone(work, phone.normalise(who.phone), who.language)
            self._buyers[who.number] = Buyer(self._world.person(person.id))
        return self._buyers[who.number]

    async def _save_wallet(self, buyer: Buyer) -> None:
        try:
            asked = await buyer.api.post("/me/wallets", {"provider": "bkash"})
        except Refused:
            return
        led = await answer_page(self._world.line, "bkash", asked["next_action"]["redirect_url"])
        await come_back(self._world.line, led)
        found = await buyer.api.get("/me/wallets")
        buyer.wallet_id = next((each["id"] for each in found if each["status"] == "saved"), "")

    async def _pay(self, buyer: Buyer, purchase: Purchase, order_id: str, payment: dict[str, Any]) -> None:
        """At the page that the checkout named; where the provider did not answer, later."""
        page = (payment["next_action"] or {}).get("redirect_url", "")
        if not page:
            again = self.later(purchase, 0.1, 0.3)
            self._world.theatre.plan(again, lambda: self._pay_again(buyer, purchase, order_id, payment["method"]))
            return
        provider, line = payment["method"], self._world.line
        if purchase.paying == "never":
            return
        if purchase.paying == "fails_first":
            await come_back(line, await answer_page(line, provider, page, "failure"))
            again = self.later(purchase, 0.05, 0.2)
            self._world.theatre.plan(again, lambda: self._pay_again(buyer, purchase, order_id, provider))
            return
        await self._at_the_page(purchase, provider, page)
        if purchase.paying == "twice":
            await self._pay_twice(buyer, order_id, provider)

    async def _at_the_page(self, purchase: Purchase, provider: str, page: str) -> None:
        self._faults.at_the_page(provider, purchase.number)
        led = await answer_page(self._world.line, provider, page)
        if purchase.paying != "browser_closed":
            await come_back(self._world.line, led)
            if self._faults.comes_back_twice(purchase.number):
                await come_back(self._world.line, led)

    async def _pay_again(self, buyer: Buyer, purchase: Purchase, order_id: str, provider: str) -> None:
        """Another attempt; a payment that is over by now is not begun again."""
        try:
            begun = await buyer.api.post(f"/payments/{order_id}/attempts", {"method": provider})
        except Refused as refused:
            self.bought.ends[f"not paid again: {refused.code}"] += 1
            return
        if begun.get("next_action"):
            await self._at_the_page(purchase, provider, begun["next_action"]["redirect_url"])

    async def _pay_twice(self, buyer: Buyer, order_id: str, provider: str) -> None:
        """In another tab, at another provider, as if the first had not worked."""
        other = "nagad" if provider != "nagad" else "sslcommerz"
        try:
            begun = await buyer.api.post(f"/payments/{order_id}/attempts", {"method": other})
        except Refused as refused:
            self.bought.ends[f"second tab: {refused.code}"] += 1
            return
        if begun.get("next_action"):
            led = await answer_page(self._world.line, other, begun["next_action"]["redirect_url"])
            await come_back(self._world.line, led)

    async def _cancel(self, buyer: Buyer, order_id: str) -> None:
        try:
            await buyer.api.post(f"/orders/{order_id}/cancel", {"code": "changed_mind"})
            self.bought.ends["cancelled by customer"] += 1
        except Refused:
            self.bought.ends["too late to cancel"] += 1

    async def accept(self, part: Part) -> None:
        """The customer is content."""
        await part.buyer.api.post(f"/orders/{part.order_id}/accept", {"vendor_order_id": part.vendor_order_id})
