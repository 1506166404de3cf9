from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferChanged, ProductPublished
from bdcommerce.kernel.money import Money
from catalog.market import FACTS, Market, ok, refused, taka
from support import tokens


async def test_a_vendor_drafts_completes_and_publishes_a_product(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    product = await market.draft(vendor_id, category_id, facts={"brand": "", "return_terms": {"en": "7 days"}})
    assert (product["status"], product["version"], product["slug"]) == ("draft", 1, None)
    as_ = tokens.vendor(vendor_id)
    path = f"/vendor/products/{product['id']}"

    fields = refused(await market.harness.post(f"{path}/publish", as_=as_), 422, "not_publishable")
    assert set(fields) == {"facts.brand", "facts.return_terms", "offers"}
    assert "DC-INF-01" in fields["facts.return_terms"]
    checklist = ok(await market.harness.get(f"{path}/checklist", as_=as_))
    assert not checklist["ok"]
    assert {each["field"] for each in checklist["checks"] if not each["ok"]} == set(fields)

    facts = {"brand": "Nakshi", "return_terms": FACTS["return_terms"]}
    changed = ok(await market.harness.patch(path, {"version": 1, "facts": facts}, as_=as_))
    assert (changed["facts"]["brand"], changed["facts"]["model"], changed["version"]) == ("Nakshi", "PJ-42", 2)
    offer = await market.offer(vendor_id, product["variants"][0]["id"])
    assert ok(await market.harness.get(f"{path}/checklist", as_=as_))["ok"]
    published = await market.publish(vendor_id, product["id"])
    assert (published["status"], published["slug"]) == ("published", "cotton-panjabi")

    told = await market.harness.told(ProductPublished)
    assert told == [ProductPublished(product_id=product["id"], slug="cotton-panjabi")]
    (change,) = await market.harness.told(OfferChanged)
    assert (change.offer_id, change.price, change.active) == (offer["id"], Money(125000), True)


async def test_a_published_product_cannot_lose_a_fact(market: Market) -> None:
    vendor_id = await market.vendor()
    product, _ = await market.on_sale(vendor_id, await market.category(), stock=0)
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{product['id']}"
    body = {"version": product["version"], "facts": {"country_of_origin": ""}}
    assert set(refused(await market.harness.patch(path, body, as_=as_), 422, "not_publishable")) == {
        "facts.country_of_origin"
    }
    ok(await market.harness.post(f"{path}/unpublish", as_=as_))
    body["version"] += 1
    assert ok(await market.harness.patch(path, body, as_=as_))["status"] == "unpublished"
    refused(await market.harness.post(f"{path}/unpublish", as_=as_), 409, "wrong_status")


async def test_the_path_stays_when_the_title_changes_and_is_never_shared(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    await market.trust(vendor_id)
    first, _ = await market.on_sale(vendor_id, category_id, stock=0)
    second, _ = await market.on_sale(vendor_id, category_id, stock=0)
    assert first["slug"] == "cotton-panjabi"
    assert second["slug"] == f"cotton-panjabi-{second['id'][-6:]}"
    body = {"version": first["version"], "facts": {"title": {"en": "Silk panjabi", "bn": "রেশমি পাঞ্জাবি"}}}
    as_ = tokens.vendor(vendor_id)
    assert ok(await market.harness.patch(f"/vendor/products/{first['id']}", body, as_=as_))["slug"] == first["slug"]
    assert (await market.page(first["slug"]))["facts"]["title"]["en"] == "Silk panjabi"


async def test_a_bangla_title_makes_a_bangla_path(market: Market) -> None:
    vendor_id = await market.vendor()
    title = {"en": "পাঞ্জাবি", "bn": "পাঞ্জাবি"}
    product, _ = await market.on_sale(vendor_id, await market.category(), facts={"title": title})
    assert product["slug"] == "পাঞ্জাবি"
    assert (await market.page("পাঞ্জাবি"))["id"] == product["id"]


async def test_two_people_cannot_overwrite_each_other(market: Market) -> None:
    vendor_id = await market.vendor()
    product = await market.draft(vendor_id, await market.category())
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{product['id']}"
    read = await market.harness.get(path, as_=as_)
    assert read.headers["ETag"] == '"1"'
    headers = {"If-Match": read.headers["ETag"]}
    ok(await market.harness.patch(path, {"facts": {"model": "A"}}, as_=as_, headers=headers))
    refused(await market.harness.patch(path, {"facts": {"model": "B"}}, as_=as_, headers=headers), 409, "stale")
    assert "version" in refused(await market.harness.patch(path, {"facts": {"model": "C"}}, as_=as_), 422, "invalid")


async def test_variants_keep_their_ids_and_those_on_offer_stay(market: Market) -> None:
    vendor_id = await market.vendor()
    sizes = [{"options": ["S"], "weight_grams": 200}, {"options": ["M"], "weight_grams": 250}]
    product = await market.draft(vendor_id, await market.category(), options=["Size"], variants=sizes)
    small, medium = product["variants"]
    await market.offer(vendor_id, small["id"])
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{product['id']}"
    only_medium = [{"id": medium["id"], "options": ["M"], "weight_grams": 250}]
    reply = await market.harness.patch(path, {"version": 1, "variants": only_medium}, as_=as_)
    refused(reply, 409, "variant_in_use")
    bigger = [
        {"id": small["id"], "options": ["S"], "weight_grams": 210},
        {"options": ["L"], "weight_grams": 300, "mrp": taka(2000)},
    ]
    changed = ok(await market.harness.patch(path, {"version": 1, "variants": bigger}, as_=as_))
    assert [each["options"] for each in changed["variants"]] == [["S"], ["L"]]
    assert changed["variants"][0]["id"] == small["id"]
    stranger = [{"id": "var_00000000000000000000000000", "options": ["S"], "weight_grams": 1}]
    reply = await market.harness.patch(path, {"version": 2, "variants": stranger}, as_=as_)
    assert "variants.0.id" in refused(reply, 422, "invalid")


async def test_descriptions_are_made_safe(market: Market) -> None:
    vendor_id = await market.vendor()
    text = {"en": '<p onclick="x">Soft<script>alert(1)</script> <a href="https://evil.example">here</a></p>', "bn": ""}
    product = await market.draft(vendor_id, await market.category(), facts={"description": text})
    assert product["facts"]["description"]["en"] == "<p>Soft here</p>"


async def test_prohibited_goods_and_unlicensed_medicine_are_not_published(market: Market) -> None:
    vendor_id = await market.vendor()
    root = await market.category("Health")
    banned = await market.category("Weapons", root, prohibited=True)
    medicine = await market.category("Medicine", root, requires_dgda_licence=True)
    as_ = tokens.vendor(vendor_id)
    for category_id, field in ((banned, "category_id"), (medicine, "facts.dgda_licence")):
        product = await market.draft(vendor_id, category_id)
        await market.offer(vendor_id, product["variants"][0]["id"])
        reply = await market.harness.post(f"/vendor/products/{product['id']}/publish", as_=as_)
        assert set(refused(reply, 422, "not_publishable")) == {field}


async def test_a_list_shows_a_vendor_its_own_products_page_by_page(market: Market) -> None:
    vendor_id, other = await market.vendor(), await market.vendor("Karim Traders")
    category_id = await market.category()
    made = [(await market.draft(vendor_id, category_id))["id"] for _ in range(3)]
    await market.draft(other, category_id)
    published, _ = await market.on_sale(vendor_id, category_id, stock=0)
    as_ = tokens.vendor(vendor_id, "packer")
    first = ok(await market.harness.get("/vendor/products", params={"limit": 3}, as_=as_))
    rest = ok(await market.harness.get("/vendor/products", params={"cursor": first["next_cursor"]}, as_=as_))
    assert [each["id"] for each in first["items"] + rest["items"]] == [published["id"], *reversed(made)]
    assert rest["next_cursor"] is None
    drafts = ok(await market.harness.get("/vendor/products", params={"status": "draft"}, as_=as_))["items"]
    assert {each["id"] for each in drafts} == set(made)
    assert drafts[0]["image"]["url"] == FACTS["images"][0]["url"]


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", "/vendor/products/{product}", None),
        ("GET", "/vendor/products/{product}/checklist", None),
        ("PATCH", "/vendor/products/{product}", {"version": 1, "facts": {"brand": "Mine"}}),
        ("POST", "/vendor/products/{product}/publish", None),
        ("POST", "/vendor/products/{product}/unpublish", None),
        ("PATCH", "/vendor/offers/{offer}", {"version": 1, "price": {"amount": 1, "currency": "BDT"}}),
        ("POST", "/vendor/offers", {"variant_id": "{variant}", "sku": "X", "price": {"amount": 1, "currency": "BDT"}}),
        ("POST", "/vendor/products", {"category_id": "{category}", "variants": [{"weight_grams": 1}], "facts": {}}),
        ("GET", "/vendor/products", None),
        ("GET", "/vendor/offers", None),
    ],
)
async def test_what_is_another_vendors_is_neither_seen_nor_touched(
    market: Market, method: str, path: str, body: dict[str, Any] | None
) -> None:
    owner, stranger = await market.vendor(), await market.vendor("Karim Traders")
    category_id = await market.category()
    product = await market.draft(owner, category_id)
    offer = await market.offer(owner, product["variants"][0]["id"])
    names = {"product": product["id"], "offer": offer["id"], "variant": offer["variant_id"], "category": category_id}
    path = path.format(**names)
    body = body and {key: value.format(**names) if isinstance(value, str) else value for key, value in body.items()}

    assert (await market.harness.call(method, path, body)).status_code == 401
    for wrong in (tokens.customer(), tokens.staff("catalog.manage")):
        assert (await market.harness.call(method, path, body, as_=wrong)).status_code == 403
    if method != "GET":
        packer = tokens.vendor(owner, "packer")
        assert (await market.harness.call(method, path, body, as_=packer)).status_code == 403
    reply = await market.harness.call(method, path, body, as_=tokens.vendor(stranger))
    if path in {"/vendor/products", "/vendor/offers"} and method == "GET":
        assert reply.json()["items"] == []
    elif path == "/vendor/products":
        assert reply.status_code == 201
    else:
        assert reply.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"category_id": "cat_0", "variants": [], "facts": {}},
        {"category_id": "cat_0", "variants": [{"weight_grams": 1}], "facts": {}},
        {"category_id": "nonsense", "variants": [{"weight_grams": 1}], "facts": {}},
        {"category_id": "{category}", "variants": [{"weight_grams": -1}], "facts": {}},
        {"category_id": "{category}", "variants": [{"weight_grams": 1, "mrp": {"amount": 10**30}}], "facts": {}},
        {"category_id": "{category}", "variants": [{"weight_grams": 1}], "facts": {"brand": "a\0b"}},
        {"category_id": "{category}", "variants": [{"weight_grams": 1}], "facts": {"title": {"en": "a\0b"}}},
        {"category_id": "{category}", "variants": [{"weight_grams": 1}], "facts": {"title": {"bn": "ক"}}},
        {"category_id": "{category}", "variants": [{"weight_grams": 1}], "facts": {"colour": "x" * 3000}},
        {"category_id": "{category}", "variants": [{"weight_grams": 1}], "facts": {"price": 1}},
        {
            "category_id": "{category}",
            "variants": [{"weight_grams": 1}],
            "facts": {"images": [{"url": "data:x"}]},
        },
    ],
)
async def test_bad_input_is_refused_and_explained(market: Market, body: dict[str, Any]) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    body = {key: category_id if value == "{category}" else value for key, value in body.items()}
    reply = await market.harness.post("/vendor/products", body, as_=tokens.vendor(vendor_id))
    assert reply.status_code in {400, 422}, reply.text
    assert reply.json()["errors"], reply.text
