"""Typed attributes over HTTP: defined by staff, stated by vendors, asked by the gate, read by customers."""

from typing import Any

import pytest

from catalog.market import STAFF, Market, ok, refused
from support import tokens

COLOUR: dict[str, Any] = {
    "name": {"en": "Colour", "bn": "রং"},
    "type": "colour",
    "level": "variant",
    "choices": [
        {"value": "blue", "label": {"en": "Blue", "bn": "নীল"}, "swatch": "#0000FF"},
        {"value": "red", "label": {"en": "Red", "bn": "লাল"}, "swatch": "#ff0000"},
    ],
    "required": True,
    "filterable": True,
}
FABRIC = {"name": {"en": "Fabric", "bn": "কাপড়"}, "type": "text"}
WEIGHT = {"name": {"en": "Weight"}, "type": "number", "unit": "g", "required": True}


async def define(market: Market, category_id: str, key: str, body: dict[str, Any], version: int = 1) -> Any:
    path = f"/admin/categories/{category_id}/attributes/{key}"
    return ok(await market.harness.put(path, {"version": version} | body, as_=STAFF))


async def test_a_category_inherits_what_is_defined_above(market: Market) -> None:
    clothing = await market.category("Clothing")
    shirts = await market.category("Shirts", clothing)
    await define(market, clothing, "fabric", FABRIC)
    mine = await define(market, shirts, "colour", COLOUR)
    assert (mine["version"], [each["key"] for each in mine["attributes"]]) == (2, ["colour"])
    found = ok(await market.harness.get(f"/categories/{shirts}/attributes"))
    assert [(each["category_id"], each["key"], each["type"], each["level"]) for each in found] == [
        (clothing, "fabric", "text", "product"),
        (shirts, "colour", "colour", "variant"),
    ]
    assert found[1]["choices"][0] == {"value": "blue", "label": {"en": "Blue", "bn": "নীল"}, "swatch": "#0000ff"}
    headers = {"If-Match": '"2"'}
    dropped = await market.harness.delete(f"/admin/categories/{shirts}/attributes/colour", as_=STAFF, headers=headers)
    assert dropped.status_code == 204
    assert len(ok(await market.harness.get(f"/categories/{shirts}/attributes"))) == 1


async def test_a_definition_is_refused_when_it_clashes(market: Market) -> None:
    clothing = await market.category("Clothing")
    shirts, other = await market.category("Shirts", clothing), await market.category("Other")
    await define(market, shirts, "colour", COLOUR)
    path = "/admin/categories/{}/attributes/{}"

    async def put(category_id: str, key: str, version: int, **changes: Any) -> Any:
        body = COLOUR | {"version": version} | changes
        return await market.harness.put(path.format(category_id, key), body, as_=STAFF)

    refused(await put(clothing, "colour", 1), 409, "attribute_taken")
    refused(await put(shirts, "colour", 1), 409, "stale")
    refused(await put(shirts, "colour", 2, level="product"), 409, "attribute_fixed")
    fields = refused(await put(shirts, "paint", 2, choices=[]), 422, "invalid")
    assert set(fields) == {"choices"}
    refused(await put("cat_00000000000000000000000000", "colour", 1), 404, "unknown_category")
    missing = await market.harness.delete(path.format(shirts, "size"), as_=STAFF, headers={"If-Match": "2"})
    refused(missing, 404, "unknown_attribute")
    refused(await market.harness.get("/categories/cat_00000000000000000000000000/attributes"), 404, "unknown_category")
    await define(market, other, "colour", COLOUR)
    moved = await market.harness.patch(f"/admin/categories/{shirts}", {"version": 2, "parent_id": other}, as_=STAFF)
    refused(moved, 409, "attribute_taken")


async def test_a_product_states_attributes_and_the_gate_asks_for_the_required_ones(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    await define(market, category_id, "colour", COLOUR)
    await define(market, category_id, "fabric", FABRIC, 2)
    await define(market, category_id, "weight", WEIGHT, 3)
    variants = [{"weight_grams": 300, "attributes": {"colour": each}} for each in ("blue", "লাল")]
    product = await market.draft(vendor_id, category_id, variants=variants, attributes={"fabric": "Khadi"})
    assert product["options"] == ["Colour"]
    assert [(each["options"], each["attributes"]) for each in product["variants"]] == [
        (["Blue"], {"colour": "blue"}),
        (["Red"], {"colour": "red"}),
    ]
    as_, path = tokens.vendor(vendor_id), f"/vendor/products/{product['id']}"
    await market.offer(vendor_id, product["variants"][0]["id"])
    fields = refused(await market.harness.post(f"{path}/publish", as_=as_), 422, "not_publishable")
    assert set(fields) == {"attributes.weight"}
    checklist = ok(await market.harness.get(f"{path}/checklist", as_=as_))
    assert {each["field"] for each in checklist["checks"] if not each["ok"]} == {"attributes.weight"}

    wrong = {"version": 1, "attributes": {"weight": "heavy", "length": 3}}
    fields = refused(await market.harness.patch(path, wrong, as_=as_), 422, "invalid")
    assert set(fields) == {"attributes.weight", "attributes.length"}
    assert "number in g" in fields["attributes.weight"]
    right = {"version": 1, "attributes": {"weight": 180.5, "fabric": None}, "unit": "pack"}
    changed = ok(await market.harness.patch(path, right, as_=as_))
    assert (changed["attributes"], changed["unit"]) == ({"weight": "180.5"}, "pack")
    published = await market.publish(vendor_id, product["id"])

    page = await market.page(published["slug"])
    assert page["attributes"] == [
        {
            "key": "weight",
            "value": "180.5",
            "name": {"en": "Weight", "bn": ""},
            "label": {"en": "180.5 g", "bn": ""},
            "swatch": "",
        }
    ]
    (shown,) = page["variants"][0]["attributes"]
    assert (shown["label"]["bn"], shown["swatch"]) == ("নীল", "#0000ff")
    assert page["unit"] == "pack"
    (terms,) = await market.harness.face.offers([page["buy_box"]])
    assert terms.unit == "pack"


async def test_a_relabelled_choice_reads_otherwise_everywhere_at_once(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    await define(market, category_id, "colour", COLOUR)
    variants = [{"weight_grams": 300, "attributes": {"colour": "blue"}}]
    product, _ = await market.on_sale(vendor_id, category_id, variants=variants)
    navy = [{"value": "blue", "label": {"en": "Navy", "bn": "নেভি"}, "swatch": "#000080"}]
    await define(market, category_id, "colour", COLOUR | {"choices": navy}, 2)
    (shown,) = (await market.page(product["slug"]))["variants"][0]["attributes"]
    assert (shown["label"]["en"], shown["swatch"]) == ("Navy", "#000080")


async def test_the_rule_of_vat_comes_from_the_nearest_category(market: Market) -> None:
    vendor_id, food = await market.vendor(), await market.category("Food")
    rice = await market.category("Rice", food)
    product, offer = await market.on_sale(vendor_id, rice)
    assert product["unit"] == "piece"

    async def rule() -> str:
        (terms,) = await market.harness.face.offers([offer["id"]])
        return str(terms.vat_rule)

    assert await rule() == "vat.standard"
    path = f"/admin/categories/{food}"
    ok(await market.harness.patch(path, {"version": 1, "vat_rule": "vat.marketplace_commission"}, as_=STAFF))
    assert await rule() == "vat.marketplace_commission"
    fields = refused(
        await market.harness.patch(path, {"version": 2, "vat_rule": "vat.of_the_moon"}, as_=STAFF), 422, "invalid"
    )
    assert set(fields) == {"vat_rule"}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_only_staff_define_attributes(market: Market, method: str) -> None:
    path = f"/admin/categories/{await market.category()}/attributes/colour"
    body = COLOUR | {"version": 1} if method == "PUT" else None
    assert (await market.harness.call(method, path, body)).status_code == 401
    for wrong in (tokens.customer(), tokens.vendor("ven_1"), tokens.staff("orders.read")):
        assert (await market.harness.call(method, path, body, as_=wrong)).status_code == 403
