from typing import Any

import pytest

from catalog.market import STAFF, Market, ok, refused
from support import tokens


async def test_customers_see_the_tree_in_its_order(market: Market) -> None:
    food = await market.category("Food", perishable=True)
    fish, rice = await market.category("Fish", food), await market.category("Rice", food)
    ok(await market.harness.patch(f"/admin/categories/{fish}", {"version": 1, "position": 5}, as_=STAFF))
    (root,) = ok(await market.harness.get("/categories"))
    assert (root["id"], root["slug"], root["perishable"], root["version"]) == (food, "food", True, 1)
    assert [each["id"] for each in root["children"]] == [rice, fish]


async def test_a_moved_category_takes_its_products_and_children_along(market: Market) -> None:
    vendor_id = await market.vendor()
    old, new = await market.category("Old"), await market.category("New")
    middle = await market.category("Middle", old)
    leaf = await market.category("Leaf", middle)
    product, _ = await market.on_sale(vendor_id, leaf)
    ok(await market.harness.patch(f"/admin/categories/{middle}", {"version": 1, "parent_id": new}, as_=STAFF))
    assert await market.list(category=old) == []
    (card,) = await market.list(category=new)
    assert (card["id"], card["category_path"]) == (product["id"], [new, middle, leaf])
    page = await market.page(product["slug"])
    assert [each["id"] for each in page["categories"]] == [new, middle, leaf]
    ok(await market.harness.patch(f"/admin/categories/{leaf}", {"version": 1, "parent_id": None}, as_=STAFF))
    assert [each["slug"] for each in ok(await market.harness.get("/categories"))] == ["leaf", "new", "old"]


async def test_the_tree_has_no_loops_and_no_two_of_one_path(market: Market) -> None:
    top = await market.category("Top")
    leaf = await market.category("Leaf", top)
    path = f"/admin/categories/{top}"
    refused(await market.harness.patch(path, {"version": 1, "parent_id": leaf}, as_=STAFF), 422, "category_loop")
    refused(await market.harness.patch(path, {"version": 1, "parent_id": top}, as_=STAFF), 422, "category_loop")
    refused(await market.harness.patch(path, {"version": 1, "slug": "leaf"}, as_=STAFF), 409, "slug_taken")
    reply = await market.harness.post("/admin/categories", {"name": {"en": "Top"}}, as_=STAFF)
    refused(reply, 409, "slug_taken")
    reply = await market.harness.post("/admin/categories", {"name": {"en": "Top"}, "slug": "শীর্ষ"}, as_=STAFF)
    assert ok(reply)["slug"] == "শীর্ষ"
    below = leaf
    for number in range(4):
        below = await market.category(f"Deep {number}", below)
    reply = await market.harness.post("/admin/categories", {"name": {"en": "Abyss"}, "parent_id": below}, as_=STAFF)
    refused(reply, 422, "category_loop")


async def test_a_stale_change_is_refused(market: Market) -> None:
    path = f"/admin/categories/{await market.category()}"
    ok(await market.harness.patch(path, {"version": 1, "name": {"en": "Clothes", "bn": "কাপড়"}}, as_=STAFF))
    refused(await market.harness.patch(path, {"version": 1, "position": 2}, as_=STAFF), 409, "stale")
    unknown = "/admin/categories/cat_00000000000000000000000000"
    refused(await market.harness.patch(unknown, {"version": 1}, as_=STAFF), 404, "unknown_category")


@pytest.mark.parametrize(
    "body",
    [
        {"name": {"en": ""}},
        {"name": {"en": "!!!"}},
        {"name": {"en": "x" * 300}},
        {"name": {"en": "a\0"}, "slug": "a"},
        {"name": {"en": "A"}, "slug": "Not A Slug"},
        {"name": {"en": "A"}, "parent_id": "cat_00000000000000000000000000"},
        {"name": {"en": "A"}, "position": -1},
        {"name": {"en": "A"}, "colour": "red"},
    ],
)
async def test_a_bad_category_is_refused(market: Market, body: dict[str, Any]) -> None:
    reply = await market.harness.post("/admin/categories", body, as_=STAFF)
    assert reply.status_code in {400, 422}, reply.text
    assert reply.json()["errors"], reply.text


async def test_only_staff_with_the_permission_change_the_tree(market: Market) -> None:
    category_id = await market.category()
    for method, path in (("POST", "/admin/categories"), ("PATCH", f"/admin/categories/{category_id}")):
        assert (await market.harness.call(method, path, {})).status_code == 401
        for wrong in (tokens.customer(), tokens.vendor("ven_1"), tokens.staff("orders.read")):
            assert (await market.harness.call(method, path, {}, as_=wrong)).status_code == 403
