"""A running orders service and everybody it asks, as its tests use them."""

from dataclasses import dataclass, field
from typing import Any

from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.accounts import FakeAccounts
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.compliance import FakeCompliance
from support.faces.fulfilment import FakeFulfilment
from support.faces.inventory import FakeInventory
from support.faces.notifications import FakeNotifications
from support.faces.payments import FakePayments
from support.faces.vendors import FakeVendors
from support.harness import Harness

ADDRESS = {
    "recipient_name": "Rahima Khatun",
    "phone": "01712-345678",
    "line1": "House 7, Road 5",
    "upazila_id": "dhaka/dhanmondi",
    "area": "Dhanmondi",
}


@dataclass
class Market:
    """The service and everybody it asks."""

    service: Harness
    accounts: FakeAccounts
    catalog: FakeCatalog
    compliance: FakeCompliance
    fulfilment: FakeFulfilment
    inventory: FakeInventory
    notifications: FakeNotifications
    payments: FakePayments
    vendors: FakeVendors
    offers: dict[str, str] = field(default_factory=dict)
    """Offer ids by name."""
    vendor_ids: dict[str, str] = field(default_factory=dict)
    customer_id: str = ""

    def vendor(self, name: str, **options: Any) -> None:
        self.vendor_ids[name] = self.vendors.vendor(f"Vendor {name}", **options)

    def sell(self, name: str, vendor: str, price: int, stock: int = 100) -> None:
        terms = self.catalog.put(offer_terms(vendor_id=self.vendor_ids[vendor], price=Money(price), title=name))
        self.offers[name] = terms.offer_id
        self.inventory.on_hand[terms.offer_id] = stock

    @property
    def customer(self) -> str:
        return tokens.customer(self.customer_id)

    def staff_of(self, vendor: str, role: str = "owner") -> str:
        return tokens.vendor(self.vendor_ids[vendor], role)

    async def cart(self, *wanted: tuple[str, int], as_: str = "", guest: str = "") -> str:
        """A cart with these offers in it; its id."""
        cart_id = (await self.service.post("/carts", as_=as_, guest=guest)).json()["id"]
        await self.fill(cart_id, *wanted, as_=as_, guest=guest)
        return str(cart_id)

    async def guest_cart(self, *wanted: tuple[str, int]) -> tuple[str, str]:
        """A guest's cart: its id and the token."""
        made = (await self.service.post("/carts")).json()
        await self.fill(made["id"], *wanted, guest=made["guest_token"])
        return made["id"], made["guest_token"]

    async def fill(self, cart_id: str, *wanted: tuple[str, int], as_: str = "", guest: str = "") -> None:
        for name, quantity in wanted:
            line = {"offer_id": self.offers[name], "quantity": quantity}
            reply = await self.service.post(f"/carts/{cart_id}/lines", line, as_=as_, guest=guest)
            assert reply.status_code == 201, reply.text

    async def quote(self, cart_id: str, **who: str) -> Any:
        reply = await self.service.post(f"/carts/{cart_id}/quote", {"address": ADDRESS}, **who)
        assert reply.status_code == 200, reply.text
        return reply.json()

    async def order_form(self, cart_id: str, **who: str) -> dict[str, Any]:
        """What to send to /checkout, with the total of a quote of this moment."""
        total = (await self.quote(cart_id, **who))["total"]
        return {"cart_id": cart_id, "payment_method": "cod", "expected_total": total, "address": ADDRESS}

    async def buy(self, *wanted: tuple[str, int]) -> Any:
        """An order of the customer; its JSON."""
        cart_id = await self.cart(*wanted, as_=self.customer)
        form = await self.order_form(cart_id, as_=self.customer)
        reply = await self.service.post("/checkout", form, as_=self.customer)
        assert reply.status_code == 201, reply.text
        return reply.json()["order"]
