"""A town to try everything in: all services, the parties outside over real HTTP, and a clock of the test's own.

Nothing goes on behind anybody's back: what the marketplace does in the background it does when it is let (`settle`).
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.notifications.jobs import deliver, run_campaigns
from bdcommerce.payments.jobs import send_payouts, sweep_payments
from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import FAULTS, b2c, bkash_at
from bdcommerce.simulators.bkash.desk import Desk
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.messages import sslwireless
from bdcommerce.simulators.messages.phones import Phones
from bdcommerce.simulators.nagad import FAULTS as NAGAD_FAULTS
from bdcommerce.simulators.nagad import nagad_at
from bdcommerce.simulators.nagad.desk import Desk as NagadDesk
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.sslcommerz import FAULTS as SSL_FAULTS
from bdcommerce.simulators.sslcommerz import sslcommerz_at
from bdcommerce.simulators.sslcommerz.desk import Desk as SslDesk
from bdcommerce.simulators.telling import Telling
from orders.market import ADDRESS
from payments.till import WALLET
from support import tokens
from support.parcels import Watch
from support.servers import serving
from support.shopkeeping import open_for_business
from support.whole import Whole, whole

NOON = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
"""In Dhaka, the beginning of every test."""
NAGAD_WALLET = {"wallet": "01711111111", "otp": "123456", "pin": "1234"}
CARD = {"card": "4111111111111111", "otp": "111111"}
PERMISSIONS = (
    "catalog.manage", "clocks.read", "complaints.manage", "invoices.manage", "invoices.read", "ledger.read",
    "messages.manage", "messages.read", "orders.manage", "orders.read", "payouts.approve", "payouts.draft",
    "payouts.settle", "risk.manage", "rules.approve", "rules.manage", "shipments.deliver", "vendors.approve",
)  # fmt: skip


def anna() -> str:
    """Staff who may everything, at this instant."""
    return tokens.staff(*PERMISSIONS, user_id="usr_anna")


def bela() -> str:
    """The second pair of eyes."""
    return tokens.staff(*PERMISSIONS, user_id="usr_bela")


@dataclass
class Customer:
    """Somebody with a phone."""

    number: int
    user_id: str = field(default_factory=lambda: new_id("usr"))

    @property
    def token(self) -> str:
        return tokens.customer(self.user_id)

    @property
    def phone(self) -> str:
        return f"0171{self.number:07}"

    @property
    def number_abroad(self) -> str:
        """The phone as SMS gateways write it."""
        return f"88{self.phone}"

    @property
    def address(self) -> dict[str, Any]:
        """Nobody else lives there."""
        return {**ADDRESS, "phone": self.phone, "line1": f"House {self.number}, Road 5"}


@dataclass
class Town:
    """The marketplace and everybody around it."""

    market: Whole
    watch: Watch
    bkash: Desk
    payouts: b2c.Till
    ssl: SslDesk
    nagad: NagadDesk
    phones: Phones
    parties: Mapping[str, Party]
    http: httpx.AsyncClient
    people: int = 0

    def somebody(self) -> Customer:
        """Who was never here before."""
        self.people += 1
        return Customer(number=self.people)

    async def sign_in(self, who: Customer) -> str:
        """By a code to the phone, so that accounts knows them; their token."""
        await self.ok("POST", "/auth/otp/request", {"phone": who.phone, "purpose": "login"})
        await self.settle()
        await self.send_messages()
        sent = (re.search(r"\b[0-9]{6}\b", sms.text) for sms in self.phones.of(who.number_abroad))
        code = next(found[0] for found in sent if found)
        proof = {"phone": who.phone, "code": code, "purpose": "login", "audience": "shop"}
        who.user_id = (await self.ok("POST", "/auth/otp/verify", proof))["user"]["id"]
        return who.token

    def owner(self, shop: Mapping[str, Any]) -> str:
        """The token of whoever runs a shop, at this instant."""
        return tokens.vendor(shop["vendor_id"])

    async def ok(self, method: str, path: str, json: Any = None, *, as_: str = "") -> Any:
        """A call that must succeed."""
        return await self.market.ok(method, path, json, as_=as_ or anna())

    async def refused(self, method: str, path: str, json: Any = None, *, as_: str = "") -> dict[str, Any]:
        """A call that must be refused, with its status."""
        reply = await self.market.call(method, path, json, as_=as_ or anna())
        assert reply.status_code >= 400, reply.text
        return {"status": reply.status_code, **reply.json()}

    async def settle(self) -> None:
        """What is due behind the API is done."""
        await self.market.breathe()

    async def pass_(self, **span: float) -> None:
        """So much time goes by, and what is due by then happens."""
        self.watch.advance(**span)
        await self.settle()

    async def sweep(self) -> None:
        """The clocked work of payments: ask providers, pay back, send payouts."""
        deps = self.market.assembly.wired["payments"].deps
        await sweep_payments(deps)
        await self.settle()
        await send_payouts(deps)
        await self.settle()

    async def send_messages(self) -> None:
        """What is in the outbox goes out."""
        await deliver(self.market.assembly.wired["notifications"].deps)

    async def run_campaigns(self) -> None:
        """Campaigns whose time has come are written, and go out."""
        await run_campaigns(self.market.assembly.wired["notifications"].deps)
        await self.send_messages()

    async def shop(self, price: int = 100000, units: int = 20, **what: str) -> dict[str, Any]:
        """A vendor, registered for VAT, with one thing to sell."""
        return await open_for_business(self.market, price=price, units=units, **{"bin_": "0017457070402"} | what)

    async def check_out(
        self, shop: Mapping[str, Any], customer: Customer, method: str = "bkash", quantity: int = 1, **where: str
    ) -> dict[str, Any]:
        """An order of so many of the thing, and how to pay for it."""
        address = customer.address | where
        cart = (await self.ok("POST", "/carts", as_=customer.token))["id"]
        line = {"offer_id": shop["id"], "quantity": quantity}
        await self.ok("POST", f"/carts/{cart}/lines", line, as_=customer.token)
        asked = {"address": address, "payment_method": method}
        quote = await self.ok("POST", f"/carts/{cart}/quote", asked, as_=customer.token)
        form = {"cart_id": cart, "payment_method": method, "expected_total": quote["total"], "address": address}
        placed: dict[str, Any] = await self.ok("POST", "/checkout", form, as_=customer.token)
        await self.settle()
        return placed

    async def pay(self, checkout: Mapping[str, Any]) -> str:
        """The customer pays on the page of bKash or Nagad; where the browser is sent then."""
        return await self.play(checkout["payment"]["next_action"]["redirect_url"])

    async def play(self, page: str) -> str:
        """The same, on this page; nowhere if it was paid already."""
        wallet = NAGAD_WALLET if "/nagad/" in page else WALLET
        reply = await self.http.post(page, data=wallet | {"choice": "success"})
        return str(reply.headers.get("location", ""))

    async def pay_by_card(self, checkout: Mapping[str, Any]) -> None:
        """The customer pays on SSLCommerz' page, and SSLCommerz tells of it."""
        page = checkout["payment"]["next_action"]["redirect_url"]
        await self.http.post(page, data=CARD | {"choice": "success"})
        await self.ssl.telling.quiet()

    async def come_back(self, location: str) -> httpx.Response:
        """The browser goes where it was sent."""
        return await self.market.call("GET", location.partition("/api/v1")[2])

    async def paid(self, shop: Mapping[str, Any], customer: Customer, quantity: int = 1) -> dict[str, Any]:
        """An order that was paid by card, as it stands then."""
        placed = await self.check_out(shop, customer, "sslcommerz", quantity)
        await self.pay_by_card(placed)
        await self.sweep()
        return await self.order(placed["order"]["id"], customer)

    async def order(self, order_id: str, customer: Customer) -> dict[str, Any]:
        found: dict[str, Any] = await self.ok("GET", f"/orders/{order_id}", as_=customer.token)
        return found

    async def pack(self, shop: Mapping[str, Any], order: Mapping[str, Any]) -> str:
        """The vendor has its part ready; the parcel that waits for its rider."""
        (part,) = order["vendor_orders"]
        for step in ("accept", "pack", "dispatch"):
            await self.ok("POST", f"/vendor/orders/{part['id']}/{step}", as_=self.owner(shop))
        await self.settle()
        booked = (await self.ok("GET", "/admin/shipments?status=booked&limit=100"))["items"]
        return next(str(each["shipment_id"]) for each in booked if each["vendor_order_id"] == part["id"])

    async def ride(self, shipment: str, *steps: str) -> None:
        """What the rider does with the parcel."""
        for step in steps:
            await self.ok("POST", f"/admin/shipments/{shipment}/{step}")
            await self.settle()

    async def hand_over(self, shipment: str, customer: Customer) -> None:
        """At the door: the customer has the code, and pays what is left to pay."""
        sent = await self.ok("GET", f"/admin/messages?to={customer.address['phone']}&template=delivery_code&limit=1")
        parcels = (await self.ok("GET", "/admin/shipments?status=out_for_delivery&limit=100"))["items"]
        parcel = next(each for each in parcels if each["shipment_id"] == shipment)
        proof = {"code": sent["items"][0]["params"]["code"], "collected": parcel["cod"]}
        await self.ok("POST", f"/admin/shipments/{shipment}/deliver", proof)
        await self.settle()

    async def delivered(self, shop: Mapping[str, Any], order: Mapping[str, Any], customer: Customer) -> None:
        """The parcel goes all the way, and the customer keeps the goods."""
        shipment = await self.pack(shop, order)
        await self.ride(shipment, "pick-up", "out-for-delivery")
        await self.hand_over(shipment, customer)
        kept = {"vendor_order_id": order["vendor_orders"][0]["id"]}
        await self.ok("POST", f"/orders/{order['id']}/accept", kept, as_=customer.token)
        await self.settle()

    async def entries(self, reference: str) -> list[str]:
        """The kinds of journal entries about something, the newest first."""
        found = await self.ok("GET", f"/admin/ledger/entries?reference={reference}&limit=100")
        return [each["kind"] for each in found["items"]]

    async def books_hold(self) -> None:
        """Every taka is somewhere."""
        verdict = await self.ok("GET", "/admin/ledger/verify")
        assert verdict["holds"], verdict["problems"]


@asynccontextmanager
async def town(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A marketplace of its own, its clock at noon and standing still."""

    async def outside(scope: Any, receive: Any, send: Any) -> None:
        await simulators(scope, receive, send)

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        await market.application(scope, receive, send)

    watch = Watch(NOON)
    with clock.running(watch):
        async with serving(outside) as url, serving(inside) as shop_url:
            bkash, ssl = Desk(f"{url}/bkash", Faults(FAULTS)), SslDesk(f"{url}/sslcommerz", Faults(SSL_FAULTS))
            nagad = NagadDesk(f"{url}/nagad", Faults(NAGAD_FAULTS))
            bkash.topic.telling, ssl.telling = Telling(after=(0,)), Telling(after=(0,))
            payouts, phones = b2c.Till(), Phones()
            made = [
                bkash_at(bkash),
                b2c.party(payouts),
                sslcommerz_at(ssl),
                nagad_at(nagad),
                sslwireless.party(phones, ""),
            ]
            simulators = application(made)
            monkeypatch.setenv("BDC_SIMULATORS_URL", url)
            monkeypatch.setenv("BDC_SHOP_URL", shop_url)
            async with whole(postgres_url, monkeypatch, working=False) as market, httpx.AsyncClient() as http:
                parties = {each.name: each for each in made}
                yield Town(market, watch, bkash, payouts, ssl, nagad, phones, parties, http)
