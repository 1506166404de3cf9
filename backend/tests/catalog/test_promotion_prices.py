"""Promotions in the shop: told by orders, shown on cards and pages, answered to orders, over when they are over."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bdcommerce.catalog.handlers import shelves
from bdcommerce.contracts.catalog import PromotionPrice
from bdcommerce.contracts.orders import PromotionScope, PromotionWithdrawn
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from catalog.market import Market, ok, taka
from catalog.promoting import told
from support import tokens


async def test_a_window_opens_and_closes_by_itself(market: Market) -> None:
    now = clock.now()
    vendor_id, category_id = await market.vendor(), await market.category()
    product, offer = await market.on_sale(vendor_id, category_id, price=1000)
    event = told(now + timedelta(hours=1), scope=PromotionScope(category_ids=[category_id]))
    await market.harness.publish(event)
    (card,) = await market.list()
    assert (card["price"], card["promotion"]) == (taka(1000), None)

    with clock.frozen(event.starts_at):
        await market.harness.settle()
        (card,) = await market.list()
        shown = {
            "id": event.promotion_id,
            "name": {"en": "Eid", "bn": "ঈদ"},
            "was": taka(1000),
            "percent_off": 20,
            "ends_at": event.ends_at.isoformat().replace("+00:00", "Z"),
        }
        assert (card["price"], card["promotion"]) == (taka(800), shown)
        (found,) = (await market.page(product["slug"]))["variants"][0]["offers"]
        assert (found["price"], found["promotion"]) == (taka(800), shown)
        (terms,) = await market.harness.face.offers([offer["id"]])
        assert terms.price.amount == 80000
        assert terms.promotion == PromotionPrice(
            promotion_id=event.promotion_id, was=Money(100000), funded_by="", ends_at=event.ends_at
        )
        (mine,) = ok(await market.harness.get("/vendor/offers", as_=tokens.vendor(vendor_id)))["items"]
        assert (mine["price"], mine["promotion"]["price"], mine["promotion"]["funded_by_you"]) == (
            taka(1000),
            taka(800),
            False,
        )
    with clock.frozen(event.ends_at):  # before anything has been shown anew
        (card,) = await market.list()
        assert (card["price"], card["promotion"]) == (taka(1000), None)
        (found,) = (await market.page(product["slug"]))["variants"][0]["offers"]
        assert (found["price"], found["promotion"]) == (taka(1000), None)
        (terms,) = await market.harness.face.offers([offer["id"]])
        assert (terms.price.amount, terms.promotion) == (100000, None)
        await market.harness.settle()
        assert await market.list(on_sale="true") == []


async def test_lists_are_sifted_and_sorted_by_what_things_cost_now(market: Market) -> None:
    now = clock.now()
    vendor_id, category_id = await market.vendor(), await market.category()
    dear, dear_offer = await market.on_sale(vendor_id, category_id, price=1000)
    cheap, _ = await market.on_sale(vendor_id, category_id, price=600)
    scope = PromotionScope(offer_ids=[dear_offer["id"]])
    await market.harness.publish(told(now, scope=scope, percent=Decimal(50)))
    assert [each["id"] for each in await market.list(sort="price_asc")] == [dear["id"], cheap["id"]]
    assert [each["id"] for each in await market.list(max_price=50000)] == [dear["id"]]
    for place in ({}, {"category": category_id}, {"vendor": vendor_id}, {"brand": dear["brand_id"]}):
        assert [each["id"] for each in await market.list(on_sale="true", **place)] == [dear["id"]]


async def test_a_cheaper_offer_comes_to_the_front_while_its_promotion_lasts(market: Market) -> None:
    owner, rival, category_id = await market.vendor(), await market.vendor("Karim Traders"), await market.category()
    product, _ = await market.on_sale(owner, category_id, price=1000)
    dear = await market.offer(rival, product["variants"][0]["id"], price=1100)
    await market.stock(dear["id"], 5)
    event = told(clock.now(), scope=PromotionScope(vendor_ids=[rival]), funded_by=rival)
    await market.harness.publish(event)
    page = await market.page(product["slug"])
    assert page["buy_box"] == dear["id"]
    (terms,) = await market.harness.face.offers([dear["id"]])
    assert terms.promotion is not None
    assert terms.promotion.funded_by == rival
    await market.harness.publish(PromotionWithdrawn(promotion_id=event.promotion_id, reason="sold_out"))
    assert (await market.page(product["slug"]))["buy_box"] != dear["id"]
    with clock.frozen(event.ends_at):
        await market.harness.settle()
    await market.harness.publish(PromotionWithdrawn(promotion_id=event.promotion_id, reason="again"))
    await market.harness.publish(PromotionWithdrawn(promotion_id="prm_unknown", reason="never told"))


async def test_the_same_promotion_told_again_has_its_new_terms(market: Market) -> None:
    now = clock.now()
    vendor_id, category_id, other = await market.vendor(), await market.category(), await market.category("Other")
    first, _ = await market.on_sale(vendor_id, category_id, price=1000)
    second, _ = await market.on_sale(vendor_id, other, price=1000)
    event = told(now, scope=PromotionScope(category_ids=[category_id]))
    await market.harness.publish(event)

    async def prices() -> dict[str, Any]:
        return {each["id"]: each["price"]["amount"] for each in await market.list()}

    assert await prices() == {first["id"]: 80000, second["id"]: 100000}
    again = told(
        now, hours=5, promotion_id=event.promotion_id, scope=PromotionScope(category_ids=[other]), percent=Decimal(30)
    )
    await market.harness.publish(again)
    assert await prices() == {first["id"]: 100000, second["id"]: 70000}
    with clock.frozen(event.ends_at):  # the old window is not its any more
        await market.harness.settle()
        assert await prices() == {first["id"]: 100000, second["id"]: 70000}
    later = told(now + timedelta(days=1), promotion_id=event.promotion_id)
    await market.harness.publish(later)
    assert await prices() == {first["id"]: 100000, second["id"]: 100000}
    with clock.frozen(later.starts_at):
        await market.harness.settle()
        assert await prices() == {first["id"]: 80000, second["id"]: 80000}


async def test_offers_made_or_moved_later_join(market: Market) -> None:
    vendor_id, category_id, other = await market.vendor(), await market.category(), await market.category("Other")
    await market.harness.publish(told(clock.now(), scope=PromotionScope(category_ids=[category_id])))
    await market.trust(vendor_id)
    made, _ = await market.on_sale(vendor_id, category_id, price=1000)
    moved, offer = await market.on_sale(vendor_id, other, price=2000)
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{moved['id']}"
    ok(await market.harness.post(f"{path}/unpublish", as_=as_))
    body = {"version": moved["version"] + 1, "category_id": category_id}
    ok(await market.harness.patch(path, body, as_=as_))
    await market.publish(vendor_id, moved["id"])
    prices = {each["id"]: each["price"]["amount"] for each in await market.list()}
    assert prices == {made["id"]: 80000, moved["id"]: 160000}
    ok(await market.harness.patch(f"/vendor/offers/{offer['id']}", {"version": 1, "price": taka(500)}, as_=as_))
    prices = {each["id"]: each["price"]["amount"] for each in await market.list()}
    assert prices[moved["id"]] == 40000


async def test_a_wide_promotion_is_shown_some_products_at_a_time(market: Market, monkeypatch: Any) -> None:
    monkeypatch.setattr(shelves, "BATCH", 2)
    vendor_id, category_id = await market.vendor(), await market.category()
    for number in range(5):
        await market.on_sale(vendor_id, category_id, price=1000 + number, stock=0)
    event = told(clock.now())
    await market.harness.publish(event)
    assert [each["promotion"]["percent_off"] for each in await market.list()] == [20] * 5
    await market.harness.publish(PromotionWithdrawn(promotion_id=event.promotion_id, reason="stopped"))
    assert [each["promotion"] for each in await market.list()] == [None] * 5
