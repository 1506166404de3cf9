import pytest

from bdcommerce.contracts.catalog import OfferChanged
from bdcommerce.kernel.money import Money
from catalog.market import Market, ok, refused, taka
from support import tokens


async def test_prices_are_changed_by_whoever_has_read_them_last(market: Market) -> None:
    vendor_id = await market.vendor()
    _, offer = await market.on_sale(vendor_id, await market.category())
    as_, path = tokens.vendor(vendor_id), f"/vendor/offers/{offer['id']}"
    cheaper = ok(await market.harness.patch(path, {"version": 1, "price": taka(1000)}, as_=as_))
    assert (cheaper["price"], cheaper["active"], cheaper["version"]) == (taka(1000), True, 2)
    refused(await market.harness.patch(path, {"version": 1, "price": taka(900)}, as_=as_), 409, "stale")
    headers = {"If-Match": '"2"'}
    asleep = ok(await market.harness.patch(path, {"active": False}, as_=as_, headers=headers))
    assert (asleep["price"], asleep["active"], asleep["version"]) == (taka(1000), False, 3)
    told = await market.harness.told(OfferChanged)
    assert [(each.price, each.active) for each in told] == [
        (Money(125000), True),
        (Money(100000), True),
        (Money(100000), False),
    ]


async def test_nobody_sells_above_the_printed_price(market: Market) -> None:
    vendor_id = await market.vendor()
    variants = [{"weight_grams": 300, "mrp": taka(1300)}]
    product = await market.draft(vendor_id, await market.category(), variants=variants)
    as_ = tokens.vendor(vendor_id)
    body = {"variant_id": product["variants"][0]["id"], "sku": "A", "price": {"amount": 130001, "currency": "BDT"}}
    fields = refused(await market.harness.post("/vendor/offers", body, as_=as_), 422, "price_above_mrp")
    assert "CR-07" in fields["price"]
    offer = ok(await market.harness.post("/vendor/offers", body | {"price": taka(1300)}, as_=as_))
    path = f"/vendor/offers/{offer['id']}"
    refused(await market.harness.patch(path, {"version": 1, "price": taka(1301)}, as_=as_), 422, "price_above_mrp")
    lower = [{"id": product["variants"][0]["id"], "weight_grams": 300, "mrp": taka(1299)}]
    reply = await market.harness.patch(f"/vendor/products/{product['id']}", {"version": 1, "variants": lower}, as_=as_)
    refused(reply, 422, "price_above_mrp")


async def test_a_vendor_has_one_offer_per_variant_and_one_per_sku(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    first, second = await market.draft(vendor_id, category_id), await market.draft(vendor_id, category_id)
    offer = await market.offer(vendor_id, first["variants"][0]["id"], sku="A-1")
    as_ = tokens.vendor(vendor_id)
    again = {"variant_id": offer["variant_id"], "sku": "A-2", "price": taka(1)}
    refused(await market.harness.post("/vendor/offers", again, as_=as_), 409, "offer_exists")
    same_sku = {"variant_id": second["variants"][0]["id"], "sku": "A-1", "price": taka(1)}
    refused(await market.harness.post("/vendor/offers", same_sku, as_=as_), 409, "sku_taken")
    other = await market.vendor("Karim Traders")
    mine = await market.draft(other, category_id)
    assert (await market.offer(other, mine["variants"][0]["id"], sku="A-1"))["sku"] == "A-1"


async def test_another_vendors_variant_can_be_offered_once_customers_can_see_it(market: Market) -> None:
    owner, rival, category_id = await market.vendor(), await market.vendor("Karim Traders"), await market.category()
    product = await market.draft(owner, category_id)
    variant_id = product["variants"][0]["id"]
    await market.offer(owner, variant_id)
    body = {"variant_id": variant_id, "sku": "K-1", "price": taka(1200)}
    reply = await market.harness.post("/vendor/offers", body, as_=tokens.vendor(rival))
    refused(reply, 404, "unknown_variant")
    await market.publish(owner, product["id"])
    assert ok(await market.harness.post("/vendor/offers", body, as_=tokens.vendor(rival)))["sku"] == "K-1"


async def test_the_list_says_what_sells_and_why_not(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    draft = await market.draft(vendor_id, category_id)
    asleep = await market.offer(vendor_id, draft["variants"][0]["id"])
    _, live = await market.on_sale(vendor_id, category_id, stock=7)
    as_ = tokens.vendor(vendor_id, "packer")
    items = ok(await market.harness.get("/vendor/offers", as_=as_))["items"]
    assert [(each["id"], each["available"], each["reason"]) for each in items] == [
        (live["id"], 7, ""),
        (asleep["id"], 0, "unpublished"),
    ]
    of_draft = ok(await market.harness.get("/vendor/offers", params={"product": draft["id"]}, as_=as_))["items"]
    assert [each["id"] for each in of_draft] == [asleep["id"]]
    await market.suspend(vendor_id)
    items = ok(await market.harness.get("/vendor/offers", as_=as_))["items"]
    assert {each["reason"] for each in items} == {"vendor_suspended"}


@pytest.mark.parametrize("price", [{"amount": 0}, {"amount": -5}, {"amount": 10**40}, {"amount": 5, "currency": "USD"}])
async def test_prices_that_are_none_are_refused(market: Market, price: dict[str, object]) -> None:
    vendor_id = await market.vendor()
    product = await market.draft(vendor_id, await market.category())
    body = {"variant_id": product["variants"][0]["id"], "sku": "A", "price": price}
    reply = await market.harness.post("/vendor/offers", body, as_=tokens.vendor(vendor_id))
    assert reply.status_code == 422, reply.text


async def test_goods_that_are_not_ready_to_ship_say_so_until_their_vendor_says_otherwise(market: Market) -> None:
    vendor_id = await market.vendor()
    product, offer = await market.on_sale(vendor_id, await market.category())
    as_, path, face = tokens.vendor(vendor_id), f"/vendor/offers/{offer['id']}", market.harness.face
    assert [each.ready_to_ship for each in await face.offers([offer["id"]])] == [True]
    said = ok(await market.harness.patch(path, {"version": 1, "ready_to_ship": False}, as_=as_))
    assert (said["ready_to_ship"], said["version"]) == (False, 2)
    cheaper = ok(await market.harness.patch(path, {"version": 2, "price": taka(1000)}, as_=as_))
    assert cheaper["ready_to_ship"] is False
    (listed,) = ok(await market.harness.get("/vendor/offers", as_=as_))["items"]
    assert listed["ready_to_ship"] is False
    (shown,) = (await market.page(product["slug"]))["variants"][0]["offers"]
    assert (shown["ready_to_ship"], shown["price"]) == (False, taka(1000))
    assert [each.ready_to_ship for each in await face.offers([offer["id"]])] == [False]
    again = ok(await market.harness.patch(path, {"version": 3, "ready_to_ship": True}, as_=as_))
    assert again["ready_to_ship"] is True
