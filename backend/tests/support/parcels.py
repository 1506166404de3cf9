"""Parcels on their way, as riders and cashiers handle them over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import httpx

from bdcommerce.contracts.orders import VendorOrderCancelled, VendorOrderReadyToShip
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.notifications import FakeNotifications
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness

COD = Money(125000)


class Watch:
    """A clock that goes when the test says so."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)


def rider() -> str:
    return tokens.staff("shipments.deliver", user_id="usr_rider")


def cashier() -> str:
    return tokens.staff("remittances.record", user_id="usr_cashier")


class Parcels:
    """What happens to parcels."""

    def __init__(
        self,
        service: Harness,
        orders: FakeOrders,
        vendors: FakeVendors,
        notifications: FakeNotifications,
        watch: Watch,
    ) -> None:
        self.service, self._orders, self._notifications, self.watch = service, orders, notifications, watch
        self.vendor_id = vendors.vendor("Rahim Stores")

    def ready(self, cod: Money = COD, *, customer_id: str = "", guest_hash: str = "") -> VendorOrderReadyToShip:
        """An order that orders knows of, packed; a customer's or a guest's."""
        event = VendorOrderReadyToShip(
            order_id=ids.new_id("ord"),
            vendor_order_id=ids.new_id("vor"),
            vendor_id=self.vendor_id,
            number="BD-261122-000001",
            place=Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka"),
            weight_grams=400,
            cod_amount=cod,
            at=clock.now(),
        )
        self._orders.deliver_to(
            event.vendor_order_id, event.order_id, language="en", customer_id=customer_id, guest_hash=guest_hash
        )
        return event

    async def booked(self, cod: Money = COD, *, customer_id: str = "", guest_hash: str = "") -> dict[str, Any]:
        """A parcel waits for its rider."""
        event = self.ready(cod, customer_id=customer_id, guest_hash=guest_hash)
        await self.service.publish(event)
        found = next(item for item in await self.listed() if item["vendor_order_id"] == event.vendor_order_id)
        return {**found, "order_id": event.order_id}

    async def out(self, cod: Money = COD, *, customer_id: str = "", guest_hash: str = "") -> dict[str, Any]:
        """A rider is on the way, the customer has the code."""
        parcel = await self.booked(cod, customer_id=customer_id, guest_hash=guest_hash)
        for step in ("pick-up", "out-for-delivery"):
            assert (await self.do(parcel, step)).status_code == 200
        await self.service.settle()
        return parcel

    async def delivered(self, cod: Money = COD) -> dict[str, Any]:
        """The customer has it, the rider the cash."""
        parcel = await self.out(cod)
        reply = await self.deliver(parcel, self.code())
        assert reply.status_code == 200, reply.text
        return parcel

    async def cancelled(self, parcel: dict[str, Any], reason: str = "vendor cannot deliver") -> None:
        """The vendor order goes away."""
        event = VendorOrderCancelled(
            order_id="ord_1",
            vendor_order_id=parcel["vendor_order_id"],
            vendor_id=self.vendor_id,
            reason=reason,
            by="vendor",
            at=clock.now(),
        )
        await self.service.publish(event)

    async def do(self, parcel: dict[str, Any], step: str, body: Any = None) -> httpx.Response:
        """What a rider does with a parcel."""
        return await self.service.post(f"/admin/shipments/{parcel['shipment_id']}/{step}", body, as_=rider())

    async def deliver(self, parcel: dict[str, Any], code: str, collected: int | None = None) -> httpx.Response:
        """The rider enters code and cash."""
        amount = parcel["cod"]["amount"] if collected is None else collected
        body = {"code": code, "collected": {"amount": amount, "currency": "BDT"}}
        return await self.do(parcel, "deliver", body)

    def code(self) -> str:
        """The code that was last sent."""
        return self._notifications.sent[-1].params["code"]

    def wrong_code(self) -> str:
        """Another code than that."""
        return f"{(int(self.code()) + 1) % 10_000:04d}"

    async def listed(self, **params: str) -> list[dict[str, Any]]:
        """The first hundred shipments."""
        reply = await self.service.get("/admin/shipments", as_=rider(), params={"limit": "100", **params})
        assert reply.status_code == 200, reply.text
        items: list[dict[str, Any]] = reply.json()["items"]
        return items

    async def status(self, parcel: dict[str, Any]) -> str:
        """Where it is."""
        found = next(item for item in await self.listed() if item["shipment_id"] == parcel["shipment_id"])
        return str(found["status"])

    async def remit(self, reference: str, *handed: tuple[dict[str, Any], int, int]) -> httpx.Response:
        """A courier hands over cash: parcel, what arrived, what it charges."""
        body = {
            "courier": "own_riders",
            "reference": reference,
            "parcels": [
                {
                    "shipment_id": parcel["shipment_id"],
                    "arrived": {"amount": arrived, "currency": "BDT"},
                    "charge": {"amount": charge, "currency": "BDT"},
                }
                for parcel, arrived, charge in handed
            ],
        }
        return await self.service.post("/admin/remittances", body, as_=cashier())
