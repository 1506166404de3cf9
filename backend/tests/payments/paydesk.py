"""Payments with bKash's disbursement simulator beside it over real HTTP, and vendors who want to be paid to wallets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.payments.bootstrap import SERVICE
from bdcommerce.payments.jobs import send_payouts
from bdcommerce.simulators.application import application
from bdcommerce.simulators.bkash import b2c
from bdcommerce.simulators.bkash.b2c import Till as Disburser
from support import tokens
from support.faces.compliance import FakeCompliance
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness
from support.money import Books, anna, bela
from support.purchases import Bought, vendor_order
from support.servers import serving

WALLET = "01770618575"


@dataclass
class PayDesk:
    """The service, bKash, vendors and the two who decide."""

    service: Harness
    books: Books
    bkash: Disburser
    vendors: FakeVendors
    compliance: FakeCompliance

    async def vendor(self, name: str = "Rahim", *, sold: int = 100000, wallet: str = WALLET) -> str:
        """A vendor who is owed the share of a sale of so much, and is paid to a wallet (or, without one, by bank)."""
        vendor_id = self.vendors.vendor(name)
        if wallet:
            await self.choose(vendor_id, rail="bkash", wallet=wallet)
        await self.sell(vendor_id, sold)
        return vendor_id

    async def sell(self, vendor_id: str, price: int) -> None:
        """One more sale, all the way until its money is released."""
        await self.books.sell(vendor_order(Bought(unit_price=price), vendor_id=vendor_id))

    async def choose(self, vendor_id: str, **method: str) -> None:
        """The vendor asks, Bela accepts."""
        asked = await self.ok(f"/admin/vendors/{vendor_id}/payout-method", method)
        seen = {"asked_at": asked["asked"]["asked_at"]}
        await self.ok(f"/admin/vendors/{vendor_id}/payout-method/accept", seen, as_=bela())

    async def approved(self, *vendor_ids: str) -> dict[str, Any]:
        """A batch that two people stand for."""
        batch = await self.books.draft(*vendor_ids)
        return await self.ok(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())

    async def run(self) -> None:
        """The job's next round."""
        await send_payouts(self.service.deps)
        await self.service.settle()

    async def paid_out(self, *vendor_ids: str) -> dict[str, Any]:
        """A batch after the job has run once."""
        batch = await self.approved(*vendor_ids)
        await self.run()
        return await self.batch(batch["batch_id"])

    async def batch(self, batch_id: str) -> dict[str, Any]:
        return await self.get(f"/admin/payouts/{batch_id}")

    async def detail(self, item: dict[str, Any]) -> dict[str, Any]:
        """One payout with all that was tried."""
        return await self.get(self.path(item))

    async def unknown(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get("/admin/payouts/unknown"))["items"]
        return found

    async def get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.service.get(path, as_=anna())).json()
        return found

    def path(self, item: dict[str, Any], step: str = "") -> str:
        return f"/admin/payouts/{item['batch_id']}/payouts/{item['payout_id']}{step}"

    async def ok(self, path: str, body: object = None, *, as_: str = "") -> dict[str, Any]:
        reply = await self.service.post(path, body, as_=as_ or anna())
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()
        return found

    async def refused(self, path: str, body: object = None, *, as_: str = "") -> tuple[int, str]:
        reply = await self.service.post(path, body, as_=as_ or anna())
        return reply.status_code, reply.json()["code"]

    async def owed(self, vendor_id: str) -> int:
        return (await self.books.balances()).get(f"liability:vendor:{vendor_id}", 0)

    def owner(self, vendor_id: str) -> str:
        return tokens.vendor(vendor_id)


@asynccontextmanager
async def at_the_desk(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PayDesk]:
    """The simulator is served, then payments is built so that it finds it."""
    till, vendors, compliance = Disburser(), FakeVendors(), FakeCompliance()
    faces: dict[type, object] = {VendorsFace: vendors, ComplianceFace: compliance, OrdersFace: FakeOrders()}
    async with serving(application([b2c.party(till)])) as url:
        monkeypatch.setenv("BDC_SIMULATORS_URL", url)
        monkeypatch.setenv("BDC_BKASH_B2C_MONEY_TIMEOUT", "0.4")
        monkeypatch.setenv("BDC_PAYMENTS_PAYOUT_LOOKS", "0")
        monkeypatch.setenv("BDC_PAYMENTS_PAYOUT_AGAIN", "0")
        async with service_harness(postgres_url, SERVICE, faces) as service:
            yield PayDesk(service, Books(service), till, vendors, compliance)
