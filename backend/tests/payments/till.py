"""Payments and its providers' simulators, each a real HTTP server, and a customer who plays the pages."""

import html
import itertools
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import text

from bdcommerce.contracts.orders import OrdersFace, VendorOrderTerms
from bdcommerce.contracts.payments import DuePart, FundsReleased, OpenPayment, PaymentCaptured, RefundCompleted
from bdcommerce.infra.outside import Exchange
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.payments import sagas
from bdcommerce.payments.bootstrap import SERVICE
from bdcommerce.payments.domain import collecting
from bdcommerce.payments.domain.payment import Payment
from bdcommerce.payments.domain.providers import Verdict
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.jobs import sweep_payments
from bdcommerce.simulators import nagad
from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import FAULTS, bkash_at
from bdcommerce.simulators.bkash import desk as bkash_desk
from bdcommerce.simulators.bkash.checkout import Checkout
from bdcommerce.simulators.bkash.desk import Desk
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.nagad.desk import Desk as NagadDesk
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.sslcommerz import FAULTS as SSL_FAULTS
from bdcommerce.simulators.sslcommerz import sslcommerz_at
from bdcommerce.simulators.sslcommerz.desk import Desk as SslDesk
from bdcommerce.simulators.telling import Telling, Told
from support import tokens
from support.faces.orders import FakeOrders
from support.harness import Harness, service_harness
from support.servers import serving

E = TypeVar("E")
WALLET = {"wallet": "01770618575", "otp": "123456", "pin": "12121"}


@dataclass
class Before:
    """What there was before a test began."""

    exchange: int = 0
    told: Mapping[type, int] = field(default_factory=dict)
    balances: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Till:
    """The service, its providers and whoever pays."""

    service: Harness
    parties: Mapping[str, Party]
    desk: Desk
    """bKash's own."""
    ssl: SslDesk
    """SSLCommerz's own."""
    nagad: NagadDesk
    """Nagad's own."""
    orders: FakeOrders
    http: httpx.AsyncClient
    customer_id: str = field(default_factory=lambda: new_id("usr"))
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    before: Before = field(default_factory=Before)

    async def afresh(self) -> None:
        """Forget what went before: the simulators everything, the sweeper its payments. What was told, kept and posted
        until now does not count.
        """
        for party in self.parties.values():
            party.faults.disarm()
            party.forget()
        for telling in (self.desk.topic.telling, self.ssl.telling):
            telling.log.clear()
        for provider in self.service.deps.providers.values():
            provider._outside._breaker.answered()
        self.service.deps.providers["bkash"]._tokens._kept = None
        async with self.service.database.transaction() as tx:
            await tx.execute(text("UPDATE payment SET next_at = NULL"))
            await tx.execute(text("DELETE FROM provider_token"))
            exchange = await tx.scalar(text("SELECT coalesce(max(id), 0) FROM exchange"))
        events: tuple[type, ...] = (PaymentCaptured, RefundCompleted, FundsReleased)
        told = {event: len(await self.service.told(event)) for event in events}
        self.before = Before(exchange=exchange, told=told, balances=await self._balances())
        self.customer_id = new_id("usr")

    def arm(self, provider: str, fault: str, value: str = "", times: int = 1) -> None:
        self.parties[provider].faults.arm(fault, times, value)

    @property
    def customer(self) -> str:
        return tokens.customer(self.customer_id)

    async def order(
        self, *amounts: int, method: str = "bkash", minutes: int = 30, parts: Sequence[VendorOrderTerms] = ()
    ) -> OpenPayment:
        """An order that waits for its money: of these amounts, or of these vendor orders."""
        order_id = new_id("ord")
        request = OpenPayment(
            order_id=order_id,
            number=f"BD-261122-{next(self.numbers):06d}",
            customer_id=self.customer_id,
            guest_hash="",
            method=method,
            parts=[
                DuePart(vendor_order_id=each.vendor_order_id, vendor_id=each.vendor_id, amount=each.total)
                for each in parts
            ]
            or [
                DuePart(vendor_order_id=new_id("vor"), vendor_id=f"ven_{number}", amount=Money(amount))
                for number, amount in enumerate(amounts or (100000,))
            ],
            pay_until=clock.now() + timedelta(minutes=minutes),
        )
        self.orders.deliver_to(request.parts[0].vendor_order_id, order_id, number=request.number)
        await self.service.face.open(request)
        return request

    async def begin(self, order: OpenPayment, method: str = "") -> str:
        """The page that the customer is led to."""
        started = await self.service.face.start(order.order_id, method or order.method)
        assert started.redirect_url, started
        return str(started.redirect_url)

    async def play(self, page: str, choice: str = "success", **fields: str) -> str:
        """The customer does something on the provider's page; where the browser is sent then."""
        reply = await self.http.post(page, data=WALLET | {"choice": choice} | fields)
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    async def come_back(self, callback: str) -> httpx.Response:
        """The browser goes where it was sent."""
        path = callback.partition("/api/v1")[2]
        return await self.service.get(path)

    async def play_card(self, page: str, choice: str = "success", means: str = "4111111111111111") -> dict[str, str]:
        """The same at SSLCommerz; the form that the browser is to post to the shop."""
        reply = await self.http.post(page, data={"choice": choice, "card": means, "otp": "111111"})
        assert reply.status_code == 200, reply.text
        hidden = re.findall(r"<input type=hidden name='([^']*)' value='([^']*)'>", reply.text)
        return {name: html.unescape(value) for name, value in hidden}

    async def play_nagad(self, page: str, choice: str = "success", pin: str = "1234") -> str:
        """The same at Nagad; where the browser is sent then."""
        played = {"choice": choice, "wallet": "01711111111", "otp": "123456", "pin": pin}
        reply = await self.http.post(page, data=played)
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    async def post_back(self, form: dict[str, str]) -> httpx.Response:
        """The browser posts it."""
        return await self.service.call(
            "POST",
            "/hooks/sslcommerz/return",
            content=urlencode(form),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )

    async def sweep(self) -> None:
        """The sweeper's next round."""
        await sweep_payments(self.service.deps)
        await self.service.settle()

    @property
    def staff(self) -> str:
        return tokens.staff("ledger.read", "refunds.manage")

    @property
    def application(self) -> Any:
        """The service as somebody outside reaches it."""
        return self.service._http._transport.app  # type: ignore[attr-defined]

    async def exchanges(self, about: str) -> list[Exchange]:
        """What was said with providers about an order; with nothing, what was about none."""
        if about:
            kept: list[Exchange] = await self.service.deps.exchanges.about(about)
            return kept
        async with self.service.database.transaction() as tx:
            since = {"since": self.before.exchange}
            rows = await tx.rows(text("SELECT * FROM exchange WHERE reference = '' AND id > :since ORDER BY id"), since)
        return [Exchange(**{name: row[name] for name in Exchange.__slots__}) for row in rows]

    async def forget_page(self, order: OpenPayment) -> None:
        """The customer says that they agreed, so that no page waits any more; nobody asks the provider."""
        async with self.service.deps.works() as work:
            payment, version = await work.payments.load(order.order_id)
            verdict = Verdict(found="unknown", code="no_answer")
            latest = payment.latest
            assert latest is not None
            happened = collecting.hear(
                payment, latest.attempt_id, verdict, agreed=True, schedule=self.service.deps.schedule, at=clock.now()
            )
            await flows.record(work, payment, version, happened)

    async def listen(self, url: str, version: str = "1") -> None:
        """bKash's topic tells this address from now on, once it has confirmed."""
        await self.http.put("/bkash/webhook", json={"url": url, "version": version})
        await self.desk.topic.telling.quiet()

    async def webhooks(self) -> list[Told]:
        """What bKash has told so far, every attempt."""
        await self.desk.topic.telling.quiet()
        await self.service.settle()
        return self.desk.topic.telling.log

    async def ipns(self) -> list[Told]:
        """What SSLCommerz has told so far, every attempt."""
        await self.ssl.telling.quiet()
        return self.ssl.telling.log

    async def execute_elsewhere(self, page: str) -> None:
        """bKash takes the money, asked by a process of ours that died at that very moment."""
        await Checkout(self.desk).execute({"paymentID": page.rpartition("/")[2]})
        await self.webhooks()

    def reuse_transaction(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on bKash calls every transaction the same."""
        monkeypatch.setattr(bkash_desk, "new_trx_id", lambda: "SAMESAME00")

    async def payment(self, order: OpenPayment) -> Payment:
        async with self.service.deps.works() as work:
            found: Payment = (await work.payments.load(order.order_id))[0]
        return found

    async def look(self, order: OpenPayment) -> Payment:
        return await sagas.decide(self.service.deps, order.order_id)

    async def told_paid(self) -> list[str]:
        return [each.order_id for each in await self.told(PaymentCaptured)]

    async def told(self, event: type[E]) -> list[E]:
        """What payments has told of a kind."""
        return (await self.service.told(event))[self.before.told.get(event, 0) :]

    async def balances(self) -> dict[str, int]:
        """What has moved, account by account."""
        moved = {name: amount - self.before.balances.get(name, 0) for name, amount in (await self._balances()).items()}
        return {name: amount for name, amount in moved.items() if amount}

    async def _balances(self) -> dict[str, int]:
        return {each.account: each.balance.amount for each in await self.service.face.trial_balance()}

    async def check_books(self) -> None:
        """Nothing is anywhere that cannot be explained."""
        verdict = await self.service.face.verify_ledger()
        assert verdict.holds, verdict.problems
        assert sum((await self._balances()).values()) == 0


@asynccontextmanager
async def at_the_till(
    postgres_url: str, faces: Mapping[type, Any], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Till]:
    """Simulators are served, then payments is built so that it finds them."""
    made: dict[str, Party] = {}

    async def whichever(scope: Any, receive: Any, send: Any) -> None:
        await found(scope, receive, send)

    async with serving(whichever) as url:
        desk = Desk(f"{url}/bkash", Faults(FAULTS))
        desk.topic.telling = Telling(after=(0, 0.02))
        made["bkash"] = bkash_at(desk)
        shop = SslDesk(f"{url}/sslcommerz", Faults(SSL_FAULTS))
        shop.telling = Telling(after=(0, 0.02))
        made["sslcommerz"] = sslcommerz_at(shop)
        nagad_desk = NagadDesk(f"{url}/nagad", Faults(nagad.FAULTS))
        made["nagad"] = nagad.nagad_at(nagad_desk)
        found = application(list(made.values()))
        monkeypatch.setenv("BDC_SIMULATORS_URL", url)
        monkeypatch.setenv("BDC_PAYMENTS_LOOKS", "0")
        monkeypatch.setenv("BDC_PAYMENTS_REFUND_LOOKS", "0")
        for provider in made:
            monkeypatch.setenv(f"BDC_{provider.upper()}_MONEY_TIMEOUT", "0.4")
        orders = FakeOrders()
        async with (
            service_harness(postgres_url, SERVICE, {**faces, OrdersFace: orders}) as service,
            httpx.AsyncClient(base_url=url) as http,
        ):
            yield Till(service, made, desk, shop, nagad_desk, orders, http)
