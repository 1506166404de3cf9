"""A catalog over HTTP with the words of its tests: a vendor describes, offers and publishes in one line."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import httpx

from bdcommerce.contracts.inventory import StockChanged
from bdcommerce.contracts.vendors import (
    VendorApproved,
    VendorReinstated,
    VendorSuspended,
    VendorTier,
    VendorTierChanged,
)
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.text import Localized
from support import tokens
from support.harness import Harness
from support.purchases import Bought, confirmed, vendor_order

STAFF = tokens.staff("catalog.manage")
DECIDER = tokens.staff("catalog.approve")
FACTS: dict[str, Any] = {
    "title": {"en": "Cotton panjabi", "bn": "সুতি পাঞ্জাবি"},
    "description": {"en": "<p>Handloom</p>", "bn": "<p>তাঁতের</p>"},
    "measurement": "Chest 42 in",
    "colour": "White",
    "material": "Cotton",
    "brand": "Nakshi",
    "model": "PJ-42",
    "country_of_origin": "BD",
    "delivery_time": {"en": "2 to 5 days", "bn": "২ থেকে ৫ দিন"},
    "images": [{"url": "https://img.example.com/panjabi.jpg", "alt": "Front"}],
    "health_hazard_warning": {"en": "none"},
    "return_terms": {"en": "7 days", "bn": "৭ দিন"},
    "warranty": {"en": "none"},
}


def taka(amount: int) -> dict[str, Any]:
    return {"amount": amount * 100, "currency": "BDT"}


def ok(reply: httpx.Response) -> Any:
    assert reply.is_success, reply.text
    return reply.json()


def done(reply: httpx.Response) -> None:
    assert reply.status_code == 204, reply.text


def refused(reply: httpx.Response, status: int, code: str) -> dict[str, str]:
    """The wrong fields of a refusal, by name."""
    assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
    return {each["field"]: each["reason"] for each in reply.json().get("errors", [])}


class Market:
    """The running service and what tests do with it."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    async def category(self, name: str = "Clothing", parent: str | None = None, **flags: bool) -> str:
        body = {"name": {"en": name}, "parent_id": parent, **flags}
        return str(ok(await self.harness.post("/admin/categories", body, as_=STAFF))["id"])

    async def vendor(self, name: str = "Rahim Stores") -> str:
        vendor_id = new_id("ven")
        slug = name.lower().replace(" ", "-")
        await self.harness.publish(VendorApproved(vendor_id=vendor_id, name=Localized(name), slug=slug))
        return vendor_id

    async def trust(self, vendor_id: str, tier: VendorTier = "trusted") -> None:
        """Let a vendor be trusted so far."""
        await self.harness.publish(VendorTierChanged(vendor_id=vendor_id, tier=tier))

    async def suspend(self, vendor_id: str) -> None:
        await self.harness.publish(VendorSuspended(vendor_id=vendor_id, reason="papers"))

    async def reinstate(self, vendor_id: str) -> None:
        await self.harness.publish(VendorReinstated(vendor_id=vendor_id))

    async def stock(self, offer_id: str, available: int, vendor_id: str = "ven_any") -> None:
        await self.harness.publish(StockChanged(offer_id=offer_id, vendor_id=vendor_id, available=available))

    async def bought(self, product_id: str, units: int, at: datetime | None = None) -> None:
        """Somebody buys so many units of a product."""
        terms = vendor_order(Bought(unit_price=100, quantity=units))
        terms = replace(terms, lines=[replace(each, product_id=product_id) for each in terms.lines])
        await self.harness.publish(confirmed(terms, at=at))

    async def attribute(self, category_id: str, key: str, **body: Any) -> None:
        """Let products of a category be described and sifted by an attribute."""
        body = {"name": {"en": key.title()}, "filterable": body.get("type") != "text"} | body
        if "choices" in body:
            body["choices"] = [{"value": each, "label": {"en": each.title()}} for each in body["choices"]]
        found = ok(await self.harness.get(f"/categories/{category_id}/attributes"))
        version = 1 + sum(each["category_id"] == category_id for each in found)
        path = f"/admin/categories/{category_id}/attributes/{key}"
        ok(await self.harness.put(path, {"version": version} | body, as_=STAFF))

    async def draft(self, vendor_id: str, category_id: str, **body: Any) -> Any:
        """A complete product, but for the facts given."""
        facts = FACTS | body.pop("facts", {})
        whole = {"category_id": category_id, "facts": facts, "variants": [{"weight_grams": 300}]} | body
        return ok(await self.harness.post("/vendor/products", whole, as_=tokens.vendor(vendor_id)))

    async def offer(self, vendor_id: str, variant_id: str, price: int = 1250, sku: str = "") -> Any:
        body = {"variant_id": variant_id, "sku": sku or f"SKU-{variant_id[-8:]}", "price": taka(price)}
        return ok(await self.harness.post("/vendor/offers", body, as_=tokens.vendor(vendor_id)))

    async def publish(self, vendor_id: str, product_id: str) -> Any:
        return ok(await self.harness.post(f"/vendor/products/{product_id}/publish", as_=tokens.vendor(vendor_id)))

    async def on_sale(
        self, vendor_id: str, category_id: str, price: int = 1250, stock: int = 5, **body: Any
    ) -> tuple[Any, Any]:
        """A published product of one variant with one offer and some stock: the product and the offer."""
        product = await self.draft(vendor_id, category_id, **body)
        offer = await self.offer(vendor_id, product["variants"][0]["id"], price)
        product = await self.publish(vendor_id, product["id"])
        if stock:
            await self.stock(offer["id"], stock)
        return product, offer

    async def list(self, **query: Any) -> list[Any]:
        return list(ok(await self.harness.get("/products", params=query))["items"])

    async def page(self, slug: str) -> Any:
        return ok(await self.harness.get(f"/products/{slug}"))
