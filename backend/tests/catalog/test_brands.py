"""Brands: one name, one brand; staff keep them, vendors propose them, products refer to them."""

from typing import Any

import pytest

from bdcommerce.catalog.domain import draft
from bdcommerce.catalog.domain.brands import name_key
from bdcommerce.catalog.jobs import adopt_brands
from bdcommerce.kernel.ids import new_id
from catalog.making import sheet
from catalog.market import STAFF, Market, ok, refused
from support import tokens


@pytest.mark.parametrize(
    "one, other", [("Pran-RFL", "pran rfl"), ("WALTON", "Walton."), ("আড়ং", "আড়ং"), ("Nokia’s", "nokia's"), ("★", "★")]
)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_apart() -> None:
    assert len({name_key(each) for each in ("Pran", "Praan", "প্রাণ", "Pran 2")}) == 4


async def add(market: Market, name: str, bn: str = "", **more: Any) -> Any:
    return ok(await market.harness.post("/admin/brands", {"name": {"en": name, "bn": bn}, **more}, as_=STAFF))


async def test_a_brand_named_by_a_product_is_the_one_of_that_name(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    walton = await add(market, "Walton", "ওয়ালটন")
    product, offer = await market.on_sale(vendor_id, category_id, facts={"brand": "WALTON."})
    bangla = await market.draft(vendor_id, category_id, facts={"brand": "ওয়ালটন"})
    by_id = await market.draft(vendor_id, category_id, facts={"brand": ""}, brand_id=walton["id"])
    assert {each["brand_id"] for each in (product, bangla, by_id)} == {walton["id"]}
    assert by_id["facts"]["brand"] == "Walton"
    shown = {"id": walton["id"], "name": walton["name"], "slug": "walton"}
    (card,) = await market.list()
    assert (card["brand"], (await market.page(product["slug"]))["brand"]) == (shown, shown)
    (terms,) = await market.harness.face.offers([offer["id"]])
    assert terms.brand_id == walton["id"]


async def test_a_name_nobody_has_used_is_proposed_and_decided_on_by_staff(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    product = await market.draft(vendor_id, category_id, facts={"brand": "Nakshi"})
    (proposed,) = ok(await market.harness.get("/admin/brands", as_=STAFF))["items"]
    assert (proposed["id"], proposed["status"], proposed["proposed_by"]) == (product["brand_id"], "proposed", vendor_id)
    assert ok(await market.harness.get("/brands"))["items"] == []
    refused(await market.harness.get("/brands/nakshi"), 404, "unknown_brand")
    path = f"/admin/brands/{proposed['id']}"
    assert ok(await market.harness.post(f"{path}/approve", as_=STAFF))["status"] == "approved"
    refused(await market.harness.post(f"{path}/approve", as_=STAFF), 409, "wrong_status")
    assert [each["slug"] for each in ok(await market.harness.get("/brands"))["items"]] == ["nakshi"]
    assert ok(await market.harness.get("/brands/nakshi"))["id"] == proposed["id"]


async def test_nothing_new_is_published_under_a_refused_brand(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    live, _ = await market.on_sale(vendor_id, category_id, facts={"brand": "Adibas"})
    draft = await market.draft(vendor_id, category_id, facts={"brand": "adibas"})
    await market.offer(vendor_id, draft["variants"][0]["id"])
    path = f"/admin/brands/{live['brand_id']}/refuse"
    ok(await market.harness.post(path, {"reason": "a fake"}, as_=STAFF))
    as_ = tokens.vendor(vendor_id)
    (mine,) = ok(await market.harness.get("/vendor/brands", as_=as_))["items"]
    assert (mine["status"], mine["reason"]) == ("refused", "a fake")
    reply = await market.harness.post(f"/vendor/products/{draft['id']}/publish", as_=as_)
    assert set(refused(reply, 422, "not_publishable")) == {"facts.brand"}
    assert not ok(await market.harness.get(f"/vendor/products/{draft['id']}/checklist", as_=as_))["ok"]
    body = {"version": live["version"], "facts": {"model": "Z"}}
    ok(await market.harness.patch(f"/vendor/products/{live['id']}", body, as_=as_))
    again = {"version": draft["version"], "brand_id": live["brand_id"], "facts": {}}
    renamed = ok(await market.harness.patch(f"/vendor/products/{draft['id']}", again | {"brand_id": ""}, as_=as_))
    again["version"] = renamed["version"]
    assert renamed["brand_id"] == live["brand_id"]  # the name says so
    other = {"version": renamed["version"], "facts": {"brand": "Honest"}}
    changed = ok(await market.harness.patch(f"/vendor/products/{draft['id']}", other, as_=as_))
    assert changed["brand_id"] != live["brand_id"]
    back = {"version": changed["version"], "brand_id": live["brand_id"]}
    fields = refused(await market.harness.patch(f"/vendor/products/{draft['id']}", back, as_=as_), 422, "invalid")
    assert set(fields) == {"brand_id"}


async def test_a_renamed_brand_reads_otherwise_on_every_card(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    product, _ = await market.on_sale(vendor_id, category_id, facts={"brand": "Pran"})
    path = f"/admin/brands/{product['brand_id']}"
    changed = ok(await market.harness.patch(path, {"version": 1, "name": {"en": "PRAN", "bn": "প্রাণ"}}, as_=STAFF))
    assert (changed["version"], changed["slug"]) == (2, "pran")
    refused(await market.harness.patch(path, {"version": 1, "slug": "p"}, as_=STAFF), 409, "stale")
    await market.harness.settle()
    (card,) = await market.list()
    assert card["brand"]["name"] == {"en": "PRAN", "bn": "প্রাণ"}
    assert (await market.page(product["slug"]))["brand"]["name"]["bn"] == "প্রাণ"


async def test_a_merged_brand_gives_its_names_and_products_to_the_other(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    pran = await add(market, "Pran")
    product, offer = await market.on_sale(vendor_id, category_id, facts={"brand": "Pran Ltd"})
    assert product["brand_id"] != pran["id"]
    path = f"/admin/brands/{product['brand_id']}/merge"
    assert "into" in refused(await market.harness.post(path, {"into": product["brand_id"]}, as_=STAFF), 422, "invalid")
    unknown = {"into": "brd_00000000000000000000000000"}
    assert "into" in refused(await market.harness.post(path, unknown, as_=STAFF), 422, "invalid")
    assert ok(await market.harness.post(path, {"into": pran["id"]}, as_=STAFF))["id"] == pran["id"]
    refused(await market.harness.post(path, {"into": pran["id"]}, as_=STAFF), 409, "brand_merged")
    await market.harness.settle()
    (card,) = await market.list()
    assert card["brand"]["id"] == pran["id"]
    (terms,) = await market.harness.face.offers([offer["id"]])
    assert terms.brand_id == pran["id"]
    assert ok(await market.harness.get("/brands/pran-ltd"))["id"] == pran["id"]
    later = await market.draft(vendor_id, category_id, facts={"brand": "PRAN ltd"})
    assert later["brand_id"] == pran["id"]


async def test_two_brands_cannot_have_one_name(market: Market) -> None:
    first, second = await add(market, "Walton", "ওয়ালটন"), await add(market, "Vision")
    same = {"name": {"en": "WALTON!"}}
    assert refused(await market.harness.post("/admin/brands", same, as_=STAFF), 409, "brand_taken") == {}
    owner = tokens.vendor(await market.vendor())
    refused(await market.harness.post("/vendor/brands", same, as_=owner), 409, "brand_taken")
    renamed = {"version": 1, "name": {"en": "Vision", "bn": "ওয়ালটন"}}
    refused(await market.harness.patch(f"/admin/brands/{second['id']}", renamed, as_=STAFF), 409, "brand_taken")
    reply = await market.harness.patch(
        f"/admin/brands/{second['id']}", {"version": 1, "slug": first["slug"]}, as_=STAFF
    )
    refused(reply, 409, "slug_taken")
    for bad in ({"en": ""}, {"en": "x" * 101}):
        assert "name" in refused(await market.harness.post("/admin/brands", {"name": bad}, as_=STAFF), 422, "invalid")


async def test_lists_of_brands_go_on_where_they_ended(market: Market) -> None:
    for name in ("Pran", "Aarong", "Walton"):
        await add(market, name)
    first = ok(await market.harness.get("/brands", params={"limit": 2}))
    rest = ok(await market.harness.get("/brands", params={"limit": 2, "cursor": first["next_cursor"]}))
    assert [each["slug"] for each in first["items"] + rest["items"]] == ["aarong", "pran", "walton"]
    newest = ok(await market.harness.get("/admin/brands", params={"status": "approved", "limit": 2}, as_=STAFF))
    cursor = {"status": "approved", "cursor": newest["next_cursor"]}
    older = ok(await market.harness.get("/admin/brands", params=cursor, as_=STAFF))
    assert [each["slug"] for each in newest["items"] + older["items"]] == ["walton", "aarong", "pran"]


async def test_products_from_before_there_were_brands_are_given_theirs(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    walton = await add(market, "Walton")
    product_id = new_id("prd")
    drafted = draft(product_id, vendor_id, sheet(category_id=category_id, brand="walton"))
    async with market.harness.deps.works() as work:
        await work.products.save(drafted, expected=0)
    await adopt_brands(market.harness.deps)
    read = ok(await market.harness.get(f"/vendor/products/{product_id}", as_=tokens.vendor(vendor_id)))
    assert (read["brand_id"], read["version"]) == (walton["id"], 2)
    await adopt_brands(market.harness.deps)
    again = ok(await market.harness.get(f"/vendor/products/{product_id}", as_=tokens.vendor(vendor_id)))
    assert again["version"] == read["version"]


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/admin/brands"),
        ("POST", "/admin/brands"),
        ("PATCH", "/admin/brands/brd_1"),
        ("POST", "/admin/brands/brd_1/approve"),
        ("POST", "/admin/brands/brd_1/refuse"),
        ("POST", "/admin/brands/brd_1/merge"),
        ("POST", "/vendor/brands"),
        ("GET", "/vendor/brands"),
    ],
)
async def test_brands_are_kept_by_staff_and_proposed_by_vendors(market: Market, method: str, path: str) -> None:
    body: Any = None if method == "GET" else {}
    assert (await market.harness.call(method, path, body)).status_code == 401
    wrong = tokens.staff("catalog.manage") if path.startswith("/vendor") else tokens.vendor("ven_1")
    for token in (tokens.customer(), wrong, tokens.staff("orders.read")):
        assert (await market.harness.call(method, path, body, as_=token)).status_code == 403
