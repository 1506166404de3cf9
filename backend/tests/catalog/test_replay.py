"""The read tables hold nothing that cannot be built again from the log."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bdcommerce.catalog.jobs import count_popularity
from bdcommerce.catalog.projections import SHOP
from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.infra import projections
from bdcommerce.kernel import clock
from catalog.market import DECIDER, STAFF, Market, ok, refused, taka
from catalog.pictures import small
from catalog.promoting import told
from support import tokens


async def snapshot(market: Market) -> dict[str, list[dict[str, Any]]]:
    tables = {}
    async with market.harness.database.transaction() as tx:
        for table in SHOP.tables:
            rows = await tx.rows(text(f"SELECT to_jsonb(t) AS row FROM {table} t ORDER BY to_jsonb(t)::text"))
            tables[table] = [row["row"] for row in rows]
    return tables


async def rebuild(market: Market) -> int:
    done = 0
    async for count in projections.rebuild(market.harness.database, SHOP):
        done = count
    return done


async def an_eventful_day(market: Market) -> dict[str, Any]:
    rahim, karim = await market.vendor("Rahim Stores"), await market.vendor("Karim Traders")
    old, new = await market.category("Old"), await market.category("New")
    leaf = await market.category("Leaf", old)
    colour = {"version": 1, "name": {"en": "Weave"}, "type": "text"}
    ok(await market.harness.put(f"/admin/categories/{leaf}/attributes/weave", colour, as_=STAFF))
    sizes = [{"options": ["S"], "weight_grams": 200}, {"options": ["M"], "weight_grams": 250}]
    picture = await market.harness.post("/vendor/media", as_=tokens.vendor(rahim), content=small())
    await market.harness.post("/vendor/media", as_=tokens.vendor(karim), content=small())
    said: dict[str, Any] = {"attributes": {"weave": "plain"}, "facts": {"images": [{"media_id": ok(picture)["id"]}]}}
    product, offer = await market.on_sale(rahim, leaf, options=["Size"], variants=sizes, **said)
    rival = await market.offer(karim, product["variants"][0]["id"], price=1200)
    await market.stock(rival["id"], 4)
    hidden, _ = await market.on_sale(karim, new)
    await market.draft(rahim, new)
    as_ = tokens.vendor(rahim)
    ok(await market.harness.patch(f"/vendor/offers/{offer['id']}", {"version": 1, "price": taka(1100)}, as_=as_))
    one = [{"id": product["variants"][0]["id"], "options": ["S"], "weight_grams": 210}]
    body = {"version": product["version"], "variants": one, "facts": {"brand": "Jamuna"}}
    ok(await market.harness.patch(f"/vendor/products/{product['id']}", body, as_=as_))
    ok(await market.harness.patch(f"/admin/categories/{leaf}", {"version": 2, "parent_id": new}, as_=STAFF))
    ok(await market.harness.post(f"/vendor/products/{hidden['id']}/unpublish", as_=tokens.vendor(karim)))
    jamuna = ok(await market.harness.get("/admin/brands", as_=STAFF))["items"][0]
    named = {"version": 1, "name": {"en": "Jamuna", "bn": "যমুনা"}}
    ok(await market.harness.patch(f"/admin/brands/{jamuna['id']}", named, as_=STAFF))
    ok(await market.harness.post(f"/admin/brands/{jamuna['id']}/approve", as_=STAFF))
    ok(await market.harness.post(f"/admin/brands/{hidden['brand_id']}/merge", {"into": jamuna["id"]}, as_=STAFF))
    soon = {"price": taka(1), "starts_at": (clock.now() + timedelta(hours=1)).isoformat()}
    change = ok(await market.harness.post(f"/vendor/offers/{offer['id']}/price-changes", soon, as_=as_))
    ok(await market.harness.post(f"/vendor/price-changes/{change['id']}/cancel", as_=as_))
    await wait_for_staff(market, rahim, karim)
    await market.harness.publish(told(clock.now(), scope=PromotionScope(category_ids=[new])))
    await market.bought(product["id"], 3)
    await count_popularity(market.harness.deps)
    await market.suspend(karim)
    await market.reinstate(karim)
    await market.stock(rival["id"], 0)
    return {"product": product, "rahim": rahim, "category": new, "offer": offer}


async def wait_for_staff(market: Market, vendor_id: str, trusted: str) -> None:
    """Edits and a first publication wait; some are approved, some refused."""
    category_id = await market.category("Watched")
    first, _ = await market.on_sale(vendor_id, category_id)
    second, _ = await market.on_sale(vendor_id, category_id)
    for product, decision in ((first, "approve"), (second, "refuse")):
        body = {"version": product["version"], "facts": {"title": {"en": "Renamed"}}}
        path = f"/vendor/products/{product['id']}"
        changed = ok(await market.harness.patch(path, body, as_=tokens.vendor(vendor_id)))
        waiting = f"/admin/approvals/{changed['waiting']['approval_id']}/{decision}"
        said = {"version": changed["version"]} | ({"reason": "no"} if decision == "refuse" else {})
        ok(await market.harness.post(waiting, said, as_=DECIDER))
    policy = {"version": 0, "first_of": ["standard"]}
    ok(await market.harness.patch("/admin/approval-policy", policy, as_=DECIDER))
    third = await market.draft(vendor_id, category_id)
    await market.offer(vendor_id, third["variants"][0]["id"])
    assert (await market.publish(vendor_id, third["id"]))["status"] == "in_review"
    ok(await market.harness.post(f"/admin/products/{first['id']}/take-down", {"reason": "a fake"}, as_=DECIDER))
    ok(await market.harness.post(f"/admin/products/{first['id']}/reinstate", {"reason": "it is not"}, as_=DECIDER))
    await market.trust(trusted)


async def test_a_rebuild_gives_identical_rows(market: Market) -> None:
    await an_eventful_day(market)
    before = await snapshot(market)
    assert all(before[table] for table in SHOP.tables)
    assert await rebuild(market) > 20
    assert await snapshot(market) == before


async def test_the_rules_still_hold_after_a_rebuild(market: Market) -> None:
    world = await an_eventful_day(market)
    await rebuild(market)
    as_, body = tokens.vendor(world["rahim"]), {"sku": "NEW", "price": taka(1)}
    again = body | {"variant_id": world["product"]["variants"][0]["id"]}
    refused(await market.harness.post("/vendor/offers", again, as_=as_), 409, "offer_exists")
    fresh = await market.draft(world["rahim"], world["category"])
    taken = body | {"variant_id": fresh["variants"][0]["id"], "sku": world["offer"]["sku"]}
    refused(await market.harness.post("/vendor/offers", taken, as_=as_), 409, "sku_taken")
    reply = await market.harness.post("/admin/categories", {"name": {"en": "New"}}, as_=STAFF)
    refused(reply, 409, "slug_taken")


async def test_offers_of_one_variant_that_move_at_once_leave_the_right_one_in_front(market: Market) -> None:
    owner, category_id = await market.vendor(), await market.category()
    product, _ = await market.on_sale(owner, category_id, price=2000)
    rivals = [await market.vendor(f"Rival {number}") for number in range(4)]
    offers = [await market.offer(each, product["variants"][0]["id"], price=3000) for each in rivals]
    for each in offers:
        await market.stock(each["id"], 1)
    changes = [
        market.harness.patch(
            f"/vendor/offers/{offer['id']}", {"version": 1, "price": taka(1000 + 10 * number)}, as_=tokens.vendor(rival)
        )
        for number, (offer, rival) in enumerate(zip(offers, rivals, strict=True))
    ]
    assert all(reply.is_success for reply in await asyncio.gather(*changes))
    (card,) = await market.list()
    assert (card["price"], card["vendor"]["id"]) == (taka(1000), rivals[0])


async def test_of_two_equal_offers_made_at_once_one_is_refused(market: Market) -> None:
    vendor_id = await market.vendor()
    product = await market.draft(vendor_id, await market.category())
    body = {"variant_id": product["variants"][0]["id"], "sku": "A", "price": taka(10)}
    sent = [market.harness.post("/vendor/offers", body, as_=tokens.vendor(vendor_id)) for _ in range(3)]
    assert sorted(reply.status_code for reply in await asyncio.gather(*sent)) == [201, 409, 409]
