"""Goods that expire leave the shop by themselves, some days before (CR-12)."""

from datetime import datetime, timedelta
from typing import Any

from bdcommerce.catalog.jobs import end_shelf_lives
from bdcommerce.contracts.catalog import ProductWithdrawn
from bdcommerce.kernel import clock
from catalog.market import Market, ok, refused
from support import tokens

MARGIN = "inventory.expiry_margin_days"


def on(day: int, month: int = 11) -> datetime:
    """The first moment of a day in Bangladesh."""
    return datetime(2026, month, day, tzinfo=clock.DHAKA)


def dated(expires_on: str) -> dict[str, Any]:
    return {"ingredients": "Rice 1 kg", "manufactured_on": "2026-11-01", "expires_on": expires_on}


async def test_goods_leave_on_the_day_that_the_margin_says(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category("Food", perishable=True)
    with clock.frozen(on(28) - timedelta(seconds=1)):  # three days before 1 December
        as_ = tokens.vendor(vendor_id)
        rice, _ = await market.on_sale(vendor_id, category_id, facts=dated("2026-12-01"))
        soap, _ = await market.on_sale(vendor_id, category_id, facts=dated("2026-12-01"))
        later = {"version": soap["version"], "facts": {"expires_on": "2026-12-02"}}
        soap = ok(await market.harness.patch(f"/vendor/products/{soap['id']}", later, as_=as_))
        await market.harness.settle()
        assert len(await market.list()) == 2
    with clock.frozen(on(28)):
        as_ = tokens.vendor(vendor_id)
        await market.harness.settle()
        assert [each["id"] for each in await market.list()] == [soap["id"]]
        refused(await market.harness.get(f"/products/{rice['slug']}"), 404, "unknown_product")
        gone = ProductWithdrawn(product_id=rice["id"], slug=rice["slug"], reason="expired")
        assert await market.harness.told(ProductWithdrawn) == [gone]
        reply = await market.harness.post(f"/vendor/products/{rice['id']}/publish", as_=as_)
        assert "more than 3 days (CR-12)" in refused(reply, 422, "not_publishable")["facts.expires_on"]
        fresh = {"version": rice["version"] + 1, "facts": {"expires_on": "2026-12-20"}}
        ok(await market.harness.patch(f"/vendor/products/{rice['id']}", fresh, as_=as_))
        assert (await market.publish(vendor_id, rice["id"]))["reason"] == ""
    with clock.frozen(on(29)):
        await market.harness.settle()
        assert [each["id"] for each in await market.list()] == [rice["id"]]


async def test_a_wider_margin_takes_goods_away_by_the_job(market: Market, rules: Any) -> None:
    vendor_id, category_id = await market.vendor(), await market.category("Food", perishable=True)
    with clock.frozen(on(20)):
        rice, _ = await market.on_sale(vendor_id, category_id, facts=dated("2026-12-01"))
        await market.on_sale(vendor_id, category_id, facts=dated("2026-12-31"))
        await end_shelf_lives(market.harness.deps)
        assert len(await market.list()) == 2
        rules.set_rule(MARGIN, 11)
        await end_shelf_lives(market.harness.deps)
        assert rice["id"] not in [each["id"] for each in await market.list()]
        rules.set_rule(MARGIN, 0)
        await market.publish(vendor_id, rice["id"])
        await end_shelf_lives(market.harness.deps)
        assert len(await market.list()) == 2
    with clock.frozen(on(30)):
        await market.harness.settle()
        assert len(await market.list()) == 2
    with clock.frozen(on(1, 12)):
        await market.harness.settle()
        assert len(await market.list()) == 1


async def test_a_vendor_reads_what_goes_soon_and_what_has_gone(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category("Food", perishable=True)
    with clock.frozen(on(20)):
        soon, _ = await market.on_sale(vendor_id, category_id, facts=dated("2026-11-25"))
        later, _ = await market.on_sale(vendor_id, category_id, facts=dated("2026-12-10"))
        await market.on_sale(vendor_id, category_id, facts=dated("2027-12-10"))
        await market.draft(vendor_id, category_id, facts=dated("2026-11-24"))
    with clock.frozen(on(23)):
        as_ = tokens.vendor(vendor_id)
        await market.harness.settle()
        first = ok(await market.harness.get("/vendor/expiring", params={"limit": 1}, as_=as_))
        rest = ok(await market.harness.get("/vendor/expiring", params={"cursor": first["next_cursor"]}, as_=as_))
        found = first["items"] + rest["items"]
        assert [(each["product_id"], each["expires_on"], each["leaves_on"], each["on_sale"]) for each in found] == [
            (soon["id"], "2026-11-25", "2026-11-22", False),
            (later["id"], "2026-12-10", "2026-12-07", True),
        ]
        (summary,) = [
            each
            for each in ok(await market.harness.get("/vendor/products", as_=as_))["items"]
            if each["id"] == soon["id"]
        ]
        assert (summary["expires_on"], summary["reason"], summary["status"]) == ("2026-11-25", "expired", "unpublished")
        stranger = tokens.vendor(await market.vendor("Karim Traders"))
        assert ok(await market.harness.get("/vendor/expiring", as_=stranger))["items"] == []
        bad = await market.harness.get("/vendor/expiring", params={"cursor": "WyJ4IiwieCJd"}, as_=as_)
        assert "cursor" in refused(bad, 422, "invalid")


async def test_a_vendors_own_goods_expire_without_those_of_others(market: Market) -> None:
    owner, rival = await market.vendor(), await market.vendor("Karim Traders")
    category_id = await market.category("Food", perishable=True)
    with clock.frozen(on(20)):
        product, _ = await market.on_sale(owner, category_id, price=1000, facts=dated("2026-12-31"))
        body = {"variant_id": product["variants"][0]["id"], "sku": "K", "price": {"amount": 90000, "currency": "BDT"}}
        as_ = tokens.vendor(rival)
        reply = await market.harness.post("/vendor/offers", body, as_=as_)
        assert "CR-12" in refused(reply, 422, "invalid")["expires_on"]
        late = body | {"expires_on": "2026-11-23"}
        assert set(refused(await market.harness.post("/vendor/offers", late, as_=as_), 422, "invalid")) == {
            "expires_on"
        }
        offer = ok(await market.harness.post("/vendor/offers", body | {"expires_on": "2026-11-28"}, as_=as_))
        await market.stock(offer["id"], 5)
        assert (await market.page(product["slug"]))["buy_box"] == offer["id"]
    with clock.frozen(on(25)):
        await end_shelf_lives(market.harness.deps)
        assert (await market.page(product["slug"]))["buy_box"] != offer["id"]
        as_ = tokens.vendor(rival)
        (mine,) = ok(await market.harness.get("/vendor/offers", as_=as_))["items"]
        assert (mine["active"], mine["sellable"], mine["reason"]) == (False, False, "expired")
        (soon,) = ok(await market.harness.get("/vendor/expiring", as_=as_))["items"]
        assert (soon["offer_id"], soon["on_sale"], soon["leaves_on"]) == (offer["id"], False, "2026-11-25")
        path, fresh = f"/vendor/offers/{offer['id']}", {"version": mine["version"], "active": True}
        assert set(refused(await market.harness.patch(path, fresh, as_=as_), 422, "invalid")) == {"expires_on"}
        ok(await market.harness.patch(path, fresh | {"expires_on": "2026-12-24"}, as_=as_))
        assert (await market.page(product["slug"]))["buy_box"] == offer["id"]
    with clock.frozen(on(24, 12)):  # no job has run, and the day is here
        (terms,) = await market.harness.face.offers([offer["id"]])
        assert (terms.sellable, terms.reason) == (False, "expired")
