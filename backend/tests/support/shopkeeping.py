"""A shop with one product, opened over the API with tokens of the test's own."""

import asyncio
from typing import Any

from bdcommerce.demo.people import Person
from bdcommerce.demo.products import Goods, draft_of, offer_of
from bdcommerce.demo.shops import Shop, application_of
from bdcommerce.kernel import ids
from support import tokens
from support.whole import Whole

STAFF = ("vendors.approve", "catalog.manage")


async def open_for_business(
    market: Whole, *, price: int, units: int, upazila_id: str = "dhaka/mirpur", bin_: str = ""
) -> dict[str, Any]:
    """The offer's id, the vendor's token, the units in stock."""
    staff, owner = tokens.staff(*STAFF), ids.new_id("usr")
    shop = Shop(
        owner=Person("An owner", f"{owner}@test.example", "vendor"),
        name_en=f"Shop {owner[-6:]}",
        name_bn="",
        upazila_id=upazila_id,
        commission_percent="10",
    )
    form = application_of(shop)
    form["legal"] |= {"bin": bin_} if bin_ else {}
    applied = await market.ok("POST", "/vendor-applications", form, as_=tokens.customer(owner))
    await market.ok("POST", f"/admin/vendors/{applied['vendor_id']}/approve", as_=staff)
    vendor = tokens.vendor(applied["vendor_id"], user_id=owner)
    category = await market.ok(
        "POST", "/admin/categories", {"slug": f"c{owner[-6:]}", "name": {"en": "Things"}}, as_=staff
    )
    goods = Goods(
        category="", title_en="A thing", title_bn="একটি জিনিস", brand="Test", measurement="1", material="wood",
        colour="brown", weight_grams=500, price=price, stock=units,
    )  # fmt: skip
    product = await market.ok("POST", "/vendor/products", draft_of(goods, category["id"]), as_=vendor)
    offer = await market.ok("POST", "/vendor/offers", offer_of(product["variants"][0]["id"], goods), as_=vendor)
    await market.ok("PUT", f"/vendor/stock/{offer['id']}", {"on_hand": units, "reason": "opening count"}, as_=vendor)
    await market.ok("POST", f"/vendor/products/{product['id']}/publish", as_=vendor)
    await _on_sale(market, vendor)
    return {
        "id": offer["id"],
        "vendor": vendor,
        "vendor_id": applied["vendor_id"],
        "units": units,
        "product": product["id"],
        "variant": product["variants"][0]["id"],
    }


async def _on_sale(market: Whole, vendor: str) -> None:
    """Wait until the catalog has heard of the shop's approval: the publication may overtake it."""
    async with asyncio.timeout(60):
        while not all(offer["sellable"] for offer in (await market.ok("GET", "/vendor/offers", as_=vendor))["items"]):
            await market.breathe()
